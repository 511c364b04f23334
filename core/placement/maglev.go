package placement

import (
	"errors"
	"math/bits"
	"strconv"

	"headroom/core/hash"
)

// Maglev fills a table of prime size: the nodes take turns, each claiming the
// next entry of a permutation of its own that is still free. Shares differ by at
// most one entry, a lookup is one remainder and one table entry, and a change
// rebuilds the table, moving a little more than the fewest keys: the larger the
// table, the fewer. Take it at least a hundred times the number of nodes.
//
// The permutation of a node is (offset + i*skip) mod size, with the offset from
// the first and the skip from the second of two hashes of its name; on xxHash
// with seeds 0 and 1 that gives Envoy's tables. The nodes take turns in the order
// of their names, so that everybody who knows the same nodes has the same table.
// A node of half the greatest weight sits out every other turn, as in Envoy.
//
// Building takes about size * ln(size) steps, a lookup the same time whatever
// the size. An entry is two bytes.
//
// Source: Eisenbud et al., "Maglev: A Fast and Reliable Software Network Load
// Balancer", NSDI 2016.
type Maglev struct {
	nodes
	f       hash.Func
	size    uint64
	inverse uint64   // 2^(64+inverseShift) / len(table), for a remainder without a division
	table   []uint16 // slots; nil without nodes; never written to once built
}

// The inverse of a size is shifted so far that rounding it hardly ever shows, and
// no further, since it has to fit 64 bits for every table of more than 2^8 entries.
const inverseShift = 8

// NewMaglev returns a Maglev placement without nodes. The size of its table is a
// prime up to MaxTableSize: of a composite one some permutations would miss
// entries, so it is refused with the next prime.
func NewMaglev(f hash.Func, tableSize int) (*Maglev, error) {
	if tableSize < 2 || tableSize > MaxTableSize {
		return nil, errors.New("a Maglev table of " + strconv.Itoa(tableSize) +
			" entries: the size is a prime between 2 and " + strconv.Itoa(MaxTableSize) +
			", such as 65537")
	}
	if !isPrime(tableSize) {
		return nil, errors.New("a Maglev table of " + strconv.Itoa(tableSize) +
			" entries: the size must be a prime, such as " + strconv.Itoa(primeNear(tableSize)))
	}
	return &Maglev{f: f, size: uint64(tableSize)}, nil
}

func isPrime(n int) bool {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return n > 1
}

// primeNear returns the next prime, or the one before where that is too large.
func primeNear(n int) int {
	next := n
	for !isPrime(next) {
		next++
	}
	for next > MaxTableSize || !isPrime(next) {
		next--
	}
	return next
}

// Add puts a node in or changes its weight, as Placement says, and rebuilds the
// table. There are at most as many nodes as the table has entries.
func (m *Maglev) Add(n Node) error { return m.AddAll(n) }

// AddAll adds many nodes with one rebuild, all of them or, on an error, none.
func (m *Maglev) AddAll(list ...Node) error {
	fresh, err := m.fresh(list, Node.check)
	if err != nil || len(fresh) == 0 {
		return err
	}
	after := m.Len()
	for _, n := range fresh {
		if m.Slot(n.Name) < 0 {
			after++
		}
	}
	if uint64(after) > m.size {
		return errors.New(strconv.Itoa(after) + " nodes do not fit a Maglev table of " +
			strconv.Itoa(int(m.size)) + " entries: take a table a hundred times as large as there are nodes")
	}
	for _, n := range fresh {
		m.put(n)
	}
	m.rebuild()
	return nil
}

// Remove takes a node out, as Placement says, and rebuilds the table.
func (m *Maglev) Remove(name string) error {
	if _, err := m.drop(name); err != nil {
		return err
	}
	m.rebuild()
	return nil
}

func (m *Maglev) rebuild() {
	if m.Len() == 0 {
		m.table = nil
		return
	}
	turns := make([]Turn, m.Len())
	for i, slot := range m.sorted {
		turns[i] = m.Turn(int(slot))
	}
	m.table = fill(int(m.size), turns, m.sorted)
	for len(m.table) <= 1<<inverseShift { // remainders repeat, so a small table may
		m.table = append(m.table, m.table...)
	}
	m.inverse, _ = bits.Div64(1<<inverseShift, 0, uint64(len(m.table)))
}

// Turn returns the permutation and the weight with which the node in a slot takes
// its turns.
func (m *Maglev) Turn(slot int) Turn {
	first, second := m.f.Pair(m.names[slot])
	return Turn{
		Offset: int(first % m.size),
		Skip:   int(second%(m.size-1)) + 1,
		Weight: m.weights[slot],
	}
}

// Owner returns the slot in the table's entry for the upper 64 bits of p: p.Hi mod
// size, without a division. The quotient by the inverse is right or, for one number
// in 256 at most, one too small. Without nodes the table is empty, and every number
// past its end.
func (m *Maglev) Owner(p hash.Position) int {
	size := uint64(len(m.table))
	quotient, _ := bits.Mul64(p.Hi, m.inverse)
	entry := p.Hi - quotient>>inverseShift*size
	if entry < size {
		return int(m.table[entry])
	}
	if entry -= size; entry < size {
		return int(m.table[entry])
	}
	return -1
}

// Lookup returns the name of the node that a key belongs to; ok is false where
// there is none. It does not allocate.
func (m *Maglev) Lookup(key string) (name string, ok bool) {
	slot := m.Owner(hash.Position{Hi: m.f.Sum64(key)})
	return m.Name(slot), slot >= 0
}

// TableSize returns the number of entries of the table.
func (m *Maglev) TableSize() int { return int(m.size) }

// Explain gives the table entry that decided.
func (m *Maglev) Explain(p hash.Position) Why {
	return Why{Slot: m.Owner(p), Key: p, Index: int(p.Hi % m.size), Of: int(m.size), Second: -1}
}

// Clone returns a placement that can be changed apart from this one; the table is
// shared until one of them changes.
func (m *Maglev) Clone() *Maglev {
	c := *m
	c.nodes = m.nodes.clone()
	return &c
}
