package scene

import (
	"math"
	"strconv"
)

// Rect draws a rectangle with rounded corners; a radius beyond half a side is cut to that.
func (s *Scene) Rect(x, y, w, h, radius float64, st Style) {
	if w < 0 || h < 0 {
		return
	}
	if b := s.styled(RectOp, &st, 28); b != nil {
		s.place(b, 8, x, y)
		set(b, 16, size(w))
		set(b, 20, size(h))
		set(b, 24, size(min(radius, w/2, h/2)))
	}
}

// Circle draws a circle around a centre.
func (s *Scene) Circle(x, y, r float64, st Style) {
	if b := s.styled(CircleOp, &st, 20); b != nil {
		s.place(b, 8, x, y)
		set(b, 16, size(r))
	}
}

// Line draws a straight line; an Arrow points at x2, y2.
func (s *Scene) Line(x1, y1, x2, y2 float64, st Style) {
	st.Fill = None
	if st.Arrow {
		st.Arrow = false
		s.arrow(x1, y1, x2, y2, &st, func(baseX, baseY float64) { s.Line(x1, y1, baseX, baseY, st) })
		return
	}
	if b := s.styled(LineOp, &st, 24); b != nil {
		s.place(b, 8, x1, y1)
		s.place(b, 16, x2, y2)
	}
}

// Polyline draws a line through points, x and y in turn; an Arrow points at the last of them.
func (s *Scene) Polyline(points []float64, st Style) {
	st.Fill = None
	s.path(PolylineOp, points, &st)
	if last := len(points) - 4; st.Arrow && last >= 0 {
		p := points[last:]
		s.arrow(p[0], p[1], p[2], p[3], &st, func(float64, float64) {})
	}
}

// Polygon draws the closed figure through points, x and y in turn.
func (s *Scene) Polygon(points []float64, st Style) {
	s.path(PolygonOp, points, &st)
}

func (s *Scene) path(kind Kind, points []float64, st *Style) {
	n := pairs(points)
	if n < 2 {
		return
	}
	if b := s.styled(kind, st, 12+8*n); b != nil {
		s.list(b, 8, points)
	}
}

// Arc draws a piece of a circle's outline, from one angle clockwise to another, Style.Width thick
// (half of it on either side of the radius). Angles are turns, 0 at twelve o'clock; an arc that
// spans a turn or more is the whole circle, one that ends before it begins is not drawn.
func (s *Scene) Arc(cx, cy, r, from, to float64, st Style) {
	if real(to) <= real(from) {
		return
	}
	st.Fill = None
	if b := s.styled(ArcOp, &st, 28); b != nil {
		whole := math.Floor(from)
		s.place(b, 8, cx, cy)
		set(b, 16, size(r))
		set(b, 20, fixed(from-whole, turn))
		set(b, 24, fixed(min(to-whole, from-whole+1), turn))
	}
}

// Dots draws points of one role, each a disc of radius r around it; x and y in turn. It is the
// fast way to draw thousands. The alpha is taken literally.
func (s *Scene) Dots(r float64, role Role, alpha float64, points []float64) {
	s.dots(r, role, alpha, points, 0)
}

// DotsHollow draws rings instead of discs, 1.5 pixels thick, so that what has failed does not
// differ by colour alone.
func (s *Scene) DotsHollow(r float64, role Role, alpha float64, points []float64) {
	s.dots(r, role, alpha, points, 1)
}

func (s *Scene) dots(r float64, role Role, alpha float64, points []float64, hollow uint32) {
	n := pairs(points)
	if n == 0 || role == None {
		return
	}
	if b := s.open(DotsOp, uint32(known(role)), hollow, s.literal(alpha), 12+8*n); b != nil {
		set(b, 4, size(r))
		s.list(b, 8, points)
	}
}

// Cells draws a grid of small squares row by row, one for each role: slots, buckets, blocks. None
// leaves an empty square, outlined in the border colour.
func (s *Scene) Cells(x, y, cell, gap float64, columns int, roles []Role) {
	n := len(roles)
	if columns < 1 || columns > math.MaxUint16 || n > math.MaxUint16 {
		panic("scene: " + strconv.Itoa(n) + " cells in " + strconv.Itoa(columns) +
			" columns; both go up to 65,535, columns from 1")
	}
	if n == 0 {
		return
	}
	b := s.open(CellsOp, 0, 0, s.frame.alpha, 20+padded(n))
	if b == nil {
		return
	}
	s.count(n, 0)
	set(b, 4, length(cell)|length(gap)<<16)
	s.place(b, 8, x, y)
	set(b, 16, uint32(columns)|uint32(n)<<16)
	clear(b[20+n:])
	for i, r := range roles {
		b[20+i] = byte(known(r))
	}
}

// arrow draws a line that ends at the base of an arrow's head, and the head, in coordinates of the
// group. An arrow without a direction has no head.
func (s *Scene) arrow(x1, y1, x2, y2 float64, st *Style, line func(baseX, baseY float64)) {
	dx, dy := real(x2-x1), real(y2-y1)
	span := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if span == 0 {
		line(x2, y2)
		return
	}
	width := st.Width
	if width == 0 {
		width = 1
	}
	long := 4 + float64(2*width)
	ux, uy := dx/span, dy/span
	bx, by := x2-float64(ux*long), y2-float64(uy*long)
	ox, oy := float64(uy*long/2), float64(ux*long/2)
	line(bx, by)
	s.scratch = append(s.scratch[:0], x2, y2, bx-ox, by+oy, bx+ox, by-oy)
	s.Polygon(s.scratch, Style{Fill: st.Stroke, Alpha: st.Alpha})
}

func known(r Role) Role {
	if int(r) >= Roles {
		unknown(r)
	}
	return r
}

func unknown(r Role) {
	panic("scene: role " + strconv.Itoa(int(r)) + " does not exist; roles are 0 to " + strconv.Itoa(Roles-1))
}

// pairs returns how many points a list of coordinates holds.
func pairs(points []float64) int {
	if len(points)%2 != 0 {
		panic("scene: " + strconv.Itoa(len(points)) + " coordinates are not pairs of x and y")
	}
	return len(points) / 2
}
