package ringlab

import (
	"slices"
	"time"

	"headroom/core/hash"
)

// change is what one action moved.
type change struct {
	at            time.Duration
	text          string   // "cache-e joined"
	method        string   // after it
	before, after []uint16 // the ids of the nodes that were up, in joining order
	expected      float64  // the share that should have moved, or NaN without a closed form

	all    amount // what there was: keys, copies included
	moved  amount
	least  amount // that any method would have had to move to end with these counts
	modulo amount // that modulo would have moved
}

// share returns an amount of keys as a share of all.
func (c *change) share(a amount) float64 { return ratio(float64(a.keys), float64(c.all.keys)) }

// loadShare returns an amount's popularity as a share of all.
func (c *change) loadShare(a amount) float64 { return ratio(a.load, c.all.load) }

func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// job places all keys anew and compares with where they were. It is done in
// slices, so that a million keys do not hold up a page.
type job struct {
	change change
	before *arrangement // nil for the first placement
	i      int          // the next key
	debt   int          // units of making the arrangement, which are counted last

	old, cursor cursor
	tally       tally
	total       float64
	moved       amount
	modulo      amount
	sample      sample
	dot         int // the next dot of the sample to look at
	recent      arrivals
	first       int // the first key of recent
}

// replace starts placing all keys as w.now has it.
func (w *world) replace(before *arrangement, c change) {
	w.tally.grow(w.idBound())
	w.keys.reserve(w.placed)
	const perUnit = 6 // bytes of an arrangement that are made in a unit of work, roughly
	w.job = &job{change: c, before: before, debt: w.now.size / perUnit, cursor: newCursor(&w.now), tally: newTally(len(w.tally.keys))}
	if before == nil {
		w.job.sample = newSample(w.cfg.keys)
		return
	}
	w.job.sample = w.sample.clone()
	w.job.old = newCursor(before)
	w.job.recent, w.job.first = w.recent, w.recent.first()
}

// run places keys for about so many units and returns how many it used. When
// all are placed it hands the result to the world. The nodes' arrangement was made
// at once, when the change came; its work is counted here, so that who bounds work
// bounds changes, too.
func (j *job) run(w *world, units int) (used int) {
	cost := w.now.cost
	if j.before != nil {
		cost += j.before.cost
	}
	for ; j.i < w.placed && used < units; used += cost {
		j.place(w)
		j.i++
	}
	if j.i == w.placed {
		paid := min(j.debt, max(units-used, 0))
		j.debt, used = j.debt-paid, used+paid
	}
	if j.i == w.placed && j.debt == 0 {
		j.finish(w)
	}
	return max(used, 1)
}

// place places the next key.
func (j *job) place(w *world) {
	pos, pop := w.keys.position(j.i), w.keys.popularity(j.i)
	held := j.cursor.place(&w.now, pos)
	j.tally.add(held, pop)
	j.total += pop
	if j.before == nil {
		j.sample.consider(j.i, held[0])
		return
	}
	oldPos := j.before.keys.position(j.i)
	was := j.old.place(j.before, oldPos)
	j.moved.count(was, held, pop)
	var a, b [maxCopies]uint16
	j.modulo.count(j.before.naively(a[:len(was)], oldPos), w.now.naively(b[:len(held)], pos), pop)
	if j.dot < len(j.sample.keys) && j.sample.keys[j.dot].key == j.i {
		d := &j.sample.keys[j.dot]
		d.was, d.from = was[0], j.before.turn(oldPos, was[0])
		d.owner, d.moved = held[0], held[0] != was[0]
		j.dot++
	}
	if j.i >= j.first {
		j.recent.move(j.i, int(held[0]))
	}
}

// finish hands the result to the world.
func (j *job) finish(w *world) {
	if j.before != nil {
		c := j.change
		c.all = amount{j.tally.held(), j.total}
		c.moved, c.modulo = j.moved, j.modulo
		c.least = j.tally.gained(&w.tally)
		c.expected = expectedMove(&c, j.before, &w.now)
		w.changes = append(w.changes[:len(w.changes):len(w.changes)], c)
		w.recent = j.recent
	}
	w.cursor, w.tally, w.total, w.sample = j.cursor, j.tally, j.total, j.sample
	w.job = nil
}

func (j *job) clone() *job {
	c := *j
	c.old, c.cursor = j.old.clone(), j.cursor.clone()
	c.tally, c.sample = j.tally.clone(), j.sample.clone()
	return &c
}

// count adds what has to be copied to get a key from its old holders to its
// new ones, and its popularity when another node answers for it.
func (a *amount) count(was, held []uint16, popularity float64) {
	for _, id := range held {
		if !slices.Contains(was, id) {
			a.keys++
		}
	}
	if held[0] != was[0] {
		a.load += popularity
	}
}

// naively fills in the ids of the nodes that hash modulo their number gives a
// key to, the further copies on the nodes that follow.
func (a *arrangement) naively(held []uint16, p hash.Position) []uint16 {
	held = held[:min(len(held), len(a.live))]
	first := a.naive.Owner(p)
	for i := range held {
		held[i] = a.live[(first+i)%len(a.live)]
	}
	return held
}
