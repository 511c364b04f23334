package ringlab

import (
	"time"

	"headroom/core/lab"
)

// Metrics returns what is measured: how the keys lie, node by node, and what
// the last change moved.
func (w *world) Metrics(now time.Duration) []lab.Metric {
	s := w.spread()
	m := []lab.Metric{
		number("keys", "Keys", float64(w.placed), "keys"),
		number("nodes", "Nodes", float64(w.live()), "nodes"),
	}
	if w.all.data == nil {
		m = append(m, w.arrivalRate(now))
	}
	m = append(m, lab.Metric{Name: "busiest-node", Label: "Busiest node", Value: s.ratio, Text: lab.FormatFixed(s.ratio, 2) + "× even", Unit: "ratio"},
		share("std-deviation", "Std deviation", s.deviates))
	if t := w.expected(); t.Value > 0 {
		m[len(m)-1].Theory = &t
		m = append(m, share("expected-std-deviation", "Expected", t.Value))
	}
	if w.cfg.method == bounded {
		m = append(m, number("capacity", "Bound", float64(w.capacity()), "keys"))
	}
	if c := w.last(); c != nil {
		m = append(m, c.metrics()...)
		if w.all.skewed() {
			m = append(m, share("moved-load", "Load moved", c.loadShare(c.moved)), share("moved-load-least", "Least possible", c.loadShare(c.least)), share("moved-load-modulo", "By modulo", c.loadShare(c.modulo)))
		}
	}
	if w.all.skewed() {
		m = append(m, lab.Metric{Name: "busiest-by-load", Label: "Busiest by load", Value: s.load, Text: lab.FormatFixed(s.load, 2) + "× even", Unit: "ratio"})
	}
	for i := range w.nodes {
		n := &w.nodes[i]
		m = append(m, number("keys-"+n.name, n.name, float64(w.tally.keys[n.id]), "keys"))
		if w.all.skewed() {
			m = append(m, share("load-"+n.name, n.name, ratio(w.tally.load[n.id], w.total)))
		}
	}
	return m
}

// arrivalRate is how many keys arrived each second, beside what was asked for.
func (w *world) arrivalRate(now time.Duration) lab.Metric {
	rate := ratio(float64(w.placed-w.measured.placed), (now - w.measured.from).Seconds())
	m := lab.Metric{Name: "arrivals-per-second", Label: "Arrivals", Value: rate, Text: lab.FormatFixed(rate, 1) + " per s", Unit: "1/s"}
	if w.placed < maxPopulation {
		m.Theory = &lab.Theory{Value: w.cfg.rate, Text: lab.FormatFixed(w.cfg.rate, 1) + " per s", Holds: w.measured.steady, Reason: "the rate was changed"}
	}
	return m
}

// Measure counts arrivals from now on.
func (w *world) Measure(now time.Duration) { w.measured = window{now, w.placed, true} }

// window is the time over which arrivals are counted.
type window struct {
	from   time.Duration
	placed int
	steady bool // at one rate
}

func (c *change) metrics() []lab.Metric {
	moved := share("moved", "Keys moved", c.share(c.moved))
	if c.expected == c.expected {
		moved.Theory = &lab.Theory{Value: c.expected, Text: lab.FormatPercent(c.expected), Holds: true}
	}
	return []lab.Metric{
		moved, number("moved-keys", "Keys moved", float64(c.moved.keys), "keys"),
		share("moved-least", "Least possible", c.share(c.least)), number("moved-keys-least", "Least possible", float64(c.least.keys), "keys"),
		share("moved-modulo", "By modulo", c.share(c.modulo)), number("moved-keys-modulo", "By modulo", float64(c.modulo.keys), "keys"),
	}
}

func number(name, label string, value float64, unit string) lab.Metric {
	return lab.Metric{Name: name, Label: label, Value: value, Text: lab.FormatCount(int(value)), Unit: unit}
}

func share(name, label string, value float64) lab.Metric {
	return lab.Metric{Name: name, Label: label, Value: value, Text: lab.FormatPercent(value), Unit: "share"}
}

// capacity is how many keys bounded loads allow a node.
func (w *world) capacity() int {
	if w.cursor.bounded == nil {
		return 0
	}
	return w.cursor.bounded.Capacity()
}

// maxParts bounds the list of nodes.
const maxParts = 40

// Parts lists the nodes with what can be done to them.
func (w *world) Parts() lab.Parts {
	p := lab.Parts{Title: "Nodes", More: max(len(w.nodes)-maxParts, 0)}
	for i := range w.nodes[:min(len(w.nodes), maxParts)] {
		n := &w.nodes[i]
		part := lab.Part{ID: "node:" + n.name, Name: n.name, State: "up", Role: role(n.id)}
		part.Note = lab.FormatPercent(ratio(float64(w.tally.keys[n.id]), float64(w.tally.held())))
		if w.weighted() {
			part.Values = []lab.Row{{Name: "weight", Text: trimmed(n.weight)}}
			part.Actions = append(part.Actions, "weight")
		}
		switch {
		case n.down:
			part.State, part.Note = "down", "down"
			part.Actions = append(part.Actions, "restore", "remove")
		case w.live() > 1:
			part.Actions = append(part.Actions, "kill", "remove")
		}
		p.Rows = append(p.Rows, part)
	}
	return p
}
