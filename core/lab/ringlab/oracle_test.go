package ringlab

import (
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/placement"
)

// holders works out in the plainest way which nodes hold each key, the one that
// answers first. Of the world it takes only the settings and the nodes.
func holders(w *world, keys int) [][]string {
	c := &w.cfg
	fn := c.fn
	if c.method == ketama {
		fn = hash.MD5
	}
	var nodes []placement.Node
	for _, n := range w.nodes {
		weight := 1.0
		if slices.Contains([]string{ring, ketama, rendezvous, maglev}, c.method) {
			weight = n.weight
		}
		if !n.down {
			nodes = append(nodes, placement.Node{Name: n.name, Weight: weight})
		}
	}
	all := make([][]string, keys)
	of := owners(w, fn, nodes)
	for i := range all {
		all[i] = of(fn.Position("user:" + strconv.Itoa(i)))
	}
	return all
}

// owners makes the placement and returns what it says of a key.
func owners(w *world, fn hash.Func, nodes []placement.Node) func(hash.Position) []string {
	var p placement.Placement
	copies := 1
	switch c := &w.cfg; c.method {
	case ring:
		p, copies = placement.NewRing(fn, c.virtual), c.copies
	case rendezvous:
		p, copies = placement.NewRendezvous(fn), c.copies
	case ketama:
		p, copies = placement.NewKetama(), c.copies
	case jump:
		p = placement.NewJump(fn)
	case modulo:
		p = placement.NewModulo(fn)
	case maglev:
		p, _ = placement.NewMaglev(fn, c.table)
	case bounded:
		b, _ := placement.NewBounded(fn, c.virtual, c.bound)
		for _, n := range nodes {
			_ = b.Add(n)
		}
		b.Plan(w.now.base)
		return func(key hash.Position) []string { return []string{b.Name(b.Assign(key))} }
	}
	for _, n := range nodes {
		_ = p.Add(n)
	}
	several, can := p.(successors)
	return func(key hash.Position) []string {
		if !can || copies == 1 {
			return []string{p.Name(p.Owner(key))}
		}
		var names []string
		for _, slot := range several.Successors(key, copies, nil) {
			names = append(names, p.Name(slot))
		}
		return names
	}
}

// naive is the same for hash modulo the number of nodes, the copies on the
// nodes that follow.
func naive(w *world, held [][]string) [][]string {
	fn := w.keys.fn
	var live []string
	p := placement.NewModulo(fn)
	for _, n := range w.nodes {
		if !n.down {
			live = append(live, n.name)
			_ = p.Add(placement.Node{Name: n.name, Weight: 1})
		}
	}
	all := make([][]string, len(held))
	for i := range held {
		name, _ := p.Lookup("user:" + strconv.Itoa(i))
		at := slices.Index(live, name)
		for k := range held[i] {
			all[i] = append(all[i], live[(at+k)%len(live)])
		}
	}
	return all
}

func popularity(w *world, i int) float64 {
	if !w.all.skewed() {
		return 1
	}
	return exact.Pow(float64(i+1), -w.all.zipf)
}

// difference counts the keys that have to be copied, and the popularity of those
// for which another node answers.
func difference(w *world, before, after [][]string) (keys int, load float64) {
	for i := range after {
		for _, name := range after[i] {
			if !slices.Contains(before[i], name) {
				keys++
			}
		}
		if before[i][0] != after[i][0] {
			load += popularity(w, i)
		}
	}
	return keys, load
}

// holdings adds up what each node holds.
func holdings(w *world, held [][]string) (keys map[string]int, load map[string]float64) {
	keys, load = map[string]int{}, map[string]float64{}
	for i, names := range held {
		for _, name := range names {
			keys[name]++
		}
		load[names[0]] += popularity(w, i)
	}
	return keys, load
}

// gains adds up what nodes have more than before.
func gains[N int | float64](before, after map[string]N) (sum N) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		sum += max(0, after[name]-before[name])
	}
	return sum
}

