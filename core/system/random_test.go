package system

import (
	"strconv"
	"time"

	"pgregory.net/rapid"

	"headroom/core/balancer"
	"headroom/core/hash"
	"headroom/core/resilience"
	"headroom/core/sim"
)

// anyGraph draws a document of 3 parts or more with any shape that Check lets pass and the usual
// settings. Its first balancer takes what nobody else leads to.
func anyGraph(t *rapid.T, most int) *Document {
	d := &Document{Version: Version}
	level := []int{}
	add := func(kind Kind, at int) {
		d.Parts = append(d.Parts, part(kind, kind.String()+"-"+strconv.Itoa(len(d.Parts)+1)))
		level = append(level, at)
	}
	add(ClientsKind, 0)
	add(BalancerKind, 1)
	add(ServerKind, 10)
	for parts := rapid.IntRange(3, most).Draw(t, "parts"); len(d.Parts) < parts; {
		kind := Kind(rapid.IntRange(0, 4).Draw(t, "kind"))
		at := rapid.IntRange(2, 9).Draw(t, "level")
		if kind == ClientsKind {
			at = 0
		} else if kind >= ServerKind {
			at = 10
		}
		add(kind, at)
	}
	entered := make([]bool, len(d.Parts))
	for i := range d.Parts {
		var below []int
		for j := range d.Parts {
			if level[j] > level[i] {
				below = append(below, j)
			}
		}
		p := &d.Parts[i]
		if i == 0 {
			below = []int{1}
		}
		if p.Spec.Kind() >= ServerKind {
			continue
		}
		ways := 1
		if p.Spec.Kind() == BalancerKind {
			ways = rapid.IntRange(1, min(8, len(below))).Draw(t, "ways")
		}
		for _, to := range rapid.Permutation(below).Draw(t, "to")[:ways] {
			p.To, entered[to] = append(p.To, d.Parts[to].Name), true
		}
	}
	for i := range d.Parts {
		if !entered[i] && level[i] > 1 {
			d.Parts[1].To = append(d.Parts[1].To, d.Parts[i].Name)
		}
	}
	return d
}

// anyDocument draws a document of any shape and with any settings.
func anyDocument(t *rapid.T) *Document {
	d := anyGraph(t, 12)
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Spec = anySpec(t, p.Spec.Kind(), len(p.To))
	}
	return d
}

func anySpec(t *rapid.T, kind Kind, ways int) Spec {
	s := usual()
	list := s.fields(kind)
	for i := range list {
		if rapid.Bool().Draw(t, list[i].key+" is usual") {
			continue
		}
		list[i].draw(t, ways)
	}
	if c := &s.clients; kind == ClientsKind {
		c.Retry.Base = min(c.Retry.Base, c.Retry.Cap)
		if c.Users > 0 && c.Think.Mean() < 10*time.Millisecond {
			c.Think = sim.Exponential(10 * time.Millisecond)
		}
		if c.Hedge.Share > 0 && c.Hedge.Window == 0 {
			c.Hedge.Window = time.Second
		}
	}
	if kind == PoolKind {
		s.pool.Slots = min(s.pool.Slots, MaxSlots/s.pool.Servers)
	}
	return s.give(kind)
}

// draw sets a field to anything in its range.
func (f *field) draw(t *rapid.T, ways int) {
	low, high := f.low, f.high
	if f.none {
		low = 0
	}
	number := rapid.Float64Range(low, high).Draw(t, f.key)
	whole := rapid.Int64Range(int64(low), int64(high)).Draw(t, f.key)
	if f.none && (whole < int64(f.low) || number < f.low) {
		number, whole = 0, 0
	}
	switch at := f.at.(type) {
	case *bool:
		*at = whole > 0
	case *int:
		*at = int(whole)
	case *float64:
		*at = number
	case *time.Duration:
		*at = time.Duration(whole)
	case *balancer.Policy:
		*at = balancer.Policy(whole)
	case *hash.Func:
		*at = hash.Func(whole)
	case *resilience.Algorithm:
		*at = resilience.Algorithm(whole)
	case *sim.Dist:
		mean := time.Duration(whole)
		*at = rapid.SampledFrom([]sim.Dist{sim.Fixed(mean), sim.Exponential(mean), sim.Erlang(3, mean), sim.LogNormal(1.5, mean)}).Draw(t, f.key)
		if mean == 0 {
			*at = sim.Dist{}
		}
	case *sim.Profile:
		*at, _ = sim.Ramp(1, rapid.Float64Range(0, sim.MaxRate).Draw(t, f.key), time.Minute)
	case *[]int:
		*at = rapid.SliceOfN(rapid.IntRange(0, balancer.MaxWeight), ways, ways).Draw(t, f.key)
	}
}
