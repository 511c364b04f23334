package balancer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
)

// words is what the last pick says of a request of client 10.0.0.7, session 4711.
func words(p *balancer.Pool) string {
	return p.Why().Words(p.Name, "10.0.0.7", "4711")
}

func TestAChoiceSaysWhyInWords(t *testing.T) {
	name := func(slot int) string { return even(9)[slot].Name }
	plain := balancer.Choice{Skipped: -1, WasBound: -1}
	with := func(change func(*balancer.Choice)) balancer.Choice {
		c := plain
		change(&c)
		return c
	}
	for says, c := range map[string]balancer.Choice{
		"two choices drew server-2 with 5 active and server-4 with 3": with(func(c *balancer.Choice) {
			c.Policy, c.Slot, c.Draws = balancer.TwoChoices, 3, 2
			c.Drawn = [8]balancer.Candidate{{Slot: 1, Load: 5}, {Slot: 3, Load: 3}}
		}),
		"three choices drew server-2 with 5 active, server-4 with 3 and server-1 with 4": with(func(c *balancer.Choice) {
			c.Policy, c.Slot, c.Draws = balancer.TwoChoices, 3, 3
			c.Drawn = [8]balancer.Candidate{{Slot: 1, Load: 5}, {Slot: 3, Load: 3}, {Slot: 0, Load: 4}}
		}),
		"peak EWMA drew server-2 at 1234 ms, server-4 at 12.3 ms and server-1, not tried yet": with(func(c *balancer.Choice) {
			c.Policy, c.Draws = balancer.PeakEWMA, 3
			c.Drawn = [8]balancer.Candidate{{Slot: 1, Load: 1_234_000}, {Slot: 3, Load: 12_300}, {Slot: 0, Load: -1}}
		}),
		"round robin: turn 3 of 5; skipped server-3: draining": with(func(c *balancer.Choice) {
			c.Value, c.Of, c.Skipped, c.SkippedState = 3, 5, 2, balancer.Draining
		}),
		"random: one of 5; skipped server-3: down, and 2 more": with(func(c *balancer.Choice) {
			c.Policy, c.Of, c.Skipped, c.SkippedState, c.SkippedMore = balancer.Random, 5, 2, balancer.Down, 2
		}),
		"smooth weighted: current weight 7 of 12": with(func(c *balancer.Choice) {
			c.Policy, c.Value, c.Of = balancer.SmoothWeighted, 7, 12
		}),
		"weighted random: weight 3 of 12": with(func(c *balancer.Choice) {
			c.Policy, c.Value, c.Of = balancer.WeightedRandom, 3, 12
		}),
		"weighted least connections: 3 active, the fewest of 5 by weight, its turn among 2": with(func(c *balancer.Choice) {
			c.Policy, c.Value, c.Of, c.Ties = balancer.WeightedLeastConnections, 3, 5, 2
		}),
		"hash of 10.0.0.7 leaves 1 when divided by 5: server-2": with(func(c *balancer.Choice) {
			c.Policy, c.Slot, c.Value, c.Of = balancer.IPHash, 1, 1, 5
		}),
		"hash of 10.0.0.7 belongs to server-2": with(func(c *balancer.Choice) {
			c.Policy, c.Slot, c.Draws, c.Drawn[0].Slot = balancer.ConsistentHash, 1, 1, 1
		}),
		"hash of 10.0.0.7 belongs to server-2; next is server-4; skipped server-2: ejected": with(func(c *balancer.Choice) {
			c.Policy, c.Slot, c.Draws, c.Drawn[0].Slot = balancer.ConsistentHash, 3, 1, 1
			c.Skipped, c.SkippedState = 1, balancer.Ejected
		}),
		"hash of 10.0.0.7 belongs to server-2, which is full with 9 active of 8; next is server-4": with(func(c *balancer.Choice) {
			c.Policy, c.Slot, c.Draws, c.Of, c.Drawn[0] = balancer.BoundedLoads, 3, 1, 8, balancer.Candidate{Slot: 1, Load: 9}
		}),
		"nothing to choose from; skipped server-1: of weight 0": with(func(c *balancer.Choice) {
			c.Slot, c.Skipped, c.SkippedState = -1, 0, balancer.Idle
		}),
		"sticky: session 4711 is bound to server-1": with(func(c *balancer.Choice) {
			c.Session, c.Bound, c.WasBound = true, true, 0
		}),
		"sticky: session 4711 is new; random: one of 5": with(func(c *balancer.Choice) {
			c.Policy, c.Of, c.Session = balancer.Random, 5, true
		}),
		"sticky: session 4711 was bound to server-1, which is down; random: one of 5": with(func(c *balancer.Choice) {
			c.Policy, c.Of, c.Session, c.WasBound, c.WasState = balancer.Random, 5, true, 0, balancer.Down
		}),
		"sticky: session 4711 was bound to a backend that is gone; random: one of 5": with(func(c *balancer.Choice) {
			c.Policy, c.Of, c.Session, c.WasState = balancer.Random, 5, true, balancer.Left
		}),
	} {
		require.Equal(t, says, c.Words(name, "10.0.0.7", "4711"))
	}
}

func TestSentencesOfAPoolThatWorks(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.TwoChoices}, even(3)...)
	p.Drain(2)
	picks(t, p, 5)
	require.Regexp(t, `^two choices drew server-[12] with 2 active and server-[12] with 2; skipped server-3: draining$`, words(p))
	require.NoError(t, p.Configure(balancer.Config{Policy: balancer.PeakEWMA}))
	p.Done(0, time.Second, 40*time.Millisecond, true)
	pick(t, p, balancer.Request{Now: time.Second})
	require.Equal(t, "peak EWMA drew server-1 at 80.0 ms and server-2, not tried yet; skipped server-3: draining", words(p))
}
