package placement_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
	"headroom/core/placement"
)

func TestMovesCountsByNameWhateverTheSlots(t *testing.T) {
	keys := positionsOf(someKeys)
	before, after := placement.NewRing(hash.XXHash64, 50), placement.NewRing(hash.XXHash64, 50)
	require.NoError(t, before.AddAll(even("a", "b", "c")...))
	require.NoError(t, after.AddAll(even("c", "b", "a")...))
	same := placement.Moves(before, after, keys)
	require.Equal(t, []int{len(keys), 0, 0}, []int{same.Total, same.Keys, same.Least})

	require.NoError(t, after.Add(even("d")[0]))
	grown := placement.Moves(before, after, keys)
	require.Equal(t, grown.Least, grown.Keys, "a ring moves the fewest")
	require.Positive(t, grown.Keys)
	d := grown.Nodes[3]
	require.Equal(t, placement.NodeMoves{Name: "d", After: grown.Keys, In: grown.Keys,
		LoadAfter: float64(grown.Keys)}, d)
}

func TestFromNoNodesAndToNoneEverythingMoves(t *testing.T) {
	keys := positionsOf(someKeys)
	none, one := placement.NewRing(hash.XXHash64, 5), placement.NewRing(hash.XXHash64, 5)
	require.NoError(t, one.Add(even("a")[0]))
	for _, m := range []placement.Moved{placement.Moves(none, one, keys), placement.Moves(one, none, keys)} {
		require.Equal(t, []int{len(keys), len(keys), len(keys)}, []int{m.Total, m.Keys, m.Least})
		require.Equal(t, []string{"", "a"}, []string{m.Nodes[0].Name, m.Nodes[1].Name})
	}
	require.Zero(t, placement.Moves(none, none.Clone(), keys).Keys)
}

// A tally is right by definition: counted again with maps, one key at a time.
func TestATallyAgreesWithCountingByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := placement.NewModulo(hash.XXHash64), placement.NewJump(hash.XXHash64)
		require.NoError(t, before.AddAll(even(drawNames(t)...)...))
		require.NoError(t, after.AddAll(even(drawNames(t)...)...))
		tally := placement.NewTally(before, after)
		was, is, keys := map[string]int{}, map[string]int{}, 0
		wasLoad, isLoad, load := map[string]float64{}, map[string]float64{}, 0.0
		out, in := map[string]int{}, map[string]int{}
		for i, p := range positionsOf(someKeys) {
			from, to := before.Name(before.Owner(p)), after.Name(after.Owner(p))
			weight := float64(i % 7)
			tally.Add(before.Owner(p), after.Owner(p), weight)
			was[from]++
			is[to]++
			wasLoad[from] += weight
			isLoad[to] += weight
			if from != to {
				keys++
				load += weight
				out[from]++
				in[to]++
			}
		}
		moved := tally.Moved()
		least, leastLoad := 0, 0.0
		for _, n := range moved.Nodes {
			require.Equal(t, placement.NodeMoves{Name: n.Name, Before: was[n.Name], After: is[n.Name],
				In: in[n.Name], Out: out[n.Name], LoadBefore: wasLoad[n.Name], LoadAfter: isLoad[n.Name]}, n)
			require.Equal(t, n.After-n.Before, n.In-n.Out)
			least += max(0, is[n.Name]-was[n.Name])
			leastLoad += max(0, isLoad[n.Name]-wasLoad[n.Name])
		}
		require.Equal(t, []int{len(someKeys), keys, least}, []int{moved.Total, moved.Keys, moved.Least})
		require.Equal(t, []float64{load, leastLoad}, []float64{moved.Load, moved.LeastLoad})
		require.LessOrEqual(t, moved.Least, moved.Keys)
	})
}

func TestATallyDoesNotAllocatePerKey(t *testing.T) {
	r := placement.NewRing(hash.XXHash64, 5)
	require.NoError(t, r.AddAll(even("a", "b")...))
	tally := placement.NewTally(r, r)
	require.Zero(t, testing.AllocsPerRun(100, func() { tally.Add(0, 1, 1) }))
	require.Panics(t, func() { tally.Add(0, 2, 1) })
}
