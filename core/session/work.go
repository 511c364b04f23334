package session

import (
	"math"
	"time"

	"headroom/core/lab"
)

// Pending reports whether the world still has to get to where the session is
// going.
func (s *Session) Pending() bool {
	return s.busy() || !s.arrived()
}

func (s *Session) busy() bool {
	_, total := s.head.world.Busy()
	return total > 0
}

func (s *Session) arrived() bool {
	if s.goal.Named {
		return s.head.n == s.goal.Event
	}
	return s.head.at == s.goal.At && !s.actionDue() && !s.eventDue()
}

func (s *Session) actionDue() bool {
	return s.head.next < len(s.sc.Actions) && s.sc.Actions[s.head.next].At <= s.goal.At
}

func (s *Session) eventDue() bool {
	at, ok := s.head.world.Next()
	return ok && at <= s.goal.At
}

// Settle works until the session is where it is going.
func (s *Session) Settle() {
	for !s.Work(math.MaxInt32) {
	}
}

// Work goes on towards the goal for about so many units of work, some hundred
// nanoseconds each, and reports whether the goal is reached.
func (s *Session) Work(units int) bool {
	for units > 0 && s.Pending() {
		s.catching = s.catching || s.busy() || s.shown != nil
		units -= s.stretch(units)
	}
	if s.Pending() {
		return false
	}
	if s.shown != nil || s.catching {
		s.shown, s.catching = nil, false
		s.touch()
	}
	return true
}

// stretch runs the world up to the next action or the goal, or carries out the
// action that is due. It returns the units spent, at least one.
func (s *Session) stretch(units int) int {
	if s.busy() {
		_, used := s.head.world.Run(s.head.at, 0, units)
		return s.spent(used)
	}
	until, actions := s.horizon()
	most := math.MaxInt32
	if s.goal.Named {
		most = s.goal.Event - s.head.n
	}
	events, used := s.head.world.Run(until, most, units)
	s.head.n += events
	if events > 0 {
		s.head.at = max(s.head.at, s.head.world.At())
		s.touch()
	}
	switch {
	case used >= units || events == most: // stopped before until
	case actions:
		s.act()
	case s.goal.Named:
		s.stay()
	default:
		s.head.at = s.goal.At
	}
	return s.spent(used)
}

// stay ends the way to an event that never comes: at the last one there was or,
// if it began later than that, where it began.
func (s *Session) stay() {
	s.goal.Event = s.head.n
	if s.head.at > s.lastChange() {
		s.head.at = ceil(s.head.at)
		s.goal = lab.When{At: s.head.at}
	}
}

// horizon returns up to when the world's own events come next, and whether an
// action follows: actions come before events of the same time.
func (s *Session) horizon() (until time.Duration, action bool) {
	until = s.goal.At
	if s.goal.Named {
		until = lab.MaxTime
	}
	if s.head.next < len(s.sc.Actions) {
		if at := s.sc.Actions[s.head.next].At; at <= until {
			return at - 1, true
		}
	}
	return until, false
}

// act carries out the next action of the scenario.
func (s *Session) act() {
	s.keep()
	a := s.sc.Actions[s.head.next]
	if s.shown == nil {
		s.shown, s.shownAt, s.shownNext = s.head.world, s.head.at, s.head.next
		s.head.world = s.head.world.Clone()
	}
	outcome := ""
	if err := s.head.world.Apply(a); err != nil {
		outcome = err.Error()
	}
	s.head.at = a.At
	s.head.n++
	s.head.next++
	s.head.outcomes = append(s.head.outcomes[:len(s.head.outcomes):len(s.head.outcomes)], outcome)
	if len(s.head.outcomes) > len(s.judged) {
		s.judged = s.head.outcomes
	}
	s.touch()
}

// spent counts work and keeps a point every so often.
func (s *Session) spent(used int) int {
	const stride = 100_000 // units between kept points: about 10 ms natively
	used = max(used, 1)
	s.work += used
	if s.work >= stride && !s.busy() {
		s.keep()
	}
	return used
}

// aim sets the goal, going to a kept point when it lies in the past or saves
// some of the way ahead. The time of a named event is when it happened, however
// the session got there.
func (s *Session) aim(goal lab.When) {
	s.goal = goal
	usable := func(p *point) bool {
		if goal.Named {
			return p.n <= goal.Event
		}
		return p.at <= goal.At
	}
	switch {
	case usable(&s.head):
		if s.kept.reach(usable) > s.head.n {
			s.rewind(usable)
		}
	case !goal.Named && !s.busy() && s.lastChange() <= goal.At:
		s.head.at = goal.At // nothing has happened since
	default:
		s.rewind(usable)
	}
	if goal.Named && goal.Event == s.head.n {
		s.head.at = s.lastChange()
	}
	s.touch()
}

// lastChange is the time of the last event or action so far.
func (s *Session) lastChange() time.Duration {
	at := max(s.head.world.At(), 0)
	if s.head.next > 0 {
		at = max(at, s.sc.Actions[s.head.next-1].At)
	}
	return at
}

// rewind goes to the latest kept point that will do, or to the start.
func (s *Session) rewind(usable func(*point) bool) {
	if s.shown == nil {
		s.shown, s.shownAt, s.shownNext = s.head.world, s.head.at, s.head.next
	}
	p, ok := s.kept.latest(usable)
	if !ok {
		kept := s.kept
		s.start()
		s.kept = kept
		return
	}
	s.head = p
	s.work = 0
}

func (s *Session) keep() {
	s.work = 0
	s.kept.add(s.head)
}

// drawn returns the world to draw and talk about.
func (s *Session) drawn() lab.World {
	if s.shown != nil {
		return s.shown
	}
	return s.head.world
}

// now returns the moment of the world that is drawn.
func (s *Session) now() time.Duration {
	if s.shown != nil {
		return s.shownAt
	}
	return s.head.at
}

// played returns how many actions are part of the world that is drawn.
func (s *Session) played() int {
	if s.shown != nil {
		return s.shownNext
	}
	return s.head.next
}
