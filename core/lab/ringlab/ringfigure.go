package ringlab

import (
	"math"
	"slices"
	"time"

	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/lab"
	"headroom/core/scene"
)

// drawBand draws who owns which part of the circle, and a tick for each point.
func (w *world) drawBand(s *scene.Scene, l *layout, focus int) {
	mid := l.radius - l.band/2
	fresh := w.newcomer()
	for _, sec := range w.now.sectors {
		st := scene.Style{Stroke: role(int(sec.id)), Width: l.band, Alpha: 0.85}
		r := mid
		switch {
		case focus >= 0 && int(sec.id) != focus:
			st.Alpha = 0.22
		case focus < 0 && int(sec.id) == fresh:
			st.Alpha, st.Width, r = 1, l.band+4, mid+1
		}
		s.Arc(l.cx, l.cy, r, sec.from, sec.to, st)
	}
	const maxTicks = 260
	if !w.now.ticks || len(w.now.sectors) > maxTicks {
		return
	}
	for _, sec := range w.now.sectors {
		sin, cos := exact.SinCos(sec.to)
		in, out := l.radius-l.band-1, l.radius+3
		s.Line(l.cx+float64(in*sin), l.cy-float64(in*cos), l.cx+float64(out*sin), l.cy-float64(out*cos), scene.Style{Stroke: scene.Background, Width: 1.5})
		s.Line(l.cx+float64((l.radius+1)*sin), l.cy-float64((l.radius+1)*cos), l.cx+float64((l.radius+5)*sin), l.cy-float64((l.radius+5)*cos), scene.Style{Stroke: scene.Faint, Width: 1})
	}
}

// newcomer returns the id of the one node that the last change brought in, or -1.
func (w *world) newcomer() int {
	if c := w.last(); c != nil && len(c.after) == len(c.before)+1 {
		return int(c.after[len(c.after)-1])
	}
	return -1
}

// last returns the last change, or nil.
func (w *world) last() *change {
	if n := len(w.changes); n > 0 {
		return &w.changes[n-1]
	}
	return nil
}

// drawCentre writes what the last change moved into the middle of the ring.
func (w *world) drawCentre(s *scene.Scene, l *layout) {
	head, sub := lab.FormatCount(w.placed), "keys on "+count(w.live(), "node")
	third := ""
	if c := w.last(); c != nil {
		head, sub = lab.FormatPercent(c.share(c.moved)), "of keys moved"
		if c.expected == c.expected && l.roomy {
			sub += ", " + lab.FormatPercent(c.expected) + " expected"
		}
		if c.method != modulo && l.roomy && !slices.Equal(c.before, c.after) {
			third = "modulo would have moved " + lab.FormatPercent(c.share(c.modulo))
		}
	}
	size := max(l.radius*0.15, 20)
	width := l.radius * 1.15
	base := l.cy + float64(size*0.15)
	s.Text(l.cx, base, head, scene.TextStyle{Size: size, Bold: true, Role: scene.Ink, Anchor: scene.Middle})
	s.Text(l.cx, base+20, sub, scene.TextStyle{Size: 13, Role: scene.Muted, Anchor: scene.Middle, Max: width})
	s.Text(l.cx, base+39, third, scene.TextStyle{Size: 12, Role: scene.Muted, Anchor: scene.Middle, Max: width})
}

// count writes a number and what it counts.
func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return lab.FormatCount(n) + " " + what
}

// How long a change is seen to happen.
const (
	glide = 900 * time.Millisecond  // keys of methods without a circle change their place
	pulse = 1500 * time.Millisecond // keys that moved stand out the most
)

// ease starts and ends gently: from 0 to 1 for an age within a span.
func ease(age, span time.Duration) float64 {
	x := min(max(float64(age)/float64(span), 0), 1)
	return float64(x*x) * (3 - float64(2*x))
}

