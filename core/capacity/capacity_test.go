package capacity_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/capacity"
)

// near allows for rounding only.
func near(t require.TestingT, want, got float64, says string) {
	require.InEpsilon(t, want, got, 1e-9, says)
}

func TestOneServerIsMM1(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rho, service := rapid.Float64Range(0.01, 0.999).Draw(t, "load"), rapid.Float64Range(1e-4, 10).Draw(t, "service")
		q := capacity.Queue{Servers: 1, Rate: rho / service, Service: service}
		rho = q.Load()
		near(t, rho, q.Waits(), "who finds it busy waits")
		near(t, service/(1-rho), q.Sojourn(), "sojourn")
		near(t, rho*rho/(1-rho), q.Waiting(), "waiting")
		near(t, rho/(1+rho), capacity.ErlangB(1, rho), "lost")
		near(t, capacity.PollaczekKhinchine(rho, service, 1), q.Wait(), "exponential service is one of many")
		share := rapid.Float64Range(0.01, 0.9999).Draw(t, "share")
		near(t, -math.Log(1-share)*q.Sojourn(), q.SojournQuantile(share), "the sojourn is exponential")
		near(t, q.Sojourn(), capacity.Supermarket(1, rho, service), "one choice is none")
		near(t, q.Sojourn(), capacity.RoundRobin(1, rho, service), "a round of one is none")
	})
}

func TestTwoServersAreTheTextbooks(t *testing.T) {
	for _, rho := range []float64{.1, .5, .9, .99} {
		q := capacity.Queue{Servers: 2, Rate: 2 * rho, Service: 1}
		near(t, 2*rho*rho/(1+rho), q.Waits(), "waits")
		near(t, 1/(1-rho*rho), q.Sojourn(), "sojourn")
	}
}

// The distribution is the one whose mean and whose waits the formulas say.
func TestQuantilesBelongToTheMeans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		servers := rapid.IntRange(1, 60).Draw(t, "servers")
		q := capacity.Queue{Servers: servers, Rate: float64(servers) * rapid.Float64Range(0.05, 0.98).Draw(t, "load"), Service: 1}
		const steps = 20_000 // midpoints; the tail beyond the last one is small
		wait, sojourn := 0.0, 0.0
		for i := range steps {
			share := (float64(i) + 0.5) / steps
			wait += q.WaitQuantile(share) / steps
			if i%20 == 0 {
				sojourn += q.SojournQuantile((float64(i)+10)/steps) / (steps / 20)
			}
		}
		require.InDelta(t, q.Wait(), wait, 1e-3*(1+q.Wait()))
		require.InDelta(t, q.Sojourn(), sojourn, 1e-2*q.Sojourn())
		require.LessOrEqual(t, q.WaitQuantile(0.99), q.SojournQuantile(0.99))
	})
}

// Where waiting takes as long as being served the two terms of the tail cancel.
func TestTheQuantileIsSmoothWhereItsFormulaIsNot(t *testing.T) {
	at := func(slack float64) float64 {
		return capacity.Queue{Servers: 4, Rate: 4 - slack, Service: 1}.SojournQuantile(0.99)
	}
	before := at(0.9999)
	for slack := 0.9999; slack < 1.0001; slack += 1e-6 {
		now := at(slack)
		require.InDelta(t, before, now, 2e-5, slack)
		before = now
	}
	for _, slack := range []float64{1e-3, 1e-6, 1e-9} {
		q := capacity.Queue{Servers: 4, Rate: 4 - slack, Service: 1}
		require.InEpsilon(t, math.Log(100)/slack, q.SojournQuantile(0.99), 0.02, "nearly full: nothing but the wait counts")
	}
}

func TestWithoutTrafficNobodyWaits(t *testing.T) {
	q := capacity.Queue{Servers: 3, Service: 0.04}
	require.Zero(t, q.Waits())
	require.Zero(t, q.Wait())
	require.Zero(t, q.WaitQuantile(0.99))
	near(t, 0.04*math.Log(100), q.SojournQuantile(0.99), "a service")
	near(t, 1, capacity.Supermarket(2, 0, 1), "a service")
	near(t, 1, capacity.RoundRobin(5, 0, 1), "a service")
	require.Zero(t, capacity.PollaczekKhinchine(0, 1, 1))
}

func TestWhatIsTooMuchNeverSettles(t *testing.T) {
	for _, load := range []float64{3, 3.5, 1e9} {
		q := capacity.Queue{Servers: 3, Rate: load, Service: 1}
		require.False(t, q.Stable())
		require.Equal(t, 1.0, q.Waits())
		for says, got := range map[string]float64{"wait": q.Wait(), "sojourn": q.Sojourn(), "waiting": q.Waiting(),
			"wait quantile": q.WaitQuantile(0.5), "sojourn quantile": q.SojournQuantile(0.5),
			"general": capacity.PollaczekKhinchine(load/3, 1, 4), "in turn": capacity.RoundRobin(3, load/3, 1), "drawn": capacity.Supermarket(2, load/3, 1)} {
			require.True(t, math.IsInf(got, 1), says)
		}
	}
}

func TestMoreServersServeBetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, load := rapid.IntRange(1, 200).Draw(t, "servers"), rapid.Float64Range(0.01, 150).Draw(t, "load")
		require.LessOrEqual(t, capacity.ErlangB(n+1, load), capacity.ErlangB(n, load)*(1-1e-3), "losses shrink, down to none")
		require.LessOrEqual(t, capacity.ErlangC(n+1, load), capacity.ErlangC(n, load))
		require.LessOrEqual(t, capacity.ErlangB(n, load), capacity.ErlangC(n, load), "who would be lost would wait")
	})
}

func TestTakingTurnsIsBetterThanChanceAndDrawingTwiceBetterStill(t *testing.T) {
	for _, load := range []float64{.5, .8, .95} {
		before := capacity.RoundRobin(1, load, 1)
		for n := 2; n < 50; n++ {
			now := capacity.RoundRobin(n, load, 1)
			require.Less(t, now, before)
			before = now
		}
		require.Less(t, capacity.Supermarket(2, load, 1), capacity.Supermarket(1, load, 1)/1.5)
		require.Less(t, capacity.Supermarket(3, load, 1), capacity.Supermarket(2, load, 1))
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	for _, wrong := range []func(){
		func() { capacity.ErlangB(0, 1) },
		func() { capacity.ErlangC(1, -1) },
		func() { capacity.ErlangC(1, math.NaN()) },
		func() { capacity.PollaczekKhinchine(0.5, 1, -1) },
		func() { capacity.RoundRobin(0, 0.5, 1) },
		func() { capacity.Supermarket(0, 0.5, 1) },
		func() { capacity.Queue{}.Waits() },
	} {
		require.Panics(t, wrong)
	}
}

func ExampleQueue() {
	q := capacity.Queue{Servers: 64, Rate: 1440, Service: 0.040}
	fmt.Printf("%.1f erlangs, %.1f%% wait, p99 %.0f ms\n", q.Load(), 100*q.Waits(), 1000*q.SojournQuantile(0.99))
	// Output: 57.6 erlangs, 31.1% wait, p99 186 ms
}

func BenchmarkErlangC(b *testing.B) {
	for b.Loop() {
		capacity.ErlangC(64, 57.6)
	}
}
