package placement_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
	"headroom/core/placement"
)

// fleet is what every method offers.
type fleet interface {
	placement.Placement
	AddAll(...placement.Node) error
	Lookup(key string) (string, bool)
	Slot(name string) int
}

type method struct {
	name     string
	make     func() fleet
	clone    func(fleet) fleet
	weighted bool // takes weights
	ordered  bool // numbers nodes in the order in which they come
	minimal  bool // moves the fewest keys, where weights are equal
}

var methods = []method{
	{
		name: "ring on MD5", weighted: true, minimal: true,
		make:  func() fleet { return placement.NewRing(hash.MD5, 20) },
		clone: func(f fleet) fleet { return f.(*placement.Ring).Clone() },
	}, {
		name: "ring on xxHash", weighted: true, minimal: true,
		make:  func() fleet { return placement.NewRing(hash.XXHash64, 20) },
		clone: func(f fleet) fleet { return f.(*placement.Ring).Clone() },
	}, {
		name: "ketama", weighted: true, minimal: true,
		make:  func() fleet { return placement.NewKetama() },
		clone: func(f fleet) fleet { return f.(*placement.Ketama).Clone() },
	}, {
		name: "rendezvous", weighted: true, minimal: true,
		make:  func() fleet { return placement.NewRendezvous(hash.Murmur3) },
		clone: func(f fleet) fleet { return f.(*placement.Rendezvous).Clone() },
	}, {
		name: "modulo", ordered: true,
		make:  func() fleet { return placement.NewModulo(hash.MD5) },
		clone: func(f fleet) fleet { return f.(*placement.Modulo).Clone() },
	}, {
		name: "jump", ordered: true, minimal: true,
		make:  func() fleet { return placement.NewJump(hash.FNV1a) },
		clone: func(f fleet) fleet { return f.(*placement.Jump).Clone() },
	}, {
		name: "maglev", weighted: true,
		make:  func() fleet { return must(placement.NewMaglev(hash.XXHash64, 499)) },
		clone: func(f fleet) fleet { return f.(*placement.Maglev).Clone() },
	}, {
		name:  "bounded loads",
		make:  func() fleet { return must(placement.NewBounded(hash.MD5, 20, 0.25)) },
		clone: func(f fleet) fleet { return f.(*placement.Bounded).Clone() },
	},
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func even(names ...string) []placement.Node {
	list := make([]placement.Node, len(names))
	for i, name := range names {
		list[i] = placement.Node{Name: name, Weight: 1}
	}
	return list
}

func numbered(prefix string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint(prefix, i)
	}
	return names
}

var someKeys = numbered("user:", 400)

func forEachMethod(t *testing.T, check func(t *testing.T, m method)) {
	for _, m := range methods {
		t.Run(m.name, func(t *testing.T) { check(t, m) })
	}
}

// owners is the name of the owner of each of some keys.
func owners(f fleet) []string {
	names := make([]string, len(someKeys))
	for i, key := range someKeys {
		names[i], _ = f.Lookup(key)
	}
	return names
}

func TestAnEmptyPlacementOwnsNothing(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		for range 2 {
			name, ok := f.Lookup("user:1")
			require.False(t, ok)
			require.Empty(t, name)
			require.Equal(t, -1, f.Owner(hash.Position{Hi: math.MaxUint64, Lo: 1}))
			require.Equal(t, -1, f.Explain(hash.Position{}).Slot)
			require.Zero(t, f.Len())
			require.Zero(t, f.Slots())
			require.Empty(t, f.Name(0))
			require.EqualError(t, f.Remove("a"), `unknown node "a": there are no nodes`)

			require.NoError(t, f.Add(placement.Node{Name: "a", Weight: 1}))
			require.NoError(t, f.Remove("a")) // and empty again
		}
	})
}

func TestANodeThatIsAloneOwnsEverything(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		require.NoError(t, f.Add(placement.Node{Name: "solo", Weight: 1}))
		for _, name := range owners(f) {
			require.Equal(t, "solo", name)
		}
		for _, p := range []hash.Position{{}, {Hi: math.MaxUint64, Lo: math.MaxUint64}} {
			require.Equal(t, 0, f.Owner(p))
		}
	})
}

