package graph

import (
	"strconv"

	"headroom/core/scene"
	"headroom/core/system"
)

// mostCells is how many slots are shown one by one.
const mostCells = 36

// cellGrid is where the slots of a card are.
type cellGrid struct {
	x, y, size, gap float64
	columns         int
}

func (g *cellGrid) cell(i int) (x, y float64) {
	pitch := g.size + g.gap
	return g.x + float64(float64(i%g.columns)*pitch) + g.size/2, g.y + float64(float64(i/g.columns)*pitch) + g.size/2
}

// pad is the space within the sides of a card.
func (f *figure) pad(b *system.Box) float64 {
	switch {
	case b.W < 160:
		return 10
	case f.width < wideFrom:
		return 11
	}
	return 14
}

// large is the size of the busy share, and small that of p99.
func (f *figure) large() float64 {
	if f.width < wideFrom {
		return 17
	}
	return 20
}

func (f *figure) small() float64 {
	if f.cramped() {
		return 11
	}
	return 12
}

// cramped tells whether two cards beside each other have hardly room for their words.
func (f *figure) cramped() bool { return f.width < crampedTo }

// grid returns where the slots of a part are.
func (f *figure) grid(i int) cellGrid {
	b, n := &f.Boxes[i], f.states[i].Slots
	g := cellGrid{x: b.X + f.pad(b), y: b.Y + 36, gap: 3, columns: 8}
	if f.Wide { // who waits may stand below
		g.y -= 3
	}
	if n > 16 {
		g.columns, g.gap = 12, 2.5
	}
	rows := float64((n + g.columns - 1) / g.columns)
	room := b.W - 2*f.pad(b) - float64(f.large()*3.5)
	g.size = min(12, (room+g.gap)/float64(g.columns)-g.gap, (33+g.gap)/rows-g.gap)
	return g
}

// tone is the colour of a part's figures: red where it limits the whole or is down.
func (f *figure) tone(i int) scene.Role {
	if i == f.hot || f.states[i].Down {
		return scene.Danger
	}
	return scene.Series1
}

// ink is the colour of a part's words.
func (f *figure) ink(i int, usual scene.Role) scene.Role {
	if f.tone(i) == scene.Danger {
		return scene.Danger
	}
	return usual
}

// drawCard draws what rarely changes of a server or pool.
func (f *figure) drawCard(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	st := scene.Style{Fill: scene.Panel, Stroke: scene.Border, Width: 1.25}
	switch {
	case p.Down:
		st.Fill, st.Stroke, st.Dash, st.Width = scene.Background, scene.Danger, 4, 1.5
	case i == f.hot:
		st.Stroke, st.Width = scene.Danger, 1.75
	case p.Draining || p.OutOfRotation:
		st.Stroke, st.Dash = scene.Muted, 4
	}
	if f.focus[1].part == i {
		st.Width++
	}
	radius := [...]float64{10, 8, 6}[f.Level]
	s.Rect(b.X, b.Y, b.W, b.H, radius, st)
	if f.focus[0].part == i {
		s.Rect(b.X-3.5, b.Y-3.5, b.W+7, b.H+7, radius+3.5, scene.Style{Stroke: scene.Accent, Width: 2})
	}
	pad := f.pad(b)
	switch f.Level {
	case 0:
		f.print(s, p.Name, b.X+pad, b.Y+24, min(nameSize, f.small()+1), bold, f.ink(i, scene.Ink), b.W-2*pad-float64(f.small()*4))
	case 1:
		f.print(s, p.Name, b.X+pad, b.Y+19, 12, bold, f.ink(i, scene.Ink), b.W-2*pad-40)
	default:
		f.print(s, shortName(p.Name), b.X+4, b.Y+13, 9.5, bold, f.ink(i, scene.Ink), b.W-8)
	}
}

// shortName is what follows the last hyphen of a name.
func shortName(name string) string {
	for i := len(name) - 1; i > 0; i-- {
		if name[i-1] == '-' {
			return name[i:]
		}
	}
	return name
}

// drawTags names what is the matter with parts, above all cards.
func (f *figure) drawTags(s *scene.Scene) {
	for i := range f.states {
		if f.states[i].Kind >= system.ServerKind && (f.Level < 2 || i == f.hot) {
			f.drawTag(s, i)
		}
	}
}

// writeTag says what is the matter with a part.
func (f *figure) writeTag(i int) {
	p := &f.states[i]
	if f.text.begin(); i == f.hot {
		f.text.put("bottleneck")
	}
	switch {
	case p.Down:
		if p.OutOfRotation {
			f.text.put("out of rotation")
		}
	case f.words[i] != "":
		if len(f.text) > 0 {
			f.text.put(", ")
		}
		if f.writeTrouble(i); f.words[i] == "slowed" && f.Boxes[i].W > 190 {
			f.text.put(" speed")
		}
	}
}

