package balancer

import (
	"math"
	"math/bits"
	"strconv"
	"time"
)

// Pick chooses a backend for a request, which is active there until Done; Why says how
// it came to that. Of a pool that has none to offer the slot is -1, and the error is
// ErrEmpty or wraps ErrAllDown.
func (p *Pool) Pick(r Request) (slot int, err error) {
	if r.Now >= p.wake {
		p.refresh(r.Now)
	}
	c := &p.why
	if p.keeps {
		*c = p.blank
		if r.Session != 0 && p.kept(r.Session, c) {
			p.take(c.Slot)
			return c.Slot, nil
		}
	}
	if len(p.up) == 0 {
		return -1, p.refusal
	}
	// What follows writes the same fields of the choice each time, so that they need
	// no clearing between.
	switch p.config.Policy {
	case RoundRobin:
		p.nextTurn(c)
	case SmoothWeighted:
		p.smooth.next(&p.rotation, c)
	case LeastConnections:
		p.least(c)
	case WeightedLeastConnections:
		p.leastByWeight(c)
	case Random:
		p.random(r.Draw, c)
	case WeightedRandom:
		p.weightedRandom(r.Draw, c)
	case IPHash:
		p.modulo(r.Client, c)
	case ConsistentHash:
		p.clockwise(r.Client, c)
	case BoundedLoads:
		p.clockwiseBelow(r.Client, c)
	case TwoChoices:
		p.drawActive(r.Draw, c)
	case PeakEWMA:
		p.drawPeaks(r.Draw, r.Now, c)
	}
	p.take(c.Slot)
	if p.keeps && r.Session != 0 {
		p.keep(r.Session, c)
	}
	return c.Slot, nil
}

// kept finds where a client goes without being chosen for: over its open connection, or where
// its session is bound.
func (p *Pool) kept(key uint64, c *Choice) bool {
	if p.connections.limit > 0 && p.connected(key, c) {
		return true
	}
	if p.sessions.limit == 0 || !p.bound(key, c) {
		return false
	}
	if c.Connection {
		p.connect(key, c.Slot)
	}
	return true
}

// keep notes where a client went that was chosen for.
func (p *Pool) keep(key uint64, c *Choice) {
	if c.Session {
		p.sessions.bind(key, uint16(c.Slot), p.members[c.Slot].serial)
	}
	if c.Connection {
		p.connect(key, c.Slot)
	}
}

// Why returns the last pick with its reason, as plain data of 120 bytes that stays
// as it is.
func (p *Pool) Why() Choice { return p.why }

func (p *Pool) take(slot int) {
	p.active[slot]++
	if p.rotating[slot] {
		p.busy++
	}
}

// Done tells the pool that a request is over: on which backend, when, how long it
// took there, and whether it went well. Ejected tells whether that was one failure
// too many. It panics where nothing is active on the backend.
func (p *Pool) Done(slot int, now, latency time.Duration, ok bool) (ejected bool) {
	if uint(slot) >= uint(len(p.active)) || p.active[slot] == 0 {
		panic("balancer: done without a pick, on slot " + strconv.Itoa(slot))
	}
	p.active[slot]--
	if p.rotating[slot] {
		p.busy--
	}
	if p.config.Policy == PeakEWMA {
		p.peaks[slot].observe(now, float64(max(latency, 0)), float64(p.config.Decay))
	}
	m := &p.members[slot]
	if ok {
		m.errors = 0
	} else if p.config.EjectAfter > 0 {
		ejected = p.outlier(slot, now)
	}
	if m.left {
		p.vacate(slot)
	}
	return ejected
}

func (p *Pool) nextTurn(c *Choice) {
	if p.turn++; p.turn >= len(p.up) {
		p.turn = 0
	}
	c.Slot = int(p.up[p.turn])
	p.lastTurn = c.Slot
	c.Value, c.Of = int64(p.turn)+1, int64(len(p.up))
}

