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

func TestTheHistoryAddsUp(t *testing.T) {
	s := must(system.New(everything(), 2))
	const length = 30 * time.Second
	s.Run(length, math.MaxInt, math.MaxInt)
	s.Measure(length)
	require.Equal(t, 250*ms, s.HistoryStep())
	require.Len(t, s.History(0), int(length/s.HistoryStep()))
	s = must(system.New(everything(), 2))
	s.Run(length, math.MaxInt, math.MaxInt)
	totals := s.Totals()
	s.Run(length+time.Second, math.MaxInt, math.MaxInt)
	var sent, ok, bad uint64
	for _, sample := range s.History(0)[:int(length/s.HistoryStep())] {
		sent, ok, bad = sent+uint64(sample.Sent), ok+uint64(sample.OK), bad+uint64(sample.Bad)
		require.LessOrEqual(t, sample.P50, sample.P99)
	}
	require.Equal(t, []uint64{totals.Sent, totals.OK, totals.Sent - totals.OK - totals.UnderWay}, []uint64{sent, ok, bad})
}

func TestALongHistoryTakesLongerSteps(t *testing.T) {
	s := must(system.New(farm(balancer.RoundRobin, 1, 1, 0.1), 1))
	s.Run(1000*time.Second, math.MaxInt, math.MaxInt)
	early := s.Clone()
	before := early.History(0)
	s.Run(3000*time.Second, math.MaxInt, math.MaxInt)
	require.Equal(t, time.Second, s.HistoryStep())
	require.InDelta(t, 3000, len(s.History(0)), 1)
	sum := func(list []system.Sample) (sent int, busy float64) {
		for _, sample := range list {
			sent += int(sample.Sent)
			busy += sample.Busy
		}
		return sent, busy
	}
	sent, busy := sum(s.History(0)[:990])
	was, before4 := sum(before[:4*990])
	require.Equal(t, was, sent)
	require.InEpsilon(t, before4/4, busy, 1e-9)
	early.Run(3000*time.Second, math.MaxInt, math.MaxInt)
	require.Equal(t, s.History(0), early.History(0))
}

func TestAHistoryTellsOfTimesWithoutEvents(t *testing.T) {
	s := must(system.New(farm(balancer.RoundRobin, 3, 1, 0.9), 4))
	s.Run(10_100*ms, math.MaxInt, math.MaxInt)
	quiet := s.Document().Parts[0]
	clients := quiet.Spec.(system.Clients)
	clients.Profile = sim.Profile{}
	quiet.Spec = clients
	require.NoError(t, s.Change(10_100*ms, quiet))
	s.Run(time.Hour, math.MaxInt, math.MaxInt)
	require.Less(t, s.At(), 12*time.Second)
	told := s.History(time.Minute)
	require.Len(t, told, 240)
	for i := range s.Document().Parts {
		require.Zero(t, s.Part(i, time.Minute).Share, "nothing has been done for a second")
	}
	require.Equal(t, told[:len(s.History(s.At()))], s.History(s.At()), "what is over stays")
	last := len(s.Document().Parts) - 1
	require.NoError(t, s.Crash(time.Minute, s.Document().Parts[last].Name))
	require.Equal(t, s.History(0), told, "as it turns out to be")
	require.LessOrEqual(t, len(s.History(100*time.Hour)), 240+4096)
}

func TestMeasureLeavesOutWhatWasBefore(t *testing.T) {
	d := small(0, 10*ms, time.Second, 1010*ms)
	s := play(t, d)
	s.Run(1005*ms, math.MaxInt, math.MaxInt)
	s.Measure(1005 * ms)
	require.Equal(t, system.Totals{Sent: 1, UnderWay: 1}, s.Totals())
	finish(s)
	require.Equal(t, system.Totals{Sent: 2, OK: 2, Attempts: 1, Repeat: 1}, s.Totals())
	require.InEpsilon(t, (45.0+50)/(60_000-1005), s.InSystem(time.Minute), 1e-9)
	integral, sojourns := s.Little(time.Minute)
	require.Equal(t, []time.Duration{95 * ms, 95 * ms}, []time.Duration{integral, sojourns})
}

func TestTheBusyShareIsOfTheSlotsThatThereWere(t *testing.T) {
	s := play(t, farm(balancer.LeastConnections, 1, 16, 0.9))
	resize := func(slots int) change {
		return func(s *system.System, at time.Duration) error {
			i := s.Index("server-aa")
			p := s.Document().Parts[i]
			server := p.Spec.(system.Server)
			server.Slots = slots
			p.Spec = server
			return s.Change(at, p)
		}
	}
	look := func(at time.Duration) system.PartState {
		s.Run(at, math.MaxInt, math.MaxInt)
		return s.Part(s.Index("server-aa"), at)
	}
	full := look(20 * time.Second)
	require.InDelta(t, 0.9, full.MeanBusy/full.MeanSlots, 0.1)
	require.NoError(t, resize(1)(s, 20*time.Second))
	require.LessOrEqual(t, look(20*time.Second+ms).Share, 1.0, "16 are still in service, in 1 slot")
	one := look(40 * time.Second)
	require.Equal(t, 1.0, one.Share)
	require.InDelta(t, 8.5, one.MeanSlots, 1e-9)
	require.NoError(t, resize(160)(s, 40*time.Second))
	require.InDelta(t, 0.09, look(45*time.Second).Share, 0.03)
}
