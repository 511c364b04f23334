package sim

import (
	"strconv"
	"time"

	"headroom/core/exact"
)

// Request is the record of something that was asked for, from its arrival to its end.
type Request struct {
	Number                  uint64 // of its arrival, counted from 1
	Arrived, Started, Ended time.Duration
	Attempt                 uint32 // 0 for the first
	hops                    uint32 // all of them, kept or not
	used                    bool
}

// Draw returns the 64 random bits that belong to the request's present attempt at a hop, in a
// stream (its key, its demand ...) of a seed: common to all systems it is sent through.
func (r *Request) Draw(seed, stream, hop uint64) uint64 {
	return exact.Draw(seed, stream, r.Number, uint64(r.Attempt), hop)
}

// Hop is a step of a request's path: when, at which part, and why that one. Reason and Detail are
// numbers that the part gives a meaning; words are made from them only when somebody asks.
type Hop struct {
	At     time.Duration
	Detail int64
	Part   int32
	Reason int32
}

// Pool holds the records of the requests under way, addressed by index. Its memory grows to the most
// that were ever under way at once and is reused from then on: 48 bytes a request and 24 a hop.
type Pool struct {
	requests []Request
	hops     []Hop // perRequest for each request, in a row
	free     []int32
	limit    int
	perEach  int
}

// NewPool returns a pool for at most limit requests at once, each of which keeps the last hops hops of
// its path, or no path for 0. It panics unless 0 < limit < 2^31 and hops >= 0.
func NewPool(limit, hops int) Pool {
	if limit <= 0 || limit >= 1<<31 || hops < 0 {
		panic("sim: a pool cannot have " + strconv.Itoa(limit) + " requests of " + strconv.Itoa(hops) + " hops")
	}
	return Pool{limit: limit, perEach: hops}
}

// Take returns the index of an empty record, and an error that wraps ErrFull when the limit is reached.
func (p *Pool) Take() (int32, error) {
	if n := len(p.free); n > 0 {
		i := p.free[n-1]
		p.free = p.free[:n-1]
		p.requests[i] = Request{used: true}
		return i, nil
	}
	n := len(p.requests)
	if n >= p.limit {
		return -1, full("requests are under way", p.limit)
	}
	p.requests = append(p.requests, Request{used: true})
	for range p.perEach {
		p.hops = append(p.hops, Hop{})
	}
	return int32(n), nil
}

// At returns the record of a request, which stays in its place until the next Take.
func (p *Pool) At(i int32) *Request { return &p.requests[i] }

// Free gives a record back. What it says may be read until it is taken again.
// It panics on a record that is not in use.
func (p *Pool) Free(i int32) {
	r := &p.requests[i]
	if !r.used {
		panicFreed(i)
	}
	r.used = false
	p.free = append(p.free, i)
}

func panicFreed(i int32) { panic("sim: request " + strconv.Itoa(int(i)) + " was freed twice") }

// Hop adds a step to a request's path. When as many as the pool keeps are there, the oldest makes room.
func (p *Pool) Hop(i int32, h Hop) {
	if p.perEach == 0 {
		return
	}
	r := &p.requests[i]
	p.hops[int(i)*p.perEach+int(r.hops)%p.perEach] = h
	r.hops++
}

// Path appends the steps of a request that are kept to dst, oldest first, and returns how many
// before them are forgotten.
func (p *Pool) Path(dst []Hop, i int32) (path []Hop, forgotten int) {
	all := int(p.requests[i].hops)
	kept := min(all, p.perEach)
	for n := all - kept; n < all; n++ {
		dst = append(dst, p.hops[int(i)*p.perEach+n%p.perEach])
	}
	return dst, all - kept
}

// Len returns how many requests are under way.
func (p *Pool) Len() int { return len(p.requests) - len(p.free) }

// Clone returns an independent copy.
func (p *Pool) Clone() Pool {
	c := *p
	c.requests = append([]Request(nil), p.requests...)
	c.hops = append([]Hop(nil), p.hops...)
	c.free = append([]int32(nil), p.free...)
	return c
}
