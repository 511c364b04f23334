package sim_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/exact"
	"headroom/core/sim"
)

var profiles = []string{
	"steady:50", "ramp:10:200:20s", "ramp:200:0:20s", "bursty:0:300:3s:1s", "bursty:20:200:1s:2s", "daily:0:100:20s", "daily:90:10:7s",
	"drawn:0s@0,5s@100,5s@20,12s@0,15s@0,20s@80", "daily:30:30:1s", "drawn:3s@200,3s@0,8s@50",
}

// Arrivals in a window are Poisson with the integral of the rate as mean, and so is their variance.
func TestCountsOverWindowsAreThoseOfTheIntegratedRate(t *testing.T) {
	const windows, runs = 15, 400
	length := 2 * time.Second
	for _, text := range profiles {
		p := must(sim.ParseProfile(text))
		var sum, square [windows]float64
		for seed := range uint64(runs) {
			flow, counts := sim.NewFlow(seed+1, 0, p), [windows]float64{}
			for {
				_, at := flow.Next()
				if at >= windows*length {
					break
				}
				counts[at/length]++
			}
			for i, n := range counts {
				sum[i], square[i] = sum[i]+n, square[i]+n*n
			}
		}
		for i := range windows {
			want := p.Expected(time.Duration(i)*length, time.Duration(i+1)*length)
			mean := sum[i] / runs
			require.InDelta(t, want, mean, 4.5*math.Sqrt(want/runs)+1e-9, "%s, window %d", text, i)
			if want > 20 {
				require.InEpsilon(t, want, square[i]/runs-mean*mean, 5*math.Sqrt(2.0/runs), "%s, variance of window %d", text, i)
			}
		}
	}
}

// The expected number is the integral of the rate, here summed by the trapezoidal rule.
func TestWhatIsExpectedIsTheIntegralOfTheRate(t *testing.T) {
	for _, text := range profiles {
		p := must(sim.ParseProfile(text))
		sum := 0.0
		const step = 500 * time.Microsecond
		for at := time.Duration(0); at < 30*time.Second; at += step {
			sum += (p.Rate(at) + p.Rate(at+step-1)) / 2 * step.Seconds()
		}
		require.InEpsilon(t, sum, p.Expected(0, 30*time.Second), 1e-4, text)
		require.InDelta(t, p.Expected(0, 30*time.Second), p.Expected(0, 7*time.Second)+p.Expected(7*time.Second, 30*time.Second), 1e-9, text)
	}
}

// Between two arrivals as much of the rate passes as the draw says, to the rounding of nanoseconds.
func TestArrivalsInvertTheIntegratedRate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := must(sim.ParseProfile(rapid.SampledFrom(profiles).Draw(t, "profile")))
		seed := rapid.Uint64().Draw(t, "seed")
		flow, draws, last := sim.NewFlow(seed, 3, p), exact.NewRand(seed, 3), time.Duration(0)
		for want := uint64(1); want < 300; want++ {
			number, at := flow.Next()
			require.Equal(t, want, number)
			if at == sim.Forever {
				return
			}
			require.InDelta(t, draws.Exp(), p.Expected(last, at), 1e-6)
			last = at
		}
	})
}

func TestTwiceTheRateBringsTheSameArrivalsTwiceAsFast(t *testing.T) {
	slow := sim.NewFlow(1, 0, must(sim.Steady(100)))
	fast := sim.NewFlow(1, 0, must(sim.Steady(200)))
	for range 1000 {
		_, a := slow.Next()
		_, b := fast.Next()
		require.InDelta(t, a, 2*b, 2000)
	}
}

func TestAChangeOfRateTakesBackTheArrivalThatIsToCome(t *testing.T) {
	flow := sim.NewFlow(1, 0, must(sim.Steady(1)))
	number, at := flow.Next()
	fork := flow
	const now = 100 * ms
	require.Greater(t, at, now)
	flow.Change(now, must(sim.Steady(10)))
	again, sooner := flow.Next()
	require.Equal(t, number, again)
	require.InDelta(t, now+(at-now)/10, sooner, 2)

	// Twice, without an arrival in between, and back.
	fork.Change(now, must(sim.Steady(7)))
	fork.Change(now+10*ms, must(sim.Steady(1)))
	again, sooner = fork.Next()
	require.Equal(t, number, again)
	require.InDelta(t, at-60*ms, sooner, 2, "ten milliseconds passed seven times as fast")
}

const ms = time.Millisecond

func TestAChangeToTheSameRateChangesNothing(t *testing.T) {
	for _, text := range profiles {
		p := must(sim.ParseProfile(text))
		plain, changed := sim.NewFlow(5, 0, p), sim.NewFlow(5, 0, p)
		last := time.Duration(0)
		for range 200 {
			number, at := plain.Next()
			changed.Next()
			if at == sim.Forever {
				break
			}
			changed.Change(last+(at-last)/3, p)
			again, same := changed.Next()
			require.Equal(t, number, again)
			require.InDelta(t, at, same, 1000, text)
			last = at
		}
	}
}

