package resilience_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/resilience"
)

const (
	closed   = resilience.ClosedState
	open     = resilience.OpenState
	halfOpen = resilience.HalfOpenState
)

// call makes a call that ends at once, and tells whether it was let through.
func call(b *resilience.Breaker, now time.Duration, end resilience.Outcome) bool {
	pass, why := b.Allow(now)
	b.Done(now, pass, end)
	return why.OK()
}

func requireState(t require.TestingT, b *resilience.Breaker, now time.Duration, want resilience.State, why string) {
	state, reason := b.State(now)
	require.Equal(t, []string{want.String(), why}, []string{state.String(), reason.String()})
}

func TestABreakerOpensAfterSoManyFailuresInARow(t *testing.T) {
	b := must(resilience.NewBreaker(resilience.BreakerConfig{Row: 3, Cooldown: time.Second, Trials: 2}))
	for _, end := range []resilience.Outcome{1, 1, 0, 1, 2, 1} { // a success starts the row anew, an unknown end does nothing
		require.True(t, call(&b, 0, end))
	}
	requireState(t, &b, 0, closed, "nothing has happened yet")
	require.True(t, call(&b, 0, resilience.Failure))
	requireState(t, &b, 0, open, "opened after 3 failures in a row")
	require.Equal(t, time.Second, b.Until())

	_, why := b.Allow(400 * ms)
	require.Equal(t, "the breaker is open for another 600ms", why.String())
	requireState(t, &b, time.Second, halfOpen, "half open after 1s")
	require.True(t, call(&b, time.Second, resilience.Success))
	require.True(t, call(&b, time.Second, resilience.Success))
	requireState(t, &b, time.Second, closed, "closed again, as 2 of 2 trials succeeded")
}

func TestABreakerOpensAtARateOfFailuresOnceThereAreEnoughCalls(t *testing.T) {
	b := must(resilience.NewBreaker(resilience.BreakerConfig{
		Rate: 0.5, Least: 10, Window: 10 * time.Second, Cooldown: time.Second, Trials: 1,
	}))
	for range 9 {
		call(&b, 0, resilience.Failure)
	}
	requireState(t, &b, 0, closed, "nothing has happened yet")
	for range 12 {
		call(&b, 5*time.Second, resilience.Success)
	}
	for range 4 { // the nine at the start are forgotten by now
		call(&b, 12*time.Second, resilience.Failure)
	}
	requireState(t, &b, 12*time.Second, closed, "nothing has happened yet")
	for range 8 {
		call(&b, 14*time.Second, resilience.Failure)
	}
	requireState(t, &b, 14*time.Second, open, "opened when 50% of the calls failed, 50% being the limit")
}

func TestATrialThatFailsOpensABreakerAgainAndOneThatSaysNothingIsTriedAgain(t *testing.T) {
	b := must(resilience.NewBreaker(resilience.BreakerConfig{Row: 1, Cooldown: time.Second, Trials: 1}))
	call(&b, 0, resilience.Failure)
	require.True(t, call(&b, time.Second, resilience.Unknown))
	pass, why := b.Allow(time.Second)
	require.Equal(t, "trial 1 of 1 through the half-open breaker", why.String())
	none, why := b.Allow(time.Second)
	require.Zero(t, none)
	require.Equal(t, "all 1 trials through the half-open breaker are out", why.String())
	b.Done(1500*ms, pass, resilience.Failure)
	requireState(t, &b, 1500*ms, open, "opened again when a trial failed")
	require.Equal(t, 2500*ms, b.Until())
}

func TestCallsFromBeforeAChangeOfStateCountForNothing(t *testing.T) {
	b := must(resilience.NewBreaker(resilience.BreakerConfig{Row: 2, Cooldown: time.Second, Trials: 2}))
	late, _ := b.Allow(0)
	call(&b, 0, resilience.Failure)
	call(&b, 0, resilience.Failure)
	b.Done(500*ms, late, resilience.Success)
	requireState(t, &b, 500*ms, open, "opened after 2 failures in a row")
	trial, _ := b.Allow(time.Second)
	b.Done(time.Second, late, resilience.Failure)
	requireState(t, &b, time.Second, halfOpen, "half open after 1s")
	b.Done(time.Second, trial, resilience.Success)
	require.True(t, call(&b, time.Second, resilience.Success))
	b.Done(time.Second, late, resilience.Failure)
	b.Done(time.Second, trial, resilience.Failure)
	_, why := b.Allow(time.Second)
	require.Equal(t, resilience.Reason{Code: resilience.Closed, Have: 0, Limit: 2}, why)
}

