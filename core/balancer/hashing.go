package balancer

import (
	"math/bits"

	"headroom/core/hash"
)

// parts keeps 1+Epsilon in parts per billion, so that .1 means a tenth and not the
// binary fraction just above it, as placement.Bounded does.
const parts = 1_000_000_000

// modulo divides the client's hash, of MD5 all 128 bits, as placement.Modulo does.
func (p *Pool) modulo(client hash.Position, c *Choice) {
	n := uint64(len(p.up))
	rest := client.Hi % n
	if p.config.Hash == hash.MD5 {
		_, rest = bits.Div64(rest, client.Lo, n)
	}
	c.Slot = int(p.up[rest])
	c.Value, c.Of = int64(rest), int64(n)
}

// clockwise takes the first backend in rotation from the client on.
func (p *Pool) clockwise(client hash.Position, c *Choice) {
	at := p.ring.Find(client)
	owner := p.owner(at)
	c.Slot = owner
	for !p.rotating[c.Slot] {
		at = p.after(at)
		c.Slot = p.owner(at)
	}
	p.owned(owner, c)
}

// clockwiseBelow also walks past those at the bound. There is always one below: the
// capacity is above the mean.
func (p *Pool) clockwiseBelow(client hash.Position, c *Choice) {
	capacity := p.capacity()
	at := p.ring.Find(client)
	owner := p.owner(at)
	c.Slot = owner
	for !p.rotating[c.Slot] || int64(p.loads[c.Slot]) >= capacity {
		at = p.after(at)
		c.Slot = p.owner(at)
	}
	p.owned(owner, c)
	c.Value, c.Of = int64(p.loads[c.Slot]), capacity
}

// capacity is ceil((1+Epsilon) * (load+1) / backends in rotation), in whole numbers. The load is
// the active requests, or the open connections.
func (p *Pool) capacity() int64 {
	load := p.busy
	if p.config.Requests > 1 {
		load = p.held
	}
	share := parts * uint64(len(p.up))
	high, low := bits.Mul64(p.billion, uint64(load)+1)
	low, carry := bits.Add64(low, share-1, 0)
	capacity, _ := bits.Div64(high+carry, low, share)
	return int64(capacity)
}

// owned notes whose client it is; others out of rotation have nothing to do with it.
func (p *Pool) owned(owner int, c *Choice) {
	c.Draws, c.Drawn[0] = 1, Candidate{uint16(owner), p.loads[owner]}
	c.Skipped, c.SkippedMore = -1, 0
	if !p.rotating[owner] {
		c.Skipped, c.SkippedState = int32(owner), p.members[owner].state()
	}
}

func (p *Pool) owner(at int) int {
	_, slot := p.ring.Point(at)
	return int(p.ringSlots[slot])
}

func (p *Pool) after(at int) int {
	if at++; at < p.ring.Points() {
		return at
	}
	return 0
}
