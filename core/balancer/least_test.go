package balancer_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
)

func TestLeastConnectionsTakesTheFewestAndTurnsAmongEquals(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.LeastConnections}, servers(1, 5, 1)...)
	require.Equal(t, []int{0, 1, 2, 0, 1}, picks(t, p, 5))
	p.Done(0, 0, 0, true)
	p.Done(0, 0, 0, true)
	require.Equal(t, 0, pick(t, p, balancer.Request{}))
	require.Equal(t, "least connections: 0 active, the fewest of 3", words(p))
	require.Equal(t, 2, pick(t, p, balancer.Request{}), "0 and 2 have one each, and 0 was the last")
	require.Equal(t, "least connections: 1 active, the fewest of 3, its turn among 2", words(p))
}

// fewest sorts all backends by active requests, those that tie by whose turn is next.
func fewest(p *balancer.Pool, last int) int {
	var all []int
	for slot := range p.Slots() {
		if p.Name(slot) != "" && p.State(slot, 0) == balancer.Up {
			all = append(all, slot)
		}
	}
	wait := func(slot int) int { return (slot - last - 1 + p.Slots()) % p.Slots() }
	slices.SortFunc(all, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.Active(a), p.Active(b)), cmp.Compare(wait(a), wait(b)))
	})
	return all[0]
}

func TestLeastConnectionsIsTheFirstOfAllSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pool(t, balancer.Config{Policy: balancer.LeastConnections}, even(rapid.IntRange(2, 9).Draw(t, "backends"))...)
		last, active := -1, []int{}
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 99), 1, 120).Draw(t, "steps") {
			switch {
			case step == 99:
				p.Drain(1)
			case step == 98:
				p.Resume(1)
			case step%3 == 0 && len(active) > 0:
				at := step % len(active)
				p.Done(active[at], 0, 0, true)
				active = slices.Delete(active, at, at+1)
			default:
				want := fewest(p, last)
				last = pick(t, p, balancer.Request{})
				require.Equal(t, want, last)
				active = append(active, last)
			}
		}
	})
}

// fewestByWeight divides, in fractions: it finds those that tie and lets them share
// by the plain scan.
func fewestByWeight(p *balancer.Pool, current map[int]int) int {
	var all []int
	for slot := range p.Slots() {
		if p.State(slot, 0) == balancer.Up {
			all = append(all, slot)
		}
	}
	load := func(slot int) float64 { return float64(p.Active(slot)) / float64(p.Weight(slot)) }
	least := load(slices.MinFunc(all, func(a, b int) int { return cmp.Compare(load(a), load(b)) }))
	all = slices.DeleteFunc(all, func(slot int) bool { return load(slot) != least })
	if len(all) == 1 {
		return all[0]
	}
	best, total := all[0], 0
	for _, slot := range all {
		current[slot] += p.Weight(slot)
		total += p.Weight(slot)
	}
	for _, slot := range all {
		if current[slot] > current[best] {
			best = slot
		}
	}
	current[best] -= total
	return best
}

func TestWeightedLeastConnectionsIsTheLeastOfAllDivided(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.IntRange(1, 6), 1, 7).Draw(t, "weights")
		p := pool(t, balancer.Config{Policy: balancer.WeightedLeastConnections}, servers(weights...)...)
		current, active := map[int]int{}, []int{}
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 99), 1, 150).Draw(t, "steps") {
			if step%3 == 0 && len(active) > 0 {
				at := step % len(active)
				p.Done(active[at], 0, 0, true)
				active = slices.Delete(active, at, at+1)
				continue
			}
			want := fewestByWeight(p, current)
			slot := pick(t, p, balancer.Request{})
			require.Equal(t, want, slot)
			active = append(active, slot)
		}
	})
}

func TestWeightedLeastConnectionsFillsByWeight(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.WeightedLeastConnections}, servers(6, 3, 1)...)
	picks(t, p, 100)
	require.Equal(t, []int{60, 30, 10}, []int{p.Active(0), p.Active(1), p.Active(2)})
	require.Contains(t, words(p), "of 3 by weight")
}
