package session

import (
	"errors"
	"time"

	"headroom/core/lab"
)

// MoveMark moves an action of the side in front to another time. Moves with the
// same gesture number, other than 0, are of the same action, wherever it has got
// to, and count as one.
func (s *Session) MoveMark(i int, to time.Duration, gesture int) error {
	if gesture != 0 && gesture == s.gesture {
		i = s.dragged
	}
	to = min(max(to, 0), lab.MaxTime).Round(lab.Moment)
	return s.mark(i, gesture, to)
}

// RemoveMark takes an action of the side in front out of the scenario.
func (s *Session) RemoveMark(i int) error { return s.mark(i, 0, -1) }

// mark moves an action to another time, or with a negative one takes it out.
func (s *Session) mark(i, gesture int, to time.Duration) error {
	if n := len(s.main().sc.Actions); i < 0 || i >= n {
		return errors.New("there is no mark " + lab.FormatCount(i) + "; this side has " + lab.FormatCount(n) + ", counted from 0")
	}
	before := s.begin()
	sc := s.main().sc
	s.dragged = i
	if a := sc.Actions[i]; a.At != to {
		if sc.Remove(i); to >= 0 {
			a.At = to
			s.dragged = sc.Insert(a)
		}
	}
	return s.commit(before, gesture, nil)
}

// ToSlowest pauses, goes to where the slowest of all that has ended so far did,
// and selects it.
func (s *Session) ToSlowest() error {
	id, at, ok := s.main().drawn().Slowest()
	if !ok {
		return errors.New("nothing that takes time has ended yet; let time pass first")
	}
	s.Pause()
	s.Seek(ceil(at))
	s.Select(id)
	return nil
}
