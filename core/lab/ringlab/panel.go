package ringlab

import (
	"strconv"

	"headroom/core/lab"
	"headroom/core/scene"
)

// Sizes of the panel, CSS pixels.
const (
	maxBars         = 14 // nodes with a bar and a name each
	titleHeight     = 50.0
	evenHeight      = 34.0
	statPitch       = 21.0
	histogramHeight = 170.0
)

// drawPanel draws what each node holds and the statistics, and returns where
// it ends.
func (w *world) drawPanel(s *scene.Scene, l *layout, look lab.Look, focus int) (bottom float64) {
	s.Text(l.px, l.py+14, "Keys per node", scene.TextStyle{Size: 14, Bold: true, Role: scene.Ink})
	s.Text(l.px, l.py+32, w.subtitle(), scene.TextStyle{Size: 12, Role: scene.Muted, Max: l.pw})
	y := l.py + titleHeight
	switch {
	case l.histogram:
		y = w.drawHistogram(s, l, y)
	case l.wide:
		y = w.drawBars(s, l, y, focus)
	default:
		y = w.drawRows(s, l, y, focus)
	}
	return w.drawStats(s, l, y+evenHeight-8)
}

// subtitle says what is counted.
func (w *world) subtitle() string {
	text := count(w.placed, "key")
	if w.now.copies > 1 {
		text += ", " + strconv.Itoa(w.now.copies) + " copies"
	}
	if w.now.virtual > 0 {
		text += ", " + count(w.now.virtual, "virtual node") + " each"
	}
	if w.sample.stride > 1 {
		text += "; a dot is " + count(w.sample.stride, "key")
	}
	return text
}

// scale is how wide a bar of the average is, of the width there is.
const scale = 0.556

func (w *world) average() float64 {
	return float64(w.tally.held()) / float64(max(w.live(), 1))
}

// bar returns the width of a bar for so many keys.
func (w *world) bar(l *layout, width float64, keys float64) float64 {
	return min(keys/max(w.average(), 1)*scale*width, width)
}

// drawBars draws a bar below the name and the number of each node.
func (w *world) drawBars(s *scene.Scene, l *layout, y float64, focus int) float64 {
	height := min(max(l.pitch*0.22, 7), 12)
	top := y
	for i := range w.nodes {
		n := &w.nodes[i]
		alpha := faded(focus, n.id)
		w.mark(s, n, l.px-6, y, l.pw+12, l.pitch-2)
		w.drawName(s, n, l.px, y+12, l.pw*0.6, alpha)
		s.Text(l.px+l.pw, y+12, w.holding(n), scene.TextStyle{Size: 13, Role: scene.Ink, Anchor: scene.End, Alpha: alpha})
		w.drawBar(s, l, n, l.px, y+18, l.pw, height, alpha)
		y += l.pitch
	}
	w.drawEven(s, l, l.px, l.pw, top+14, y-l.pitch+18+height+5)
	return y - l.pitch + 18 + height + 6
}

// drawRows draws name, bar and number of each node in one line.
func (w *world) drawRows(s *scene.Scene, l *layout, y float64, focus int) float64 {
	const name, number = 92.0, 78.0
	x, width := l.px+name, l.pw-name-number
	top := y
	for i := range w.nodes {
		n := &w.nodes[i]
		alpha := faded(focus, n.id)
		w.mark(s, n, l.px, y, l.pw, l.pitch)
		w.drawName(s, n, l.px, y+14, name-6, alpha)
		s.Text(l.px+l.pw, y+14, w.holding(n), scene.TextStyle{Size: 13, Role: scene.Ink, Anchor: scene.End, Alpha: alpha})
		w.drawBar(s, l, n, x, y+5, width, 10, alpha)
		y += l.pitch
	}
	w.drawEven(s, l, x, width, top, y)
	return y
}

func faded(focus, id int) float64 {
	if focus >= 0 && focus != id {
		return 0.4
	}
	return 1
}

// drawName writes a node's name, and what has just become of it.
func (w *world) drawName(s *scene.Scene, n *node, x, y, width, alpha float64) {
	tag := ""
	switch {
	case n.down:
		tag = "down"
	case n.id == w.newcomer():
		tag = "new"
	}
	room := width
	if tag != "" {
		room -= scene.Width(tag, 13, true) + 6
	}
	s.Text(x, y, n.name, scene.TextStyle{Size: 13, Role: scene.Ink, Max: room, Alpha: alpha})
	if tag == "" {
		return
	}
	tagRole := role(n.id)
	if n.down {
		tagRole = scene.Danger
	}
	s.Text(x+min(scene.Width(n.name, 13, false), room)+5, y, tag, scene.TextStyle{Size: 13, Bold: true, Role: tagRole, Alpha: alpha})
}

// holding is what a node holds, in words.
func (w *world) holding(n *node) string {
	if n.down {
		return "—"
	}
	text := lab.FormatCount(w.tally.keys[n.id])
	if w.cfg.zipf > 0 {
		text += " · " + lab.FormatPercent(ratio(w.tally.load[n.id], w.total))
	}
	return text
}

