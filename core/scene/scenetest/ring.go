package scenetest

import (
	"strconv"

	"headroom/core/exact"
	"headroom/core/scene"
)

// A Ring says how much there is to draw on a hash ring.
type Ring struct {
	Arcs, Dots, Nodes int
	Ticks             bool    // a short line for each arc
	Turn              float64 // by how much the dots have moved on
}

// Draw draws the ring, bars beside it, and dots within it. 70 arcs, 600 dots and 5 nodes make
// the picture that the ring lab opens with.
func (r Ring) Draw(s *scene.Scene, width, height float64) {
	s.Reset(width, height)
	s.SetTitle("Hash ring")
	s.SetDesc("cache-e took a slice from each of the other four.")
	cx, cy, radius := width*0.373, height*0.5, height*0.36
	r.arcs(s, cx, cy, radius)
	s.Text(cx, cy+16, "14.7%", scene.TextStyle{Size: 30, Bold: true, Role: scene.Ink, Anchor: scene.Middle})
	s.Text(cx, cy+40, "of keys moved, one fifth expected", scene.TextStyle{Size: 13, Role: scene.Muted, Anchor: scene.Middle})
	r.bars(s, width-264, height*0.5-216, 222)
	s.Layer(scene.Live)
	r.dots(s, cx, cy, radius)
	r.key(s, cx, cy, radius)
}

func (r Ring) arcs(s *scene.Scene, cx, cy, radius float64) {
	draws := exact.NewRand(7, 1)
	edges := make([]float64, r.Arcs+1)
	total := 0.0
	for i := range r.Arcs {
		total += draws.Exp()
		edges[i+1] = total
	}
	gap := 0.0008
	for i := range r.Arcs {
		node := draws.IntN(r.Nodes)
		st := scene.Style{Stroke: scene.Series(node), Width: 15, Alpha: 0.85}
		out := 0.0
		if node == r.Nodes-1 {
			st.Width, st.Alpha, out = 18, 0, 1.5
		}
		s.Arc(cx, cy, radius+out, edges[i]/total, max(edges[i+1]/total-gap, 0), st)
	}
	if !r.Ticks {
		return
	}
	for i := range r.Arcs {
		sin, cos := exact.SinCos(edges[i] / total)
		s.Line(cx+float64(sin*(radius+9)), cy-float64(cos*(radius+9)), cx+float64(sin*(radius+13)), cy-float64(cos*(radius+13)),
			scene.Style{Stroke: scene.Faint})
	}
}

func (r Ring) bars(s *scene.Scene, x, y, width float64) {
	s.Text(x, y+12, "Keys per node", scene.TextStyle{Size: 13, Bold: true, Role: scene.Ink})
	s.Text(x, y+30, "100,000 keys, 14 virtual nodes each", scene.TextStyle{Size: 12, Role: scene.Muted, Max: width})
	counts := [...]string{"25,221", "17,455", "19,426", "23,238", "14,659"}
	shares := [...]float64{0.70, 0.485, 0.54, 0.645, 0.407}
	s.Group(x, y+60, 1)
	pitch := min(58, 330/float64(r.Nodes))
	for i := range r.Nodes {
		top := float64(float64(i) * pitch)
		name := "cache-" + string(rune('a'+i%26))
		s.Mark(scene.Mark{ID: "node:" + name, Kind: "node", Label: name, Listed: true, Y: top - 6, W: width, H: 38})
		s.Value("Keys", counts[i%5])
		s.Text(0, top+6, name, scene.TextStyle{Size: 13, Role: scene.Ink, Max: width * 0.6})
		if i == r.Nodes-1 {
			s.Text(scene.Width(name, 13, false), top+6, "new", scene.TextStyle{Size: 13, Bold: true, Role: scene.Series(i)})
		}
		s.Text(width, top+6, counts[i%5], scene.TextStyle{Size: 13, Role: scene.Ink, Anchor: scene.End})
		s.Rect(0, top+14, width, 12, 2, scene.Style{Fill: scene.Hairline})
		s.Rect(0, top+14, width*shares[i%5], 12, 2, scene.Style{Fill: scene.Series(i)})
	}
	bottom := float64(float64(r.Nodes)*pitch) - 4
	even := width * 0.556
	s.Line(even, 0, even, bottom, scene.Style{Stroke: scene.Ink, Dash: 3, Width: 1.5})
	s.Text(even, bottom+20, "even share", scene.TextStyle{Size: 12, Role: scene.Muted, Anchor: scene.Middle})
	rows := [...][2]string{{"Busiest node", "1.26× even"}, {"Std deviation", "19.1%"}, {"Expected", "23.7%"}}
	for i, row := range rows {
		role := [...]scene.Role{scene.Warn, scene.Ink, scene.Muted}[i]
		top := bottom + 62 + float64(22*float64(i))
		s.Text(0, top, row[0], scene.TextStyle{Size: 13, Role: [...]scene.Role{scene.Ink, scene.Ink, scene.Muted}[i]})
		s.Text(width, top, row[1], scene.TextStyle{Size: 13, Bold: i == 0, Role: role, Anchor: scene.End})
	}
	s.Pop()
}

func (r Ring) dots(s *scene.Scene, cx, cy, radius float64) {
	draws := exact.NewRand(7, 2)
	points := make([][]float64, r.Nodes)
	for range r.Dots {
		at := draws.Float64() + r.Turn
		node := (int(float64(at*40)) + draws.IntN(2)) % r.Nodes
		depth := radius - 24 - float64(draws.Exp()*14)
		sin, cos := exact.SinCos(at)
		points[node] = append(points[node], cx+float64(sin*depth), cy-float64(cos*depth))
	}
	for node, list := range points {
		if node == r.Nodes-1 {
			s.Dots(3.2, scene.Series(node), 1, list)
		} else {
			s.Dots(2.2, scene.Series(node), 0.65, list)
		}
	}
}

func (r Ring) key(s *scene.Scene, cx, cy, radius float64) {
	sin, cos := exact.SinCos(0.14)
	depth := radius - 24
	x, y := cx+float64(sin*depth), cy-float64(cos*depth)
	s.Line(x-30, y+26, x-4, y+4, scene.Style{Stroke: scene.Ink})
	s.Circle(x, y, 5.5, scene.Style{Stroke: scene.Ink, Width: 2, Fill: scene.Background})
	s.Text(x-106, y+43, "user:"+strconv.Itoa(4711), scene.TextStyle{Size: 12, Role: scene.Ink})
	s.Mark(scene.Mark{ID: "key:user:4711", Kind: "key", Label: "user:4711", X: x - 8, Y: y - 8, W: 16, H: 16})
}
