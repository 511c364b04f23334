package svg

import (
	"headroom/core/scene"
)

// A Theme says how a document names its colours.
type Theme uint8

const (
	// Light writes the literal colours of the light theme and paints the background.
	Light Theme = iota
	// Dark writes the literal colours of the dark theme and paints the background.
	Dark
	// Classes writes classes, f-ink for what is filled and s-ink for what is stroked.
	Classes
	// Auto writes classes, a style element with the colours of both themes, of which the reader's
	// prefers-color-scheme takes one, and paints the background.
	Auto
)

// Options say how a scene is written.
type Options struct {
	Theme  Theme
	Width  int // of the document in pixels; 0 is the scene's own, and so is Height's
	Height int
}

// fonts is the stack that web/brush.js draws with, too.
const fonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

// Append appends the scene as an SVG document and returns the extended buffer. It does not change
// the scene.
func Append(dst []byte, s *scene.Scene, opts Options) []byte {
	w := writer{out: dst, theme: opts.Theme}
	w.open(s, opts)
	w.layer(s, scene.Base, all)
	w.layer(s, scene.Live, beneath)
	w.layer(s, scene.Live, above)
	w.marks(s)
	return append(w.out, "</svg>\n"...)
}

// A writer appends one document.
type writer struct {
	out   []byte
	theme Theme

	clip, clipped bool // a clip is wanted; its element is open
	clipOp        scene.Op

	run    []part // arcs or lines in a row, not yet written
	styles []look // the styles of the run
}

func (w *writer) open(s *scene.Scene, opts Options) {
	width, height := s.Size()
	w.text(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `)
	w.number(width)
	w.text(" ")
	w.number(height)
	w.text(`"`)
	w.attribute("width", or(opts.Width, width))
	w.attribute("height", or(opts.Height, height))
	w.text(` role="img" fill="none" stroke-linejoin="round" font-variant="tabular-nums" font-family="` + fonts + `">`)
	w.element("title", s.Title())
	w.element("desc", s.Desc())
	w.text("\n")
	if w.theme == Auto {
		w.text("<style>")
		w.out = appendAutoCSS(w.out)
		w.text("</style>\n")
	}
	if w.theme != Classes {
		w.text(`<rect`)
		w.attribute("width", width)
		w.attribute("height", height)
		w.fill(scene.Background, 1)
		w.text("/>\n")
	}
}

// beneath, above and all choose operations of a layer: in the live layer dots are painted first.
func beneath(op *scene.Op) bool { return op.Kind == scene.DotsOp && op.R <= maxDot }
func above(op *scene.Op) bool   { return !beneath(op) }
func all(*scene.Op) bool        { return true }

// maxDot is the radius up to which live dots lie beneath the rest of their layer.
const maxDot = 16

func (w *writer) layer(s *scene.Scene, l scene.Layer, chosen func(*scene.Op) bool) {
	s.Ops(l, func(op *scene.Op) {
		switch {
		case op.Kind == scene.ClipOp || op.Kind == scene.UnclipOp:
			w.unclip()
			w.clip, w.clipOp = op.Kind == scene.ClipOp, *op
		case chosen(op):
			w.draw(op)
		}
	})
	w.unclip()
	w.clip = false
}

func (w *writer) draw(op *scene.Op) {
	if w.continues(op) {
		w.run = append(w.run, partOf(op))
		return
	}
	w.flush()
	w.enter()
	switch op.Kind {
	case scene.ArcOp, scene.LineOp:
		w.run = append(w.run, partOf(op))
	case scene.RectOp:
		w.rect(op)
	case scene.CircleOp:
		w.circle(op)
	case scene.PolylineOp, scene.PolygonOp:
		w.path(op)
	case scene.TextOp:
		w.label(op)
	case scene.DotsOp:
		w.dots(op)
	case scene.CellsOp:
		w.cells(op)
	}
}

// enter opens the element of a clip before the first thing that is drawn in it. It is a document
// within the document, which clips by itself; a clipPath would need an id.
func (w *writer) enter() {
	if !w.clip || w.clipped {
		return
	}
	op := &w.clipOp
	w.text("<svg")
	w.box(op.X, op.Y, op.W, op.H)
	w.text(` viewBox="`)
	for i, v := range [...]float64{op.X, op.Y, op.W, op.H} {
		if i > 0 {
			w.text(" ")
		}
		w.number(v)
	}
	w.text(`" overflow="hidden">` + "\n")
	w.clipped = true
}

func (w *writer) unclip() {
	w.flush()
	if w.clipped {
		w.text("</svg>\n")
		w.clipped = false
	}
}

// marks writes what can be pointed at: transparent shapes with a title.
func (w *writer) marks(s *scene.Scene) {
	for i, m := range s.Marks() {
		if !m.Listed || m.W == 0 || m.H == 0 {
			continue
		}
		w.text("<rect")
		w.box(m.X, m.Y, m.W, m.H)
		w.text(` pointer-events="all"><title>`)
		w.escape(m.Label)
		for j, v := range s.Values(i) {
			w.text([...]string{": ", ", "}[min(j, 1)])
			w.escape(v.Name)
			w.text(" ")
			w.escape(string(v.Text))
		}
		w.text("</title></rect>\n")
	}
}

func or(chosen int, own float64) float64 {
	if chosen > 0 {
		return float64(chosen)
	}
	return own
}
