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
)

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

// The share of draws up to x must be the distribution function at x.
func TestExponentialDrawsFollowTheExponential(t *testing.T) {
	d := sim.Exponential(time.Second)
	const n = 400_000
	for _, x := range []float64{0.01, 0.5, 1, 2, 5} {
		below := 0
		for i := range uint64(n) {
			if d.At(exact.Draw(9, 0, i, 0, 0)).Seconds() <= x {
				below++
			}
		}
		p := 1 - math.Exp(-x)
		require.InDelta(t, p, float64(below)/n, 4*math.Sqrt(p*(1-p)/n))
	}
}

func TestTheExtremesOfADrawAreFinite(t *testing.T) {
	for _, d := range []sim.Dist{
		sim.Fixed(78 * time.Hour), sim.Exponential(78 * time.Hour), sim.Erlang(16, 78*time.Hour),
		sim.Hyperexponential(1000, 78*time.Hour), {},
	} {
		for _, u := range []uint64{0, 1 << 11, 1 << 63, math.MaxUint64 - 1<<11, math.MaxUint64} {
			got := d.At(u)
			require.True(t, got >= 0 && got < 1<<62, "%v at %#x: %v", d, u, got)
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
	} {
		require.PanicsWithValue(t, want, f)
	}
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
