package sim_test

import (
	"testing"
	"time"

	"headroom/core/sim"
	"headroom/core/stats"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// erlang is M/M/c with a mean service of a second and a load of rho on each server.
func erlang(seed uint64, c int, rho float64, room int) sim.Config {
	return sim.Config{Seed: seed, Servers: c, Room: room, Service: sim.Exponential(time.Second),
		Gap: sim.Exponential(time.Duration(float64(time.Second) / (rho * float64(c))))}
}

// lossShare is Erlang's B: the share of requests that c servers without a line refuse.
func lossShare(c int, rho float64) float64 {
	b := 1.0
	for n := 1; n <= c; n++ {
		a := float64(c) * rho
		b = a * b / (float64(n) + a*b)
	}
	return b
}

func TestWaitsAreThoseOfErlang(t *testing.T) {
	for _, row := range []struct {
		c   int
		rho float64
	}{{1, 0.5}, {1, 0.8}, {3, 0.7}, {10, 0.8}} {
		b := lossShare(row.c, row.rho)
		waits := b / (1 - row.rho*(1-b))
		wq := waits / (float64(row.c) * (1 - row.rho))
		var share, mean, sojourn, present stats.Moments
		for seed := range uint64(10) {
			m := sim.NewMultiserver(erlang(seed, row.c, row.rho, sim.Roomy))
			m.Run(1000 * time.Second)
			m.Forget()
			m.Run(30_000 * time.Second)
			tally := m.Tally()
			wait := tally.Wait.Means()
			share.Add(float64(tally.Waited) / float64(tally.Arrived))
			mean.Add(wait.Mean())
			sojourn.Add(tally.Sojourn.Mean().Seconds())
			present.Add(float64(tally.Present.Integral(m.Now())) / float64(m.Now()-1000*time.Second))
		}
		for _, check := range []struct {
			name string
			want float64
			got  stats.Moments
		}{
			{"share that waits", waits, share},
			{"mean wait", wq, mean},
			{"mean sojourn", wq + 1, sojourn},
			{"mean number present", row.rho * float64(row.c) * (wq + 1), present},
		} {
			require.InDeltaf(t, check.want, check.got.Mean(), 4*check.got.StandardError(),
				"%s of %d servers at %v", check.name, row.c, row.rho)
			require.Less(t, check.got.StandardError(), 0.05*check.want)
		}
	}
}

func TestWithoutRoomRequestsAreLostAsErlangSays(t *testing.T) {
	for _, row := range []struct {
		c   int
		rho float64
	}{{1, 0.5}, {5, 0.9}, {20, 1.1}} {
		var lost stats.Moments
		for seed := range uint64(10) {
			m := sim.NewMultiserver(erlang(seed, row.c, row.rho, 0))
			m.Run(10_000 * time.Second)
			lost.Add(float64(m.Tally().Refused) / float64(m.Tally().Arrived))
		}
		require.InDeltaf(t, lossShare(row.c, row.rho), lost.Mean(), 4*lost.StandardError(), "%d at %v", row.c, row.rho)
	}
}

// Little's law is no matter of chance: between two moments at which nobody is there, the number
// present summed over time is the time spent, summed over requests, to the nanosecond.
func TestLittlesLawIsExactBetweenEmptyInstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		config := erlang(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 8).Draw(t, "servers"),
			rapid.Float64Range(0.05, 1.2).Draw(t, "load"), rapid.IntRange(0, 50).Draw(t, "room"))
		config.Service = rapid.SampledFrom([]sim.Dist{
			config.Service, sim.Fixed(time.Second), sim.Erlang(3, time.Second), sim.Hyperexponential(6, time.Second),
		}).Draw(t, "service")
		m := sim.NewMultiserver(config)
		for range 2000 {
			m.Step(sim.Forever)
			tally := m.Tally()
			if tally.Present.Now() > 0 {
				continue
			}
			require.Equal(t, int64(tally.Sojourns), tally.Present.Integral(m.Now()))
			require.Equal(t, tally.Arrived-tally.Refused, tally.Sojourn.Count())
			if rapid.Bool().Draw(t, "start again") {
				m.Forget()
			}
		}
	})
}

// sum is the fingerprint of a system: its outcomes and what it has measured.
func sum(m *sim.Multiserver) uint64 {
	t := m.Tally()
	f := t.Outcomes
	f.Uint64(m.Events())
	f.Duration(m.Now())
	f.Uint64(t.Arrived)
	f.Uint64(t.Refused)
	f.Uint64(t.Waited)
	f.Duration(t.Sojourns)
	f.Uint64(uint64(t.Present.Integral(m.Now())))
	wait := t.Wait.Means()
	wait.Fingerprint(&f)
	t.Sojourn.Fingerprint(&f)
	return f.Sum()
}

