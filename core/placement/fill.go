package placement

import "strconv"

// Turn is how one node claims entries of a Maglev table: the permutation that it
// goes through, and how often, relative to the greatest weight, it is its turn.
type Turn struct {
	Offset int // below the size
	Skip   int // from 1 to the size less one
	Weight float64
}

// FillMaglev builds the table: for each entry the index of the turn that claimed
// it. Nodes claim in the order of the list, round after round. The size must be a
// prime and there must be 1 to size turns; an offset or a skip out of range is a
// programmer's error and panics.
func FillMaglev(size int, turns []Turn) []uint16 {
	f := newFilling(size, turns)
	for f.free > 0 {
		f.round++
		for i := range f.claims {
			if f.free > 0 && f.isDue(i) {
				f.claim(i)
			}
		}
	}
	return f.table
}

type filling struct {
	table  []uint16
	taken  []uint64 // a bit per entry: an eighth of a byte to look at where the table has two
	claims []claims
	free   int
	round  float64
	most   float64 // the greatest weight
}

// claims is one node's progress through its permutation.
type claims struct {
	next, skip uint32
	weight     float64
	owed       float64 // the next turn is due when round * weight has come this far
}

func newFilling(size int, turns []Turn) *filling {
	if len(turns) < 1 || len(turns) > min(size, MaxNodes) || size > MaxTableSize {
		panic("placement: " + strconv.Itoa(len(turns)) + " nodes cannot fill a table of " +
			strconv.Itoa(size) + " entries")
	}
	f := &filling{
		table:  make([]uint16, size),
		taken:  make([]uint64, (size+63)/64),
		claims: make([]claims, len(turns)),
		free:   size,
	}
	for i, turn := range turns {
		if turn.Offset < 0 || turn.Offset >= size || turn.Skip < 1 || turn.Skip >= max(size, 2) {
			panic("placement: offset " + strconv.Itoa(turn.Offset) + " and skip " +
				strconv.Itoa(turn.Skip) + " in a table of " + strconv.Itoa(size) + " entries")
		}
		f.claims[i] = claims{uint32(turn.Offset), uint32(turn.Skip), turn.Weight, 0}
		f.most = max(f.most, turn.Weight)
	}
	return f
}

// isDue reports whether node i has a turn in this round, and counts it.
func (f *filling) isDue(i int) bool {
	c := &f.claims[i]
	if f.round*c.weight < c.owed {
		return false
	}
	c.owed += f.most
	return true
}

// claim gives node i the next entry of its permutation that is free.
func (f *filling) claim(i int) {
	c, size := &f.claims[i], uint32(len(f.table))
	at := c.next
	for f.taken[at/64]&(1<<(at%64)) != 0 {
		if at += c.skip; at >= size {
			at -= size
		}
	}
	f.taken[at/64] |= 1 << (at % 64)
	f.table[at] = uint16(i)
	f.free--
	if at += c.skip; at >= size {
		at -= size
	}
	c.next = at
}
