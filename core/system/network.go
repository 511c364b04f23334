package system

import (
	"slices"
	"time"

	"headroom/core/hash"
)

// network is the parts and how they are joined. A part keeps its number when others come and go, so that what
// is remembered of the past has names.
type network struct {
	nodes []node
	order []int32 // numbers by index in the document
}

// node is what all parts have.
type node struct {
	name   string
	key    uint64 // hash of the name
	kind   Kind
	number int32         // among those of its kind; servers and pools are stations
	index  int32         // in the document, -1 once it has left
	to     int32         // where clients and links lead
	above  []perch       // where balancers have it, directly or by links; replaced as a whole
	gone   time.Duration // when it left
	counts
}

// perch is a slot of a balancer.
type perch struct{ picker, slot int32 }

// counts are what has happened at a part since the start or Measure.
type counts struct {
	arrived uint64
	ended   [Lost + 1]uint64
	wasted  uint64
}

// maxNodes bounds the parts that a system has ever had.
const maxNodes = 1 << 14

// find returns the number of the part with a name, or none.
func (g *network) find(name string) int32 {
	for _, n := range g.order {
		if g.nodes[n].name == name {
			return n
		}
	}
	return none
}

// Index returns the index of the part with this name, or -1. It looks at each part.
func (s *System) Index(name string) int {
	if n := s.find(name); n != none {
		return int(s.nodes[n].index)
	}
	return -1
}

// adopt makes the system what a document says that passed Check: parts of a name stay what they are and get
// the document's settings, others come and go.
func (s *System) adopt(d *Document) error {
	order := make([]int32, len(d.Parts))
	for i := range d.Parts {
		order[i] = s.find(d.Parts[i].Name)
	}
	for _, n := range s.order {
		if !slices.Contains(order, n) {
			s.nodes[n].index = -1
		}
	}
	for i := range d.Parts {
		if order[i] == none {
			order[i] = s.graft(&d.Parts[i])
		}
		s.nodes[order[i]].index = int32(i)
	}
	s.order = order
	for i, n := range order {
		if p := &d.Parts[i]; p.Spec.Kind() == ClientsKind || p.Spec.Kind() == LinkKind {
			s.nodes[n].to = s.find(p.To[0])
		}
	}
	for i, n := range order {
		if err := s.configure(n, &d.Parts[i]); err != nil {
			return err
		}
	}
	s.document = d
	s.perch()
	s.widen(s.longest())
	return nil
}

// graft makes a node for a part, and an empty record of its kind.
func (s *System) graft(p *Part) int32 {
	n := int32(len(s.nodes))
	node := node{name: p.Name, key: hash.XXHash64.Sum64(p.Name), kind: p.Spec.Kind(), to: none}
	switch node.kind {
	case ClientsKind:
		node.number = int32(len(s.sources))
		s.sources = append(s.sources, source{node: n, arrival: never})
	case LinkKind:
		node.number = int32(len(s.wires))
		s.wires = append(s.wires, wire{})
	case BalancerKind:
		node.number = int32(len(s.pickers))
		s.pickers = append(s.pickers, picker{node: n, check: never})
	default:
		node.number = int32(len(s.stations))
		s.stations = append(s.stations, newStation(n, s.now, s.document != nil))
	}
	s.nodes = append(s.nodes, node)
	return n
}

// configure gives a node the settings of its part.
func (s *System) configure(n int32, p *Part) error {
	number := s.nodes[n].number
	switch spec := p.Spec.(type) {
	case Clients:
		s.setClients(number, spec)
	case Link:
		s.wires[number].set(spec)
	case Balancer:
		return s.setBalancer(number, spec, p.To)
	case Server:
		s.setServer(number, spec)
	case Pool:
		s.setPool(number, spec)
	}
	return nil
}

// perch notes for each node which slots of balancers lead to it.
func (s *System) perch() {
	for _, n := range s.order {
		s.nodes[n].above = nil
	}
	for _, n := range s.order {
		if s.nodes[n].kind != BalancerKind {
			continue
		}
		b := s.nodes[n].number
		for slot, child := range s.pickers[b].child {
			for child != none {
				c := &s.nodes[child]
				c.above = append(c.above, perch{b, int32(slot)})
				child = none
				if c.kind == LinkKind {
					child = c.to
				}
			}
		}
	}
}

// longest returns how many hops the longest way has. There are no circles.
func (s *System) longest() int {
	depth := make([]int, len(s.nodes))
	var below func(n int32) int
	below = func(n int32) int {
		if depth[n] == 0 {
			most := 0
			for _, to := range s.document.Parts[s.nodes[n].index].To {
				most = max(most, below(s.find(to)))
			}
			depth[n] = most + 1
		}
		return depth[n]
	}
	most := 0
	for _, n := range s.order {
		most = max(most, below(n))
	}
	return most
}
