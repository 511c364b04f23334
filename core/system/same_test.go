package system_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/resilience"
	"headroom/core/sim"
	"headroom/core/stats"
	"headroom/core/system"
)

// everything is a system in which each part does all that it can.
func everything() *system.Document {
	link := func(name, to string) system.Part {
		return system.Part{Name: name, To: []string{to}, Spec: system.Link{Latency: sim.LogNormal(0.5, 3*ms), Loss: 0.001}}
	}
	return &system.Document{Version: system.Version, Parts: []system.Part{
		{Name: "web", To: []string{"lan"}, Spec: system.Clients{
			Profile: must(sim.Daily(100, 260, 40*time.Second)), Addresses: 5000, Zipf: 0.8, Shared: 0.1,
			Timeout: 400 * ms, Budget: 0.2, Deadline: time.Second,
			Retry: resilience.Backoff{Algorithm: resilience.Decorrelated, Base: 10 * ms, Cap: time.Second, Attempts: 4},
			Hedge: resilience.HedgeConfig{Delay: 100 * ms, Quantile: 0.95, Extra: 1, Share: 0.1, Window: 10 * time.Second},
		}},
		{Name: "batch", To: []string{"lan"}, Spec: system.Clients{Users: 5, Think: sim.Erlang(2, 100*ms), Addresses: 5}},
		{Name: "cron", To: []string{"lan"}, Spec: system.Clients{Gap: sim.Hyperexponential(4, 200*ms), Addresses: 1}},
		link("lan", "lb"), link("to-1", "server-1"), link("to-2", "server-2"), link("to-p", "pool"),
		{Name: "lb", To: []string{"to-1", "to-2", "inner"}, Spec: system.Balancer{CheckEvery: time.Second, Weights: []int{2, 1, 3},
			Config: balancer.Config{Policy: balancer.PeakEWMA, EjectAfter: 5, EjectFor: 2 * time.Second}}},
		{Name: "inner", To: []string{"server-3", "to-p"}, Spec: system.Balancer{Config: balancer.Config{Policy: balancer.BoundedLoads, Sessions: 100}}},
		{Name: "server-1", Spec: system.Server{Slots: 3, Room: 50, Service: sim.Exponential(40 * ms), Speed: 1, WarmUp: 5 * time.Second}},
		{Name: "server-2", Spec: system.Server{Slots: 2, Room: 5, Service: sim.Pareto(2.2, 40*ms), Speed: 1.5,
			PauseEvery: sim.Exponential(2 * time.Second), PauseFor: sim.Exponential(100 * ms)}},
		{Name: "server-3", Spec: system.Server{Slots: 2, Room: 20, Service: sim.LogNormal(1.5, 40*ms), Speed: 0.9}},
		{Name: "pool", Spec: system.Pool{Servers: 2, Slots: 2, Room: 20, Service: sim.Exponential(50 * ms), Speed: 1}},
	}}
}

// As in core/exact: the same test runs natively, with GOAMD64=v3 and in wasm, and must find the same bits.
// A change of the number is a change of every saved scenario's numbers.
func TestRunsHaveTheSameBitsEverywhere(t *testing.T) {
	s := play(t, everything(),
		20*time.Second, change(func(s *system.System, at time.Duration) error { return s.Slow(at, "server-1", 0.3) }),
		40*time.Second, change(func(s *system.System, at time.Duration) error { return s.Crash(at, "server-3") }),
		45*time.Second, change(func(s *system.System, at time.Duration) error { return s.Burst(at, "web", 300) }),
		60*time.Second, change(func(s *system.System, at time.Duration) error { return s.Split(at, "pool") }),
		80*time.Second, change(func(s *system.System, at time.Duration) error {
			return errorsOf(s.Restore(at, "pool"), s.Restore(at, "server-1"), s.Restore(at, "server-3"))
		}))
	s.Run(120*time.Second, math.MaxInt, math.MaxInt)
	var f stats.Fingerprint
	f.Uint64(s.Fingerprint())
	latency, se := s.MeanLatency()
	f.Float64(latency)
	f.Float64(se)
	f.Duration(s.Latency(0.99))
	f.Float64(s.InSystem(120 * time.Second))
	for i := range s.Document().Parts {
		p := s.Part(i, 120*time.Second)
		f.Float64(p.Share)
		f.Float64(p.MeanWaiting)
		f.Duration(p.P99)
	}
	for _, sample := range s.History(0) {
		f.Float64(sample.Waiting)
		f.Duration(sample.P50)
	}
	totals := s.Totals()
	require.Greater(t, min(totals.Hedges, totals.Retries, totals.TimedOut, totals.Refused, totals.Failed, totals.Lost), uint64(0))
	require.Equalf(t, uint64(0xd7a0e577a9c96fb5), f.Sum(), "the bits differ, now %#x", f.Sum())
}

func TestNothingAllocatesPerEvent(t *testing.T) {
	s := must(system.New(everything(), 1))
	s.Run(100*time.Second, math.MaxInt, math.MaxInt)
	require.Zero(t, testing.AllocsPerRun(100, func() { s.Run(time.Hour, 1000, math.MaxInt) }))
	visits := 0
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		s.Flights(func(*system.Flight) { visits++ })
		s.RecentlyEnded(func(*system.Ended) { visits++ })
		for i := range s.Document().Parts {
			s.Part(i, s.At())
		}
	}), 2.0, "one for each kind of visit")
	require.Positive(t, visits)
}
