package system

import "math"

// LayoutOptions say how much room there is, and how large the parts are.
type LayoutOptions struct {
	Width float64
	// Height is how high the layout may be before a less full level is taken; 0 leaves it to the layout:
	// three quarters of the width where it is wide, about twice the width where it is narrow.
	Height float64
	// Size returns the size of a part's box at a level of detail: 0 is full, 1 compact, 2 tiny. It is asked
	// about all parts but links.
	Size func(part *Part, level int) (width, height float64)
}

// Layout says where everything is, in the units of the options, from the top left.
type Layout struct {
	// Boxes belong to the parts of the document, by index, and do not overlap. A link is no box: its is zero,
	// or without size where several ways join in it.
	Boxes []Box
	Edges []Edge
	// Width is that of the options, and Height what is needed, which is more than asked for where even
	// tiny boxes do not fit.
	Width, Height float64
	Wide          bool // from left to right, and otherwise from top to bottom
	Level         int  // of detail: 0 full, 1 compact, 2 tiny
}

// Box is where a part is.
type Box struct{ X, Y, W, H float64 }

// Point is a place.
type Point struct{ X, Y float64 }

// Edge is a way that requests go, from box to box. Each link is the Link of exactly one edge; where
// several ways join in it, or it follows another link, that edge begins at the link's own place and From is
// the link too.
type Edge struct {
	From, To int // indices of parts
	Link     int // index of the link that it is, -1 where requests take no time
	// Points are those of cubic Bézier curves, each of which ends where the next begins: 1+3n of them. Most
	// edges are one curve; those that pass other boxes are more.
	Points []Point
	Length float64
	steps  []float64 // length up to the ends of equal steps of the curves' parameter
}

// Layout places the parts of a document that [Document.Check] has no fault with: in layers, from left to
// right where there is room and from top to bottom in a width below 620, with the fullest level of detail
// that fits. It is a function of the document and the options alone, for a width from 200 on, and takes
// about as long as drawing what it places.
func (d *Document) Layout(o LayoutOptions) *Layout {
	g := d.layering()
	p := g.fit(&o)
	l := &Layout{Width: o.Width, Wide: p.wide, Level: p.level}
	p.place(&o)
	l.Height = max(o.Height, p.height())
	l.Boxes = make([]Box, len(d.Parts))
	for i := range p.nodes {
		if n := &p.nodes[i]; n.part >= 0 {
			l.Boxes[n.part] = p.box(n)
		}
	}
	l.Edges = make([]Edge, len(p.ways))
	for i := range p.ways {
		l.Edges[i] = p.edge(&p.ways[i])
	}
	return l
}

// At returns the place on an edge at a share of its length, from 0 at the start to 1.
func (e *Edge) At(share float64) (x, y float64) {
	way := float64(max(0, min(1, share)) * e.Length)
	i := 1
	for i < len(e.steps)-1 && e.steps[i] < way {
		i++
	}
	t := float64(i - 1)
	if step := e.steps[i] - e.steps[i-1]; step > 0 {
		t += (way - e.steps[i-1]) / step
	}
	return e.point(t / curveSteps)
}

// point returns the place at a parameter that counts curves.
func (e *Edge) point(t float64) (x, y float64) {
	i := min(int(t), len(e.Points)/3-1)
	p, t := e.Points[3*i:3*i+4], t-float64(i)
	s := 1 - t
	a, b, c, d := s*s*s, 3*s*s*t, 3*s*t*t, t*t*t
	x = float64(a*p[0].X) + float64(b*p[1].X) + float64(c*p[2].X) + float64(d*p[3].X)
	y = float64(a*p[0].Y) + float64(b*p[1].Y) + float64(c*p[2].Y) + float64(d*p[3].Y)
	return x, y
}

// curveSteps is how many steps of a curve are measured. Along one the speed varies by a few percent.
const curveSteps = 8

// measure works out the length.
func (e *Edge) measure() {
	curves := len(e.Points) / 3
	e.steps = make([]float64, curves*curveSteps+1)
	x, y := e.Points[0].X, e.Points[0].Y
	for i := 1; i < len(e.steps); i++ {
		toX, toY := e.point(float64(i) / curveSteps)
		dx, dy := toX-x, toY-y
		e.Length += math.Sqrt(float64(dx*dx) + float64(dy*dy))
		e.steps[i], x, y = e.Length, toX, toY
	}
}
