package sim_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"headroom/core/exact"
	"headroom/core/sim"
	"headroom/core/stats"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func TestDrawsHaveTheMeanAndVariationTheyPromise(t *testing.T) {
	for _, row := range []struct {
		name string
		dist sim.Dist
		scv  float64
	}{
		{"fixed", sim.Fixed(time.Second), 0},
		{"exponential", sim.Exponential(time.Second), 1},
		{"Erlang of 1 phase", sim.Erlang(1, time.Second), 1},
		{"Erlang of 2 phases", sim.Erlang(2, time.Second), 1.0 / 2},
		{"Erlang of 4 phases", sim.Erlang(4, time.Second), 1.0 / 4},
		{"Erlang of 16 phases", sim.Erlang(16, time.Second), 1.0 / 16},
		{"hyperexponential that is exponential", sim.Hyperexponential(1, time.Second), 1},
		{"hyperexponential of 4", sim.Hyperexponential(4, time.Second), 4},
		{"hyperexponential of 10", sim.Hyperexponential(10, time.Second), 10},
		{"log-normal that is fixed", sim.LogNormal(0, time.Second), 0},
		{"log-normal of 1/4", sim.LogNormal(0.25, time.Second), 0.25},
		{"log-normal of 1.5", sim.LogNormal(1.5, time.Second), 1.5},
		{"Pareto of shape 5", sim.Pareto(5, time.Second), 1.0 / 15},
		{"Pareto of shape 100", sim.Pareto(100, time.Second), 1.0 / 9800},
		{"empirical", must(sim.Empirical([]time.Duration{2 * time.Second, 0, time.Second, time.Second})), 0.5},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Equal(t, time.Second, row.dist.Mean())
			require.InDelta(t, row.scv, row.dist.SCV(), 1e-9)
			var x, square stats.Moments
			for i := range uint64(400_000) {
				d := row.dist.At(exact.Draw(1, 2, i, 0, 0))
				x.Add(d.Seconds())
				square.Add(float64(d.Seconds() * d.Seconds()))
			}
			require.InDelta(t, 1, x.Mean(), 4*x.StandardError()+1e-12)
			require.InDelta(t, 1+row.scv, square.Mean(), 4*square.StandardError()+1e-12)
		})
	}
}

// The share of draws up to x must be the distribution function at x. For a heavy tail this says more than
// moments do, which hang on a few draws or are infinite.
func TestDrawsFollowTheirDistributionFunction(t *testing.T) {
	normal := func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
	const n = 400_000
	for _, row := range []struct {
		dist sim.Dist
		cdf  func(x float64) float64
	}{
		{sim.Exponential(time.Second), func(x float64) float64 { return 1 - math.Exp(-x) }},
		{sim.Erlang(2, time.Second), func(x float64) float64 { return 1 - math.Exp(-2*x)*(1+2*x) }},
		{sim.LogNormal(4, time.Second), func(x float64) float64 {
			variance := math.Log(5)
			return normal((math.Log(x) + variance/2) / math.Sqrt(variance))
		}},
		{sim.Pareto(2.2, time.Second), func(x float64) float64 { return 1 - math.Pow(max(1, x*2.2/1.2), -2.2) }},
		{sim.Pareto(1.1, time.Second), func(x float64) float64 { return 1 - math.Pow(max(1, x*1.1/0.1), -1.1) }},
	} {
		for _, x := range []float64{0.01, 0.1, 0.5, 1, 2, 5, 20} {
			below := 0
			for i := range uint64(n) {
				if row.dist.At(exact.Draw(9, 0, i, 0, 0)).Seconds() <= x {
					below++
				}
			}
			p := row.cdf(x)
			require.InDelta(t, p, float64(below)/n, 4.5*math.Sqrt(p*(1-p)/n)+1e-9, "%v at %v", &row.dist, x)
		}
	}
}

func TestDrawsGrowAsTheirBitsGetSmaller(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := must(sim.ParseDist(rapid.SampledFrom([]string{
			"exp:20ms", "lognormal:20ms:1.5", "lognormal:20ms:1000", "pareto:20ms:1.1", "pareto:1s:2.2", "empirical:1ms,3ms,9ms",
		}).Draw(t, "dist")))
		a, b := rapid.Uint64().Draw(t, "a"), rapid.Uint64().Draw(t, "b")
		require.GreaterOrEqual(t, d.At(min(a, b)), d.At(max(a, b)))
	})
}

