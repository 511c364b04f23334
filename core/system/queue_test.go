package system

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEventsComeInOrderThoughSomeAreMovedAndTakenBack(t *testing.T) {
	type planned struct {
		at     time.Duration
		order  int
		handle int32
	}
	rapid.Check(t, func(t *rapid.T) {
		var q queue
		var model []planned
		now, order := time.Duration(0), 0
		for range rapid.IntRange(0, 200).Draw(t, "steps") {
			at := now + time.Duration(rapid.IntRange(0, 9).Draw(t, "in"))
			order++
			which := 0
			if len(model) > 0 {
				which = rapid.IntRange(0, len(model)-1).Draw(t, "which")
			}
			switch op := rapid.IntRange(0, 5).Draw(t, "op"); {
			case op < 2 || len(model) == 0:
				model = append(model, planned{at, order, q.push(at, alarm, 0, int32(order))})
				q.slots[model[len(model)-1].handle].argument = model[len(model)-1].handle
			case op == 2:
				require.True(t, q.pending(model[which].handle))
				q.drop(model[which].handle)
				model = slices.Delete(model, which, which+1)
			case op == 3:
				q.move(model[which].handle, at)
				model[which].at, model[which].order = at, order
			default:
				first := slices.MinFunc(model, func(a, b planned) int {
					if a.at != b.at {
						return int(a.at - b.at)
					}
					return a.order - b.order
				})
				_, _, ok := q.pop(first.at - 1)
				require.False(t, ok)
				got, what, ok := q.pop(first.at)
				require.True(t, ok)
				require.Equal(t, []any{first.at, first.handle}, []any{got, what.argument})
				now = got
				model = slices.DeleteFunc(model, func(p planned) bool { return p == first })
			}
		}
	})
}

func TestSelectionIsSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Uint32Range(0, 50), 1, 300).Draw(t, "list")
		sorted := slices.Clone(list)
		slices.Sort(sorted)
		p50, p99 := quantiles(list)
		require.Equal(t, time.Duration(sorted[(len(sorted)+1)/2-1])*time.Microsecond, p50)
		require.Equal(t, time.Duration(sorted[(len(sorted)*99+99)/100-1])*time.Microsecond, p99)
		k := rapid.IntRange(0, len(list)-1).Draw(t, "k")
		require.Equal(t, sorted[k], choose(list, k))
	})
}

func TestLatenciesOfAStepAreThinnedOutEvenly(t *testing.T) {
	h := newHistory()
	for i := range 100_000 {
		h.sample(time.Duration(i) * time.Microsecond)
	}
	require.LessOrEqual(t, len(h.took), mostLatency)
	p50, p99 := quantiles(h.took)
	require.InEpsilon(t, 50*time.Millisecond, p50, 0.01)
	require.InEpsilon(t, 99*time.Millisecond, p99, 0.01)
}

func TestSizesAreThoseOfTheRecords(t *testing.T) {
	for size, record := range map[uintptr]any{
		requestSize: request{}, attemptSize: attempt{}, hopSize: hop{}, eventSize: [1]entry{}, stationSize: station{},
	} {
		is := reflect.TypeOf(record).Size()
		if _, event := record.([1]entry); event {
			is += reflect.TypeOf(slot{}).Size()
		}
		require.InDelta(t, float64(is), float64(size), float64(is)/10, "%T", record)
	}
}
