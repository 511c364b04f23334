package placement

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"headroom/core/hash"
)

// Ring is consistent hashing: each node stands on a circle at many points, its
// virtual nodes, and a key belongs to the first point strictly clockwise of it.
// A node that joins takes slices from the others and moves nothing between them;
// one that leaves gives its slices back.
//
// On MD5 it is the classic ring, point i of a node at MD5("node:i") with all 128
// bits, so that its owners equal those of other programs. On the 64-bit hashes
// the points are drawn from the hash of the name and their number, so that no two
// names can share one by the way they are written: faster, and 14 bytes a point.
//
// With v virtual nodes for each of n nodes, a node's share of the circle varies
// by sqrt((n-1)/(nv+1)) of the mean (one standard deviation).
//
// A lookup costs a table entry and a few points side by side, a change a copy of
// the circle.
//
// Source: Karger et al., "Consistent Hashing and Random Trees", STOC 1997.
type Ring struct {
	nodes
	circle
	f       hash.Func
	virtual int
	spread  func(f hash.Func, name string, count int) []hash.Position
}

// NewRing returns an empty ring on which a node of weight w has w*virtualNodes
// points, rounded, and at least one. It panics unless virtualNodes is between 1
// and MaxPoints.
func NewRing(f hash.Func, virtualNodes int) *Ring {
	if virtualNodes < 1 || virtualNodes > MaxPoints {
		panic("placement: a ring has 1 to " + strconv.Itoa(MaxPoints) +
			" virtual nodes per node, not " + strconv.Itoa(virtualNodes))
	}
	return &Ring{f: f, virtual: virtualNodes, spread: virtualNodePositions}
}

// Add puts a node on the ring or changes its weight, as Placement says. Of a
// node with another weight only the points too many go or those too few come.
func (r *Ring) Add(n Node) error { return r.AddAll(n) }

// AddAll adds many nodes for the price of one, all of them or, on an error, none.
func (r *Ring) AddAll(list ...Node) error {
	fresh, err := r.fresh(list, Node.check)
	if err != nil || len(fresh) == 0 {
		return err
	}
	if err := r.checkRoom(fresh); err != nil {
		return err
	}
	gone := make([]bool, r.Slots())
	for _, n := range fresh {
		if slot := r.Slot(n.Name); slot >= 0 {
			gone[slot] = true
		}
	}
	kept := r.circle
	if slices.Contains(gone, true) {
		kept = kept.without(gone)
	}
	var added []point
	for _, n := range fresh {
		slot := r.put(n)
		for _, p := range r.spread(r.f, n.Name, r.count(n.Weight)) {
			added = append(added, point{p, uint16(slot)})
		}
	}
	r.circle = kept.with(added, r.rank(), r.f == hash.MD5)
	return nil
}

// Remove takes a node off the ring, as Placement says.
func (r *Ring) Remove(name string) error {
	gone := make([]bool, r.Slots())
	slot, err := r.drop(name)
	if err != nil {
		return err
	}
	gone[slot] = true
	r.circle = r.circle.without(gone)
	return nil
}

// Lookup returns the name of the node that a key belongs to; ok is false on an
// empty ring. It does not allocate.
func (r *Ring) Lookup(key string) (name string, ok bool) {
	slot := r.Owner(r.f.Position(key))
	return r.Name(slot), slot >= 0
}

// VirtualNode returns which virtual node of its node, counted from 0, the i-th
// point of the circle is. It hashes the node's points again, in O(virtual nodes).
func (r *Ring) VirtualNode(i int) int {
	p, slot := r.Point(i)
	return slices.Index(r.spread(r.f, r.names[slot], r.count(r.weights[slot])), p)
}

// Explain gives the point that a key at p meets, and whose it is.
func (r *Ring) Explain(p hash.Position) Why {
	why := Why{Slot: -1, Key: p, Of: r.Points(), Second: -1}
	if i := r.Find(p); i >= 0 {
		why.Index, why.VirtualNode = i, r.VirtualNode(i)
		why.Point, why.Slot = r.Point(i)
	}
	return why
}

// Clone returns a ring that can be changed apart from this one. The points are
// shared until one of them changes, so it costs a copy of the names.
func (r *Ring) Clone() *Ring {
	c := *r
	c.nodes = r.nodes.clone()
	return &c
}

// count is the number of points of a node of that weight, at most one too many
// for any ring.
func (r *Ring) count(weight float64) int {
	points := math.Floor(float64(weight*float64(r.virtual)) + 0.5)
	return int(max(1, min(points, MaxPoints+1)))
}

func (r *Ring) checkRoom(fresh []Node) error {
	points := r.Points()
	for _, n := range fresh {
		points += r.count(n.Weight)
		if slot := r.Slot(n.Name); slot >= 0 {
			points -= r.count(r.weights[slot])
		}
		if points > MaxPoints {
			return errors.New("no room for node " + strconv.Quote(n.Name) + " of weight " +
				number(n.Weight) + ": with " + strconv.Itoa(r.virtual) +
				" virtual nodes per unit of weight the ring would pass its limit of " +
				strconv.Itoa(MaxPoints) + " points")
		}
	}
	return nil
}

// golden is the step of splitmix64.
const golden = 0x9e3779b97f4a7c15

// virtualNodePositions gives the places of a node's virtual nodes. Fewer of them
// are the first ones of more, so that a change of weight moves no more than it must.
func virtualNodePositions(f hash.Func, name string, count int) []hash.Position {
	places := make([]hash.Position, count)
	if f != hash.MD5 {
		seed := hash.Mix(f.Sum64(name))
		for i := range places {
			places[i].Hi = hash.Mix(seed + uint64(i+1)*golden)
		}
		return places
	}
	for i, label := range numbered(name, ':', count) {
		places[i] = f.Position(label)
	}
	return places
}

// numbered returns name, separator and number for the numbers below count. The
// labels are slices of one text, which saves an allocation for each.
func numbered(name string, separator byte, count int) []string {
	digits := len(strconv.Itoa(count))
	text := make([]byte, 0, count*(len(name)+1+digits))
	ends := make([]int, count)
	for i := range ends {
		text = append(append(text, name...), separator)
		text = strconv.AppendInt(text, int64(i), 10)
		ends[i] = len(text)
	}
	all, labels, start := string(text), make([]string, count), 0
	for i, end := range ends {
		labels[i], start = all[start:end], end
	}
	return labels
}
