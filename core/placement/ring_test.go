package placement

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
)

// oracle is a ring so simple that it is right: all points in one list, in order
// of place and name, and a search from its beginning.
type oracle []oraclePoint

type oraclePoint struct {
	hash.Position
	name string
}

func oracleOf(r *Ring) oracle {
	var o oracle
	for slot := range r.Slots() {
		if name := r.Name(slot); name != "" {
			for _, p := range r.spread(r.f, name, r.count(r.Weight(slot))) {
				o = append(o, oraclePoint{p, name})
			}
		}
	}
	slices.SortFunc(o, func(a, b oraclePoint) int {
		return cmp.Or(a.Compare(b.Position), cmp.Compare(a.name, b.name))
	})
	return o
}

// successors returns the first n distinct names clockwise of p.
func (o oracle) successors(p hash.Position, n int) []string {
	from := 0
	for from < len(o) && !p.Less(o[from].Position) {
		from++
	}
	var names []string
	for i := range o {
		name := o[(from+i)%len(o)].name
		if !slices.Contains(names, name) && len(names) < n {
			names = append(names, name)
		}
	}
	return names
}

var corners = []uint64{math.MaxUint64, 0, 1<<63 - 1, 1 << 63}

// A crowded circle has so few places that virtual nodes of several nodes meet on
// nearly all of them.
func crowded(places uint64) func(hash.Func, string, int) []hash.Position {
	return func(f hash.Func, name string, count int) []hash.Position {
		points := virtualNodePositions(hash.XXHash64, name, count)
		for i, p := range points {
			points[i] = hash.Position{Hi: corners[p.Hi%places]}
			if f == hash.MD5 {
				points[i].Lo = (p.Hi >> 32 % 3) - 1
			}
		}
		return points
	}
}

var ringKinds = map[string]func() *Ring{
	"on MD5":             func() *Ring { return NewRing(hash.MD5, 7) },
	"on xxHash":          func() *Ring { return NewRing(hash.XXHash64, 7) },
	"on MD5, crowded":    func() *Ring { r := NewRing(hash.MD5, 7); r.spread = crowded(4); return r },
	"on xxHash, crowded": func() *Ring { r := NewRing(hash.XXHash64, 7); r.spread = crowded(4); return r },
	"with one place":     func() *Ring { r := NewRing(hash.FNV1a, 3); r.spread = crowded(1); return r },
}

func forEachRing(t *testing.T, check func(t *rapid.T, r *Ring)) {
	for name, kind := range ringKinds {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := kind()
				changeAtRandom(t, r)
				check(t, r)
			})
		})
	}
}

func changeAtRandom(t *rapid.T, r *Ring) {
	node := rapid.Custom(func(t *rapid.T) Node {
		return Node{
			Name:   rapid.SampledFrom([]string{"a", "b", "c", "aa", "a:1", "cache-1", "cache-10", "z"}).Draw(t, "name"),
			Weight: rapid.SampledFrom([]float64{1, 1, 0.1, 0.5, 2, 3.3}).Draw(t, "weight"),
		}
	})
	require.NoError(t, r.AddAll(rapid.SliceOfN(node, 0, 8).Draw(t, "at first")...))
	for range rapid.IntRange(0, 12).Draw(t, "changes") {
		n := node.Draw(t, "node")
		if there := r.Slot(n.Name) >= 0; there && rapid.Bool().Draw(t, "remove") {
			require.NoError(t, r.Remove(n.Name))
		} else {
			require.NoError(t, r.Add(n))
		}
	}
}

// places are where a ring may go wrong: on each point, beside it, at the ends.
func places(r *Ring) []hash.Position {
	const most = math.MaxUint64
	all := []hash.Position{{}, {Lo: 1}, {Hi: most}, {Hi: most, Lo: most}, {Hi: most, Lo: most - 1}}
	for i := range r.Points() {
		p, _ := r.Point(i)
		all = append(all, p, hash.Position{Hi: p.Hi, Lo: p.Lo - 1}, hash.Position{Hi: p.Hi, Lo: p.Lo + 1},
			hash.Position{Hi: p.Hi - 1, Lo: p.Lo}, hash.Position{Hi: p.Hi + 1, Lo: p.Lo})
	}
	if r.f != hash.MD5 {
		for i := range all {
			all[i].Lo = 0
		}
	}
	return all
}

func TestARingAgreesWithALinearSearchWhateverHappenedBefore(t *testing.T) {
	forEachRing(t, func(t *rapid.T, r *Ring) {
		o := oracleOf(r)
		require.Equal(t, len(o), r.Points())
		for i := range o {
			p, slot := r.Point(i)
			require.Equal(t, o[i], oraclePoint{p, r.Name(slot)}, "point %d", i)
		}
		for _, p := range places(r) {
			want := append(o.successors(p, 1), "")[0]
			require.Equal(t, want, r.Name(r.Owner(p)), "at %x", p)
			if found := r.Find(p); found >= 0 {
				require.Equal(t, want, o[found].name)
			}
		}
	})
}

func TestTheCopiesOfAKeyGoToTheNextDistinctNodes(t *testing.T) {
	forEachRing(t, func(t *rapid.T, r *Ring) {
		o := oracleOf(r)
		copies := rapid.IntRange(-1, 9).Draw(t, "copies")
		for _, p := range places(r) {
			slots := r.Successors(p, copies, []int{99})
			require.Equal(t, 99, slots[0])
			var names []string
			for _, slot := range slots[1:] {
				names = append(names, r.Name(slot))
			}
			require.Equal(t, o.successors(p, copies), names)
		}
	})
}

