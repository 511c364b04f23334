package ringlab

import (
	"slices"
	"strconv"
	"strings"

	"headroom/core/lab"
	"headroom/core/scene"
)

// Sizes of the panel, CSS pixels.
const (
	maxBars         = 14 // nodes with a bar and a name each
	titleHeight     = 66.0
	evenHeight      = 34.0
	statPitch       = 21.0
	histogramHeight = 170.0

	// From bar to bar, with the name above it and beside it.
	minPitch, maxPitch       = 34.0, 58.0
	minRowPitch, maxRowPitch = 17.0, 24.0
)

// drawPanel draws what each node holds and the statistics, and returns where
// it ends.
func (w *world) drawPanel(s *scene.Scene, l *layout, look lab.Look, focus int) (bottom float64) {
	s.Text(l.px, l.py+14, "Keys per node", scene.TextStyle{Size: 14, Bold: true, Role: scene.Ink})
	for i, line := range w.subtitles(l) {
		s.Text(l.px, l.py+32+float64(float64(i)*16), line, scene.TextStyle{Size: 12, Role: scene.Muted, Max: l.pw})
	}
	y := l.py + titleHeight
	switch {
	case l.histogram:
		y = w.drawHistogram(s, l, y)
	case l.rows:
		y = w.drawRows(s, l, y, focus)
	default:
		y = w.drawBars(s, l, y, focus)
	}
	return w.drawStats(s, l, y+evenHeight-8)
}

// subtitles say what is counted, what a dot stands for, and what an outline does.
func (w *world) subtitles(l *layout) [2]string {
	keys := count(w.placed, "key")
	if w.sample.stride > 1 {
		keys += "; a dot is " + lab.FormatCount(w.sample.stride)
	}
	each := ""
	if w.now.virtual > 0 {
		each = count(w.now.virtual, "virtual node") + " each"
	}
	if l.ghost != nil {
		if l.histogram {
			return [2]string{keys, "strokes: the other side"}
		}
		return [2]string{keys, "outlined: the other side"}
	}
	if w.now.copies > 1 {
		each += ", " + strconv.Itoa(w.now.copies) + " copies"
	}
	return [2]string{keys, strings.TrimPrefix(each, ", ")}
}

// measure finds out what the bars of a frame have in common. Its scale is how
// long a bar of the average is, of the length there is: the same for most
// worlds, so that bars can be compared, and shorter where a node holds far more.
func (w *world) measure(l *layout) {
	const usual, room = 0.556, 0.97
	most := 0
	for i := range w.nodes {
		most = max(most, w.tally.keys[w.nodes[i].id])
	}
	if l.ghost != nil {
		most = max(most, slices.Max(l.ghost.tally.keys))
	}
	l.held = float64(max(w.tally.held(), 1))
	l.average = l.held / float64(max(w.live(), 1))
	l.scale = min(usual, room*ratio(l.average, float64(max(most, 1))))
	l.fairs = w.weighted() && !w.equalWeights()
}

// bar returns the length of a bar for so many keys.
func (l *layout) bar(length, keys float64) float64 {
	return min(keys/l.average*l.scale*length, length)
}

// drawBars draws a bar below the name and the number of each node.
func (w *world) drawBars(s *scene.Scene, l *layout, y float64, focus int) float64 {
	height := min(max(l.pitch*0.22, 7), 12)
	top := y
	for i := range w.nodes {
		n := &w.nodes[i]
		alpha := faded(focus, n.id)
		w.mark(s, l, n, l.px-6, y, l.pw+12, l.pitch-2)
		w.drawName(s, n, l.px, y+12, l.pw*0.6, alpha)
		w.drawHolding(s, n, l.px+l.pw, y+12, alpha)
		w.drawBar(s, l, n, l.px, y+18, l.pw, height, alpha)
		if w.all.skewed() { // the numbers are too wide for a line from top to bottom
			w.drawLimits(s, l, l.px, l.pw, y+15, y+18+height+3)
		}
		y += l.pitch
	}
	if !w.all.skewed() {
		w.drawLimits(s, l, l.px, l.pw, top+14, y-l.pitch+18+height+5)
	}
	w.labelLimits(s, l, l.px, l.pw, y-l.pitch+18+height+5)
	return y - l.pitch + 18 + height + 6
}

