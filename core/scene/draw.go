package scene

import (
	"math"
	"strconv"
)

// Rect draws a rectangle with rounded corners; a radius beyond half a side is cut to that.
func (s *Scene) Rect(x, y, w, h, radius float64, st Style) {
	if real(w) < 0 || real(h) < 0 {
		return
	}
	radius = min(max(real(radius), 0), w/2, h/2)
	op := s.shape(RectOp, st)
	op.X, op.Y, op.W, op.H, op.R = s.x(x), s.y(y), w, h, radius
	s.add(&op)
}

// Circle draws a circle around a centre.
func (s *Scene) Circle(x, y, r float64, st Style) {
	op := s.shape(CircleOp, st)
	op.X, op.Y, op.R = s.x(x), s.y(y), max(real(r), 0)
	s.add(&op)
}

// Line draws a straight line; an Arrow points at x2, y2.
func (s *Scene) Line(x1, y1, x2, y2 float64, st Style) {
	op := s.shape(LineOp, st)
	op.Fill = None
	op.X, op.Y, op.X2, op.Y2 = s.x(x1), s.y(y1), s.x(x2), s.y(y2)
	if !st.Arrow {
		s.add(&op)
		return
	}
	head, ok := arrowhead(op.X, op.Y, op.X2, op.Y2, op.Width)
	op.X2, op.Y2 = head.baseX, head.baseY
	s.add(&op)
	if ok {
		s.arrow(&head, op.Stroke, op.Alpha)
	}
}

// Polyline draws a line through points, x and y in turn; an Arrow points at the last of them.
func (s *Scene) Polyline(points []float64, st Style) {
	s.path(PolylineOp, points, st)
}

// Polygon draws the closed figure through points, x and y in turn.
func (s *Scene) Polygon(points []float64, st Style) {
	st.Arrow = false
	s.path(PolygonOp, points, st)
}

func (s *Scene) path(kind Kind, points []float64, st Style) {
	if pairs(points) < 2 {
		return
	}
	op := s.shape(kind, st)
	if kind == PolylineOp {
		op.Fill = None
	}
	op.Points = points
	s.addMoved(&op)
	if !st.Arrow {
		return
	}
	p := points[len(points)-4:]
	if head, ok := arrowhead(s.x(p[0]), s.y(p[1]), s.x(p[2]), s.y(p[3]), op.Width); ok {
		s.arrow(&head, op.Stroke, op.Alpha)
	}
}

// Arc draws a piece of a circle's outline, from one angle clockwise to another, Style.Width thick
// (half of it on either side of the radius). Angles are turns, 0 at twelve o'clock; an arc that
// spans a turn or more is the whole circle, one that ends before it begins is not drawn.
func (s *Scene) Arc(cx, cy, r, from, to float64, st Style) {
	if real(to) <= real(from) {
		return
	}
	op := s.shape(ArcOp, st)
	op.Fill = None
	whole := math.Floor(from)
	op.X, op.Y, op.R, op.From, op.To = s.x(cx), s.y(cy), max(real(r), 0), from-whole, min(to-whole, from-whole+1)
	s.add(&op)
}

// Dots draws points of one role, each a disc of radius r around it; x and y in turn. It is the
// fast way to draw thousands. The alpha is taken literally.
func (s *Scene) Dots(r float64, role Role, alpha float64, points []float64) {
	s.dots(r, role, alpha, points, false)
}

// DotsHollow draws rings instead of discs, 1.5 pixels thick, so that what has failed does not
// differ by colour alone.
func (s *Scene) DotsHollow(r float64, role Role, alpha float64, points []float64) {
	s.dots(r, role, alpha, points, true)
}

func (s *Scene) dots(r float64, role Role, alpha float64, points []float64, hollow bool) {
	if pairs(points) == 0 || role == None {
		return
	}
	op := Op{Kind: DotsOp, Fill: known(role), Alpha: s.literal(alpha), R: max(real(r), 0), Points: points, Hollow: hollow}
	s.addMoved(&op)
}

// Cells draws a grid of small squares row by row, one for each role: slots, buckets, blocks. None
// leaves an empty square, outlined in the border colour.
func (s *Scene) Cells(x, y, cell, gap float64, columns int, roles []Role) {
	if columns < 1 || columns > math.MaxUint16 || len(roles) > math.MaxUint16 {
		panic("scene: " + strconv.Itoa(len(roles)) + " cells in " + strconv.Itoa(columns) +
			" columns; both go up to 65,535, columns from 1")
	}
	if len(roles) == 0 {
		return
	}
	for _, r := range roles {
		known(r)
	}
	op := Op{Kind: CellsOp, Alpha: s.frame.alpha, X: s.x(x), Y: s.y(y), Size: real(cell), Gap: real(gap), Columns: columns, Cells: roles}
	s.add(&op)
}

