package svg

import (
	"math"
	"strconv"
	"unicode/utf8"

	"headroom/core/scene"
)

func (w *writer) text(s string) { w.out = append(w.out, s...) }

// number writes a number with at most two decimals, which is finer than the 1/64 pixel of a scene
// is seen.
func (w *writer) number(v float64) { w.rounded(v, 100) }

// rounded writes v to the nearest of so many parts of one, 100 or 1000, without zeros at the end.
// strconv has no fast way for a given number of decimals.
func (w *writer) rounded(v float64, parts int64) {
	n := int64(math.Floor(float64(v*float64(parts)) + 0.5))
	if n < 0 {
		w.text("-")
		n = -n
	}
	w.out = strconv.AppendInt(w.out, n/parts, 10)
	rest := n % parts
	if rest == 0 {
		return
	}
	w.text(".")
	for ; rest > 0; rest = rest * 10 % parts {
		w.out = append(w.out, byte('0'+rest*10/parts))
	}
}

// pair writes two numbers as paths have them: a sign separates as well as a space.
func (w *writer) pair(x, y float64) {
	w.number(x)
	at := len(w.out)
	w.text(" ")
	w.number(y)
	if w.out[at+1] == '-' {
		w.out = append(w.out[:at], w.out[at+1:]...)
	}
}

func (w *writer) attribute(name string, v float64) {
	w.text(" " + name + `="`)
	w.number(v)
	w.text(`"`)
}

func (w *writer) box(x, y, width, height float64) {
	w.attribute("x", x)
	w.attribute("y", y)
	w.attribute("width", width)
	w.attribute("height", height)
}

func (w *writer) element(name, content string) {
	if content == "" {
		return
	}
	w.text("<" + name + ">")
	w.escape(content)
	w.text("</" + name + ">")
}

// classes reports whether colours are named, and not written out.
func (w *writer) classes() bool { return w.theme == Classes || w.theme == Auto }

// paint writes how a closed shape is filled and stroked.
func (w *writer) paint(op *scene.Op) {
	if w.classes() && op.Fill != scene.None && op.Stroke != scene.None {
		w.text(` class="f-` + op.Fill.String() + ` s-` + op.Stroke.String() + `"`)
		w.opacity("fill-opacity", op.Alpha)
		w.outline(op.Alpha, op.Width, op.Dash)
		return
	}
	if op.Fill != scene.None {
		w.fill(op.Fill, op.Alpha)
	}
	if op.Stroke != scene.None {
		w.stroke(op.Stroke, op.Alpha, op.Width, op.Dash)
	}
}

func (w *writer) fill(role scene.Role, alpha float64) {
	w.colour("fill", "f-", role)
	w.opacity("fill-opacity", alpha)
}

func (w *writer) stroke(role scene.Role, alpha, width, dash float64) {
	w.colour("stroke", "s-", role)
	w.outline(alpha, width, dash)
}

func (w *writer) outline(alpha, width, dash float64) {
	w.opacity("stroke-opacity", alpha)
	if width != 1 {
		w.attribute("stroke-width", width)
	}
	if dash > 0 {
		w.attribute("stroke-dasharray", dash)
	}
}

func (w *writer) colour(property, prefix string, role scene.Role) {
	switch {
	case role == scene.None:
	case w.classes():
		w.text(` class="` + prefix + role.String() + `"`)
	default:
		w.text(" " + property + `="` + role.Color(w.theme == Dark) + `"`)
	}
}

func (w *writer) opacity(property string, alpha float64) {
	if alpha < 1 {
		w.text(" " + property + `="`)
		w.rounded(alpha, 1000)
		w.text(`"`)
	}
}

// escape writes text for element content: markup is escaped, and what XML cannot hold replaced.
func (w *writer) escape(s string) {
	for i, n := 0, 0; i < len(s); i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '&':
			w.text("&amp;")
		case r == '<':
			w.text("&lt;")
		case r == '>':
			w.text("&gt;")
		case r < ' ' && r != '\t' && r != '\n', r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			w.text("\uFFFD")
		default:
			w.out = utf8.AppendRune(w.out, r)
		}
	}
}