// inside returns how far from the centre a key is drawn: more of them close to
// the band.
func (l *layout) inside(h uint64) float64 {
	u := hash.Position{Hi: hash.Mix(h ^ 0x5bd1e995)}.Turn()
	return l.radius - l.band - 5 - l.dot - float64(float64(u*u)*l.radius*0.27)
}

func (l *layout) at(turn, r float64) (x, y float64) {
	sin, cos := exact.SinCos(turn)
	return l.cx + float64(r*sin), l.cy - float64(r*cos)
}

// drawKeys draws the sample, those that the last change moved larger, and the
// keys that are arriving on their way from the centre.
func (w *world) drawKeys(s *scene.Scene, l *layout, now time.Duration, focus int) {
	since := time.Hour
	if c := w.last(); c != nil {
		since = now - c.at
	}
	gliding := ease(since, glide)
	grown := l.dot * (1.45 + float64(0.55*(1-ease(since, pulse))))
	var buf [2 * (2*maxDots + 64)]float64
	for _, moved := range []bool{false, true} {
		for id := range min(len(w.tally.keys), len(paletteSize)) {
			points := buf[:0]
			for i := range w.sample.keys {
				d := &w.sample.keys[i]
				if d.moved != moved || int(d.owner)%len(paletteSize) != id || focus >= 0 && int(d.owner) != focus {
					continue
				}
				x, y := w.dotAt(l, d, gliding)
				points = append(points, x, y)
			}
			if moved {
				s.Dots(grown, role(id), 1, points)
			} else {
				s.Dots(l.dot, role(id), 0.62, points)
			}
		}
	}
	w.drawHot(s, l, focus)
	w.drawArrivals(s, l, now)
}

// drawHot draws the most popular keys larger, by area, where popularity is
// skewed.
func (w *world) drawHot(s *scene.Scene, l *layout, focus int) {
	if !w.all.skewed() || w.cfg.method == bounded || w.job != nil {
		return
	}
	for _, i := range w.all.hot {
		if i >= w.placed {
			continue
		}
		p := w.keys.position(i)
		owner := w.now.live[w.now.place.Owner(p)]
		if focus >= 0 && int(owner) != focus {
			continue
		}
		x, y := l.at(w.now.turn(p, owner), l.inside(p.Hi))
		r := l.dot + float64(l.radius*0.07*math.Sqrt(ratio(w.keys.popularity(i), w.total)))
		s.Circle(x, y, r, scene.Style{Fill: role(int(owner)), Stroke: scene.Ink, Width: 1})
	}
}

// paletteSize is as many colours as the series have.
var paletteSize [8]struct{}

// dotAt returns where a dot of the sample is while a change unfolds.
func (w *world) dotAt(l *layout, d *dot, gliding float64) (x, y float64) {
	p := w.keys.position(d.key)
	turn := w.now.turn(p, d.owner)
	if d.from == d.from && gliding < 1 {
		way := turn - d.from
		if way > 0.5 {
			way--
		} else if way < -0.5 {
			way++
		}
		turn = d.from + float64(way*gliding)
	}
	return l.at(turn, l.inside(p.Hi))
}

// fade is how long a key that has arrived takes to become one of the many.
const fade = 600 * time.Millisecond

func (w *world) drawArrivals(s *scene.Scene, l *layout, now time.Duration) {
	w.recent.flying(now, flight+fade, func(a arrival, age time.Duration) {
		x, y := w.arrivalAt(l, a, age)
		alpha := 1 - ease(age-flight, fade)
		s.Dots(l.dot*1.8, role(a.owner), max(alpha, 0.05), []float64{x, y})
	})
}

// arrivalAt returns where a key is on its way from the centre.
func (w *world) arrivalAt(l *layout, a arrival, age time.Duration) (x, y float64) {
	p := w.keys.position(a.key)
	from := float64(l.radius * 0.42)
	r := from + float64((l.inside(p.Hi)-from)*ease(age, flight))
	return l.at(w.now.turn(p, uint16(a.owner)), r)
}
