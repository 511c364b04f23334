package placement

import (
	"cmp"
	"math/bits"
	"slices"

	"headroom/core/hash"
)

// circle is a sorted list of points and a table that leads to the right
// neighbourhood of it. Its arrays are never written to once they are built, so
// copies of a circle share them.
//
// The points are hashes, hence even: with as many table entries as points, the
// point that a key meets is one of the next three nearly always. What a lookup
// reads is packed tight, since on a large circle it waits for memory and for
// nothing else: the slot of a point stands in the lowest 16 bits of its position,
// and the bits that were there are kept apart for the rare case of a tie. A point
// takes 8 bytes and its share of the table 4; what is kept apart takes 2, and
// another 8 where positions have 128 bits.
type circle struct {
	points []uint64 // position's upper 48 bits, slot; behind the last point, padding
	low    []uint16 // bits 64 to 79 of the positions
	lower  []uint64 // bits 0 to 63, nil where positions have 64 bits
	table  []uint32 // by bucket: the first point of it or of a later one
}

const (
	slotBits = 1<<16 - 1
	// Padding lets a lookup read on without asking whether it is at the end. It
	// lies beyond every key and belongs to the owner of the first point, which is
	// what comes after the last.
	padding = 3
)

// point is a place on the circle and the slot of the node that it stands for.
type point struct {
	hash.Position
	slot uint16
}

// Points returns the number of points on the circle.
func (c *circle) Points() int { return len(c.low) }

// Point returns the i-th point clockwise from the top, and whose it is. It panics
// unless 0 <= i < Points().
func (c *circle) Point(i int) (p hash.Position, slot int) {
	p.Hi = c.points[i]&^slotBits | uint64(c.low[i])
	if c.lower != nil {
		p.Lo = c.lower[i]
	}
	return p, int(c.points[i] & slotBits)
}

// Find returns the index of the first point strictly clockwise of p, which is
// the one that p belongs to; -1 on an empty circle.
func (c *circle) Find(p hash.Position) int {
	if len(c.low) == 0 {
		return -1
	}
	if i := c.past(p); i < len(c.low) {
		return i
	}
	return 0
}

// Owner returns the slot of the node that a key at p belongs to, -1 where there
// is none: a look at the table and a few points side by side, whatever the size.
func (c *circle) Owner(p hash.Position) int {
	if len(c.points) == 0 {
		return -1
	}
	return int(c.points[c.past(p)] & slotBits)
}

// Successors appends to dst the slots of the first n distinct nodes clockwise of
// p, the owner first: where the copies of a key go. There are fewer where there
// are fewer nodes. It allocates only where dst has no room.
func (c *circle) Successors(p hash.Position, n int, dst []int) []int {
	found := len(dst)
	at := max(c.Find(p), 0)
	for range c.low {
		if len(dst)-found >= n {
			break
		}
		if slot := int(c.points[at] & slotBits); !slices.Contains(dst[found:], slot) {
			dst = append(dst, slot)
		}
		if at++; at == len(c.low) {
			at = 0
		}
	}
	return dst
}

// past returns how many points do not lie beyond p. The first three probes are
// arithmetic, not branches: which of them hits is a matter of chance, and a wrong
// guess of the processor costs more than all of them.
func (c *circle) past(p hash.Position) int {
	if len(c.table) == 0 {
		return 0
	}
	bucket, _ := bits.Mul64(p.Hi, uint64(len(c.table)))
	i, key := int(c.table[bucket]), p.Hi&^slotBits
	_, first := bits.Sub64(c.points[i], key, 0)
	_, second := bits.Sub64(c.points[i+1], key, 0)
	_, third := bits.Sub64(c.points[i+2], key, 0)
	i += int(first + second + third)
	if third != 0 {
		for c.points[i] < key {
			i++
		}
	}
	if c.points[i]&^slotBits == key {
		for i < len(c.low) && !c.beyond(i, p) {
			i++
		}
	}
	return i
}

// beyond reports whether point i lies strictly clockwise of p.
func (c *circle) beyond(i int, p hash.Position) bool {
	q, _ := c.Point(i)
	return p.Less(q)
}

// before returns how many points a new one comes after. Points in the same place
// stand in the order of their nodes' names: the first of them owns the arc, and
// when it goes the next one does.
func (c *circle) before(p point, rank []uint16) int {
	i := c.past(p.Position)
	for i > 0 {
		q, slot := c.Point(i - 1)
		if q != p.Position || rank[slot] <= rank[p.slot] {
			break
		}
		i--
	}
	return i
}

// with returns the circle with more points on it. What lies between two of them
// is copied as a block, so that a node added to many costs little more than
// copying the circle.
func (c *circle) with(added []point, rank []uint16, wide bool) circle {
	slices.SortFunc(added, func(a, b point) int {
		if a.Hi != b.Hi {
			return cmp.Compare(a.Hi, b.Hi)
		}
		if a.Lo != b.Lo {
			return cmp.Compare(a.Lo, b.Lo)
		}
		return cmp.Compare(rank[a.slot], rank[b.slot])
	})
	next := makeCircle(len(c.low)+len(added), wide)
	from, to := 0, 0
	for _, p := range added {
		till := c.before(p, rank)
		next.copy(to, c, from, till)
		to += till - from
		from = till
		next.set(to, p)
		to++
	}
	next.copy(to, c, from, len(c.low))
	next.close()
	return next
}

// without returns the circle without the points of the slots marked as gone.
func (c *circle) without(gone []bool) circle {
	left := 0
	for _, p := range c.points[:len(c.low)] {
		if !gone[p&slotBits] {
			left++
		}
	}
	next := makeCircle(left, c.lower != nil)
	to := 0
	for i := range c.low {
		if p, slot := c.Point(i); !gone[slot] {
			next.set(to, point{p, uint16(slot)})
			to++
		}
	}
	next.close()
	return next
}

func makeCircle(points int, wide bool) circle {
	if points == 0 {
		return circle{}
	}
	c := circle{
		points: make([]uint64, points+padding),
		low:    make([]uint16, points),
		table:  make([]uint32, points),
	}
	if wide {
		c.lower = make([]uint64, points)
	}
	return c
}

func (c *circle) copy(to int, from *circle, start, end int) {
	copy(c.points[to:], from.points[start:end])
	copy(c.low[to:], from.low[start:end])
	if c.lower != nil {
		copy(c.lower[to:], from.lower[start:end])
	}
}

func (c *circle) set(at int, p point) {
	c.points[at], c.low[at] = p.Hi&^slotBits|uint64(p.slot), uint16(p.Hi)
	if c.lower != nil {
		c.lower[at] = p.Lo
	}
}

// close pads the end of the circle with its beginning and fills the table.
func (c *circle) close() {
	if len(c.low) == 0 {
		return
	}
	for i := len(c.low); i < len(c.points); i++ {
		c.points[i] = ^uint64(slotBits) | c.points[0]&slotBits
	}
	size, filled := uint64(len(c.table)), uint64(0)
	for i, low := range c.low {
		bucket, _ := bits.Mul64(c.points[i]&^slotBits|uint64(low), size)
		for ; filled <= bucket; filled++ {
			c.table[filled] = uint32(i)
		}
	}
	for ; filled < size; filled++ {
		c.table[filled] = uint32(len(c.low))
	}
}