// An arrow is a head of an arrow: its tip, the middle of its base and the two other corners.
type arrow struct {
	baseX, baseY float64
	corners      [6]float64
}

// arrowhead works out the head of an arrow that comes from x1, y1 and ends at x2, y2. It fails
// for an arrow without a direction.
func arrowhead(x1, y1, x2, y2, width float64) (arrow, bool) {
	dx, dy := x2-x1, y2-y1
	length := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if length == 0 {
		return arrow{baseX: x2, baseY: y2}, false
	}
	long := 4 + 2*width
	half := long * 0.5
	ux, uy := dx/length, dy/length
	bx, by := x2-float64(ux*long), y2-float64(uy*long)
	ox, oy := float64(uy*half), float64(ux*half)
	return arrow{bx, by, [6]float64{x2, y2, bx - ox, by + oy, bx + ox, by - oy}}, true
}

func (s *Scene) arrow(head *arrow, role Role, alpha float64) {
	s.scratch = append(s.scratch[:0], head.corners[:]...)
	op := Op{Kind: PolygonOp, Fill: role, Alpha: alpha, Points: s.scratch}
	s.add(&op)
}

// shape begins an operation that has a style.
func (s *Scene) shape(kind Kind, st Style) Op {
	op := Op{Kind: kind, Fill: known(st.Fill), Stroke: known(st.Stroke), Alpha: s.relative(st.Alpha)}
	if st.Stroke != None {
		op.Width, op.Dash = real(st.Width), real(st.Dash)
		if st.Width == 0 {
			op.Width = 1
		}
	}
	return op
}

// add encodes an operation whose coordinates are absolute; addMoved one whose points are still
// relative to the group.
func (s *Scene) add(op *Op)      { s.encode(op, 0, 0) }
func (s *Scene) addMoved(op *Op) { s.encode(op, s.frame.dx, s.frame.dy) }

func (s *Scene) encode(op *Op, dx, dy float64) {
	if invisible(op) || s.frame.clip.on && (s.frame.clip.w == 0 || s.frame.clip.h == 0) {
		return
	}
	s.points += len(op.Points)/2 + len(op.Cells)
	s.text += len(op.Text)
	if s.points > MaxPoints || s.text > MaxText {
		panic("scene: more than " + limit(MaxPoints) + " points or " + limit(MaxText) + " bytes of text in a frame; draw fewer")
	}
	if s.at.clip != s.frame.clip {
		s.at.clip = s.frame.clip
		op := clipping(s.frame.clip)
		s.append(&op, 0, 0)
	}
	s.append(op, dx, dy)
}

func (s *Scene) append(op *Op, dx, dy float64) {
	if s.ops++; s.ops > MaxOps {
		panic("scene: more than " + limit(MaxOps) + " operations in a frame; draw fewer, or use Dots or Cells")
	}
	s.at.buf = appendOp(s.at.buf, op, dx, dy)
}

// invisible tells operations that leave no trace.
func invisible(op *Op) bool {
	if strength(op.Alpha) == 0 {
		return true
	}
	switch op.Kind {
	case TextOp, DotsOp, CellsOp:
		return false
	}
	return op.Fill == None && (op.Stroke == None || length(op.Width) == 0)
}

func clipping(c clip) Op {
	if !c.on {
		return Op{Kind: UnclipOp}
	}
	return Op{Kind: ClipOp, X: c.x, Y: c.y, W: c.w, H: c.h}
}

func (s *Scene) x(x float64) float64 { return real(x + s.frame.dx) }
func (s *Scene) y(y float64) float64 { return real(y + s.frame.dy) }

// relative is the alpha of a style within the group, where 0 stands for 1.
func (s *Scene) relative(alpha float64) float64 {
	if alpha == 0 {
		return s.frame.alpha
	}
	return s.literal(alpha)
}

func (s *Scene) literal(alpha float64) float64 {
	return min(max(real(alpha), 0), 1) * s.frame.alpha
}

func known(r Role) Role {
	if int(r) >= Roles {
		panic("scene: role " + strconv.Itoa(int(r)) + " does not exist; roles are 0 to " + strconv.Itoa(Roles-1))
	}
	return r
}

// pairs returns how many points a list of coordinates holds.
func pairs(points []float64) int {
	if len(points)%2 != 0 {
		panic("scene: " + strconv.Itoa(len(points)) + " coordinates are not pairs of x and y")
	}
	return len(points) / 2
}
