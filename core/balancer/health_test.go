package balancer_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
)

// fail has so many requests on a backend fail one after another, whoever else is
// picked meanwhile, and returns how many of them ejected it.
func fail(t *testing.T, p *balancer.Pool, slot, times int, now time.Duration) (ejections int) {
	t.Helper()
	for i := uint64(0); times > 0; i++ {
		require.Less(t, i, uint64(10_000), "the backend is never picked")
		r := request(i)
		r.Now = now
		got := pick(t, p, r)
		if p.Done(got, now, time.Millisecond, got != slot) {
			ejections++
		}
		if got == slot {
			times--
		}
	}
	return ejections
}

func TestHealthChecksTakeABackendDownAndBringItBack(t *testing.T) {
	p := pool(t, balancer.Config{}, even(2)...)
	check := func(says string, changes int) {
		for _, ok := range says {
			if p.Check(1, 0, ok == '+') {
				changes--
			}
		}
		require.Zero(t, changes)
	}
	check("--+--", 0)
	require.Equal(t, balancer.Up, p.State(1, 0), "never three in a row")
	check("-", 1)
	require.Equal(t, balancer.Down, p.State(1, 0))
	require.Equal(t, []int{0, 0, 0}, picks(t, p, 3))
	require.Equal(t, "round robin: turn 1 of 1; skipped server-2: down", words(p))
	check("+-+--+", 0)
	check("+", 1)
	require.Equal(t, []int{1, 0, 1}, picks(t, p, 3))
	check("---", 1)
	check("++", 1)
}

func TestDrainingFinishesWhatItHasAndGetsNothingNew(t *testing.T) {
	p := pool(t, balancer.Config{}, even(2)...)
	picks(t, p, 4)
	p.Drain(0)
	require.Equal(t, []int{1, 1, 1}, picks(t, p, 3))
	p.Done(0, 0, 0, true)
	p.Done(0, 0, 0, true)
	require.Zero(t, p.Active(0), "drained")
	require.Equal(t, balancer.Draining, p.State(0, 0))
	p.Resume(0)
	require.Equal(t, balancer.Up, p.State(0, 0))
}

func TestErrorsInARowEjectABackendForLongerEachTime(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.Random, EjectAfter: 5}, even(3)...)
	require.Zero(t, fail(t, p, 1, 4, 0))
	for pick(t, p, request(99)) != 1 { // one success between
		t.Fatal("request 99 goes to server-2")
	}
	p.Done(1, 0, 0, true)
	require.Zero(t, fail(t, p, 1, 4, 0))
	now := time.Duration(0)
	for _, seconds := range []time.Duration{30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 300, 300} {
		require.Zero(t, fail(t, p, 1, 4*min(int(now), 1), now))
		require.Equal(t, 1, fail(t, p, 1, 1, now))
		end := now + seconds*time.Second
		require.Equal(t, balancer.Ejected, p.State(1, end-1))
		require.NotContains(t, picksAt(t, p, 50, end-1), 1)
		require.Contains(t, words(p), "; skipped server-2: ejected")
		now = end
		require.Equal(t, balancer.Up, p.State(1, now))
		require.Contains(t, picksAt(t, p, 50, now), 1)
	}
}

func picksAt(t *testing.T, p *balancer.Pool, n int, now time.Duration) []int {
	slots := make([]int, n)
	for i := range slots {
		slots[i] = pick(t, p, balancer.Request{Now: now, Draw: request(uint64(i)).Draw})
		p.Done(slots[i], now, 0, true)
	}
	return slots
}

func TestEjectionsAreForgottenOneForEachIntervalBack(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.Random, EjectAfter: 1, EjectFor: time.Second, EjectInterval: 10 * time.Second}, even(2)...)
	now := time.Duration(0)
	eject := func(lasts time.Duration) {
		t.Helper()
		require.Equal(t, 1, fail(t, p, 0, 1, now))
		require.Equal(t, balancer.Ejected, p.State(0, now+lasts-1))
		now += lasts
		require.Equal(t, balancer.Up, p.State(0, now))
	}
	eject(time.Second)
	eject(2 * time.Second)
	eject(3 * time.Second)
	now += 10*time.Second - 1
	eject(4 * time.Second)
	now += 20 * time.Second
	eject(3 * time.Second)
	now += time.Hour
	eject(time.Second)
}

