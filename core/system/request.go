package system

import (
	"time"

	"headroom/core/balancer"
	"headroom/core/resilience"
)

// none is the index of a record that is not there.
const none int32 = -1

// most attempts of a request are told in its story; of those before them nothing is kept once they are over.
const toldAttempts = 8

// so many of those before them are kept all the same, of the request of Keep.
const keptAttempts = 1024

// request is the record of a request from when it was meant to be sent until nobody asks for it any more: it
// has ended, none of its attempts is under way, and it is neither one of the last nor the slowest.
type request struct {
	number   uint64
	sent     time.Duration
	ended    time.Duration
	deadline time.Duration     // Forever without
	giveUp   time.Duration     // when the present try has lasted too long; Forever without
	hedge    time.Duration     // when a copy is due; Forever without
	since    time.Duration     // when the present try, or the wait before the next, began
	wait     time.Duration     // before the latest retry
	waited   time.Duration     // in queues, by the attempt that was answered
	denied   resilience.Reason // why the latest copy that was due was not sent
	deniedAt time.Duration

	clients  int32 // number among the clients
	address  int32
	user     int32 // of a closed loop
	last     int32 // latest attempt, from which on they are chained
	alarm    int32
	attempts int32 // how many there have been
	tries    int32 // how many of them were no hedges
	told     int32 // how many are chained
	copies   int32 // attempts of the present try
	out      int32 // attempts of the present try that may still answer
	live     int32 // attempts under way, abandoned ones as well
	pins     uint8 // who else holds on to the record
	outcome  Outcome
	backing  bool // waiting to be sent again
}

// attempt is a copy of a request on its way, and later what it has seen.
type attempt struct {
	request    int32
	earlier    int32 // attempt of the same request
	next, prev int32 // in a queue, or among those in service at one station
	event      int32
	number     int32
	part       int32 // where it is: number of a node
	depth      int32 // hops behind it; on the way back those ahead of it
	place      int32 // ticket in the queue, or slot

	since   time.Duration // when the phase began
	until   time.Duration // when it ends
	arrived time.Duration // at the station
	started time.Duration // in a slot, -1 where it never was
	left    time.Duration // the station
	over    time.Duration // when it had an answer, or was swallowed
	gaveUp  time.Duration // when its client did, -1 where it did not
	usual   float64       // nanoseconds in a slot at the usual speed
	work    time.Duration // what was left to do when it started or its station stood still

	why       resilience.Reason // whether to try again
	phase     Phase
	outcome   Outcome // what it brings back
	live      bool    // on its way
	hedge     bool    // a copy, not a try of its own
	abandoned bool    // its client waits no longer
	swallowed bool    // by a link
	split     bool    // which was split then
	lost      bool    // so, and the balancers on its way do not know yet
	kept      uint8   // hops that were made
	chosen    uint8   // hops up to the last balancer
}

// hop is a part that an attempt has come through or to.
type hop struct {
	at, back time.Duration // on the way down, and on the way back or -1
	node     int16
	slot     int16 // that a balancer chose, -1 for none
	// Of a balancer it is the choice and why, or none; of a station how many were in its queue before.
	choice int32
}

// records are the slabs that requests and attempts live in; indices stay good while the slabs grow.
type records struct {
	requests []request
	attempts []attempt
	hops     []hop // stride for each attempt
	choices  []balancer.Choice
	stride   int
	kept     kept

	freeRequests, freeAttempts, freeChoices []int32
}

// kept is a request whose record and attempts stay, also those that would make room for others otherwise. They
// take nobody's place: there may be as many more.
type kept struct {
	number             uint64 // 0 for none
	clients            int32
	last               int32 // of the attempts that were to be forgotten, which are chained
	requests, attempts int   // that others would have the room of
}

// keeps tells whether a request is the one that stays.
func (s *records) keeps(q *request) bool {
	return q.number == s.kept.number && q.clients == s.kept.clients
}

// takeRequest returns an empty record, and false where there are MaxRequests.
func (s *records) takeRequest() (int32, bool) {
	if n := len(s.freeRequests); n > 0 {
		i := s.freeRequests[n-1]
		s.freeRequests = s.freeRequests[:n-1]
		return i, true
	}
	if len(s.requests) >= MaxRequests+s.kept.requests {
		return none, false
	}
	s.requests = append(s.requests, request{})
	return int32(len(s.requests) - 1), true
}