func TestAddingAgainAndRemovingTheUnknownChangeNothing(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		require.NoError(t, f.AddAll(even(numbered("cache-", 11)...)...))
		before := owners(f)
		require.NoError(t, f.AddAll(even("cache-3", "cache-3", "cache-0")...))
		err := f.Remove("cache-11")
		require.ErrorIs(t, err, placement.ErrUnknown)
		require.EqualError(t, err, `unknown node "cache-11": there is cache-0, cache-1, cache-10, `+
			`cache-2, cache-3, cache-4, cache-5, cache-6 and 3 more`)
		require.Equal(t, 11, f.Len())
		require.Equal(t, before, owners(f))
	})
}

func TestANodeThatCannotBeIsRefusedAndNothingChanges(t *testing.T) {
	rows := []struct {
		node placement.Node
		says string
	}{
		{placement.Node{Name: "", Weight: 1}, "a node needs a name"},
		{placement.Node{Name: "x", Weight: 0}, `node "x" has weight 0: a weight is a number from 1e-9 to 1e9, usually 1`},
		{placement.Node{Name: "x", Weight: -1}, `node "x" has weight -1: a weight is a number from 1e-9 to 1e9, usually 1`},
		{placement.Node{Name: "x", Weight: 1e-10}, `node "x" has weight 1e-10: a weight is a number from 1e-9 to 1e9, usually 1`},
		{placement.Node{Name: "x", Weight: 2e9}, `node "x" has weight 2e+09: a weight is a number from 1e-9 to 1e9, usually 1`},
		{placement.Node{Name: "x", Weight: math.NaN()}, `node "x" has weight NaN: a weight is a number from 1e-9 to 1e9, usually 1`},
		{placement.Node{Name: "x", Weight: math.Inf(1)}, `node "x" has weight +Inf: a weight is a number from 1e-9 to 1e9, usually 1`},
		{placement.Node{Name: strings.Repeat("n", 256), Weight: 1}, `the name "nnnnnnnnnnnnnnnnnnnn"… has 256 bytes: at most 255`},
	}
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		require.NoError(t, f.AddAll(even("a", "b", "c")...))
		before := owners(f)
		for _, row := range rows {
			require.EqualError(t, f.Add(row.node), row.says)
			require.EqualError(t, f.AddAll(even("d")[0], row.node), row.says)
		}
		require.Equal(t, 3, f.Len())
		require.Equal(t, before, owners(f))
	})
}

func TestAMethodWithoutWeightsSaysSo(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		err := m.make().Add(placement.Node{Name: "a", Weight: 2})
		if m.weighted {
			require.NoError(t, err)
		} else {
			require.EqualError(t, err, `node "a" has weight 2, but `+m.name+
				` knows no weights: use 1, or another method`)
		}
	})
}

func TestAddingAndRemovingIsTheIdentity(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		rapid.Check(t, func(t *rapid.T) {
			f := m.make()
			require.NoError(t, f.AddAll(m.drawNodes(t, "nodes")...))
			before, slots := owners(f), f.Slots()
			extra := placement.Node{Name: "one-more", Weight: m.drawWeight(t)}
			require.NoError(t, f.Add(extra))
			require.NoError(t, f.Remove(extra.Name))
			require.Equal(t, before, owners(f))
			require.Equal(t, slots, f.Slots())
		})
	})
}

func TestWhoCameFirstDecidesNothing(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		if m.ordered {
			t.Log("the order of nodes is what this method goes by")
			return
		}
		rapid.Check(t, func(t *rapid.T) {
			list := m.drawNodes(t, "nodes")
			one, other := m.make(), m.make()
			require.NoError(t, one.AddAll(list...))
			for _, n := range rapid.Permutation(list).Draw(t, "order") {
				require.NoError(t, other.Add(placement.Node{Name: n.Name, Weight: 1}))
				require.NoError(t, other.Add(n))
			}
			require.Equal(t, owners(one), owners(other))
		})
	})
}

func TestAChangeMovesOnlyTheKeysOfTheNodeThatChanged(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		if !m.minimal {
			t.Log("this method moves a few keys more")
			return
		}
		rapid.Check(t, func(t *rapid.T) {
			without, with := m.make(), m.make()
			list := even(drawNames(t)...)
			require.NoError(t, without.AddAll(list...))
			require.NoError(t, with.AddAll(append(list, even("one-more")...)...))
			before := owners(without)
			for i, name := range owners(with) {
				require.True(t, name == before[i] || name == "one-more",
					"%s moved from %s to %s", someKeys[i], before[i], name)
			}
		})
	})
}

