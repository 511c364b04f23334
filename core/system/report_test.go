package system_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/resilience"
	"headroom/core/sim"
	"headroom/core/system"
)

// linked is two servers behind links of 5 ms.
func linked(load float64) *system.Document {
	d := farm(balancer.SmoothWeighted, 2, 1, load)
	d.Parts[1].To = []string{"to-a", "to-b"}
	d.Parts[1].Spec = system.Balancer{Config: balancer.Config{Policy: balancer.SmoothWeighted}, Weights: []int{3, 1}}
	link := system.Link{Latency: sim.Fixed(5 * time.Millisecond)}
	d.Parts = append(d.Parts, system.Part{Name: "to-a", To: []string{"server-aa"}, Spec: link}, system.Part{Name: "to-b", To: []string{"server-ab"}, Spec: link})
	return d
}

// answers plays until so many requests have been answered, and visits each in its moment.
func answers(t *testing.T, s *system.System, n uint64, visit func(*system.Story, *system.Spent)) {
	for s.Totals().OK < n {
		_, used := s.Run(time.Hour, 1, math.MaxInt)
		require.Positive(t, used)
		for number := uint64(1); s.Known(0, number); number++ {
			story, ok := s.Story(0, number)
			spent, known := s.Spent(0, number)
			require.Equal(t, ok, known)
			if ok && story.Outcome == system.OK && story.Ended == s.At() {
				visit(&story, &spent)
			}
		}
	}
}

func TestSpentAddsUpToTheLatency(t *testing.T) {
	s := must(system.New(linked(0.9), 3))
	told, waited := 0, 0
	answers(t, s, 400, func(story *system.Story, spent *system.Spent) {
		told++
		require.Equal(t, 1, spent.Attempts)
		require.Contains(t, []string{"server-aa", "server-ab"}, spent.Part)
		require.Zero(t, spent.Before)
		require.Equal(t, story.Ended-story.Sent, spent.Waited+spent.Served+10*time.Millisecond)
		if spent.Waited > 0 {
			waited++
		}
	})
	require.Equal(t, 400, told)
	require.EqualValues(t, s.Totals().Waited, waited)
}

func TestSpentTellsOfWhatWasTriedBefore(t *testing.T) {
	d := linked(0.2)
	c := d.Parts[0].Spec.(system.Clients)
	c.Timeout, c.Retry = 100*time.Millisecond, resilience.Backoff{Attempts: 3, Base: time.Millisecond, Cap: time.Millisecond}
	d.Parts[0].Spec = c
	again := 0
	answers(t, must(system.New(d, 3)), 200, func(story *system.Story, spent *system.Spent) {
		require.Equal(t, story.Ended-story.Sent, spent.Before+spent.Waited+spent.Served+10*time.Millisecond)
		require.Equal(t, spent.Attempts > 1, spent.Before > 0)
		if spent.Before > 0 {
			again++
			require.GreaterOrEqual(t, spent.Before, 100*time.Millisecond)
		}
	})
	require.Positive(t, again)
}

func TestWhatWasSentIsKnown(t *testing.T) {
	d := farm(balancer.RoundRobin, 1, 1, 0.5)
	d.Parts = append(d.Parts, system.Part{Name: "users", To: []string{"lb"}, Spec: system.Clients{Users: 2, Think: sim.Fixed(time.Second), Addresses: 1}})
	s := must(system.New(d, 1))
	s.Run(10*time.Second, math.MaxInt, math.MaxInt)
	open, closed := s.Part(0, s.At()).Arrived, s.Index("users")
	require.True(t, s.Known(0, 1))
	require.True(t, s.Known(0, open))
	require.False(t, s.Known(0, open+1))
	require.False(t, s.Known(0, 0))
	require.NoError(t, s.Burst(10*time.Second, "web", 3))
	require.True(t, s.Known(0, 1_000_000_000_000_003))
	require.False(t, s.Known(0, 1_000_000_000_000_004))
	require.True(t, s.Known(closed, 2_000_000_001))
	require.False(t, s.Known(closed, 2_000_000_000))
	require.False(t, s.Known(closed, 3_000_000_001))
	require.False(t, s.Known(closed, 1))
}

func TestWhatABalancerKnows(t *testing.T) {
	s := must(system.New(linked(0.5), 1))
	require.False(t, s.Changed())
	s.Run(time.Second, math.MaxInt, math.MaxInt)
	require.False(t, s.Changed())
	require.NoError(t, s.Drain(time.Second, "server-ab"))
	require.True(t, s.Changed())
	var seen []system.Backend
	s.Backends(1, time.Second, func(b system.Backend) { seen = append(seen, b) })
	require.Len(t, seen, 2)
	require.Equal(t, "server-aa", seen[0].Name)
	require.Equal(t, s.Index("server-ab"), seen[1].Part)
	require.Equal(t, 3, seen[0].Weight)
	require.Equal(t, balancer.Up, seen[0].State)
	require.Equal(t, balancer.Draining, seen[1].State)
	weight, ok := s.Weight(s.Index("server-aa"))
	require.True(t, ok)
	require.Equal(t, 3, weight)
	_, ok = s.Weight(0)
	require.False(t, ok)
	s.Backends(0, time.Second, func(system.Backend) { require.Fail(t, "clients choose nothing") })
}

func TestASplitIsSeenFromBothEnds(t *testing.T) {
	s := must(system.New(linked(0.5), 1))
	link, server, other := s.Index("to-a"), s.Index("server-aa"), s.Index("server-ab")
	require.False(t, s.Cut(link) || s.Cut(server) || s.Cut(other))
	require.NoError(t, s.Split(0, "server-aa"))
	require.True(t, s.Cut(link) && s.Cut(server))
	require.False(t, s.Cut(other))
	s.Measure(time.Second)
	require.Equal(t, time.Second, s.Since())
}
