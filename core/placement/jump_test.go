package placement_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/placement"
)

// asInThePaper is figure 1 of Lamping and Veach, in whole numbers as they have it.
func asInThePaper(key uint64, buckets int64) int {
	b, j := int64(-1), int64(0)
	for j < buckets {
		b = j
		key = key*2862933555777941757 + 1
		j = int64(float64(b+1) * (float64(int64(1)<<31) / float64((key>>33)+1)))
	}
	return int(b)
}

func TestJumpHashIsThePapersFunctionBitForBit(t *testing.T) {
	rand := exact.NewRand(1, 0)
	for range 500_000 {
		key, buckets := rand.Uint64(), 1+rand.IntN(1<<rand.IntN(31))
		if placement.JumpHash(key, buckets) != asInThePaper(key, int64(buckets)) {
			require.Equal(t, asInThePaper(key, int64(buckets)), placement.JumpHash(key, buckets),
				"key %d among %d", key, buckets)
		}
	}
}

func FuzzJumpHashIsThePapersFunction(f *testing.F) {
	f.Add(uint64(0), int32(1))
	f.Add(uint64(math.MaxUint64), int32(math.MaxInt32))
	f.Fuzz(func(t *testing.T, key uint64, buckets int32) {
		n := int(max(buckets, 1))
		if got, want := placement.JumpHash(key, n), asInThePaper(key, int64(n)); got != want {
			t.Fatalf("key %d among %d jumps to %d, not %d", key, n, got, want)
		}
	})
}

func TestAKeyJumpsAmongAtLeastOneBucket(t *testing.T) {
	require.Zero(t, placement.JumpHash(7, 1))
	for _, buckets := range []int{0, -1, math.MaxInt32 + 1} {
		require.Panics(t, func() { placement.JumpHash(7, buckets) })
	}
}

func TestTheJumpsOfAKeyAreTheNumbersOfNodesAtWhichItMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "nodes")
		j := placement.NewJump(hash.XXHash64)
		require.NoError(t, j.AddAll(even(numbered("shard-", n)...)...))
		p := hash.Position{Hi: rapid.Uint64().Draw(t, "key")}
		path := []int{0}
		for buckets := 2; buckets <= n; buckets++ {
			if b := placement.JumpHash(p.Hi, buckets); b != path[len(path)-1] {
				path = append(path, b)
			}
		}
		why := j.Explain(p)
		require.Equal(t, path, why.Path)
		require.Equal(t, path[len(path)-1], why.Index)
		require.Equal(t, n, why.Of)
	})
}

func TestRemovingANodeThatIsNotTheLastShiftsThoseBehindIt(t *testing.T) {
	j := placement.NewJump(hash.XXHash64)
	require.NoError(t, j.AddAll(even("a", "b", "c", "d")...))
	keys := positionsOf(numbered("user:", 2000))

	fewer := j.Clone()
	require.NoError(t, fewer.Remove("d"))
	last := placement.Moves(j, fewer, keys)
	require.Equal(t, last.Least, last.Keys)

	require.NoError(t, fewer.Add(placement.Node{Name: "d", Weight: 1}))
	require.NoError(t, fewer.Remove("a"))
	first := placement.Moves(j, fewer, keys)
	require.Greater(t, first.Keys, 3*first.Least/2)
}

func positionsOf(keys []string) []hash.Position {
	all := make([]hash.Position, len(keys))
	for i, key := range keys {
		all[i] = hash.XXHash64.Position(key)
	}
	return all
}
