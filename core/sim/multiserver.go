package sim

import (
	"time"

	"headroom/core/stats"
)

// Roomy is room for so many waiting requests that a stable system does not meet the bound.
const Roomy = 1 << 20

// Streams of a seed, and the parts and kinds of the events.
const (
	arrivalStream = iota
	demandStream
)

const (
	clients int32 = iota
	servers
)

const (
	arrive int32 = iota
	finish
)

// Config says what a Multiserver is.
type Config struct {
	Seed    uint64
	Servers int  // 1 or more
	Room    int  // how many may wait; more are refused. 0 makes a loss system, Roomy a queue
	Gap     Dist // between arrivals
	Service Dist // what a request demands of a server
}

// Multiserver is a queue with several servers, first come, first served: M/M/c with exponential gaps
// and service, M/G/c with other services, Erlang's loss system without room to wait. It is a world
// of two parts, clients and a station, and shows how others are built from the same pieces.
type Multiserver struct {
	config   Config
	queue    Queue
	arrivals Arrivals
	pool     Pool
	station  Station
	tally    Tally
}

// Tally is what a Multiserver has measured since the start or since Forget.
type Tally struct {
	Arrived, Refused uint64
	Waited           uint64          // of those whose service has started, how many had to wait
	Started          uint64          // how many services have started
	Wait             stats.Batches   // seconds from arrival to start
	Sojourn          stats.Histogram // from arrival to end
	Sojourns         time.Duration   // the same, summed exactly
	Present          stats.Level     // requests waiting or served
	Outcomes         stats.Fingerprint
}

// NewMultiserver returns a system that is empty at time 0. It panics where NewStation does.
func NewMultiserver(c Config) *Multiserver {
	m := &Multiserver{
		config:   c,
		station:  NewStation(c.Servers, c.Room), // first, for it says what is wrong
		queue:    NewQueue(c.Servers + 1),
		arrivals: NewArrivals(c.Seed, arrivalStream, c.Gap),
		pool:     NewPool(c.Servers+c.Room, 0),
		tally:    Tally{Sojourn: stats.NewHistogram(time.Microsecond, 1000*time.Hour, 2)},
	}
	m.schedule()
	return m
}

// schedule puts in the next arrival. There is one at most, and one end for each server, so that the
// queue cannot be full.
func (m *Multiserver) schedule() {
	number, at := m.arrivals.Next()
	m.push(at, clients, arrive, int64(number))
}

func (m *Multiserver) push(at time.Duration, target, kind int32, argument int64) {
	if err := m.queue.Push(at, target, kind, argument); err != nil {
		panic(err)
	}
}

// Run handles all events up to a time.
func (m *Multiserver) Run(until time.Duration) {
	for m.Step(until) {
	}
}

// Step handles the next event unless it comes after until, and tells whether it did.
func (m *Multiserver) Step(until time.Duration) bool {
	e, ok := m.queue.Pop(until)
	if !ok {
		return false
	}
	switch e.Kind {
	case arrive:
		m.arrive(e.Time, uint64(e.Argument))
		m.schedule()
	case finish:
		m.finish(e.Time, int32(e.Argument))
	}
	return true
}

func (m *Multiserver) arrive(now time.Duration, number uint64) {
	m.tally.Arrived++
	if m.station.Busy() == m.config.Servers && m.station.Waiting() == m.config.Room {
		m.tally.Refused++
		m.tally.Outcomes.Uint64(number)
		return
	}
	i, err := m.pool.Take()
	if err != nil {
		panic(err) // there is a record for each place to wait or be served
	}
	r := m.pool.At(i)
	r.Number, r.Arrived = number, now
	m.tally.Present.Add(now, +1)
	if m.station.Arrive(i) == Served {
		m.start(now, i)
	} else {
		m.tally.Waited++
	}
}

func (m *Multiserver) start(now time.Duration, i int32) {
	r := m.pool.At(i)
	r.Started = now
	m.tally.Started++
	m.tally.Wait.Add(float64(now-r.Arrived) / 1e9)
	demand := m.config.Service.At(r.Draw(m.config.Seed, demandStream, 0))
	m.push(now+demand, servers, finish, int64(i))
}

func (m *Multiserver) finish(now time.Duration, i int32) {
	r := m.pool.At(i)
	r.Ended = now
	t := &m.tally
	t.Present.Add(now, -1)
	t.Sojourns += now - r.Arrived
	t.Sojourn.Record(now - r.Arrived)
	t.Outcomes.Uint64(r.Number)
	t.Outcomes.Duration(r.Started)
	t.Outcomes.Duration(now)
	m.pool.Free(i)
	if next, ok := m.station.Leave(); ok {
		m.start(now, next)
	}
}

// Now returns the time of the latest event, and Events how many there have been.
func (m *Multiserver) Now() time.Duration { return m.queue.Now() }

// Events returns how many events have been handled.
func (m *Multiserver) Events() uint64 { return m.queue.Popped() }

// Tally returns what has been measured; it is the system's own and goes on changing.
func (m *Multiserver) Tally() *Tally { return &m.tally }

// Forget clears what has been measured, at the end of a warm-up, and keeps the requests.
func (m *Multiserver) Forget() {
	h, level := m.tally.Sojourn, m.tally.Present
	h.Reset()
	level.Reset(m.Now())
	m.tally = Tally{Sojourn: h, Present: level}
}

// Clone returns an independent copy, which goes on to the same future.
func (m *Multiserver) Clone() *Multiserver {
	c := *m
	c.queue = m.queue.Clone()
	c.pool = m.pool.Clone()
	c.station = m.station.Clone()
	c.tally.Sojourn = m.tally.Sojourn.Clone()
	return &c
}
