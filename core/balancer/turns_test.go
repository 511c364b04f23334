package balancer_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
)

func TestRoundRobinTakesBackendsInTurn(t *testing.T) {
	p := pool(t, balancer.Config{}, servers(1, 7, 1)...)
	require.Equal(t, []int{0, 1, 2, 0, 1, 2, 0}, picks(t, p, 7))
	require.Equal(t, "round robin: turn 1 of 3", words(p))
}

func TestRoundRobinGoesOnWhereItWasWhenBackendsComeAndGo(t *testing.T) {
	p := pool(t, balancer.Config{}, even(4)...)
	require.Equal(t, []int{0, 1}, picks(t, p, 2))
	p.Drain(2)
	require.Equal(t, []int{3, 0, 1, 3}, picks(t, p, 4))
	p.Resume(2)
	require.Equal(t, []int{0, 1, 2, 3}, picks(t, p, 4))
	p.Drain(3)
	require.Equal(t, []int{0, 1, 2, 0}, picks(t, p, 4), "past the end it begins again")
}

func TestSmoothWeightedSpreadsTheHeavyOne(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.SmoothWeighted}, servers(5, 1, 1)...)
	for range 3 {
		require.Equal(t, []int{0, 0, 1, 0, 2, 0, 0}, picks(t, p, 7))
	}
	require.Equal(t, "smooth weighted: current weight 7 of 7", words(p))
}

// scan is nginx's algorithm as it is written down, by name so that slots decide
// nothing but ties.
type scan map[string]int

func (s scan) pick(p *balancer.Pool) int {
	best, total := -1, 0
	for slot := range p.Slots() {
		if p.Name(slot) == "" || p.State(slot, 0) != balancer.Up {
			continue
		}
		s[p.Name(slot)] += p.Weight(slot)
		total += p.Weight(slot)
		if best < 0 || s[p.Name(slot)] > s[p.Name(best)] {
			best = slot
		}
	}
	if best >= 0 {
		s[p.Name(best)] -= total
	}
	return best
}

func TestSmoothWeightedIsTheScanWhateverHappensToTheBackends(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.IntRange(0, 9), 1, 6).Draw(t, "weights")
		p := pool(t, balancer.Config{Policy: balancer.SmoothWeighted}, servers(weights...)...)
		oracle := scan{}
		for range rapid.IntRange(1, 12).Draw(t, "phases") {
			for range rapid.IntRange(0, 70).Draw(t, "picks") {
				want := oracle.pick(p)
				slot, err := p.Pick(balancer.Request{})
				require.Equal(t, want, slot)
				if err == nil {
					p.Done(slot, 0, 0, true)
				}
			}
			for slot := range p.Slots() {
				if name := p.Name(slot); name != "" {
					require.Equal(t, oracle[name], p.CurrentWeight(slot), name)
				}
			}
			if rapid.IntRange(0, 3).Draw(t, "clone") == 0 {
				p = p.Clone()
			}
			changeSomething(t, p, oracle)
		}
	})
}

// changeSomething has one backend leave, join, drain, resume or weigh something else.
func changeSomething(t *rapid.T, p *balancer.Pool, oracle scan) {
	b := rapid.SampledFrom(servers(1, 2, 3, 4, 5, 6, 7, 8)).Draw(t, "backend")
	b.Weight = rapid.IntRange(0, 9).Draw(t, "weight")
	slot := p.Slot(b.Name)
	if slot < 0 {
		delete(oracle, b.Name)
		require.NoError(t, p.Add(0, b))
		return
	}
	switch rapid.IntRange(0, 3).Draw(t, "change") {
	case 0:
		p.Drain(slot)
	case 1:
		p.Resume(slot)
	case 2:
		p.Remove(slot)
	case 3:
		if p.Weight(slot) != b.Weight {
			clear(oracle)
		}
		p.SetWeight(slot, b.Weight)
	}
}

func TestOtherWeightsHoldAtOnce(t *testing.T) {
	for _, policy := range []balancer.Policy{balancer.SmoothWeighted, balancer.WeightedLeastConnections} {
		p := pool(t, balancer.Config{Policy: policy}, servers(1000, 1)...)
		got := map[int]int{}
		for i := range 599 {
			if i == 499 {
				p.SetWeight(0, 1)
				clear(got)
			}
			slot, err := p.Pick(balancer.Request{})
			require.NoError(t, err)
			p.Done(slot, 0, 0, true)
			got[slot]++
		}
		require.Equal(t, map[int]int{0: 50, 1: 50}, got, policy)
	}
}

func TestWhatIsTooLongToRememberIsScanned(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.SmoothWeighted}, servers(65535, 65534, 3)...)
	oracle := scan{}
	for range 200_000 {
		require.Equal(t, oracle.pick(p), pick(t, p, balancer.Request{}))
	}
	require.Equal(t, oracle["server-2"], p.CurrentWeight(1))
}

func TestEachPeriodGivesEachBackendItsWeight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := append(rapid.SliceOfN(rapid.IntRange(0, 40), 0, 11).Draw(t, "weights"), rapid.IntRange(1, 40).Draw(t, "somebody"))
		total := 0
		for _, w := range weights {
			total += w
		}
		p := pool(t, balancer.Config{Policy: balancer.SmoothWeighted}, servers(weights...)...)
		for range 3 {
			counts := make([]int, len(weights))
			for _, slot := range picks(t, p, total) {
				counts[slot]++
			}
			require.Equal(t, weights, counts)
		}
	})
}
