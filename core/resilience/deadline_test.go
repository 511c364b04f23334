package resilience_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/resilience"
)

func TestADeadlineOnlyShrinksOnItsWayDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		duration := rapid.Custom(func(t *rapid.T) time.Duration {
			return time.Duration(rapid.Int64().Draw(t, "mantissa") >> rapid.IntRange(0, 63).Draw(t, "shift"))
		})
		d, now := resilience.Never, time.Duration(0)
		for range 10 {
			before, left := d, d.Left(now)
			if rapid.Bool().Draw(t, "own time-out") {
				d = d.Within(now, duration.Draw(t, "time-out"))
			} else {
				d = d.Reserve(duration.Draw(t, "reserve"))
			}
			require.LessOrEqual(t, d, before)
			now += max(0, duration.Draw(t, "passes")) >> 8
			require.LessOrEqual(t, d.Left(now), left)
			need := duration.Draw(t, "need")
			why := d.Admit(now, need)
			require.Equal(t, int64(now) < int64(d) && d.Left(now) >= need, why.OK())
		}
	})
}

func TestWhatCannotBeFinishedIsRefused(t *testing.T) {
	d := resilience.Never.Within(time.Second, 100*ms)
	require.Equal(t, "100ms are left, and it takes 100ms", d.Admit(time.Second, 100*ms).String())
	require.Equal(t, "only 99ms are left, and it takes 100ms", d.Admit(1001*ms, 100*ms).String())
	require.Equal(t, "only 37.9ms are left, and it takes 1.17s", d.Admit(1062_131_674, 1166_245_487).String())
	require.Equal(t, "no time is left", d.Admit(2*time.Second, 100*ms).String())
	require.False(t, d.Admit(1100*ms, 0).OK(), "the deadline itself is too late")
	require.True(t, d.Admit(1100*ms-1, 0).OK())
	require.Equal(t, 70*ms, d.Reserve(30*ms).Left(time.Second))
	require.Equal(t, d, d.Reserve(-5))
}

func TestNeverIsNeverReached(t *testing.T) {
	require.Equal(t, resilience.Never, resilience.Never.Reserve(time.Hour))
	require.Equal(t, resilience.Never, resilience.Never.Within(time.Hour, math.MaxInt64))
	require.True(t, resilience.Never.Admit(1000*time.Hour, 1000*time.Hour).OK())
	require.Equal(t, time.Duration(math.MaxInt64), resilience.Never.Left(-5))
	require.Equal(t, resilience.Deadline(math.MinInt64), resilience.Deadline(math.MinInt64+5).Reserve(time.Hour))
}
