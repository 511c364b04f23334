package placement

import (
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
	f hash.Func
	// In the order of names, as nodes.sorted is, so that the first of equal scores
	// is the same for everyone. Never written to once built.
	seeds  []uint64
	weight []float64
	even   bool // all weights are equal
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
		r.rebuild()
	}
	return err
}

// Remove takes a node out, as Placement says.
func (r *Rendezvous) Remove(name string) error {
	if _, err := r.drop(name); err != nil {
		return err
	}
	r.rebuild()
	return nil
}

// rebuild lists the nodes again after a change.
func (r *Rendezvous) rebuild() {
	r.seeds, r.weight, r.even = make([]uint64, r.Len()), make([]float64, r.Len()), true
	for i, slot := range r.sorted {
		r.seeds[i], r.weight[i] = hash.Mix(r.f.Sum64(r.names[slot])), r.weights[slot]
		r.even = r.even && r.weight[i] == r.weight[0]
	}
}

// Owner returns the slot of the node with the highest score, in O(nodes).
func (r *Rendezvous) Owner(p hash.Position) int {
	if len(r.seeds) == 0 {
		return -1
	}
	if !r.even {
		return int(r.sorted[r.bestByWeight(p)])
	}
	best, owner := uint64(0), 0
	for i, seed := range r.seeds {
		if draw := hash.Mix(p.Hi ^ seed); draw > best {
			best, owner = draw, i
		}
	}
	return int(r.sorted[owner])
}

// bestByWeight takes a logarithm only where the node may win: -ln(u) is at least
// 1-u, so w/(1-u) bounds the score from above. The bound is a little loosened to
// stay one whatever is rounded.
func (r *Rendezvous) bestByWeight(p hash.Position) int {
	const loose = 1 - 1e-9
	best, owner := 0.0, 0
	for i, seed := range r.seeds {
		u := uniform(hash.Mix(p.Hi ^ seed))
		if r.weight[i] < best*(1-u)*loose {
			continue
		}
		if score := -r.weight[i] / exact.Log(u); score > best {
			best, owner = score, i
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
	last := -1
	for range min(n, len(r.seeds)) {
		last = r.runnerUp(p, last)
		dst = append(dst, int(r.sorted[last]))
	}
	return dst
}

// runnerUp returns which node comes next after the given one, the best of all
// after none (-1).
func (r *Rendezvous) runnerUp(p hash.Position, after int) int {
	found := -1
	for i := range r.seeds {
		behind := after < 0 || r.ahead(p, after, i)
		if behind && (found < 0 || r.ahead(p, i, found)) {
			found = i
		}
	}
	return found
}

// ahead reports whether node i beats node j at p.
func (r *Rendezvous) ahead(p hash.Position, i, j int) bool {
	a, b := hash.Mix(p.Hi^r.seeds[i]), hash.Mix(p.Hi^r.seeds[j])
	if r.even {
		return a > b || a == b && i < j
	}
	x, y := r.score(p, i), r.score(p, j)
	return x > y || x == y && i < j
}

func (r *Rendezvous) score(p hash.Position, i int) float64 {
	return -r.weight[i] / exact.Log(uniform(hash.Mix(p.Hi^r.seeds[i])))
}

// Explain gives the best two scores and whose they are.
func (r *Rendezvous) Explain(p hash.Position) Why {
	why := Why{Slot: -1, Key: p, Of: r.Len(), Second: -1}
	if r.Len() > 0 {
		best := r.runnerUp(p, -1)
		why.Slot, why.Score = int(r.sorted[best]), r.score(p, best)
		if second := r.runnerUp(p, best); second >= 0 {
			why.Second, why.SecondScore = int(r.sorted[second]), r.score(p, second)
		}
	}
	return why
}

// Clone returns a placement that can be changed apart from this one.
func (r *Rendezvous) Clone() *Rendezvous {
	c := *r
	c.nodes = r.nodes.clone()
	return &c
}