func TestRemovingAndAddingRestoresEveryPoint(t *testing.T) {
	forEachRing(t, func(t *rapid.T, r *Ring) {
		before := oracleOf(r)
		for slot := range r.Slots() {
			n := Node{r.Name(slot), r.Weight(slot)}
			if n.Name == "" {
				continue
			}
			require.NoError(t, r.Remove(n.Name))
			require.NoError(t, r.Add(n))
		}
		for i, want := range before {
			p, slot := r.Point(i)
			require.Equal(t, want, oraclePoint{p, r.Name(slot)}, "point %d", i)
		}
	})
}

func TestAWeightMovesKeysOnlyToOrFromItsNode(t *testing.T) {
	forEachRing(t, func(t *rapid.T, r *Ring) {
		if r.Len() == 0 {
			return
		}
		n := Node{r.Name(int(r.sorted[0])), rapid.Float64Range(0.1, 5).Draw(t, "weight")}
		was := r.Weight(r.Slot(n.Name))
		after := r.Clone()
		require.NoError(t, after.Add(n))
		for _, p := range append(places(r), places(after)...) {
			from, to := r.Name(r.Owner(p)), after.Name(after.Owner(p))
			if from != to && n.Weight > was {
				require.Equal(t, n.Name, to)
			} else if from != to {
				require.Equal(t, n.Name, from)
			}
		}
	})
}

func TestANodeHasItsWeightInPointsRoundedAndAtLeastOne(t *testing.T) {
	for _, row := range []struct {
		weight float64
		points int
	}{{1, 10}, {2, 20}, {0.5, 5}, {0.04, 1}, {0.15, 2}, {0.1499, 1}, {MinWeight, 1}, {3.14, 31}} {
		r := NewRing(hash.XXHash64, 10)
		require.NoError(t, r.Add(Node{"a", row.weight}))
		require.Equal(t, row.points, r.Points(), "weight %v", row.weight)
	}
}

func TestARingPastItsLimitIsRefusedAndStaysAsItWas(t *testing.T) {
	r := NewRing(hash.XXHash64, 1000)
	require.NoError(t, r.Add(Node{"a", 3}))
	for _, weight := range []float64{MaxPoints / 1000, MaxWeight} {
		require.EqualError(t, r.AddAll(Node{"b", 1}, Node{"c", weight}),
			`no room for node "c" of weight `+number(weight)+`: with 1000 virtual nodes per unit of `+
				`weight the ring would pass its limit of 4194304 points`)
	}
	require.Equal(t, 3000, r.Points())
	require.Equal(t, 1, r.Len())
	require.NoError(t, r.Add(Node{"a", 4194}), "the points that it has are not in its way")
	require.Equal(t, 4_194_000, r.Points())
	require.NoError(t, r.Add(Node{"a", 3}))
	require.Error(t, r.Add(Node{"a", 1e6}))
	require.Equal(t, 3.0, r.Weight(0))
	require.PanicsWithValue(t, "placement: a ring has 1 to 4194304 virtual nodes per node, not 0",
		func() { NewRing(hash.MD5, 0) })
}

func TestVirtualNodesOfNamesThatLookAlikeDoNotMeet(t *testing.T) {
	for _, f := range []hash.Func{hash.MD5, hash.XXHash64, hash.Murmur3, hash.FNV1a} {
		r := NewRing(f, 200)
		for _, name := range []string{"a", "a:1", "a:1:0", "1a", "11a", "a1", "a11", "a:"} {
			require.NoError(t, r.Add(Node{name, 1}))
		}
		for i := 1; i < r.Points(); i++ {
			p, _ := r.Point(i)
			q, _ := r.Point(i - 1)
			require.True(t, q.Less(p), "%v: two points at %x", f, p)
		}
	}
}

func TestExplainingARingNamesThePointAndItsVirtualNode(t *testing.T) {
	for _, f := range []hash.Func{hash.MD5, hash.XXHash64} {
		r := NewRing(f, 14)
		require.NoError(t, r.AddAll(Node{"cache-a", 1}, Node{"cache-b", 2}))
		for i := range r.Points() {
			p, slot := r.Point(i)
			why := r.Explain(hash.Position{Hi: p.Hi, Lo: p.Lo - 1})
			if f != hash.MD5 {
				why = r.Explain(hash.Position{Hi: p.Hi - 1})
			}
			require.Equal(t, []any{p, slot, i, 42}, []any{why.Point, why.Slot, why.Index, why.Of})
			again := r.spread(f, r.Name(slot), 28)[why.VirtualNode]
			require.Equal(t, p, again)
		}
	}
}

func TestAPointOnAFastRingTakesAtMostTwentyBytes(t *testing.T) {
	for _, n := range []int{1, 100, 1000} {
		r := NewRing(hash.XXHash64, 160)
		require.NoError(t, r.AddAll(benchNodes(n)...))
		bytes := 8*cap(r.points) + 2*cap(r.low) + 8*cap(r.lower) + 4*cap(r.table)
		require.LessOrEqual(t, float64(bytes)/float64(r.Points()), 20.0)
	}
}
