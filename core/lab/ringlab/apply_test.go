package ringlab

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/scene"
)

// nothing is taken.
func nothing(string) bool { return false }

func TestWhatIsImpossibleIsRefusedWithAReason(t *testing.T) {
	for _, row := range []struct{ says, link, before, deed, want string }{
		{"a node twice", "nodes=3", "", "add:cache-b", "cache-b is a node already; choose another name"},
		{"a node that is not there", "nodes=2", "", "remove:zebra", `there is no node "zebra"; there are cache-a, cache-b`},
		{"among many nodes", "nodes=20", "", "kill:zebra", `there is no node "zebra"; there are cache-a, cache-b, cache-c, cache-d, cache-e, cache-f, cache-g, cache-h and 12 more`},
		{"killing the dead", "nodes=3", "kill:cache-a", "kill:cache-a", "cache-a is down already"},
		{"restoring the living", "nodes=3", "", "restore:cache-a", "cache-a is up; only a node that was killed can be restored"},
		{"removing the last node", "nodes=1", "", "remove:cache-a", "the last node that is up must stay, or no node would hold the keys"},
		{"removing the last node that is up", "nodes=2", "kill:cache-a", "remove:cache-b", "the last node that is up must stay, or no node would hold the keys"},
		{"killing the last node that is up", "nodes=2", "kill:cache-a", "kill:cache-b", "the last node that is up must stay, or no node would hold the keys"},
		{"taking away all but the dead", "nodes=2", "kill:cache-a", "set:nodes:1", "the last node that is up must stay, or no node would hold the keys"},
		{"weights for jump", "method=jump", "", "weight:cache-a:2", "the method jump knows no weights; ring, ketama, rendezvous and maglev do"},
		{"weights for modulo", "method=modulo", "", "weight:cache-a:2", "the method modulo knows no weights; ring, ketama, rendezvous and maglev do"},
		{"weights for bounded loads", "method=bounded", "", "weight:cache-a:2", "the method bounded knows no weights; ring, ketama, rendezvous and maglev do"},
		{"one node too many", "nodes=1000&virtual-nodes=1", "", "add:zebra", "there are 1,000 nodes already, which is the most"},
	} {
		t.Run(row.says, func(t *testing.T) {
			w := start(t, "keys=50&"+row.link)
			act := func(deed string) error {
				f := strings.Split(deed, ":")
				return try(w, 0, f[0], f[1:]...)
			}
			if row.before != "" {
				require.NoError(t, act(row.before))
			}
			print, held := w.Fingerprint(), counts(w)
			require.EqualError(t, act(row.deed), row.want)
			require.Equal(t, print, w.Fingerprint(), "nothing changed")
			require.Equal(t, held, counts(w))
		})
	}
}

func TestNodesHaveNames(t *testing.T) {
	for _, row := range []struct {
		link string
		want []string
	}{
		{"nodes=3", []string{"cache-a", "cache-b", "cache-c"}},
		{"nodes=3&name=server", []string{"server-1", "server-2", "server-3"}},
		{"nodes=1&name=" + strings.Repeat("x", 40), []string{strings.Repeat("x", 35) + "-1"}},
	} {
		var names []string
		for _, n := range start(t, "keys=10&"+row.link).nodes {
			names = append(names, n.name)
		}
		require.Equal(t, row.want, names)
	}
	w := start(t, "keys=10&nodes=30&virtual-nodes=1")
	require.Equal(t, []string{"cache-z", "cache-aa", "cache-ab"}, []string{w.nodes[25].name, w.nodes[26].name, w.nodes[27].name})
	require.Equal(t, "cache-ae", w.NextName(nothing))
	require.Equal(t, "cache-ag", w.NextName(func(name string) bool { return name == "cache-ae" || name == "cache-af" }))
}

func TestANodeThatLeftIsNotFollowedByItsNamesake(t *testing.T) {
	w := start(t, "keys=10&nodes=4")
	do(t, w, 0, "remove", "cache-b")
	require.Equal(t, "cache-e", w.NextName(nothing), "cache-d is there, and b is history")
}

func TestTheCountOfNodesGrowsAndShrinksAtTheEnd(t *testing.T) {
	w := start(t, "keys=100&nodes=3")
	do(t, w, 0, "set", "nodes", "5")
	value, ok := w.Value("nodes")
	require.True(t, ok)
	require.Equal(t, "5", value)
	require.Equal(t, 3, w.find("cache-d"))
	do(t, w, 1, "add", "zebra")
	do(t, w, 2, "set", "nodes", "2")
	require.Len(t, w.nodes, 2)
	require.Equal(t, 1, w.find("cache-b"))
	_, ok = w.Value("keys")
	require.False(t, ok)
}

