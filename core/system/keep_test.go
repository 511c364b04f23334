package system_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/resilience"
	"headroom/core/sim"
	"headroom/core/system"
)

func TestWhatIsKeptIsToldForGoodAndChangesNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := must(system.New(everything(), uint64(rapid.IntRange(1, 5).Draw(t, "seed"))))
		at := time.Duration(rapid.IntRange(0, 20_000).Draw(t, "from")) * ms
		plain.Run(at, math.MaxInt, math.MaxInt)
		id := plain.Part(0, at).Arrived + uint64(rapid.IntRange(1, 300).Draw(t, "ahead"))
		kept := plain.Clone()
		kept.Keep(0, id)
		const gone = 40 * time.Second
		var last system.Story
		for at < gone {
			at += time.Duration(rapid.IntRange(1, 2000).Draw(t, "step")) * ms
			for _, s := range []*system.System{plain, kept} {
				s.Run(at, math.MaxInt, math.MaxInt)
				if at > 15*time.Second {
					_ = s.Crash(at, "server-1")
				}
			}
			require.Equal(t, plain.Fingerprint(), kept.Fingerprint())
			if story, ok := plain.Story(0, id); ok {
				last = story
				told, _ := kept.Story(0, id)
				require.Equal(t, story, told)
			}
			require.Equal(t, plain.Totals(), kept.Totals())
		}
		story, ok := kept.Clone().Story(0, id)
		require.True(t, ok)
		_, over, whole := kept.Told(0, id)
		require.True(t, over)
		require.True(t, whole)
		if last.Outcome != system.UnderWay {
			require.Equal(t, last.Outcome, story.Outcome)
			require.Equal(t, last.Ended, story.Ended)
		}
	})
}

func TestWhatIsKeptTakesNobodysPlace(t *testing.T) {
	const first, away = 1_000_000_000_000_001, 1_000_000_000_000_000 + 150_000
	d := spec(small(0), "server-1", func(s *system.Server) { s.Room = system.MaxRoom })
	d = spec(d, "server-2", func(s *system.Server) { s.Room = system.MaxRoom })
	plain := must(system.New(d, 1))
	kept, turned := plain.Clone(), plain.Clone()
	kept.Keep(0, first)
	turned.Keep(0, away)
	for _, s := range []*system.System{plain, kept, turned} {
		for _, at := range []time.Duration{0, time.Millisecond, 10 * time.Second} {
			s.Run(at, math.MaxInt, math.MaxInt)
			require.NoError(t, s.Burst(at, "web", system.MaxBurst))
		}
	}
	require.GreaterOrEqual(t, plain.Totals().UnderWay, uint64(system.MaxRequests-33), "there is room for no more")
	require.Equal(t, plain.Totals(), kept.Totals())
	require.Equal(t, plain.Fingerprint(), kept.Fingerprint())
	_, ok := plain.Story(0, first)
	require.False(t, ok)
	story, ok := kept.Story(0, first)
	require.True(t, ok)
	require.Equal(t, system.OK, story.Outcome)
	_, over, whole := plain.Told(0, away)
	require.Equal(t, []bool{true, false}, []bool{over, whole})
	_, over, whole = turned.Told(0, away)
	require.Equal(t, []bool{true, true}, []bool{over, whole}, "there is nothing to tell of who was turned away")
}

func TestAllAttemptsOfWhatIsKeptAreTold(t *testing.T) {
	d := spec(small(10*ms), "web", func(c *system.Clients) {
		c.Retry = resilience.Backoff{Algorithm: resilience.Exponential, Base: 10 * ms, Cap: 10 * ms, Attempts: 30}
	})
	crash := change(func(s *system.System, at time.Duration) error {
		return errorsOf(s.Crash(at, "server-1"), s.Crash(at, "server-2"))
	})
	again := func(s *system.System) (n int) {
		return len(slices.DeleteFunc(told(t, finish(s), 1), func(step string) bool { return !strings.Contains(step, "sends it again") }))
	}
	plain := play(t, d, 0*ms, crash)
	kept := plain.Clone()
	begun, over, _ := kept.Told(0, 1)
	require.Equal(t, []bool{false, false}, []bool{begun, over})
	kept.Keep(0, 1)
	require.Equal(t, 8, again(plain))
	_, _, whole := plain.Told(0, 1)
	require.False(t, whole)
	require.Equal(t, 29, again(kept))
	begun, over, whole = kept.Told(0, 1)
	require.Equal(t, []bool{true, true, true}, []bool{begun, over, whole})
	story, _ := kept.Story(0, 1)
	require.Zero(t, story.Forgotten)
	require.True(t, slices.IsSortedFunc(story.Steps, func(a, b system.Step) int { return int(a.At - b.At) }))
	require.Equal(t, "sends the request", story.Steps[0].Text)
}

func TestAStoryThatIsOverStaysAsItIs(t *testing.T) {
	d := spec(small(0, 30*ms), "lb", func(b *system.Balancer) { b.Weights = []int{1, 0} })
	s := finish(play(t, d,
		10*ms, change(func(s *system.System, at time.Duration) error { return s.Freeze(at, "server-1", 5*ms) }),
		32*ms, change(func(s *system.System, at time.Duration) error { return s.Split(at, "server-1") })))
	first, second := told(t, s, 1), told(t, s, 2)
	require.Contains(t, strings.Join(first, "\n"), "has served it in 45 ms, which takes 40 ms at its usual speed")
	require.Contains(t, second, "35ms the link to server-1 swallows it: the link is split")
	require.NoError(t, s.Restore(time.Minute, "server-1"))
	faster := d.Parts[4]
	faster.Spec = system.Server{Slots: 1, Room: 10, Service: sim.Fixed(40 * ms), Speed: 8}
	require.NoError(t, s.Change(time.Minute, faster))
	require.Equal(t, first, told(t, s, 1))
	require.Equal(t, second, told(t, s, 2))
}
