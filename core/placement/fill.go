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
// prime and there must be 1 to size turns of positive weight; an offset or a skip
// out of range is a programmer's error and panics.
func FillMaglev(size int, turns []Turn) []uint16 {
	marks := make([]uint16, len(turns))
	for i := range marks {
		marks[i] = uint16(i)
	}
	return fill(size, turns, marks)
}

// fill writes the mark of each turn to the entries that it claims.
func fill(size int, turns []Turn, marks []uint16) []uint16 {
	f := newFilling(size, turns, marks)
	if f.even {
		f.round(len(f.table))
		return f.table
	}
	most := 0.0
	for _, turn := range turns {
		most = max(most, turn.Weight)
	}
	owed := make([]float64, len(turns))
	all := f.claims
	for round := 1.0; f.free > 0; round++ {
		for i, turn := range turns {
			if round*turn.Weight >= owed[i] && f.free > 0 {
				owed[i] += most
				f.claims = all[i : i+1]
				f.round(1)
			}
		}
	}
	return f.table
}

type filling struct {
	table  []uint16
	taken  []uint64 // a bit per entry: what is asked most fits the fastest memory
	claims []claim
	free   int
	even   bool // all weights are equal
}

// claim is how far one node has come in its permutation.
type claim struct {
	next, skip uint32
	mark       uint16
}

func newFilling(size int, turns []Turn, marks []uint16) *filling {
	if len(turns) < 1 || len(turns) > min(size, MaxNodes) || size > MaxTableSize {
		panic("placement: " + strconv.Itoa(len(turns)) + " nodes cannot fill a table of " +
			strconv.Itoa(size) + " entries")
	}
	f := &filling{
		table:  make([]uint16, size),
		taken:  make([]uint64, (size+63)/64),
		claims: make([]claim, len(turns)),
		free:   size,
		even:   true,
	}
	for i, turn := range turns {
		if turn.Offset < 0 || turn.Offset >= size || turn.Skip < 1 || turn.Skip >= size ||
			!(turn.Weight > 0) {
			panic("placement: offset " + strconv.Itoa(turn.Offset) + ", skip " +
				strconv.Itoa(turn.Skip) + " and weight " + number(turn.Weight) +
				" in a table of " + strconv.Itoa(size) + " entries")
		}
		f.claims[i] = claim{uint32(turn.Offset), uint32(turn.Skip), marks[i]}
		f.even = f.even && turn.Weight == turns[0].Weight
	}
	return f
}

// round lets the nodes claim in turn, each the next entry of its permutation that
// is free, until so many entries are claimed or none is left.
func (f *filling) round(entries int) {
	table, taken, size := f.table, f.taken, uint32(len(f.table))
	left := min(entries, f.free)
	f.free -= left
	for {
		for i := range f.claims {
			if left == 0 {
				return
			}
			c := &f.claims[i]
			at, skip := c.next, c.skip
			for taken[at/64]&(1<<(at%64)) != 0 {
				if at += skip; at >= size {
					at -= size
				}
			}
			taken[at/64] |= 1 << (at % 64)
			table[at] = c.mark
			if at += skip; at >= size {
				at -= size
			}
			c.next = at
			left--
		}
	}
}
