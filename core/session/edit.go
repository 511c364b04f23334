package session

import (
	"errors"
	"math"
	"slices"
	"time"

	"headroom/core/lab"
)

// edit is what undo brings back: the scenarios, and which of them is in front.
type edit struct {
	sides []*lab.Scenario
	front int
}

const maxUndo = 200

func (s *Session) snapshot() edit {
	e := edit{front: s.front}
	for _, p := range s.sides {
		e.sides = append(e.sides, p.sc)
	}
	return e
}

// Set moves a control. At time zero, and for parameters that hold from the
// start, the scenario's beginning changes; later the move is an action of this
// moment. Moves of one control with the same gesture number, other than 0,
// count as one, and so do those at the same moment.
func (s *Session) Set(key, value string, gesture int) error {
	l := s.main().sc.Lab
	p := l.Param(key)
	if p == nil {
		return errors.New(`the lab ` + l.ID + ` has no parameter "` + key + `"`)
	}
	text, err := p.Canonical(value)
	if err != nil {
		return err
	}
	before := s.begin()
	err = s.main().move(p, text, gesture != 0 && gesture == s.gesture)
	return s.commit(before, gesture, err)
}

// move writes the move of a control into the scenario, which it leaves as it is
// where that changes nothing.
func (p *play) move(param *lab.Param, text string, same bool) error {
	i, at := p.lastSet(param.Key, same)
	begins := at == 0 && (len(p.sc.Actions) == 0 || p.sc.Actions[0].At > 0)
	switch {
	case i >= 0:
		p.sc.Actions[i].Fields = []string{param.Key, text}
		return nil
	case param.Initial || begins:
		p.sc.Values = p.sc.Values.With(param.Key, text)
		return nil
	case !p.pending() && p.value(param.Key) == text:
		return nil
	}
	return p.insert(lab.Action{At: at, Name: lab.Set, Fields: []string{param.Key, text}})
}

// lastSet returns the action that a further move of the control replaces, or
// -1, and the time at which the move counts. Moves of other controls in between
// do not keep two moves apart, but whatever else was done does.
func (p *play) lastSet(key string, same bool) (int, time.Duration) {
	now := p.actionTime()
	for i := len(p.sc.Actions) - 1; i >= 0; i-- {
		a := &p.sc.Actions[i]
		if a.At > now {
			continue
		}
		if a.Name != lab.Set || a.At < now && !(same && i == p.head.next-1) {
			break
		}
		if a.Fields[0] == key {
			return i, a.At
		}
	}
	return -1, now
}

// Do acts on the world at this moment. An empty name for a new part is filled
// in. What is impossible now is refused with the reason and changes nothing.
func (s *Session) Do(name string, fields ...string) error {
	before, p := s.begin(), s.main()
	a, err := p.sc.Lab.Check(name, p.named(name, fields))
	a.At = p.actionTime()
	if err == nil && !p.pending() {
		err = p.head.world.Possible(a)
	}
	if err == nil {
		err = p.insert(a)
	}
	return s.commit(before, 0, err)
}

// named fills in the name of a new part where none is given: one that no action
// of the scenario brings in, earlier or later.
func (p *play) named(action string, fields []string) []string {
	spec := p.sc.Lab.Action(action)
	if spec == nil || spec.Target != lab.NewTarget {
		return fields
	}
	if len(fields) == spec.Fields() {
		if fields[0] != "" {
			return fields
		}
		fields = fields[1:]
	}
	return append([]string{p.head.world.NextName(p.brings)}, fields...)
}

// brings reports whether an action of the scenario brings in a part of this name.
func (p *play) brings(name string) bool {
	for i := range p.sc.Actions {
		a := &p.sc.Actions[i]
		spec := p.sc.Lab.Action(a.Name)
		if spec != nil && spec.Target == lab.NewTarget && a.Fields[0] == name {
			return true
		}
	}
	return false
}

// insert puts an action behind those of its time.
func (p *play) insert(a lab.Action) error {
	if len(p.sc.Actions) >= lab.MaxActions {
		return errors.New("a scenario has at most " + lab.FormatCount(lab.MaxActions) + " actions; undo some, or start anew")
	}
	p.sc.Insert(a)
	return nil
}

// reach goes on to a named event before an edit, since only then is it known when
// the event is.
func (s *Session) reach() {
	s.owed = 0
	if s.Moment().Named {
		for s.Pending() {
			s.approach(math.MaxInt32)
		}
	}
}

// Reseed plays the same scenario, on both sides, with another seed.
func (s *Session) Reseed(seed uint64) {
	before := s.begin()
	for _, p := range s.sides {
		p.sc.Seed = seed
	}
	_ = s.commit(before, 0, nil) // no link gets too long by it
}

// Undo takes the last change of the scenario back and reports whether there
// was one.
func (s *Session) Undo() bool { return s.swap(&s.undo, &s.redo) }

// Redo makes the last change that was taken back again.
func (s *Session) Redo() bool { return s.swap(&s.redo, &s.undo) }

func (s *Session) swap(from, to *[]edit) bool {
	n := len(*from)
	if n == 0 {
		return false
	}
	s.reach()
	e := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, s.snapshot())
	s.arrange(e)
	return true
}

// begin begins an edit: the sides get scenarios of their own that can be changed.
// It returns those of before.
func (s *Session) begin() edit {
	s.reach()
	before := s.snapshot()
	for _, p := range s.sides {
		p.sc = p.sc.Copy()
	}
	return before
}

// commit ends an edit: where it has changed something it can be undone, and the
// sides are brought to the present moment of the changed scenario. One that has
// failed, or that no link could carry, is taken back. The changes of one gesture
// count as one.
func (s *Session) commit(before edit, gesture int, err error) error {
	changed := false
	for i, p := range s.sides {
		was := before.sides[i]
		changed = changed || p.sc.Data != was.Data || !p.sc.SameExperiment(was)
	}
	if err == nil && len(s.Link()) > lab.MaxLink {
		err = errTooLong
	}
	if err != nil || !changed {
		for i, p := range s.sides {
			p.sc = before.sides[i]
		}
		return err
	}
	if gesture == 0 || gesture != s.gesture {
		s.remember(before)
	}
	s.gesture = gesture
	at, from := s.present(), forever
	for i, p := range s.sides {
		from = min(from, p.replay(before.sides[i], at))
	}
	s.joint, s.steering = -1, false
	s.search.cut(from)
	s.rest()
	return nil
}

var errTooLong = errors.New("no link could carry so much; undo some of what was done, or make the two sides more alike")

// present is the moment that an edit leaves the session at.
func (s *Session) present() time.Duration {
	if p := s.main(); s.playing && !p.goal.Named {
		return p.goal.At
	}
	return s.main().actionTime()
}

// rest stops time where there is nothing to see without the data.
func (s *Session) rest() {
	if _, missing := s.Missing(); missing {
		s.playing = false
	}
	s.touch()
}

// remember lets undo bring back what was before a change. It ends a gesture.
func (s *Session) remember(before edit) {
	s.undo = append(s.undo, before)
	if len(s.undo) > maxUndo {
		s.undo = slices.Delete(s.undo, 0, 1)
	}
	s.redo, s.gesture = nil, 0
}
