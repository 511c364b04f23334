package system

import (
	"time"

	"headroom/core/balancer"
)

// Since returns the moment of the latest Measure, 0 before the first.
func (s *System) Since() time.Duration { return s.from }

// Changed tells whether what happened last was a change, and no event.
func (s *System) Changed() bool { return s.last.kind == changed }

// Cut tells whether a link is split, or one of the links that lead straight to another part. It looks at each part.
func (s *System) Cut(i int) bool {
	n := s.order[i]
	for _, m := range s.order {
		if s.nodes[m].kind == LinkKind && (m == n || s.nodes[m].to == n) && s.wires[s.nodes[m].number].split {
			return true
		}
	}
	return false
}

// Weight returns the weight of a part for the first of the balancers that choose it, and false where none does.
func (s *System) Weight(i int) (int, bool) {
	above := s.nodes[s.order[i]].above
	if len(above) == 0 {
		return 0, false
	}
	return s.pickers[above[0].picker].pool.Weight(int(above[0].slot)), true
}

// Backend is what a balancer knows of a part that it chooses.
type Backend struct {
	Name           string
	Part           int // index of the part that requests get to: behind the link, where there is one
	Weight, Active int
	Open           int // connections
	State          balancer.State
}

// Backends visits what the balancer of an index chooses from, in the order of its slots; of other parts nothing.
func (s *System) Backends(i int, now time.Duration, visit func(Backend)) {
	n := &s.nodes[s.order[i]]
	if n.kind != BalancerKind {
		return
	}
	b := &s.pickers[n.number]
	for slot, child := range b.child {
		if child != none {
			visit(Backend{
				Name: b.pool.Name(slot), Part: int(s.nodes[s.behind(child)].index), Weight: b.pool.Weight(slot),
				Active: b.pool.Active(slot), Open: b.pool.Open(slot), State: b.pool.State(slot, now),
			})
		}
	}
}

// Known tells whether the clients of an index have sent the request of a number.
func (s *System) Known(clients int, id uint64) bool {
	c := &s.sources[s.nodes[s.order[clients]].number]
	switch {
	case id == 0:
		return false
	case id > burstsFrom:
		return id-burstsFrom <= c.bursts
	case id > perUser:
		user, number := int(id/perUser)-1, id%perUser
		return user < len(c.users) && number > 0 && number <= uint64(c.users[user].sent)
	}
	return id <= c.sent
}

// Spent is where the time of a request went.
type Spent struct {
	Part     string // as people call it: the station of the attempt that was answered, else how far the latest came
	Attempts int    // hedges as well
	// Before is what passed before the attempt that was answered was sent; Waited in a queue; Served in a slot.
	// What is missing to the latency was spent on links.
	Before, Waited, Served time.Duration
}

// Spent tells where the time of a request went that Story tells of. The times are zero unless it ended OK.
func (s *System) Spent(clients int, id uint64) (Spent, bool) {
	r := s.record(clients, id)
	if r == none {
		return Spent{}, false
	}
	q := &s.requests[r]
	all := Spent{Attempts: int(q.attempts)}
	for a := q.last; a != none; a = s.attempts[a].earlier {
		t := &s.attempts[a]
		at := s.called(int32(s.hop(a, int32(t.kept)-1).node))
		if all.Part == "" {
			all.Part = at
		}
		if q.outcome != OK || t.live || t.abandoned || t.outcome != OK || t.over != q.ended {
			continue
		}
		all.Part = at
		all.Before = s.hop(a, 0).at - q.sent
		all.Waited, all.Served = t.started-t.arrived, t.left-t.started
		break
	}
	return all, true
}

// record returns the record of a request that is remembered, or none.
//
//go:noinline
func (s *System) record(clients int, id uint64) int32 {
	for r := range s.requests {
		if q := &s.requests[r]; q.number == id && id > 0 && s.clientsIndex(q.clients) == clients {
			return int32(r)
		}
	}
	return none
}