// writeTrouble says what is the matter with a part: of a slow one, how fast it is.
func (f *figure) writeTrouble(i int) {
	if usual := speed(f.doc.Parts[i].Spec); f.words[i] == "slowed" && usual > 0 {
		f.text = strconv.AppendFloat(f.text, f.states[i].Speed/usual, 'g', 2, 64)
		f.text.put("×")
		return
	}
	f.text.put(f.words[i])
}

// drawTag names what is the matter with a part, on the upper border of its card.
func (f *figure) drawTag(s *scene.Scene, i int) {
	if f.writeTag(i); len(f.text) == 0 {
		return
	}
	b, role := &f.Boxes[i], f.ink(i, scene.Warn)
	size, high, most := f.small()-1, 17.0, b.W-28
	if f.Level > 0 {
		size, high, most = 9.5, 13, max(most, 60)
	}
	wide := min(f.wide(size, true), most)
	x := min(b.X+10, f.width-wide-18)
	s.Rect(x, b.Y+4-high, wide+14, high, high/2, scene.Style{Fill: scene.Panel, Stroke: role, Width: 1.25})
	f.write(s, x+7, b.Y+4-high/2+float64(size*0.36), size, bold, role, most+1)
}

// drawLoad draws what often changes of a server or pool.
func (f *figure) drawLoad(s *scene.Scene, i int) {
	switch f.Level {
	case 0:
		f.drawFull(s, i)
	case 1:
		f.drawCompact(s, i)
	default:
		f.drawTiny(s, i)
	}
	if f.room[i] > 0 {
		f.drawQueueNumber(s, i)
	}
}

func (f *figure) drawFull(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	pad := f.pad(b)
	right := b.X + b.W - pad
	f.drawLatency(s, i)
	f.drawSlots(s, i)
	if p.Down {
		f.print(s, "down", right, b.Y+56, 17, bold|toEnd, scene.Danger, 0)
		if f.Wide {
			f.drawFoot(s, i)
		}
		return
	}
	y := b.Y + 54
	if !f.Wide {
		y = b.Y + 50
	}
	f.text.begin().share(p.Share)
	f.write(s, right, y, f.large(), bold|toEnd, f.ink(i, scene.Ink), 0)
	if f.vain[i] > p.Busy/2 {
		f.print(s, "in vain", right, y+f.large()-5, f.small()-0.5, bold|toEnd, scene.Danger, 0)
	} else if f.Wide {
		f.print(s, "busy", right, b.Y+69, 11.5, toEnd, scene.Muted, 0)
	}
	f.drawFoot(s, i)
}

// drawLatency tells the p99 of a part: beside its name or, where cards are so narrow that the two would touch, in
// a line of its own.
func (f *figure) drawLatency(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	if p.P99 == 0 || p.Down {
		return
	}
	pad := f.pad(b)
	f.text.begin().put("p99 ").span(p.P99)
	if f.cramped() {
		f.write(s, b.X+pad, b.Y+b.H-18, f.small()-0.5, plain, f.ink(i, scene.Muted), 0)
		return
	}
	const apart = 8
	name := scene.Width(p.Name, min(nameSize, f.small()+1), true)
	if b.W-2*pad-name-apart >= f.wide(f.small(), false) {
		f.write(s, b.X+b.W-pad, b.Y+24, f.small(), toEnd, f.ink(i, scene.Muted), 0)
	}
}

// drawFoot draws the bar at the bottom of a card, and above it who waits.
func (f *figure) drawFoot(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	pad := f.pad(b)
	room := b.W - 2*pad
	if f.Wide {
		f.drawBar(s, i, b.X+pad, b.Y+b.H-14, room, 4)
		if f.room[i] == 0 && p.Waiting+int(p.Refused) > 0 {
			f.writeWaiting(p, 11.5, room-46)
			f.write(s, b.X+pad, b.Y+b.H-20, 11.5, plain, f.ink(i, scene.Muted), 0)
		}
		return
	}
	f.drawBar(s, i, b.X+pad, b.Y+b.H-11, room, 3)
	role, y := scene.Muted, b.Y+b.H-18
	if p.Waiting+int(p.Refused) > 0 {
		role = f.ink(i, role)
	}
	if f.cramped() {
		y -= 15
	}
	size := f.small() - 0.5
	f.writeWaiting(p, size, room)
	f.write(s, b.X+pad, y, size, plain, role, 0)
}

