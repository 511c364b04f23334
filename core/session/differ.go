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
func (s *Session) differs() []difference {
	a, b := &s.sides[0].sc, &s.sides[1].sc
	if a.Lab != b.Lab {
		titles := [2]string{a.Lab.Title, b.Lab.Title}
		return []difference{{"lab", "Lab", titles, titles}}
	}
	var all []difference
	for i := range a.Lab.Params {
		p := &a.Lab.Params[i]
		if d := (difference{key: p.Key, label: p.Label, side: [2]string{course(a, p), course(b, p)}}); d.side[0] != d.side[1] {
			d.name = [2]string{last(a, p), last(b, p)}
			if d.name[0] == d.name[1] {
				d.name = d.side
			}
			all = append(all, d)
		}
	}
	return append(all, deeds(a, b)...)
}

// deeds returns what is done on one side only, or at another time.
func deeds(a, b *lab.Scenario) (all []difference) {
	less, more := lab.Differ(a.Actions, b.Actions)
	for i := range less {
		deed := &less[i]
		if deed.Name == lab.Set {
			continue // is part of the parameter's course
		}
		k := slices.IndexFunc(more, func(o lab.Action) bool { o.At = deed.At; return o.Equal(*deed) })
		if k < 0 {
			all = append(all, oneSided(a.Lab, deed, 0))
			continue
		}
		d := oneSided(a.Lab, deed, 0)
		d.side[1] = "at " + lab.FormatTime(more[k].At)
		d.name = [2]string{d.label + " " + d.side[0], d.label + " " + d.side[1]}
		if more = slices.Delete(more, k, k+1); d.side[0] != d.side[1] {
			all = append(all, d)
		}
	}
	for i := range more {
		if more[i].Name != lab.Set {
			all = append(all, oneSided(a.Lab, &more[i], 1))
		}
	}
	return all
}

func oneSided(l *lab.Lab, deed *lab.Action, side int) difference {
	d := difference{key: "do", label: actionLabel(l, deed)}
	d.side[side] = "at " + lab.FormatTime(deed.At)
	d.name[side], d.name[1-side] = d.label, "Without: "+lower(d.label)
	return d
}

// course is how a parameter is set over time: "Round robin, Random from 30s".
func course(sc *lab.Scenario, p *lab.Param) string {
	text := p.Show(sc.Values.Text(p.Key))
	for i := range sc.Actions {
		if a := &sc.Actions[i]; a.Name == lab.Set && a.Fields[0] == p.Key {
			text += ", " + p.Show(a.Fields[1]) + " from " + lab.FormatTime(a.At)
		}
	}
	return text
}

// last is what a parameter is set to in the end, so that it can stand alone:
// options speak for themselves, and numbers do not.
func last(sc *lab.Scenario, p *lab.Param) string {
	value := sc.Values.Text(p.Key)
	for i := range sc.Actions {
		if a := &sc.Actions[i]; a.Name == lab.Set && a.Fields[0] == p.Key {
			value = a.Fields[1]
		}
	}
	if p.Kind == lab.Enum {
		return p.Show(value)
	}
	return p.Label + " " + p.Show(value)
}

// names are what the sides are called by what they differ in.
func (s *Session) names() [2]string {
	all := s.differs()
	if len(all) == 0 {
		return [2]string{"Original", "Copy"}
	}
	names := all[0].name
	if n := len(all) - 1; n > 0 {
		for i := range names {
			names[i] += " and " + lab.FormatCount(n) + " more"
		}
	}
	return names
}

// verdict says in one sentence how the sides did, by the headlines of the lab.
func (s *Session) verdict() string {
	var told []verdictPart
	var same *lab.Metric
	a, b := s.sides[0].metrics(), s.sides[1].metrics()
	for _, h := range s.sides[0].sc.Lab.Headlines {
		x, y := find(a, h.Metric), find(b, h.Metric)
		if x == nil || y == nil || x.Value != x.Value || y.Value != y.Value {
			continue
		}
		if math.Abs(x.Value-y.Value) > h.Grain {
			told = append(told, verdictPart{x, y, (y.Value < x.Value) != h.More})
		} else if same == nil {
			same = x
		}
	}
	if len(told) == 0 {
		if same == nil {
			return ""
		}
		return "No difference so far: " + lower(same.Label) + " " + same.Text + " on both sides."
	}
	return s.sentence(told[:min(len(told), 2)])
}

// verdictPart is a metric on both sides, and whether the second does better.
type verdictPart struct {
	a, b   *lab.Metric
	second bool
}

// sentence tells metrics of both sides, of the better one first.
func (s *Session) sentence(told []verdictPart) string {
	text, names := "", s.names()
	if told[0].second {
		names[0], names[1] = names[1], names[0]
	}
	for i, t := range told {
		if told[0].second {
			t.a, t.b = t.b, t.a
		}
		if i == 0 {
			text = t.a.Label + " " + t.a.Text + " with " + names[0] + " against " + t.b.Text + " with " + names[1]
		} else {
			text += "; " + lower(t.a.Label) + " " + t.a.Text + " against " + t.b.Text
		}
	}
	return text + "."
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

// lower lets a label stand within a sentence.
func lower(label string) string {
	if len(label) > 1 && label[1] >= 'a' && label[1] <= 'z' {
		return strings.ToLower(label[:1]) + label[1:]
	}
	return label
}

// AppendCompare writes what there is to say about two sides as JSON, null about one.
func (s *Session) AppendCompare(j *lab.JSON) {
	if !s.Comparing() {
		j.Null()
		return
	}
	sides, names := [2]string{"a", "b"}, s.names()
	j.Open('{').Key("side").String(sides[s.front])
	for i, side := range sides {
		j.Key(side).Open('{').Key("name").String(names[i]).Close('}')
	}
	j.Key("differs").Open('[')
	for _, d := range s.differs() {
		j.Open('{').Key("key").String(d.key).Key("label").String(d.label).Key("a").String(d.side[0]).Key("b").String(d.side[1]).Close('}')
	}
	j.Close(']').Key("verdict").String(s.verdict()).Key("divergence")
	if f := &s.search; f.found {
		j.Open('{').Key("t").Number(seconds(f.differs)).Key("text").String(s.parting()).Close('}')
	} else {
		j.Null()
	}
	j.Close('}')
}
