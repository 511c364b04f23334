package ringlab

import (
	"math"
	"slices"
	"strconv"

	"headroom/core/hash"
	"headroom/core/lab"
	"headroom/core/placement"
)

// maxCopies bounds how many nodes hold a key.
const maxCopies = 5

// arrangement is a placement of the nodes that are up. It never changes once it
// is made, so that clones of a world share it.
type arrangement struct {
	method  string
	keys    *population
	base    int      // keys there were when it was made
	live    []uint16 // slot to the id of the node: in joining order
	place   placement.Placement
	copies  int
	next    successors // where there are copies
	naive   *placement.Modulo
	virtual int // per unit of weight, 0 where the method has none

	start, width []float64   // by id: the node's fair part of the circle
	sectors      []sector    // as it is drawn
	ticks        bool        // each sector ends at a virtual node or table entry
	curve        *lab.Series // of the chart about virtual nodes, once it was asked for
	cost         int         // units to place a key
	size         int         // bytes
	last         *located    // the key that was asked for last
}

// successors is what the methods that can hold copies offer.
type successors interface {
	Successors(p hash.Position, n int, dst []int) []int
}

// arrange makes the arrangement of the nodes that are up.
func (w *world) arrange() arrangement {
	c := &w.cfg
	a := arrangement{method: c.method, keys: w.keys, base: w.placed, copies: 1, cost: 1, last: &located{}}
	a.naive, a.curve = placement.NewModulo(w.keys.fn), &lab.Series{}
	var nodes, plain []placement.Node
	for i := range w.nodes {
		if n := &w.nodes[i]; !n.down {
			a.live = append(a.live, uint16(n.id))
			nodes = append(nodes, placement.Node{Name: n.name, Weight: w.weight(n)})
			plain = append(plain, placement.Node{Name: n.name, Weight: 1})
		}
	}
	must(a.naive.AddAll(plain...))
	switch c.method {
	case ring, bounded:
		a.onRing(w, nodes)
	case ketama:
		k := placement.NewKetama()
		must(k.AddAll(nodes...))
		a.place, a.next, a.size = k, k, k.Points()*20
	case rendezvous:
		r := placement.NewRendezvous(w.keys.fn)
		must(r.AddAll(nodes...))
		a.place, a.next, a.cost = r, r, 1+len(nodes)/8
	case maglev:
		m, err := placement.NewMaglev(w.keys.fn, tableFor(c.table, len(nodes)))
		must(err)
		must(m.AddAll(nodes...))
		a.place, a.size = m, m.TableSize()*2
	case jump:
		j := placement.NewJump(w.keys.fn)
		must(j.AddAll(plain...))
		a.place = j
	case modulo:
		a.place = a.naive
	}
	if a.next != nil {
		a.copies = min(c.copies, len(a.live))
		a.cost *= a.copies
	}
	a.divide(w, nodes)
	a.cut()
	return a
}

// onRing makes a ring, with or without bounded loads.
func (a *arrangement) onRing(w *world, nodes []placement.Node) {
	total := 0.0
	for _, n := range nodes {
		total += max(n.Weight, 1)
	}
	a.virtual = max(1, min(w.cfg.virtual, int(maxPoints/total)))
	if w.cfg.method == bounded {
		b, err := placement.NewBounded(w.keys.fn, a.virtual, w.cfg.bound)
		must(err)
		must(b.AddAll(nodes...))
		a.place, a.size, a.cost = b, b.Points()*28, 2
		return
	}
	r := placement.NewRing(w.keys.fn, a.virtual)
	must(r.AddAll(nodes...))
	a.place, a.next, a.size = r, r, r.Points()*28
}

// tableSizes are the options of the parameter table-size.
var tableSizes = []int{251, 2039, 65537, 655373}

// tableFor returns the size of a Maglev table: what was asked for or, where the
// nodes do not fit, the smallest of the sizes on offer into which they do.
func tableFor(asked, nodes int) int {
	for _, size := range tableSizes {
		if size >= max(asked, nodes) {
			return size
		}
	}
	panic("ringlab: " + strconv.Itoa(nodes) + " nodes fit no table")
}

