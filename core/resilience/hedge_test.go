package resilience_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/exact"
	"headroom/core/resilience"
)

// The oracle sorts. Buckets are a sixteenth wide at most, and the rank is that of the definition.
func TestAQuantileIsThatOfTheSortedLatenciesWithinABucket(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.SampledFrom([]float64{0.01, 0.5, 0.9, 0.95, 0.99}).Draw(t, "q")
		learner := must(resilience.NewQuantile(q, 1<<20))
		var all []time.Duration
		for range rapid.IntRange(1, 300).Draw(t, "n") {
			d := time.Duration(rapid.Int64Range(0, math.MaxInt64).Draw(t, "mantissa") >> rapid.IntRange(0, 62).Draw(t, "shift"))
			learner.Observe(d)
			at, _ := slices.BinarySearch(all, d)
			all = slices.Insert(all, at, d)
			want := all[int(math.Ceil(q*float64(len(all))))-1]
			got := learner.Value()
			require.LessOrEqual(t, math.Abs(float64(got-want)), float64(want)/16, "%v and %v", want, got)
		}
		require.Equal(t, len(all), learner.Seen())
	})
}

func TestAQuantileIsLearntAndLearntAnewWhenLatenciesChange(t *testing.T) {
	learner := must(resilience.NewQuantile(0.95, 2000))
	r := exact.NewRand(1, 0)
	for _, mean := range []float64{20e6, 200e6, 2e6} {
		for range 20_000 {
			learner.Observe(time.Duration(mean * r.Exp()))
		}
		p95 := math.Log(20) * mean
		// Some 1300 of the latest count; their p95 has a standard error of 4%.
		require.InEpsilon(t, p95, float64(learner.Value()), 0.16)
	}
}

// Halving must not lose the tail, whose buckets hold one or two each.
func TestForgettingLeavesTheQuantileWhereItWas(t *testing.T) {
	learner := must(resilience.NewQuantile(0.95, 1000))
	r := exact.NewRand(3, 0)
	sum := 0.0
	const n = 400_000
	for range n {
		learner.Observe(time.Duration(1e7 * r.Exp()))
		sum += float64(learner.Value()) / 1e7
	}
	require.InEpsilon(t, math.Log(20), sum/n, 0.02)
}

func TestANegativeLatencyCountsAsNoneAndNothingSeenIsZero(t *testing.T) {
	learner := must(resilience.NewQuantile(0.5, 1000))
	require.Zero(t, learner.Value())
	learner.Observe(-5)
	require.Zero(t, learner.Value())
	require.Equal(t, 1, learner.Seen())
}

func TestAHedgerWaitsAsLongAsItIsToldUntilItHasLearnt(t *testing.T) {
	h := must(resilience.NewHedger(resilience.HedgeConfig{Delay: 50 * ms, Quantile: 0.9, Extra: 1}))
	for i := range 100 {
		require.Equal(t, 50*ms, h.Request(0), "after %d", i)
		h.Observe(time.Duration(i+1) * ms)
	}
	require.InEpsilon(t, 90*ms, h.Request(0), 0.03)

	fixed := must(resilience.NewHedger(resilience.HedgeConfig{Delay: 50 * ms, Extra: 1}))
	for range 1000 {
		fixed.Observe(time.Second)
	}
	require.Equal(t, 50*ms, fixed.Delay())
}

func TestAHedgerSendsNoMoreCopiesThanItMay(t *testing.T) {
	h := must(resilience.NewHedger(resilience.HedgeConfig{Extra: 2, Share: 0.1, Window: time.Minute}))
	for range 30 {
		h.Request(0)
	}
	require.Equal(t, "copy 1 of at most 2", h.Send(0, 1).String())
	require.Equal(t, "copy 2 of at most 2", h.Send(0, 2).String())
	require.Equal(t, "all 2 extra copies are out", h.Send(0, 3).String())
	require.True(t, h.Send(0, 1).OK())
	require.Equal(t, "the budget has only 0, and one more takes 1", h.Send(0, 1).String())
	require.Panics(t, func() { h.Send(0, 0) })
}

func TestHedgersRefuseSettingsThatMakeNoSense(t *testing.T) {
	for want, c := range map[string]resilience.HedgeConfig{
		"hedging: a delay of -1ns: it is 0s to 1000h0m0s":             {Delay: -1, Extra: 1},
		"hedging: 0 extra copies: it sends 1 to 100":                  {},
		"hedging: quantile: 1: it lies between 0 and 1, such as 0.95": {Extra: 1, Quantile: 1},
		"hedging: budget: a window of 0s: it is 1ms to 1000h0m0s":     {Extra: 1, Share: 1},
	} {
		_, err := resilience.NewHedger(c)
		require.EqualError(t, err, want)
	}
	_, err := resilience.NewQuantile(0.5, 1)
	require.EqualError(t, err, "quantile: a memory of 1 latencies: it is 10 to 2^30")
}