func TestAStreamThatStopsGoesOnWhenItsRateComesBack(t *testing.T) {
	flow := sim.NewFlow(1, 0, must(sim.Steady(0)))
	number, at := flow.Next()
	require.Equal(t, sim.Forever, at)
	flow.Change(time.Minute, must(sim.Steady(100)))
	again, at := flow.Next()
	require.Equal(t, number, again)
	require.InDelta(t, time.Minute, at, float64(time.Second))
	flow.Change(at, sim.Profile{})
	_, at = flow.Next()
	require.Equal(t, sim.Forever, at)
	_, at = flow.Next()
	require.Equal(t, sim.Forever, at)
}

func TestARecordingIsPlayedAsItWas(t *testing.T) {
	times := []time.Duration{0, ms, ms, 5 * ms, time.Hour}
	p := must(sim.Recorded(times))
	flow := sim.NewFlow(1, 0, p)
	for i, want := range append(times, sim.Forever, sim.Forever) {
		number, at := flow.Next()
		require.Equal(t, fmt.Sprint(i+1, want), fmt.Sprint(number, at))
	}
	require.Equal(t, 3.0, p.Expected(0, 5*ms))
	require.Zero(t, p.Rate(ms))

	flow = sim.NewFlow(1, 0, p)
	flow.Next()
	flow.Next()
	flow.Change(ms/2, p) // its second is taken back
	number, at := flow.Next()
	require.Equal(t, fmt.Sprint(2, ms), fmt.Sprint(number, at))
	flow.Change(2*ms, p)
	_, at = flow.Next()
	require.Equal(t, 5*ms, at)
	flow.Change(3*ms, must(sim.Steady(100)))
	number, at = flow.Next()
	require.EqualValues(t, 3, number)
	require.Greater(t, at, 3*ms)
}

func TestRatesFarApartComeToAnEndAllTheSame(t *testing.T) {
	for _, text := range []string{
		"steady:0.000000001", "bursty:0:0:1ns:1ns", "bursty:0:0.0000001:1ns:1ns", "bursty:0:10000000:1000h:1ns",
		"daily:0:0:1ns", "daily:0:0.0000001:1ns", "daily:0:10000000:1000h", "ramp:10000000:0:1ns", "drawn:1000h@10000000",
		"steady:10000000", "steady:1e-300", "bursty:0:1e-300:1ns:1ns", "daily:0:1e-300:1ns",
	} {
		flow, last := sim.NewFlow(1, 0, must(sim.ParseProfile(text))), time.Duration(0)
		for range 100 {
			_, at := flow.Next()
			require.GreaterOrEqual(t, at, last, text)
			last = at
		}
	}
}

func TestProfilesRefuseWhatMakesNoSense(t *testing.T) {
	refused := func(want string) func(sim.Profile, error) {
		return func(_ sim.Profile, err error) {
			t.Helper()
			require.EqualError(t, err, want)
		}
	}
	refused("sim: a rate of NaN per second: it is 0 to 10000000")(sim.Steady(math.NaN()))
	refused("sim: a rate of -1 per second: it is 0 to 10000000")(sim.Daily(-1, 0, time.Second))
	refused("sim: a rate of -1 per second: it is 0 to 10000000")(sim.Daily(0, -1, time.Second))
	refused("sim: a period of 0s: it takes a time above 0s, up to 1000h0m0s")(sim.Daily(0, 1, 0))
	refused("sim: a ramp of 0s: it takes a time above 0s, up to 1000h0m0s")(sim.Ramp(0, 1, 0))
	refused("sim: a calm of -1ns: it takes a time above 0s, up to 1000h0m0s")(sim.Bursty(0, 1, -1, 1))
	refused("sim: a burst of 0s: it takes a time above 0s, up to 1000h0m0s")(sim.Bursty(0, 1, 1, 0))
	refused("sim: a drawn rate has 1 to 1000 points, not 0")(sim.Drawn())
	refused("sim: a point of a rate is at -1ns: times are from 0s to 1000h0m0s, in order")(sim.Drawn(sim.Point{At: -1}))
	refused("sim: recorded arrival 2 is at 1ns: times are from 0s to 1000h0m0s, in order")(sim.Recorded([]time.Duration{2, 1}))
	refused("sim: 16777217 recorded arrivals: there are at most 16777216")(sim.Recorded(make([]time.Duration, sim.MaxRecorded+1)))
}

func TestNothingIsAllocatedPerArrivalOrDraw(t *testing.T) {
	for _, text := range profiles {
		flow := sim.NewFlow(1, 0, must(sim.ParseProfile(text)))
		require.Zero(t, testing.AllocsPerRun(200, func() { flow.Next() }), text)
	}
	total := time.Duration(0)
	for _, text := range distTexts {
		d := must(sim.ParseDist(text))
		require.Zero(t, testing.AllocsPerRun(200, func() { total += d.At(uint64(total)) }), text)
	}
}
