package session

import (
	"math"
	"slices"
	"strings"

	"headroom/core/lab"
)

// difference is one thing in which two sides differ, as a person reads it.
type difference struct {
	key, label string
	side       [2]string // what it is on each
	name       [2]string // what to call each by it
}

// differs returns what the sides of a comparison differ in.
func (s *Session) differs() (all []*difference) {
	a, b := s.sides[0].sc, s.sides[1].sc
	if a.Lab != b.Lab {
		titles := [2]string{a.Lab.Title, b.Lab.Title}
		return []*difference{{"lab", "Lab", titles, titles}}
	}
	for i := range a.Lab.Params {
		p := &a.Lab.Params[i]
		d := &difference{key: p.Key, label: p.Label}
		d.side[0], d.name[0] = course(a, p)
		d.side[1], d.name[1] = course(b, p)
		if d.name[0] == d.name[1] {
			d.name = d.side
		}
		if d.side[0] != d.side[1] {
			all = append(all, d)
		}
	}
	less, more := a.Differ(b)
	for side, deeds := range [2][]lab.Action{less, more} {
		for i := range deeds {
			if deeds[i].Name != lab.Set { // which is part of a parameter's course
				all = pair(all, a.Lab, &deeds[i], side)
			}
		}
	}
	return slices.DeleteFunc(all, func(d *difference) bool { return d.side[0] == d.side[1] })
}

// pair adds a deed of one side, or says when it is done there where the other
// side does the same.
func pair(all []*difference, l *lab.Lab, a *lab.Action, side int) []*difference {
	label, at := actionLabel(l, a), "at "+lab.FormatTime(a.At)
	for _, d := range all {
		if d.key == "do" && d.label == label && d.side[side] == "" {
			d.side[side] = at
			d.name = [2]string{label + " " + d.side[0], label + " " + d.side[1]}
			return all
		}
	}
	d := &difference{key: "do", label: label}
	d.side[side], d.name[side], d.name[1-side] = at, label, "Without: "+lab.Lower(label)
	return append(all, d)
}

// course is how a parameter is set over time: "Round robin, Random from 30s", and
// what it is set to in the end, so that it can stand alone: options and words for
// zero speak for themselves, and numbers do not.
func course(sc *lab.Scenario, p *lab.Param) (text, last string) {
	last = p.Show(sc.Values.Text(p.Key))
	text = last
	for i := range sc.Actions {
		if a := &sc.Actions[i]; a.Name == lab.Set && a.Fields[0] == p.Key {
			last = p.Show(a.Fields[1])
			text += ", " + last + " from " + lab.FormatTime(a.At)
		}
	}
	if p.Kind != lab.Enum && last != p.Zero {
		last = p.Label + " " + last
	}
	return text, last
}

// names are what the sides are called by what they differ in.
func (s *Session) names() [2]string {
	all := s.differs()
	if len(all) == 0 {
		return [2]string{"Original", "Copy"}
	}
	names := all[0].name
	if n := len(all) - 1; n > 0 {
		more := " and " + lab.FormatCount(n) + " more"
		names[0] += more
		names[1] += more
	}
	return names
}

// verdict says in one sentence how the sides did, by the two most telling of the
// lab's headlines in which they differ; the side that does better by the first of
// them comes first.
func (s *Session) verdict() string {
	text, same, alike, first := "", "", 0, 0
	metrics := [2][]lab.Metric{s.sides[0].metrics(), s.sides[1].metrics()}
	for _, h := range s.sides[0].sc.Lab.Headlines {
		x, y := find(metrics[first], h.Metric), find(metrics[1-first], h.Metric)
		if x == nil || y == nil || x.Value-y.Value != x.Value-y.Value {
			continue
		}
		switch label := lab.Lower(x.Label); {
		case math.Abs(x.Value-y.Value) <= h.Grain || x.Text == y.Text:
			if x.Text == y.Text && alike < 2 {
				same, alike = same+[2]string{"No difference so far: ", ", "}[alike]+label+" "+x.Text, alike+1
			}
		case text != "":
			return text + "; " + label + " " + x.Text + " against " + y.Text + "."
		default:
			if (y.Value < x.Value) != h.More {
				x, y, first = y, x, 1-first
			}
			names := s.names()
			text = x.Label + " " + x.Text + with(names[first]) + " against " + y.Text + with(names[1-first])
		}
	}
	switch {
	case text != "":
		return text + "."
	case same == "":
		return "Nothing that both sides measure so far says which does better."
	}
	return same + " on both sides."
}

// with lets the name of a side stand within a sentence: " with random", " without: kill server-3".
func with(name string) string {
	if name = lab.Lower(name); strings.HasPrefix(name, "without") {
		return " " + name
	}
	return " with " + name
}

func (p *play) metrics() []lab.Metric { return p.drawn().Metrics(p.now()) }

func find(metrics []lab.Metric, name string) *lab.Metric {
	for i := range metrics {
		if metrics[i].Name == name {
			return &metrics[i]
		}
	}
	return nil
}

// AppendCompare writes what there is to say about two sides as JSON, null about one.
func (s *Session) AppendCompare(j *lab.JSON) {
	if !s.Comparing() {
		j.Null()
		return
	}
	sides, names := [2]string{"a", "b"}, s.names()
	j.Open('{').Text("side", sides[s.front])
	for i, side := range sides {
		j.Key(side).Open('{').Text("name", names[i]).Close('}')
	}
	j.Key("differs").Open('[')
	for _, d := range s.differs() {
		j.Open('{').Text("key", d.key).Text("label", d.label).Text("a", d.side[0]).Text("b", d.side[1]).Close('}')
	}
	j.Close(']').Text("verdict", s.verdict()).Key("divergence")
	if f := &s.search; f.found {
		j.Open('{').Key("t").Number(seconds(f.differs)).Text("text", s.parting()).Close('}')
	} else {
		j.Null()
	}
	j.Close('}')
}