func TestANodeKeepsItsColourWhileItIsThere(t *testing.T) {
	w := start(t, "keys=100&nodes=4")
	colour := func(name string) scene.Role {
		for _, row := range w.Parts().Rows {
			if row.Name == name {
				return row.Role
			}
		}
		return scene.Faint
	}
	was := colour("cache-c")
	do(t, w, 0, "remove", "cache-a")
	do(t, w, 1, "add", "zebra")
	do(t, w, 2, "kill", "cache-c")
	require.Equal(t, was, colour("cache-c"))
	require.Equal(t, scene.Series1, colour("zebra"), "the colour that has become free")
}

func TestPartsOfferWhatIsPossibleAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := start(t, "keys=20&arrival-rate=0&table-size=251&method="+rapid.SampledFrom(methods).Draw(t, "method")+"&nodes="+strconv.Itoa(rapid.IntRange(1, 4).Draw(t, "nodes")))
		for i := range rapid.IntRange(0, 6).Draw(t, "deeds") {
			_ = anything(t, w, time.Duration(i))
		}
		for _, part := range w.Parts().Rows {
			for _, action := range []string{"remove", "kill", "restore", "weight"} {
				fields := []string{part.Name}
				if action == "weight" {
					fields = append(fields, "2")
				}
				a, err := labs[0].Check(action, fields)
				require.NoError(t, err)
				err = w.Possible(a)
				require.Equal(t, err, try(w.Clone().(*world), time.Minute, action, fields...))
				require.Equal(t, slices.Contains(part.Actions, action), err == nil, "%s %s: %v", action, part.Name, err)
			}
			require.Equal(t, "node:"+part.Name, part.ID)
		}
	})
}

func TestOnlyTheFirstPartsAreListed(t *testing.T) {
	p := start(t, "keys=10&nodes=45&virtual-nodes=1").Parts()
	require.Len(t, p.Rows, 40)
	require.Equal(t, 5, p.More)
	require.Zero(t, start(t, "keys=10").Parts().More)
}

func TestPartsTellTheirStateAndWeight(t *testing.T) {
	w := start(t, "keys=1000&nodes=2")
	do(t, w, 0, "weight", "cache-a", "2.5")
	do(t, w, 1, "kill", "cache-b")
	rows := w.Parts().Rows
	require.Equal(t, "up", rows[0].State)
	require.Equal(t, "100.0%", rows[0].Note)
	require.Equal(t, "2.5", rows[0].Values[0].Text)
	require.Equal(t, "down", rows[1].State)
	require.Empty(t, start(t, "keys=10&method=jump").Parts().Rows[0].Values, "jump knows no weights")
}

func TestTheTableOfMaglevIsLargeEnough(t *testing.T) {
	var offered []int
	for _, o := range labs[0].Param("table-size").Options {
		size, err := strconv.Atoi(o.Value)
		require.NoError(t, err)
		offered = append(offered, size)
	}
	require.Equal(t, tableSizes, offered)
	require.GreaterOrEqual(t, tableSizes[len(tableSizes)-1], MaxNodes)
	w := start(t, "keys=500&method=maglev&table-size=251&nodes=251")
	do(t, w, 0, "add", "zebra")
	sel, _ := w.Explain("key:user:1")
	require.Contains(t, sel.Text, "of the table of 2,039")
}

func TestTheRingHasAtMostSoManyPoints(t *testing.T) {
	w := start(t, "keys=500&nodes=1000&virtual-nodes=2000")
	require.Equal(t, maxPoints/1000, w.now.virtual)
	for i := range 2 {
		do(t, w, time.Duration(i), "weight", w.nodes[i].name, "10")
	}
	require.LessOrEqual(t, w.now.size/28, maxPoints)
}

func TestGoingBackToAHashFindsItsPositionsAgain(t *testing.T) {
	w := start(t, "keys=500")
	first := w.keys
	do(t, w, 0, "set", "hash", "md5")
	second := w.keys
	require.NotSame(t, first, second)
	do(t, w, 1, "set", "hash", "xxhash")
	require.Same(t, first, w.keys)
	do(t, w, 2, "set", "method", ketama)
	require.Same(t, second, w.keys, "ketama is defined on MD5")
}
