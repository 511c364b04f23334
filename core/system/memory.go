package system

import "time"

// How many requests that have ended keep their stories, and how many attempts that came to nothing are shown.
const (
	lastEnded  = 32
	recentEnds = 64
)

// memory is what is remembered of requests that have ended.
type memory struct {
	failures [recentEnds]Ended // a ring
	ended    uint64            // how many there have been
	lasts    [lastEnded]int32  // a ring of records, plus one
	settled  uint64            // how many there have been
	slowest  int32             // record, or none
}

// note remembers an attempt that came to nothing at a node.
func (s *System) note(t *attempt, node int32, outcome Outcome) {
	q := &s.requests[t.request]
	s.failures[s.ended%recentEnds] = Ended{Request: q.number, Clients: int(q.clients), Part: int(node), At: s.now, Outcome: outcome}
	s.ended++
}

// remember holds on to a request that has ended as one of the last, and as the slowest where it is that.
func (s *System) remember(r int32) {
	q := &s.requests[r]
	q.pins++
	if s.slowest == none || q.ended-q.sent > s.requests[s.slowest].ended-s.requests[s.slowest].sent {
		q.pins++
		s.unpin(s.slowest)
		s.slowest = r
	}
	place := &s.lasts[s.settled%lastEnded]
	s.settled++
	s.unpin(*place - 1)
	*place = r + 1
}

func (s *System) unpin(r int32) {
	if r != none {
		s.requests[r].pins--
		s.release(r)
	}
}

// Keep has the story of a request that has not been sent yet told for good, with the first thousand of its
// attempts as well. Nothing else changes by it, and the fingerprint stays the same. Clients is the index of the part
// that sends it. There is one such request, and this is said once.
func (s *System) Keep(clients int, id uint64) {
	s.kept = kept{number: id, clients: s.nodes[s.order[clients]].number, last: none}
}

// Told tells whether a request has been sent, whether it is over, with all its attempts, and whether Story tells all
// of it: of one that could not be sent, for there were MaxRequests, that is nothing. It looks through all records.
func (s *System) Told(clients int, id uint64) (begun, over, whole bool) {
	r := s.record(clients, id)
	if r == none {
		begun = s.Known(clients, id)
		return begun, begun, begun && s.kept.number == id && s.kept.clients == s.nodes[s.order[clients]].number
	}
	q := &s.requests[r]
	return true, q.outcome != UnderWay && q.live == 0, q.told == q.attempts || s.keeps(q)
}

// Slowest returns the slowest request that has ended so far, however it ended; false where none has. Clients is
// the index of the part that sent it, -1 where that has left.
func (s *System) Slowest() (clients int, request uint64, ended, latency time.Duration, ok bool) {
	if s.slowest == none {
		return 0, 0, 0, 0, false
	}
	q := &s.requests[s.slowest]
	return s.clientsIndex(q.clients), q.number, q.ended, q.ended - q.sent, true
}

// clientsIndex is the index in the document of clients by their number.
func (s *System) clientsIndex(number int32) int { return int(s.nodes[s.sources[number].node].index) }

// RecentlyEnded visits the attempts that came to nothing lately, oldest first: the last 64.
func (s *System) RecentlyEnded(visit func(*Ended)) {
	e := &s.lapsed
	for i := s.ended - min(s.ended, recentEnds); i < s.ended; i++ {
		*e = s.failures[i%recentEnds]
		e.Part, e.Clients = int(s.nodes[e.Part].index), s.clientsIndex(int32(e.Clients))
		visit(e)
	}
}
