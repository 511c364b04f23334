package system

import (
	"math"
	"math/bits"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// audit counts everything anew: requests, attempts, slots, queues, what balancers believe, and events.
func audit(t require.TestingT, s *System) {
	var live, out = map[int32]int{}, map[[2]int32]int{}
	serving, waiting := map[int32]int{}, map[int32]int{}
	for a := range s.attempts {
		at := &s.attempts[a]
		if at.request == none {
			continue
		}
		if at.live {
			live[at.request]++
			switch at.phase {
			case Serving:
				serving[s.nodes[at.part].number]++
			case Waiting:
				waiting[s.nodes[at.part].number]++
			}
		}
		for i := range int32(at.kept) {
			if h := s.hop(int32(a), i); (at.live || at.lost) && h.slot >= 0 && h.back < 0 {
				out[[2]int32{s.nodes[h.node].number, int32(h.slot)}]++
			}
		}
	}
	auditRequests(t, s, live)
	for i := range s.stations {
		auditStation(t, s, int32(i), serving[int32(i)], waiting[int32(i)])
	}
	for i := range s.pickers {
		pool := s.pickers[i].pool
		for slot := range pool.Slots() {
			if pool.Name(slot) != "" {
				require.Equal(t, out[[2]int32{int32(i), int32(slot)}], pool.Active(slot))
			}
		}
	}
	auditQueue(t, s)
}

func auditRequests(t require.TestingT, s *System, live map[int32]int) {
	underWay, used := 0, 0
	for r := range s.requests {
		q := &s.requests[r]
		if q.number == 0 {
			continue
		}
		used++
		require.EqualValues(t, live[int32(r)], q.live)
		if q.outcome == UnderWay {
			underWay++
			require.True(t, q.alarm != never || q.out > 0, "somebody is to do something about each request")
		}
	}
	require.Len(t, s.requests, used+len(s.freeRequests))
	arrived := uint64(0)
	for i := range s.sources {
		arrived += s.nodes[s.sources[i].node].arrived
	}
	totals := s.Totals()
	require.EqualValues(t, underWay, totals.UnderWay)
	require.Equal(t, arrived, totals.Sent, "each request ends once or is under way")
	integral, sojourns := s.Little(s.now)
	require.Equal(t, integral, sojourns)
}

func auditStation(t require.TestingT, s *System, i int32, serving, waiting int) {
	st := &s.stations[i]
	taken := 0
	for _, word := range s.places[st.first : st.first+st.size] {
		taken += bits.OnesCount64(word)
	}
	require.Equal(t, []int{serving, serving}, []int{st.busy.Now(), taken})
	chain, last := 0, none
	for a := st.head; a != none; a = s.attempts[a].next {
		chain++
		last = a
	}
	require.Equal(t, []int{waiting, waiting}, []int{st.waiting.Now(), chain})
	require.Equal(t, last, st.tail)
	require.True(t, waiting == 0 || serving >= int(st.slots), "nobody waits before a free slot")
	require.False(t, st.down && serving+waiting > 0)
}

func auditQueue(t require.TestingT, s *System) {
	s.fill()
	require.Len(t, s.slots, len(s.heap)+len(s.free))
	misplaced := 0
	for i := range s.heap {
		e := &s.heap[i]
		if i > 0 && e.before(&s.heap[(i-1)/2]) || int(s.slots[e.slot].place) != i || e.at < s.now {
			misplaced++
		}
	}
	require.Zero(t, misplaced)
}

// alter makes a random change, which may be impossible, and tells whether it was made.
func alter(t *rapid.T, s *System, now time.Duration) error {
	parts := s.document.Parts
	p := parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")]
	switch rapid.IntRange(0, 9).Draw(t, "change") {
	case 0:
		return s.Slow(now, p.Name, rapid.SampledFrom([]float64{0.1, 0.5, 1, 3}).Draw(t, "factor"))
	case 1:
		return s.Crash(now, p.Name)
	case 2, 3:
		return s.Restore(now, p.Name)
	case 4:
		return s.Drain(now, p.Name)
	case 5:
		return s.Freeze(now, p.Name, time.Duration(rapid.Int64Range(0, int64(time.Minute)).Draw(t, "length")))
	case 6:
		return s.Split(now, p.Name)
	case 7:
		return s.Burst(now, p.Name, rapid.IntRange(0, 50).Draw(t, "requests"))
	case 8:
		p.Spec = anySpec(t, p.Spec.Kind(), len(p.To))
		return s.Change(now, p)
	}
	if rapid.Bool().Draw(t, "leave") {
		return s.Leave(now, p.Name)
	}
	name := "new-" + strconv.Itoa(len(s.nodes))
	return s.Join(now, p.Name, rapid.IntRange(0, 3).Draw(t, "weight"),
		Part{Name: name, To: []string{name + "-s"}, Spec: anySpec(t, LinkKind, 1)},
		Part{Name: name + "-s", Spec: anySpec(t, ServerKind, 0)})
}

// state is everything that can be seen of a system.
func state(s *System) (all []any) {
	next, ok := s.Next()
	all = append(all, s.At(), next, ok, s.Totals(), s.Fingerprint(), s.Happened(), s.Document(), s.History(0))
	for i := range s.document.Parts {
		all = append(all, s.Part(i, s.now))
	}
	s.Flights(func(f *Flight) { all = append(all, *f) })
	s.RecentlyEnded(func(e *Ended) { all = append(all, *e) })
	for r := range s.requests {
		if q := &s.requests[r]; q.number > 0 {
			all = append(all, s.tell(q))
		}
	}
	return all
}

func TestEachRequestEndsExactlyOnceWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument(t)
		s, err := New(d, rapid.Uint64().Draw(t, "seed"))
		require.NoError(t, err)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			s.Run(math.MaxInt64-1, rapid.IntRange(0, 300).Draw(t, "events"), math.MaxInt)
			audit(t, s)
			before := s.Clone()
			if err := alter(t, s, s.now); err != nil {
				require.Equal(t, state(before), state(s), "an impossible change changes nothing")
			}
			audit(t, s)
			state(s)
		}
	})
}

func TestACloneGoesOnToTheSameFutureInAnySlices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, err := New(anyDocument(t), rapid.Uint64().Draw(t, "seed"))
		require.NoError(t, err)
		s.Run(math.MaxInt64-1, rapid.IntRange(0, 500).Draw(t, "before"), math.MaxInt)
		_ = alter(t, s, s.now)
		c := s.Clone()
		all, _ := s.Run(math.MaxInt64-1, 700, math.MaxInt)
		for all > 0 {
			n, _ := c.Run(math.MaxInt64-1, rapid.IntRange(1, all).Draw(t, "slice"), math.MaxInt)
			all -= n
			if rapid.Bool().Draw(t, "look") {
				state(c)
			}
		}
		require.Equal(t, state(s), state(c))
	})
}
