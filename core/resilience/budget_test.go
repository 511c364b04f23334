package resilience_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/resilience"
)

// What gRPC's own test of its throttle asserts (retry_throttle_test.cc).
func TestTheThrottleDoesWhatGRPCsDoes(t *testing.T) {
	throttle := must(resilience.NewThrottle(4, 1.6))
	for i, step := range []struct {
		failed bool
		tokens int
		allows bool
	}{{true, 3000, true}, {false, 4000, true}, {true, 3000, true}, {true, 2000, false}, {true, 1000, false}, {true, 0, false}, {true, 0, false},
		{false, 1600, false}, {false, 3200, true}, {true, 2200, true}, {true, 1200, false}} {
		if step.failed {
			throttle.Failed()
		} else {
			throttle.Succeeded()
		}
		require.Equal(t, step.tokens, throttle.Tokens(), "step %d", i)
		require.Equal(t, step.allows, throttle.Retry().OK(), "step %d", i)
	}
	require.Equal(t, "the budget has only 1.2, and one more takes 2.001", throttle.Retry().String())
}

func TestAThrottleKeepsThreeDecimalsOfItsRatio(t *testing.T) {
	for ratio, want := range map[float64]int{0.1: 100, 0.289: 289, 0.5466: 546, 0.001: 1, 1.9999: 1999, 0.057: 57} {
		throttle := must(resilience.NewThrottle(100, ratio))
		for range 100 {
			throttle.Failed()
		}
		throttle.Succeeded()
		require.Equal(t, want, throttle.Tokens(), "%v", ratio)
	}
}

func TestThrottlesAndBudgetsRefuseSettingsThatMakeNoSense(t *testing.T) {
	_, err := resilience.NewThrottle(0, 0.1)
	require.EqualError(t, err, "throttle: 0 tokens: it has 1 to 1000")
	_, err = resilience.NewThrottle(1, math.NaN())
	require.EqualError(t, err, "throttle: a success brings back NaN tokens: it brings 0.001 to 1000")
	_, err = resilience.NewBudget(-0.5, 10, time.Second)
	require.EqualError(t, err, "budget: a share of -0.5: retries are 0 to 1000 of a request, such as 0.2 for one in five")
	_, err = resilience.NewBudget(0.5, -1, time.Second)
	require.EqualError(t, err, "budget: a reserve of -1 retries per second: it is 0 to 1000000")
	_, err = resilience.NewBudget(0.5, 1, 0)
	require.EqualError(t, err, "budget: a window of 0s: it is 1ms to 1000h0m0s")
}

func TestABudgetAllowsItsShareOfTheRequestsAndItsReserve(t *testing.T) {
	b := must(resilience.NewBudget(0.2, 1, 10*time.Second))
	granted := func(now time.Duration) (n int) {
		for b.Retry(now).OK() {
			n++
		}
		return n
	}
	for range 100 {
		b.Request(0)
	}
	require.Equal(t, 20+10, granted(0))
	require.Equal(t, "the budget has only 0, and one more takes 1", b.Retry(9*time.Second).String())
	require.Equal(t, 10, granted(20*time.Second), "all is forgotten but the reserve")
	for range 7 {
		b.Request(20 * time.Second)
	}
	require.Equal(t, 1, granted(20*time.Second))
	require.EqualValues(t, 400, b.Left(20*time.Second))
	require.EqualValues(t, 400, b.Left(3*time.Second), "time that goes backwards stands still")
}

// The oracle keeps every event and counts those in the ten parts of the window that the budget
// looks at.
func TestABudgetIsNeverExceededInAnyWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		perSecond := rapid.IntRange(0, 3).Draw(t, "per second")
		b := must(resilience.NewBudget(0.25, perSecond, 10*time.Second))
		type event struct {
			part   time.Duration
			amount int
		}
		var all []event
		now := time.Duration(0)
		left := func() int {
			sum := perSecond * 10 * 1000
			for _, e := range all {
				if e.part > now/time.Second-10 {
					sum += e.amount
				}
			}
			return sum
		}
		t.Repeat(map[string]func(*rapid.T){
			"request": func(t *rapid.T) {
				b.Request(now)
				all = append(all, event{now / time.Second, 250})
			},
			"retry": func(t *rapid.T) {
				why := b.Retry(now)
				require.Equal(t, left() >= 1000, why.OK())
				if why.OK() {
					all = append(all, event{now / time.Second, -1000})
					require.GreaterOrEqual(t, left(), 0)
				}
			},
			"wait": func(t *rapid.T) {
				now += rapid.SampledFrom([]time.Duration{1, 100 * ms, time.Second, 5 * time.Second, time.Minute}).Draw(t, "how long")
			},
			"": func(t *rapid.T) { require.EqualValues(t, left(), b.Left(now)) },
		})
	})
}
