package system

// edge is the curve of a way. It goes straight through what it passes, and bends between layers.
func (p *placing) edge(w *thread) Edge {
	last := len(w.nodes) - 1
	from, to := &p.nodes[w.nodes[0]], &p.nodes[w.nodes[last]]
	points := p.leave(nil, from)
	between := len(points)
	for _, i := range w.nodes[1:last] {
		n := &p.nodes[i]
		c := &p.columns[n.layer]
		points = append(points, Point{c.u, n.middle()}, Point{c.u + c.extent, n.middle()})
	}
	points = p.enter(points, to)
	e := Edge{From: w.from, To: w.to, Link: w.link, Points: p.curves(points, between, p.bulge(w))}
	e.measure()
	return e
}

// inset is how far from the corner of a box a way ends that comes from the side.
const inset = 16

// beside is where ways go along the ranks of a grid to a box: the middle of the gap beside it that is
// nearer to the middle of the grid.
func (p *placing) beside(n *spot, c *tier) (gutter, end float64) {
	side := n.position
	if 2*n.position+1 < c.per {
		side++
	}
	gutter = c.start - p.gap/2 + float64(float64(side)*(c.cell+p.gap))
	in := min(inset, n.across/4)
	return gutter, max(n.v+in, min(gutter, n.v+n.across-in))
}

// leave begins a way at the end of a box, and takes it out of the layer.
func (p *placing) leave(points []Point, n *spot) []Point {
	c := &p.columns[n.layer]
	u, v, out := n.u+n.along, n.middle(), c.u+c.extent
	if rank := c.u + float64(float64(n.rank)*(c.depth+p.rank)) + c.depth; rank < out-1 {
		gutter, end := p.beside(n, c)
		return append(points, Point{u, end}, Point{rank, end}, Point{rank + p.rank, gutter}, Point{out, gutter})
	}
	return append(points, Point{u, v}, Point{out, v})
}

// enter takes a way into a layer, and ends it at the start of a box.
func (p *placing) enter(points []Point, n *spot) []Point {
	c := &p.columns[n.layer]
	if n.rank > 0 {
		rank := c.u + float64(float64(n.rank)*(c.depth+p.rank))
		gutter, end := p.beside(n, c)
		return append(points, Point{c.u, gutter}, Point{rank - p.rank, gutter}, Point{rank, end}, Point{n.u, end})
	}
	return append(points, Point{c.u, n.middle()}, Point{n.u, n.middle()})
}

// bulge is how far a way bends aside that is not the only one between its ends.
func (p *placing) bulge(w *thread) float64 {
	if len(w.nodes) > 2 || w.twins == 0 {
		return 0
	}
	aside := 24 * float64((w.twins+1)/2)
	if w.twins%2 == 0 {
		aside = -aside
	}
	return aside
}

// curves joins points on a way by curves that all go along at their ends, the one to the point between the
// layers bulged, and turns them to the page.
func (p *placing) curves(through []Point, between int, bulge float64) []Point {
	points := through[:1:1]
	for i, to := range through[1:] {
		from := points[len(points)-1]
		if to.X-from.X <= 1 && to.Y == from.Y {
			if len(points) > 1 { // the very first is the box's
				points[len(points)-1].X = to.X
			}
			continue
		}
		third := (to.X - from.X) / 3
		first, second := Point{from.X + third, from.Y}, Point{to.X - third, to.Y}
		if i+1 == between {
			first.Y, second.Y = from.Y+bulge, to.Y+bulge
		}
		if from.Y != to.Y {
			first.X, second.X = (from.X+to.X)/2, (from.X+to.X)/2
		}
		points = append(points, first, second, to)
	}
	for i := range points {
		if !p.wide {
			points[i] = Point{points[i].Y, points[i].X}
		}
	}
	return points
}
