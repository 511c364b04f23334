package placement

import (
	"errors"
	"math/bits"
	"strconv"

	"headroom/core/hash"
)

// Ketama is the ring of memcached's clients, owner for owner as libketama has it.
// Each MD5 digest of "name-i" gives four 32-bit points, and a node's share of the
// weights times 40 times the number of nodes says how many digests it has,
// rounded down in single precision as the C library does. Hence two things to
// know: unlike on Ring, a change of one weight, or a node more among unequal
// ones, changes the number of points of all; and a node of a very small share has
// no point at all.
//
// A change hashes every node again. A lookup costs as on Ring.
//
// Source: Jones, libketama, last.fm 2007.
type Ketama struct {
	nodes
	circle
}

const ketamaDigests = 40 // per node of average weight

// NewKetama returns a ketama ring without nodes.
func NewKetama() *Ketama { return &Ketama{} }

// Add puts a node in or changes its weight, as Placement says.
func (k *Ketama) Add(n Node) error { return k.AddAll(n) }

// AddAll adds many nodes, all of them or, on an error, none.
func (k *Ketama) AddAll(list ...Node) error {
	fresh, err := k.fresh(list, Node.check)
	if err != nil || len(fresh) == 0 {
		return err
	}
	const limit = MaxPoints / (4 * ketamaDigests)
	if k.Len()+len(fresh) > limit {
		return errors.New("no room for " + strconv.Itoa(len(fresh)) + " more nodes beside " +
			strconv.Itoa(k.Len()) + ": a ketama ring has at most " + strconv.Itoa(limit))
	}
	for _, n := range fresh {
		k.put(n)
	}
	k.rebuild()
	return nil
}

// Remove takes a node out, as Placement says.
func (k *Ketama) Remove(name string) error {
	if _, err := k.drop(name); err != nil {
		return err
	}
	k.rebuild()
	return nil
}

func (k *Ketama) rebuild() {
	total := 0.0
	for _, slot := range k.sorted {
		total += k.weights[slot]
	}
	var points []point
	for _, slot := range k.sorted {
		for _, p := range k.positions(int(slot), total) {
			points = append(points, point{p, slot})
		}
	}
	k.circle = new(circle).with(points, k.rank(), false)
}

// positions gives the points of a node, four for each digest.
func (k *Ketama) positions(slot int, total float64) []hash.Position {
	share := float32(k.weights[slot]) / float32(total)
	digests := int(float32(float64(float64(share)*ketamaDigests) * float64(k.Len())))
	places := make([]hash.Position, 0, 4*digests)
	for _, label := range numbered(k.names[slot], '-', digests) {
		p := hash.MD5.Position(label)
		for _, word := range [4]uint64{p.Hi >> 32, p.Hi, p.Lo >> 32, p.Lo} {
			places = append(places, ketamaPoint(uint32(word)))
		}
	}
	return places
}

// ketamaPoint reads four bytes of a digest as libketama does, the first one least.
// A key that meets a point belongs to it there, not to the next one; filling the
// lower bits puts the point just past every key of its number.
func ketamaPoint(word uint32) hash.Position {
	return hash.Position{Hi: uint64(bits.ReverseBytes32(word))<<32 | 1<<32 - 1}
}

// At returns where on the circle a key stands, given its MD5 position: ketama
// takes the first four bytes of the digest, the first one least.
func (k *Ketama) At(p hash.Position) hash.Position {
	return hash.Position{Hi: uint64(bits.ReverseBytes32(uint32(p.Hi>>32))) << 32}
}

// Owner returns the slot of the node that a key with this MD5 position belongs
// to, -1 where there is none.
func (k *Ketama) Owner(p hash.Position) int { return k.circle.Owner(k.At(p)) }

// Find returns the index of the point that a key with this MD5 position meets.
func (k *Ketama) Find(p hash.Position) int { return k.circle.Find(k.At(p)) }

// Successors appends to dst the slots of the first n distinct nodes for a key
// with this MD5 position, the owner first.
func (k *Ketama) Successors(p hash.Position, n int, dst []int) []int {
	return k.circle.Successors(k.At(p), n, dst)
}

// Lookup returns the name of the node that a key belongs to; ok is false where
// there is none. It does not allocate.
func (k *Ketama) Lookup(key string) (name string, ok bool) {
	slot := k.Owner(hash.MD5.Position(key))
	return k.Name(slot), slot >= 0
}

// VirtualNode returns which virtual node of its node the i-th point is, counted
// from 0 and four to a digest. It hashes the node's points again.
func (k *Ketama) VirtualNode(i int) int {
	total := 0.0
	for _, slot := range k.sorted {
		total += k.weights[slot]
	}
	p, slot := k.Point(i)
	for number, q := range k.positions(slot, total) {
		if q == p {
			return number
		}
	}
	return -1
}

// Explain gives the point that the key meets, and whose it is.
func (k *Ketama) Explain(p hash.Position) Why {
	why := Why{Slot: -1, Key: k.At(p), Of: k.Points(), Second: -1}
	if i := k.Find(p); i >= 0 {
		why.Index, why.VirtualNode = i, k.VirtualNode(i)
		why.Point, why.Slot = k.Point(i)
	}
	return why
}

// Clone returns a ring that can be changed apart from this one.
func (k *Ketama) Clone() *Ketama { return &Ketama{k.nodes.clone(), k.circle} }
