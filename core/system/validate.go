package system

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"headroom/core/resilience"
	"headroom/core/sim"
)

// Further limits of a document, beside those of what it is made of.
const (
	MaxEdges        = 8192      // of all parts together
	MaxAddresses    = 1_000_000 // of clients
	MaxAttempts     = 100       // of a request, and so many copies of one as hedges
	MaxVirtualNodes = 1000      // of each backend
	MaxSessions     = 100_000   // that a balancer remembers, and so many connections
)

// told is how many faults one error tells.
const told = 10

// faults collects what is wrong.
type faults struct {
	list []string
	more int
}

func (f *faults) add(what ...string) {
	if len(f.list) == told {
		f.more++
		return
	}
	f.list = append(f.list, strings.Join(what, ""))
}

func (f *faults) err() error {
	if len(f.list) == 0 {
		return nil
	}
	text := strings.Join(f.list, "; ")
	if f.more > 0 {
		text += "; and " + strconv.Itoa(f.more) + " more"
	}
	return errors.New(text)
}

// Check returns everything that is wrong with the document, each fault with the name of its part, such
// as "server-3 has no incoming edge", at most ten of them; nil when [New] takes it. It looks at each
// part and edge once.
func (d *Document) Check() error {
	var f faults
	switch {
	case d.Version != Version:
		f.add("the document is of version ", strconv.Itoa(d.Version), ", and this program reads version ", strconv.Itoa(Version))
	case len(d.Parts) == 0:
		f.add("the document has no parts: a system has clients, and a server or pool for them")
	case len(d.Parts) > MaxParts:
		f.add("the document has ", strconv.Itoa(len(d.Parts)), " parts: there may be ", strconv.Itoa(MaxParts))
	}
	if len(f.list) > 0 {
		return f.err()
	}
	index := d.index(&f)
	for i := range d.Parts {
		d.Parts[i].check(&f)
	}
	if len(f.list) > 0 {
		return f.err() // of edges there is no saying while names or kinds are missing
	}
	d.checkEdges(index, &f)
	if len(f.list) == 0 {
		d.checkDepth(index, &f)
	}
	return f.err()
}

// index returns where each name is.
func (d *Document) index(f *faults) map[string]int {
	index := make(map[string]int, len(d.Parts))
	for i := range d.Parts {
		name := d.Parts[i].Name
		if _, twice := index[name]; twice {
			f.add("two parts are named ", name, ": each name is one part's")
		} else if !isName(name) {
			f.add("part ", strconv.Itoa(i+1), " is named ", quote(name), ": a name is 1 to ",
				strconv.Itoa(MaxName), " of a to z, 0 to 9 and -")
		}
		index[name] = i
	}
	return index
}

func isName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return name != "" && len(name) <= MaxName
}

// check looks at what a part is.
func (p *Part) check(f *faults) {
	var s specs
	if !s.take(p.Spec) {
		f.add(p.Name, " has no known kind: it is one of Clients, Link, Balancer, Server and Pool")
		return
	}
	list := s.fields(p.Spec.Kind())
	for i := range list {
		if field := &list[i]; !field.fits() {
			f.add(p.Name, " has ", field.key, "=", clip(field.text()), ": ", field.takes())
		}
	}
	switch spec := p.Spec.(type) {
	case Clients:
		spec.check(p.Name, f)
	case Balancer:
		if n := len(spec.Weights); n > 0 && n != len(p.To) {
			f.add(p.Name, " has ", strconv.Itoa(n), " weights for ", strconv.Itoa(len(p.To)), " parts: there is one for each, or none")
		}
	case Pool:
		if spec.Servers > MaxSlots/max(1, spec.Slots) {
			f.add(p.Name, " has ", strconv.Itoa(spec.Servers), " servers of ", strconv.Itoa(spec.Slots), " slots: there may be ",
				strconv.Itoa(MaxSlots), " slots in all")
		}
	}
}

