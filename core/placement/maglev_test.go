package placement_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
	"headroom/core/placement"
)

func TestATableThatIsNotAPrimeIsRefusedWithTheNextPrime(t *testing.T) {
	for _, row := range []struct {
		size int
		says string
	}{
		{65536, "a Maglev table of 65536 entries: the size must be a prime, such as 65537"},
		{100, "a Maglev table of 100 entries: the size must be a prime, such as 101"},
		{9, "a Maglev table of 9 entries: the size must be a prime, such as 11"},
		{8388606, "a Maglev table of 8388606 entries: the size must be a prime, such as 8388593"},
		{1, "a Maglev table of 1 entries: the size is a prime between 2 and 8388608, such as 65537"},
		{0, "a Maglev table of 0 entries: the size is a prime between 2 and 8388608, such as 65537"},
		{8388617, "a Maglev table of 8388617 entries: the size is a prime between 2 and 8388608, such as 65537"},
	} {
		_, err := placement.NewMaglev(hash.XXHash64, row.size)
		require.EqualError(t, err, row.says)
	}
	for _, size := range []int{2, 3, 7, 65537, 655373, 8388593} {
		require.Equal(t, size, must(placement.NewMaglev(hash.XXHash64, size)).TableSize())
	}
}

func TestMoreNodesThanEntriesAreRefused(t *testing.T) {
	m := must(placement.NewMaglev(hash.XXHash64, 5))
	require.NoError(t, m.AddAll(even("a", "b", "c", "d")...))
	require.EqualError(t, m.AddAll(even("e", "f")...),
		"6 nodes do not fit a Maglev table of 5 entries: take a table a hundred times as large as there are nodes")
	require.Equal(t, 4, m.Len())
	require.NoError(t, m.Add(even("e")[0]))
	require.Equal(t, []int{1, 1, 1, 1, 1}, entriesOf(m))
}

func entriesOf(m *placement.Maglev) []int {
	counts := make([]int, m.Slots())
	for entry := range m.TableSize() {
		counts[m.Owner(hash.Position{Hi: uint64(entry)})]++
	}
	return counts
}

func TestSharesOfAMaglevTableDifferByAtMostOneEntry(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{13, 101, 499, 1009, 65537}).Draw(t, "size")
		f := rapid.SampledFrom([]hash.Func{hash.MD5, hash.XXHash64, hash.Murmur3, hash.FNV1a}).Draw(t, "hash")
		m := must(placement.NewMaglev(f, size))
		require.NoError(t, m.AddAll(even(drawNames(t)...)...))
		counts := entriesOf(m)
		require.LessOrEqual(t, slices.Max(counts)-slices.Min(counts), 1)
	})
}

// A node's share is its weight's, to an entry for every node that there is.
func TestWeightedSharesOfAMaglevTableFollowTheWeights(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 65537
		m := must(placement.NewMaglev(hash.XXHash64, size))
		total := 0.0
		for _, name := range drawNames(t) {
			n := placement.Node{Name: name, Weight: rapid.Float64Range(0.05, 10).Draw(t, "weight")}
			total += n.Weight
			require.NoError(t, m.Add(n))
		}
		for slot, count := range entriesOf(m) {
			require.InDelta(t, size*m.Weight(slot)/total, count, float64(m.Len())+1)
		}
	})
}

// oneAtATime fills a table the plain way: whole permutations, no bitmap.
func oneAtATime(size int, turns []placement.Turn) []uint16 {
	table, free := make([]uint16, size), size
	taken := make([]bool, size)
	next := make([]int, len(turns))
	for {
		for i, turn := range turns {
			for {
				entry := (turn.Offset + next[i]*turn.Skip) % size
				next[i]++
				if !taken[entry] {
					table[entry], taken[entry] = uint16(i), true
					break
				}
			}
			if free--; free == 0 {
				return table
			}
		}
	}
}

func TestFillingATableAgreesWithDoingItThePlainWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{2, 3, 7, 101, 1009, 5003}).Draw(t, "size")
		turns := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) placement.Turn {
			return placement.Turn{
				Offset: rapid.IntRange(0, size-1).Draw(t, "offset"),
				Skip:   rapid.IntRange(1, size-1).Draw(t, "skip"),
				Weight: 2,
			}
		}), 1, min(size, 40)).Draw(t, "turns")
		require.Equal(t, oneAtATime(size, turns), placement.FillMaglev(size, turns))
	})
}

func TestATableIsNotFilledFromWhatIsOutOfRange(t *testing.T) {
	good := placement.Turn{Offset: 0, Skip: 1, Weight: 1}
	for _, turns := range [][]placement.Turn{
		nil, slices.Repeat([]placement.Turn{good}, 8),
		{{Offset: 7, Skip: 1, Weight: 1}}, {{Offset: -1, Skip: 1, Weight: 1}},
		{{Offset: 0, Skip: 0, Weight: 1}}, {{Offset: 0, Skip: 7, Weight: 1}},
		{{Offset: 0, Skip: 1, Weight: 0}}, {{Offset: 0, Skip: 1, Weight: math.NaN()}},
	} {
		require.Panics(t, func() { placement.FillMaglev(7, turns) })
	}
}

// The remainder is taken without a division; with as many nodes as entries the
// owner says which one it was.
func TestTheEntryOfAKeyIsItsHashModuloTheSize(t *testing.T) {
	for _, size := range []int{2, 3, 7, 499, 65521} {
		m := must(placement.NewMaglev(hash.XXHash64, size))
		require.NoError(t, m.AddAll(even(numbered("node-", size)...)...))
		rapid.Check(t, func(t *rapid.T) {
			near := rapid.Uint64Range(0, math.MaxUint64/uint64(size)).Draw(t, "multiple") * uint64(size)
			last := math.MaxUint64 - rapid.Uint64Range(0, 3).Draw(t, "from the end")
			for _, key := range []uint64{rapid.Uint64().Draw(t, "key"), near, near - 1, near + 1, last} {
				entry := hash.Position{Hi: key % uint64(size)}
				require.Equal(t, m.Owner(entry), m.Owner(hash.Position{Hi: key}), "%d mod %d", key, size)
				require.Equal(t, int(entry.Hi), m.Explain(hash.Position{Hi: key}).Index)
			}
		})
	}
}
