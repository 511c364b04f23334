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
	buf := append([]byte("?lab="), s.Lab.ID...)
	add := func(key, value string) {
		buf = append(append(append(buf, '&'), key...), '=')
		buf = appendEscaped(buf, value)
	}
	add("v", strconv.Itoa(Grammar))
	if s.Revision > 1 || pinned {
		add("m", strconv.Itoa(s.Revision))
	}
	if s.Seed != 1 || pinned {
		add("seed", strconv.FormatUint(s.Seed, 10))
	}
	if s.Data != nil {
		add("data", s.Data.String())
	}
	for i := range s.Lab.Params {
		p := &s.Lab.Params[i]
		if value := s.Values.Text(p.Key); value != p.Default || pinned {
			add(p.Key, value)
		}
	}
	for _, a := range s.Actions {
		add("do", a.format())
	}
	if s.Speed != 1 {
		add("speed", formatNumber(s.Speed))
	}
	if s.Moment.Named {
		add("n", strconv.Itoa(s.Moment.Event))
	} else if s.Moment.At > 0 {
		add("t", FormatTime(s.Moment.At))
	}
	return string(buf)
}

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
	return s.Lab == o.Lab && s.Seed == o.Seed && s.Values.equal(o.Values) && s.sameData(o) &&
		slices.EqualFunc(s.Actions, o.Actions, Action.Equal)
}

// Equal reports whether two actions are the same in all.
func (a Action) Equal(b Action) bool {
	return a.At == b.At && a.Name == b.Name && slices.Equal(a.Fields, b.Fields)
}

func (s *Scenario) sameData(o *Scenario) bool {
	if s.Data == nil || o.Data == nil {
		return s.Data == o.Data
	}
	return s.Data.Digest == o.Data.Digest
}
