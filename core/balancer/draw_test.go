package balancer_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
	"headroom/core/hash"
)

func TestDrawsAreDistinctAndTheLeastLoadedWins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, d := rapid.IntRange(1, 12).Draw(t, "backends"), rapid.IntRange(1, 8).Draw(t, "choices")
		replacement := rapid.Bool().Draw(t, "replacement")
		p := pool(t, balancer.Config{Policy: balancer.TwoChoices, Choices: d, Replacement: replacement}, even(n)...)
		seed := rapid.Uint64().Draw(t, "seed")
		for i := range uint64(60) {
			loads := make([]int, n)
			for slot := range loads {
				loads[slot] = p.Active(slot)
			}
			slot, seen := pick(t, p, request(seed+i)), map[uint16]bool{}
			why := p.Why()
			for _, drawn := range why.Drawn[:why.Draws] {
				require.EqualValues(t, loads[drawn.Slot], drawn.Load)
				require.LessOrEqual(t, loads[slot], loads[drawn.Slot])
				seen[drawn.Slot] = true
			}
			require.True(t, seen[uint16(slot)])
			if replacement {
				require.EqualValues(t, d, why.Draws)
			} else {
				require.EqualValues(t, min(d, n), why.Draws)
				require.Len(t, seen, min(d, n))
			}
		}
	})
}

func TestEverySetOfBackendsIsDrawnAsOften(t *testing.T) {
	for _, c := range []balancer.Config{
		{Choices: 2}, {Choices: 3}, {Choices: 5}, {Choices: 2, Replacement: true}, {Choices: 3, Replacement: true},
	} {
		c.Policy = balancer.TwoChoices
		p := pool(t, c, even(5)...)
		counts := map[[8]balancer.Candidate]int{}
		const times = 120_000
		for i := range uint64(times) {
			slot, _ := p.Pick(request(i))
			p.Done(slot, 0, 0, true)
			counts[p.Why().Drawn]++
		}
		orders := 1
		for k := range c.Choices {
			if orders *= 5; !c.Replacement {
				orders = orders / 5 * (5 - k)
			}
		}
		require.Len(t, counts, orders)
		var each, weights []int
		for _, count := range counts {
			each, weights = append(each, count), append(weights, 1)
		}
		value, bound := chiSquare(each, weights)
		require.Less(t, value, bound, "%d choices, replacement %v", c.Choices, c.Replacement)
	}
}

func TestADrawReachesTheLastBackendOfALargePool(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.TwoChoices}, even(balancer.MaxBackends)...)
	require.Equal(t, balancer.MaxBackends-1, pick(t, p, balancer.Request{Draw: math.MaxUint64}))
	require.Equal(t, 0, pick(t, p, balancer.Request{Draw: 0}))
	require.EqualError(t, p.Add(0, balancer.Backend{Name: "one-more", Weight: 1}),
		"65537 backends: a pool has at most 65536")
}

// finagle is the metric of Twitter's P2CBalancerPeakEwma as it is written down there.
type finagle struct {
	cost    float64
	stamp   time.Duration
	pending int
}

func (f *finagle) observe(now time.Duration, latency float64, decay time.Duration) {
	w := math.Exp(-max(float64(now-f.stamp), 0) / float64(decay))
	if latency > f.cost {
		f.cost = latency
	} else {
		f.cost = f.cost*w + latency*(1-w)
	}
	f.stamp = now
}

func (f *finagle) get(now time.Duration, decay time.Duration) float64 {
	f.observe(now, 0, decay)
	if f.cost == 0 && f.pending != 0 {
		return math.MaxFloat64/2 + float64(f.pending)
	}
	return f.cost * float64(f.pending+1)
}

func TestPeakEWMAIsFinaglesWithTimeAsAnArgument(t *testing.T) {
	const decay = time.Second
	rapid.Check(t, func(t *rapid.T) {
		p := pool(t, balancer.Config{Policy: balancer.PeakEWMA, Decay: decay, Choices: 3}, even(5)...)
		oracle, now := make([]finagle, 5), time.Duration(0)
		for i := range uint64(80) {
			now += time.Duration(rapid.IntRange(0, 400).Draw(t, "ms")) * time.Millisecond
			if slot := int(i) % 5; p.Active(slot) > 0 && rapid.Bool().Draw(t, "done") {
				latency := time.Duration(rapid.IntRange(0, 3000).Draw(t, "latency")) * time.Millisecond
				oracle[slot].pending--
				oracle[slot].observe(now, float64(latency), decay)
				p.Done(slot, now, latency, true)
				require.InDelta(t, oracle[slot].cost, float64(p.Latency(slot, now)), 1+1e-9*oracle[slot].cost)
				continue
			}
			r := request(i)
			r.Now = now
			slot := pick(t, p, r)
			least, why := math.Inf(1), p.Why()
			loads := map[uint16]float64{}
			for _, drawn := range why.Drawn[:why.Draws] {
				loads[drawn.Slot] = oracle[drawn.Slot].get(now, decay)
				least = min(least, loads[drawn.Slot])
				if drawn.Load >= 0 {
					require.InDelta(t, loads[drawn.Slot]/1000, float64(drawn.Load), 1+1e-9*loads[drawn.Slot])
				}
			}
			require.InDelta(t, 1, (1+loads[uint16(slot)])/(1+least), 1e-9)
			oracle[slot].pending++
		}
	})
}

func TestPeakEWMALeavesTheSlowOneAloneAndTriesItAgain(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.PeakEWMA, Decay: time.Second}, even(2)...)
	now, counts := time.Duration(0), [2]int{}
	serve := func(times int, slow time.Duration) {
		counts = [2]int{}
		for i := range uint64(times) {
			now += 10 * time.Millisecond
			r := request(i)
			r.Now = now
			slot := pick(t, p, r)
			counts[slot]++
			latency := 2 * time.Millisecond
			if slot == 1 {
				latency = slow
			}
			p.Done(slot, now+latency, latency, true)
		}
	}
	serve(100, 2*time.Millisecond)
	require.InDelta(t, 50, counts[1], 40)
	serve(300, 800*time.Millisecond)
	require.InDelta(t, 1, counts[1], 1, "one peak, then none until it has decayed")
	serve(2000, 2*time.Millisecond)
	require.Greater(t, counts[1], 200, "decayed, tried again and found fast")
}

func TestABackendWithoutAnAnswerIsTriedOnceAndThenWaitedFor(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.PeakEWMA}, even(2)...)
	first, second := pick(t, p, request(1)), pick(t, p, request(2))
	require.NotEqual(t, first, second)
	p.Done(first, time.Millisecond, time.Millisecond, true)
	for i := range uint64(20) {
		require.Equal(t, first, pick(t, p, balancer.Request{Now: time.Millisecond, Draw: hash.Mix(i)}))
	}
	require.Contains(t, words(p), "server-"+string(rune('1'+second))+", not tried yet")
}
