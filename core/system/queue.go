package system

import "time"

// Kinds of events, and what their argument is.
const (
	arrival  uint8 = iota // of an open loop: clients
	thought               // a user has thought: clients and user
	alarm                 // of a request, at its clients: request
	delivery              // a link has brought something: attempt
	finish                // a service ends: attempt
	checkup               // a balancer checks its backends: balancer
	pause                 // of a station's own: station
	resume                // a pause ends: station
	warmer                // a station gets faster: station
)

// queue holds the events to come, in order of time and, at one time, in the order in which they were put in.
// Unlike [headroom/core/sim.Queue] it knows where each event is, so that one can be moved and taken back: most
// time-outs never come. It is a binary heap of values, and each costs 40 bytes.
type queue struct {
	heap  []entry
	slots []slot
	free  []int32
	next  uint64
	hole  bool // the root has been taken out, and not been replaced yet
}

type entry struct {
	at    time.Duration
	order uint64
	slot  int32
}

// slot is what an event is about. It stays where it is while its entry moves.
type slot struct {
	place    int32 // of its entry in the heap
	argument int32
	part     int32 // number of a part among those of its kind
	kind     uint8
}

// never is the handle of an event that is not there.
const never int32 = -1

func (e *entry) before(o *entry) bool { return e.at < o.at || e.at == o.at && e.order < o.order }

// push puts in an event and returns its handle, which is good until the event is taken out.
func (q *queue) push(at time.Duration, kind uint8, part, argument int32) int32 {
	id := int32(len(q.slots))
	if n := len(q.free); n > 0 {
		id = q.free[n-1]
		q.free = q.free[:n-1]
		q.slots[id] = slot{kind: kind, part: part, argument: argument}
	} else {
		q.slots = append(q.slots, slot{kind: kind, part: part, argument: argument})
	}
	e := entry{at, q.next, id}
	q.next++
	if q.hole { // most events cause another, which costs one walk then instead of two
		q.hole = false
		q.down(0, e)
	} else {
		q.heap = append(q.heap, e)
		q.up(len(q.heap)-1, e)
	}
	return id
}

// pop takes out the earliest event unless it comes after until.
func (q *queue) pop(until time.Duration) (at time.Duration, what slot, ok bool) {
	q.fill()
	if len(q.heap) == 0 || q.heap[0].at > until {
		return 0, slot{}, false
	}
	e := q.heap[0]
	q.hole = true
	q.free = append(q.free, e.slot)
	return e.at, q.slots[e.slot], true
}

// first returns the time of the earliest event.
func (q *queue) first() (at time.Duration, ok bool) {
	q.fill()
	if len(q.heap) == 0 {
		return 0, false
	}
	return q.heap[0].at, true
}

// pending tells whether a handle is that of an event that is to come.
func (q *queue) pending(id int32) bool {
	q.fill()
	place := int(q.slots[id].place)
	return place < len(q.heap) && q.heap[place].slot == id
}

// due returns when an event is to come.
func (q *queue) due(id int32) time.Duration {
	q.fill()
	return q.heap[q.slots[id].place].at
}

// drop takes an event back.
func (q *queue) drop(id int32) {
	q.fill()
	last := len(q.heap) - 1
	e, place := q.heap[last], int(q.slots[id].place)
	q.heap = q.heap[:last]
	q.free = append(q.free, id)
	if place < last {
		q.place(place, e)
	}
}

// move gives an event another time.
func (q *queue) move(id int32, at time.Duration) {
	q.fill()
	e := entry{at, q.next, id}
	q.next++
	q.place(int(q.slots[id].place), e)
}

// place puts an entry where another was.
func (q *queue) place(i int, e entry) {
	if i > 0 && e.before(&q.heap[(i-1)/2]) {
		q.up(i, e)
	} else {
		q.down(i, e)
	}
}

// fill closes the hole with the last event.
func (q *queue) fill() {
	if !q.hole {
		return
	}
	q.hole = false
	last := len(q.heap) - 1
	e := q.heap[last]
	q.heap = q.heap[:last]
	if last > 0 {
		q.down(0, e)
	}
}

func (q *queue) up(i int, e entry) {
	h := q.heap
	for i > 0 {
		parent := (i - 1) / 2
		if !e.before(&h[parent]) {
			break
		}
		h[i] = h[parent]
		q.slots[h[i].slot].place = int32(i)
		i = parent
	}
	h[i] = e
	q.slots[e.slot].place = int32(i)
}

func (q *queue) down(i int, e entry) {
	h := q.heap
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
		q.slots[h[i].slot].place = int32(i)
		i = child
	}
	h[i] = e
	q.slots[e.slot].place = int32(i)
}
