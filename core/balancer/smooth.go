package balancer

import "slices"

// maxPeriod bounds what smooth weighted round robin remembers, 8 bytes a pick.
// A hundred backends of weights up to 327 fit.
const maxPeriod = 1 << 15

// smooth is nginx's smooth weighted round robin. What it picks from given current
// weights on depends on nothing else, and when they are what they were, it goes
// round: so the picks are recorded, and once the current weights have come back to
// where the record began, it is replayed, and nobody is compared any more.
type smooth struct {
	current   []int64 // by slot; while replaying, as they were where the record began
	start     []int64 // of those in rotation, by index: where the record began
	record    []turn  // never written to once it is replayed
	period    int     // after which it may repeat, 0 where that is too long to remember
	at        int     // the next turn to replay
	replaying bool
}

// turn is a pick: who, and with which current weight.
type turn struct {
	slot   uint16
	weight int32
}

func (s *smooth) next(r *rotation, c *Choice) {
	c.Of = r.total
	if s.replaying {
		t := s.record[s.at]
		if s.at++; s.at == len(s.record) {
			s.at = 0
		}
		c.Slot, c.Value = int(t.slot), int64(t.weight)
		return
	}
	slot, weight := s.scan(r)
	c.Slot, c.Value = int(slot), weight
	if s.period == 0 {
		return
	}
	if s.record = append(s.record, turn{slot, int32(weight)}); len(s.record) < s.period {
		return
	}
	s.replaying = true
	for i, slot := range r.up {
		s.replaying = s.replaying && s.current[slot] == s.start[i]
	}
	if !s.replaying {
		s.begin(r)
	}
}

// scan is one pick as nginx makes it; the lowest slot wins a tie.
func (s *smooth) scan(r *rotation) (slot uint16, weight int64) {
	best := r.up[0]
	for i, slot := range r.up {
		s.current[slot] += int64(r.weights[i])
		if s.current[slot] > s.current[best] {
			best = slot
		}
	}
	weight = s.current[best]
	s.current[best] -= r.total
	return best, weight
}

// begin starts a record where the current weights are.
func (s *smooth) begin(r *rotation) {
	s.record, s.start = s.record[:0], s.start[:0]
	for _, slot := range r.up {
		s.start = append(s.start, s.current[slot])
	}
}

// settle stops replaying, with the current weights that the picks so far have led to.
func (s *smooth) settle(r *rotation) {
	if !s.replaying {
		return
	}
	for i, slot := range r.up {
		s.current[slot] += int64(s.at) * int64(r.weights[i])
	}
	for _, t := range s.record[:s.at] {
		s.current[t.slot] -= r.total
	}
	s.record, s.at, s.replaying = nil, 0, false
}

// restart begins anew with another rotation.
func (s *smooth) restart(r *rotation) {
	var divisor int64
	for _, w := range r.weights {
		divisor = gcd(int64(w), divisor)
	}
	s.period = 0
	if len(r.up) > 0 && r.total/divisor <= maxPeriod && r.total <= 1<<30 {
		s.period = int(r.total / divisor)
	}
	s.begin(r)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func (s *smooth) clone() smooth {
	c := *s
	c.current, c.start = slices.Clone(s.current), slices.Clone(s.start)
	if !s.replaying {
		c.record = slices.Clone(s.record)
	}
	return c
}

// CurrentWeight returns nginx's current weight of a backend under SmoothWeighted: what
// it has gained and not yet spent, between minus and plus the sum of all weights. It
// costs up to one period of picks.
func (p *Pool) CurrentWeight(slot int) int {
	p.member(slot)
	s := &p.smooth
	value := s.current[slot]
	if i, found := slices.BinarySearch(p.up, uint16(slot)); found && s.replaying {
		value += int64(s.at) * int64(p.weights[i])
		for _, t := range s.record[:s.at] {
			if int(t.slot) == slot {
				value -= p.total
			}
		}
	}
	return int(value)
}
