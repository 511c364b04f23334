package resilience_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/resilience"
)

func TestABulkheadKeepsItsLimitsAndItsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit, room := rapid.IntRange(1, 4).Draw(t, "limit"), rapid.IntRange(0, 40).Draw(t, "room")
		b := must(resilience.NewBulkhead(limit, room, 10*time.Second))
		type one struct {
			id    uint64
			since time.Duration
		}
		var line []one // the oracle
		busy, next, now := 0, uint64(0), time.Duration(0)
		t.Repeat(map[string]func(*rapid.T){
			"enter": func(t *rapid.T) {
				next++
				why := b.Enter(now, next)
				switch {
				case busy < limit && len(line) == 0:
					busy++
					require.Equal(t, resilience.Reason{Code: resilience.Entered, Have: int64(busy), Limit: int64(limit)}, why)
				case len(line) < room:
					line = append(line, one{next, now})
					require.Equal(t, resilience.Reason{Code: resilience.Queued, Have: int64(len(line)), Limit: int64(room)}, why)
				default:
					require.Equal(t, resilience.Reason{Code: resilience.Full, Have: int64(room), Limit: int64(room)}, why)
				}
			},
			"leave": func(t *rapid.T) {
				if busy == 0 {
					require.Panics(t, func() { b.Leave() })
					return
				}
				b.Leave()
				busy--
			},
			"next": func(t *rapid.T) {
				id, why, ok := b.Next(now)
				late := len(line) > 0 && now-line[0].since >= 10*time.Second
				require.Equal(t, len(line) > 0 && (late || busy < limit), ok)
				if !ok {
					return
				}
				require.Equal(t, line[0].id, id)
				require.Equal(t, !late, why.OK(), "%v", why)
				if !late {
					busy++
				}
				line = line[1:]
			},
			"cancel": func(t *rapid.T) {
				id := rapid.Uint64Range(0, next).Draw(t, "id")
				i := slices.IndexFunc(line, func(w one) bool { return w.id == id })
				require.Equal(t, i >= 0, b.Cancel(id))
				if i >= 0 {
					line = slices.Delete(slices.Clone(line), i, i+1)
				}
			},
			"wait": func(t *rapid.T) { now += time.Duration(rapid.IntRange(0, 4).Draw(t, "s")) * time.Second },
			"go on with a copy": func(t *rapid.T) {
				old := b
				b = b.Clone()
				for old.Waiting() > 0 {
					old.Next(now + time.Hour)
				}
				old.Enter(now, 0)
			},
			"": func(t *rapid.T) {
				require.Equal(t, []int{busy, len(line)}, []int{b.Busy(), b.Waiting()})
			},
		})
	})
}

func TestPatienceThatIsNotSetNeverEnds(t *testing.T) {
	b := must(resilience.NewBulkhead(1, 1, 0))
	b.Enter(0, 1)
	b.Enter(0, 2)
	_, _, ok := b.Next(1000 * time.Hour)
	require.False(t, ok)
}

func TestBulkheadsRefuseSettingsThatMakeNoSense(t *testing.T) {
	_, err := resilience.NewBulkhead(0, 0, 0)
	require.EqualError(t, err, "bulkhead: 0 places: it has 1 to 1048576")
	_, err = resilience.NewBulkhead(1, -1, 0)
	require.EqualError(t, err, "bulkhead: room for -1 to wait: it has 0 to 1048576")
	_, err = resilience.NewBulkhead(1, 0, -1)
	require.EqualError(t, err, "bulkhead: a patience of -1ns: it is 0s to 1000h0m0s")
}
