package ringlab

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"headroom/core/hash"
	"headroom/core/lab"
)

// Possible tries an action on a copy of what it would change.
func (w *world) Possible(a lab.Action) error {
	_, _, _, err := w.attempt(a)
	return err
}

// attempt returns the world with an action performed and no key moved, what is
// said of it, and whether keys have to be placed anew.
func (w *world) attempt(a lab.Action) (after world, label string, replaces bool, err error) {
	after = *w
	after.nodes = slices.Clone(w.nodes)
	if label, replaces, err = after.perform(a); err == nil {
		err = after.possible()
	}
	return after, label, replaces, err
}

// Apply changes the nodes or the method at once and leaves the re-placing of
// the keys to Run.
func (w *world) Apply(a lab.Action) error {
	after, label, replaces, err := w.attempt(a)
	if err != nil {
		return err
	}
	before := w.now
	*w = after
	if !replaces {
		return nil
	}
	w.now = w.arrange()
	w.replace(&before, change{at: a.At, text: label, method: w.cfg.method, before: before.live, after: w.now.live})
	return nil
}

// perform does what an action asks for and returns what is said of it, and
// whether keys have to be placed anew.
func (w *world) perform(a lab.Action) (label string, replaces bool, err error) {
	if a.Name == lab.Set {
		return w.set(a)
	}
	name := a.Fields[0]
	if a.Name == "add" {
		if w.find(name) >= 0 {
			return "", false, errors.New(name + " is a node already; choose another name")
		}
		w.join(name)
		return name + " joined", true, nil
	}
	i := w.find(name)
	if i < 0 {
		return "", false, errors.New(`there is no node "` + name + `"; ` + w.roll())
	}
	n := &w.nodes[i]
	switch a.Name {
	case "remove":
		w.nodes = append(w.nodes[:i], w.nodes[i+1:]...)
		return name + " left", true, nil
	case "kill":
		if n.down {
			return "", false, errors.New(name + " is down already")
		}
		n.down = true
		return name + " died", true, nil
	case "restore":
		if !n.down {
			return "", false, errors.New(name + " is up; only a node that was killed can be restored")
		}
		n.down = false
		return name + " is back", true, nil
	case "weight":
		if !w.weighted() {
			return "", false, errors.New("the method " + w.cfg.method + " knows no weights; ring, ketama, rendezvous and maglev do")
		}
		weight, _ := strconv.ParseFloat(a.Fields[1], 64) // canonical by now
		n.weight = weight
		return name + " has weight " + a.Fields[1], true, nil
	}
	panic("ringlab: no action " + a.Name)
}

// set moves a control.
func (w *world) set(a lab.Action) (label string, replaces bool, err error) {
	key, value := a.Fields[0], a.Fields[1]
	x, _ := strconv.ParseFloat(value, 64) // canonical by now; 0 for words
	switch key {
	case "method":
		w.cfg.method = value
		w.rehash()
	case "hash":
		w.cfg.fn, _ = hash.ParseFunc(value)
		w.rehash()
	case "virtual-nodes":
		w.cfg.virtual = int(x)
	case "load-bound":
		w.cfg.bound = x
	case "table-size":
		w.cfg.table = int(x)
	case "copies":
		w.cfg.copies = int(x)
	case "nodes":
		w.resize(int(x))
	case "arrival-rate":
		w.cfg.rate = x
		w.measured.steady = false
		w.schedule(a.At)
		return "", false, nil
	default:
		panic("ringlab: no control " + key)
	}
	return controlLabel(key, value), true, nil
}

// controlLabel says that a control was moved: "virtual nodes changed to 7 per node".
func controlLabel(key, value string) string {
	for _, p := range declared {
		if p.Key == key {
			return strings.Join(strings.Split(key, "-"), " ") + " changed to " + p.Show(value)
		}
	}
	return key
}

var declared = params()

// possible says why a cluster cannot be as it now is.
func (w *world) possible() error {
	switch {
	case w.live() == 0:
		return errors.New("the last node that is up must stay, or no node would hold the keys")
	case len(w.nodes) > MaxNodes:
		return errors.New("there are " + lab.FormatCount(MaxNodes) + " nodes already, which is the most")
	}
	return nil
}

func (w *world) weighted() bool {
	switch w.cfg.method {
	case ring, ketama, rendezvous, maglev:
		return true
	}
	return false
}

// weight is what the method makes of a node's weight.
func (w *world) weight(n *node) float64 {
	if w.weighted() {
		return n.weight
	}
	return 1
}

// join adds a node with the smallest id that is free.
func (w *world) join(name string) {
	used := make([]bool, len(w.nodes)+1)
	for _, n := range w.nodes {
		if n.id < len(used) {
			used[n.id] = true
		}
	}
	id := 0
	for used[id] {
		id++
	}
	w.nodes = append(w.nodes, node{name: name, id: id, weight: 1})
}

// resize adds nodes at the end, or takes them from the end, to have n.
func (w *world) resize(n int) {
	for len(w.nodes) < n {
		w.join(w.NextName(func(string) bool { return false }))
	}
	w.nodes = w.nodes[:n]
}

// NextName returns the next name of the series that no node has and no other
// action brings in.
func (w *world) NextName(taken func(name string) bool) string {
	for i := len(w.nodes); ; i++ {
		if name := w.nameAt(i); w.find(name) < 0 && !taken(name) {
			return name
		}
	}
}

// nameAt returns the i-th name of the series: server-1, server-2 with a prefix,
// cache-a to cache-z, cache-aa without. A long prefix is cut to leave room for
// the number.
func (w *world) nameAt(i int) string {
	if w.cfg.prefix != "" {
		const room = len("-1000")
		return w.cfg.prefix[:min(len(w.cfg.prefix), lab.MaxText-room)] + "-" + strconv.Itoa(i+1)
	}
	letters := ""
	for n := i + 1; n > 0; n = (n - 1) / 26 {
		letters = string(rune('a'+(n-1)%26)) + letters
	}
	return "cache-" + letters
}

// roll names the first few nodes.
func (w *world) roll() string {
	names := make([]string, len(w.nodes))
	for i := range names {
		names[i] = w.nodes[i].name
	}
	return lab.Roll(names)
}
