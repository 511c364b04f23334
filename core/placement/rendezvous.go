package placement

import (
	"math"
	"slices"

	"headroom/core/exact"
	"headroom/core/hash"
)

// Rendezvous, or highest random weight, draws a score for each pair of key and
// node; the highest wins. It needs no points and no table, a change moves the
// fewest keys that it could, and the runners-up are where the copies go. It pays
// by looking at every node: about 2 ns each, so it suits up to some hundreds.
//
// With unequal weights the score is -w/ln(u) for a uniform u, which gives each
// node exactly its share; equal weights compare the draws themselves, which is
// the same order without the logarithm.
//
// Sources: Thaler and Ravishankar, "Using Name-Based Mappings to Increase Hit
// Rates", 1998; Schindelhauer and Schomaker, "Weighted Distributed Hash Tables",
// SPAA 2005 (the weights).
type Rendezvous struct {
	nodes
	f     hash.Func
	field []candidate // by name, so that the first of equal scores is the same for everyone
	even  bool        // all weights are equal
}

type candidate struct {
	seed   uint64
	weight float64
	slot   int
}

// NewRendezvous returns a rendezvous placement without nodes.
func NewRendezvous(f hash.Func) *Rendezvous { return &Rendezvous{f: f, even: true} }

// Add puts a node in or changes its weight, as Placement says.
func (r *Rendezvous) Add(n Node) error { return r.AddAll(n) }

// AddAll adds many nodes, all of them or, on an error, none.
func (r *Rendezvous) AddAll(list ...Node) error {
	fresh, err := r.fresh(list, Node.check)
	for _, n := range fresh {
		r.put(n)
	}
	if len(fresh) > 0 {
		r.line()
	}
	return err
}

// Remove takes a node out, as Placement says.
func (r *Rendezvous) Remove(name string) error {
	if _, err := r.drop(name); err != nil {
		return err
	}
	r.line()
	return nil
}

// line lines the candidates up after a change.
func (r *Rendezvous) line() {
	field := make([]candidate, len(r.sorted))
	r.even = true
	for i, slot := range r.sorted {
		field[i] = candidate{hash.Mix(r.f.Sum64(r.names[slot])), r.weights[slot], int(slot)}
		r.even = r.even && field[i].weight == field[0].weight
	}
	r.field = field
}

// Owner returns the slot of the node with the highest score, in O(nodes).
func (r *Rendezvous) Owner(p hash.Position) int {
	if !r.even {
		return r.ownerByWeight(p)
	}
	best, owner := uint64(0), -1
	for i := range r.field {
		c := &r.field[i]
		if draw := hash.Mix(p.Hi ^ c.seed); draw > best || owner < 0 {
			best, owner = draw, c.slot
		}
	}
	return owner
}

// ownerByWeight takes a logarithm only where the node may win: -ln(u) is at least
// 1-u, so w/(1-u) bounds the score from above. The bound is a little loosened to
// stay one whatever is rounded.
func (r *Rendezvous) ownerByWeight(p hash.Position) int {
	const loose = 1 - 1e-9
	best, owner := 0.0, -1
	for i := range r.field {
		c := &r.field[i]
		u := uniform(hash.Mix(p.Hi ^ c.seed))
		if c.weight < best*(1-u)*loose {
			continue
		}
		if score := -c.weight / exact.Log(u); score > best {
			best, owner = score, c.slot
		}
	}
	return owner
}

// uniform maps a draw into (0, 1), both ends left out, without rounding.
func uniform(draw uint64) float64 { return (float64(draw>>12) + 0.5) / (1 << 52) }

// Lookup returns the name of the node that a key belongs to; ok is false where
// there is none. It does not allocate.
func (r *Rendezvous) Lookup(key string) (name string, ok bool) {
	slot := r.Owner(hash.Position{Hi: r.f.Sum64(key)})
	return r.Name(slot), slot >= 0
}

// Successors appends to dst the slots of the n nodes with the highest scores, the
// owner first. There are fewer where there are fewer nodes. It takes O(n * nodes)
// and allocates only where dst has no room.
func (r *Rendezvous) Successors(p hash.Position, n int, dst []int) []int {
	last := len(r.field)
	for range min(n, len(r.field)) {
		last = r.runnerUp(p, last)
		dst = append(dst, r.field[last].slot)
	}
	return dst
}

// runnerUp returns the candidate that comes next after the given one, the best of
// all after none (a number past the last).
func (r *Rendezvous) runnerUp(p hash.Position, after int) int {
	found := -1
	for i := range r.field {
		behind := after == len(r.field) || r.ahead(p, after, i)
		if behind && (found < 0 || r.ahead(p, i, found)) {
			found = i
		}
	}
	return found
}

// ahead reports whether candidate i beats candidate j at p.
func (r *Rendezvous) ahead(p hash.Position, i, j int) bool {
	a, b := hash.Mix(p.Hi^r.field[i].seed), hash.Mix(p.Hi^r.field[j].seed)
	if r.even {
		return a > b || a == b && i < j
	}
	x, y := r.field[i].score(a), r.field[j].score(b)
	return x > y || x == y && i < j
}

func (c *candidate) score(draw uint64) float64 { return -c.weight / exact.Log(uniform(draw)) }

// Explain gives the best two scores and whose they are.
func (r *Rendezvous) Explain(p hash.Position) Why {
	why := Why{Slot: -1, Key: p, Of: r.Len(), Second: -1}
	best := r.Successors(p, 2, nil)
	if len(best) > 0 {
		why.Slot, why.Score = best[0], r.scoreOf(p, best[0])
	}
	if len(best) > 1 {
		why.Second, why.SecondScore = best[1], r.scoreOf(p, best[1])
	}
	return why
}

func (r *Rendezvous) scoreOf(p hash.Position, slot int) float64 {
	at := slices.IndexFunc(r.field, func(c candidate) bool { return c.slot == slot })
	if at < 0 {
		return math.NaN()
	}
	return r.field[at].score(hash.Mix(p.Hi ^ r.field[at].seed))
}

// Clone returns a placement that can be changed apart from this one.
func (r *Rendezvous) Clone() *Rendezvous {
	c := *r
	c.nodes = r.nodes.clone()
	return &c
}
