package placement

import (
	"slices"
	"strings"

	"headroom/core/hash"
)

// Moved says what a change moved. A node is known by its name, so its slot may
// differ before and after. "No node" counts as a node of the name "".
type Moved struct {
	Total int // keys looked at
	Keys  int // those whose node is another one now
	// Least is the fewest that had to move for the nodes to hold as many keys as
	// they do now: what the nodes gained, added up.
	Least int

	// The same in load, for keys that are not equally popular. LeastLoad is a
	// bound from below, since a key moves whole.
	TotalLoad, Load, LeastLoad float64

	Nodes []NodeMoves // by name; those with neither a key before nor after are left out
}

// NodeMoves is what a change did to one node.
type NodeMoves struct {
	Name                  string
	Before, After         int // keys held
	In, Out               int // keys that came and went
	LoadBefore, LoadAfter float64
}

// Moves compares two placements over the same keys, each of load 1. On Bounded
// the keys are put in the order given, on a copy planned for that many.
func Moves(before, after Placement, keys []hash.Position) Moved {
	tally := NewTally(before, after)
	ownerBefore, ownerAfter := puts(before, len(keys)), puts(after, len(keys))
	for _, key := range keys {
		tally.Add(ownerBefore(key), ownerAfter(key), 1)
	}
	return tally.Moved()
}

// Assign writes the slot of the owner of each key to owners, which is as long as
// keys. On Bounded the keys are put in that order, on a copy planned for that many.
func Assign(p Placement, keys []hash.Position, owners []int32) {
	owner := puts(p, len(keys))
	for i, key := range keys {
		owners[i] = int32(owner(key))
	}
}

func puts(p Placement, keys int) func(hash.Position) int {
	bounded, ok := p.(*Bounded)
	if !ok {
		return p.Owner
	}
	filled := bounded.Clone()
	filled.Plan(keys)
	return filled.Assign
}

// Tally counts what moves, key by key, so that a long count can be cut into
// slices. It holds the names of both placements as they were when it was made.
type Tally struct {
	nodes         []NodeMoves
	before, after []int // by slot plus one: which of the nodes; slot -1 is no node
	moved         Moved
}

// NewTally starts a count of what moves from one placement to another.
func NewTally(before, after Placement) *Tally {
	t := &Tally{}
	index := map[string]int{}
	t.before, t.after = t.index(before, index), t.index(after, index)
	return t
}

func (t *Tally) index(p Placement, index map[string]int) []int {
	bySlot := make([]int, p.Slots()+1)
	for slot := -1; slot < p.Slots(); slot++ {
		name := p.Name(slot)
		at, known := index[name]
		if !known {
			at = len(t.nodes)
			index[name] = at
			t.nodes = append(t.nodes, NodeMoves{Name: name})
		}
		bySlot[slot+1] = at
	}
	return bySlot
}

// Add counts a key by the slots of its owners before and after (-1: none) and its
// load. It panics on a slot that the placement did not have.
func (t *Tally) Add(before, after int, load float64) {
	from, to := t.before[before+1], t.after[after+1]
	a, b := &t.nodes[from], &t.nodes[to]
	a.Before++
	a.LoadBefore += load
	b.After++
	b.LoadAfter += load
	t.moved.Total++
	t.moved.TotalLoad += load
	if from != to {
		a.Out++
		b.In++
		t.moved.Keys++
		t.moved.Load += load
	}
}

// Moved returns the count so far.
func (t *Tally) Moved() Moved {
	m := t.moved
	for _, n := range t.nodes {
		if n.Before == 0 && n.After == 0 {
			continue
		}
		m.Least += max(0, n.After-n.Before)
		m.Nodes = append(m.Nodes, n)
	}
	slices.SortFunc(m.Nodes, func(a, b NodeMoves) int { return strings.Compare(a.Name, b.Name) })
	for _, n := range m.Nodes {
		m.LeastLoad += max(0, n.LoadAfter-n.LoadBefore)
	}
	return m
}
