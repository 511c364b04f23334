package system

import (
	"math/bits"
	"time"

	"headroom/core/exact"
	"headroom/core/sim"
	"headroom/core/stats"
)

// lately is how many responses of a station the latest percentiles are of.
const lately = 128

// warmSteps is in how many equal steps a station warms up, from a tenth of its speed on.
const warmSteps = 10

// station is a server, or a pool of them: slots, and a queue before them.
type station struct {
	node        int32
	slots, room int32
	service     sim.Dist
	speed       float64 // as documented
	factor      float64 // of Slow
	rate        float64 // at which work gets done: 0 while it stands still
	warm        int32   // tenths of its speed, up to warmSteps
	warmUp      time.Duration
	every, last sim.Dist // pauses of its own
	pauses      uint64
	cold        bool // has not begun to warm up
	down        bool
	frozen      bool
	until       time.Duration // of the freeze

	pause, resume, warmer int32 // events

	serving     int32 // the first of those in service
	head, tail  int32 // of the queue
	tickets     int32 // given out
	served      int32 // the ticket at the head
	busy        stats.Level
	waiting     stats.Level
	offered     stats.Level // slots, which may change
	busyBefore  int64       // integrals at Measure
	waitBefore  int64
	slotsBefore int64
	marks       [4]int64 // integrals of busy at the latest steps of the history, latest first
	slotMarks   [4]int64 // and of the slots
	queueMarks  [4]int64 // and of those that wait
	came        uint64   // attempts, since the very start
	cameMarks   [4]uint64
	first, size int32 // words of places
	responses   uint64
	took        [lately]uint32 // microseconds, the latest responses
}

// newStation makes an empty station; one that joins a system that runs starts cold.
func newStation(n int32, now time.Duration, joins bool) station {
	st := station{node: n, factor: 1, warm: warmSteps, pause: never, resume: never, warmer: never, cold: joins,
		serving: none, head: none, tail: none}
	st.busy.Reset(now)
	st.waiting.Reset(now)
	st.offered.Reset(now)
	return st
}

// setServer gives a server its settings. Those in service go on with the work they have.
func (s *System) setServer(number int32, spec Server) {
	st := &s.stations[number]
	s.setStation(st, spec.Slots, spec.Room, spec.Service, spec.Speed)
	st.warmUp = spec.WarmUp
	if st.cold {
		s.warmAgain(st)
	}
	if spec.PauseEvery != st.every || spec.PauseFor != st.last {
		st.every, st.last = spec.PauseEvery, spec.PauseFor
		s.cancel(&st.pause)
		s.awaitPause(st)
	}
}

// setStation is what servers and pools have in common.
func (s *System) setStation(st *station, slots, room int, service sim.Dist, speed float64) {
	st.offered.Add(s.now, slots-int(st.slots))
	st.slots, st.room, st.service, st.speed = int32(slots), int32(room), service, speed
	if words := int32(slots+63) / 64; words > st.size {
		taken := s.places[st.first : st.first+st.size]
		st.first = int32(len(s.places))
		s.places = append(s.places, taken...)
		s.places = append(s.places, make([]uint64, words-st.size)...)
		st.size = words
	}
	s.setRate(st)
	s.serveNext(st)
}

// setRate changes how fast work gets done from now on.
func (s *System) setRate(st *station) {
	rate := st.speed * st.factor
	if st.warm < warmSteps {
		rate = float64(rate*float64(st.warm)) / warmSteps
	}
	if st.frozen {
		rate = 0
	}
	if rate == st.rate {
		return
	}
	for a := st.serving; a != none && st.rate > 0; a = s.attempts[a].next {
		if t := &s.attempts[a]; t.until != noTime {
			t.work = time.Duration(float64(float64(t.until-s.now)*st.rate) + 0.5)
		}
	}
	st.rate = rate
	for a := st.serving; a != none; a = s.attempts[a].next {
		s.plan(st, a)
	}
}

// plan sets when the service of an attempt ends.
func (s *System) plan(st *station, a int32) {
	t := &s.attempts[a]
	takes := t.work
	if st.rate != 1 {
		takes = noTime
		if x := float64(t.work) / st.rate; x < 1<<62 { // NaN as well
			takes = time.Duration(float64(x) + 0.5)
		}
	}
	t.until = after(s.now, takes)
	switch {
	case t.until == noTime:
		s.cancel(&t.event)
	case t.event == never:
		t.event = s.push(t.until, finish, 0, a)
	default:
		s.move(t.event, t.until)
	}
}

// enter brings an attempt to a station.
func (s *System) enter(a, n int32) {
	t := &s.attempts[a]
	h := s.reach(a, n, s.now)
	t.arrived, t.since = s.now, s.now
	node := &s.nodes[n]
	st := &s.stations[node.number]
	h.choice = int32(st.waiting.Now())
	node.arrived++
	st.came++
	if st.down {
		node.ended[Failed]++
		s.answer(a, Failed)
		return
	}
	s.watch(t, node.number)
	switch {
	case st.head == none && st.busy.Now() < int(st.slots):
		s.start(st, a)
	case st.waiting.Now() < int(st.room):
		s.queueUp(st, a)
	default:
		node.ended[Refused]++
		s.answer(a, Refused)
	}
}

// watch counts whether an address keeps its station.
func (s *System) watch(t *attempt, station int32) {
	q := &s.requests[t.request]
	c := &s.sources[q.clients]
	if int(q.address) >= len(c.served) {
		return
	}
	if before := c.served[q.address]; before > 0 {
		s.repeat++
		if before == station+1 {
			s.stayed++
		}
	}
	c.served[q.address] = station + 1
}

