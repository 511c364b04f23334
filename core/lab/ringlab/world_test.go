package ringlab

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
)

const demo = "hash=md5&virtual-nodes=50&nodes=3&name=server&keys=1000&arrival-rate=0"

func TestTheNotebooksDemoHasItsNumbers(t *testing.T) {
	w := start(t, demo)
	require.Equal(t, map[string]int{"server-1": 390, "server-2": 329, "server-3": 281}, counts(w))
	require.Equal(t, 390.0, metricOf(t, w, "keys-server-1", 0).Value)
}

func TestEveryKeyIsHeldAsOftenAsThereAreCopies(t *testing.T) {
	for _, row := range []struct {
		says, link string
		held       int
	}{
		{"one copy is the key itself", "keys=1000", 1000},
		{"three copies", "keys=1000&copies=3", 3000},
		{"no more copies than nodes", "keys=1000&copies=5&nodes=2", 2000},
		{"copies on ketama", "keys=1000&copies=2&method=ketama", 2000},
		{"copies by rendezvous", "keys=1000&copies=4&method=rendezvous", 4000},
		{"methods without copies keep one", "keys=1000&copies=3&method=jump", 1000},
		{"bounded loads keep one", "keys=1000&copies=3&method=bounded", 1000},
	} {
		t.Run(row.says, func(t *testing.T) {
			w := start(t, row.link)
			require.Equal(t, row.held, w.tally.held())
			do(t, w, 0, "add", "another")
			run(w, 2*time.Second)
			require.Equal(t, w.placed*w.now.copies, w.tally.held())
		})
	}
}

func TestTheLoadOfAllNodesIsAllTheLoad(t *testing.T) {
	for _, method := range methods {
		w := start(t, "keys=3000&popularity=zipf&method="+method)
		do(t, w, 0, "kill", "cache-b")
		run(w, 3*time.Second)
		sum, shares := 0.0, 0.0
		for _, n := range w.nodes {
			sum += w.tally.load[n.id]
			shares += metricOf(t, w, "load-"+n.name, w.at).Value
		}
		require.InEpsilon(t, w.total, sum, 1e-12, method)
		require.InEpsilon(t, 1, shares, 1e-12, method)
	}
}

// TestMethodsThatPromiseItMoveTheLeast is about what each method promises, and
// nothing more: ketama's rounding, Maglev's turns and the walks of bounded loads
// may each move a little more, and jump only knows the end of the line.
func TestMethodsThatPromiseItMoveTheLeast(t *testing.T) {
	for _, row := range []struct {
		method string
		deeds  string
	}{
		{ring, "add:new remove:cache-b kill:cache-c restore:cache-c weight:cache-a:3 weight:cache-a:1"},
		{rendezvous, "add:new remove:cache-b kill:cache-c restore:cache-c weight:cache-a:3 weight:cache-a:1"},
		{jump, "add:new remove:new set:nodes:9 set:nodes:5"},
	} {
		for _, extra := range []string{"", "&popularity=zipf", "&hash=md5"} {
			w := start(t, "keys=5000&virtual-nodes=10&method="+row.method+extra)
			for i, deed := range strings.Fields(row.deeds) {
				fields := strings.Split(deed, ":")
				do(t, w, time.Duration(i)*time.Second, fields[0], fields[1:]...)
				require.Positive(t, w.last().moved.keys, "%s: %s", row.method, deed)
				require.Equal(t, w.last().least.keys, w.last().moved.keys, "%s: %s", row.method, deed)
			}
		}
	}
}

func TestCopiesMoveTheLeastToo(t *testing.T) {
	for _, method := range []string{ring, rendezvous} {
		w := start(t, "keys=5000&copies=3&method="+method)
		do(t, w, 0, "add", "new")
		require.Equal(t, w.last().least.keys, w.last().moved.keys, method)
		do(t, w, 1, "kill", "cache-d")
		require.Equal(t, w.last().least.keys, w.last().moved.keys, method)
	}
}

func TestKillingANodeAndRestoringItChangesNothing(t *testing.T) {
	for _, method := range methods {
		w := start(t, "keys=4000&method="+method)
		before := counts(w)
		do(t, w, 0, "kill", "cache-c")
		require.Zero(t, counts(w)["cache-c"])
		do(t, w, 1, "restore", "cache-c")
		require.Equal(t, before, counts(w), method)
	}
}

func TestAddingANodeAndRemovingItChangesNothing(t *testing.T) {
	for _, method := range methods {
		w := start(t, "keys=4000&method="+method)
		before := counts(w)
		do(t, w, 0, "add", "aardvark")
		do(t, w, 1, "remove", "aardvark")
		require.Equal(t, before, counts(w), method)
	}
}