// drawBar draws how many keys a node holds and, where popularity is skewed, its
// share of the requests below. With unequal weights each bar has its own mark
// for the fair share.
func (w *world) drawBar(s *scene.Scene, l *layout, n *node, x, y, width, height, alpha float64) {
	s.Rect(x, y, width, height, 2, scene.Style{Fill: scene.Hairline, Alpha: alpha})
	if n.down {
		s.Rect(x+0.5, y+0.5, width-1, height-1, 2, scene.Style{Stroke: scene.Faint, Width: 1, Dash: 3, Alpha: alpha})
		return
	}
	keys := height
	if w.cfg.zipf > 0 {
		keys = height * 0.55
		load := ratio(w.tally.load[n.id], w.total) * float64(w.live()) * scale * width
		s.Rect(x, y+keys+1, min(load, width), height-keys-1, 1, scene.Style{Fill: scene.Ink, Alpha: 0.55 * alpha})
	}
	s.Rect(x, y, w.bar(l, width, float64(w.tally.keys[n.id])), keys, 2, scene.Style{Fill: role(n.id), Alpha: alpha})
	if !w.equalWeights() && w.weighted() {
		fair := x + w.bar(l, width, w.now.width[n.id]*float64(w.tally.held()))
		s.Line(fair, y-3, fair, y+height+3, scene.Style{Stroke: scene.Ink, Width: 1.5, Dash: 2.5})
	}
}

// drawEven draws the even share through the bars, and what bounded loads allow.
func (w *world) drawEven(s *scene.Scene, l *layout, x, width, top, bottom float64) {
	if !w.equalWeights() && w.weighted() {
		s.Text(x+scale*width, bottom+13, "dashes: fair share", scene.TextStyle{Size: 12, Role: scene.Muted, Anchor: scene.Middle})
		return
	}
	even := x + scale*width
	s.Line(even, top, even, bottom, scene.Style{Stroke: scene.Ink, Width: 1.25, Dash: 3})
	s.Text(even, bottom+13, "even share", scene.TextStyle{Size: 12, Role: scene.Muted, Anchor: scene.Middle})
	if w.cfg.method == bounded {
		full := x + w.bar(l, width, float64(w.capacity()))
		s.Line(full, top, full, bottom, scene.Style{Stroke: scene.Warn, Width: 1.25})
		s.Text(full+5, bottom+13, "bound", scene.TextStyle{Size: 12, Role: scene.Warn, Anchor: scene.Start})
	}
}

func (w *world) equalWeights() bool {
	for i := range w.nodes {
		if w.nodes[i].weight != w.nodes[0].weight {
			return false
		}
	}
	return true
}

// drawHistogram draws many nodes as columns, in joining order.
func (w *world) drawHistogram(s *scene.Scene, l *layout, y float64) float64 {
	const height = histogramHeight - 14
	s.Rect(l.px, y, l.pw, height, 2, scene.Style{Fill: scene.Hairline, Alpha: 0.5})
	pitch := l.pw / float64(len(w.nodes))
	for i := range w.nodes {
		n := &w.nodes[i]
		x := l.px + float64(float64(i)*pitch)
		w.mark(s, n, x, y, pitch, height)
		if !n.down {
			h := w.bar(l, height, float64(w.tally.keys[n.id]))
			s.Rect(x, y+height-h, max(pitch-min(1, pitch/4), 0.4), h, 0, scene.Style{Fill: role(n.id)})
		}
	}
	even := y + height - scale*height
	s.Line(l.px, even, l.px+l.pw, even, scene.Style{Stroke: scene.Ink, Width: 1.25, Dash: 3})
	s.Text(l.px+l.pw, even-5, "even share", scene.TextStyle{Size: 12, Role: scene.Ink, Anchor: scene.End})
	return y + height - 10
}

// drawStats writes the statistics: a column, or two where the panel is below
// the ring.
func (w *world) drawStats(s *scene.Scene, l *layout, y float64) (bottom float64) {
	rows := w.statRows()
	columns, gap := 1, 24.0
	if !l.wide && l.pw >= 330 {
		columns = 2
	}
	width := (l.pw - gap*float64(columns-1)) / float64(columns)
	perColumn := (len(rows) + columns - 1) / columns
	for i, r := range rows {
		x := l.px + float64(float64(i/perColumn)*(width+gap))
		base := y + 13 + float64(float64(i%perColumn)*statPitch)
		value := scene.TextStyle{Size: 13, Role: r.role, Bold: r.role == scene.Warn, Anchor: scene.End}
		s.Text(x+width, base, r.text, value)
		labelRole := scene.Ink
		if r.theory {
			labelRole = scene.Muted
		}
		s.Text(x, base, r.label, scene.TextStyle{Size: 13, Role: labelRole, Max: width - scene.Width(r.text, 13, value.Bold) - 8})
	}
	return y + float64(float64(perColumn)*statPitch)
}

// mark names a node for pointing and for the table.
func (w *world) mark(s *scene.Scene, n *node, x, y, width, height float64) {
	s.Mark(scene.Mark{ID: s.Intern("node:", n.name), Kind: "node", Label: n.name, Listed: true, X: x, Y: y, W: width, H: height})
	state := "up"
	if n.down {
		state = "down"
	}
	s.Value("Keys", lab.FormatCount(w.tally.keys[n.id]))
	s.Value("Share of keys", lab.FormatPercent(ratio(float64(w.tally.keys[n.id]), float64(w.tally.held()))))
	if w.cfg.zipf > 0 {
		s.Value("Share of requests", lab.FormatPercent(ratio(w.tally.load[n.id], w.total)))
	}
	s.Value("Weight", lab.FormatFixed(n.weight, 1))
	s.Value("State", state)
}
