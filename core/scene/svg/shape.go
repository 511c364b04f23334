package svg

import (
	"math"

	"headroom/core/scene"
)

func (w *writer) rect(op *scene.Op) {
	x, y, right, bottom := op.X, op.Y, op.X+op.W, op.Y+op.H
	if op.Stroke != scene.None {
		x, y = snap(x, op.Width), snap(y, op.Width)
		right, bottom = snap(right, op.Width), snap(bottom, op.Width)
	}
	w.text("<rect")
	w.box(x, y, right-x, bottom-y)
	if op.R > 0 {
		w.attribute("rx", op.R)
	}
	w.paint(op)
	w.text("/>\n")
}

func (w *writer) circle(op *scene.Op) {
	w.text("<circle")
	w.attribute("cx", op.X)
	w.attribute("cy", op.Y)
	w.attribute("r", op.R)
	w.paint(op)
	w.text("/>\n")
}

func (w *writer) path(op *scene.Op) {
	w.text(`<path d="`)
	for i := 0; i+1 < len(op.Points); i += 2 {
		w.text([...]string{"M", "L"}[min(i, 1)])
		w.pair(op.Points[i], op.Points[i+1])
	}
	if op.Kind == scene.PolygonOp {
		w.text("z")
	} else {
		op.Fill = scene.None
	}
	w.text(`"`)
	w.paint(op)
	w.text("/>\n")
}

func (w *writer) label(op *scene.Op) {
	w.text("<text")
	w.attribute("x", op.X)
	w.attribute("y", op.Y)
	w.attribute("font-size", op.Size)
	if op.Bold {
		w.text(` font-weight="600"`)
	}
	switch op.Anchor {
	case scene.Middle:
		w.text(` text-anchor="middle"`)
	case scene.End:
		w.text(` text-anchor="end"`)
	}
	if spaced(op.Text) {
		w.text(` xml:space="preserve"`)
	}
	w.fill(op.Fill, op.Alpha)
	w.text(">")
	w.escape(string(op.Text))
	w.text("</text>\n")
}

// spaced tells texts whose spaces XML would drop: a canvas draws them all.
func spaced(text []byte) bool {
	for i, c := range text {
		if c == ' ' && (i == 0 || i == len(text)-1 || text[i-1] == ' ') {
			return true
		}
	}
	return false
}

// hollow is the thickness of a hollow dot.
const hollow = 1.5

// dots writes points as a path of strokes without length, which round ends make discs of.
func (w *writer) dots(op *scene.Op) {
	w.text(`<path d="`)
	if op.Hollow && op.R > hollow {
		w.rings(op.Points, op.R-hollow/2)
		w.text(`"`)
		w.stroke(op.Fill, op.Alpha, hollow, 0)
		w.text("/>\n")
		return
	}
	for i := 0; i+1 < len(op.Points); i += 2 {
		w.text("M")
		w.pair(op.Points[i], op.Points[i+1])
		w.text("h.01")
	}
	w.text(`" stroke-linecap="round"`)
	w.stroke(op.Fill, op.Alpha, 2*op.R, 0)
	w.text("/>\n")
}

func (w *writer) rings(points []float64, r float64) {
	for i := 0; i+1 < len(points); i += 2 {
		w.text("M")
		w.pair(points[i]+r, points[i+1])
		for _, side := range [...]float64{-2 * r, 2 * r} {
			w.text("a")
			w.pair(r, r)
			w.text(" 0 0 1 ")
			w.pair(side, 0)
		}
	}
}

// roundCells is the size from which cells have round corners.
const roundCells = 6

// cells writes one path for each role that a grid has, in the order of their numbers.
func (w *writer) cells(op *scene.Op) {
	for role := scene.None; int(role) < scene.Roles; role++ {
		from := len(w.out)
		found := false
		w.text(`<path d="`)
		for i, r := range op.Cells {
			if r == role {
				found = true
				w.cell(op, i, role == scene.None)
			}
		}
		w.text(`"`)
		switch {
		case !found:
			w.out = w.out[:from]
			continue
		case role == scene.None:
			w.stroke(scene.Border, op.Alpha, 1, 0)
		default:
			w.fill(role, op.Alpha)
		}
		w.text("/>\n")
	}
}

func (w *writer) cell(op *scene.Op, i int, empty bool) {
	pitch, inset := op.Size+op.Gap, 0.0
	if empty {
		inset = 0.5
	}
	x := op.X + float64(float64(i%op.Columns)*pitch) + inset
	y := op.Y + float64(float64(i/op.Columns)*pitch) + inset
	side, r := max(op.Size-2*inset, 0), op.Size/5-inset
	w.text("M")
	if op.Size < roundCells {
		w.pair(x, y)
		w.text("h")
		w.number(side)
		w.text("v")
		w.number(side)
		w.text("h")
		w.number(-side)
		w.text("z")
		return
	}
	w.pair(x+r, y)
	for i, command := range [...]string{"h", "v", "h", "v"} {
		straight := side - 2*r
		if i > 1 {
			straight = -straight
		}
		w.text(command)
		w.number(straight)
		w.text("a")
		w.pair(r, r)
		w.text(" 0 0 1 ")
		w.pair([...]float64{r, -r, -r, r}[i], [...]float64{r, r, -r, -r}[i])
	}
	w.text("z")
}

// snap moves the middle of a stroke to where its edges fall between pixels, so that hairlines are
// crisp; web/brush.js does the same.
func snap(at, width float64) float64 {
	if math.Mod(math.Floor(width+0.5), 2) == 1 {
		return math.Floor(at) + 0.5
	}
	return math.Floor(at + 0.5)
}
