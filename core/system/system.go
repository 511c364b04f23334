package system

import (
	"time"

	"headroom/core/exact"
	"headroom/core/sim"
)

// System is a system at a moment. It is plain data for one goroutine; Clone copies it.
type System struct {
	document *Document
	seed     uint64
	now      time.Duration // of the last event or change
	at       time.Duration // of the last event, -1 before the first
	last     happening
	change   string // the latest, in words

	queue
	records
	network

	sources  []source
	wires    []wire
	pickers  []picker
	stations []station
	places   []uint64 // bits of the slots that are taken, station after station
	checkups uint64   // of all balancers so far

	measures
	history
	memory

	// Room for what visitors are shown, so that looking on allocates nothing.
	seen   Flight
	lapsed Ended
}

// Streams of draws. What belongs to a request is drawn by its number, its attempt and the hop.
const (
	addressStream uint64 = iota + 1
	demandStream
	latencyStream
	lossStream
	pickStream
	jitterStream
	thinkStream
	pauseStream
)

// New returns the system of a document at time zero, or what Check finds wrong with the document.
func New(d *Document, seed uint64) (*System, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	s := &System{seed: seed, at: -1}
	s.measures = newMeasures()
	s.history = newHistory()
	s.memory.slowest = none
	if err := s.adopt(d); err != nil {
		return nil, err
	}
	return s, nil
}

// Document returns what the system is made of now. It never changes; a change of the system brings another.
func (s *System) Document() *Document { return s.document }

// At returns the time of the last event that was handled, -1 before the first.
func (s *System) At() time.Duration { return s.at }

// Next returns the time of the next event, and false when there is none unless somebody acts.
func (s *System) Next() (time.Duration, bool) { return s.first() }

// Run handles the events up to and including a time, at most maxEvents of them and about so many units of
// work, a hundred nanoseconds each. Fewer than both limits used means that nothing up to until is left.
func (s *System) Run(until time.Duration, maxEvents, units int) (events, used int) {
	for events < maxEvents && used < units {
		at, what, ok := s.pop(until)
		if !ok {
			break
		}
		s.pass(at)
		s.at = at
		s.handle(what)
		events++
		used += 2
	}
	return events, used
}

// pass lets time pass up to a moment.
func (s *System) pass(at time.Duration) {
	if at >= s.history.ends {
		s.roll(at)
	}
	s.now = at
}

func (s *System) handle(what slot) {
	s.last = happening{kind: what.kind, part: what.part, argument: what.argument}
	switch what.kind {
	case arrival:
		s.arrive(what.part)
	case thought:
		s.thought(what.part, what.argument)
	case alarm:
		s.ring(what.argument)
	case delivery:
		s.deliver(what.argument)
	case finish:
		s.finish(what.argument)
	case checkup:
		s.checkUp(what.part)
	case pause:
		s.pause(what.part)
	case resume:
		s.resume(what.part)
	case warmer:
		s.warmer(what.part)
	}
}

// schedule puts in an event, and returns never for one that never comes.
func (s *System) schedule(at time.Duration, kind uint8, part, argument int32) int32 {
	if at == sim.Forever {
		return never
	}
	return s.push(at, kind, part, argument)
}

// cancel takes back the event of a handle, where there is one.
func (s *System) cancel(handle *int32) {
	if *handle != never {
		s.drop(*handle)
		*handle = never
	}
}

// draw returns the 64 random bits that belong to an attempt at a hop.
func (s *System) draw(t *attempt, stream uint64, hop int32) uint64 {
	q := &s.requests[t.request]
	return exact.Draw(s.sources[q.clients].seed, stream, q.number, uint64(t.number), uint64(hop))
}

// after adds to a time without passing the end of it.
func after(t, d time.Duration) time.Duration {
	if d > sim.Forever-t {
		return sim.Forever
	}
	return t + d
}