func TestModuloMovesWhatItsClosedFormSays(t *testing.T) {
	for _, row := range []struct {
		before, after int
		share         float64
	}{{4, 5, 0.8}, {5, 4, 0.8}, {3, 6, 0.5}, {10, 11, 10.0 / 11}, {6, 4, 2.0 / 3}} {
		w := start(t, "keys=20000&method=modulo&nodes="+strconv.Itoa(row.before))
		do(t, w, 0, "set", "nodes", strconv.Itoa(row.after))
		c := w.last()
		require.InDelta(t, row.share, c.expected, 1e-12)
		require.InDelta(t, row.share, c.share(c.moved), 0.02)
		require.Equal(t, c.modulo, c.moved, "it is its own comparison")
	}
}

func TestExpectedMovesAreTheShareOfWhoCameOrWent(t *testing.T) {
	for _, row := range []struct {
		says, link string
		deed       []string
		share      float64
	}{
		{"a fifth node takes a fifth", "nodes=4", []string{"add", "x"}, 0.2},
		{"a node that dies gives its part", "nodes=4", []string{"kill", "cache-b"}, 0.25},
		{"two nodes of six take a third", "nodes=4&method=rendezvous", []string{"set", "nodes", "6"}, 1.0 / 3},
		{"jump grows at the end", "nodes=4&method=jump", []string{"add", "x"}, 0.2},
		{"jump has no form for the middle", "nodes=4&method=jump", []string{"remove", "cache-b"}, math.NaN()},
		{"modulo has no form for the middle", "nodes=4&method=modulo", []string{"remove", "cache-b"}, math.NaN()},
		{"bounded loads have no form", "nodes=4&method=bounded", []string{"add", "x"}, math.NaN()},
		{"another method has no form", "nodes=4", []string{"set", "method", "jump"}, math.NaN()},
		{"another hash has no form", "nodes=4", []string{"set", "hash", "md5"}, math.NaN()},
		{"more virtual nodes have no form", "nodes=4", []string{"set", "virtual-nodes", "7"}, math.NaN()},
		{"a weight has no form", "nodes=4", []string{"weight", "cache-a", "2"}, math.NaN()},
		{"more copies have no form", "nodes=4", []string{"set", "copies", "2"}, math.NaN()},
	} {
		t.Run(row.says, func(t *testing.T) {
			w := start(t, "keys=20000&virtual-nodes=200&"+row.link)
			do(t, w, 0, row.deed[0], row.deed[1:]...)
			c := w.last()
			if math.IsNaN(row.share) {
				require.True(t, math.IsNaN(c.expected))
				return
			}
			require.InDelta(t, row.share, c.expected, 1e-12)
			require.InEpsilon(t, row.share, c.share(c.moved), 0.12)
		})
	}
}

func TestAHeavyNodeIsExpectedToTakeItsWeight(t *testing.T) {
	w := start(t, "keys=20000&virtual-nodes=200&nodes=4")
	do(t, w, 0, "weight", "cache-b", "3")
	do(t, w, 1, "kill", "cache-b")
	require.InDelta(t, 0.5, w.last().expected, 1e-12)
	require.InEpsilon(t, 0.5, w.last().share(w.last().moved), 0.1)
}

func TestTheSpreadOfARingIsWhatTheorySays(t *testing.T) {
	const nodes, virtual, keys = 1000.0, 100.0, 1_000_000.0
	w := start(t, "nodes=1000&virtual-nodes=100&keys=1000000&arrival-rate=0")
	arcs, sampled := (nodes-1)/(nodes*virtual+1), (nodes-1)/keys
	measured := metricOf(t, w, "std-deviation", 0)
	require.InEpsilon(t, math.Sqrt(arcs+sampled), measured.Value, 0.05)
	require.InEpsilon(t, math.Sqrt(arcs), measured.Theory.Value, 1e-12)
	require.True(t, measured.Theory.Holds)
}

func TestAWeightThatAllNodesHaveIsSoManyMorePoints(t *testing.T) {
	w := start(t, "keys=100&nodes=2&virtual-nodes=10")
	do(t, w, 0, "weight", "cache-a", "3")
	do(t, w, 1, "weight", "cache-b", "3")
	require.InEpsilon(t, math.Sqrt(1.0/(2*30+1)), w.expected().Value, 1e-12)
	require.True(t, w.expected().Holds)
}

func TestTheClosedFormSaysWhenItDoesNotHold(t *testing.T) {
	for _, row := range []struct{ link, deed, reason string }{
		{"nodes=3", "weight:cache-a:2", "the weights differ"},
		{"nodes=3&copies=2", "", "copies even out the counts"},
		{"nodes=1", "", "there is only one node"},
	} {
		w := start(t, "keys=100&"+row.link)
		if f := strings.Split(row.deed, ":"); len(f) > 1 {
			do(t, w, 0, f[0], f[1:]...)
		}
		theory := w.expected()
		require.False(t, theory.Holds)
		require.Equal(t, row.reason, theory.Reason)
	}
	require.Nil(t, metricOf(t, start(t, "keys=100&method=jump"), "std-deviation", 0).Theory)
}

func TestBoundedLoadsNeverExceedTheBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := start(t, "method=bounded&arrival-rate=100&virtual-nodes=5&keys="+strconv.Itoa(rapid.IntRange(1, 500).Draw(t, "keys"))+
			"&nodes="+strconv.Itoa(rapid.IntRange(1, 9).Draw(t, "nodes"))+"&load-bound="+rapid.SampledFrom([]string{"0.01", "0.1", "0.25", "1", "4"}).Draw(t, "bound"))
		for second := range 5 {
			for _, n := range w.nodes {
				require.LessOrEqual(t, w.tally.keys[n.id], w.capacity())
			}
			most := math.Ceil((1+w.cfg.bound)*float64(w.placed+1)/float64(w.live())) + 1
			require.LessOrEqual(t, float64(w.capacity()), max(most, math.Ceil((1+w.cfg.bound)*float64(w.now.base)/float64(w.live()))))
			run(w, time.Duration(second+1)*time.Second-1)
			_ = anything(t, w, time.Duration(second+1)*time.Second)
			if w.cfg.method != bounded {
				return
			}
		}
	})
}

func TestKeysArriveAtTheirRate(t *testing.T) {
	w := start(t, "keys=100&arrival-rate=500")
	run(w, 40*time.Second)
	m := metricOf(t, w, "arrivals-per-second", 40*time.Second)
	require.InDelta(t, 500, m.Value, 4*math.Sqrt(500.0/40))
	require.Equal(t, 500.0, m.Theory.Value)
	require.True(t, m.Theory.Holds)
	w.Measure(40 * time.Second)
	run(w, 50*time.Second)
	require.InDelta(t, 500, metricOf(t, w, "arrivals-per-second", 50*time.Second).Value, 4*math.Sqrt(500.0/10))
	do(t, w, 50*time.Second, "set", "arrival-rate", "5")
	require.False(t, metricOf(t, w, "arrivals-per-second", 51*time.Second).Theory.Holds)
	require.Empty(t, w.changes, "another rate moves no key")
}

func TestNoMoreKeysArriveThanThereIsRoomFor(t *testing.T) {
	w := start(t, "keys=1000000&arrival-rate=20000&method=jump")
	run(w, 20*time.Second)
	require.Equal(t, maxPopulation, w.placed)
	_, more := w.Next()
	require.False(t, more)
}

func TestAKeyTooLateNeverComes(t *testing.T) {
	w := start(t, "keys=10&arrival-rate=0.000001")
	for {
		at, ok := w.Next()
		if !ok {
			break
		}
		require.LessOrEqual(t, at, lab.MaxTime)
		run(w, at)
	}
	events, _ := w.Run(math.MaxInt64, 10, 1000)
	require.Zero(t, events)
}

func TestACloneGoesItsOwnWay(t *testing.T) {
	for _, method := range methods {
		t.Run(method, func(t *testing.T) {
			w := start(t, "keys=3000&arrival-rate=50&method="+method)
			run(w, time.Second)
			require.NoError(t, w.Apply(lab.Action{At: time.Second, Name: "kill", Fields: []string{"cache-b"}}))
			w.Run(time.Second, 0, 1500)
			require.NotNil(t, w.job, "in the middle of its work")
			done, total := w.Busy()
			require.True(t, 0 < done && done < total)
			twin := w.Clone().(*world)
			other := w.Clone().(*world)
			finish(other)
			do(t, other, 2*time.Second, "add", "x")
			run(other, 3*time.Second)
			finish(w)
			run(w, 3*time.Second)
			finish(twin)
			run(twin, 3*time.Second)
			require.Equal(t, w.Fingerprint(), twin.Fingerprint())
			require.NotEqual(t, w.Fingerprint(), other.Fingerprint())
			require.Equal(t, counts(w), counts(twin))
			require.Positive(t, w.Size())
		})
	}
}

func TestWorkInPiecesIsTheSameWork(t *testing.T) {
	for _, method := range methods {
		w, pieces := start(t, "keys=3000&method="+method), start(t, "keys=3000&method="+method)
		do(t, w, 0, "add", "x")
		require.NoError(t, pieces.Apply(lab.Action{Name: "add", Fields: []string{"x"}}))
		for steps := 0; pieces.job != nil; steps++ {
			_, used := pieces.Run(0, 0, 7)
			require.Positive(t, used)
		}
		require.Equal(t, w.Fingerprint(), pieces.Fingerprint())
	}
}

func TestAnotherSeedHasOtherArrivals(t *testing.T) {
	one, two := start(t, "keys=10&arrival-rate=5"), start(t, "keys=10&arrival-rate=5&seed=2")
	a, _ := one.Next()
	b, _ := two.Next()
	require.NotEqual(t, a, b)
	require.Equal(t, counts(one), counts(two), "and the same keys")
}