func TestTimeThatGoesBackwardsStandsStillForABreaker(t *testing.T) {
	b := must(resilience.NewBreaker(resilience.BreakerConfig{Row: 1, Cooldown: time.Second, Trials: 1}))
	call(&b, 10*time.Second, resilience.Failure)
	_, why := b.Allow(0)
	require.Equal(t, "the breaker is open for another 1s", why.String())
}

// The model knows only what has been promised: nothing through an open breaker, and through a half-open
// one no more at once, and no more without an answer, than the trials.
func TestABreakerNeverLetsMoreThanItsTrialsThroughHalfOpen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := resilience.BreakerConfig{
			Row: rapid.IntRange(1, 4).Draw(t, "row"), Rate: rapid.SampledFrom([]float64{0, 0.3, 1}).Draw(t, "rate"), Least: 3,
			Window: time.Second, Cooldown: time.Second, Trials: rapid.IntRange(1, 4).Draw(t, "trials"),
		}
		b := must(resilience.NewBreaker(c))
		var out []resilience.Pass
		now, before, passed := time.Duration(0), closed, 0
		var trial resilience.Pass
		t.Repeat(map[string]func(*rapid.T){
			"call": func(t *rapid.T) {
				state, _ := b.State(now)
				pass, why := b.Allow(now)
				require.Equal(t, why.OK(), pass != 0)
				require.True(t, state != open || !why.OK(), "through an open breaker")
				require.True(t, state != closed || why.OK(), "stopped by a closed breaker")
				if why.OK() {
					out = append(out, pass)
					if state == halfOpen {
						trial = pass
						passed++
						require.LessOrEqual(t, passed, c.Trials)
					}
				}
			},
			"end": func(t *rapid.T) {
				if len(out) == 0 {
					return
				}
				i := rapid.IntRange(0, len(out)-1).Draw(t, "which")
				end := resilience.Outcome(rapid.IntRange(0, 2).Draw(t, "outcome"))
				if out[i] == trial && end == resilience.Unknown {
					if state, _ := b.State(now); state == halfOpen {
						passed--
					}
				}
				b.Done(now, out[i], end)
				out = append(out[:i], out[i+1:]...)
			},
			"wait": func(t *rapid.T) { now += time.Duration(rapid.IntRange(0, 1500).Draw(t, "ms")) * ms },
			"": func(t *rapid.T) {
				state, why := b.State(now)
				if state != before && state == halfOpen {
					passed = 0
				}
				require.True(t, state != open || now < b.Until())
				require.Equal(t, state == closed && why.Code == resilience.None, why == resilience.Reason{})
				before = state
			},
		})
	})
}

func TestBreakersRefuseSettingsThatMakeNoSense(t *testing.T) {
	good := resilience.BreakerConfig{Row: 1, Rate: 0.5, Least: 1, Window: time.Second, Trials: 1}
	for want, spoil := range map[string]func(*resilience.BreakerConfig){
		"breaker: -1 failures in a row: it opens after 1 to 1048576, or 0 for never":      func(c *resilience.BreakerConfig) { c.Row = -1 },
		"breaker: a rate of NaN: it opens at a share of failures up to 1, or 0 for never": func(c *resilience.BreakerConfig) { c.Rate = math.NaN() },
		"breaker: nothing opens it: set failures in a row, a rate, or both":               func(c *resilience.BreakerConfig) { c.Row, c.Rate = 0, 0 },
		"breaker: a rate over at least 0 calls: it takes 1 to 1048576, such as 20":        func(c *resilience.BreakerConfig) { c.Least = 0 },
		"breaker: a window of 0s: it is 1ms to 1000h0m0s":                                 func(c *resilience.BreakerConfig) { c.Window = 0 },
		"breaker: a cooldown of -1ns: it is 0s to 1000h0m0s":                              func(c *resilience.BreakerConfig) { c.Cooldown = -1 },
		"breaker: 0 trials: it lets 1 to 1048576 through":                                 func(c *resilience.BreakerConfig) { c.Trials = 0 },
	} {
		c := good
		spoil(&c)
		_, err := resilience.NewBreaker(c)
		require.EqualError(t, err, want)
	}
}
