package session

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
)

// stone is a world of a size in which nothing happens.
type stone struct {
	lab.World
	size int
}

func (s stone) Clone() lab.World { return s }
func (s stone) Size() int        { return s.size }

func (k *keyframes) numbers() []int {
	var ns []int
	for _, p := range k.points {
		ns = append(ns, p.n)
	}
	return ns
}

func TestKeyframesThinOutTowardsThePast(t *testing.T) {
	var k keyframes
	for n := range 20_000 {
		k.add(point{world: stone{size: 1}, n: n})
	}
	ns := k.numbers()
	require.True(t, slices.IsSorted(ns))
	require.Less(t, len(ns), 256*11, "a few for each doubling of the distance")
	last := 20_000 - 1
	require.Equal(t, last, ns[len(ns)-1])
	for i := len(ns) - 1; i > 0; i-- {
		gap, age := ns[i]-ns[i-1], last-ns[i-1]
		require.LessOrEqual(t, gap, max(1, age/64), "between %d and %d", ns[i-1], ns[i])
	}
}

func TestKeyframesStayWithinTheirBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var k keyframes
		most := rapid.SampledFrom([]int{1, 1 << 16, 1 << 22, 30 << 20, 80 << 20}).Draw(t, "most")
		n := 0
		for range rapid.IntRange(1, 300).Draw(t, "points") {
			n += rapid.IntRange(0, 3).Draw(t, "step")
			k.add(point{world: stone{size: rapid.IntRange(1, most).Draw(t, "size")}, n: n})
			bytes := 0
			for _, p := range k.points {
				bytes += p.size
			}
			require.Equal(t, bytes, k.bytes)
			require.LessOrEqual(t, k.bytes, maxKept)
			require.LessOrEqual(t, len(k.points), maxKeyframe)
			require.True(t, slices.IsSorted(k.numbers()))
		}
	})
}

func TestAPointThatIsKeptIsNotKeptAgain(t *testing.T) {
	var k keyframes
	for _, n := range []int{1, 1, 3, 2, 3, 4} {
		k.add(point{world: stone{size: 1}, n: n})
	}
	require.Equal(t, []int{1, 3, 4}, k.numbers())
}

func TestTheLatestUsablePointIsFoundAndOthersAreDropped(t *testing.T) {
	var k keyframes
	for n := range 10 {
		k.add(point{world: stone{size: 1}, n: n, at: time.Duration(n)})
	}
	early := func(p *point) bool { return p.at <= 5 }
	p, ok := k.latest(early)
	require.True(t, ok)
	require.Equal(t, 5, p.n)
	k.drop(early)
	require.Equal(t, 5, k.numbers()[len(k.numbers())-1])
	_, ok = k.latest(func(*point) bool { return false })
	require.False(t, ok)
	k.clear()
	require.Empty(t, k.numbers())
	require.Zero(t, k.bytes)
}
