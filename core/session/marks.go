package session

import (
	"errors"
	"slices"
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
	return s.mark(i, gesture, func(sc *lab.Scenario, a lab.Action) {
		if a.At = to; to == sc.Actions[i].At {
			return
		}
		sc.Actions = slices.Delete(slices.Clone(sc.Actions), i, i+1)
		s.dragged = sc.Insert(a)
	})
}

// RemoveMark takes an action of the side in front out of the scenario.
func (s *Session) RemoveMark(i int) error {
	return s.mark(i, 0, func(sc *lab.Scenario, _ lab.Action) {
		sc.Actions = slices.Delete(slices.Clone(sc.Actions), i, i+1)
	})
}

// mark changes what becomes of an action.
func (s *Session) mark(i, gesture int, change func(*lab.Scenario, lab.Action)) error {
	p := s.main()
	if n := len(p.sc.Actions); i < 0 || i >= n {
		return errors.New("there is no mark " + lab.FormatCount(i) + "; this side has " + lab.FormatCount(n) + ", counted from 0")
	}
	s.reach()
	s.dragged = i
	before := s.snapshot()
	change(&p.sc, p.sc.Actions[i])
	return s.commit(before, gesture)
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
