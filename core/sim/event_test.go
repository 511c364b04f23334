package sim_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"headroom/core/sim"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// sorted is the oracle: a slice that is sorted whenever somebody looks.
type sorted []sim.Event

func (s *sorted) pop(until time.Duration) (sim.Event, bool) {
	slices.SortFunc(*s, func(a, b sim.Event) int {
		return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Sequence, b.Sequence))
	})
	if len(*s) == 0 || (*s)[0].Time > until {
		return sim.Event{}, false
	}
	e := (*s)[0]
	*s = (*s)[1:]
	return e, true
}

// pair is a queue and its oracle, which must agree on everything.
type pair struct {
	queue    sim.Queue
	oracle   sorted
	sequence uint64
}

func (p *pair) push(t *rapid.T, at time.Duration, target, kind int32, argument int64) {
	require.NoError(t, p.queue.Push(at, target, kind, argument))
	p.oracle = append(p.oracle, sim.Event{Time: at, Sequence: p.sequence, Argument: argument,
		Address: sim.Address{Target: target, Kind: kind}})
	p.sequence++
}

func (p *pair) pop(t *rapid.T, until time.Duration) {
	want, wantOK := p.oracle.pop(until)
	got, ok := p.queue.Pop(until)
	require.Equal(t, wantOK, ok)
	require.Equal(t, want, got)
	if ok {
		require.Equal(t, want.Time, p.queue.Now())
	}
}

func (p *pair) check(t *rapid.T) {
	require.Equal(t, len(p.oracle), p.queue.Len())
	require.Equal(t, p.sequence-uint64(len(p.oracle)), p.queue.Popped())
	if len(p.oracle) > 0 {
		at, ok := p.queue.Next()
		require.True(t, ok)
		for _, e := range p.oracle {
			require.LessOrEqual(t, at, e.Time)
		}
	}
}

func TestEventsComeInOrderOfTimeAndThenAsTheyWerePutIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &pair{queue: sim.NewQueue(1000)}
		var copies []*pair
		soon := rapid.Custom(func(t *rapid.T) time.Duration { return time.Duration(rapid.IntRange(0, 5).Draw(t, "in")) })
		t.Repeat(map[string]func(*rapid.T){
			"push": func(t *rapid.T) {
				p.push(t, p.queue.Now()+soon.Draw(t, "gap"), rapid.Int32().Draw(t, "target"),
					rapid.Int32().Draw(t, "kind"), rapid.Int64().Draw(t, "argument"))
			},
			"pop": func(t *rapid.T) { p.pop(t, p.queue.Now()+soon.Draw(t, "ahead")) },
			"clone": func(t *rapid.T) {
				copies = append(copies, &pair{p.queue.Clone(), slices.Clone(p.oracle), p.sequence})
			},
			"go on with a copy": func(t *rapid.T) {
				if n := len(copies); n > 0 {
					i := rapid.IntRange(0, n-1).Draw(t, "which")
					p, copies[i] = copies[i], p
				}
			},
			"": func(t *rapid.T) {
				if rapid.Bool().Draw(t, "look") { // looking closes a hole that is otherwise left open
					p.check(t)
				}
			},
		})
		for _, q := range append(copies, p) {
			for range q.oracle {
				q.pop(t, sim.Forever)
			}
			q.pop(t, sim.Forever)
			q.check(t)
		}
	})
}

func TestAFullQueueSaysSoAndChangesNothing(t *testing.T) {
	q := sim.NewQueue(2)
	require.NoError(t, q.Push(5, 0, 0, 0))
	require.NoError(t, q.Push(6, 0, 0, 0))
	err := q.Push(1, 0, 0, 0)
	require.ErrorIs(t, err, sim.ErrFull)
	require.EqualError(t, err, "sim: 2 events are waiting to happen, which is the limit")
	require.Equal(t, 2, q.Len())
	e, _ := q.Pop(sim.Forever)
	require.Equal(t, time.Duration(5), e.Time)
	require.NoError(t, q.Push(7, 0, 0, 0), "there is room again")
	require.ErrorIs(t, q.Push(7, 0, 0, 0), sim.ErrFull)
}

func TestAnEventInThePastIsAMistake(t *testing.T) {
	q := sim.NewQueue(2)
	require.NoError(t, q.Push(time.Second, 0, 0, 0))
	q.Pop(sim.Forever)
	require.NoError(t, q.Push(time.Second, 0, 0, 0), "now is not the past")
	require.PanicsWithValue(t, "sim: an event at 999.999999ms was put in at 1s", func() { q.Push(time.Second-1, 0, 0, 0) })
	require.Panics(t, func() { sim.NewQueue(0) })
}

func TestAnEmptyQueueHasNoNextEvent(t *testing.T) {
	q := sim.NewQueue(1)
	at, ok := q.Next()
	require.False(t, ok)
	require.Equal(t, sim.Forever, at)
}

// Holding so many events, each one that is taken out puts one in: what a busy world does.
func BenchmarkHold20000(b *testing.B) {
	q := sim.NewQueue(20_000)
	gap := time.Duration(1)
	next := func() time.Duration { gap = gap*1103515245 + 12345; return gap & 0xfffff }
	for range 20_000 {
		q.Push(next(), 0, 0, 0)
	}
	b.ReportAllocs()
	for b.Loop() {
		e, _ := q.Pop(sim.Forever)
		q.Push(e.Time+next(), 0, 0, 0)
	}
}
