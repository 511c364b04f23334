package ringlab

import "slices"

// tally counts what nodes hold, by their ids: keys, copies included, and the
// popularity of those that they answer for.
type tally struct {
	keys []int
	load []float64
}

func newTally(ids int) tally { return tally{make([]int, ids), make([]float64, ids)} }

// add counts a key for those that hold it; the first answers for it.
func (t *tally) add(held []uint16, popularity float64) {
	for _, id := range held {
		t.keys[id]++
	}
	if len(held) > 0 {
		t.load[held[0]] += popularity
	}
}

// grow makes room for so many ids.
func (t *tally) grow(ids int) {
	if more := ids - len(t.keys); more > 0 {
		t.keys = append(t.keys[:len(t.keys):len(t.keys)], make([]int, more)...)
		t.load = append(t.load[:len(t.load):len(t.load)], make([]float64, more)...)
	}
}

func (t *tally) clone() tally { return tally{slices.Clone(t.keys), slices.Clone(t.load)} }

// gained is how much t has more than before, summed over the nodes that have
// more: the least that had to move to get from the one to the other.
func (t *tally) gained(before *tally) amount {
	var a amount
	for id := range t.keys {
		a.keys += max(t.keys[id]-before.keys[id], 0)
		a.load += max(t.load[id]-before.load[id], 0)
	}
	return a
}

// amount is a number of keys, copies included, and their popularity.
type amount struct {
	keys int
	load float64
}

// held is how many keys the nodes hold in all, copies included.
func (t *tally) held() int {
	sum := 0
	for _, n := range t.keys {
		sum += n
	}
	return sum
}