func TestACloneGoesOnToTheSameFutureAndDisturbsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		config := erlang(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 5).Draw(t, "servers"), 0.9, 20)
		cut := time.Duration(rapid.IntRange(0, 100_000).Draw(t, "cut in ms")) * time.Millisecond
		whole, parted := sim.NewMultiserver(config), sim.NewMultiserver(config)
		whole.Run(200 * time.Second)
		parted.Run(cut)
		fork := parted.Clone()
		fork.Run(300 * time.Second)
		parted.Run(200 * time.Second)
		require.Equal(t, sum(whole), sum(parted))
		whole.Run(300 * time.Second)
		require.Equal(t, sum(whole), sum(fork))
	})
}

// With more servers nobody waits longer: on common random numbers not only on average.
func TestTwoSystemsServeTheVerySameRequests(t *testing.T) {
	config := erlang(5, 2, 0.9, sim.Roomy)
	few := sim.NewMultiserver(config)
	config.Servers = 3
	many := sim.NewMultiserver(config)
	for at := time.Duration(0); at < 5000*time.Second; at += time.Second {
		few.Run(at)
		many.Run(at)
		require.Equal(t, few.Tally().Arrived, many.Tally().Arrived)
		require.GreaterOrEqual(t, few.Tally().Present.Now(), many.Tally().Present.Now())
	}
}

func TestNothingAllocatesPerEvent(t *testing.T) {
	for _, c := range []int{1, 64} {
		m := sim.NewMultiserver(erlang(1, c, 0.9, sim.Roomy))
		m.Run(20_000 * time.Second)
		require.Zero(t, testing.AllocsPerRun(20_000, func() { m.Step(sim.Forever) }))
	}
}

// The golden numbers are the promise that a scenario plays the same everywhere: this test runs
// natively, with GOAMD64=v3 and in wasm. A change of one changes every saved scenario's numbers.
func TestRunsHaveTheSameFingerprintEverywhere(t *testing.T) {
	for _, row := range []struct {
		name   string
		config sim.Config
		want   uint64
	}{
		{"M/M/1 at .5", erlang(1, 1, 0.5, sim.Roomy), 0x43f6271eeb7abd43},
		{"M/M/1 at .9", erlang(2, 1, 0.9, sim.Roomy), 0x8634a71cb77c941e},
		{"M/M/5 at .8", erlang(3, 5, 0.8, sim.Roomy), 0x995aaf4053db8b61},
		{"M/M/50 at .95", erlang(4, 50, 0.95, sim.Roomy), 0x82512a343e1b4589},
		{"M/M/10/10 at 1.2", erlang(5, 10, 1.2, 0), 0xb3d60fb36f8e149a},
		{"M/D/2 at .9", serving(erlang(6, 2, 0.9, sim.Roomy), sim.Fixed(time.Second)), 0x528dc0b93beea194},
		{"M/E4/1 at .9", serving(erlang(7, 1, 0.9, sim.Roomy), sim.Erlang(4, time.Second)), 0x64e3906623026f6f},
		{"M/H2/1 at .9", serving(erlang(8, 1, 0.9, sim.Roomy), sim.Hyperexponential(10, time.Second)), 0x421f066154ff5c4a},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := sim.NewMultiserver(row.config)
			for range 500_000 {
				m.Step(sim.Forever)
			}
			require.Equalf(t, row.want, sum(m), "the run differs, now %#x", sum(m))
		})
	}
}

func serving(c sim.Config, service sim.Dist) sim.Config {
	c.Service = service
	return c
}

func TestZipfHasTheSameBitsEverywhere(t *testing.T) {
	var f stats.Fingerprint
	for _, s := range exponents {
		z := sim.NewZipf(1_000_000, s)
		for i := range 20_000 {
			rank := z.Rank(uint64(i) * 0x9e3779b97f4a7c15)
			f.Uint64(uint64(rank))
			f.Float64(z.Weight(rank))
		}
	}
	require.Equalf(t, uint64(0xddbeea07e0a6e26b), f.Sum(), "the bits differ, now %#x", f.Sum())
}

func TestTheFirstEventIsAnArrival(t *testing.T) {
	m := sim.NewMultiserver(erlang(1, 2, 0.5, 3))
	require.False(t, m.Step(0), "nothing happens at the start")
	require.Zero(t, m.Now())
	require.True(t, m.Step(sim.Forever))
	require.Equal(t, uint64(1), m.Events())
	require.Equal(t, 1, m.Tally().Present.Now())
}
