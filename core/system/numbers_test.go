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

// TestNoNumberComesTwice changes how requests arrive again and again: whatever sends them, each has a number of
// its own, by which its draws and its story are found.
func TestNoNumberComesTwice(t *testing.T) {
	gap := sim.Fixed(10 * time.Millisecond)
	web := system.Clients{Addresses: 10, Profile: must(sim.Steady(100))}
	ways := []system.Clients{web, web, web, web, web, web, web}
	ways[1].Gap = gap
	ways[3].Users, ways[3].Think = 20, sim.Exponential(50*time.Millisecond)
	ways[4].Users, ways[4].Think = 5, sim.Exponential(50*time.Millisecond)
	ways[5].Users, ways[5].Think = 20, sim.Exponential(50*time.Millisecond)
	s := must(system.New(must(system.ParseDocument("system 1\nclients web profile=steady:100 addresses=10 > server\nserver server slots=4 room=1000 service=exp:200ms\n")), 1))
	seen := map[uint64]time.Duration{}
	look := func(f *system.Flight) {
		since, was := seen[f.Request]
		story, ok := s.Story(0, f.Request)
		require.True(t, ok)
		require.True(t, !was || since == story.Sent, "number %d stands for two requests", f.Request)
		seen[f.Request] = story.Sent
	}
	for i, way := range ways {
		at := time.Duration(i) * time.Second
		s.Run(at-1, math.MaxInt, math.MaxInt)
		require.NoError(t, s.Change(at, system.Part{Name: "web", To: []string{"server"}, Spec: way}))
		for s.At() < at+time.Second-time.Millisecond {
			if n, _ := s.Run(at+time.Second-time.Millisecond, 1, math.MaxInt); n == 0 {
				break
			}
			s.Flights(look)
		}
		users := map[uint64]int{}
		s.Flights(func(f *system.Flight) {
			if f.Request > 1e9 {
				users[f.Request/1e9]++
			}
		})
		for user, under := range users {
			require.Equal(t, 1, under, "user %d has more than one request under way", user)
		}
	}
	require.Greater(t, len(seen), 300)
}

// TestWhatIsDueAtTheMomentOfAChangeComes sends requests in step with changes of all kinds: each comes once.
func TestWhatIsDueAtTheMomentOfAChangeComes(t *testing.T) {
	due := []time.Duration{0, 10 * ms, 10 * ms, 10 * ms, 20 * ms}
	faster := change(func(s *system.System, at time.Duration) error {
		p := s.Document().Parts[4]
		p.Spec = system.Server{Slots: 2, Room: 10, Service: sim.Fixed(30 * ms), Speed: 1}
		return s.Change(at, p)
	})
	patient := change(func(s *system.System, at time.Duration) error {
		p := s.Document().Parts[0]
		web := p.Spec.(system.Clients)
		web.Timeout = time.Second
		p.Spec = web
		return s.Change(at, p)
	})
	for _, handled := range []int{0, 1, 2, 3, 4} { // before the change of that moment
		s := play(t, small(due...))
		s.Run(10*ms-1, math.MaxInt, math.MaxInt)
		s.Run(10*ms, handled, math.MaxInt)
		require.NoError(t, faster(s, 10*ms))
		require.NoError(t, patient(s, 10*ms))
		require.EqualValues(t, len(due), finish(s).Totals().Sent, "%d handled", handled)
	}
	even := spec(small(), "web", func(c *system.Clients) { c.Gap = sim.Fixed(10 * ms) })
	s := play(t, even)
	s.Run(20*ms-1, math.MaxInt, math.MaxInt)
	p := even.Parts[0]
	p.Spec = system.Clients{Gap: sim.Fixed(20 * ms), Addresses: 1}
	require.NoError(t, s.Change(20*ms, p))
	s.Run(60*ms, math.MaxInt, math.MaxInt)
	require.EqualValues(t, 4, s.Totals().Sent, "at 10, 20, 40 and 60 ms")
}

func TestSeveralPartsChangeAtOnceOrNone(t *testing.T) {
	s := play(t, small())
	server, link := s.Document().Parts[4], s.Document().Parts[2]
	server.Spec = system.Server{Slots: 3, Service: sim.Fixed(ms), Speed: 1}
	wrong := link
	wrong.Spec = server.Spec
	require.EqualError(t, s.Change(0, server, wrong), "to-1 is a link and stays one: give it settings of that kind")
	require.Equal(t, 1, s.Part(4, 0).Slots, "nothing has changed")
	link.Spec = system.Link{Latency: sim.Fixed(time.Second)}
	require.NoError(t, s.Change(0, server, link))
	require.Equal(t, 3, s.Part(4, 0).Slots)
	require.Equal(t, link, s.Document().Parts[2])
}

// TestAddressesKeepTheirServerWhateverElseChanges looks that what is hashed ahead is what would be hashed.
func TestAddressesKeepTheirServerWhateverElseChanges(t *testing.T) {
	times := make([]time.Duration, 400)
	for i := range times {
		times[i] = time.Duration(i+1) * ms
	}
	hashed := func(addresses int) *system.Document {
		d := spec(small(times...), "web", func(c *system.Clients) { c.Addresses = addresses })
		return spec(d, "lb", func(b *system.Balancer) { b.Config.Policy = balancer.IPHash })
	}
	to := func(d *system.Document) change {
		return func(s *system.System, at time.Duration) error { return s.Change(at, d.Parts[0], d.Parts[1]) }
	}
	turns := spec(hashed(500), "lb", func(b *system.Balancer) { b.Config.Policy = balancer.RoundRobin })
	same := finish(play(t, hashed(1000)))
	for _, way := range [][]any{{0 * ms, to(hashed(1000))}, {0 * ms, to(hashed(10)), 0 * ms, to(hashed(1000))}, {0 * ms, to(turns), 0 * ms, to(hashed(1000))}} {
		s := play(t, hashed(500), way...)
		require.Equal(t, same.Part(4, time.Minute).Arrived, finish(s).Part(4, time.Minute).Arrived)
	}
	require.NotEqual(t, same.Part(4, time.Minute).Arrived, finish(play(t, hashed(10))).Part(4, time.Minute).Arrived)
}
