package system

import (
	"slices"
	"strconv"
	"time"

	"headroom/core/balancer"
	"headroom/core/hash"
)

// picker is a balancer.
type picker struct {
	node     int32
	pool     *balancer.Pool
	child    []int32 // nodes by slot, none where there is none
	seats    []seat  // who has had which slot since when
	every    time.Duration
	check    int32
	asked    uint64 // at which check-up of any balancer it was found to be well, or not
	well     bool
	draws    bool // its policy looks at a draw
	hashes   bool // and this one at the client's address
	sessions bool // and this one at who the client is
	hash     hash.Func
	places   [][]hash.Position // of addresses by clients, where the policy hashes; never written to again
}

// seat says who moved into a slot, so that a choice can be told long after.
type seat struct {
	from time.Duration
	slot int32
	node int32
}

// tabled is how many addresses of one kind of clients have their hashes in a table.
const tabled = 1 << 16

// setBalancer gives a balancer its settings and its backends.
func (s *System) setBalancer(number int32, spec Balancer, to []string) error {
	b := &s.pickers[number]
	if b.pool == nil {
		pool, err := balancer.New(spec.Config)
		if err != nil {
			return err
		}
		b.pool = pool
	} else if err := b.pool.Configure(spec.Config); err != nil {
		return err
	}
	if err := s.seat(b, spec, to); err != nil {
		return err
	}
	switch spec.Config.Policy {
	case balancer.Random, balancer.WeightedRandom, balancer.TwoChoices, balancer.PeakEWMA:
		b.draws = true
	default:
		b.draws = false
	}
	switch spec.Config.Policy {
	case balancer.IPHash, balancer.ConsistentHash, balancer.BoundedLoads:
		b.hashes = true
	default:
		b.hashes = false
	}
	b.sessions = spec.Config.Sessions > 0 || spec.Config.Requests > 1
	if b.hash != spec.Config.Hash || !b.hashes {
		b.hash, b.places = spec.Config.Hash, nil
	}
	if b.hashes {
		b.table(s)
	}
	s.setCheck(number, spec.CheckEvery)
	return nil
}

// seat brings the backends of a balancer in line with where it leads.
func (s *System) seat(b *picker, spec Balancer, to []string) error {
	wanted := make([]int32, len(to))
	for i, name := range to {
		wanted[i] = s.find(name)
	}
	for slot, child := range b.child {
		if child != none && !slices.Contains(wanted, child) {
			b.pool.Remove(slot)
			b.child[slot] = none
		}
	}
	for i, child := range wanted {
		weight := 1
		if len(spec.Weights) > 0 {
			weight = spec.Weights[i]
		}
		if err := s.sit(b, child, weight); err != nil {
			return err
		}
	}
	return nil
}

// sit gives a backend its weight, and a slot where it has none.
func (s *System) sit(b *picker, child int32, weight int) error {
	for slot, other := range b.child {
		if other == child {
			b.pool.SetWeight(slot, weight)
			return nil
		}
	}
	name := s.backendName(b, child)
	if err := b.pool.Add(s.now, balancer.Backend{Name: name, Weight: weight}); err != nil {
		return err
	}
	slot := b.pool.Slot(name)
	for len(b.child) <= slot {
		b.child = append(b.child, none)
	}
	b.child[slot] = child
	b.seats = append(b.seats, seat{s.now, int32(slot), child})
	return nil
}

// backendName is what a balancer knows a backend by: the part that links lead to, as long as only one way does.
func (s *System) backendName(b *picker, child int32) string {
	name := s.nodes[s.behind(child)].name
	if b.pool.Slot(name) >= 0 {
		return s.nodes[child].name
	}
	return name
}

// behind follows links down to another part.
func (s *System) behind(n int32) int32 {
	for s.nodes[n].kind == LinkKind {
		n = s.nodes[n].to
	}
	return n
}

// table hashes the addresses of all clients ahead, as far as they have not been.
func (b *picker) table(s *System) {
	places := make([][]hash.Position, len(s.sources))
	copy(places, b.places)
	for i := range s.sources {
		n := min(tabled, s.sources[i].spec.Addresses)
		if len(places[i]) == n {
			continue
		}
		places[i] = make([]hash.Position, n)
		for k := range places[i] {
			places[i][k] = b.hash.Position(address(int32(i), int32(k)))
		}
	}
	b.places = places
}

