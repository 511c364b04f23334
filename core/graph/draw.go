package graph

import (
	"strings"
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// Draw adds the world as it stands at look.Now to an empty scene.
func (w *World) Draw(s *scene.Scene, look lab.Look) {
	f := w.see(look)
	s.SetTitle("System")
	s.SetDesc(f.describeAs(w))
	if f.Height > look.Height || !f.Wide {
		s.SetHeight(f.Height + 8)
	}
	for i := range f.ways {
		f.drawWay(s, &f.ways[i], 0)
	}
	for i, lit := range f.lit {
		if lit > 0 {
			f.drawWay(s, &f.ways[i], lit)
		}
	}
	for i := range f.doc.Parts {
		f.drawPart(s, i)
	}
	s.Layer(scene.Live)
	for i := range f.doc.Parts {
		switch spec := f.doc.Parts[i].Spec.(type) {
		case system.Clients:
			f.drawRate(s, i, &spec)
		case system.Server, system.Pool:
			f.drawLoad(s, i)
		}
	}
	f.drawDots(s)
	f.drawTags(s)
	f.drawFocus(s)
	f.drawScale(s, look.Other != nil)
}

// told is what a picture was described as, and of which moment.
type told struct {
	sys   *system.System
	now   time.Duration
	print uint64
	acts  int
	text  string
}

// describeAs returns the lab's words on the moment. While nothing happens they are kept.
func (f *figure) describeAs(w *World) string {
	is := told{w.sys, f.now, w.sys.Fingerprint(), w.acts, f.told.text}
	if is != f.told {
		caption := w.Caption(f.now)
		is.text = strings.TrimSpace(caption.Now + " " + caption.Try)
		f.told = is
	}
	return is.text
}

// drawPart draws what rarely changes of a part, and names it.
func (f *figure) drawPart(s *scene.Scene, i int) {
	switch f.states[i].Kind {
	case system.ClientsKind:
		f.drawClients(s, i)
	case system.BalancerKind:
		f.drawBalancer(s, i)
	case system.ServerKind, system.PoolKind:
		f.drawCard(s, i)
	}
	f.mark(s, i)
}

// drawWay draws a curve, dashed where nothing is sent, and broken where nothing gets through.
func (f *figure) drawWay(s *scene.Scene, w *way, lit int) {
	st := scene.Style{Stroke: scene.Border, Width: 1.25}
	if f.Level == 2 {
		st.Stroke = scene.Hairline // many together are dark
	}
	if w.link >= 0 && (f.focus[0].part == w.link || f.focus[1].part == w.link) {
		st.Stroke = scene.Muted
	}
	if f.idle(w) {
		st.Stroke, st.Dash = scene.Border, 4
	}
	split := w.link >= 0 && f.states[w.link].Split
	for lane := range max(w.lanes, 1) {
		var points [2 * (wayPoints + 1)]float64
		for i := range wayPoints + 1 {
			points[2*i], points[2*i+1] = f.at(w, float64(i)/wayPoints, uint64(lane))
		}
		if !split {
			if lit == lane+1 {
				s.Polyline(points[:], scene.Style{Stroke: scene.Accent, Width: 2.5})
			} else {
				s.Polyline(points[:], st)
			}
			continue
		}
		st.Stroke, st.Dash = scene.Border, 0
		const gap = 2 // steps on either side of the middle
		s.Polyline(points[:2*(wayPoints/2-gap+1)], st)
		s.Polyline(points[2*(wayPoints/2+gap):], st)
	}
	if split {
		f.drawCut(s, w)
	}
}

// drawCut puts a stroke across each end of a broken way, and names it.
func (f *figure) drawCut(s *scene.Scene, w *way) {
	for _, i := range [...]int{wayPoints/2 - 2, wayPoints/2 + 2} {
		x, y := w.points[2*i], w.points[2*i+1]
		s.Line(x-4, y+6, x+4, y-6, scene.Style{Stroke: scene.Danger, Width: 2})
	}
	if f.states[w.to].Kind < system.ServerKind { // which would have a tag that says so
		x, y := w.points[wayPoints], w.points[wayPoints+1]
		f.print(s, "split", x, y-14, 12, bold|middle, scene.Danger, 0)
	}
}

// drawClients draws clients as a field of dots.
func (f *figure) drawClients(s *scene.Scene, i int) {
	b := &f.Boxes[i]
	if f.Wide {
		f.print(s, f.labels[i][0], b.X, b.Y+11, nameSize, bold, scene.Ink, 0)
	} else {
		f.print(s, f.labels[i][0], b.X+4, b.Y+14, nameSize, bold, scene.Ink, 84)
	}
	g := f.field(i)
	dots := f.scratch[:0]
	for k := range g.n {
		dots = append(dots, g.x+float64(float64(k%g.columns)*g.dx), g.y+float64(float64(k/g.columns)*g.dy))
	}
	f.scratch = dots
	s.Dots(4, scene.Border, 1, dots)
	if f.focus[0].part == i {
		s.Rect(b.X-8, b.Y-8, b.W+16, b.H+16, 10, scene.Style{Stroke: scene.Accent, Width: 2})
	}
}

// fieldGrid is where the dots of clients are.
type fieldGrid struct {
	x, y, dx, dy float64
	columns, n   int
}

func (f *figure) field(i int) fieldGrid {
	b := &f.Boxes[i]
	g := fieldGrid{x: b.X + fieldPitch/2, y: b.Y + fieldTop + fieldPitch/2, dx: fieldPitch, dy: fieldPitch, columns: fieldCols}
	rows := int((b.H - fieldTop - fieldFoot) / fieldPitch)
	if !f.Wide {
		g.x, g.y, g.dx, g.dy, rows = b.X+104, b.Y+11, 20, 18, 2
		g.columns = int((b.W-108)/g.dx) + 1
	}
	g.n = rows * g.columns
	if c := f.doc.Parts[i].Spec.(system.Clients); c.Users > 0 {
		g.n = min(g.n, c.Users)
	}
	return g
}

// drawRate tells how fast clients send, and what became of their requests that was no answer.
func (f *figure) drawRate(s *scene.Scene, i int, c *system.Clients) {
	b := &f.Boxes[i]
	if f.text.begin(); c.Users > 0 {
		f.text.count(uint64(c.Users)).put(" users")
	} else {
		rate := sending(c, f.now)
		if f.labels[i][1] == recorded { // how many came in the last second
			rate = c.Profile.Expected(f.now-time.Second, f.now+1)
		}
		f.text = appendNumber(f.text, rate)
		f.text.put(" req/s")
	}
	x, y := b.X+4, b.Y+31
	if f.Wide {
		if how := f.labels[i][1]; how != "" {
			f.text.put(", ").put(how)
		}
		x, y = b.X, b.Y+27
	}
	f.write(s, x, y, 12, plain, scene.Muted, 0)
	f.drawOutcomes(s, i)
}

// drawOutcomes counts what ended without an answer: each kind in a line where there is room.
func (f *figure) drawOutcomes(s *scene.Scene, i int) {
	b := &f.Boxes[i]
	kinds, all, last := 0, uint64(0), 0
	for k, n := range endedOf(&f.states[i]) {
		if n == 0 {
			continue
		}
		kinds, all, last = kinds+1, all+n, k
		if f.Wide && f.crowds == 1 {
			f.text.begin().count(n).put(" ").put(endings[k])
			f.write(s, b.X, b.Y+b.H-fieldFoot+float64(float64(kinds)*15), 12, plain, scene.Danger, 0)
		}
	}
	if f.Wide && f.crowds == 1 || kinds == 0 {
		return
	}
	word := "unanswered"
	if kinds == 1 {
		word = endings[last]
	}
	f.text.begin().count(all).put(" ").put(word)
	x, y := b.X, b.Y+b.H-3
	if !f.Wide {
		x, y = b.X+4, b.Y+48
	}
	f.write(s, x, y, 12, plain, scene.Danger, 0)
}

// endedOf counts them.
func endedOf(p *system.PartState) [len(endings)]uint64 {
	return [...]uint64{p.TimedOut, p.Refused, p.Failed, p.Lost}
}

// endings are how requests end without an answer.
var endings = [...]string{"timed out", "refused", "failed", "lost"}

// drawBalancer draws a hexagon with the name of the policy.
func (f *figure) drawBalancer(s *scene.Scene, i int) {
	b := &f.Boxes[i]
	in := min(b.H*0.28, 24)
	points := [...]float64{
		b.X + in, b.Y, b.X + b.W - in, b.Y, b.X + b.W, b.Y + b.H/2,
		b.X + b.W - in, b.Y + b.H, b.X + in, b.Y + b.H, b.X, b.Y + b.H/2,
	}
	st := scene.Style{Fill: scene.Panel, Stroke: scene.Ink, Width: 1.5}
	if f.focus[0].part == i {
		st.Stroke, st.Width = scene.Accent, 2.5
	} else if f.focus[1].part == i {
		st.Width = 2.5
	}
	s.Polygon(points[:], st)
	const line = 16.0
	y := b.Y + b.H/2 - float64(float64(len(f.labels[i])-1)*line/2) + 4.5
	for _, text := range f.labels[i] {
		f.print(s, text, b.X+b.W/2, y, nameSize, bold|middle, scene.Ink, 0)
		y += line
	}
}

// drawFocus puts a ring around the request that is selected, and around the one that is pointed at.
func (f *figure) drawFocus(s *scene.Scene) {
	for k := range f.focus {
		t := &f.focus[k]
		if t.request == 0 {
			continue
		}
		for i := range f.spots {
			if p := &f.spots[i]; p.request == t.request && p.clients == t.clients {
				s.Circle(p.x, p.y, 8, scene.Style{Stroke: scene.Ink, Width: 2})
				s.Mark(scene.Mark{ID: t.id, Kind: "request", Label: t.id, X: p.x - 8, Y: p.y - 8, W: 16, H: 16})
			}
		}
	}
}

// drawScale says how many requests a dot stands for, and what outlines are.
func (f *figure) drawScale(s *scene.Scene, compared bool) {
	if f.text.begin(); f.per > 1 {
		f.text.put("a moving dot stands for ").count(uint64(f.per)).put(" requests")
	}
	if compared {
		if len(f.text) > 0 {
			f.text.put("; ")
		}
		f.text.put("outlined: the other side")
	}
	_, height := s.Size()
	f.write(s, margin, height-8, 12, plain, scene.Muted, 0)
}

// sending is how many requests clients send in a second at a moment.
func sending(c *system.Clients, now time.Duration) float64 {
	if mean := c.Gap.Mean(); mean > 0 {
		return 1 / mean.Seconds()
	}
	return c.Profile.Rate(now)
}
