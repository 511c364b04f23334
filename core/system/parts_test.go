package system_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/resilience"
	"headroom/core/sim"
	"headroom/core/system"
)

const ms = time.Millisecond

// small is web > lb > to-1 > server-1, to-2 > server-2, with fixed times and requests at given moments.
func small(at ...time.Duration) *system.Document {
	server := system.Server{Slots: 1, Room: 10, Service: sim.Fixed(40 * ms), Speed: 1}
	link := system.Link{Latency: sim.Fixed(5 * ms)}
	return &system.Document{Version: system.Version, Parts: []system.Part{
		{Name: "web", To: []string{"lb"}, Spec: system.Clients{Profile: must(sim.Recorded(at)), Addresses: 1}},
		{Name: "lb", To: []string{"to-1", "to-2"}, Spec: system.Balancer{}},
		{Name: "to-1", To: []string{"server-1"}, Spec: link},
		{Name: "to-2", To: []string{"server-2"}, Spec: link},
		{Name: "server-1", Spec: server},
		{Name: "server-2", Spec: server},
	}}
}

// spec changes what a part is.
func spec[S system.Spec](d *system.Document, name string, change func(*S)) *system.Document {
	for i := range d.Parts {
		if p := &d.Parts[i]; p.Name == name {
			s := p.Spec.(S)
			change(&s)
			p.Spec = s
		}
	}
	return d
}

// play runs a system to a time, and from there on does what is asked.
func play(t *testing.T, d *system.Document, changes ...any) *system.System {
	t.Helper()
	s, err := system.New(d, 1)
	require.NoError(t, err)
	for i := 0; i+1 < len(changes); i += 2 {
		at := changes[i].(time.Duration)
		s.Run(at, math.MaxInt, math.MaxInt)
		require.NoError(t, changes[i+1].(func(*system.System, time.Duration) error)(s, at))
	}
	return s
}

type change = func(*system.System, time.Duration) error

// finish lets a system run for a simulated minute.
func finish(s *system.System) *system.System {
	s.Run(time.Minute, math.MaxInt, math.MaxInt)
	return s
}

// told are the steps of a request of web, each as "45ms server-1 begins to serve it".
func told(t *testing.T, s *system.System, request uint64) (steps []string) {
	t.Helper()
	story, ok := s.Story(s.Index("web"), request)
	require.True(t, ok)
	for _, step := range story.Steps {
		steps = append(steps, step.At.String()+" "+step.Part+" "+step.Text)
	}
	return steps
}

func TestARequestGoesThereAndBack(t *testing.T) {
	s := finish(play(t, small(100*ms)))
	require.Equal(t, []string{
		"100ms web sends the request",
		"100ms lb sends it to server-1: round robin: turn 1 of 2",
		"100ms the link to server-1 takes 5 ms",
		"105ms server-1 begins to serve it",
		"145ms server-1 has served it in 40 ms",
		"145ms the link to server-1 takes 5 ms with the answer",
		"150ms web has the answer, after 50 ms",
	}, told(t, s, 1))
	latency, _ := s.MeanLatency()
	require.Equal(t, 0.050, latency)
}

