package system

import (
	"math"
	"time"

	"headroom/core/balancer"
)

// Part returns what can be seen of a part at a moment that is not before the last event.
func (s *System) Part(i int, now time.Duration) PartState {
	n := &s.nodes[s.order[i]]
	p := PartState{
		Name: n.name, Kind: n.kind, Speed: 1,
		Arrived: n.arrived, OK: n.ended[OK], Refused: n.ended[Refused], Failed: n.ended[Failed],
		TimedOut: n.ended[TimedOut], Lost: n.ended[Lost], Wasted: n.wasted,
	}
	for _, perch := range n.above {
		pool := s.pickers[perch.picker].pool
		p.Open += pool.Open(int(perch.slot))
		switch pool.State(int(perch.slot), now) {
		case balancer.Draining:
			p.Draining = true
		case balancer.Down, balancer.Ejected:
			p.OutOfRotation = true
		}
	}
	switch n.kind {
	case LinkKind:
		w := &s.wires[n.number]
		p.Split, p.Passed = w.split, w.passed
	case BalancerKind:
		pool := s.pickers[n.number].pool
		p.Open = 0 // its own, which it ends here
		for slot := range pool.Slots() {
			if pool.Name(slot) != "" {
				p.Active += pool.Active(slot)
				p.Open += pool.Open(slot)
			}
		}
	case ServerKind, PoolKind:
		s.seeStation(&s.stations[n.number], &p, now)
	}
	return p
}

func (s *System) seeStation(st *station, p *PartState, now time.Duration) {
	p.Slots, p.Room = int(st.slots), int(st.room)
	p.Busy, p.Waiting = st.busy.Now(), st.waiting.Now()
	p.Speed = st.speed * st.factor
	p.Down, p.Frozen = st.down, st.frozen
	p.Warm = float64(st.warm) / warmSteps
	busy := st.busy.Integral(now)
	p.MeanBusy = perTime(busy-st.busyBefore, now-s.from)
	p.MeanWaiting = perTime(st.waiting.Integral(now)-st.waitBefore, now-s.from)
	if !st.waiting.Exact(now) {
		p.MeanWaiting = math.NaN()
	}
	slots := st.offered.Integral(now)
	p.MeanSlots = perTime(slots-st.slotsBefore, now-s.from)
	since, before, had, queued, came := s.marks[3], st.marks[3], st.slotMarks[3], st.queueMarks[3], st.cameMarks[3]
	if from := now - 4*s.step; from >= s.ends { // nothing has happened since then
		since, before, had, queued, came = from, st.busy.Integral(from), st.offered.Integral(from), st.waiting.Integral(from), st.came
	}
	p.Lately, p.Queue = st.came-came, perTime(st.waiting.Integral(now)-queued, now-since)
	if lately := slots - had; lately > 0 { // more are busy while slots go that are in use
		p.Share = min(1, float64(busy-before)/float64(lately))
	}
	var took [lately]uint32
	n := copy(took[:], st.took[:min(st.responses, lately)])
	p.P50, p.P99 = quantiles(took[:n])
}

// Flights visits every attempt under way, and every request that waits to be sent again, in the order of
// their records.
func (s *System) Flights(visit func(*Flight)) {
	f := &s.seen
	for a := range s.attempts {
		t := &s.attempts[a]
		if !t.live {
			continue
		}
		q := &s.requests[t.request]
		*f = Flight{
			Request: q.number, Clients: s.clientsIndex(q.clients), Attempt: int(t.number), Part: int(s.nodes[t.part].index),
			Phase: t.phase, Since: t.since, Until: t.until, Place: int(t.place), Abandoned: t.abandoned, Answer: t.outcome,
		}
		if t.phase == Waiting {
			f.Place = int(t.place - s.stations[s.nodes[t.part].number].served)
		}
		visit(f)
	}
	for r := range s.requests {
		if q := &s.requests[r]; q.backing && q.number > 0 {
			clients := s.clientsIndex(q.clients)
			*f = Flight{Request: q.number, Clients: clients, Attempt: int(q.attempts), Part: clients,
				Phase: BackingOff, Since: q.since, Until: q.since + q.wait}
			visit(f)
		}
	}
}
