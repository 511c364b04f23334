package system

import "slices"

// Clone returns an independent copy that goes on to the same future. What never changes is shared. It takes some
// tens of microseconds for twenty servers with a few hundred requests under way.
func (s *System) Clone() *System {
	c := *s
	c.queue.heap, c.queue.slots, c.queue.free = slices.Clone(s.heap), slices.Clone(s.slots), slices.Clone(s.free)
	c.requests, c.attempts = slices.Clone(s.requests), slices.Clone(s.attempts)
	c.hops, c.choices = slices.Clone(s.hops), slices.Clone(s.choices)
	c.freeRequests, c.freeAttempts = slices.Clone(s.freeRequests), slices.Clone(s.freeAttempts)
	c.freeChoices = slices.Clone(s.freeChoices)
	c.nodes, c.wires = slices.Clone(s.nodes), slices.Clone(s.wires)
	c.stations, c.places = slices.Clone(s.stations), slices.Clone(s.places)
	c.sources = slices.Clone(s.sources)
	for i := range c.sources {
		o := &c.sources[i]
		o.users, o.served = slices.Clone(o.users), slices.Clone(o.served)
		if o.hedger != nil {
			h := *o.hedger
			o.hedger = &h
		}
	}
	c.pickers = slices.Clone(s.pickers)
	for i := range c.pickers {
		b := &c.pickers[i]
		b.pool, b.child, b.seats = b.pool.Clone(), slices.Clone(b.child), slices.Clip(b.seats)
	}
	c.latency = s.latency.Clone()
	c.samples, c.took = slices.Clip(s.samples), slices.Clone(s.took)
	return &c
}

// What records take, in bytes; a clone's fixed parts are the histogram, mostly.
const (
	fixedSize   = 40 << 10
	requestSize = 152
	attemptSize = 160
	hopSize     = 24
	choiceSize  = 120
	stationSize = 1064
	pickerSize  = 2000
	backendSize = 250
	eventSize   = 44
)

// Size is about how many bytes a clone holds, without what it shares.
func (s *System) Size() int {
	size := fixedSize + len(s.requests)*requestSize + len(s.attempts)*attemptSize + len(s.hops)*hopSize +
		len(s.choices)*choiceSize + len(s.stations)*stationSize + len(s.slots)*eventSize + 8*len(s.places) +
		len(s.nodes)*requestSize + 4*len(s.took)
	for i := range s.sources {
		size += 8*len(s.sources[i].users) + 4*len(s.sources[i].served)
	}
	for i := range s.pickers {
		pool := s.pickers[i].pool
		size += pickerSize + backendSize*len(s.pickers[i].child) + 40*(pool.Sessions()+pool.Connections())
	}
	return size
}