func TestAServerThatIsFullRefuses(t *testing.T) {
	d := spec(small(0, 1, 2, 3, 4), "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	s := finish(play(t, spec(d, "server-1", func(s *system.Server) { s.Slots, s.Room = 2, 1 })))
	require.Equal(t, system.Totals{Sent: 5, OK: 3, Refused: 2, Attempts: 5, Waited: 1, Kept: 4, Repeat: 4}, s.Totals())
	require.Contains(t, strings.Join(told(t, s, 4), "\n"), "server-1 refuses it: its queue is full with 1")
	require.Contains(t, strings.Join(told(t, s, 3), "\n"), "server-1 has no slot free, and it is the next")
}

func TestACrashCutsOffWhatIsThereAndRefusesTheRest(t *testing.T) {
	d := spec(small(0, 1, 2, 60*ms), "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	crash := change(func(s *system.System, at time.Duration) error { return s.Crash(at, "server-1") })
	restore := change(func(s *system.System, at time.Duration) error { return s.Restore(at, "server-1") })
	s := play(t, d, 50*ms, crash, 70*ms, restore)
	require.Equal(t, "server-1 is restored", s.Happened())
	finish(s)
	require.Equal(t, uint64(1), s.Totals().OK)
	require.Equal(t, uint64(3), s.Totals().Failed)
	require.Contains(t, told(t, s, 2), "50ms server-1 crashes under it")
	require.Contains(t, told(t, s, 3), "50ms server-1 crashes while it waits")
	require.Contains(t, told(t, s, 4), "65ms server-1 is down, and cannot take it")
	require.Contains(t, told(t, s, 2), "55ms web ends it: failed after 55 ms", "the news take the way back")
}

func TestHealthChecksTakeADeadServerOutAndBringItBack(t *testing.T) {
	var at []time.Duration
	for i := range 100 {
		at = append(at, time.Duration(i)*100*ms)
	}
	d := spec(small(at...), "lb", func(b *system.Balancer) { b.CheckEvery = 500 * ms })
	crash := change(func(s *system.System, at time.Duration) error { return s.Crash(at, "server-1") })
	restore := change(func(s *system.System, at time.Duration) error { return s.Restore(at, "server-1") })
	s := play(t, d, 2*time.Second, crash, 4*time.Second, restore)
	require.True(t, s.Part(4, 4*time.Second).OutOfRotation)
	finish(s)
	require.False(t, s.Part(4, time.Minute).OutOfRotation)
	require.Equal(t, uint64(8), s.Totals().Failed, "every other one until the third check has failed, at 3.5 s")
}

func TestASplitLinkSwallowsBothWays(t *testing.T) {
	d := spec(small(0, 30*ms), "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	split := change(func(s *system.System, at time.Duration) error { return s.Split(at, "server-1") })
	s := finish(play(t, d, 20*ms, split))
	require.Equal(t, uint64(2), s.Totals().Lost)
	require.Contains(t, told(t, s, 1), "45ms the link to server-1 loses the answer")
	require.Contains(t, told(t, s, 2), "30ms the link to server-1 swallows it: the link is split")
	require.Zero(t, s.Part(1, time.Minute).Active, "the balancer counts them no more")
	require.True(t, s.Part(2, time.Minute).Split)

	d = spec(d, "web", func(c *system.Clients) { c.Timeout = 100 * ms })
	s = play(t, d, 20*ms, split)
	s.Run(110*ms, math.MaxInt, math.MaxInt)
	require.Equal(t, 1, s.Part(1, 110*ms).Active, "one is over, of the other it cannot know")
	finish(s)
	require.Equal(t, uint64(2), s.Totals().TimedOut)
	require.Zero(t, s.Part(1, time.Minute).Active)
}

func TestADrainLetsFinishAndTakesNothingNew(t *testing.T) {
	d := small(0, 10*ms, 20*ms, 30*ms, 100*ms, 110*ms)
	drain := change(func(s *system.System, at time.Duration) error { return s.Drain(at, "server-1") })
	s := play(t, d, 15*ms, drain)
	require.True(t, s.Part(4, 15*ms).Draining)
	require.Error(t, s.Drain(15*ms, "server-1"))
	finish(s)
	require.Equal(t, uint64(6), s.Totals().OK)
	require.Equal(t, uint64(1), s.Part(4, time.Minute).OK)
}

func TestSpeedChangesWhatIsInService(t *testing.T) {
	d := spec(small(0), "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	slow := func(factor float64) change {
		return func(s *system.System, at time.Duration) error { return s.Slow(at, "server-1", factor) }
	}
	s := finish(play(t, d, 15*ms, slow(0.5), 35*ms, slow(2)))
	require.Contains(t, told(t, s, 1), "45ms server-1 has served it in 40 ms", "10 at 1, 20 at a half, 10 at 2")
	freeze := change(func(s *system.System, at time.Duration) error { return s.Freeze(at, "server-1", 100*ms) })
	s = finish(play(t, d, 15*ms, freeze))
	require.Contains(t, told(t, s, 1), "145ms server-1 has served it in 140 ms, which takes 40 ms at its usual speed")
	s = finish(play(t, spec(d, "server-1", func(s *system.Server) { s.Speed = 4 })))
	require.Contains(t, told(t, s, 1), "15ms server-1 has served it in 10 ms")
}

func TestWhatJoinsWarmsUp(t *testing.T) {
	join := change(func(s *system.System, at time.Duration) error {
		return s.Join(at, "lb", 1, system.Part{Name: "server-3",
			Spec: system.Server{Slots: 1, Service: sim.Fixed(40 * ms), Speed: 1, WarmUp: 100 * ms}})
	})
	s := play(t, small(), 0*ms, join)
	require.Equal(t, 0.1, s.Part(6, 0).Warm)
	s.Run(15*ms, math.MaxInt, math.MaxInt)
	require.Equal(t, 0.1, s.Part(6, 15*ms).Warm)
	for range 3 {
		require.NoError(t, s.Burst(15*ms, "web", 1))
	}
	finish(s)
	require.Contains(t, strings.Join(told(t, s, 1_000_000_000_000_003), "\n"),
		"server-3 has served it in 80 ms", "5 ms at 1 tenth, 10 each at 2 to 8, and 5 at 9: 0.5 + 35 + 4.5")
	require.Equal(t, 1.0, s.Part(6, time.Minute).Warm)
}

func TestAServerThatNoLongerWarmsUpIsWarmAtOnce(t *testing.T) {
	d := spec(small(), "server-1", func(s *system.Server) { s.WarmUp = time.Second })
	down := change(func(s *system.System, at time.Duration) error { return s.Crash(at, "server-1") })
	up := change(func(s *system.System, at time.Duration) error { return s.Restore(at, "server-1") })
	at := change(func(s *system.System, at time.Duration) error {
		server := d.Parts[4]
		server.Spec = system.Server{Slots: 1, Service: sim.Fixed(40 * ms), Speed: 1}
		return s.Change(at, server)
	})
	s := play(t, d, 10*ms, down, 20*ms, up, 30*ms, down, 30*ms, at, 30*ms, up)
	require.NoError(t, s.Burst(30*ms, "web", 1))
	require.Contains(t, told(t, finish(s), 1_000_000_000_000_001), "75ms server-1 has served it in 40 ms")
}

func TestPausesComeAgainAndAgain(t *testing.T) {
	d := spec(small(0, time.Second), "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	d = spec(d, "server-1", func(s *system.Server) { s.PauseEvery, s.PauseFor = sim.Fixed(30*ms), sim.Fixed(70*ms) })
	s := play(t, d)
	s.Run(50*ms, math.MaxInt, math.MaxInt)
	require.True(t, s.Part(4, 50*ms).Frozen)
	finish(s)
	require.Contains(t, told(t, s, 1), "115ms server-1 has served it in 110 ms, which takes 40 ms at its usual speed", "25 of it are done when the pause begins")
}

func TestTimeOutsAbandonWhatGoesOn(t *testing.T) {
	d := spec(small(0), "web", func(c *system.Clients) { c.Timeout = 30 * ms })
	s := finish(play(t, d))
	require.Equal(t, uint64(1), s.Totals().TimedOut)
	p := s.Part(4, time.Minute)
	require.Equal(t, []uint64{1, 1}, []uint64{p.OK, p.Wasted}, "the server works on it all the same")
	_, _, ended, latency, ok := s.Slowest()
	require.True(t, ok)
	require.Equal(t, []time.Duration{30 * ms, 30 * ms}, []time.Duration{ended, latency})

	d = spec(d, "web", func(c *system.Clients) { c.Timeout, c.Deadline = 0, 30*ms })
	s = finish(play(t, spec(d, "to-1", func(l *system.Link) { l.Latency = sim.Fixed(30 * ms) })))
	require.Equal(t, uint64(1), s.Totals().TimedOut)
	require.Equal(t, uint64(1), s.Part(4, time.Minute).TimedOut, "a server does not begin what is too late")
	require.Contains(t, told(t, s, 1), "30ms server-1 drops it: its deadline has passed")
}

func TestRetriesGoOnUntilOneIsAnswered(t *testing.T) {
	d := spec(small(0), "web", func(c *system.Clients) {
		c.Retry = resilience.Backoff{Algorithm: resilience.Exponential, Base: 10 * ms, Cap: time.Second, Attempts: 4}
	})
	crash := change(func(s *system.System, at time.Duration) error {
		return errorsOf(s.Crash(at, "server-1"), s.Crash(at, "server-2"))
	})
	restore := change(func(s *system.System, at time.Duration) error { return s.Restore(at, "server-1") })
	s := finish(play(t, d, 0*ms, crash, 50*ms, restore))
	require.Equal(t, system.Totals{Sent: 1, OK: 1, Attempts: 3, Retries: 2, Repeat: 0}, s.Totals())
	require.Equal(t, []string{
		"10ms web is going to send it again: retry 1 of at most 3",
		"30ms web sends it again",
		"40ms web is going to send it again: retry 2 of at most 3",
		"80ms web sends it again",
		"130ms web has the answer, after 130 ms",
	}, of(told(t, s, 1), " web ")[1:])
	d = spec(d, "web", func(c *system.Clients) { c.Budget = 0.5 })
	s = finish(play(t, d, 0*ms, crash))
	require.Equal(t, uint64(0), s.Totals().Retries)
	require.Contains(t, told(t, s, 1), "10ms web does not send it again: the budget has only 0.5, and one more takes 1")
}

func TestAHedgeTakesTheFirstAnswer(t *testing.T) {
	d := spec(small(0), "web", func(c *system.Clients) { c.Hedge = resilience.HedgeConfig{Delay: 20 * ms, Extra: 1} })
	d = spec(d, "server-1", func(s *system.Server) { s.Service = sim.Fixed(time.Second) })
	s := finish(play(t, d))
	require.Equal(t, system.Totals{Sent: 1, OK: 1, Attempts: 2, Hedges: 1, Repeat: 1}, s.Totals())
	require.Contains(t, told(t, s, 1), "70ms web has the answer, after 70 ms")
	require.Equal(t, uint64(1), s.Part(4, time.Minute).Wasted)
}

func TestAHedgeThatIsRefusedIsTold(t *testing.T) {
	d := spec(small(0, 0), "web", func(c *system.Clients) {
		c.Hedge = resilience.HedgeConfig{Delay: 20 * ms, Extra: 1, Share: 0.1, Window: 10 * time.Second}
	})
	for _, name := range []string{"server-1", "server-2"} {
		d = spec(d, name, func(s *system.Server) { s.Service = sim.Fixed(time.Second) })
	}
	s := finish(play(t, d))
	require.Zero(t, s.Totals().Hedges)
	require.Contains(t, told(t, s, 1), "20ms web sends no copy of it, though there was no answer yet: the budget has only 0.2, and one more takes 1")
	require.NotContains(t, strings.Join(told(t, s, 1), "\n"), "40ms", "one refusal is enough")
}

func TestAClosedLoopWaitsForItsAnswers(t *testing.T) {
	d := spec(small(), "web", func(c *system.Clients) { c.Users, c.Think = 3, sim.Fixed(100*ms) })
	for _, name := range []string{"server-1", "server-2"} {
		d = spec(d, name, func(s *system.Server) { s.Slots = 3 })
	}
	s := finish(play(t, d))
	require.Equal(t, uint64(1200), s.Totals().Sent, "they think for 100 ms and wait for 50")
	require.Contains(t, told(t, s, 3_000_000_400), "59.95s web sends the request")
	one := system.Part{Name: "web", Spec: system.Clients{Users: 1, Think: sim.Fixed(100 * ms), Addresses: 1}}
	require.NoError(t, s.Change(time.Minute, one))
	s.Run(2*time.Minute, math.MaxInt, math.MaxInt)
	require.Equal(t, uint64(1600), s.Totals().Sent)
}

func TestWhatLeavesFails(t *testing.T) {
	leave := change(func(s *system.System, at time.Duration) error { return s.Leave(at, "server-1") })
	s := play(t, small(0, 20*ms, 40*ms), 10*ms, leave)
	require.Equal(t, -1, s.Index("to-1"))
	require.Len(t, s.Document().Parts, 4)
	finish(s)
	require.Equal(t, []uint64{2, 1}, []uint64{s.Totals().OK, s.Totals().Failed})
	require.Contains(t, strings.Join(told(t, s, 1), "\n"), "sends it to server-1")
	require.Contains(t, told(t, s, 1), "10ms server-1 leaves the system under it")
	err := s.Leave(time.Minute, "server-2")
	require.EqualError(t, err, "server-2 cannot leave: lb leads nowhere: a balancer has one part or more to choose from")
}

func TestTheSameRequestsComeWhateverBecomesOfThem(t *testing.T) {
	one, two := farm(balancer.Random, 4, 2, 0.7), farm(balancer.LeastConnections, 3, 5, 0.1)
	two.Parts[0] = one.Parts[0]
	a, b := must(system.New(one, 9)), must(system.New(two, 9))
	require.NoError(t, b.Burst(0, "web", 50))
	demands := func(s *system.System) map[uint64]time.Duration {
		all := map[uint64]time.Duration{}
		for len(all) < 500 {
			s.Run(time.Hour, 1, math.MaxInt)
			s.Flights(func(f *system.Flight) {
				if f.Phase == system.Serving && f.Request < 1_000_000 {
					all[f.Request] = f.Until - f.Since
				}
			})
		}
		return all
	}
	first, second := demands(a), demands(b)
	for n := uint64(1); n < 450; n++ {
		require.Equal(t, first[n], second[n])
	}
}

func errorsOf(list ...error) error {
	for _, err := range list {
		if err != nil {
			return err
		}
	}
	return nil
}

func of(steps []string, part string) []string {
	return slices.DeleteFunc(steps, func(s string) bool { return !strings.Contains(s, part) })
}