// must stops at what the limits of the parameters rule out.
func must(err error) {
	if err != nil {
		panic("ringlab: " + err.Error())
	}
}

// divide gives each node its fair part of the circle, which is where it is
// drawn for the methods that have no circle of their own.
func (a *arrangement) divide(w *world, nodes []placement.Node) {
	total := 0.0
	for _, n := range nodes {
		total += n.Weight
	}
	a.start, a.width = make([]float64, w.idBound()), make([]float64, w.idBound())
	at := 0.0
	for slot, id := range a.live {
		share := nodes[slot].Weight / total
		a.start[id], a.width[id] = at, share
		at += share
	}
}

// turn returns where a key is drawn on the circle, from 0 to 1 clockwise: at
// its position where the method has a circle, at its entry of Maglev's table,
// and else in the sector of its node.
func (a *arrangement) turn(p hash.Position, owner uint16) float64 {
	switch place := a.place.(type) {
	case *placement.Ring, *placement.Bounded:
		return p.Turn()
	case *placement.Ketama:
		return place.At(p).Turn()
	case *placement.Maglev:
		why := place.Explain(p)
		return (float64(why.Index) + 0.5) / float64(why.Of)
	}
	return a.start[owner] + float64(a.width[owner]*hash.Position{Hi: hash.Mix(p.Hi)}.Turn())
}

// cursor places keys in their order. For bounded loads it carries the loads so
// far, for the other methods nothing.
type cursor struct {
	bounded *placement.Bounded
	slots   [maxCopies]int
	held    [maxCopies]uint16
}

func newCursor(a *arrangement) cursor {
	var c cursor
	if b, ok := a.place.(*placement.Bounded); ok {
		c.bounded = b.Clone()
		c.bounded.Plan(a.base)
	}
	return c
}

func (c cursor) clone() cursor {
	if c.bounded != nil {
		c.bounded = c.bounded.Clone()
	}
	return c
}

// place returns the ids of the nodes that hold the next key, the one that
// answers for it first. The slice is good until the next call.
func (c *cursor) place(a *arrangement, p hash.Position) []uint16 {
	if c.bounded != nil {
		c.held[0] = a.live[c.bounded.Assign(p)]
		return c.held[:1]
	}
	if a.copies == 1 {
		c.held[0] = a.live[a.place.Owner(p)]
		return c.held[:1]
	}
	slots := a.next.Successors(p, a.copies, c.slots[:0])
	for k, slot := range slots {
		c.held[k] = a.live[slot]
	}
	return c.held[:len(slots)]
}

// expectedMove is the share of keys that a change should move by a closed form,
// or NaN where there is none: the share of the nodes that came or went, or for
// modulo all but min(a,b)/lcm(a,b) when it only grew or shrank at the end.
func expectedMove(c *change, before, after *arrangement) float64 {
	if before.method != after.method || before.keys != after.keys || before.virtual != after.virtual || before.copies != after.copies {
		return math.NaN()
	}
	m, n := len(c.before), len(c.after)
	switch after.method {
	case modulo:
		if !slices.Equal(c.before[:min(m, n)], c.after[:min(m, n)]) {
			return math.NaN()
		}
		return 1 - float64(min(m, n))/float64(lcm(m, n))
	case jump:
		if !slices.Equal(c.before[:min(m, n)], c.after[:min(m, n)]) {
			return math.NaN()
		}
	case bounded, maglev:
		return math.NaN()
	}
	came, went := 0.0, 0.0
	for _, id := range c.after {
		if !slices.Contains(c.before, id) {
			came += after.width[id]
		}
	}
	for _, id := range c.before {
		if !slices.Contains(c.after, id) {
			went += before.width[id]
		}
	}
	if came > 0 && went > 0 || came+went == 0 {
		return math.NaN()
	}
	return came + went
}

func lcm(a, b int) int {
	g, r := a, b
	for r > 0 {
		g, r = r, g%r
	}
	return a / g * b
}
