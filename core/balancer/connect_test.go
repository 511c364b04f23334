package balancer_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
)

func TestRequestsGoWhereTheConnectionOfTheirClientLeads(t *testing.T) {
	p := pool(t, balancer.Config{Requests: 3}, even(3)...)
	for i, says := range []string{
		"it has no connection yet; round robin: turn 1 of 3",
		"its connection to server-1 is open: request 2 of 3",
		"its connection to server-1 is open: request 3 of 3",
		"its connection to server-1 is used up; round robin: turn 2 of 3",
	} {
		require.Equal(t, []int{0, 0, 0, 1}[i], pick(t, p, session(7)))
		require.Equal(t, says, words(p))
		require.Equal(t, []int{1, 1, 0, 0}[i], p.Open(0), "it closes with its last request")
	}
	require.Equal(t, 2, pick(t, p, session(8)))
	require.Equal(t, []int{0, 1}, []int{pick(t, p, session(0)), pick(t, p, session(0))}, "what is nobody's opens none")
	require.Equal(t, "round robin: turn 2 of 3", words(p))
	require.Equal(t, []int{0, 1, 1, 2}, []int{p.Open(0), p.Open(1), p.Open(2), p.Connections()})
}

func TestConnectionsAreCutWhenTheirBackendGoes(t *testing.T) {
	for says, cut := range map[string]func(p *balancer.Pool){
		"its connection to server-1 was cut off; round robin: turn 1 of 1; skipped server-1: down":    func(p *balancer.Pool) { p.Check(0, 0, false) },
		"its connection to server-1 was cut off; round robin: turn 1 of 1; skipped server-1: ejected": func(p *balancer.Pool) { p.Done(0, 0, 0, false) },
		"its connection to server-1 was cut off; round robin: turn 2 of 2":                            func(p *balancer.Pool) { p.Cut(0) },
		"its connection to server-1 was cut off; round robin: turn 1 of 1":                            func(p *balancer.Pool) { p.Remove(0) },
		"its connection to a backend that is gone was cut off; round robin: turn 1 of 1": func(p *balancer.Pool) {
			p.Remove(0)
			p.Done(0, 0, 0, true)
		},
		"its connection to a backend that is gone was cut off; round robin: turn 2 of 2": func(p *balancer.Pool) {
			p.Remove(0)
			p.Done(0, 0, 0, true)
			require.NoError(t, p.Add(0, balancer.Backend{Name: "next", Weight: 1}))
			require.Equal(t, 0, p.Slot("next"))
		},
	} {
		p := pool(t, balancer.Config{Requests: 9, Fall: 1, EjectAfter: 1}, even(2)...)
		require.Equal(t, 0, pick(t, p, session(1)))
		cut(p)
		require.Equal(t, 1, pick(t, p, session(1)), says)
		require.Equal(t, says, words(p))
		require.Equal(t, 1, p.Open(1))
	}
	p := pool(t, balancer.Config{Requests: 9}, even(2)...)
	pick(t, p, session(1))
	p.Close(1)
	p.Close(2)
	require.Zero(t, p.Open(0))
	require.Equal(t, 1, pick(t, p, session(1)))
	require.Equal(t, "its connection to server-1 is used up; round robin: turn 2 of 2", words(p))
	p = pool(t, balancer.Config{Requests: 9}, even(2)...)
	pick(t, p, session(1))
	p.Drain(0)
	p.Done(0, 0, 0, false)
	require.Equal(t, 0, pick(t, p, session(1)), "one that drains or answers an error keeps what is open")
	require.Equal(t, 1, pick(t, p, session(2)), "and gets nothing new")
}

func TestWhatIsComparedIsOpenConnections(t *testing.T) {
	for says, policy := range map[string]balancer.Policy{
		"it has no connection yet; least connections: 0 open, the fewest of 2":                    balancer.LeastConnections,
		"it has no connection yet; weighted least connections: 0 open, the fewest of 2 by weight": balancer.WeightedLeastConnections,
		"it has no connection yet; two choices drew server-1 with 1 open and server-2 with 0":     balancer.TwoChoices,
	} {
		p := pool(t, balancer.Config{Policy: policy, Requests: 9}, even(2)...)
		first := pick(t, p, session(1))
		p.Done(first, 0, 0, true)
		require.Equal(t, 0, first)
		require.Equal(t, 1, pick(t, p, session(2)), "it has nothing active, and one connection")
		require.Equal(t, says, words(p))
	}
	p := pool(t, balancer.Config{Policy: balancer.BoundedLoads, Requests: 9}, even(3)...)
	first := pick(t, p, session(1))
	p.Done(first, 0, 0, true)
	require.NotEqual(t, first, pick(t, p, session(2)), "the first is at the bound")
	require.Regexp(t, "which is full with 1 open of 1; next is", words(p))
}

func TestASessionOutlivesItsConnections(t *testing.T) {
	p := pool(t, balancer.Config{Requests: 2, Sessions: 10}, even(3)...)
	for range 7 {
		require.Equal(t, 0, pick(t, p, session(1)))
	}
	require.Equal(t, "its connection to server-1 is used up; sticky: session 4711 is bound to server-1", words(p))
	require.Equal(t, 1, p.Open(0))
}