func TestExplainingAgreesWithTheOwner(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		rapid.Check(t, func(t *rapid.T) {
			f := m.make()
			require.NoError(t, f.AddAll(m.drawNodes(t, "nodes")...))
			p := drawPosition(t)
			why := f.Explain(p)
			require.Equal(t, f.Owner(p), why.Slot)
			require.NotEmpty(t, f.Name(why.Slot))
			require.Positive(t, why.Of)
			require.Less(t, why.Index, why.Of)
		})
	})
}

func TestANewNodeTakesTheLowestFreeSlot(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		require.NoError(t, f.AddAll(even("a", "b", "c", "d")...))
		require.NoError(t, f.Remove("b"))
		require.NoError(t, f.Remove("d"))
		require.Equal(t, []string{"a", "", "c", ""}, []string{f.Name(0), f.Name(1), f.Name(2), f.Name(3)})
		require.Equal(t, 3, f.Slots())
		require.Equal(t, -1, f.Slot("d"))
		require.NoError(t, f.AddAll(even("e", "f")...))
		require.Equal(t, []int{1, 3}, []int{f.Slot("e"), f.Slot("f")})
		require.Empty(t, f.Name(-1))
	})
}

func TestACloneLivesItsOwnLife(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		require.NoError(t, f.AddAll(even("a", "b", "c")...))
		before := owners(f)
		c := m.clone(f)
		require.Equal(t, before, owners(c))
		require.NoError(t, c.AddAll(even("aa", "bb")...))
		require.NoError(t, c.Remove("b"))
		require.Equal(t, before, owners(f))
		require.Equal(t, 3, f.Len())
		require.NoError(t, f.Remove("a"))
		require.NotEqual(t, -1, c.Slot("a"))
		require.NotContains(t, owners(c), "b")
	})
}

func TestNoLookupAllocates(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		f := m.make()
		for _, weight := range []float64{1, 3} {
			if weight == 1 || m.weighted {
				list := even(numbered("cache-", 30)...)
				list[7].Weight = weight
				require.NoError(t, f.AddAll(list...))
			}
			require.Zero(t, testing.AllocsPerRun(50, func() { f.Lookup("user:4711") }))
			require.Zero(t, testing.AllocsPerRun(50, func() { f.Owner(hash.Position{Hi: 99}) }))
		}
	})
}

func drawNames(t *rapid.T) []string {
	name := rapid.StringMatching(`[a-c]{1,2}(:[0-9])?`)
	return rapid.SliceOfNDistinct(name, 1, 12, rapid.ID).Draw(t, "names")
}

func (m method) drawNodes(t *rapid.T, label string) []placement.Node {
	list := even(drawNames(t)...)
	for i := range list {
		list[i].Weight = m.drawWeight(t)
	}
	return list
}

func (m method) drawWeight(t *rapid.T) float64 {
	if !m.weighted {
		return 1
	}
	return rapid.SampledFrom([]float64{1, 1, 1, 0.01, 0.5, 1.5, 2, 7, placement.MinWeight}).Draw(t, "weight")
}

// drawPosition likes the ends of the circle and the neighbourhood of round numbers.
func drawPosition(t *rapid.T) hash.Position {
	word := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{
		0, 1, 1<<63 - 1, 1 << 63, math.MaxUint64 - 1, math.MaxUint64}))
	return hash.Position{Hi: word.Draw(t, "hi"), Lo: word.Draw(t, "lo")}
}

func TestTheLightestAndTheHeaviestNodeLiveSideBySide(t *testing.T) {
	forEachMethod(t, func(t *testing.T, m method) {
		if !m.weighted {
			t.Log("this method knows no weights")
			return
		}
		f := m.make()
		heavy := placement.Node{Name: "heavy", Weight: placement.MaxWeight / 1000}
		if _, ring := f.(*placement.Ring); ring {
			heavy.Weight = 1000 // points for more would not fit
		}
		require.NoError(t, f.AddAll(heavy, placement.Node{Name: "light", Weight: placement.MinWeight}))
		light := 0
		for _, name := range owners(f) {
			if name != "heavy" {
				light++
			}
		}
		require.LessOrEqual(t, light, 5)
	})
}
