package exact_test

import (
	"math"
	"math/bits"
	"testing"

	"headroom/core/exact"

	"github.com/stretchr/testify/require"
)

func TestACopyOfAGeneratorDrawsOnAsTheOriginalWould(t *testing.T) {
	r := exact.NewRand(7, 3)
	r.Uint64()
	fork := r
	for range 100 {
		require.Equal(t, r.Uint64(), fork.Uint64())
	}
}

func TestStreamsAndSeedsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(100) {
		for stream := range uint64(100) {
			r := exact.NewRand(seed, stream)
			seen[r.Uint64()] = true
		}
	}
	require.Len(t, seen, 100*100)
}

func TestNumbersStayInTheirRange(t *testing.T) {
	require.Equal(t, 0.0, exact.Unit(0))
	require.Equal(t, 1-0x1p-53, exact.Unit(math.MaxUint64))
	require.Equal(t, 0x1p-53, exact.OpenUnit(0))
	require.Equal(t, 1.0, exact.OpenUnit(math.MaxUint64))
	r := exact.NewRand(1, 0)
	for range 100000 {
		u, o := r.Float64(), r.Open()
		require.True(t, u >= 0 && u < 1 && o > 0 && o <= 1)
	}
}

func TestExpHasTheMomentsOfTheExponential(t *testing.T) {
	r := exact.NewRand(1, 0)
	const n = 1_000_000
	var sum, square, cube float64
	least := math.Inf(1)
	for range n {
		x := r.Exp()
		sum, square, cube = sum+x, square+x*x, cube+x*x*x
		least = min(least, x)
	}
	require.GreaterOrEqual(t, least, 0.0)
	// Standard errors are the roots of (E[X^2k] - E[X^k]^2) / n, with E[X^k] = k!.
	require.InDelta(t, 1, sum/n, 4*math.Sqrt(1.0/n))
	require.InDelta(t, 2, square/n, 4*math.Sqrt(20.0/n))
	require.InDelta(t, 6, cube/n, 4*math.Sqrt(684.0/n))
}

func TestIntNIsEvenOnAnAwkwardRange(t *testing.T) {
	// Of 3 * 2^61 values the multiply-shift alone would hit some three times and some twice.
	const n = 3 << 61
	r := exact.NewRand(5, 0)
	var third [3]int
	for range 300000 {
		v := r.IntN(n)
		require.True(t, v >= 0 && v < n)
		third[v%3]++
	}
	require.Less(t, chiSquare(third[:], 100000), 2.0+4*math.Sqrt(2*2))
}

func TestIntNPanicsWithoutARange(t *testing.T) {
	r := exact.NewRand(1, 0)
	require.PanicsWithValue(t, "exact: IntN needs n > 0, not 0", func() { r.IntN(0) })
}

// name is a draw's name, as a point that can be walked along.
type name [5]uint64

func (n name) draw() uint64 { return exact.Draw(n[0], n[1], n[2], n[3], n[4]) }

var parts = []string{"seed", "stream", "arrival", "attempt", "hop"}

func TestNeighbouringNamesDrawEvenlyAndIndependently(t *testing.T) {
	const n = 1 << 16
	for part := range parts {
		var low, high, pair [256]int
		at := name{1, 2, 3, 4, 5}
		last := at.draw()
		for range n {
			at[part]++
			u := at.draw()
			low[u&255]++
			high[u>>56]++
			pair[u>>60|last>>60<<4]++ // this draw's upper bits beside those of the one before
			last = u
		}
		for _, counts := range [][256]int{low, high, pair} {
			chi := chiSquare(counts[:], n/256.0)
			require.InDeltaf(t, 255, chi, 4.5*math.Sqrt(2*255), "along %s", parts[part])
		}
	}
}

func TestEveryBitOfANameMovesHalfOfTheDraw(t *testing.T) {
	const n = 400
	r := exact.NewRand(1, 0)
	for part := range parts {
		for bit := range 64 {
			flipped := 0
			for range n {
				at := name{r.Uint64() & 255, r.Uint64() & 15, r.Uint64() & 0xfffff, r.Uint64() & 3, r.Uint64() & 7}
				to := at
				to[part] ^= 1 << bit
				flipped += bits.OnesCount64(at.draw() ^ to.draw())
			}
			// 64 n coins; their count has a standard deviation of 4 sqrt(n). 320 bits are looked at.
			require.InDeltaf(t, 32*n, flipped, 5*4*math.Sqrt(n), "bit %d of %s", bit, parts[part])
		}
	}
}

func TestSmallNamesNeverCollide(t *testing.T) {
	seen := make(map[uint64]name, 1<<18)
	for i := range 1 << 18 {
		at := name{uint64(i & 15), uint64(i >> 4 & 15), uint64(i >> 8 & 63), uint64(i >> 14 & 7), uint64(i >> 17)}
		u := at.draw()
		if other, taken := seen[u]; taken {
			require.Failf(t, "collision", "%v and %v", at, other)
		}
		seen[u] = at
	}
}

// chiSquare compares counts with an equal expectation for each.
func chiSquare(counts []int, want float64) float64 {
	total := 0.0
	for _, c := range counts {
		d := float64(c) - want
		total += d * d / want
	}
	return total
}

func TestNothingAllocates(t *testing.T) {
	r := exact.NewRand(1, 0)
	total := 0.0
	require.Zero(t, testing.AllocsPerRun(100, func() {
		sin, cos := exact.SinCos(r.Float64())
		total += sin + cos + exact.Pow(r.Open(), 0.3) + exact.Exp(r.Exp()) + exact.Unit(exact.Draw(1, 2, 3, 4, 5))
	}))
}
