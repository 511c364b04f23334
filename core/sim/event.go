package sim

import (
	"errors"
	"math"
	"strconv"
	"time"
)

// Forever is a time after all others.
const Forever = time.Duration(math.MaxInt64)

// Event is something that is going to happen: what and to whom, but not how. The part that it is
// for gives Kind and Argument a meaning.
type Event struct {
	Time     time.Duration
	Sequence uint64 // order among events of the same time
	Argument int64
	Address
}

// Address says whom an event is for and what it is to them.
type Address struct{ Target, Kind int32 }

// before tells whether e comes before o. No two events of a queue have equal time and sequence.
func (e *Event) before(o *Event) bool {
	return e.Time < o.Time || e.Time == o.Time && e.Sequence < o.Sequence
}

// ErrFull says that a bound was reached; errors that wrap it name the bound.
var ErrFull = errors.New("full")

// Queue holds the events to come and gives them back in order of time, and among events of the same
// time in the order they were put in. It is a binary heap of values: 32 bytes an event, no memory per
// operation once it has grown, and about 10 ns each to put in and take out when it is small.
//
// An event cannot be taken back. A part that may change its mind numbers its intentions, puts the
// number into the argument, and ignores events of old numbers.
type Queue struct {
	heap     []Event
	limit    int
	sequence uint64
	popped   uint64
	now      time.Duration
	hole     bool // the root has been taken out and not been replaced yet
}

// NewQueue returns a queue that holds at most limit events. It panics unless limit > 0.
func NewQueue(limit int) Queue {
	if limit <= 0 {
		panic("sim: a queue needs room for events, not for " + strconv.Itoa(limit))
	}
	return Queue{limit: limit}
}

// Push puts in an event for a part. It returns an error that wraps ErrFull, and changes nothing,
// when the queue is full. It panics on a time before Now: the past has been.
func (q *Queue) Push(at time.Duration, target, kind int32, argument int64) error {
	if at < q.now {
		panic("sim: an event at " + at.String() + " was put in at " + q.now.String())
	}
	if q.hole {
		q.hole = false
		q.down(Event{Time: at, Sequence: q.sequence, Argument: argument, Address: Address{target, kind}})
	} else {
		if len(q.heap) >= q.limit {
			return full("events are waiting to happen", q.limit)
		}
		q.heap = append(q.heap, Event{Time: at, Sequence: q.sequence, Argument: argument, Address: Address{target, kind}})
		q.up()
	}
	q.sequence++
	return nil
}

// up moves the last event towards the root until its parent is before it.
func (q *Queue) up() {
	h := q.heap
	i := len(h) - 1
	e := h[i]
	for i > 0 {
		parent := (i - 1) / 2
		if !e.before(&h[parent]) {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = e
}

// Pop takes out the earliest event unless it comes after until; ok tells whether there was one.
// From then on that is Now.
//
// It leaves a hole at the root: most events cause another one, which then takes the place at once
// and costs one walk through the heap instead of two.
func (q *Queue) Pop(until time.Duration) (e Event, ok bool) {
	if q.hole {
		q.fill()
	}
	if len(q.heap) == 0 || q.heap[0].Time > until {
		return e, false
	}
	e = q.heap[0]
	q.hole = true
	q.now = e.Time
	q.popped++
	return e, true
}

// fill closes the hole at the root with the last event.
func (q *Queue) fill() {
	q.hole = false
	last := len(q.heap) - 1
	e := q.heap[last]
	q.heap = q.heap[:last]
	if last > 0 {
		q.down(e)
	}
}

// down puts e into the hole at the root: the earlier child moves up until e fits.
func (q *Queue) down(e Event) {
	h, i := q.heap, 0
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if right := child + 1; right < len(h) && h[right].before(&h[child]) {
			child = right
		}
		if !h[child].before(&e) {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = e
}

// Next returns the time of the earliest event, and false when there is none.
func (q *Queue) Next() (at time.Duration, ok bool) {
	if q.hole {
		q.fill()
	}
	if len(q.heap) == 0 {
		return Forever, false
	}
	return q.heap[0].Time, true
}

// Now returns the time of the event that was taken out last; 0 at the start.
func (q *Queue) Now() time.Duration { return q.now }

// Len returns how many events are to come.
func (q *Queue) Len() int {
	if q.hole {
		return len(q.heap) - 1
	}
	return len(q.heap)
}

// Popped returns how many events have been taken out: the number of the latest.
func (q *Queue) Popped() uint64 { return q.popped }

// Clone returns an independent copy.
func (q *Queue) Clone() Queue {
	c := *q
	c.heap = append([]Event(nil), q.heap...)
	return c
}

// fullError is ErrFull with the bound that was reached, worded only when asked.
type fullError struct {
	what  string
	limit int
}

func full(what string, limit int) error { return &fullError{what, limit} }

func (e *fullError) Error() string {
	return "sim: " + strconv.Itoa(e.limit) + " " + e.what + ", which is the limit"
}

func (e *fullError) Unwrap() error { return ErrFull }