// line is a connection of a client, as plain books have it.
type line struct {
	key        uint64
	name       string
	slot, used int
	cut        bool
}

// books are the clients whose connection is remembered, the one used last at the end.
type books struct {
	p                *balancer.Pool
	now              time.Duration
	limit, most      int // of the table, and of requests
	lines            []line
	active           map[int]int
	policy           balancer.Policy
	opened, followed int
}

func (b *books) cut(slot int) {
	for i := range b.lines {
		b.lines[i].cut = b.lines[i].cut || b.lines[i].slot == slot
	}
}

func (b *books) configure(t *rapid.T) {
	for i := range b.lines { // one that was used up stays so
		b.lines[i].cut = b.lines[i].cut || b.lines[i].used >= b.most
	}
	b.policy = balancer.Policy(rapid.IntRange(0, balancer.Policies-1).Draw(t, "policy"))
	b.limit, b.most = rapid.IntRange(1, 5).Draw(t, "limit"), rapid.IntRange(2, 6).Draw(t, "most")
	b.lines = b.lines[max(0, len(b.lines)-b.limit):]
	require.NoError(t, b.p.Configure(balancer.Config{Policy: b.policy, Connections: b.limit, Requests: b.most, Fall: 1, Rise: 1,
		EjectAfter: 2, EjectFor: 2 * time.Second, EjectPercent: 50, VirtualNodes: 5}))
}

func (b *books) pick(t *rapid.T) {
	r := request(rapid.Uint64().Draw(t, "request"))
	r.Now, r.Session = b.now, rapid.Uint64Range(1, 7).Draw(t, "client")
	i := slices.IndexFunc(b.lines, func(l line) bool { return l.key == r.Session })
	slot, err := b.p.Pick(r)
	if i >= 0 { // used, wherever it goes
		l := b.lines[i]
		b.lines = append(slices.Delete(b.lines, i, i+1), l)
		i = len(b.lines) - 1
	}
	if i >= 0 && !b.lines[i].cut && b.lines[i].used < b.most {
		b.followed++
		b.lines[i].used++
		require.NoError(t, err)
		require.Equal(t, b.lines[i].slot, slot, "all requests of a connection go one way")
		require.Equal(t, b.lines[i].name, b.p.Name(slot))
		require.True(t, b.p.Why().Connected)
		require.Contains(t, []balancer.State{balancer.Up, balancer.Idle, balancer.Draining}, b.p.State(slot, b.now))
		b.active[slot]++
		return
	}
	require.False(t, b.p.Why().Connected)
	if err != nil {
		return
	}
	b.active[slot]++
	b.opened++
	require.Equal(t, balancer.Up, b.p.State(slot, b.now))
	if i >= 0 {
		b.lines = b.lines[:i]
	}
	b.lines = append(b.lines, line{key: r.Session, name: b.p.Name(slot), slot: slot, used: 1})
	b.lines = b.lines[max(0, len(b.lines)-b.limit):]
}

func (b *books) step(t *rapid.T) {
	b.now += time.Duration(rapid.IntRange(0, 900).Draw(t, "ms")) * time.Millisecond
	slot, action := rapid.IntRange(0, 4).Draw(t, "slot"), rapid.IntRange(0, 24).Draw(t, "action")
	here := b.p.Name(slot) != "" && b.p.State(slot, b.now) != balancer.Left
	switch {
	case action == 0:
		require.NoError(t, b.p.Add(b.now, rapid.SampledFrom(servers(1, 2, 3, 4)).Draw(t, "backend")))
	case action == 1:
		b.configure(t)
	case action == 2:
		b.p = b.p.Clone()
	case action > 8:
		b.pick(t)
	case action > 6 && b.active[slot] > 0:
		b.active[slot]--
		if b.p.Done(slot, b.now, time.Millisecond, rapid.Bool().Draw(t, "ok")) {
			b.cut(slot)
		}
	case !here:
	case action == 3:
		b.p.Remove(slot)
		b.cut(slot)
	case action == 4:
		b.p.Cut(slot)
		b.cut(slot)
	case action == 5:
		b.p.SetWeight(slot, rapid.IntRange(0, 2).Draw(t, "weight"))
		b.p.Drain(slot)
		if rapid.Bool().Draw(t, "resume") {
			b.p.Resume(slot)
		}
	default:
		if ok := rapid.Bool().Draw(t, "well"); b.p.Check(slot, b.now, ok) && !ok {
			b.cut(slot)
		}
	}
}

func TestTheTableOfConnectionsAgreesWithPlainBooks(t *testing.T) {
	opened, followed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		b := books{p: pool(t, balancer.Config{}, even(4)...), active: map[int]int{}}
		b.configure(t)
		for range rapid.IntRange(1, 150).Draw(t, "steps") {
			b.step(t)
			open := map[int]int{}
			for _, l := range b.lines {
				if !l.cut && l.used < b.most {
					open[l.slot]++
				}
			}
			require.Equal(t, len(b.lines), b.p.Connections())
			for slot := range b.p.Slots() {
				if b.p.Name(slot) != "" {
					require.Equal(t, open[slot], b.p.Open(slot))
				}
			}
		}
		opened, followed = opened+b.opened, followed+b.followed
	})
	require.Greater(t, followed, opened/4, "there is something to see")
}