// address is a client's, which looks like one of a private network.
func address(clients, number int32) string {
	number += clients << 16
	return "10." + strconv.Itoa(int(number>>16)) + "." + strconv.Itoa(int(number>>8&255)) + "." + strconv.Itoa(int(number&255))
}

func (b *picker) place(q *request) hash.Position {
	if int(q.clients) < len(b.places) && int(q.address) < len(b.places[q.clients]) {
		return b.places[q.clients][q.address]
	}
	return b.hash.Position(address(q.clients, q.address))
}

// pick chooses where an attempt goes on: a node, or none where it is refused.
func (s *System) pick(a, n int32) int32 {
	t := &s.attempts[a]
	b := &s.pickers[s.nodes[n].number]
	r := balancer.Request{Now: s.now}
	if b.draws {
		r.Draw = s.draw(t, pickStream, 2*t.depth)
	}
	q := &s.requests[t.request]
	if b.hashes {
		r.Client = b.place(q)
	}
	if b.sessions {
		r.Session = client(q.clients, q.address)
	}
	s.nodes[n].arrived++
	h := s.reach(a, n, s.now)
	slot, err := b.pool.Pick(r)
	h.choice = s.takeChoice()
	s.choices[h.choice] = b.pool.Why()
	t.chosen = t.kept
	if err != nil {
		s.nodes[n].ended[Refused]++
		s.answer(a, Refused)
		return none
	}
	h.slot = int16(slot)
	child := b.child[slot]
	s.print.Uint64(s.nodes[child].key)
	return child
}

// client tells clients apart, for a balancer that remembers them. Never 0.
func client(clients, address int32) uint64 { return uint64(clients)<<32 + uint64(address) + 1 }

// hangUp closes the connections of clients that are no more, by their addresses.
func (s *System) hangUp(clients int32, from, to int) {
	for i := range s.pickers {
		for pool, a := s.pickers[i].pool, from; a < to && pool != nil && pool.Connections() > 0; a++ {
			pool.Close(client(clients, int32(a)))
		}
	}
}

// heard tells a balancer what became of an attempt that it sent on. One that failed was cut off by a crash, and
// so was every connection to what crashed; one that comes through another balancer leaves that one's connections.
func (s *System) heard(b *picker, h *hop, outcome Outcome) {
	slot := int(h.slot)
	if child := b.child[slot]; outcome == Failed && child != none && s.nodes[s.behind(child)].kind >= ServerKind {
		b.pool.Cut(slot)
	}
	b.pool.Done(slot, s.now, s.now-h.at, outcome == OK)
}

// setCheck changes how often a balancer checks its backends. Without checks nobody is taken for dead.
func (s *System) setCheck(number int32, every time.Duration) {
	b := &s.pickers[number]
	if every == b.every {
		return
	}
	b.every = every
	s.cancel(&b.check)
	if every > 0 {
		b.check = s.schedule(after(s.now, every), checkup, number, 0)
		return
	}
	for slot, child := range b.child {
		for range b.pool.Config().Rise { // those that drain may be down as well
			if child != none {
				b.pool.Check(slot, s.now, true)
			}
		}
	}
}

// checkUp is the event that a balancer checks its backends.
func (s *System) checkUp(number int32) {
	b := &s.pickers[number]
	b.check = s.schedule(after(s.now, b.every), checkup, number, 0)
	s.checkups++
	for slot, child := range b.child {
		if child != none && b.pool.Check(slot, s.now, s.well(child)) {
			s.print.Uint64(s.nodes[child].key)
		}
	}
}

// well tells whether a check of a part passes: it is not cut off, and it or a part below it is up and answers, which
// one that pauses does not.
func (s *System) well(n int32) bool {
	for s.nodes[n].kind == LinkKind {
		if s.wires[s.nodes[n].number].split {
			return false
		}
		n = s.nodes[n].to
	}
	at := s.nodes[n].number
	if s.nodes[n].kind != BalancerKind {
		return !s.stations[at].down && !s.stations[at].frozen
	}
	if b := &s.pickers[at]; b.asked != s.checkups { // once, however many ways lead there
		b.asked, b.well = s.checkups, slices.ContainsFunc(b.child, func(child int32) bool { return child != none && s.well(child) })
	}
	return s.pickers[at].well
}
