package lab

import (
	"slices"
	"strconv"
)

// Format writes the scenario as a link: "?lab=ring&…", differences from the
// defaults only, in the order in which the lab declares its parameters.
// Parse(Format(s)) is s.
func (s *Scenario) Format() string { return s.format(false) }

// Pinned writes the scenario as Format does, with every parameter and the
// revision of the model, so that the link means the same when a default changes.
func (s *Scenario) Pinned() string { return s.format(true) }

func (s *Scenario) format(pinned bool) string {
	q := query("?lab=" + s.Lab.ID)
	q.whole("v", Grammar)
	if s.Revision > 1 || pinned {
		q.whole("m", s.Revision)
	}
	if s.Seed != 1 || pinned {
		q.add("seed", strconv.FormatUint(s.Seed, 10))
	}
	if s.Data != nil {
		q.add("data", s.Data.String())
	}
	for i := range s.Lab.Params {
		p := &s.Lab.Params[i]
		if value := s.Values.Text(p.Key); value != p.Default || pinned {
			q.add(p.Key, value)
		}
	}
	for _, a := range s.Actions {
		q.add("do", a.format())
	}
	if s.Other != nil {
		q.other(s, pinned)
	}
	if s.Speed != s.Lab.speed() {
		q.add("speed", formatNumber(s.Speed))
	}
	if s.Moment.Named {
		q.whole("n", s.Moment.Event)
	} else if s.Moment.At > 0 {
		q.add("t", FormatTime(s.Moment.At))
	}
	return string(q)
}

// query is a link being written.
type query []byte

// add writes a key and its value. Inlined it would stand here nine times, in a
// program that a browser has to fetch.
//
//go:noinline
func (q *query) add(key, value string) {
	*q = append(append(append(*q, '&'), key...), '=')
	*q = appendEscaped(*q, value)
}

func (q *query) whole(key string, n int) { q.add(key, strconv.Itoa(n)) }

func (a *Action) format() string {
	text := FormatTime(a.At) + ":" + a.Name
	for _, f := range a.Fields {
		text += ":" + f
	}
	return text
}

// SameExperiment reports whether two scenarios differ at most in the moment
// and the speed at which they are watched.
func (s *Scenario) SameExperiment(o *Scenario) bool {
	if s == nil || o == nil {
		return s == o
	}
	return s.Other.SameExperiment(o.Other) && s.Lab == o.Lab && s.Seed == o.Seed && s.Values.equal(o.Values) && s.sameData(o) &&
		sameActions(s.Actions, o.Actions)
}

func sameActions(a, b []Action) bool {
	for i := range min(len(a), len(b)) {
		if !a[i].Equal(&b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

// Equal reports whether two actions are the same in all.
func (a *Action) Equal(b *Action) bool {
	return a.At == b.At && a.Name == b.Name && slices.Equal(a.Fields, b.Fields)
}

func (s *Scenario) sameData(o *Scenario) bool {
	if s.Data == nil || o.Data == nil {
		return s.Data == o.Data
	}
	return s.Data.Digest == o.Data.Digest
}
