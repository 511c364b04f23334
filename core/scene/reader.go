package scene

import (
	"strconv"
	"unicode/utf8"
)

// A reader walks encoded operations.
type reader struct {
	buf   []byte
	at    int // the next byte
	start int // the operation's first byte
	wrong string
	op    Op

	ops, points, text int // seen so far
}

// next reads the operation at r.at into r.op, or says in r.wrong why it is none.
func (r *reader) next() bool {
	r.start = r.at
	head := r.take(4)
	if head == nil {
		return false
	}
	if r.ops++; r.ops > MaxOps {
		return r.fail("the frame has more than " + limit(MaxOps) + " operations")
	}
	r.op = Op{Kind: Kind(head[0]), Alpha: float64(head[3]) / opaque,
		Points: r.op.Points[:0], Text: r.op.Text[:0], Cells: r.op.Cells[:0]}
	switch r.op.Kind {
	case RectOp, CircleOp, LineOp, PolylineOp, PolygonOp, ArcOp:
		return r.styled(head)
	case TextOp:
		return r.label(head)
	case DotsOp:
		return r.dots(head)
	case CellsOp:
		return r.cells(head)
	case ClipOp:
		return r.plain(head) && r.pixels(&r.op.X, &r.op.Y, &r.op.W, &r.op.H) && r.positive(r.op.W, r.op.H)
	case UnclipOp:
		return r.plain(head)
	}
	return r.fail("kind " + strconv.Itoa(int(head[0])) + " is unknown")
}

func (r *reader) styled(head []byte) bool {
	op := &r.op
	style := r.take(4)
	if style == nil || !r.role(head[1], &op.Fill) || !r.role(head[2], &op.Stroke) {
		return false
	}
	op.Width, op.Dash = float64(get16(style, 0))/pixel, float64(get16(style, 2))/pixel
	switch op.Kind {
	case RectOp:
		return r.pixels(&op.X, &op.Y, &op.W, &op.H, &op.R) && r.positive(op.W, op.H, op.R)
	case CircleOp:
		return r.pixels(&op.X, &op.Y, &op.R) && r.positive(op.R)
	case LineOp:
		return r.pixels(&op.X, &op.Y, &op.X2, &op.Y2)
	case ArcOp:
		return r.pixels(&op.X, &op.Y, &op.R) && r.positive(op.R) && r.angles()
	}
	return r.list()
}

func (r *reader) angles() bool {
	b := r.take(8)
	if b == nil {
		return false
	}
	r.op.From, r.op.To = turns(get32(b, 0)), turns(get32(b, 4))
	return true
}

func (r *reader) label(head []byte) bool {
	op := &r.op
	b := r.take(4)
	if b == nil || !r.role(head[1], &op.Fill) || !r.pixels(&op.X, &op.Y) {
		return false
	}
	if head[2]&^4 > byte(End) {
		return r.fail("anchor " + strconv.Itoa(int(head[2])) + " is unknown")
	}
	op.Anchor, op.Bold = Anchor(head[2]&3), head[2]&4 != 0
	op.Size = float64(get16(b, 0)) / pixel
	op.Text = r.padded(int(get16(b, 2)))
	if op.Text == nil {
		return false
	}
	if r.text += len(op.Text); r.text > MaxText {
		return r.fail("the frame has more than " + limit(MaxText) + " bytes of text")
	}
	if len(op.Text) > maxLine {
		return r.fail("its text is longer than " + limit(maxLine) + " bytes")
	}
	if !isClean(op.Text) {
		return r.fail("its text is not UTF-8 or has control characters")
	}
	return true
}

func (r *reader) dots(head []byte) bool {
	if !r.role(head[1], &r.op.Fill) || !r.pixels(&r.op.R) || !r.positive(r.op.R) {
		return false
	}
	if head[2] > 1 {
		return r.fail("dots are hollow, 1, or not, 0, here " + strconv.Itoa(int(head[2])))
	}
	r.op.Hollow = head[2] == 1
	return r.list()
}

func (r *reader) cells(head []byte) bool {
	op := &r.op
	if head[1]|head[2] != 0 {
		return r.fail("reserved bytes are not zero")
	}
	size := r.take(4)
	if size == nil || !r.pixels(&op.X, &op.Y) {
		return false
	}
	n := r.take(4)
	if n == nil {
		return false
	}
	op.Size, op.Gap = float64(get16(size, 0))/pixel, float64(get16(size, 2))/pixel
	op.Columns = int(get16(n, 0))
	if op.Columns == 0 {
		return r.fail("cells need at least 1 column")
	}
	roles := r.padded(int(get16(n, 2)))
	if roles == nil || !r.count(len(roles)) {
		return false
	}
	for _, raw := range roles {
		var role Role
		if !r.role(raw, &role) {
			return false
		}
		op.Cells = append(op.Cells, role)
	}
	return true
}

// list reads a count and that many points.
func (r *reader) list() bool {
	b := r.take(4)
	if b == nil {
		return false
	}
	n := get32(b, 0)
	if n > MaxPoints {
		n = MaxPoints + 1
	}
	if !r.count(int(n)) {
		return false
	}
	b = r.take(int(n) * 8)
	if b == nil {
		return false
	}
	for i := 0; i < len(b); i += 4 {
		r.op.Points = append(r.op.Points, pixels(get32(b, i)))
	}
	return true
}

func (r *reader) count(points int) bool {
	if r.points += points; r.points > MaxPoints {
		return r.fail("the frame has more than " + limit(MaxPoints) + " points")
	}
	return true
}

func (r *reader) pixels(to ...*float64) bool {
	b := r.take(4 * len(to))
	if b == nil {
		return false
	}
	for i, p := range to {
		*p = pixels(get32(b, 4*i))
	}
	return true
}

func (r *reader) positive(sizes ...float64) bool {
	for _, v := range sizes {
		if v < 0 {
			return r.fail("a size is negative")
		}
	}
	return true
}

func (r *reader) role(raw byte, to *Role) bool {
	if int(raw) >= Roles {
		return r.fail("role " + strconv.Itoa(int(raw)) + " is unknown")
	}
	*to = Role(raw)
	return true
}

func (r *reader) plain(head []byte) bool {
	if head[1]|head[2]|head[3] != 0 {
		return r.fail("reserved bytes are not zero")
	}
	return true
}

// padded takes n bytes and the zeros that fill the last word.
func (r *reader) padded(n int) []byte {
	b := r.take((n + 3) &^ 3)
	if b == nil {
		return nil
	}
	for _, zero := range b[n:] {
		if zero != 0 {
			r.fail("the bytes that fill up the last word are not zero")
			return nil
		}
	}
	return b[:n]
}

// take returns the next n bytes, or nil if there are fewer.
func (r *reader) take(n int) []byte {
	if n > len(r.buf)-r.at {
		r.fail("it is cut short")
		return nil
	}
	b := r.buf[r.at : r.at+n : r.at+n]
	r.at += n
	return b
}

func (r *reader) fail(why string) bool {
	r.wrong = why
	return false
}

func isClean(text []byte) bool {
	for i, n := 0, 0; i < len(text); i += n {
		var c rune
		c, n = utf8.DecodeRune(text[i:])
		if c == utf8.RuneError && n == 1 || printable(c) != c {
			return false
		}
	}
	return true
}
