package balancer

import (
	"math"
	"strconv"
	"time"
)

// State says whether a backend takes requests, and what keeps it from that. Where
// several things do, it is the last of them in this order.
type State uint8

// The states. Only those that are Up are in rotation.
const (
	Up       State = iota
	Idle           // of weight 0: only its sticky sessions reach it
	Ejected        // failed too many requests in a row, and comes back by itself
	Down           // fails its health checks
	Draining       // finishes what it has
	Left           // removed, and still has active requests
)

var stateNames = [...]string{
	Up: "up", Idle: "of weight 0", Ejected: "ejected", Down: "down", Draining: "draining", Left: "gone",
}

// String returns the state as sentences have it: up, of weight 0, ejected, down,
// draining, gone.
func (s State) String() string {
	if int(s) >= len(stateNames) {
		return "state(" + strconv.Itoa(int(s)) + ")"
	}
	return stateNames[s]
}

// member is a backend and what is known of its health.
type member struct {
	name   string // "" where the slot is free
	weight int32
	serial uint32 // tells it from others in the same slot
	lives  uint32 // tells its connections from those that were cut off; from serial on

	left, draining, down, ejected, warming bool

	checks    int32         // in a row that speak against the present state
	errors    int32         // failed requests in a row
	ejections int32         // by which the next ejection is longer
	until     time.Duration // when the ejection ends
	back      time.Duration // when the last one ended
	since     time.Duration // when it came into rotation, while warming
}

func (m *member) state() State {
	switch {
	case m.left:
		return Left
	case m.draining:
		return Draining
	case m.down:
		return Down
	case m.ejected:
		return Ejected
	case m.weight == 0:
		return Idle
	}
	return Up
}

// State returns the state of a backend at a moment: an ejection that has ended by
// then is over, whether or not there has been a pick since. The moment is not before
// that of any earlier call.
func (p *Pool) State(slot int, now time.Duration) State {
	m := *p.member(slot)
	m.ejected = m.ejected && now < m.until
	return m.state()
}

// Check tells the pool how a health check of a backend went: Config.Fall failures in
// a row take it down, Config.Rise successes bring it back. Changed tells whether
// this one did. It panics for a slot that nobody has: stop checking who has left.
func (p *Pool) Check(slot int, now time.Duration, ok bool) (changed bool) {
	m := p.present(slot)
	if ok != m.down {
		m.checks = 0
		return false
	}
	limit := p.config.Fall
	if m.down {
		limit = p.config.Rise
	}
	if m.checks++; int(m.checks) < limit {
		return false
	}
	m.checks, m.down = 0, !m.down
	if m.down {
		p.Cut(slot)
	} else {
		m.warming, m.since = true, now
	}
	p.stale()
	return true
}

// outlier counts a failed request, and ejects its backend where there are too many
// in a row. Those that were under way when it was ejected count no more.
func (p *Pool) outlier(slot int, now time.Duration) (ejected bool) {
	m := &p.members[slot]
	if m.left || m.ejected && now < m.until {
		return false
	}
	if m.errors++; int(m.errors) < p.config.EjectAfter {
		return false
	}
	m.errors = 0 // as in Envoy: a refused ejection is tried again after as many more
	if !p.mayEject(slot, now) {
		return false
	}
	c := &p.config
	if m.ejections > 0 {
		m.ejections -= int32(min(max(now-m.back, 0)/c.EjectInterval, time.Duration(m.ejections)))
	}
	m.ejections = min(m.ejections+1, math.MaxInt32-1)
	length := c.MaxEjectFor
	if time.Duration(m.ejections) < c.MaxEjectFor/c.EjectFor {
		length = c.EjectFor * time.Duration(m.ejections)
	}
	m.ejected, m.until = true, later(now, length)
	m.back = m.until
	p.Cut(slot)
	p.stale()
	return true
}

// mayEject tells whether so few are ejected that one more may be, and whether
// somebody else is left. It is asked once for as many errors as eject.
func (p *Pool) mayEject(slot int, now time.Duration) bool {
	ejected, others := 0, false
	for _, each := range p.sorted {
		switch p.State(int(each), now) {
		case Up:
			others = others || int(each) != slot
		case Ejected:
			ejected++
		}
	}
	return others && (ejected == 0 || (ejected+1)*100 <= p.config.EjectPercent*p.Len())
}

// endEjections brings back those whose time is over, and notes when the next is.
func (p *Pool) endEjections(now time.Duration) {
	for i := range p.members {
		m := &p.members[i]
		switch {
		case !m.ejected:
		case m.until <= now:
			m.ejected, m.errors = false, 0
			m.warming, m.since = true, m.until
		default:
			p.wake = min(p.wake, m.until)
		}
	}
}

// warming tells whether somebody in rotation starts slowly, and notes when that
// one's weight grows next.
func (p *Pool) warming(now time.Duration) bool {
	some := false
	for i := range p.members {
		m := &p.members[i]
		m.warming = m.warming && now < later(m.since, p.config.SlowStart)
		if m.warming && m.name != "" && m.state() == Up {
			some = true
			p.wake = min(p.wake, later(m.since, p.step(p.tenth(m, now)+1)))
		}
	}
	return some
}

// tenth is how many tenths of its weight a backend has: 10, or 1 to 9 while it
// starts slowly, of which the first lasts until there are two.
func (p *Pool) tenth(m *member, now time.Duration) int {
	if !m.warming {
		return 10
	}
	tenth := 1
	for tenth < 9 && later(m.since, p.step(tenth+1)) <= now {
		tenth++
	}
	return tenth
}

// step is how long a slow start takes to so many tenths of the time.
func (p *Pool) step(tenths int) time.Duration {
	whole, rest := p.config.SlowStart/10, p.config.SlowStart%10
	return whole*time.Duration(tenths) + rest*time.Duration(tenths)/10
}

// later adds to a moment, up to the last that there is.
func later(now, length time.Duration) time.Duration {
	if now > math.MaxInt64-length {
		return math.MaxInt64
	}
	return now + length
}
