package balancer_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
	"headroom/core/hash"
)

// everyPolicy runs a check for each of them.
func everyPolicy(t *testing.T, check func(t *testing.T, policy balancer.Policy)) {
	for policy := range balancer.Policy(balancer.Policies) {
		t.Run(policy.String(), func(t *testing.T) { check(t, policy) })
	}
}

func TestAPoolThatHasNobodySaysWhichKindOfNobody(t *testing.T) {
	everyPolicy(t, func(t *testing.T, policy balancer.Policy) {
		p := pool(t, balancer.Config{Policy: policy, Fall: 1, EjectAfter: 1, EjectPercent: 100})
		slot, err := p.Pick(request(1))
		require.Equal(t, []int{-1, -1}, []int{slot, p.Why().Slot})
		require.ErrorIs(t, err, balancer.ErrEmpty)
		require.EqualError(t, err, "the pool is empty: it has no backends")

		require.NoError(t, p.Add(0, even(6)...))
		require.Equal(t, 1, fail(t, p, 0, 1, 0))
		p.SetWeight(1, 0)
		p.Check(2, 0, false)
		p.Drain(3)
		p.Drain(4)
		p.Remove(5)
		slot, err = p.Pick(request(2))
		require.Equal(t, []int{-1, -1}, []int{slot, p.Why().Slot})
		require.ErrorIs(t, err, balancer.ErrAllDown)
		require.EqualError(t, err,
			"no backend takes requests: of 5 backends, 1 of weight 0, 1 ejected, 1 down, 2 draining")
		require.Equal(t, "nothing to choose from; skipped server-1: ejected, and 4 more", words(p))

		_, err = p.Pick(balancer.Request{Now: 30 * time.Second})
		require.NoError(t, err, "an ejection ends by itself")
	})
}

func TestAPoolOfOneAlwaysPicksIt(t *testing.T) {
	everyPolicy(t, func(t *testing.T, policy balancer.Policy) {
		p := pool(t, balancer.Config{Policy: policy, Choices: 5}, even(1)...)
		for _, draw := range []uint64{0, 1, 1 << 63, math.MaxUint64} {
			require.Equal(t, 0, pick(t, p, balancer.Request{Draw: draw, Client: hash.Position{Hi: draw, Lo: draw}}))
		}
		_, err := pool(t, balancer.Config{Policy: policy}, servers(0)...).Pick(balancer.Request{})
		require.EqualError(t, err, "no backend takes requests: of 1 backend, 1 of weight 0")
	})
}

// churn does something to a pool, keeps its own books and returns them.
type churn struct {
	p      *balancer.Pool
	now    time.Duration
	active map[int]int // by slot
}

func (c *churn) step(t *rapid.T) {
	c.now += time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond
	slot := rapid.IntRange(0, 9).Draw(t, "slot")
	there := c.p.Name(slot) != ""
	switch action := rapid.IntRange(0, 13).Draw(t, "action"); {
	case action == 0:
		b := rapid.SampledFrom(servers(1, 2, 3, 4, 5, 6, 7, 8)).Draw(t, "backend")
		require.NoError(t, c.p.Add(c.now, b))
	case action == 1:
		policy := balancer.Policy(rapid.IntRange(0, balancer.Policies-1).Draw(t, "policy"))
		require.NoError(t, c.p.Configure(churned(policy)))
	case action == 2:
		c.p = c.p.Clone()
	case action > 8:
		c.pick(t)
	case there && action > 6 && c.active[slot] > 0:
		c.p.Done(slot, c.now, time.Millisecond, rapid.Bool().Draw(t, "ok"))
		c.active[slot]--
	case !there || c.p.State(slot, c.now) == balancer.Left:
	case action == 3:
		c.p.Remove(slot)
	case action == 4:
		c.p.Drain(slot)
		c.p.SetWeight(slot, rapid.IntRange(0, 3).Draw(t, "weight"))
	case action == 5:
		c.p.Resume(slot)
	default:
		c.p.Check(slot, c.now, rapid.Bool().Draw(t, "ok"))
	}
}

func churned(policy balancer.Policy) balancer.Config {
	return balancer.Config{Policy: policy, Fall: 1, Rise: 1, EjectAfter: 2, EjectFor: 2 * time.Second,
		EjectPercent: 50, SlowStart: 5 * time.Second, Sessions: 3, Requests: int(policy) % 3 * 2, Connections: 4, VirtualNodes: 5}
}

func (c *churn) pick(t *rapid.T) {
	r := request(rapid.Uint64().Draw(t, "request"))
	r.Now, r.Session = c.now, rapid.Uint64Range(0, 6).Draw(t, "session")
	ups := 0
	for slot := range c.p.Slots() {
		if c.p.Name(slot) != "" && c.p.State(slot, c.now) == balancer.Up {
			ups++
		}
	}
	slot, err := c.p.Pick(r)
	why := c.p.Why()
	require.Equal(t, slot, why.Slot)
	require.NotEmpty(t, why.Words(c.p.Name, "client", "session"))
	switch {
	case err == nil:
		c.active[slot]++
		if state := c.p.State(slot, c.now); !why.Connected && (!why.Bound || state != balancer.Idle) {
			require.Equal(t, balancer.Up, state)
		}
	case c.p.Len() == 0:
		require.ErrorIs(t, err, balancer.ErrEmpty)
	default:
		require.ErrorIs(t, err, balancer.ErrAllDown)
		require.Zero(t, ups)
	}
}