// takeAttempt chains a new attempt to a request, and returns false where there are MaxRequests.
func (s *records) takeAttempt(r int32) (int32, bool) {
	var a int32
	if n := len(s.freeAttempts); n > 0 {
		a = s.freeAttempts[n-1]
		s.freeAttempts = s.freeAttempts[:n-1]
	} else {
		if len(s.attempts) >= MaxRequests+s.kept.attempts {
			return none, false
		}
		a = int32(len(s.attempts))
		s.attempts = append(s.attempts, attempt{})
		for range s.stride {
			s.hops = append(s.hops, hop{})
		}
	}
	q := &s.requests[r]
	if q.told >= toldAttempts {
		s.forgetOldest(r)
	}
	s.attempts[a] = attempt{request: r, earlier: q.last, event: never, number: q.attempts, live: true, started: -1, gaveUp: -1}
	q.last = a
	q.told++
	q.attempts++
	q.live++
	return a, true
}

// forgetOldest frees the oldest attempt of a request that is over, where one is.
func (s *records) forgetOldest(r int32) {
	link, last := none, none // the attempt after the oldest that is over, and that one
	for after, a := none, s.requests[r].last; a != none; after, a = a, s.attempts[a].earlier {
		if t := &s.attempts[a]; !t.live && !t.lost {
			link, last = after, a
		}
	}
	if last == none {
		return
	}
	if link == none {
		s.requests[r].last = s.attempts[last].earlier
	} else {
		s.attempts[link].earlier = s.attempts[last].earlier
	}
	s.requests[r].told--
	if s.keeps(&s.requests[r]) && s.kept.attempts < keptAttempts {
		s.attempts[last].earlier, s.kept.last = s.kept.last, last
		s.kept.attempts++
		return
	}
	s.freeAttempt(last)
}

func (s *records) freeAttempt(a int32) {
	t := &s.attempts[a]
	for i := range int(t.chosen) {
		if h := &s.hops[int(a)*s.stride+i]; h.choice != none {
			s.freeChoices = append(s.freeChoices, h.choice)
		}
	}
	*t = attempt{request: none, event: never}
	s.freeAttempts = append(s.freeAttempts, a)
}

// release frees a request that nobody asks for any more.
func (s *records) release(r int32) {
	q := &s.requests[r]
	if q.outcome == UnderWay || q.live > 0 || q.pins > 0 {
		return
	}
	if s.keeps(q) {
		s.kept.requests = 1
		s.kept.attempts += int(q.told)
		return
	}
	for a := q.last; a != none; {
		earlier := s.attempts[a].earlier
		s.freeAttempt(a)
		a = earlier
	}
	q.number = 0
	s.freeRequests = append(s.freeRequests, r)
}

// takeChoice returns room for a choice beside the hop that it is made at.
func (s *records) takeChoice() int32 {
	if n := len(s.freeChoices); n > 0 {
		i := s.freeChoices[n-1]
		s.freeChoices = s.freeChoices[:n-1]
		return i
	}
	s.choices = append(s.choices, balancer.Choice{})
	return int32(len(s.choices) - 1)
}

// hop returns a hop of an attempt.
func (s *records) hop(a, depth int32) *hop { return &s.hops[int(a)*s.stride+int(depth)] }

// reach notes that an attempt has come to a node, and returns the hop.
func (s *records) reach(a, node int32, now time.Duration) *hop {
	t := &s.attempts[a]
	h := s.hop(a, t.depth)
	*h = hop{at: now, back: -1, node: int16(node), slot: -1, choice: none}
	t.depth++
	t.kept = uint8(t.depth)
	t.part = node
	return h
}

// widen makes room for longer ways.
func (s *records) widen(stride int) {
	if stride <= s.stride {
		return
	}
	hops := make([]hop, stride*len(s.attempts))
	for a := range s.attempts {
		copy(hops[a*stride:], s.hops[a*s.stride:(a+1)*s.stride])
	}
	s.hops, s.stride = hops, stride
}
