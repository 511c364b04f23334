package system_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/sim"
	"headroom/core/system"
)

// lasting is small with so many clients who send every 10 ms, over connections of so many requests.
func lasting(clients, requests int) *system.Document {
	d := spec(small(), "lb", func(b *system.Balancer) { b.Config.Requests = requests })
	for _, name := range []string{"server-1", "server-2"} {
		spec(d, name, func(v *system.Server) { v.Service = sim.Fixed(ms) })
	}
	return spec(d, "web", func(c *system.Clients) {
		c.Gap, c.Addresses = sim.Fixed(10*ms), clients
	})
}

// open are the open connections of parts.
func open(s *system.System, names ...string) (all []int) {
	for _, name := range names {
		all = append(all, s.Part(s.Index(name), s.At()).Open)
	}
	return all
}

func TestAConnectionKeepsItsServerUntilItIsUsedUp(t *testing.T) {
	s := play(t, lasting(6, 50), 20*time.Second, func(s *system.System, now time.Duration) error { return nil })
	all := s.Totals()
	require.InDelta(t, 1-.5/50, float64(all.Kept)/float64(all.Repeat), .01)
	both := open(s, "server-1", "server-2", "to-1", "lb", "web")
	require.Equal(t, []int{both[0] + both[1], both[0], 0}, []int{both[3], both[2], both[4]})
	require.InDelta(t, 6, both[3], 2, "each client has one, or has just used it up")
	var sum int
	s.Backends(s.Index("lb"), s.At(), func(b system.Backend) { sum += b.Open })
	require.Equal(t, both[3], sum)
	require.Regexp(t, "lb sends it to server-[12]: its connection to server-[12] is open: request [0-9]+ of 50$", told(t, s, all.Sent)[1])
}

func TestACrashCutsConnectionsAndASplitDoesNot(t *testing.T) {
	crash := func(s *system.System, now time.Duration) error { return s.Crash(now, "server-1") }
	split := func(s *system.System, now time.Duration) error { return s.Split(now, "to-1") }
	wait := func(s *system.System, now time.Duration) error { return nil }
	s := play(t, lasting(10, 1000), time.Second, crash, 1100*ms, wait)
	require.LessOrEqual(t, open(s, "server-1")[0], 1, "round robin goes on trying it")
	s = play(t, lasting(10, 1000), time.Second, split, 5*time.Second, wait)
	require.Equal(t, []int{5, 5}, open(s, "server-1", "server-2"), "nobody is told")
	s = play(t, spec(lasting(10, 1000), "lb", func(b *system.Balancer) { b.CheckEvery = 100 * ms }), time.Second, split, 5*time.Second, wait)
	require.Equal(t, []int{0, 10}, open(s, "server-1", "server-2"), "but by health checks")
}

func TestAServerThatJoinsWaitsForConnectionsToEnd(t *testing.T) {
	join := func(s *system.System, now time.Duration) error {
		return s.Join(now, "lb", 1, system.Part{Name: "server-3", Spec: system.Server{Slots: 1, Room: 10, Service: sim.Fixed(ms), Speed: 1}})
	}
	wait := func(s *system.System, now time.Duration) error { return nil }
	s := play(t, lasting(30, 100_000), time.Second, join, 20*time.Second, wait)
	require.Equal(t, []int{0, 30}, open(s, "server-3", "lb"))
	require.Zero(t, s.Part(s.Index("server-3"), s.At()).Arrived)
	s = play(t, lasting(30, 2), time.Second, join, 20*time.Second, wait)
	require.InDelta(t, 1900./3, s.Part(s.Index("server-3"), s.At()).Arrived, 70)
}

func TestChangesKeepConnectionsAndClientsTakeTheirsAlong(t *testing.T) {
	change := func(set func(d *system.Document)) change {
		return func(s *system.System, now time.Duration) error {
			d := lasting(30, 100_000)
			set(d)
			return s.Change(now, d.Parts[0], d.Parts[1])
		}
	}
	wait := func(s *system.System, now time.Duration) error { return nil }
	s := play(t, lasting(30, 100_000), 3*time.Second, change(func(d *system.Document) {
		spec(d, "lb", func(b *system.Balancer) { b.Config.Policy = 4 })
	}))
	require.Equal(t, []int{15, 15}, open(s, "server-1", "server-2"), "another policy is for who comes")
	before := s.Size()
	s = play(t, lasting(30, 100_000), 3*time.Second, change(func(d *system.Document) {
		spec(d, "web", func(c *system.Clients) { c.Addresses = 4 })
	}))
	require.Equal(t, []int{4}, open(s, "lb"))
	s = play(t, lasting(30, 100_000), 3*time.Second, change(func(d *system.Document) {
		spec(d, "lb", func(b *system.Balancer) { b.Config.Requests = 0 })
	}), 4*time.Second, wait)
	require.Equal(t, []int{0, 0}, open(s, "lb", "server-1"))
	require.Equal(t, before-30*40, s.Size())
}
