package resilience_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/exact"
	"headroom/core/resilience"
)

func TestTheLeastImportantAreShedFirst(t *testing.T) {
	s := must(resilience.NewShedder(resilience.ShedConfig{Queue: 10, Priorities: 3}))
	for priority, limit := range []int{10, 7, 4} {
		require.True(t, s.Arrive(limit-1, priority).OK())
		require.False(t, s.Arrive(limit, priority).OK())
	}
	require.Equal(t, "7 are waiting, and one of its priority enters below 7", s.Arrive(7, 1).String())
	require.Equal(t, "3 are waiting, and the limit is 10", s.Arrive(3, 0).String())
	require.PanicsWithValue(t, "resilience: there is no priority 3 of 3", func() { s.Arrive(0, 3) })
}

func TestWithoutBoundsNothingIsShed(t *testing.T) {
	s := must(resilience.NewShedder(resilience.ShedConfig{Priorities: 1}))
	require.True(t, s.Arrive(math.MaxInt32, 0).OK())
	for now := range time.Duration(10) {
		require.True(t, s.Start(now*time.Second, time.Hour, 0).OK())
	}
	require.Equal(t, "waited 1h0m0s", s.Start(0, time.Hour, 0).String())
}

func TestABurstIsServedAndAStandingQueueIsNot(t *testing.T) {
	s := must(resilience.NewShedder(resilience.ShedConfig{Target: 5 * ms, Interval: 100 * ms, Priorities: 1}))
	// A burst: long waits, but the queue empties within the interval.
	for i := range time.Duration(10) {
		require.True(t, s.Start(i*10*ms, 90*ms-i*10*ms, 0).OK())
	}
	require.True(t, s.Start(100*ms, 50*ms, 0).OK())
	require.False(t, s.Overloaded())
	// A queue that stands: no wait of an interval is below the target.
	for i := range time.Duration(10) {
		require.True(t, s.Start(110*ms+i*9*ms, 50*ms, 0).OK())
	}
	require.True(t, s.Start(200*ms, 50*ms, 0).OK(), "the first of an interval is served")
	require.True(t, s.Overloaded())
	require.Equal(t, "waited 11ms in a queue that does not empty, past 10ms", s.Start(210*ms, 11*ms, 0).String())
	require.True(t, s.Start(211*ms, 10*ms, 0).OK(), "up to twice the target")
	// One short wait, and with the next interval it is over.
	require.True(t, s.Start(212*ms, 4*ms, 0).OK())
	require.True(t, s.Start(300*ms, 50*ms, 0).OK())
	require.True(t, s.Start(301*ms, 50*ms, 0).OK())
	require.False(t, s.Overloaded())
}

// A server that gets half more than it can serve: without shedding the wait grows for ever, with it those
// who are served wait a few times the target, and the server stays busy.
func TestSheddingByWaitKeepsTheWaitShortUnderOverload(t *testing.T) {
	for _, target := range []time.Duration{0, 5 * ms} {
		s := must(resilience.NewShedder(resilience.ShedConfig{Target: target, Interval: 100 * ms, Priorities: 1}))
		r := exact.NewRand(1, 0)
		var arrived, free, last, sum time.Duration
		served := 0
		for range 30_000 {
			arrived += time.Duration(1e6 / 1.5 * r.Exp())
			start := max(arrived, free)
			last = start - arrived
			if !s.Start(start, last, 0).OK() {
				continue
			}
			served++
			sum += last
			free = start + time.Duration(1e6*r.Exp())
		}
		if target == 0 {
			require.Greater(t, last, 5*time.Second)
			continue
		}
		require.Less(t, sum/time.Duration(served), 4*target)
		require.InDelta(t, 20_000, served, 1000, "the server is hardly ever idle")
	}
}

func TestAShedderNeverShedsTheMoreImportantAndKeepsTheLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		priorities := rapid.IntRange(1, 100).Draw(t, "priorities")
		s := must(resilience.NewShedder(resilience.ShedConfig{
			Queue: rapid.IntRange(1, 100).Draw(t, "queue"), Target: 5 * ms, Interval: 100 * ms, Priorities: priorities,
		}))
		for i := range time.Duration(30) {
			s.Start(i*10*ms, 50*ms, 0)
		}
		waiting := rapid.IntRange(0, 120).Draw(t, "waiting")
		waited := time.Duration(rapid.IntRange(0, 12_000).Draw(t, "µs")) * time.Microsecond
		less := rapid.IntRange(0, priorities-1).Draw(t, "less")
		for more := range less + 1 {
			a, b := s, s
			require.True(t, a.Arrive(waiting, more).OK() || !b.Arrive(waiting, less).OK())
			require.True(t, a.Start(291*ms, waited, more).OK() || !b.Start(291*ms, waited, less).OK())
		}
	})
}

func TestSheddersRefuseSettingsThatMakeNoSense(t *testing.T) {
	for want, c := range map[string]resilience.ShedConfig{
		"shedding: a queue of -1: it is 1 to 2^30, or 0 for no bound":       {Queue: -1, Priorities: 1},
		"shedding: a target of -1ns: it is up to 1000h0m0s, or 0s for none": {Target: -1, Priorities: 1},
		"shedding: an interval of 0s: it is 1ms to 1000h0m0s":               {Target: 1, Priorities: 1},
		"shedding: 0 priorities: there are 1 to 100":                        {},
	} {
		_, err := resilience.NewShedder(c)
		require.EqualError(t, err, want)
	}
}
