package session

import (
	"errors"
	"slices"
	"time"

	"headroom/core/dataset"
	"headroom/core/lab"
)

// edit is what undo brings back.
type edit struct {
	seed    uint64
	values  lab.Values
	data    *dataset.Ref
	actions []lab.Action
}

const maxUndo = 200

func (s *Session) snapshot() edit {
	return edit{s.sc.Seed, s.sc.Values, s.sc.Data, slices.Clone(s.sc.Actions)}
}

// Set moves a control. At time zero, and for parameters that hold from the
// start, the scenario's beginning changes; later the move is an action of this
// moment. Moves of one control with the same gesture number, other than 0,
// count as one, and so do those at the same moment.
func (s *Session) Set(key, value string, gesture int) error {
	p := s.sc.Lab.Param(key)
	if p == nil {
		return errors.New(`the lab ` + s.sc.Lab.ID + ` has no parameter "` + key + `"`)
	}
	text, err := p.Canonical(value)
	if err != nil {
		return err
	}
	s.reach()
	same := gesture != 0 && gesture == s.gesture
	before := s.snapshot()
	if changed, err := s.move(p, text, same); !changed {
		return err
	}
	if !same {
		s.remember(before)
	}
	s.gesture = gesture
	s.replay(before)
	return nil
}

// move writes the move of a control into the scenario and reports whether that
// changed it.
func (s *Session) move(p *lab.Param, text string, same bool) (changed bool, err error) {
	i, at := s.lastSet(p.Key, same)
	begins := at == 0 && (len(s.sc.Actions) == 0 || s.sc.Actions[0].At > 0)
	switch {
	case i >= 0:
		changed = s.sc.Actions[i].Fields[1] != text
		s.sc.Actions = slices.Clone(s.sc.Actions)
		s.sc.Actions[i].Fields = []string{p.Key, text}
		return changed, nil
	case p.Initial || begins:
		changed = s.sc.Values.Text(p.Key) != text
		s.sc.Values = s.sc.Values.With(p.Key, text)
		return changed, nil
	case !s.Pending() && s.value(p.Key) == text:
		return false, nil
	}
	err = s.insert(lab.Action{At: at, Name: lab.Set, Fields: []string{p.Key, text}})
	return err == nil, err
}

// lastSet returns the action that a further move of the control replaces, or
// -1, and the time at which the move counts. Moves of other controls in between
// do not keep two moves apart, but whatever else was done does.
func (s *Session) lastSet(key string, same bool) (int, time.Duration) {
	now := s.actionTime()
	for i := len(s.sc.Actions) - 1; i >= 0; i-- {
		a := &s.sc.Actions[i]
		if a.At > now {
			continue
		}
		if a.Name != lab.Set || a.At < now && !(same && i == s.head.next-1) {
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
	s.reach()
	a, err := s.sc.Lab.Check(name, s.named(name, fields))
	if err != nil {
		return err
	}
	a.At = s.actionTime()
	if !s.Pending() {
		if err := s.head.world.Possible(a); err != nil {
			return err
		}
	}
	before := s.snapshot()
	if err := s.insert(a); err != nil {
		return err
	}
	s.remember(before)
	s.replay(before)
	return nil
}

// named fills in the name of a new part where none is given: one that no action
// of the scenario brings in, earlier or later.
func (s *Session) named(action string, fields []string) []string {
	spec := s.sc.Lab.Action(action)
	if spec == nil || spec.Target != lab.NewTarget {
		return fields
	}
	if len(fields) == spec.Fields() {
		if fields[0] != "" {
			return fields
		}
		fields = fields[1:]
	}
	name := s.head.world.NextName(func(name string) bool {
		return slices.ContainsFunc(s.sc.Actions, func(a lab.Action) bool {
			other := s.sc.Lab.Action(a.Name)
			return other != nil && other.Target == lab.NewTarget && a.Fields[0] == name
		})
	})
	return append([]string{name}, fields...)
}

// reach goes on to a named event before an edit, since only then is it known when
// the event is.
func (s *Session) reach() {
	if s.goal.Named && !s.arrived() {
		s.Settle()
	}
}

// actionTime is when something done now counts: the next whole millisecond.
func (s *Session) actionTime() time.Duration {
	if s.goal.Named {
		return ceil(s.head.at)
	}
	return ceil(s.goal.At)
}

// insert puts an action behind those of its time.
func (s *Session) insert(a lab.Action) error {
	if len(s.sc.Actions) >= lab.MaxActions {
		return errors.New("a scenario has at most " + lab.FormatCount(lab.MaxActions) + " actions; undo some, or start anew")
	}
	s.sc.Actions = slices.Clone(s.sc.Actions)
	s.sc.Insert(a)
	return nil
}

// Reseed plays the same scenario with another seed.
func (s *Session) Reseed(seed uint64) {
	if seed == s.sc.Seed {
		return
	}
	s.reach()
	before := s.snapshot()
	s.sc.Seed = seed
	s.remember(before)
	s.replay(before)
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
	before := s.snapshot()
	e := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, before)
	s.sc.Seed, s.sc.Values, s.sc.Data, s.sc.Actions = e.seed, e.values, e.data, e.actions
	s.gesture = 0
	s.replay(before)
	return true
}

// remember lets undo bring back what was before a change. It ends a gesture.
func (s *Session) remember(before edit) {
	s.undo = append(s.undo, before)
	if len(s.undo) > maxUndo {
		s.undo = slices.Delete(s.undo, 0, 1)
	}
	s.redo, s.gesture = nil, 0
}

// replay brings the world to the present moment of the changed scenario,
// reusing all that was played before the first difference.
func (s *Session) replay(before edit) {
	if s.goal.Named || !s.playing {
		s.goal = lab.When{At: s.actionTime()}
	}
	defer s.touch()
	old, changed := lab.Scenario{Lab: s.sc.Lab, Seed: before.seed, Values: before.values, Data: before.data}, s.sc
	changed.Actions = nil
	if !old.SameExperiment(&changed) {
		s.kept.clear()
		s.judged = nil
		s.rewind(func(*point) bool { return false })
		return
	}
	i, at, differ := firstDifference(before.actions, s.sc.Actions)
	if !differ {
		return
	}
	usable := func(p *point) bool { return p.next <= i && p.world.At() < at }
	s.kept.drop(usable)
	s.judged = s.judged[:min(len(s.judged), i)]
	if !usable(&s.head) {
		s.rewind(usable)
	}
	s.head.at = min(s.head.at, at)
}

func firstDifference(a, b []lab.Action) (index int, at time.Duration, differ bool) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return i, b[i].At, true
		case i >= len(b):
			return i, a[i].At, true
		case !a[i].Equal(b[i]):
			return i, min(a[i].At, b[i].At), true
		}
	}
	return 0, 0, false
}

// value returns the present canonical value of a parameter: the scenario's,
// changed by the actions so far and by the world itself.
func (s *Session) value(key string) string {
	if text, ok := s.drawn().Value(key); ok {
		return text
	}
	text := s.sc.Values.Text(key)
	for i, a := range s.sc.Actions[:s.head.next] {
		if a.Name == lab.Set && a.Fields[0] == key && s.head.outcomes[i] == "" {
			text = a.Fields[1]
		}
	}
	return text
}

// values returns all present values.
func (s *Session) values() lab.Values {
	v := s.sc.Values
	for i := range s.sc.Lab.Params {
		key := s.sc.Lab.Params[i].Key
		v = v.With(key, s.value(key))
	}
	return v
}