// drawRows draws name, bar and number of each node in one line.
func (w *world) drawRows(s *scene.Scene, l *layout, y float64, focus int) float64 {
	name, number := w.columns(l)
	x, width := l.px+name, l.pw-name-number
	top := y
	for i := range w.nodes {
		n := &w.nodes[i]
		alpha := faded(focus, n.id)
		w.mark(s, l, n, l.px, y, l.pw, l.pitch)
		w.drawName(s, n, l.px, y+14, name-5, alpha)
		w.drawHolding(s, n, l.px+l.pw, y+14, alpha)
		w.drawBar(s, l, n, x, y+5, width, 10, alpha)
		y += l.pitch
	}
	w.drawLimits(s, l, x, width, top, y)
	w.labelLimits(s, l, x, width, y)
	return y
}

// columns returns how wide names and numbers are where they stand in one line
// with the bar.
func (w *world) columns(l *layout) (name, number float64) {
	for i := range w.nodes {
		n := &w.nodes[i]
		width := scene.Width(n.name, 13, false) + 10
		if n.id == w.newcomer() {
			width += scene.Width(newTag, 13, true) + 5
		}
		name, number = max(name, width), max(number, scene.Width(w.holding(n), 13, false)+10)
	}
	return min(name, l.pw*0.4), min(number, l.pw*0.36)
}

// newTag stands behind the name of a node that has just joined.
const newTag = "new"

func faded(focus, id int) float64 {
	if focus >= 0 && focus != id {
		return 0.4
	}
	return 1
}

// drawName writes a node's name and, where there is room, that it is new.
func (w *world) drawName(s *scene.Scene, n *node, x, y, width, alpha float64) {
	s.Text(x, y, n.name, scene.TextStyle{Size: 13, Role: scene.Ink, Max: width, Alpha: alpha})
	tagAt := scene.Width(n.name, 13, false) + 5
	if n.id == w.newcomer() && tagAt+scene.Width(newTag, 13, true) <= width {
		s.Text(x+tagAt, y, newTag, scene.TextStyle{Size: 13, Bold: true, Role: role(n.id), Alpha: alpha})
	}
}

// drawHolding writes what a node holds, so that it ends at x.
func (w *world) drawHolding(s *scene.Scene, n *node, x, y, alpha float64) {
	style := scene.TextStyle{Size: 13, Role: scene.Ink, Anchor: scene.End, Alpha: alpha}
	if n.down {
		style.Role, style.Bold = scene.Danger, true
	}
	s.Text(x, y, w.holding(n), style)
}

