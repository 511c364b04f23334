package sim_test

import (
	"math"
	"testing"

	"headroom/core/exact"
	"headroom/core/sim"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var exponents = []float64{0, 0.3, 0.8, 0.99, 0.9999, 1, 1.0000001, 1.2, 2, 4}

func TestZipfWeightsAreInProportionAndAddUpToOne(t *testing.T) {
	for _, s := range exponents {
		for _, n := range []int{1, 2, 64, 65, 1000, 100_000} {
			z := sim.NewZipf(n, s)
			sum := 0.0
			for rank := range n {
				sum += z.Weight(rank)
			}
			require.InDeltaf(t, 1, sum, 1e-11, "exponent %v, %d things", s, n)
			require.InEpsilonf(t, math.Pow(float64(n), -s), z.Weight(n-1)/z.Weight(0), 1e-12, "exponent %v", s)
		}
	}
}

// The oracle walks along the sums of all weights.
func TestZipfRanksAreTheInverseOfTheSumOfWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3000).Draw(t, "n")
		z := sim.NewZipf(n, rapid.SampledFrom(exponents).Draw(t, "exponent"))
		u := rapid.Uint64().Draw(t, "u")
		rank := z.Rank(u)
		require.True(t, rank >= 0 && rank < n)
		before := 0.0
		for k := range rank {
			before += z.Weight(k)
		}
		require.GreaterOrEqual(t, exact.Unit(u), before-1e-12)
		require.LessOrEqual(t, exact.Unit(u), before+z.Weight(rank)+1e-12)
	})
}

func TestZipfRanksReachBothEnds(t *testing.T) {
	for _, s := range exponents {
		for _, n := range []int{1, 64, 65, 1_000_000, 1 << 40} {
			z := sim.NewZipf(n, s)
			require.Zero(t, z.Rank(0))
			last := z.Rank(math.MaxUint64)
			require.Less(t, last, n)
			if s <= 1 {
				require.GreaterOrEqualf(t, last, n-1-n>>20, "exponent %v, %d things", s, n)
			}
		}
	}
}

func TestZipfRanksGrowWithTheirBits(t *testing.T) {
	for _, s := range exponents {
		z := sim.NewZipf(1_000_000, s)
		last := 0
		for u := uint64(0); u < 1<<63; u += 1 << 50 {
			rank := z.Rank(u)
			require.GreaterOrEqualf(t, rank, last, "exponent %v at %#x", s, u)
			last = rank
		}
	}
}

func TestZipfRefusesWhatMakesNoSense(t *testing.T) {
	require.PanicsWithValue(t, "sim: a Zipf distribution is over 1 to 2^40 things, not 0", func() { sim.NewZipf(0, 1) })
	require.PanicsWithValue(t, "sim: a Zipf distribution has an exponent from 0 to 10, not -1", func() { sim.NewZipf(1, -1) })
	require.Panics(t, func() { sim.NewZipf(1, math.NaN()) })
}

func BenchmarkZipfRank(b *testing.B) {
	z, r := sim.NewZipf(1_000_000, 0.99), exact.NewRand(1, 0)
	b.ReportAllocs()
	for b.Loop() {
		z.Rank(r.Uint64())
	}
}
