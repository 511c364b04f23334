package placement_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
	"headroom/core/placement"
)

func TestCopiesOfAKeyOnRendezvousAreTheOwnersOfTheNodesLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := placement.NewRendezvous(hash.XXHash64)
		require.NoError(t, r.AddAll(methods[3].drawNodes(t, "nodes")...))
		p := drawPosition(t)
		slots := r.Successors(p, rapid.IntRange(-1, 14).Draw(t, "copies"), []int{-7})
		require.Equal(t, -7, slots[0])
		left := r.Clone()
		for _, slot := range slots[1:] {
			owner := left.Owner(p)
			require.Equal(t, r.Name(slot), left.Name(owner))
			require.NoError(t, left.Remove(left.Name(owner)))
		}
	})
}

func TestRaisingAWeightMovesKeysOnlyToThatNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := methods[3].drawNodes(t, "nodes")
		before, after := placement.NewRendezvous(hash.MD5), placement.NewRendezvous(hash.MD5)
		require.NoError(t, before.AddAll(list...))
		list[0].Weight *= rapid.Float64Range(1, 5).Draw(t, "factor")
		require.NoError(t, after.AddAll(list...))
		was := owners(before)
		for i, name := range owners(after) {
			require.True(t, name == was[i] || name == list[0].Name)
		}
	})
}

// Skipping logarithms must not skip a winner.
func TestTheOwnerHasTheBestScoreOfAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := placement.NewRendezvous(hash.Murmur3)
		require.NoError(t, r.AddAll(methods[3].drawNodes(t, "nodes")...))
		for _, key := range someKeys[:100] {
			p := hash.Murmur3.Position(key)
			why := r.Explain(p)
			require.Equal(t, r.Owner(p), why.Slot)
			require.GreaterOrEqual(t, why.Score, why.SecondScore)
			if r.Len() == 1 {
				require.Equal(t, -1, why.Second)
				continue
			}
			require.Equal(t, []int{why.Slot, why.Second}, slices.Clip(r.Successors(p, 2, nil)))
		}
	})
}
