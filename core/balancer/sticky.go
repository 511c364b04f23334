package balancer

import (
	"slices"

	"headroom/core/hash"
)

// bound finds the backend of a sticky session, where that still takes its requests.
// Where it does not, the choice notes who it was.
func (p *Pool) bound(key uint64, c *Choice) bool {
	c.Session = true
	e := p.sessions.use(key)
	if e == nil {
		return false
	}
	if int(e.slot) >= len(p.members) || p.members[e.slot].serial != e.serial {
		c.WasState = Left
		return false
	}
	state := p.members[e.slot].state()
	c.WasBound, c.WasState = int32(e.slot), state
	if state != Up && state != Idle {
		return false
	}
	c.Slot, c.Bound = int(e.slot), true
	return true
}

// sessions is a table of bounded size: when it is full, the session used least
// recently makes room. It grows by doubling, and then allocates no more.
type sessions struct {
	limit   int
	entries []session
	chains  []int32 // by hash: index of the first entry plus one, 0 where there is none
	newest  int32   // index plus one, as below
	oldest  int32
}

type session struct {
	key          uint64
	serial       uint32
	used         int32 // of a connection: requests sent over it
	slot         uint16
	chain        int32 // the next with the same hash
	newer, older int32
}

// find returns the entry of a key, as index plus one.
func (s *sessions) find(key uint64) int32 {
	if len(s.chains) == 0 {
		return 0
	}
	i := s.chains[s.chainOf(key)]
	for i > 0 && s.entries[i-1].key != key {
		i = s.entries[i-1].chain
	}
	return i
}

func (s *sessions) chainOf(key uint64) int {
	return int(hash.Mix(key) & uint64(len(s.chains)-1))
}

// use returns the entry of a key, which is now the newest; nil where there is none.
func (s *sessions) use(key uint64) *session {
	i := s.find(key)
	if i == 0 {
		return nil
	}
	s.unlink(i)
	s.link(i)
	return &s.entries[i-1]
}

// bind says where a session belongs from now on, and returns its entry.
func (s *sessions) bind(key uint64, slot uint16, serial uint32) *session {
	e := s.use(key)
	if e == nil {
		e = s.insert(key)
	}
	e.slot, e.serial = slot, serial
	return e
}

func (s *sessions) insert(key uint64) *session {
	i := s.oldest
	if len(s.entries) < s.limit {
		s.entries = append(s.entries, session{})
		i = int32(len(s.entries))
		if len(s.entries) > len(s.chains) {
			s.rehash()
		}
	} else {
		s.unlink(i)
		s.unchain(i)
	}
	e := &s.entries[i-1]
	e.key = key
	s.link(i)
	first := &s.chains[s.chainOf(key)]
	e.chain, *first = *first, i
	return e
}

// rehash doubles the chains and puts all entries but the last on them.
func (s *sessions) rehash() {
	s.chains = make([]int32, max(8, 2*len(s.chains)))
	for i := range s.entries[:len(s.entries)-1] {
		first := &s.chains[s.chainOf(s.entries[i].key)]
		s.entries[i].chain, *first = *first, int32(i+1)
	}
}

func (s *sessions) unchain(i int32) {
	link := &s.chains[s.chainOf(s.entries[i-1].key)]
	for *link != i {
		link = &s.entries[*link-1].chain
	}
	*link = s.entries[i-1].chain
}

func (s *sessions) link(i int32) {
	e := &s.entries[i-1]
	e.newer, e.older = 0, s.newest
	if s.newest > 0 {
		s.entries[s.newest-1].newer = i
	} else {
		s.oldest = i
	}
	s.newest = i
}

func (s *sessions) unlink(i int32) {
	e := &s.entries[i-1]
	if e.newer > 0 {
		s.entries[e.newer-1].older = e.older
	} else {
		s.newest = e.older
	}
	if e.older > 0 {
		s.entries[e.older-1].newer = e.newer
	} else {
		s.oldest = e.newer
	}
}

// resize sets another bound and keeps the sessions used last.
func (s *sessions) resize(limit int) {
	if limit >= len(s.entries) {
		s.limit = limit
		return
	}
	old := *s
	*s = sessions{limit: limit}
	for i := old.oldest; i > 0 && limit > 0; i = old.entries[i-1].newer {
		e := old.entries[i-1]
		s.bind(e.key, e.slot, e.serial).used = e.used
	}
}

// clone is called rather than copied, for the bytes of it.
//
//go:noinline
func (s *sessions) clone() sessions {
	c := *s
	c.entries, c.chains = slices.Clone(s.entries), copied(s.chains)
	return c
}

// copied is slices.Clone, which is written out wherever it is called.
//
//go:noinline
func copied(list []int32) []int32 { return slices.Clone(list) }

// Sessions returns the number of sessions that are remembered.
func (p *Pool) Sessions() int { return len(p.sessions.entries) }
