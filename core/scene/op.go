package scene

// A Kind is what an operation draws.
type Kind uint8

// The kinds of operations, with their numbers on the wire.
const (
	RectOp Kind = iota + 1
	CircleOp
	LineOp
	PolylineOp
	PolygonOp
	ArcOp
	TextOp
	DotsOp
	CellsOp
	ClipOp
	UnclipOp
)

// An Op is one operation as a painter sees it: in absolute pixels, with groups folded in, texts
// cut and arrowheads drawn as polygons. Which fields count depends on Kind; the rest are zero.
type Op struct {
	Kind         Kind
	Fill, Stroke Role    // of texts and dots, Fill alone
	Alpha        float64 // 1 is opaque
	Width, Dash  float64 // of the stroke
	X, Y         float64 // corner, centre, begin of a line, baseline of a text
	X2, Y2       float64 // end of a line
	W, H         float64 // of rectangles and clips
	R            float64 // of circles, arcs, dots, and the corners of rectangles
	From, To     float64 // of arcs, in turns clockwise from twelve o'clock
	Points       []float64
	Text         []byte
	Size         float64 // of a font, and of a cell
	Bold         bool
	Anchor       Anchor
	Hollow       bool
	Gap          float64 // between cells
	Columns      int
	Cells        []Role
}

// appendOp appends the operation's encoding, which is the only one it has. Points are moved by dx
// and dy, so that a list of thousands need not be copied first.
func appendOp(dst []byte, op *Op, dx, dy float64) []byte {
	alpha := strength(op.Alpha)
	switch op.Kind {
	case TextOp:
		return appendText(dst, op, alpha)
	case DotsOp:
		dst = append(dst, byte(op.Kind), byte(op.Fill), flag(op.Hollow, 1), alpha)
		return appendPoints(putPixels(dst, op.R), op.Points, dx, dy)
	case CellsOp:
		return appendCells(dst, op, alpha)
	case ClipOp:
		return putPixels(append(dst, byte(op.Kind), 0, 0, 0), op.X, op.Y, op.W, op.H)
	case UnclipOp:
		return append(dst, byte(op.Kind), 0, 0, 0)
	}
	dst = append(dst, byte(op.Kind), byte(op.Fill), byte(op.Stroke), alpha)
	dst = put16s(dst, length(op.Width), length(op.Dash))
	switch op.Kind {
	case RectOp:
		return putPixels(dst, op.X, op.Y, op.W, op.H, op.R)
	case CircleOp:
		return putPixels(dst, op.X, op.Y, op.R)
	case LineOp:
		return putPixels(dst, op.X, op.Y, op.X2, op.Y2)
	case ArcOp:
		dst = putPixels(dst, op.X, op.Y, op.R)
		return put32(put32(dst, uint32(fixed(op.From, turn))), uint32(fixed(op.To, turn)))
	default:
		return appendPoints(dst, op.Points, dx, dy)
	}
}

func appendPoints(dst []byte, points []float64, dx, dy float64) []byte {
	dst = put32(dst, uint32(len(points)/2))
	for i := 0; i+1 < len(points); i += 2 {
		x, y := uint32(fixed(real(points[i]+dx), pixel)), uint32(fixed(real(points[i+1]+dy), pixel))
		dst = append(dst, byte(x), byte(x>>8), byte(x>>16), byte(x>>24),
			byte(y), byte(y>>8), byte(y>>16), byte(y>>24))
	}
	return dst
}

func appendText(dst []byte, op *Op, alpha uint8) []byte {
	dst = append(dst, byte(op.Kind), byte(op.Fill), byte(op.Anchor)|flag(op.Bold, 4), alpha)
	dst = put16s(dst, length(op.Size), uint16(len(op.Text)))
	dst = putPixels(dst, op.X, op.Y)
	return pad(append(dst, op.Text...))
}

func appendCells(dst []byte, op *Op, alpha uint8) []byte {
	dst = append(dst, byte(op.Kind), 0, 0, alpha)
	dst = put16s(dst, length(op.Size), length(op.Gap))
	dst = putPixels(dst, op.X, op.Y)
	dst = put16s(dst, uint16(op.Columns), uint16(len(op.Cells)))
	for _, r := range op.Cells {
		dst = append(dst, byte(r))
	}
	return pad(dst)
}

func flag(on bool, bit byte) byte {
	if on {
		return bit
	}
	return 0
}