// anything draws something to do and tries it.
func anything(t *rapid.T, w *world, at time.Duration) error {
	part := rapid.SampledFrom([]string{"cache-a", "cache-b", "cache-c", "cache-d", "zebra", "aardvark"}).Draw(t, "part")
	switch rapid.IntRange(0, 6).Draw(t, "deed") {
	case 0:
		return try(w, at, "add", part)
	case 1:
		return try(w, at, "remove", part)
	case 2:
		return try(w, at, "kill", part)
	case 3:
		return try(w, at, "restore", part)
	case 4:
		return try(w, at, "weight", part, rapid.SampledFrom([]string{"0.5", "1", "2", "3.3"}).Draw(t, "weight"))
	case 5:
		return try(w, at, "set", "nodes", strconv.Itoa(rapid.IntRange(1, 8).Draw(t, "nodes")))
	}
	key := rapid.SampledFrom([]string{"method", "hash", "virtual-nodes", "copies", "load-bound", "table-size"}).Draw(t, "key")
	value := map[string][]string{"method": methods, "hash": {"md5", "xxhash", "murmur3", "fnv-1a"}, "virtual-nodes": {"1", "7", "30"},
		"copies": {"1", "2", "5"}, "load-bound": {"0.01", "0.25"}, "table-size": {"251", "2039"}}[key]
	return try(w, at, "set", key, rapid.SampledFrom(value).Draw(t, "value"))
}

func TestWhatMovedIsWhatAnybodyWouldCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		link := "table-size=251&arrival-rate=20&keys=" + strconv.Itoa(rapid.IntRange(1, 300).Draw(t, "keys"))
		link += "&method=" + rapid.SampledFrom(methods).Draw(t, "method") + "&nodes=" + strconv.Itoa(rapid.IntRange(1, 6).Draw(t, "nodes"))
		link += "&copies=" + strconv.Itoa(rapid.IntRange(1, 4).Draw(t, "copies"))
		if rapid.Bool().Draw(t, "zipf") {
			link += "&popularity=zipf&zipf-exponent=1.2"
		}
		w := start(t, link)
		requireHolds(t, w)
		for second := range rapid.IntRange(1, 6).Draw(t, "changes") {
			at := time.Duration(second+1) * time.Second
			run(w, at-1)
			before, naiveBefore := holders(w, w.placed), naive(w, holders(w, w.placed))
			changes := len(w.changes)
			if err := anything(t, w, at); err != nil {
				require.Len(t, w.changes, changes)
				continue
			}
			requireHolds(t, w)
			requireMoved(t, w, before, naiveBefore)
		}
	})
}

// requireHolds compares what nodes hold, before and after some keys arrive.
func requireHolds(t *rapid.T, w *world) {
	for range 2 {
		keys, load := holdings(w, holders(w, w.placed))
		for _, n := range w.nodes {
			require.Equal(t, keys[n.name], w.tally.keys[n.id], n.name)
			require.InDelta(t, load[n.name], w.tally.load[n.id], 1e-9)
		}
		run(w, w.at+100*time.Millisecond)
	}
}

// requireMoved compares the last change with the keys' holders before it. The
// keys that arrived since are left out.
func requireMoved(t *rapid.T, w *world, before, naiveBefore [][]string) {
	c := w.last()
	after := holders(w, len(before))
	keys, load := difference(w, before, after)
	require.Equal(t, keys, c.moved.keys)
	require.InDelta(t, load, c.moved.load, 1e-9)

	keysBefore, loadBefore := holdings(w, before)
	keysAfter, loadAfter := holdings(w, after)
	require.Equal(t, gains(keysBefore, keysAfter), c.least.keys)
	require.InDelta(t, gains(loadBefore, loadAfter), c.least.load, 1e-9)
	require.LessOrEqual(t, c.least.keys, c.moved.keys)
	require.LessOrEqual(t, c.least.load, c.moved.load+1e-9)

	keys, load = difference(w, naiveBefore, naive(w, after))
	require.Equal(t, keys, c.modulo.keys)
	require.InDelta(t, load, c.modulo.load, 1e-9)

	held := 0
	for i := range after {
		held += len(after[i])
	}
	require.Equal(t, held, c.all.keys)
}
