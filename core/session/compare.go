package session

import (
	"errors"
	"time"

	"headroom/core/lab"
)

// Comparing reports whether there are two sides.
func (s *Session) Comparing() bool { return len(s.sides) == 2 }

// Compare adds a second side, which comes to the front: that of a link, with the
// seed and the moment of this one, or for "" one that does not differ yet. It
// takes the place of a second side that is there. On an error all stays as it was.
func (s *Session) Compare(link string) error {
	a := s.sides[0].sc
	b := a
	if link != "" {
		sc, _, err := lab.Parse(link, s.labs)
		if err != nil {
			return err
		}
		b = sc.Copy()
		b.Match(a)
	}
	return s.become(edit{[]*lab.Scenario{a, b}, 1})
}

// Fork makes the side in front side A, and side B what has been done on it so
// far, which comes to the front: the future is open there.
func (s *Session) Fork() error {
	s.reach()
	p := s.main()
	b := p.sc.Copy()
	n := p.head.next
	if !p.goal.Named {
		for n = 0; n < len(b.Actions) && b.Actions[n].At <= p.actionTime(); n++ {
		}
	}
	b.Actions = b.Actions[:n]
	return s.become(edit{[]*lab.Scenario{p.sc, b}, 1})
}

// Uncompare keeps one of two sides, "a" or "b".
func (s *Session) Uncompare(keep string) error {
	i, err := s.side(keep)
	if err == nil {
		err = s.become(edit{sides: []*lab.Scenario{s.sides[i].sc}})
	}
	return err
}

// Swap makes side A side B and the other way round. It is an error where a link could
// not carry the data of side A any more.
func (s *Session) Swap() error {
	if _, err := s.side("a"); err != nil {
		return err
	}
	a, b := s.sides[0].sc, s.sides[1].sc
	if a.Data != nil && a.Lab != b.Lab {
		return errors.New("side A runs on " + a.Data.Name + ", which a link could not carry for a side B of another lab; " +
			"go back to " + a.Lab.Data.Made + " first")
	}
	return s.become(edit{[]*lab.Scenario{b, a}, 1 - s.front})
}

// Side brings a side to the front, "a" or "b".
func (s *Session) Side(name string) error {
	i, err := s.side(name)
	if err == nil {
		s.front, s.gesture, s.hover = i, 0, ""
		s.touch()
	}
	return err
}

// side returns the index of a side of a comparison.
func (s *Session) side(name string) (int, error) {
	switch {
	case !s.Comparing():
		return 0, errors.New("there is one side only; compare it with something first")
	case name != "a" && name != "b":
		return 0, errors.New(`there is no side "` + name + `"; the sides are a and b`)
	case name == "b":
		return 1, nil
	}
	return 0, nil
}

// become changes what the sides are, as an edit.
func (s *Session) become(next edit) error {
	s.reach()
	sc := *next.sides[0]
	if len(next.sides) == 2 {
		sc.Other = next.sides[1]
	}
	if len(sc.Format()) > lab.MaxLink {
		return errTooLong
	}
	s.remember(s.snapshot())
	s.arrange(next)
	return nil
}

// arrange makes the sides play other scenarios at the same moment, each going on
// from the play of before that has most in common with it.
func (s *Session) arrange(next edit) {
	old, at := s.sides, lab.When{}
	if len(old) > 0 {
		at.At = s.present()
	}
	s.sides = nil
	for i, sc := range next.sides {
		p, before := s.nearest(old, i, sc)
		p.sc, p.kept.sides = sc, len(next.sides)
		if before != nil {
			p.replay(before, at.At)
		} else {
			p.start()
			p.aim(at)
		}
		s.sides = append(s.sides, p)
	}
	s.front, s.gesture = next.front, 0
	s.joint, s.steering = -1, false
	s.search = newSearch()
	s.rest()
}

// nearest returns a copy of the play that side i should go on from, and its
// scenario, or a new play.
func (s *Session) nearest(old []*play, i int, sc *lab.Scenario) (*play, *lab.Scenario) {
	var best *play
	for k, p := range old {
		switch {
		case p.sc.SameExperiment(sc):
			return p.copy(), p.sc
		case p.sc.Lab == sc.Lab && (best == nil || k == i):
			best = p
		}
	}
	if best == nil {
		return &play{shelf: s.shelf, changes: &s.revision}, nil
	}
	return best.copy(), best.sc
}

// steer takes two sides, neither of which is on its way, nearer to an event that
// counts on both: events come in the order of their times, side A's first.
func (s *Session) steer() {
	a, b := s.sides[0], s.sides[1]
	now, n := max(a.head.at, b.head.at), s.Events()
	a.head.at, b.head.at = now, now
	switch p := first(a, b); {
	case n > s.joint:
		s.steerBack()
	case n == s.joint:
		s.stand(max(a.lastChange(), b.lastChange()))
	case p != nil:
		p.goal = lab.When{Event: p.head.n + 1, Named: true}
	default: // it never comes
		s.joint = n
		at := max(a.lastChange(), b.lastChange())
		s.stand(at)
		if now > at {
			s.aim(lab.When{At: ceil(now)})
		}
	}
}

// stand ends the way to an event that counts on both sides.
func (s *Session) stand(at time.Duration) {
	s.steering = false
	for _, p := range s.sides {
		p.head.at, p.goal = at, lab.When{Event: p.head.n, Named: true}
		p.touch()
	}
}

// first is the one of two sides on which something happens next, or nil.
func first(a, b *play) *play {
	at, ok := a.next()
	if t, others := b.next(); others && (!ok || t < at) {
		return b
	}
	if !ok {
		return nil
	}
	return a
}

// steerBack goes to the latest time before this one that a side has a point of,
// or to the start. All events up to it have happened on both.
func (s *Session) steerBack() {
	goal := lab.When{Named: true}
	for _, p := range s.sides {
		for i := range p.kept.points {
			if at := p.kept.points[i].at; at < p.head.at && at > goal.At {
				goal = lab.When{At: at}
			}
		}
	}
	for _, p := range s.sides {
		p.aim(goal)
	}
}
