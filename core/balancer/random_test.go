package balancer_test

import (
	"math"
	"math/bits"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
	"headroom/core/exact"
)

// chiSquare is how far counts are from what the weights lead to expect. With k
// degrees of freedom it is about k, and above k + 5 sqrt(2k) hardly ever.
func chiSquare(counts, weights []int) (value, bound float64) {
	picks, total := 0, 0
	for i := range counts {
		picks += counts[i]
		total += weights[i]
	}
	for i, count := range counts {
		expected := float64(picks) * float64(weights[i]) / float64(total)
		value += (float64(count) - expected) * (float64(count) - expected) / expected
	}
	k := float64(len(counts) - 1)
	return value, k + 5*math.Sqrt(2*k)
}

// requireShares picks very often with a fixed seed and compares with the weights.
func requireShares(t *testing.T, p *balancer.Pool, weights []int) {
	t.Helper()
	for seed := range uint64(4) {
		r, counts := exact.NewRand(seed, 0), make([]int, len(weights))
		for range 200_000 {
			slot, _ := p.Pick(balancer.Request{Draw: r.Uint64()})
			counts[slot]++
			p.Done(slot, 0, 0, true)
		}
		value, bound := chiSquare(counts, weights)
		require.Less(t, value, bound, "seed %d: %v", seed, counts)
	}
}

func TestRandomIsEven(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.Random}, servers(1, 9, 1, 4, 2, 2, 1)...)
	requireShares(t, p, []int{1, 1, 1, 1, 1, 1, 1})
	require.Equal(t, "random: one of 7", words(p))
}

func TestWeightedRandomGoesByWeight(t *testing.T) {
	weights := []int{1, 9, 1, 40, 2, 25, 3}
	requireShares(t, pool(t, balancer.Config{Policy: balancer.WeightedRandom}, servers(weights...)...), weights)
}

func TestTheAliasTableGivesEachExactlyItsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := append(rapid.SliceOfN(rapid.IntRange(0, 30), 0, 8).Draw(t, "weights"), rapid.IntRange(1, 30).Draw(t, "somebody"))
		up, total := 0, 0
		for _, w := range weights {
			total += w
			up += min(w, 1)
		}
		p := pool(t, balancer.Config{Policy: balancer.WeightedRandom}, servers(weights...)...)
		// All up*total places of the table, each by the draw in the middle of it.
		places := uint64(up * total)
		counts := make([]int, len(weights))
		for i := range places {
			draw, _ := bits.Div64(2*i+1, 0, 2*places)
			counts[pick(t, p, balancer.Request{Draw: draw})]++
		}
		for i, w := range weights {
			require.Equal(t, w*up, counts[i], "weight %d", w)
		}
	})
}
