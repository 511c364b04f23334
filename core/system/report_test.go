package system_test

import (
	"math"
	"strings"
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

// happenings are what each event did, up to one of a time.
func happenings(s *system.System, until time.Duration) (all []string) {
	for {
		if n, _ := s.Run(until, 1, math.MaxInt); n == 0 {
			return all
		}
		all = append(all, s.At().String()+" "+s.Happened())
	}
}

func TestWhatHappenedIsSaidAsItWas(t *testing.T) {
	one := func(d *system.Document) *system.Document {
		return spec(d, "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	}
	d := spec(one(small(0, ms, 2*ms, 3*ms)), "server-1", func(s *system.Server) { s.Room = 2 })
	require.Equal(t, []string{
		"0s web sent request 1; it is on the link to server-1",
		"1ms web sent request 2; it is on the link to server-1",
		"2ms web sent request 3; it is on the link to server-1",
		"3ms web sent request 4; it is on the link to server-1",
		"5ms request 1 came through; server-1 serves it",
		"6ms request 2 came through; it is the next at server-1",
		"7ms request 3 came through; it waits at server-1 behind 1 other",
		"8ms request 4 came through; the answer, refused, is on the link to server-1",
		"13ms an answer to request 4 came through; refused",
		"45ms server-1 has served request 1 in 40 ms; the answer is on the link to server-1",
		"50ms an answer to request 1 came through; answered after 50 ms",
	}, happenings(play(t, d), 50*ms))
	d = spec(one(small(0)), "web", func(c *system.Clients) { c.Hedge = resilience.HedgeConfig{Delay: 10 * ms, Extra: 1} })
	require.Equal(t, []string{
		"0s web sent request 1; it is on the link to server-1",
		"5ms request 1 came through; server-1 serves it",
		"10ms a copy of request 1 was sent; it is on the link to server-1",
		"15ms request 1 came through; it is the next at server-1",
		"20ms no further copy of request 1 may be sent",
	}, happenings(play(t, d), 44*ms))
	split := change(func(s *system.System, at time.Duration) error { return s.Split(at, "server-1") })
	require.Equal(t, []string{"5ms the link to server-1 lost request 1"}, happenings(play(t, one(small(0)), 4*ms, split), time.Second))
	require.Equal(t, []string{"50ms the link to server-1 lost an answer to request 1"}, happenings(play(t, one(small(0)), 46*ms, split), time.Second))
}

func TestALinkIsCalledByWhereItLeads(t *testing.T) {
	link := func(name, to string) system.Part {
		return system.Part{Name: name, To: []string{to}, Spec: system.Link{Latency: sim.Fixed(ms)}}
	}
	d := small(0)
	d.Parts[0].To[0] = "lan"
	d.Parts = append(d.Parts, link("lan", "wan"), link("wan", "lb"), link("again", "server-1"))
	d.Parts[1].To = append(d.Parts[1].To, "again")
	s := play(t, d)
	called := map[string]string{}
	for i, p := range d.Parts {
		called[p.Name] = s.Called(i)
	}
	require.Equal(t, map[string]string{"web": "web", "lb": "lb", "server-1": "server-1", "server-2": "server-2", "to-1": "to-1",
		"again": "again", "to-2": "the link to server-2", "lan": "lan", "wan": "the link to lb"}, called)
}

func TestAStoryTellsTheWholeWayBack(t *testing.T) {
	tell := func(clients, service string) (stories []system.Story, steps string) {
		s := must(system.New(must(system.ParseDocument("system 1\nclients web profile=steady:10 "+clients+" > a\nlink a latency=exp:4ms > lb\n"+
			"balancer lb > b\nlink b latency=exp:4ms > one\nserver one slots=50 service="+service+"\n")), 3))
		s.Run(10*time.Second, math.MaxInt, math.MaxInt)
		for n := uint64(1); n < 80; n++ {
			if story, ok := s.Story(0, n); ok && story.Outcome != system.UnderWay {
				stories = append(stories, story)
				for _, step := range story.Steps {
					steps += step.Text + "\n"
				}
			}
		}
		require.NotEmpty(t, stories)
		return stories, steps
	}
	stories, steps := tell("", "exp:10ms")
	require.Equal(t, 2*len(stories), strings.Count(steps, "with the answer"), "over both links")
	require.NotContains(t, steps, "waits for no longer")
	stories, steps = tell("timeout=30ms attempts=2", "fixed:50ms")
	require.Equal(t, system.TimedOut, stories[0].Outcome)
	require.Contains(t, steps, "gets an answer that it waits for no longer")
}
