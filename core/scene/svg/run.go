package svg

import (
	"headroom/core/exact"
	"headroom/core/scene"
)

// A part is an arc or a line that waits to be joined with others of its style.
type part struct {
	kind           scene.Kind
	look           look
	x, y, x2, y2   float64
	r, from, angle float64
}

// A look is what parts of one path have in common.
type look struct {
	stroke             scene.Role
	alpha, width, dash float64
}

func partOf(op *scene.Op) part {
	return part{kind: op.Kind, look: look{op.Stroke, op.Alpha, op.Width, op.Dash},
		x: op.X, y: op.Y, x2: op.X2, y2: op.Y2, r: op.R, from: op.From, angle: op.To - op.From}
}

// continues tells whether an operation prolongs the run of arcs or of lines in hand.
func (w *writer) continues(op *scene.Op) bool { return len(w.run) > 0 && w.run[0].kind == op.Kind }

// flush writes the run in hand: a path for each style, in the order in which styles came up.
func (w *writer) flush() {
	w.styles = w.styles[:0]
	for i := range w.run {
		if l := w.run[i].look; !w.known(l) {
			w.styles = append(w.styles, l)
			w.joined(w.run[i:], l)
		}
	}
	w.run = w.run[:0]
}

func (w *writer) known(l look) bool {
	for _, known := range w.styles {
		if known == l {
			return true
		}
	}
	return false
}

func (w *writer) joined(run []part, l look) {
	w.text(`<path d="`)
	for i := range run {
		if p := &run[i]; p.look != l {
			continue
		} else if p.kind == scene.ArcOp {
			w.arc(p)
		} else {
			w.line(p)
		}
	}
	w.text(`"`)
	w.stroke(l.stroke, l.alpha, l.width, l.dash)
	w.text("/>\n")
}

func (w *writer) line(p *part) {
	switch {
	case p.x == p.x2:
		w.text("M")
		w.pair(snap(p.x, p.look.width), p.y)
		w.text("V")
		w.number(p.y2)
	case p.y == p.y2:
		w.text("M")
		w.pair(p.x, snap(p.y, p.look.width))
		w.text("H")
		w.number(p.x2)
	default:
		w.text("M")
		w.pair(p.x, p.y)
		w.text("L")
		w.pair(p.x2, p.y2)
	}
}

// arc writes an arc in pieces of at most half a turn, of which an end is never near its beginning.
func (w *writer) arc(p *part) {
	w.text("M")
	w.onCircle(p, p.from)
	pieces := 1
	if p.angle > 0.5 {
		pieces = 2
	}
	for i := range pieces {
		w.text("A")
		w.pair(p.r, p.r)
		w.text(" 0 0 1 ")
		w.onCircle(p, p.from+float64(p.angle*float64(i+1))/float64(pieces))
	}
}

func (w *writer) onCircle(p *part, turns float64) {
	sin, cos := exact.SinCos(turns)
	w.pair(p.x+float64(sin*p.r), p.y-float64(cos*p.r))
}
