package placement

import (
	"math/bits"
	"slices"

	"headroom/core/hash"
)

// Modulo is hash mod n over the nodes in the order in which they came. It is
// what everybody writes first, it is as even as the hash, and it moves nearly every
// key when n changes: from a to b nodes, all but min(a,b)/lcm(a,b) of them.
// It knows no weights.
type Modulo struct {
	line
	f hash.Func
}

// NewModulo returns a modulo placement without nodes.
func NewModulo(f hash.Func) *Modulo { return &Modulo{line: line{method: "modulo"}, f: f} }

// Owner returns the slot of node number hash mod n; of MD5 all 128 bits are
// divided, as a program that reads the digest as one number does.
func (m *Modulo) Owner(p hash.Position) int {
	if len(m.order) == 0 {
		return -1
	}
	return int(m.order[m.remainder(p)])
}

func (m *Modulo) remainder(p hash.Position) int {
	n := uint64(len(m.order))
	rest := p.Hi % n
	if m.f == hash.MD5 {
		_, rest = bits.Div64(rest, p.Lo, n)
	}
	return int(rest)
}

// Lookup returns the name of the node that a key belongs to; ok is false where
// there is none. It does not allocate.
func (m *Modulo) Lookup(key string) (name string, ok bool) {
	slot := m.Owner(m.f.Position(key))
	return m.Name(slot), slot >= 0
}

// Explain gives the remainder that decided.
func (m *Modulo) Explain(p hash.Position) Why {
	why := Why{Slot: m.Owner(p), Key: p, Of: m.Len(), Second: -1}
	if why.Slot >= 0 {
		why.Index = m.remainder(p)
	}
	return why
}

// Clone returns a placement that can be changed apart from this one.
func (m *Modulo) Clone() *Modulo { return &Modulo{m.line.clone(), m.f} }

// line numbers nodes in the order in which they came, for the methods that choose
// by number. A node that goes shifts those behind it.
type line struct {
	nodes
	order  []uint16 // slots
	method string   // as errors name it
}

// Add puts a node at the end of the line, as Placement says; its weight is 1.
func (l *line) Add(n Node) error { return l.AddAll(n) }

// AddAll adds many nodes, all of them or, on an error, none.
func (l *line) AddAll(list ...Node) error {
	fresh, err := l.fresh(list, func(n Node) error { return n.checkPlain(l.method) })
	for _, n := range fresh {
		l.order = append(l.order, uint16(l.put(n)))
	}
	return err
}

// Remove takes a node out, as Placement says; those behind it move up.
func (l *line) Remove(name string) error {
	slot, err := l.drop(name)
	if err != nil {
		return err
	}
	at := slices.Index(l.order, uint16(slot))
	l.order = slices.Delete(l.order, at, at+1)
	return nil
}

func (l *line) clone() line {
	return line{l.nodes.clone(), slices.Clone(l.order), l.method}
}
