package conformance

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/exact"
)

// balanced returns a pool of backends of these weights, in slots of their order.
func balanced(t *testing.T, c balancer.Config, weights ...int) *balancer.Pool {
	t.Helper()
	pool, err := balancer.New(c)
	require.NoError(t, err)
	for i, name := range numbered("server-", len(weights)) {
		require.NoError(t, pool.Add(0, balancer.Backend{Name: name, Weight: weights[i]}))
	}
	return pool
}

func TestSmoothWeightedRoundRobinIsNginxs(t *testing.T) {
	var file struct {
		Cases []struct {
			Weights  []int
			Sequence []int
			Period   int
			Current  [][]int `json:"current_weight_after_each"`
		}
	}
	vectors(t, "smooth_wrr", &file)
	require.NotEmpty(t, file.Cases)
	for _, c := range file.Cases {
		t.Run(fmt.Sprint(c.Weights), func(t *testing.T) {
			pool := balanced(t, balancer.Config{Policy: balancer.SmoothWeighted}, c.Weights...)
			for period := range 3 { // the first is worked out, the others are replayed
				for i := range c.Period {
					slot, err := pool.Pick(balancer.Request{})
					require.NoError(t, err)
					require.Equal(t, c.Sequence[i], slot, "pick %d of period %d", i, period)
					if i >= len(c.Current) {
						continue
					}
					for slot, want := range c.Current[i] {
						require.Equal(t, want, pool.CurrentWeight(slot), "slot %d after pick %d of period %d", slot, i, period)
					}
				}
			}
			fresh := balanced(t, balancer.Config{Policy: balancer.SmoothWeighted}, c.Weights...)
			for i, want := range c.Sequence {
				slot, err := fresh.Pick(balancer.Request{})
				require.NoError(t, err)
				require.Equal(t, want, slot, "pick %d", i)
			}
		})
	}
}

// thrown are the loads of as many bins as balls, thrown with d choices each.
func thrown(t *testing.T, bins *balancer.Pool, random *exact.Rand) []int {
	loads := make([]int, bins.Len())
	for range loads {
		slot, err := bins.Pick(balancer.Request{Draw: random.Uint64()})
		if err != nil {
			require.NoError(t, err)
		}
		loads[slot]++
	}
	return loads
}

func binsOf(t *testing.T, n, d int) *balancer.Pool {
	weights := make([]int, n)
	for i := range weights {
		weights[i] = 1
	}
	return balanced(t, balancer.Config{Policy: balancer.TwoChoices, Choices: d, Replacement: true}, weights...)
}

// The share of bins with at least i balls tends to the solution of a differential
// equation. Among 2^16 bins it varies by less than sqrt(s(1-s)/n), since each ball
// evens the bins out.
func TestBallsIntoBinsTendToTheFluidLimit(t *testing.T) {
	const log2n, trials = 16, 4
	var file struct {
		Fluid map[string][]float64 `json:"fluid_s"`
	}
	vectors(t, "two_choices", &file)
	require.NotEmpty(t, file.Fluid)
	for _, choices := range slices.Sorted(maps.Keys(file.Fluid)) {
		d, err := strconv.Atoi(choices)
		require.NoError(t, err)
		bins, random, limit := binsOf(t, 1<<log2n, d), exact.NewRand(7, uint64(d)), file.Fluid[choices]
		atLeast := make([]float64, len(limit))
		for range trials {
			for _, load := range thrown(t, bins.Clone(), &random) {
				for i := 0; i <= load && i < len(limit); i++ {
					atLeast[i]++
				}
			}
		}
		for i, want := range limit {
			n := float64(trials << log2n)
			got := atLeast[i] / n
			require.InDelta(t, want, got, 4*math.Sqrt(want*(1-want)/n)+2/n, "d=%d, share of bins with %d or more", d, i)
		}
	}
}

// The fullest bin: its distribution is compared with the simulations of the file, the
// sampling error of both taken together.
func TestTheFullestOfManyBinsIsAsFullAsInTheSimulations(t *testing.T) {
	var file struct {
		Sims []struct {
			D, Log2n, Trials int
			Histogram        map[int]int `json:"maxload_hist"`
		} `json:"ballsbins_sim"`
	}
	vectors(t, "two_choices", &file)
	require.NotEmpty(t, file.Sims)
	for _, sim := range file.Sims {
		if sim.Log2n > 12 {
			continue // more bins than a pool has slots, or so many that it takes too long
		}
		trials := 1 << (19 - sim.Log2n)
		empty, random, counts := binsOf(t, 1<<sim.Log2n, sim.D), exact.NewRand(11, uint64(sim.D)), map[int]int{}
		for range trials {
			counts[slices.Max(thrown(t, empty.Clone(), &random))]++
		}
		for load, times := range sim.Histogram {
			want, got := float64(times)/float64(sim.Trials), float64(counts[load])/float64(trials)
			share := float64(times+counts[load]) / float64(sim.Trials+trials)
			error := math.Sqrt(share * (1 - share) * (1/float64(sim.Trials) + 1/float64(trials)))
			require.InDelta(t, want, got, 4*error+1/float64(trials), "d=%d, 2^%d bins, fullest %d", sim.D, sim.Log2n, load)
		}
	}
}
