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

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

const ms = time.Millisecond

func drawBackoff(t *rapid.T) resilience.Backoff {
	longest := rapid.Int64Range(0, int64(resilience.MaxDuration)).Draw(t, "cap")
	b := resilience.Backoff{
		Algorithm: resilience.Algorithm(rapid.IntRange(0, 4).Draw(t, "algorithm")),
		Cap:       time.Duration(longest),
		Base:      time.Duration(rapid.Int64Range(0, longest).Draw(t, "base")),
		Attempts:  rapid.IntRange(1, 100).Draw(t, "attempts"),
	}
	require.NoError(t, b.Check())
	return b
}

func TestAWaitIsNeverNegativeAndNeverBeyondTheCap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := drawBackoff(t)
		last := time.Duration(0)
		for n := 1; n < 100; n++ {
			wait, why := b.Next(n, last, rapid.Uint64().Draw(t, "u"))
			require.Equal(t, n < b.Attempts, why.OK(), "%v", why)
			require.True(t, wait >= 0 && wait <= b.Cap, "%v", wait)
			last = wait
		}
	})
}

func FuzzAWaitStaysWithinItsCap(f *testing.F) {
	f.Add(uint8(2), int64(5*ms), int64(2000*ms), 3, int64(0), uint64(math.MaxUint64))
	f.Add(uint8(4), int64(resilience.MaxDuration), int64(resilience.MaxDuration), 70, int64(math.MaxInt64), uint64(0))
	f.Fuzz(func(t *testing.T, algorithm uint8, base, longest int64, n int, last int64, u uint64) {
		b := resilience.Backoff{
			Algorithm: resilience.Algorithm(algorithm), Base: time.Duration(base), Cap: time.Duration(longest),
			Attempts: resilience.MaxAttempts,
		}
		if b.Check() != nil || n < 1 {
			return
		}
		wait, _ := b.Next(n, time.Duration(last), u)
		require.True(t, wait >= 0 && wait <= b.Cap, "%v", wait)
	})
}

// The borders of each algorithm's range, met by the least and the greatest draw.
func TestWaitsHaveTheRangesOfTheSource(t *testing.T) {
	const most = math.MaxUint64
	for _, row := range []struct {
		algorithm resilience.Algorithm
		n         int
		last      time.Duration
		low, high time.Duration
	}{
		{resilience.Immediate, 5, 0, 0, 0},
		{resilience.Exponential, 1, 0, 10 * ms, 10 * ms},
		{resilience.Exponential, 8, 0, 1280 * ms, 1280 * ms},
		{resilience.Exponential, 9, 0, 2000 * ms, 2000 * ms},
		{resilience.Exponential, 1000, 0, 2000 * ms, 2000 * ms},
		{resilience.FullJitter, 1, 0, 0, 10 * ms},
		{resilience.FullJitter, 9, 0, 0, 2000 * ms},
		{resilience.EqualJitter, 1, 0, 5 * ms, 10 * ms},
		{resilience.EqualJitter, 20, 0, 1000 * ms, 2000 * ms},
		{resilience.Decorrelated, 1, 0, 5 * ms, 15 * ms},
		{resilience.Decorrelated, 7, 100 * ms, 5 * ms, 300 * ms},
		{resilience.Decorrelated, 7, 1999 * ms, 5 * ms, 2000 * ms},
	} {
		b := resilience.Backoff{Algorithm: row.algorithm, Base: 5 * ms, Cap: 2000 * ms, Attempts: 10_000}
		low, _ := b.Next(row.n, row.last, 0)
		high, _ := b.Next(row.n, row.last, most)
		require.Equal(t, []time.Duration{row.low, row.high}, []time.Duration{low, high}, "%v, retry %d", row.algorithm, row.n)
	}
}

func TestJitterIsSpreadEvenlyOverItsRange(t *testing.T) {
	for _, row := range []struct {
		algorithm resilience.Algorithm
		low, high float64 // in ms, of the third retry after a wait of 20 ms
	}{{resilience.FullJitter, 0, 40}, {resilience.EqualJitter, 20, 40}, {resilience.Decorrelated, 5, 60}} {
		b := resilience.Backoff{Algorithm: row.algorithm, Base: 5 * ms, Cap: time.Hour, Attempts: 10}
		const n = 100_000
		sum, square := 0.0, 0.0
		for i := range uint64(n) {
			wait, _ := b.Next(3, 20*ms, exact.Draw(1, 0, i, 3, 0))
			x := (float64(wait)/1e6 - row.low) / (row.high - row.low)
			sum, square = sum+x, square+x*x
		}
		require.InDelta(t, 1.0/2, sum/n, 4*math.Sqrt(1.0/12/n), "%v", row.algorithm)
		require.InDelta(t, 1.0/3, square/n, 4*math.Sqrt(4.0/45/n), "%v", row.algorithm)
	}
}

func TestARequestIsSentAsOftenAsItsAttemptsAllow(t *testing.T) {
	b := resilience.Backoff{Attempts: 3}
	for n, want := range map[int]string{1: "retry 1 of at most 2", 2: "retry 2 of at most 2", 3: "all 3 attempts are used up"} {
		_, why := b.Next(n, 0, 0)
		require.Equal(t, want, why.String())
		require.Equal(t, n < 3, why.OK())
	}
	require.PanicsWithValue(t, "resilience: retries are counted from 1, not from 0", func() { b.Next(0, 0, 0) })
}

func TestBackoffRefusesSettingsThatMakeNoSense(t *testing.T) {
	for want, b := range map[string]resilience.Backoff{
		"backoff: algorithm 9 is not known: use none, exponential, full, equal or decorrelated": {Algorithm: 9, Attempts: 1},
		"backoff: the cap is -1ns: it is 0s to 1000h0m0s":                                       {Cap: -1, Attempts: 1},
		"backoff: the base is 2s: it is 0s to the cap, 1s":                                      {Base: 2 * time.Second, Cap: time.Second, Attempts: 1},
		"backoff: 0 attempts: a request has 1 to 1048576":                                       {},
	} {
		require.EqualError(t, b.Check(), want)
	}
	for a, name := range []string{"none", "exponential", "full", "equal", "decorrelated"} {
		require.Equal(t, name, resilience.Algorithm(a).String())
	}
}
