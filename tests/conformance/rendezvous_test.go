package conformance

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
	"headroom/core/placement"
)

const leastChance = 1e-4

func TestRendezvousSharesKeysAsItsWeightsSay(t *testing.T) {
	for _, f := range []hash.Func{hash.MD5, hash.XXHash64, hash.Murmur3, hash.FNV1a} {
		for _, nodes := range []int{2, 10, 100} {
			for seed := range 8 {
				r := placement.NewRendezvous(f)
				list := even(numbered(fmt.Sprintf("seed-%d-node-", seed), nodes)...)
				require.NoError(t, r.AddAll(list...))
				require.Greater(t, chance(r, seed), leastChance, "%v, %d nodes, seed %d", f, nodes, seed)

				for i := range list {
					list[i].Weight = float64(i%5) + 0.5
				}
				require.NoError(t, r.AddAll(list...))
				require.Greater(t, chance(r, seed), leastChance, "%v, %d weights, seed %d", f, nodes, seed)
			}
		}
	}
}

// chance is how likely shares at least as uneven as these are among nodes that
// draw keys by their weights: Pearson's test, its distribution by the cube root
// (Wilson and Hilferty).
func chance(r *placement.Rendezvous, seed int) float64 {
	const keys = 20_000
	counts := make([]float64, r.Slots())
	for _, key := range numbered(fmt.Sprintf("seed-%d-user:", seed), keys) {
		name, _ := r.Lookup(key)
		counts[r.Slot(name)]++
	}
	total := 0.0
	for slot := range counts {
		total += r.Weight(slot)
	}
	square := 0.0
	for slot, count := range counts {
		expected := keys * r.Weight(slot) / total
		square += (count - expected) * (count - expected) / expected
	}
	k := float64(len(counts) - 1)
	z := (math.Cbrt(square/k) - (1 - 2/(9*k))) / math.Sqrt(2/(9*k))
	return math.Erfc(z/math.Sqrt2) / 2
}

func TestARemovalFromRendezvousMovesOnlyTheKeysOfThatNode(t *testing.T) {
	keys := positions(numbered("user:", 20_000))
	for _, weighted := range []bool{false, true} {
		before := placement.NewRendezvous(hash.MD5)
		list := even(numbered("node-", 12)...)
		for i := range list {
			if weighted {
				list[i].Weight = float64(1 + i%3)
			}
		}
		require.NoError(t, before.AddAll(list...))
		for _, n := range list {
			after := before.Clone()
			require.NoError(t, after.Remove(n.Name))
			for _, key := range keys {
				was, is := before.Name(before.Owner(key)), after.Name(after.Owner(key))
				require.True(t, was == is || was == n.Name, "%s lost a key to %s", was, is)
			}
			moved := placement.Moves(before, after, keys)
			require.Equal(t, moved.Least, moved.Keys)
		}
	}
}