func TestWhateverHappensOnlyThoseThatAreUpArePickedAndTheBooksAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := churn{pool(t, churned(balancer.RoundRobin), even(4)...), 0, map[int]int{}}
		for range rapid.IntRange(1, 120).Draw(t, "steps") {
			c.step(t)
			present := 0
			for slot := range c.p.Slots() {
				if c.p.Name(slot) == "" {
					require.Zero(t, c.active[slot], "a slot is kept until its last request is done")
					continue
				}
				require.Equal(t, c.active[slot], c.p.Active(slot))
				if c.p.State(slot, c.now) != balancer.Left {
					present++
					require.Equal(t, slot, c.p.Slot(c.p.Name(slot)))
				}
			}
			require.Equal(t, c.p.Len(), present)
		}
	})
}

func TestACloneGoesItsOwnWayAndTheSameWay(t *testing.T) {
	everyPolicy(t, func(t *testing.T, policy balancer.Policy) {
		p := pool(t, balancer.Config{Policy: policy, Sessions: 50, EjectAfter: 3, Requests: int(policy) % 2 * 5}, servers(3, 1, 4, 1, 5)...)
		run := func(p *balancer.Pool, from, to uint64) (slots []int) {
			for i := from; i < to; i++ {
				r := request(i)
				r.Now, r.Session = time.Duration(i)*time.Second, i%7
				slot := pick(t, p, r)
				if slots = append(slots, slot); i%4 > 0 {
					p.Done(slot, r.Now, time.Duration(hash.Mix(i)>>40), i%3 > 0)
				}
			}
			return slots
		}
		for from := range uint64(40) { // in the middle of periods, and at their ends
			a := p.Clone()
			b := a.Clone()
			a.Drain(2)
			run(a, from, from+30)
			want := run(p.Clone(), from, from+60)
			require.Equal(t, want, run(b, from, from+60), "what became of one clone changes no other")
			run(p, from, from+1)
		}
	})
}

func TestNothingIsAllocatedForAPick(t *testing.T) {
	everyPolicy(t, func(t *testing.T, policy balancer.Policy) {
		for _, c := range []balancer.Config{{}, {Sessions: 64}, {Requests: 9, Connections: 64}, {Choices: 8}, {Choices: 3, Replacement: true}} {
			c.Policy, c.EjectAfter = policy, 1<<20
			p := pool(t, c, weighed(20)...)
			i := uint64(0)
			work := func() {
				i++
				r := request(i)
				r.Now, r.Session = time.Duration(i)*time.Millisecond, hash.Mix(i)%100
				slot, _ := p.Pick(r)
				p.Done(slot, r.Now, time.Millisecond, i%2 > 0)
			}
			for range 10_000 {
				work()
			}
			require.Zero(t, testing.AllocsPerRun(1000, work))
		}
	})
}

func TestABackendThatCannotBeIsRefusedAndNothingChanges(t *testing.T) {
	p := pool(t, balancer.Config{}, even(2)...)
	for says, b := range map[string]balancer.Backend{
		"a backend needs a name": {Weight: 1},
		`backend "x" has weight -1: a weight is a whole number from 0 to 65535, usually 1`:    {Name: "x", Weight: -1},
		`backend "x" has weight 65536: a weight is a whole number from 0 to 65535, usually 1`: {Name: "x", Weight: 65536},
		`the name "nnnnnnnnnnnnnnnnnnnn"… has 256 bytes: at most 255`:                         {Name: strings.Repeat("n", 256)},
	} {
		require.EqualError(t, p.Add(0, balancer.Backend{Name: "fine", Weight: 1}, b), says)
		require.Equal(t, 2, p.Len())
	}
	p = pool(t, balancer.Config{Policy: balancer.ConsistentHash, VirtualNodes: 1 << 16})
	require.ErrorContains(t, p.Add(0, even(65)...), "pass its limit of 4194304 points")
	require.Zero(t, p.Len())
}

func TestAddingAgainChangesTheWeightOnly(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.SmoothWeighted}, even(2)...)
	require.NoError(t, p.Add(0, servers(1, 3)...))
	require.Equal(t, []int{2, 2, 1, 3}, []int{p.Len(), p.Slots(), p.Weight(0), p.Weight(1)})
	require.Equal(t, []int{1, 0, 1, 1}, picks(t, p, 4))
}

func TestASlotIsKeptUntilItsLastRequestIsDone(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.ConsistentHash}, even(2)...)
	slot := pick(t, p, request(1))
	p.Remove(slot)
	require.Equal(t, balancer.Left, p.State(slot, 0))
	require.Equal(t, -1, p.Slot("server-"+string(rune('1'+slot))))
	require.NoError(t, p.Add(0, balancer.Backend{Name: "next", Weight: 1}))
	require.Equal(t, 2, p.Slot("next"))
	p.Done(slot, 0, 0, false)
	require.Empty(t, p.Name(slot))
	require.NoError(t, p.Add(0, balancer.Backend{Name: "after", Weight: 1}))
	require.Equal(t, slot, p.Slot("after"))
	require.Equal(t, 3, p.Slots())
}

func TestMistakesOfAProgramPanicWithTheFact(t *testing.T) {
	p := pool(t, balancer.Config{}, even(2)...)
	pick(t, p, request(1))
	p.Remove(0)
	for says, mistake := range map[string]func(){
		"balancer: there is no backend in slot 7":       func() { p.Drain(7) },
		"balancer: there is no backend in slot -1":      func() { p.Active(-1) },
		"balancer: server-1 in slot 0 has left":         func() { p.Check(0, 0, true) },
		"balancer: done without a pick, on slot 1":      func() { p.Done(1, 0, 0, true) },
		"balancer: done without a pick, on slot 9":      func() { p.Done(9, 0, 0, true) },
		`balancer: backend "server-2" has weight -1: a`: func() { p.SetWeight(1, -1) },
	} {
		func() {
			defer func() { require.Contains(t, recover(), says) }()
			mistake()
		}()
	}
	require.Empty(t, p.Name(99))
}
