package placement

import (
	"errors"
	"math/bits"
	"slices"
	"strconv"

	"headroom/core/hash"
)

// Bounded is consistent hashing with bounded loads: keys are put on a ring one
// after another, and one that meets a full node walks on to the next that is not.
// With m keys on n nodes, no node ever holds more than ceil((1+epsilon)m/n).
//
// The owner of a key therefore depends on the keys before it. Plan says how many
// keys there will be, Assign puts one, and Owner says where one more would go.
// Without a plan the capacity grows with the keys. Adding or removing a node
// empties the loads, since all keys are to be put again.
//
// The smaller epsilon, the longer the walks: a key passes O(1/epsilon^2) nodes.
//
// Source: Mirrokni, Thorup and Zadimoghaddam, "Consistent Hashing with Bounded
// Loads", SODA 2018.
type Bounded struct {
	ring     Ring
	billion  uint64 // 1+epsilon in parts per billion
	planned  int
	placed   int
	capacity int     // of a node while the next key is put
	loads    []int32 // by slot
}

// MaxKeys is the greatest number of keys that a plan can be made for.
const MaxKeys = 1 << 30

// Epsilon is kept in parts per billion, so that 0.1 means a tenth and not the
// binary fraction just above it, which would let a node have one key too many.
const (
	parts      = 1_000_000_000
	maxEpsilon = 1000
)

// NewBounded returns a placement without nodes over a ring with so many virtual
// nodes for each. Epsilon is between 0 (all loads equal, long walks) and 1000, in
// steps of a billionth.
func NewBounded(f hash.Func, virtualNodes int, epsilon float64) (*Bounded, error) {
	if !(epsilon >= 0 && epsilon <= maxEpsilon) {
		return nil, errors.New("epsilon is " + number(epsilon) +
			": bounded loads take 0 to 1000, such as 0.25 for a quarter over the mean")
	}
	billion := parts + uint64(float64(epsilon*parts)+0.5)
	return &Bounded{ring: *NewRing(f, virtualNodes), billion: billion}, nil
}

// Add puts a node in, as Placement says; its weight is 1.
func (b *Bounded) Add(n Node) error { return b.AddAll(n) }

// AddAll adds many nodes, all of them or, on an error, none.
func (b *Bounded) AddAll(list ...Node) error {
	for _, n := range list {
		if err := n.checkPlain("bounded loads"); err != nil {
			return err
		}
	}
	before := b.Len()
	err := b.ring.AddAll(list...)
	if b.Len() != before {
		b.Plan(b.planned)
	}
	return err
}

// Remove takes a node out, as Placement says.
func (b *Bounded) Remove(name string) error {
	if err := b.ring.Remove(name); err != nil {
		return err
	}
	b.Plan(b.planned)
	return nil
}

// Plan empties all nodes and sets their capacity for so many keys. Further keys
// raise it. It panics unless keys is between 0 and MaxKeys.
func (b *Bounded) Plan(keys int) {
	if keys < 0 || keys > MaxKeys {
		panic("placement: a plan is for 0 to " + strconv.Itoa(MaxKeys) + " keys, not " +
			strconv.Itoa(keys))
	}
	b.planned, b.placed = keys, 0
	b.loads = make([]int32, b.ring.Slots())
	b.capacity = b.capacityFor(max(keys, 1))
}

// capacityFor is ceil((1+epsilon) * keys / nodes), in whole numbers throughout.
func (b *Bounded) capacityFor(keys int) int {
	if b.Len() == 0 {
		return 0
	}
	share := parts * uint64(b.Len())
	hi, lo := bits.Mul64(b.billion, uint64(keys))
	lo, carry := bits.Add64(lo, share-1, 0)
	capacity, _ := bits.Div64(hi+carry, lo, share)
	return int(min(capacity, MaxKeys))
}

// Assign puts a key and returns the slot of its node, or -1 where there is none.
func (b *Bounded) Assign(p hash.Position) int {
	slot := b.Owner(p)
	if slot < 0 || b.placed >= MaxKeys {
		return slot
	}
	b.loads[slot]++
	b.placed++
	if b.placed >= b.planned {
		b.capacity = b.capacityFor(b.placed + 1)
	}
	return slot
}

// Owner returns the slot of the node that one more key at p would be put on: the
// first clockwise that is not full.
func (b *Bounded) Owner(p hash.Position) int {
	if at := b.Find(p); at >= 0 {
		return int(b.ring.points[at] & slotBits)
	}
	return -1
}

// Find returns the index of the first point clockwise of p whose node is not
// full, -1 without nodes.
func (b *Bounded) Find(p hash.Position) int {
	at := b.ring.Find(p)
	for range b.Points() {
		if int(b.loads[b.ring.points[at]&slotBits]) < b.capacity {
			break
		}
		if at++; at == b.Points() {
			at = 0
		}
	}
	return at
}

// Lookup returns the name of the node that one more key would be put on; ok is
// false where there is none. It does not allocate.
func (b *Bounded) Lookup(key string) (name string, ok bool) {
	slot := b.Owner(b.ring.f.Position(key))
	return b.Name(slot), slot >= 0
}

// Load returns the number of keys on the node in a slot.
func (b *Bounded) Load(slot int) int {
	if uint(slot) >= uint(len(b.loads)) {
		return 0
	}
	return int(b.loads[slot])
}

// Capacity returns how many keys a node may hold once the next one is put.
func (b *Bounded) Capacity() int { return b.capacity }

// Explain gives the point where one more key at p would stop, and the full nodes
// that it would walk past, each once.
func (b *Bounded) Explain(p hash.Position) Why {
	why := Why{Slot: -1, Key: p, Of: b.Points(), Second: -1}
	till := b.Find(p)
	if till < 0 {
		return why
	}
	for at := b.ring.Find(p); at != till; at = (at + 1) % b.Points() {
		if slot := int(b.ring.points[at] & slotBits); !slices.Contains(why.Path, slot) {
			why.Path = append(why.Path, slot)
		}
	}
	why.Index, why.VirtualNode = till, b.ring.VirtualNode(till)
	why.Point, why.Slot = b.ring.Point(till)
	return why
}

// Name returns the name of the node in a slot, "" where there is none.
func (b *Bounded) Name(slot int) string { return b.ring.Name(slot) }

// Slot returns the slot of a name, or -1.
func (b *Bounded) Slot(name string) int { return b.ring.Slot(name) }

// Len returns the number of nodes.
func (b *Bounded) Len() int { return b.ring.Len() }

// Slots returns one more than the highest slot in use.
func (b *Bounded) Slots() int { return b.ring.Slots() }

// Points returns the number of points of the ring.
func (b *Bounded) Points() int { return b.ring.Points() }

// Point returns the i-th point of the ring clockwise from the top, and whose it is.
func (b *Bounded) Point(i int) (hash.Position, int) { return b.ring.Point(i) }

// Clone returns a placement that can be changed and filled apart from this one.
func (b *Bounded) Clone() *Bounded {
	c := *b
	c.ring, c.loads = *b.ring.Clone(), slices.Clone(b.loads)
	return &c
}