func TestVariationMayBeInfiniteAndThatOfNothingIsNone(t *testing.T) {
	for _, shape := range []float64{1.1, 2} {
		d := sim.Pareto(shape, time.Second)
		require.True(t, math.IsInf(d.SCV(), 1))
	}
	nothing := must(sim.Empirical([]time.Duration{0, 0}))
	require.Zero(t, nothing.SCV())
	require.Zero(t, nothing.At(5))
}

func TestAnEmpiricalDistributionKeepsItsOwnSample(t *testing.T) {
	sample := []time.Duration{3, 1, 2}
	d := must(sim.Empirical(sample))
	require.Equal(t, []time.Duration{3, 1, 2}, sample)
	sample[0] = 77
	require.Equal(t, []time.Duration{3, 2, 1}, []time.Duration{d.At(0), d.At(1 << 63), d.At(math.MaxUint64)})
}

func TestTheExtremesOfADrawAreFinite(t *testing.T) {
	for _, d := range []sim.Dist{
		sim.Fixed(78 * time.Hour), sim.Exponential(78 * time.Hour), sim.Erlang(16, 78*time.Hour),
		sim.Hyperexponential(1000, 78*time.Hour), sim.LogNormal(1000, 78*time.Hour), sim.Pareto(1.1, 78*time.Hour), {},
	} {
		for _, u := range []uint64{0, 1 << 11, 1 << 63, math.MaxUint64 - 1<<11, math.MaxUint64} {
			got := d.At(u)
			require.True(t, got >= 0 && got <= 1<<62, "%v at %#x: %v", d, u, got)
		}
	}
}

func TestHyperexponentialDrawsAreFiniteAtTheBorderOfTheirBranches(t *testing.T) {
	d := sim.Hyperexponential(4, time.Second)
	border := uint64(math.Round((1 + math.Sqrt(3.0/5)) / 2 * (1 << 53)))
	for k := border - 3; k <= border+3; k++ {
		got := d.At(k << 11)
		require.True(t, got >= 0 && got < 1000*time.Second)
	}
}

func TestDistributionsRefuseWhatMakesNoSense(t *testing.T) {
	for want, f := range map[string]func(){
		"sim: a distribution has a mean from 0s to 78h11m14.976710656s, not -1ns": func() { sim.Fixed(-1) },
		"sim: a distribution has a mean from 0s to 78h11m14.976710656s, not 79h0m0s": func() {
			sim.Exponential(79 * time.Hour)
		},
		"sim: an Erlang distribution has 1 to 16 phases, not 17":            func() { sim.Erlang(17, 1) },
		"sim: a hyperexponential distribution varies by 1 to 1000, not 0.5": func() { sim.Hyperexponential(0.5, 1) },
		"sim: a log-normal distribution varies by 0 to 1000, not NaN":       func() { sim.LogNormal(math.NaN(), 1) },
		"sim: a Pareto distribution has a shape from 1.1 to 100, not 1":     func() { sim.Pareto(1, 1) },
	} {
		require.PanicsWithValue(t, want, f)
	}
}

func TestAnEmpiricalDistributionRefusesWhatMakesNoSense(t *testing.T) {
	_, err := sim.Empirical(nil)
	require.EqualError(t, err, "sim: an empirical distribution has 1 to 65536 durations, not 0")
	_, err = sim.Empirical([]time.Duration{5, -1})
	require.EqualError(t, err, "sim: an empirical distribution has durations from 0s to 78h11m14.976710656s, not from -1ns to 5ns")
}

func TestArrivalsAreNumberedFromOneAndACopyGoesOnWithTheSame(t *testing.T) {
	a := sim.NewArrivals(1, 0, sim.Exponential(time.Second))
	last := time.Duration(0)
	for want := range uint64(100) {
		number, at := a.Next()
		require.Equal(t, want+1, number)
		require.GreaterOrEqual(t, at, last)
		last = at
	}
	fork := a
	wantNumber, wantAt := a.Next()
	number, at := fork.Next()
	require.Equal(t, fmt.Sprint(wantNumber, wantAt), fmt.Sprint(number, at))
	fork.Gap = sim.Fixed(time.Hour)
	_, next := fork.Next()
	require.Equal(t, at+time.Hour, next)
}
