package placement

import (
	"errors"
	"strconv"

	"headroom/core/hash"
)

// Limits. Past one of them Add answers with an error and changes nothing.
const (
	MaxNodes     = 1 << 16 // nodes of one placement: a slot fits 16 bits
	MaxPoints    = 1 << 22 // points on one circle, about 75 MB of them
	MaxTableSize = 1 << 23 // entries of a Maglev table, 16 MB of them
	MaxName      = 255     // bytes of a node's name
	MinWeight    = 1e-9
	MaxWeight    = 1e9
)

// ErrUnknown is wrapped by the error of removing a node that is not there.
var ErrUnknown = errors.New("unknown node")

// Node is a place for keys: a name and its share relative to the others, between
// MinWeight and MaxWeight. Where all are equal, any value serves.
type Node struct {
	Name   string
	Weight float64
}

// Placement says which node a key belongs to. Each node has a slot, a small
// number that it keeps while it is there; a new node takes the lowest free one.
// Reading is safe from several goroutines as long as none of them changes it.
type Placement interface {
	// Add puts a node in. Adding it again changes nothing, or its weight where
	// that differs. A refused node leaves everything as it was.
	Add(Node) error
	// Remove takes a node out; a name that is not there is an error that wraps
	// ErrUnknown, and changes nothing.
	Remove(name string) error
	// Owner returns the slot of the node that a key at this position belongs to,
	// or -1 where there is no node. It never allocates.
	Owner(hash.Position) int
	// Explain says how Owner came to its answer.
	Explain(hash.Position) Why
	// Name returns the name of the node in a slot, "" where there is none.
	Name(slot int) string
	// Len returns the number of nodes.
	Len() int
	// Slots returns one more than the highest slot in use.
	Slots() int
}

var (
	_ Placement = (*Ring)(nil)
	_ Placement = (*Bounded)(nil)
	_ Placement = (*Ketama)(nil)
	_ Placement = (*Modulo)(nil)
	_ Placement = (*Jump)(nil)
	_ Placement = (*Rendezvous)(nil)
	_ Placement = (*Maglev)(nil)
)

// check refuses what no method can take.
func (n Node) check() error {
	if n.Name == "" {
		return errors.New("a node needs a name")
	}
	if len(n.Name) > MaxName {
		return errors.New("the name " + strconv.Quote(n.Name[:20]) + "… has " +
			strconv.Itoa(len(n.Name)) + " bytes: at most " + strconv.Itoa(MaxName))
	}
	if !(n.Weight >= MinWeight && n.Weight <= MaxWeight) {
		return errors.New("node " + strconv.Quote(n.Name) + " has weight " + number(n.Weight) +
			": a weight is a number from 1e-9 to 1e9, usually 1")
	}
	return nil
}

// checkPlain refuses weights where the method has none.
func (n Node) checkPlain(method string) error {
	if err := n.check(); err != nil {
		return err
	}
	if n.Weight != 1 {
		return errors.New("node " + strconv.Quote(n.Name) + " has weight " + number(n.Weight) +
			", but " + method + " knows no weights: use 1, or another method")
	}
	return nil
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
