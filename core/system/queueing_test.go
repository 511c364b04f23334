package system_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/sim"
	"headroom/core/system"
)

// run lets a system run for so long, of which the first tenth is warm-up, and checks Little's law.
func run(t *testing.T, d *system.Document, seed uint64, length time.Duration) *system.System {
	t.Helper()
	s := must(system.New(d, seed))
	s.Run(length/10, math.MaxInt, math.MaxInt)
	s.Measure(length / 10)
	s.Run(length, math.MaxInt, math.MaxInt)
	integral, sojourns := s.Little(length)
	require.Equal(t, integral, sojourns)
	return s
}

func TestOneServerIsMM1(t *testing.T) {
	d := farm(balancer.RoundRobin, 1, 1, 0.8)
	s := run(t, d, 1, 5000*time.Second)
	latency, se := s.MeanLatency()
	require.InDelta(t, 0.200, latency, 4*se)
	require.Less(t, se, 0.01)
	wait, se := s.MeanWait()
	require.InDelta(t, 0.160, wait, 4*se)
	require.InEpsilon(t, 4, s.InSystem(5000*time.Second), 0.1)
	totals := s.Totals()
	require.InEpsilon(t, 0.8, float64(totals.Waited)/float64(totals.OK), 0.02)
	p := s.Part(2, 5000*time.Second)
	require.InEpsilon(t, 0.8, p.MeanBusy, 0.02)
	require.InEpsilon(t, 3.2, p.MeanWaiting, 0.1)
}

func TestAPoolIsMMC(t *testing.T) {
	d := farm(balancer.RoundRobin, 1, 1, 1)
	d.Parts[0].Spec = system.Clients{Gap: sim.Exponential(time.Second / 90), Addresses: 1}
	d.Parts[2].Spec = system.Pool{Servers: 5, Slots: 2, Room: 100_000, Service: sim.Exponential(100 * time.Millisecond), Speed: 1}
	s := run(t, d, 3, 10_000*time.Second)
	latency, se := s.MeanLatency()
	require.InDelta(t, 0.1668732, latency, 4*se)
	require.Less(t, se, 0.004)
}
