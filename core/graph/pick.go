package graph

import (
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// reach is how far from a thing a finger may be, in pixels.
const reach = 9.0

// Pick returns the id of what stands at a point of the scene that Draw made for the same look, or "": a request
// before a part, a part before the link below it.
func (w *World) Pick(look lab.Look, x, y float64) string {
	f := w.see(look)
	best, id := 1.0, ""
	for i := range f.spots {
		p := &f.spots[i]
		if d := (square(p.x-x) + square(p.y-y)) / square(p.reach); d < best {
			best, id = d, ""
			f.nearest = *p
		}
	}
	if best < 1 {
		return requestID(f.nearest.clients, f.nearest.request)
	}
	best = square(reach)
	for i := range f.doc.Parts {
		if b := &f.Boxes[i]; b.W > 0 {
			if d := square(beyond(x, b.X, b.W)) + square(beyond(y, b.Y, b.H)); d < best {
				best, id = d, f.doc.Parts[i].Name
			}
		}
	}
	if id != "" {
		return id
	}
	if link := f.linkAt(x, y); link >= 0 {
		return f.doc.Parts[link].Name
	}
	return ""
}

// linkAt returns the link whose way passes a point, or -1.
func (f *figure) linkAt(x, y float64) int {
	best, link := square(reach), -1
	for i := range f.ways {
		w := &f.ways[i]
		if w.link < 0 {
			continue
		}
		for lane := range max(w.lanes, 1) {
			for k := range 2*wayPoints + 1 {
				px, py := f.at(w, float64(k)/(2*wayPoints), uint64(lane))
				if d := square(px-x) + square(py-y); d < best {
					best, link = d, w.link
				}
			}
		}
	}
	return link
}

func square(x float64) float64 { return float64(x * x) }

// beyond is how far a number is from a span.
func beyond(x, from, length float64) float64 { return max(from-x, x-from-length, 0) }

// mostLinks is how many links are listed, beside those that are split.
const mostLinks = 24

// mark names a part for pointing and for the table.
func (f *figure) mark(s *scene.Scene, i int) {
	b, p := &f.Boxes[i], &f.states[i]
	m := scene.Mark{ID: p.Name, Kind: p.Kind.String(), Label: p.Name, Listed: true, X: b.X, Y: b.Y, W: b.W, H: b.H}
	if p.Kind == system.LinkKind {
		way := f.wayOf[i]
		if way < 0 {
			return
		}
		x, y := f.at(&f.ways[way], 0.5, 2)
		m.X, m.Y, m.W, m.H = x-8, y-8, 16, 16
		m.Listed = p.Split || f.links <= mostLinks
	}
	s.Mark(m)
	if !m.Listed {
		return
	}
	switch p.Kind {
	case system.ClientsKind:
		f.value(s, "Answered", p.OK)
		f.value(s, "Timed out", p.TimedOut)
		f.value(s, "Refused", p.Refused)
		f.value(s, "Failed", p.Failed)
		f.value(s, "Lost", p.Lost)
	case system.LinkKind:
		f.value(s, "Passed", p.Passed)
		f.value(s, "Lost", p.Lost)
	case system.BalancerKind:
		f.value(s, "Under way", uint64(p.Active))
	default:
		f.values(s, p)
	}
	state := f.words[i]
	if state == "" {
		state = "up"
	}
	f.text.begin().put(state)
	f.tell(s, "State")
}

// values tells what a card shows.
func (f *figure) values(s *scene.Scene, p *system.PartState) {
	f.text.begin().share(p.Share)
	f.tell(s, "Busy lately")
	f.text.begin().count(uint64(p.Busy)).put(" of ").count(uint64(p.Slots))
	f.tell(s, "In service")
	f.value(s, "Waiting", uint64(p.Waiting))
	if f.text.begin(); p.P99 > 0 {
		f.text.span(p.P99)
	} else {
		f.text.put("none yet")
	}
	f.tell(s, "p99")
	f.value(s, "Served", p.OK)
	f.value(s, "Refused", p.Refused)
}

//go:noinline
func (f *figure) value(s *scene.Scene, name string, n uint64) {
	f.text.begin().count(n)
	f.tell(s, name)
}

// tell makes the text in hand a value.
//
//go:noinline
func (f *figure) tell(s *scene.Scene, name string) { s.ValueBytes(name, f.text) }