func (s *System) queueUp(st *station, a int32) {
	t := &s.attempts[a]
	t.phase, t.until, t.place = Waiting, noTime, st.tickets
	st.tickets++
	t.next, t.prev = none, none
	if st.tail == none {
		st.head = a
	} else {
		s.attempts[st.tail].next = a
	}
	st.tail = a
	st.waiting.Add(s.now, +1)
}

// start gives an attempt a slot, unless its deadline has passed.
func (s *System) start(st *station, a int32) {
	t := &s.attempts[a]
	if s.requests[t.request].deadline <= s.now {
		s.nodes[st.node].ended[TimedOut]++
		s.answer(a, Refused)
		return
	}
	t.phase, t.started, t.since = Serving, s.now, s.now
	t.work = st.service.At(s.draw(t, demandStream, 0))
	t.usual = float64(t.work) / st.speed
	t.place = s.takePlace(st)
	t.prev, t.next = none, st.serving
	if st.serving != none {
		s.attempts[st.serving].prev = a
	}
	st.serving = a
	st.busy.Add(s.now, +1)
	s.plan(st, a)
}

// takePlace returns the lowest slot that is free.
func (s *System) takePlace(st *station) int32 {
	for i := st.first; ; i++ {
		if free := ^s.places[i]; free != 0 {
			bit := int32(bits.TrailingZeros64(free))
			s.places[i] |= 1 << bit
			return (i-st.first)*64 + bit
		}
	}
}

// finish is the event that a service ends.
func (s *System) finish(a int32) {
	t := &s.attempts[a]
	t.event = never
	st := &s.stations[s.nodes[t.part].number]
	s.vacate(st, a)
	n := &s.nodes[st.node]
	n.ended[OK]++
	if t.abandoned {
		n.wasted++
	}
	st.took[st.responses%lately] = micro(s.now - t.arrived)
	st.responses++
	if st.head != none {
		s.serveNext(st)
	}
	s.answer(a, OK)
}

// vacate takes an attempt out of its slot.
func (s *System) vacate(st *station, a int32) {
	t := &s.attempts[a]
	s.places[st.first+t.place/64] &^= 1 << (t.place % 64)
	if t.prev == none {
		st.serving = t.next
	} else {
		s.attempts[t.prev].next = t.next
	}
	if t.next != none {
		s.attempts[t.next].prev = t.prev
	}
	st.busy.Add(s.now, -1)
}

// serveNext gives free slots to those who wait.
func (s *System) serveNext(st *station) {
	for st.head != none && st.busy.Now() < int(st.slots) {
		s.start(st, s.dequeue(st))
	}
}

func (s *System) dequeue(st *station) int32 {
	a := st.head
	st.head = s.attempts[a].next
	if st.head == none {
		st.tail = none
	} else {
		st.served = s.attempts[st.head].place
	}
	st.waiting.Add(s.now, -1)
	return a
}

// empty fails all that is at a station.
func (s *System) empty(st *station) {
	for st.head != none {
		a := s.dequeue(st)
		s.nodes[st.node].ended[Failed]++
		s.answer(a, Failed)
	}
	for st.serving != none {
		a := st.serving
		s.cancel(&s.attempts[a].event)
		s.vacate(st, a)
		s.nodes[st.node].ended[Failed]++
		s.answer(a, Failed)
	}
}

// freeze stops a station's work until a time.
func (s *System) freeze(st *station, until time.Duration) {
	if until <= s.now || st.frozen && until <= st.until {
		return
	}
	st.frozen, st.until = true, until
	s.cancel(&st.resume)
	st.resume = s.schedule(until, resume, s.nodes[st.node].number, 0)
	s.setRate(st)
}

// resume is the event that a freeze ends.
func (s *System) resume(number int32) {
	st := &s.stations[number]
	st.resume = never
	s.thaw(st)
}

func (s *System) thaw(st *station) {
	s.cancel(&st.resume)
	st.frozen = false
	s.setRate(st)
}

// awaitPause puts in the next pause of a station's own.
func (s *System) awaitPause(st *station) {
	if st.every == (sim.Dist{}) {
		return
	}
	wait := st.every.At(exact.Draw(s.seed, pauseStream, s.nodes[st.node].key, st.pauses, 0))
	st.pause = s.schedule(after(s.now, wait), pause, s.nodes[st.node].number, 0)
}

// pause is the event that a station pauses by itself. The next pause is counted from its end.
func (s *System) pause(number int32) {
	st := &s.stations[number]
	takes := st.last.At(exact.Draw(s.seed, pauseStream, s.nodes[st.node].key, st.pauses, 1))
	st.pauses++
	until := after(s.now, takes)
	if !st.down {
		s.freeze(st, until)
	}
	wait := st.every.At(exact.Draw(s.seed, pauseStream, s.nodes[st.node].key, st.pauses, 0))
	st.pause = s.schedule(after(until, wait), pause, number, 0)
}

// warmAgain starts a station at a tenth of its speed, where it has to warm up.
func (s *System) warmAgain(st *station) {
	s.cancel(&st.warmer)
	st.cold, st.warm = false, warmSteps
	if st.warmUp >= warmSteps {
		st.warm = 1
		st.warmer = s.schedule(after(s.now, 2*(st.warmUp/warmSteps)), warmer, s.nodes[st.node].number, 0)
	}
	s.setRate(st)
}

// warmer is the event that a station has become faster.
func (s *System) warmer(number int32) {
	st := &s.stations[number]
	st.warmer = never
	if st.warm++; st.warm < warmSteps {
		st.warmer = s.schedule(after(s.now, st.warmUp/warmSteps), warmer, number, 0)
	}
	s.setRate(st)
}

// micro is a time in whole microseconds, up to 71 minutes.
func micro(d time.Duration) uint32 { return uint32(min(d/time.Microsecond, 1<<32-1)) }
