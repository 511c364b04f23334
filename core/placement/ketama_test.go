package placement_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
	"headroom/core/placement"
)

// In double precision a seventh of seven times 40 is a little under 40; in single
// precision, as libketama has it, it is 40, while with 61 nodes it is not.
func TestEqualNodesHaveAHundredAndSixtyPointsOnKetamaUnlessRoundingTakesFour(t *testing.T) {
	for n, points := range map[int]int{1: 160, 2: 160, 3: 160, 7: 160, 10: 160, 25: 160, 61: 156, 64: 160} {
		k := placement.NewKetama()
		require.NoError(t, k.AddAll(even(numbered("server", n)...)...))
		require.Equal(t, points*n, k.Points(), "%d nodes", n)
	}
}

func TestAKeyThatMeetsAPointOfKetamaBelongsToIt(t *testing.T) {
	k := placement.NewKetama()
	require.NoError(t, k.AddAll(even("server1", "server2", "server3")...))
	digest := hash.MD5.Position("server2-7") // the name of a digest as a key: its first point exactly
	why := k.Explain(digest)
	require.Equal(t, "server2", k.Name(why.Slot))
	require.Equal(t, 4*7, why.VirtualNode)
	require.Equal(t, k.At(digest), why.Key)
	require.Equal(t, why.Key.Hi>>32, why.Point.Hi>>32)
	require.Equal(t, why.Index, k.Find(digest))
}

func TestTheCopiesOfAKeyOnKetamaAreDistinctAndBeginWithItsOwner(t *testing.T) {
	k := placement.NewKetama()
	require.NoError(t, k.AddAll(even(numbered("server", 7)...)...))
	for _, key := range someKeys {
		p := hash.MD5.Position(key)
		slots := k.Successors(p, 9, nil)
		require.Equal(t, k.Owner(p), slots[0])
		require.ElementsMatch(t, []int{0, 1, 2, 3, 4, 5, 6}, slots)
	}
}

func TestANodeOfAVerySmallShareHasNoPointOnKetama(t *testing.T) {
	k := placement.NewKetama()
	require.NoError(t, k.AddAll(placement.Node{Name: "large", Weight: 1000}, placement.Node{Name: "small", Weight: 1}))
	require.Equal(t, 2, k.Len())
	require.Equal(t, []int{0}, k.Successors(hash.Position{}, 2, nil))
}