// writeWaiting says in a width how many wait at a part, and how many it has refused: in full, with thousands for
// short, or who waits alone.
func (f *figure) writeWaiting(p *system.PartState, size, most float64) {
	if p.Waiting+int(p.Refused) == 0 {
		f.text.begin().put("none waiting")
		return
	}
	for n := range 3 {
		f.text.begin().count(uint64(p.Waiting)).put(" waiting")
		switch {
		case p.Refused == 0 || n == 2:
			return
		case n == 0 || p.Refused < 1000:
			f.text.put(", ").count(p.Refused).put(" refused")
		default:
			f.text.put(", ").count(p.Refused / 1000)
			if p.Refused < 10_000 {
				f.text.put(".").count(p.Refused % 1000 / 100)
			}
			f.text.put("k refused")
		}
		if f.wide(size, false) <= most {
			return
		}
	}
}

// drawSlots draws a cell for each slot, or tells how many are busy.
func (f *figure) drawSlots(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	if p.Slots <= mostCells {
		g, from := f.grid(i), f.cellAt[i]
		s.Cells(g.x, g.y, g.size, g.gap, g.columns, f.cells[from:from+p.Slots])
		return
	}
	f.text.begin().count(uint64(p.Busy))
	f.write(s, b.X+f.pad(b), b.Y+48, 14, bold, f.ink(i, scene.Ink), 0)
	f.text.begin().put("of ").count(uint64(p.Slots)).put(" slots")
	f.write(s, b.X+f.pad(b), b.Y+64, 11.5, plain, scene.Muted, 0)
}

// drawBar draws how busy a part is, and below it how busy it is on the other side.
func (f *figure) drawBar(s *scene.Scene, i int, x, y, w, h float64) {
	p := &f.states[i]
	s.Rect(x, y, w, h, h/2, scene.Style{Fill: scene.Hairline})
	if full := float64(w * min(p.Share, 1)); full > 0 && !p.Down {
		s.Rect(x, y, full, h, h/2, scene.Style{Fill: f.tone(i)})
	}
	if g := &f.ghosts[i]; g.Name != "" {
		s.Rect(x, y-2, float64(w*min(g.Share, 1)), h+4, (h+4)/2, scene.Style{Stroke: scene.Muted})
	}
}

func (f *figure) drawCompact(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	pad := f.pad(b)
	f.writeLoad(p)
	f.write(s, b.X+b.W-pad, b.Y+20, 12, bold|toEnd, f.ink(i, scene.Ink), 0)
	bar := b.W - 2*pad
	if f.room[i] == 0 && p.Waiting > 0 {
		f.text.begin().count(uint64(p.Waiting)).put(" waiting")
		f.write(s, b.X+b.W-pad, b.Y+b.H-9, 11, toEnd, f.ink(i, scene.Muted), 0)
		bar = max(bar-max(f.wide(11, false)+8, 72), 20)
	}
	f.drawBar(s, i, b.X+pad, b.Y+b.H-14, bar, 4)
}

func (f *figure) drawTiny(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	f.drawBar(s, i, b.X+5, b.Y+b.H-11, b.W-10, 4)
	role := f.ink(i, scene.Muted)
	if f.writeLoad(p); f.words[i] != "" && !p.Down {
		f.text.begin()
		f.writeTrouble(i)
		role = f.ink(i, scene.Warn)
	}
	const size = 9.5
	left := b.W - 10 - scene.Width(shortName(p.Name), size, true)
	if left >= f.wide(size, false) {
		f.write(s, b.X+b.W-4, b.Y+13, size, toEnd, role, 0)
	}
	var queue [2 * queueShown]float64
	n := min(p.Waiting, queueShown)
	for k := range n {
		queue[2*k], queue[2*k+1] = b.X+7+float64(float64(k)*5), b.Y+b.H-3.5
	}
	s.Dots(1.5, f.tone(i), 1, queue[:2*n])
}

// writeLoad says how busy a part is, or that it is down.
func (f *figure) writeLoad(p *system.PartState) {
	if f.text.begin(); p.Down {
		f.text.put("down")
	} else {
		f.text.share(p.Share)
	}
}

// drawQueueNumber tells how many wait where there are more than can be shown, and what a part has refused: on the
// side of the queue that the way does not come from.
func (f *figure) drawQueueNumber(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	if f.entry[i] < 0 {
		return
	}
	x, y, line := b.X-8, b.Y+b.H/2-10, -15.0
	if w := &f.ways[f.entry[i]]; w.points[1] < b.Y+b.H/2-1 {
		x, y, line = b.X-34, b.Y+b.H/2+19, 15
	}
	if p.Waiting > f.room[i] {
		f.text.begin().count(uint64(p.Waiting)).put(" waiting")
		f.write(s, x, y, 12, toEnd, f.ink(i, scene.Muted), 0)
		y += line
	}
	if p.Refused > 0 {
		f.text.begin().count(p.Refused).put(" refused")
		f.write(s, x, y, 12, toEnd, scene.Danger, 0)
	}
}
