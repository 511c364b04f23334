package placement

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"headroom/core/hash"
)

// circle is a sorted list of points and a table that leads to the right
// neighbourhood of it. Its arrays are never written to once they are built, so
// copies of a circle share them.
//
// The points are hashes, hence even: with two table entries per point, the entry
// of a key's bucket is the answer itself three times out of four, and the next
// point nearly always otherwise. A point takes 8 bytes (16 where positions have
// 128 bits), its owner 2, its share of the table 8.
type circle struct {
	hi    []uint64 // with padding behind the last point, beyond every key
	lo    []uint64 // nil where positions have 64 bits
	owner []uint16 // past the last point, and past the padding, comes the first
	table []uint32 // by bucket: the first point of it or of a later one
}

// padding lets a lookup read on without asking whether it is at the end.
const padding = 2

// point is a place on the circle and the slot of the node that it stands for.
type point struct {
	hash.Position
	slot uint16
}

// Points returns the number of points on the circle.
func (c *circle) Points() int { return max(len(c.hi)-padding, 0) }

// Point returns the i-th point clockwise from the top, and whose it is. It panics
// unless 0 <= i < Points().
func (c *circle) Point(i int) (p hash.Position, slot int) {
	p.Hi = c.hi[i]
	if c.lo != nil {
		p.Lo = c.lo[i]
	}
	return p, int(c.owner[i])
}

// Find returns the index of the first point strictly clockwise of p, which is
// the one that p belongs to; -1 on an empty circle.
func (c *circle) Find(p hash.Position) int {
	if len(c.hi) == 0 {
		return -1
	}
	if i := c.past(p); i < c.Points() {
		return i
	}
	return 0
}

// Owner returns the slot of the node that a key at p belongs to, -1 where there
// is none: a look at the table and a point or two, whatever the size.
func (c *circle) Owner(p hash.Position) int {
	if len(c.owner) == 0 {
		return -1
	}
	return int(c.owner[c.past(p)])
}

// Successors appends to dst the slots of the first n distinct nodes clockwise of
// p, the owner first: where the copies of a key go. There are fewer where there
// are fewer nodes. It allocates only where dst has no room.
func (c *circle) Successors(p hash.Position, n int, dst []int) []int {
	found := len(dst)
	at := max(c.Find(p), 0)
	for range c.Points() {
		if len(dst)-found >= n {
			break
		}
		if slot := int(c.owner[at]); !slices.Contains(dst[found:], slot) {
			dst = append(dst, slot)
		}
		if at++; at == c.Points() {
			at = 0
		}
	}
	return dst
}

// past returns how many points do not lie beyond p, or a little more than there
// are points for those after the last. The first two probes are arithmetic, not
// branches: which of them hits is a matter of chance, and a wrong guess of the
// processor costs more than both.
func (c *circle) past(p hash.Position) int {
	if len(c.table) == 0 {
		return 0
	}
	bucket, _ := bits.Mul64(p.Hi, uint64(len(c.table)))
	i := int(c.table[bucket])
	_, before := bits.Sub64(p.Hi, c.hi[i], 0)
	_, beforeNext := bits.Sub64(p.Hi, c.hi[i+1], 0)
	i += 2 - int(before+beforeNext)
	if beforeNext == 0 {
		for i < len(c.hi) && c.hi[i] <= p.Hi {
			i++
		}
	}
	if c.lo != nil {
		for i > 0 && c.hi[i-1] == p.Hi && (i > len(c.lo) || c.lo[i-1] > p.Lo) {
			i--
		}
	}
	return i
}

// before returns how many points a new one comes after. Points in the same place
// stand in the order of their nodes' names: the first of them owns the arc, and
// when it goes the next one does.
func (c *circle) before(p point, rank []uint16) int {
	i := min(c.past(p.Position), c.Points())
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
	next := makeCircle(c.Points()+len(added), wide)
	from, to := 0, 0
	for _, p := range added {
		till := c.before(p, rank)
		next.copy(to, c, from, till)
		to += till - from
		from = till
		next.set(to, p.Position, p.slot)
		to++
	}
	next.copy(to, c, from, c.Points())
	next.close()
	return next
}

// without returns the circle without the points of the slots marked as gone.
func (c *circle) without(gone []bool) circle {
	left := 0
	for _, slot := range c.owner[:c.Points()] {
		if !gone[slot] {
			left++
		}
	}
	next := makeCircle(left, c.lo != nil)
	to := 0
	for i := range c.Points() {
		if p, slot := c.Point(i); !gone[slot] {
			next.set(to, p, uint16(slot))
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
		hi:    make([]uint64, points+padding),
		owner: make([]uint16, points+padding+1),
		table: make([]uint32, 2*points),
	}
	if wide {
		c.lo = make([]uint64, points)
	}
	return c
}

func (c *circle) copy(to int, from *circle, start, end int) {
	copy(c.hi[to:], from.hi[start:end])
	copy(c.owner[to:], from.owner[start:end])
	if c.lo != nil {
		copy(c.lo[to:], from.lo[start:end])
	}
}

func (c *circle) set(at int, p hash.Position, slot uint16) {
	c.hi[at], c.owner[at] = p.Hi, slot
	if c.lo != nil {
		c.lo[at] = p.Lo
	}
}

// close joins the end of the circle to its beginning and fills the table.
func (c *circle) close() {
	points := c.Points()
	if points == 0 {
		return
	}
	for i := points; i < len(c.hi); i++ {
		c.hi[i] = math.MaxUint64
	}
	for i := points; i < len(c.owner); i++ {
		c.owner[i] = c.owner[0]
	}
	size := uint64(len(c.table))
	filled := uint64(0)
	for i, h := range c.hi[:points] {
		bucket, _ := bits.Mul64(h, size)
		for ; filled <= bucket; filled++ {
			c.table[filled] = uint32(i)
		}
	}
	for ; filled < size; filled++ {
		c.table[filled] = uint32(points)
	}
}
