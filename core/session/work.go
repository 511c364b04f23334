package session

import (
	"math"
	"time"

	"headroom/core/lab"
)

// Settle works until the session is where it is going and nothing is left to
// find out about it.
func (s *Session) Settle() {
	for !s.Work(math.MaxInt32) {
	}
}

// Work goes on towards the goal for about so many units of work, some hundred
// nanoseconds each, and then looks for what the selected thing went through and
// for where two sides first differ. It reports whether all of that is done;
// Pending says whether the goal is reached.
func (s *Session) Work(units int) bool {
	units = s.approach(units)
	if s.Pending() {
		return false
	}
	for _, p := range s.sides {
		p.arrive()
	}
	units = s.main().recollect(s.selected, units)
	return s.search.work(s, units) && s.main().recall.run == nil
}

// approach goes on towards the goal and returns the units that are left.
func (s *Session) approach(units int) int {
	for units > 0 && s.Pending() {
		if !s.underway() {
			s.aim(lab.When{Event: max(s.Events()+s.owed, 0), Named: true})
		}
		busy := false
		for _, p := range s.sides {
			if p.pending() {
				units -= p.run(units)
				busy = busy || p.pending()
			}
		}
		if s.steering && !busy {
			s.steer()
			units--
		}
	}
	return units
}

// Pending reports whether the world still has to get to where the session is
// going.
//
//go:noinline
func (s *Session) Pending() bool { return s.owed != 0 || s.underway() }

func (s *Session) underway() bool {
	pending := s.steering
	for _, p := range s.sides {
		pending = pending || p.pending()
	}
	return pending
}

// Progress returns how far pending work has got from where it began, from 0 to 1.
func (s *Session) Progress() float64 {
	share := 0.0
	for _, p := range s.sides {
		share += p.progress() / float64(len(s.sides))
	}
	if s.steering {
		share = min(1, float64(s.Events())/float64(max(s.joint, 1)))
	}
	return share
}

func (p *play) progress() float64 {
	done, total := float64(p.head.at-p.from.at), float64(p.goal.At-p.from.at)
	if p.goal.Named {
		done, total = float64(p.head.n-p.from.n), float64(p.goal.Event-p.from.n)
	}
	if p.head.at == p.goal.At || p.goal.Named && done == total {
		if d, t := p.head.world.Busy(); t > 0 { // nothing else is left
			done, total = float64(d), float64(t)
		}
	}
	if !p.pending() || total <= 0 {
		return 1
	}
	return min(max(done/total, 0), 1)
}

func (p *play) pending() bool { return p.busy() || !p.arrived() }

//go:noinline
func (p *play) busy() bool {
	_, total := p.head.world.Busy()
	return total > 0
}

func (p *play) arrived() bool {
	if p.goal.Named {
		return p.head.n == p.goal.Event
	}
	at, ok := p.next()
	return p.head.at == p.goal.At && (!ok || at > p.goal.At)
}

// arrive shows where the way has ended.
func (p *play) arrive() {
	if p.shown != nil || p.catching {
		p.shown, p.catching = nil, false
		p.touch()
	}
}

// run goes on towards the goal for about so many units and returns how many
// it spent.
func (p *play) run(units int) (used int) {
	for used < units && p.pending() {
		p.catching = p.catching || p.busy() || p.shown != nil
		used += p.stretch(units - used)
	}
	return used
}

// stretch runs the world up to the next action or the goal, or carries out the
// action that is due. It returns the units spent, at least one.
func (p *play) stretch(units int) int {
	if p.busy() {
		_, used := p.head.world.Run(p.head.at, 0, units)
		return p.spent(used)
	}
	until, actions := p.horizon()
	most := math.MaxInt32
	if p.goal.Named {
		most = p.goal.Event - p.head.n
	}
	if p.work < stride { // a stretch ends where a point is kept
		units = min(units, stride-p.work)
	}
	events, used := p.head.world.Run(until, most, units)
	p.head.n += events
	if events > 0 {
		p.head.at = max(p.head.at, p.head.world.At())
		p.touch()
	}
	switch {
	case used >= units || events == most: // stopped before until
	case actions:
		p.act()
	case p.goal.Named:
		p.stay()
	default:
		p.head.at = p.goal.At
	}
	return p.spent(used)
}

// stay ends the way to an event that never comes: at the last one there was or,
// if it began later than that, where it began.
func (p *play) stay() {
	p.goal.Event = p.head.n
	if p.head.at > p.lastChange() {
		p.head.at = ceil(p.head.at)
		p.goal = lab.When{At: p.head.at}
	}
}

// horizon returns up to when the world's own events come next, and whether an
// action follows: actions come before events of the same time.
func (p *play) horizon() (until time.Duration, action bool) {
	until = p.goal.At
	if p.goal.Named {
		until = lab.MaxTime
	}
	if p.head.next < len(p.sc.Actions) {
		if at := p.sc.Actions[p.head.next].At; at <= until {
			return at - 1, true
		}
	}
	return until, false
}

// act carries out the next action of the scenario.
func (p *play) act() {
	p.keep()
	a := p.sc.Actions[p.head.next]
	if !p.probing && p.shown == nil {
		p.show()
		p.head.world = p.head.world.Clone()
	}
	outcome := p.vain(&a)
	if outcome == "" {
		if err := p.head.world.Apply(a); err != nil {
			outcome = err.Error()
		}
	}
	p.head.at = a.At
	p.head.n++
	p.head.next++
	p.head.outcomes = append(p.head.outcomes[:len(p.head.outcomes):len(p.head.outcomes)], outcome)
	if len(p.head.outcomes) > len(p.judged) {
		p.judged = p.head.outcomes
	}
	p.touch()
}

// stride is how many units lie between kept points: about 5 ms natively.
const stride = 50_000

// spent counts work and keeps a point every so often.
func (p *play) spent(used int) int {
	used = max(used, 1)
	p.work += used
	if p.work >= stride && !p.busy() {
		p.keep()
	}
	return used
}

// aim sets the goal, going to a kept point when it lies in the past or saves
// some of the way ahead. The time of a named event is when it happened, however
// the session got there.
func (p *play) aim(goal lab.When) {
	p.goal = goal
	usable := func(q *point) bool {
		if goal.Named {
			return q.n <= goal.Event
		}
		return q.at <= goal.At
	}
	switch {
	case usable(&p.head):
		if p.kept.reach(usable) > p.head.n {
			p.rewind(usable)
		}
	case !goal.Named && !p.busy() && p.lastChange() <= goal.At:
		p.head.at = goal.At // nothing has happened since
	default:
		p.rewind(usable)
	}
	if goal.Named && goal.Event == p.head.n {
		p.head.at = p.lastChange()
	}
	p.depart()
	p.touch()
}

// rewind goes to the latest kept point that will do, or to the start.
func (p *play) rewind(usable func(*point) bool) {
	p.show()
	if q, ok := p.kept.latest(usable); ok {
		p.head, p.work = q, 0
		return
	}
	p.start()
}

func (p *play) keep() {
	p.work = 0
	if !p.probing {
		p.kept.add(p.head)
	}
}