func TestAtMostAShareOfThePoolIsEjectedAndNeverTheLast(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.Random, EjectAfter: 2, EjectPercent: 40}, even(6)...)
	require.Equal(t, 1, fail(t, p, 0, 2, 0))
	require.Equal(t, 1, fail(t, p, 1, 2, 0), "two of six are a third")
	require.Zero(t, fail(t, p, 2, 20, 0), "three would be half")
	alone := pool(t, balancer.Config{EjectAfter: 1, EjectPercent: 100}, even(3)...)
	alone.Drain(2)
	require.Equal(t, 1, fail(t, alone, 0, 1, 0))
	require.Zero(t, fail(t, alone, 1, 20, 0), "who would be left?")
	one := pool(t, balancer.Config{EjectAfter: 1, EjectPercent: 1}, even(3)...)
	require.Equal(t, 1, fail(t, one, 0, 1, 0), "one may always")
	require.Zero(t, fail(t, one, 1, 1, 0))
}

func TestWhatWasUnderWayDuringAnEjectionCountsNoMore(t *testing.T) {
	p := pool(t, balancer.Config{EjectAfter: 3, EjectFor: time.Second}, even(2)...)
	picks(t, p, 20)
	for range 3 {
		p.Done(0, 0, 0, false)
	}
	require.Equal(t, balancer.Ejected, p.State(0, 0))
	for range 7 {
		require.False(t, p.Done(0, time.Second/2, 0, false))
	}
	require.Equal(t, balancer.Up, p.State(0, time.Second))
	require.Zero(t, fail(t, p, 0, 2, time.Second), "it starts with a clean record")
	require.Equal(t, 1, fail(t, p, 0, 1, time.Second))
}

func TestASlowStartGivesATenthMoreWithEachTenthOfTheTime(t *testing.T) {
	config := balancer.Config{Policy: balancer.SmoothWeighted, SlowStart: 10 * time.Second}
	p := pool(t, config, servers(3, 1)...)
	require.NoError(t, p.Add(time.Minute, balancer.Backend{Name: "fresh", Weight: 4}))
	share := func(now time.Duration) int { // of 4 periods in tenths of a weight
		count := 0
		for _, slot := range picksAt(t, p, 800, now) {
			if slot == 2 {
				count++
			}
		}
		return count
	}
	for seconds, want := range map[time.Duration]int{0: 800 / 11, 1: 800 / 11, 2: 800 / 6, 5: 800 / 3, 10: 400, 99: 400} {
		q := p.Clone()
		p, q = q, p
		require.InDelta(t, want, share(time.Minute+seconds*time.Second), 2, "after %d s", seconds)
		p = q
	}
	require.NoError(t, p.Configure(balancer.Config{Policy: balancer.SmoothWeighted}))
	require.Equal(t, 400, share(time.Minute), "without a slow start it has its weight at once")
}

func TestWhoComesBackStartsSlowlyToo(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.WeightedRandom, SlowStart: time.Second, Fall: 1, Rise: 1, EjectAfter: 1, EjectFor: time.Second},
		even(2)...)
	count := func(now time.Duration) (count int) {
		for _, slot := range picksAt(t, p, 1100, now) {
			count += slot
		}
		return count
	}
	require.InDelta(t, 550, count(time.Second), 60)
	p.Check(1, time.Second, false)
	p.Check(1, 2*time.Second, true)
	require.InDelta(t, 100, count(2*time.Second), 40)
	require.InDelta(t, 550, count(3*time.Second), 60)
	require.Equal(t, 1, fail(t, p, 1, 1, 4*time.Second))
	require.InDelta(t, 100, count(5*time.Second), 40)
	require.InDelta(t, 550, count(6*time.Second), 60)
}

func TestAMomentThatIsBeforeTheLastHarmsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pool(t, balancer.Config{Policy: balancer.PeakEWMA, EjectAfter: 1, SlowStart: time.Second}, even(4)...)
		for i := range uint64(50) {
			now := time.Duration(rapid.Int64Range(-1<<61, 1<<61).Draw(t, "now"))
			slot, err := p.Pick(balancer.Request{Now: now, Draw: request(i).Draw})
			require.NoError(t, err, "one is never ejected")
			p.Done(slot, now, now, i%3 == 0)
		}
	})
}

func TestTimesEndAtTheLastMomentThereIs(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.Random, EjectAfter: 1, EjectFor: time.Hour}, even(2)...)
	require.Equal(t, 1, fail(t, p, 0, 1, math.MaxInt64-1))
	require.Equal(t, balancer.Ejected, p.State(0, math.MaxInt64-1))
	require.Equal(t, balancer.Up, p.State(0, math.MaxInt64))
}