// holding is what a node holds, in words.
func (w *world) holding(n *node) string {
	if n.down {
		return "down"
	}
	text := lab.FormatCount(w.tally.keys[n.id])
	if w.all.skewed() {
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
	if w.all.skewed() {
		keys = float64(height * 0.55)
		load := l.bar(width, ratio(w.tally.load[n.id], w.total)*l.held)
		s.Rect(x, y+keys+1, min(load, width), height-keys-1, 1, scene.Style{Fill: scene.Ink, Alpha: 0.55 * alpha})
	}
	s.Rect(x, y, l.bar(width, float64(w.tally.keys[n.id])), keys, 2, scene.Style{Fill: role(n.id), Alpha: alpha})
	if held, ok := l.ghostOf(n); ok {
		s.Rect(x-0.5, y-1.5, max(l.bar(width, held), 1)+1, keys+3, 2, scene.Style{Stroke: scene.Ink, Width: 1.25, Alpha: 0.65 * alpha})
	}
	if l.fairs {
		fair := x + l.bar(width, w.now.width[n.id]*l.held)
		s.Line(fair, y-3, fair, y+height+3, scene.Style{Stroke: scene.Ink, Width: 1.5, Dash: 2.5})
	}
}

// ghostOf returns how many keys the node of this name holds on the other side of
// a comparison, and false where there is none that is up.
func (l *layout) ghostOf(n *node) (held float64, ok bool) {
	if l.ghost == nil {
		return 0, false
	}
	i := l.ghost.find(n.name)
	if i < 0 || l.ghost.nodes[i].down {
		return 0, false
	}
	return float64(l.ghost.tally.keys[l.ghost.nodes[i].id]), true
}

// drawLimits draws the even share through the bars, and what bounded loads allow.
func (w *world) drawLimits(s *scene.Scene, l *layout, x, width, top, bottom float64) {
	if l.fairs {
		return
	}
	even := x + float64(l.scale*width)
	s.Line(even, top, even, bottom, scene.Style{Stroke: scene.Ink, Width: 1.25, Dash: 3})
	if w.cfg.method == bounded {
		full := x + l.bar(width, float64(w.capacity()))
		s.Line(full, top, full, bottom, scene.Style{Stroke: scene.Warn, Width: 1.25})
	}
}

// labelLimits says what the lines through the bars are.
func (w *world) labelLimits(s *scene.Scene, l *layout, x, width, y float64) {
	even := x + float64(l.scale*width)
	label := scene.TextStyle{Size: 12, Role: scene.Muted, Anchor: scene.Middle}
	if l.fairs {
		s.Text(even, y+13, "dashes: fair share", label)
		return
	}
	if w.cfg.method == bounded {
		full := x + l.bar(width, float64(w.capacity()))
		s.Text(full+2, y+13, "bound", scene.TextStyle{Size: 12, Role: scene.Warn})
		label.Anchor, even = scene.End, even+2
	}
	s.Text(even, y+13, "even share", label)
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
		w.mark(s, l, n, x, y, pitch, height)
		if !n.down {
			h := l.bar(height, float64(w.tally.keys[n.id]))
			s.Rect(x, y+height-h, max(pitch-min(1, pitch/4), 0.4), h, 0, scene.Style{Fill: role(n.id)})
		}
		if held, ok := l.ghostOf(n); ok {
			top := y + height - l.bar(height, held)
			s.Line(x, top, x+pitch, top, scene.Style{Stroke: scene.Ink, Width: 1.25, Alpha: 0.65})
		}
	}
	even := y + height - float64(l.scale*height)
	s.Line(l.px, even, l.px+l.pw, even, scene.Style{Stroke: scene.Ink, Width: 1.25, Dash: 3})
	s.Text(l.px+l.pw, y+height+14, "dashes: even share", scene.TextStyle{Size: 12, Role: scene.Muted, Anchor: scene.End})
	return y + height + 2
}

// drawStats writes the statistics: a column, or two where the panel is below
// the ring.
func (w *world) drawStats(s *scene.Scene, l *layout, y float64) (bottom float64) {
	rows := w.statRows()
	columns, gap := 1, 20.0
	if !l.wide && l.pw >= 330 {
		columns = 2
	}
	width := (l.pw - float64(gap*float64(columns-1))) / float64(columns)
	perColumn := (len(rows) + columns - 1) / columns
	for i, r := range rows {
		x := l.px + float64(float64(i/perColumn)*(width+gap))
		base := y + 13 + float64(float64(i%perColumn)*statPitch)
		value := scene.TextStyle{Size: 13, Role: r.role, Bold: r.role == scene.Warn, Anchor: scene.End}
		s.Text(x+width, base, r.text, value)
		labelRole := scene.Ink
		if r.theory { // dashed, as theory is in the charts
			labelRole = scene.Muted
			s.Line(x, base+4.5, x+width, base+4.5, scene.Style{Stroke: scene.Muted, Width: 1, Dash: 2.5, Alpha: 0.7})
		}
		s.Text(x, base, r.label, scene.TextStyle{Size: 13, Role: labelRole, Max: width - scene.Width(r.text, 13, value.Bold) - 8})
	}
	return y + float64(float64(perColumn)*statPitch)
}

// mark names a node for pointing and for the table.
func (w *world) mark(s *scene.Scene, l *layout, n *node, x, y, width, height float64) {
	s.Mark(scene.Mark{ID: s.Intern("node:", n.name), Kind: "node", Label: n.name, Listed: true, X: x, Y: y, W: width, H: height})
	state := "up"
	if n.down {
		state = "down"
	}
	s.Value("Keys", lab.FormatCount(w.tally.keys[n.id]))
	s.Value("Share of keys", lab.FormatPercent(ratio(float64(w.tally.keys[n.id]), l.held)))
	if w.all.skewed() {
		s.Value("Share of load", lab.FormatPercent(ratio(w.tally.load[n.id], w.total)))
	}
	s.Value("Weight", lab.FormatFixed(n.weight, 1))
	s.Value("State", state)
}
