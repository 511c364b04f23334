package placement_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
	"headroom/core/placement"
)

func TestNoNodeIsEverOverItsCapacity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		epsilon := rapid.SampledFrom([]float64{0, 0.01, 0.1, 0.25, 1, 3, 1000}).Draw(t, "epsilon")
		planned := rapid.SampledFrom([]int{0, 1, 50, 400}).Draw(t, "planned")
		b := must(placement.NewBounded(hash.XXHash64, rapid.IntRange(1, 30).Draw(t, "virtual"), epsilon))
		require.NoError(t, b.AddAll(even(drawNames(t)...)...))
		b.Plan(planned)
		for i, p := range positionsOf(someKeys) {
			most := math.Ceil((1+epsilon)*float64(max(planned, i+1))/float64(b.Len()) - 1e-9)
			require.Equal(t, most, float64(b.Capacity()))
			next := b.Owner(p)
			require.Equal(t, next, b.Assign(p))
			total := 0
			for slot := range b.Slots() {
				require.LessOrEqual(t, float64(b.Load(slot)), most)
				total += b.Load(slot)
			}
			require.Equal(t, i+1, total)
		}
	})
}

func TestTheCapacityIsTheOneOfTheEpsilonThatIsWritten(t *testing.T) {
	for _, row := range []struct {
		epsilon               float64
		keys, nodes, capacity int
	}{
		{0.1, 2000, 10, 220}, // in binary fractions 1.1 * 2000 / 10 is a little over 220
		{0.01, 2000, 10, 202}, {0.25, 5000, 50, 125}, {0.3, 10, 3, 5}, {0, 10, 3, 4}, {0, 9, 3, 3},
		{1000, placement.MaxKeys, 1, placement.MaxKeys}, {1e-9, 1_000_000_000, 1, 1_000_000_001},
	} {
		b := must(placement.NewBounded(hash.MD5, 5, row.epsilon))
		require.NoError(t, b.AddAll(even(numbered("node", row.nodes)...)...))
		b.Plan(row.keys)
		require.Equal(t, row.capacity, b.Capacity(), "%d keys on %d nodes", row.keys, row.nodes)
	}
}

func TestAnEpsilonThatCannotBeIsRefused(t *testing.T) {
	for _, epsilon := range []float64{-0.1, 1001, math.NaN(), math.Inf(1)} {
		_, err := placement.NewBounded(hash.MD5, 5, epsilon)
		require.ErrorContains(t, err, "bounded loads take 0 to 1000, such as 0.25")
	}
	b := must(placement.NewBounded(hash.MD5, 5, 1))
	require.Panics(t, func() { b.Plan(-1) })
	require.Panics(t, func() { b.Plan(placement.MaxKeys + 1) })
}

func TestAKeyThatMeetsFullNodesSaysWhichItWalkedPast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := must(placement.NewBounded(hash.XXHash64, 20, 0.05))
		require.NoError(t, b.AddAll(even(drawNames(t)...)...))
		b.Plan(len(someKeys))
		for _, p := range positionsOf(someKeys) {
			why := b.Explain(p)
			require.NotContains(t, why.Path, why.Slot)
			for _, slot := range why.Path {
				require.Equal(t, b.Capacity(), b.Load(slot), "walked past a node with room")
			}
			require.Less(t, b.Load(why.Slot), b.Capacity())
			at, slot := b.Point(why.Index)
			require.Equal(t, []any{why.Point, why.Slot}, []any{at, slot})
			require.Equal(t, why.Slot, b.Assign(p))
		}
	})
}

func TestAChangeOfNodesEmptiesTheLoadsAndKeepsThePlan(t *testing.T) {
	b := must(placement.NewBounded(hash.XXHash64, 20, 0))
	require.NoError(t, b.AddAll(even("a", "b")...))
	b.Plan(12)
	for _, p := range positionsOf(someKeys[:12]) {
		b.Assign(p)
	}
	require.Equal(t, []int{6, 6}, []int{b.Load(0), b.Load(1)})
	require.NoError(t, b.Add(even("b")[0]))
	require.Equal(t, 6, b.Load(0), "adding what is there empties nothing")
	require.NoError(t, b.Add(even("c")[0]))
	require.Equal(t, []int{0, 0, 0, 4}, []int{b.Load(0), b.Load(1), b.Load(2), b.Capacity()})
	require.NoError(t, b.Remove("a"))
	require.Equal(t, 6, b.Capacity())
	require.Zero(t, b.Load(7))
}

func TestTheMovesOfBoundedLoadsPutEveryKeyOnACopy(t *testing.T) {
	keys := positionsOf(someKeys)
	b := must(placement.NewBounded(hash.XXHash64, 20, 0.1))
	require.NoError(t, b.AddAll(even("a", "b", "c", "d")...))
	owners := make([]int32, len(keys))
	placement.Assign(b, keys, owners)
	loads := make([]int, b.Slots())
	for _, slot := range owners {
		loads[slot]++
	}
	for slot := range loads {
		require.LessOrEqual(t, loads[slot], 110)
		require.Zero(t, b.Load(slot))
	}
	require.Zero(t, placement.Moves(b, b.Clone(), keys).Keys)
}
