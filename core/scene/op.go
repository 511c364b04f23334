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