// random multiplies a draw with the number of backends and takes the upper half:
// each is as likely as the others but for one part in 2^48.
func (p *Pool) random(draw uint64, c *Choice) {
	i, _ := bits.Mul64(draw, uint64(len(p.up)))
	c.Slot = int(p.up[i])
	c.Value, c.Of = 1, int64(len(p.up))
}

func (p *Pool) weightedRandom(draw uint64, c *Choice) {
	i := p.alias.pick(draw, uint64(p.total))
	c.Slot = int(p.up[i])
	c.Value, c.Of = int64(p.weights[i]), p.total
}

// alias is a table that draws numbers by weight with one look: column i belongs to
// i up to cut[i] of the total, and from there on to other[i]. Everything is whole,
// so that each weight has exactly its share. Never written to once built.
type alias struct {
	cut   []uint64
	other []uint16
}

// newAlias fills each column too small for its share of n columns from one too large.
func newAlias(weights []int32, total int64) alias {
	n := len(weights)
	a := alias{make([]uint64, n), make([]uint16, n)}
	var small, large []uint16
	for i, w := range weights {
		a.cut[i] = uint64(w) * uint64(n)
		if a.cut[i] < uint64(total) {
			small = append(small, uint16(i))
		} else {
			large = append(large, uint16(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a.other[s] = l
		a.cut[l] -= uint64(total) - a.cut[s]
		if a.cut[l] < uint64(total) {
			small, large = append(small, l), large[:len(large)-1]
		}
	}
	return a
}

// pick takes a column by the upper part of the draw and a place in it by the rest.
func (a *alias) pick(draw, total uint64) int {
	i, rest := bits.Mul64(draw, uint64(len(a.cut)))
	place, _ := bits.Mul64(rest, total)
	if place < a.cut[i] {
		return int(i)
	}
	return int(a.other[i])
}

// least goes round from where the last turn was, so that those that tie take turns.
func (p *Pool) least(c *Choice) {
	best, fewest, ties := 0, int32(math.MaxInt32), int32(0)
	first := p.turn + 1
	for i, slot := range p.up[first:] {
		if active := p.loads[slot]; active < fewest {
			best, fewest, ties = first+i, active, 1
		} else if active == fewest {
			ties++
		}
	}
	for i, slot := range p.up[:first] {
		if active := p.loads[slot]; active < fewest {
			best, fewest, ties = i, active, 1
		} else if active == fewest {
			ties++
		}
	}
	p.turn, p.lastTurn = best, int(p.up[best])
	c.Slot = p.lastTurn
	c.Value, c.Of, c.Ties = int64(fewest), int64(len(p.up)), ties
}

// leastByWeight is nginx's least_conn. Loads are compared without dividing: those of a
// and b are as active(a)*weight(b) to active(b)*weight(a).
func (p *Pool) leastByWeight(c *Choice) {
	first, ties := 0, int32(0)
	fewest, unit := int64(math.MaxInt32), int64(1)
	for i, slot := range p.up {
		active, weight := int64(p.loads[slot]), int64(p.weights[i])
		if ours, theirs := active*unit, fewest*weight; ours < theirs {
			first, ties, fewest, unit = i, 1, active, weight
		} else if ours == theirs {
			ties++
		}
	}
	best := p.up[first]
	if ties > 1 {
		best = p.shareTie(first, fewest, unit)
	}
	c.Slot = int(best)
	c.Value, c.Of, c.Ties = int64(p.loads[best]), int64(len(p.up)), ties
}

// shareTie is one pick of smooth weighted round robin among those whose load is as
// fewest to unit.
func (p *Pool) shareTie(first int, fewest, unit int64) uint16 {
	best, total := p.up[first], int64(0)
	for i := first; i < len(p.up); i++ {
		slot, weight := p.up[i], int64(p.weights[i])
		if int64(p.loads[slot])*unit != fewest*weight {
			continue
		}
		p.tie[slot] += weight
		total += weight
		if p.tie[slot] > p.tie[best] {
			best = slot
		}
	}
	p.tie[best] -= total
	return best
}
