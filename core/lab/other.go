package lab

import (
	"errors"
	"slices"
	"strings"
)

// A comparison has a second side, B. Its keys in a link begin with "b." and say
// what it differs in: b.<parameter>=, b.do= for an action that side A lacks, and
// b.undo= for one of side A's that B lacks, in the form of do. With b.lab= it is
// of another lab and starts from that lab's defaults; the name of the same lab
// says that there are two sides, even where nothing differs.
const otherPrefix = "b."

// sharedKeys are the same for both sides, so that they differ in nothing else.
var sharedKeys = []string{"v", "n", "seed", "speed", "t", "data"}

// other reads the second side, where the link has one. The first has been read.
func (p *parser) other(pairs []pair, labs []*Lab) {
	id, compares := p.sc.Lab.ID, false
	for _, kv := range pairs {
		if key, ok := strings.CutPrefix(kv.key, otherPrefix); ok {
			if compares = true; key == "lab" {
				id = kv.value
			}
		}
	}
	if !compares {
		return
	}
	l, err := findLab([]pair{{"lab", id}}, labs)
	if err != nil {
		p.note("side B: " + err.Error())
		return
	}
	q := parser{sc: *p.sc.Copy(), notices: p.notices, unsaid: p.unsaid, side: "side B: "}
	if l != p.sc.Lab {
		q.sc.become(l)
		q.sc.Revision = 1
	}
	for _, kv := range pairs {
		if key, ok := strings.CutPrefix(kv.key, otherPrefix); ok {
			q.take(pair{key, kv.value})
		}
	}
	if l == p.sc.Lab {
		q.sc.Revision = p.sc.Revision // one model plays both
	} else {
		q.checkRevision()
	}
	p.sc.Other, p.notices, p.unsaid = &q.sc, q.notices, q.unsaid
}

// become makes the scenario one of another lab, with that lab's defaults.
func (s *Scenario) become(l *Lab) {
	s.Lab, s.Values, s.Actions, s.Revision, s.Data = l, Defaults(l.Params), nil, l.Revision, nil
}

// Copy returns the scenario by itself, with actions of its own.
//
//go:noinline
func (s *Scenario) Copy() *Scenario {
	c := *s
	c.Actions, c.Other = slices.Clone(s.Actions), nil
	return &c
}

// Match makes the scenario one that can be compared with another: with the seed,
// the moment and the speed of that one, and with its data where both are of one lab:
// what is a key to one lab is no timestamp to another, which makes up its own.
func (s *Scenario) Match(with *Scenario) {
	s.Seed, s.Moment, s.Speed, s.Data = with.Seed, with.Moment, with.Speed, nil
	if s.Lab == with.Lab {
		s.Data = with.Data
	}
}

func (p *parser) undo(text string) error {
	a, err := p.action(text)
	if err != nil {
		return err
	}
	for i := range p.sc.Actions {
		if p.sc.Actions[i].Equal(&a) {
			p.sc.Remove(i)
			return nil
		}
	}
	return errors.New("undo was ignored: side A does not do " + echo(text))
}

// other writes what side B differs in.
func (q *query) other(a *Scenario, pinned bool) {
	b, start := a.Other, len(*q)
	base := a.Values
	if b.Lab != a.Lab {
		q.add("b.lab", b.Lab.ID)
		if b.Revision > 1 || pinned {
			q.whole("b.m", b.Revision)
		}
		base = Defaults(b.Lab.Params)
	}
	for i := range b.Lab.Params {
		key := b.Lab.Params[i].Key
		if value := b.Values.Text(key); value != base.Text(key) || pinned && b.Lab != a.Lab {
			q.add(otherPrefix+key, value)
		}
	}
	less, more := a.Differ(b)
	for _, d := range less {
		q.add("b.undo", d.format())
	}
	for _, d := range more {
		q.add("b.do", d.format())
	}
	if len(*q) == start {
		q.add("b.lab", b.Lab.ID)
	}
}

// Differ returns the actions without which those of the scenario, with others
// inserted in turn, are those of another one. Where the deeds of one moment differ
// in more than some at its end, all of them are told. Nothing that is done in one
// lab is done in another.
func (s *Scenario) Differ(other *Scenario) (less, more []Action) {
	a, b := s.Actions, other.Actions
	if s.Lab != other.Lab {
		a = nil
	}
	for len(a) > 0 || len(b) > 0 {
		var left, right []Action
		if len(b) == 0 || len(a) > 0 && a[0].At <= b[0].At {
			left, a = moment(a)
		}
		if len(left) == 0 || len(b) > 0 && b[0].At == left[0].At {
			right, b = moment(b)
		}
		if n := len(left); n <= len(right) && sameActions(left, right[:n]) {
			left, right = nil, right[n:]
		}
		less, more = append(less, left...), append(more, right...)
	}
	return less, more
}

// moment splits off the actions of the first moment.
//
//go:noinline
func moment(all []Action) (first, rest []Action) {
	n := 0
	for n < len(all) && all[n].At == all[0].At {
		n++
	}
	return all[:n], all[n:]
}
