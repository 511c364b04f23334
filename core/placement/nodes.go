package placement

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// nodes keeps the names and weights of a placement by slot.
type nodes struct {
	names   []string  // by slot; "" where it is free
	weights []float64 // by slot
	sorted  []uint16  // the slots in use, by name
}

// Name returns the name of the node in a slot, "" where there is none.
func (ns *nodes) Name(slot int) string {
	if uint(slot) >= uint(len(ns.names)) {
		return ""
	}
	return ns.names[slot]
}

// Weight returns the weight of the node in a slot, 0 where there is none.
func (ns *nodes) Weight(slot int) float64 {
	if uint(slot) >= uint(len(ns.weights)) {
		return 0
	}
	return ns.weights[slot]
}

// Len returns the number of nodes.
func (ns *nodes) Len() int { return len(ns.sorted) }

// Slots returns one more than the highest slot in use.
func (ns *nodes) Slots() int { return len(ns.names) }

// Slot returns the slot of a name, or -1. It searches, in O(log nodes).
func (ns *nodes) Slot(name string) int {
	if at, found := ns.search(name); found {
		return int(ns.sorted[at])
	}
	return -1
}

func (ns *nodes) search(name string) (at int, found bool) {
	return slices.BinarySearchFunc(ns.sorted, name, func(slot uint16, name string) int {
		return strings.Compare(ns.names[slot], name)
	})
}

// put adds a node or changes its weight, and returns its slot.
func (ns *nodes) put(n Node) int {
	at, found := ns.search(n.Name)
	if found {
		slot := int(ns.sorted[at])
		ns.weights[slot] = n.Weight
		return slot
	}
	slot := len(ns.names)
	if len(ns.sorted) < slot {
		slot = slices.Index(ns.names, "")
	} else {
		ns.names = append(ns.names, "")
		ns.weights = append(ns.weights, 0)
	}
	ns.names[slot], ns.weights[slot] = n.Name, n.Weight
	ns.sorted = slices.Insert(ns.sorted, at, uint16(slot))
	return slot
}

// drop takes a node out and returns the slot that it had.
func (ns *nodes) drop(name string) (int, error) {
	at, found := ns.search(name)
	if !found {
		return -1, ns.unknown(name)
	}
	slot := int(ns.sorted[at])
	ns.names[slot], ns.weights[slot] = "", 0
	ns.sorted = slices.Delete(ns.sorted, at, at+1)
	last := len(ns.names)
	for last > 0 && ns.names[last-1] == "" {
		last--
	}
	ns.names, ns.weights = ns.names[:last], ns.weights[:last]
	return slot, nil
}

// fresh returns those of the nodes that are new or have another weight than
// now, each name once (the last word on it counts), or why they cannot be taken.
func (ns *nodes) fresh(list []Node, check func(Node) error) ([]Node, error) {
	last := make(map[string]int, len(list))
	for i, n := range list {
		if err := check(n); err != nil {
			return nil, err
		}
		last[n.Name] = i
	}
	var fresh []Node
	added := 0
	for i, n := range list {
		slot := ns.Slot(n.Name)
		if last[n.Name] != i || slot >= 0 && ns.weights[slot] == n.Weight {
			continue
		}
		if slot < 0 {
			added++
		}
		fresh = append(fresh, n)
	}
	if ns.Len()+added > MaxNodes {
		return nil, errors.New(strconv.Itoa(ns.Len()+added) + " nodes: a placement has at most " +
			strconv.Itoa(MaxNodes))
	}
	return fresh, nil
}

func (ns *nodes) clone() nodes {
	return nodes{slices.Clone(ns.names), slices.Clone(ns.weights), slices.Clone(ns.sorted)}
}

// rank returns the place of each slot in the order of names. Whatever ties is
// decided by it, so that no outcome depends on who came first.
func (ns *nodes) rank() []uint16 {
	rank := make([]uint16, len(ns.names))
	for at, slot := range ns.sorted {
		rank[slot] = uint16(at)
	}
	return rank
}

type unknownError struct{ text string }

func (e unknownError) Error() string { return e.text }
func (e unknownError) Unwrap() error { return ErrUnknown }

// unknown says which names there are, the first few of them.
func (ns *nodes) unknown(name string) error {
	const shown = 8
	text := ErrUnknown.Error() + " " + strconv.Quote(name)
	if ns.Len() == 0 {
		return unknownError{text + ": there are no nodes"}
	}
	text += ": there is "
	for i, slot := range ns.sorted[:min(shown, ns.Len())] {
		if i > 0 {
			text += ", "
		}
		text += ns.names[slot]
	}
	if more := ns.Len() - shown; more > 0 {
		text += " and " + strconv.Itoa(more) + " more"
	}
	return unknownError{text}
}