// check looks at settings that only together are wrong.
func (c *Clients) check(name string, f *faults) {
	if c.Users > 0 && float64(c.Think.Mean())*sim.MaxRate < float64(c.Users)*1e9 {
		f.add(name, " has users=", strconv.Itoa(c.Users), " who think for ", c.Think.Mean().String(),
			": give them ", span(float64(c.Users)*(1e9/sim.MaxRate)), " on average at least, or they never let time pass")
	}
	if c.Retry.Attempts > 1 {
		if err := c.Retry.Check(); err != nil {
			f.add(name, ": ", err.Error())
		}
	}
	if c.Hedge.Extra > 0 {
		if _, err := resilience.NewHedger(c.Hedge); err != nil {
			f.add(name, ": ", err.Error())
		}
	}
}

// checkEdges looks at where requests go, one edge after the other.
func (d *Document) checkEdges(index map[string]int, f *faults) {
	entered, edges := make([]bool, len(d.Parts)), 0
	for i := range d.Parts {
		p := &d.Parts[i]
		if edges += len(p.To); edges > MaxEdges {
			f.add("with the ", strconv.Itoa(len(p.To)), " edges of ", p.Name, " there are more than ", strconv.Itoa(MaxEdges))
			return
		}
		d.checkNumber(p, f)
		for j, to := range p.To {
			at, known := index[to]
			switch {
			case !known:
				f.add(p.Name, " leads to ", quote(to), ", and no part has that name")
				continue
			case slices.Contains(p.To[:j], to):
				f.add(p.Name, " leads to ", to, " twice: give it twice the weight")
			case d.Parts[at].Spec.Kind() == ClientsKind:
				f.add(p.Name, " leads to ", to, ", which are clients: they only send")
			}
			entered[at] = true
		}
	}
	for i := range d.Parts {
		if p := &d.Parts[i]; !entered[i] && p.Spec.Kind() != ClientsKind {
			f.add(p.Name, " has no incoming edge: let clients, a link or a balancer lead to it")
		}
	}
}

// checkNumber looks at how many edges leave a part.
func (d *Document) checkNumber(p *Part, f *faults) {
	kind, n := p.Spec.Kind(), len(p.To)
	switch {
	case kind == BalancerKind && n == 0:
		f.add(p.Name, " leads nowhere: a balancer has one part or more to choose from")
	case (kind == ClientsKind || kind == LinkKind) && n != 1:
		f.add(p.Name, " leads to ", strconv.Itoa(n), " parts: clients and links lead to exactly one, such as a balancer")
	case kind >= ServerKind && n > 0:
		f.add(p.Name, " leads to ", p.To[0], ", and a ", kind.String(), " is where requests end")
	}
}

// checkDepth looks for a way in a circle, or one that is too long.
func (d *Document) checkDepth(index map[string]int, f *faults) {
	w := walk{d, index, make([]int, len(d.Parts)), nil}
	for i := range d.Parts {
		below, circle := w.below(i)
		if circle != "" {
			f.add(circle, " goes in a circle: requests only go down")
			return
		}
		if d.Parts[i].Spec.Kind() == ClientsKind && below > MaxDepth {
			f.add("from ", d.Parts[i].Name, " a request passes ", strconv.Itoa(below), " parts: it may pass ", strconv.Itoa(MaxDepth))
		}
	}
}

// walk goes through the graph, depth first.
type walk struct {
	*Document
	index map[string]int
	depth []int    // longest way from a part on, itself included; -1 while it is looked at
	path  []string // to the part that is looked at
}

// below returns how many parts the longest way from a part passes, that one included, or a circle.
func (w *walk) below(i int) (depth int, circle string) {
	p := &w.Parts[i]
	if w.depth[i] > 0 {
		return w.depth[i], ""
	}
	if w.depth[i] < 0 {
		from := len(w.path) - 1
		for w.path[from] != p.Name {
			from--
		}
		return 0, strings.Join(append(w.path[from:], p.Name), " > ")
	}
	w.depth[i], w.path = -1, append(w.path, p.Name)
	for _, to := range p.To {
		below, circle := w.below(w.index[to])
		if circle != "" {
			return 0, circle
		}
		depth = max(depth, below)
	}
	w.depth[i], w.path = depth+1, w.path[:len(w.path)-1]
	return depth + 1, ""
}

// clip shortens what is quoted in an error.
func clip(text string) string {
	if len(text) > 60 {
		return strings.ToValidUTF8(text[:60], "") + "…"
	}
	return text
}
