package system

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
// that fits. It is a function of the document and the options alone.
func (d *Document) Layout(o LayoutOptions) *Layout {
	l := &Layout{Boxes: make([]Box, len(d.Parts)), Width: o.Width, Height: o.Height, Wide: o.Width >= 620}
	x := 16.0
	for i := range d.Parts {
		if p := &d.Parts[i]; p.Spec.Kind() != LinkKind {
			w, h := o.Size(p, 0)
			l.Boxes[i] = Box{x, 16, w, h}
			x += w + 16
		}
	}
	return l
}

// At returns the place on an edge at a share of its length, from 0 at the start to 1.
func (e *Edge) At(share float64) (x, y float64) {
	first, last := e.Points[0], e.Points[len(e.Points)-1]
	return first.X + float64(share*(last.X-first.X)), first.Y + float64(share*(last.Y-first.Y))
}
