package balancer_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
	"headroom/core/hash"
	"headroom/core/placement"
)

func TestIPHashIsModuloOverThoseInRotation(t *testing.T) {
	for _, f := range []hash.Func{hash.MD5, hash.XXHash64, hash.Murmur3, hash.FNV1a} {
		p := pool(t, balancer.Config{Policy: balancer.IPHash, Hash: f}, even(7)...)
		for _, drained := range []int{-1, 2, 5} {
			modulo := placement.NewModulo(f)
			if drained >= 0 {
				p.Drain(drained)
			}
			for slot := range p.Slots() {
				if p.State(slot, 0) == balancer.Up {
					require.NoError(t, modulo.Add(placement.Node{Name: p.Name(slot), Weight: 1}))
				}
			}
			for i := range uint64(300) {
				r := request(i)
				require.Equal(t, modulo.Name(modulo.Owner(r.Client)), p.Name(pick(t, p, r)))
			}
		}
	}
}

func TestConsistentHashIsARingOfThoseInRotation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom([]hash.Func{hash.MD5, hash.XXHash64}).Draw(t, "hash")
		p := pool(t, balancer.Config{Policy: balancer.ConsistentHash, Hash: f, VirtualNodes: 9}, even(6)...)
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			changeSomething(t, p, scan{})
			ring := placement.NewRing(f, 9)
			for slot := range p.Slots() {
				if p.Name(slot) != "" && p.State(slot, 0) == balancer.Up {
					require.NoError(t, ring.Add(placement.Node{Name: p.Name(slot), Weight: 1}))
				}
			}
			for i := range uint64(40) {
				r := request(i)
				slot, err := p.Pick(r)
				if ring.Len() == 0 {
					require.Error(t, err)
					continue
				}
				require.Equal(t, ring.Name(ring.Owner(r.Client)), p.Name(slot))
			}
		}
	})
}

func TestAClientComesBackToItsBackend(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.ConsistentHash}, even(5)...)
	before := picks(t, p, 500)
	p.Drain(3)
	during := picks(t, p, 500)
	for i := range before {
		if before[i] != 3 {
			require.Equal(t, before[i], during[i], "only clients of the drained one move")
		}
		require.NotEqual(t, 3, during[i])
	}
	p.Resume(3)
	require.Equal(t, before, picks(t, p, 500))
}

func TestBoundedLoadsAreNeverAboveTheBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		epsilon := rapid.SampledFrom([]float64{1e-9, 0.01, 0.1, 0.25, 1, 1000}).Draw(t, "epsilon")
		p := pool(t, balancer.Config{Policy: balancer.BoundedLoads, Epsilon: epsilon, VirtualNodes: 20},
			even(rapid.IntRange(1, 9).Draw(t, "backends"))...)
		clients := rapid.Uint64Range(1, 50).Draw(t, "clients")
		var active []int
		for i := range uint64(150) {
			if x := hash.Mix(i + clients); x%5 < 2 && len(active) > 0 {
				at := int(x>>32) % len(active)
				p.Done(active[at], 0, 0, true)
				active = append(active[:at], active[at+1:]...)
				continue
			}
			slot := pick(t, p, request(hash.Mix(i)%clients))
			active = append(active, slot)
			share := 1_000_000_000 * p.Len()
			bound := (int(math.Round((1+epsilon)*1e9))*len(active) + share - 1) / share
			require.LessOrEqual(t, p.Active(slot), bound)
			require.EqualValues(t, bound, p.Why().Of)
		}
	})
}

func TestTheBoundIsTheOneOfTheEpsilonThatIsWritten(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.BoundedLoads, Epsilon: 0.1}, even(10)...)
	picks(t, p, 2000)
	require.EqualValues(t, 220, p.Why().Of, "in binary fractions 1.1 * 2000 / 10 is a little over 220")
}

func TestAHotClientSpillsOverToTheNextOnTheRing(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.BoundedLoads}, even(4)...)
	hot := request(1)
	counts := map[int]int{}
	for range 400 {
		counts[pick(t, p, hot)]++
	}
	for slot := range 4 {
		require.LessOrEqual(t, counts[slot], 125)
	}
	require.Contains(t, words(p), "hash of 10.0.0.7 belongs to ")
	ring := placement.NewRing(hash.MD5, 160)
	for slot := range 4 {
		require.NoError(t, ring.Add(placement.Node{Name: p.Name(slot), Weight: 1}))
	}
	require.Equal(t, ring.Name(ring.Owner(hot.Client)), p.Name(int(p.Why().Drawn[0].Slot)))
}
