package ringlab

import (
	"math"
	"slices"

	"headroom/core/lab"
	"headroom/core/placement"
	"headroom/core/scene"
)

// Charts returns what the changes moved, how even the nodes are, and what
// modulo would have moved.
func (w *world) Charts() []lab.Chart {
	return []lab.Chart{w.movedChart(), w.evenChart(), w.moduloChart()}
}

// perChange makes a series with a value for each change.
func (w *world) perChange(name string, role scene.Role, dashed bool, value func(*change) float64) lab.Series {
	s := lab.Series{Name: name, Role: role, Dashed: dashed}
	for i := range w.changes {
		c := &w.changes[i]
		s.X = append(s.X, c.at.Seconds())
		s.Y = append(s.Y, value(c))
	}
	return s
}

var timeAxis = lab.Axis{Label: "time", Unit: "s", Format: "number"}

func (w *world) movedChart() lab.Chart {
	c := lab.Chart{Title: "Keys moved", Sub: "none yet", Bars: true, Timed: true, X: timeAxis, Y: lab.Axis{Label: "keys", Format: "count"}}
	if last := w.last(); last != nil {
		c.Sub = lab.FormatCount(last.moved.keys) + " by the last change"
	}
	c.Series = []lab.Series{
		w.perChange("moved", scene.Accent, false, func(c *change) float64 { return float64(c.moved.keys) }),
		w.perChange("least possible", scene.OK, false, func(c *change) float64 { return float64(c.least.keys) }),
	}
	return c
}

func (w *world) moduloChart() lab.Chart {
	c := lab.Chart{Title: "If you had used modulo", Sub: "none yet", Bars: true, Timed: true, X: timeAxis, Y: lab.Axis{Label: "share of keys", Format: "percent"}}
	if last := w.last(); last != nil {
		c.Sub = lab.FormatPercent(last.share(last.modulo))
	}
	c.Series = []lab.Series{
		w.perChange("modulo", scene.Danger, false, func(c *change) float64 { return c.share(c.modulo) }),
		w.perChange(w.cfg.method, scene.Accent, false, func(c *change) float64 { return c.share(c.moved) }),
	}
	return c
}

// evenChart shows imbalance over virtual nodes where the method has them, and
// else the nodes' shares in order.
func (w *world) evenChart() lab.Chart {
	if w.cfg.method == ring && w.live() > 1 {
		return w.virtualChart()
	}
	c := lab.Chart{Title: "Share of each node", Sub: "least to most", X: lab.Axis{Label: "node", Format: "count"}, Y: lab.Axis{Label: "share over the even share", Format: "percent"}}
	measured := lab.Series{Name: "keys", Role: scene.Accent}
	even := lab.Series{Name: "even share", Role: scene.Muted, Dashed: true}
	held := float64(w.tally.held())
	for _, id := range w.now.live {
		measured.Y = append(measured.Y, ratio(float64(w.tally.keys[id]), float64(held*w.now.width[id])))
	}
	slices.Sort(measured.Y)
	for i := range measured.Y {
		measured.X = append(measured.X, float64(i+1))
		even.X, even.Y = append(even.X, float64(i+1)), append(even.Y, 1)
	}
	c.Series = []lab.Series{measured, even}
	return c
}

// ladder is the numbers of virtual nodes at which imbalance is worked out.
var ladder = []int{1, 2, 3, 5, 8, 12, 20, 32, 50, 80, 128, 200, 320, 500, 800, 1200, 2000}

// virtualChart shows how uneven these nodes' arcs would be with other numbers
// of virtual nodes, beside the closed form.
func (w *world) virtualChart() lab.Chart {
	c := lab.Chart{Title: "Imbalance by virtual nodes", Sub: lab.FormatCount(w.now.virtual) + " now",
		X: lab.Axis{Label: "virtual nodes per node", Format: "count", Log: true}, Y: lab.Axis{Label: "standard deviation of shares", Format: "percent"}}
	theory := lab.Series{Name: "√((N−1)/(Nv+1))", Role: scene.Muted, Dashed: true}
	n := w.live()
	for _, v := range ladder {
		theory.X, theory.Y = append(theory.X, float64(v)), append(theory.Y, math.Sqrt(float64(n-1)/(float64(n*v)+1)))
	}
	c.Series = []lab.Series{w.now.imbalance(), theory}
	return c
}

// imbalance works out how uneven the arcs of the nodes would be with other
// numbers of virtual nodes. It takes some milliseconds, once for an arrangement.
func (a *arrangement) imbalance() lab.Series {
	const most = 5000 // points of one ring
	if a.curve.Name == "" {
		a.curve.Name, a.curve.Role = "this ring", scene.Accent
		for _, v := range ladder {
			if len(a.live)*v <= most {
				a.curve.X, a.curve.Y = append(a.curve.X, float64(v)), append(a.curve.Y, a.arcDeviation(v))
			}
		}
	}
	return *a.curve
}

// arcDeviation is the standard deviation of the nodes' shares of the circle over
// the even share, with v virtual nodes each.
func (a *arrangement) arcDeviation(v int) float64 {
	r := placement.NewRing(a.keys.fn, v)
	nodes := make([]placement.Node, len(a.live))
	for slot := range nodes {
		nodes[slot] = placement.Node{Name: a.place.Name(slot), Weight: 1}
	}
	must(r.AddAll(nodes...))
	shares := make([]float64, len(nodes))
	last, _ := r.Point(r.Points() - 1)
	from := last.Turn() - 1
	for i := range r.Points() {
		p, slot := r.Point(i)
		shares[slot] += p.Turn() - from
		from = p.Turn()
	}
	sum := 0.0
	for _, s := range shares {
		d := float64(s*float64(len(nodes))) - 1
		sum += float64(d * d)
	}
	return math.Sqrt(sum / float64(len(nodes)))
}
