package resilience_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/resilience"
)

func TestEveryReasonHasWordsOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	known := 0
	for code := range resilience.Code(128) {
		words := resilience.Reason{Code: code, Have: 1, Limit: 2}.String()
		require.False(t, seen[words], words)
		seen[words] = true
		if !regexp.MustCompile(`^code \d+$`).MatchString(words) {
			known++
		}
	}
	require.Equal(t, 11+10+5, known)
	require.True(t, resilience.Reason{Code: resilience.Prompt}.OK())
	for _, code := range []resilience.Code{resilience.None, resilience.OutOfAttempts, resilience.TooLate, resilience.FailedInARow} {
		require.False(t, resilience.Reason{Code: code}.OK())
	}
	require.Equal(t, "the breaker is open for another 250ms", resilience.Reason{Code: resilience.Opened, Have: int64(250 * ms)}.String())
}

func TestNoDecisionAllocates(t *testing.T) {
	backoff := resilience.Backoff{Algorithm: resilience.Decorrelated, Base: ms, Cap: time.Second, Attempts: 1000}
	throttle := must(resilience.NewThrottle(10, 0.1))
	budget := must(resilience.NewBudget(0.2, 10, 10*time.Second))
	hedger := must(resilience.NewHedger(resilience.HedgeConfig{Quantile: 0.95, Extra: 1, Share: 0.1, Window: time.Second}))
	breaker := must(resilience.NewBreaker(resilience.BreakerConfig{Row: 2, Rate: 0.5, Least: 2, Window: time.Second, Trials: 1}))
	bulkhead := must(resilience.NewBulkhead(1, 10, time.Second))
	shedder := must(resilience.NewShedder(resilience.ShedConfig{Queue: 10, Target: ms, Interval: 10 * ms, Priorities: 2}))
	for id := range uint64(11) {
		bulkhead.Enter(0, id)
	}
	now, reasons := time.Duration(0), 0
	note := func(why resilience.Reason) { reasons += int(why.Code) }
	require.Zero(t, testing.AllocsPerRun(2000, func() {
		now += 300 * time.Microsecond
		_, why := backoff.Next(3, ms, uint64(now))
		note(why)
		throttle.Failed()
		throttle.Succeeded()
		note(throttle.Retry())
		budget.Request(now)
		note(budget.Retry(now))
		hedger.Request(now)
		note(hedger.Send(now, 1))
		hedger.Observe(now % ms)
		pass, why := breaker.Allow(now)
		note(why)
		breaker.Done(now, pass, resilience.Outcome(now%2))
		bulkhead.Leave()
		_, why, _ = bulkhead.Next(now)
		note(why)
		note(bulkhead.Enter(now, uint64(now)))
		note(shedder.Arrive(5, 1))
		note(shedder.Start(now, 3*ms, 1))
		note(resilience.Never.Within(now, time.Second).Reserve(ms).Admit(now, ms))
	}))
	require.NotZero(t, reasons)
}

func BenchmarkBackoff(b *testing.B) {
	backoff := resilience.Backoff{Algorithm: resilience.FullJitter, Base: ms, Cap: time.Second, Attempts: 1000}
	u := uint64(0)
	for b.Loop() {
		u += 0x9e3779b97f4a7c15
		backoff.Next(3, 0, u)
	}
}

func BenchmarkThrottle(b *testing.B) {
	throttle := must(resilience.NewThrottle(10, 0.1))
	for b.Loop() {
		throttle.Succeeded()
		throttle.Retry()
	}
}

func BenchmarkBudget(b *testing.B) {
	budget := must(resilience.NewBudget(0.2, 10, 10*time.Second))
	now := time.Duration(0)
	for b.Loop() {
		now += ms
		budget.Request(now)
		budget.Retry(now)
	}
}

func BenchmarkHedger(b *testing.B) {
	hedger := must(resilience.NewHedger(resilience.HedgeConfig{Quantile: 0.95, Extra: 1}))
	now, u := time.Duration(0), uint64(0)
	for b.Loop() {
		now += ms
		u += 0x9e3779b97f4a7c15
		hedger.Request(now)
		hedger.Observe(time.Duration(u >> 40))
	}
}

func BenchmarkBreaker(b *testing.B) {
	breaker := must(resilience.NewBreaker(resilience.BreakerConfig{Row: 5, Rate: 0.5, Least: 20, Window: time.Second, Trials: 1}))
	now := time.Duration(0)
	for b.Loop() {
		now += ms
		pass, _ := breaker.Allow(now)
		breaker.Done(now, pass, resilience.Success)
	}
}

func BenchmarkBulkhead(b *testing.B) {
	bulkhead := must(resilience.NewBulkhead(1, 10, time.Second))
	bulkhead.Enter(0, 0)
	for b.Loop() {
		bulkhead.Enter(0, 1)
		bulkhead.Leave()
		bulkhead.Next(0)
	}
}

func BenchmarkShedder(b *testing.B) {
	shedder := must(resilience.NewShedder(resilience.ShedConfig{Queue: 10, Target: ms, Interval: 10 * ms, Priorities: 2}))
	now := time.Duration(0)
	for b.Loop() {
		now += ms
		shedder.Arrive(5, 1)
		shedder.Start(now, 3*ms, 1)
	}
}
