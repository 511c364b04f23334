package system_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

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
