package graph

import (
	"headroom/core/scene"
	"headroom/core/sim"
	"headroom/core/system"
)

// The kinds of dots.
const (
	goingDots = iota
	answerDots
	failedDots // answers that say no, and attempts that nobody waits for
	queueDots
	lateDots // in a queue, and nobody waits for them
	hotDots  // in the queue of the part that limits the whole
	ghostDots
	dotKinds
)

// looks say how the kinds of dots are drawn.
var looks = [dotKinds]struct {
	radius, alpha float64
	role          scene.Role
	hollow        bool
}{
	goingDots:  {4, 1, scene.Series1, false},
	answerDots: {3, 0.4, scene.Series1, false},
	failedDots: {3.5, 1, scene.Danger, true},
	queueDots:  {4, 1, scene.Series1, false},
	lateDots:   {3.5, 1, scene.Danger, true},
	hotDots:    {4, 1, scene.Danger, false},
	ghostDots:  {5, 1, scene.Faint, true},
}

const (
	mostDots   = 300 // on links; beyond, one stands for several
	queueShown = 8
	queuePitch = 11.0
	fallTime   = 1.1 // seconds on the screen
)

// fall is a request that came to nothing, on its way down.
type fall struct{ x, y, alpha float64 }

// gather finds all dots of the moment.
func (f *figure) gather(w *World) {
	f.spots, f.falls = f.spots[:0], f.falls[:0]
	for k := range f.points {
		f.points[k] = f.points[k][:0]
	}
	clear(f.lit)
	clear(f.cells)
	f.flows, f.per = f.hop.Seconds() < followed*f.speed, 1
	if f.flows {
		f.per = f.flowing()
		f.flow()
	} else {
		n := int(w.sys.Totals().UnderWay)
		for i := range f.states {
			n -= f.states[i].Busy + f.states[i].Waiting
		}
		f.per = int(nice(float64(n) / mostDots))
	}
	w.sys.Flights(f.visit)
	w.sys.RecentlyEnded(f.fell)
	for i := range f.ghosts {
		f.ghostQueue(i)
	}
}

// place shows where an attempt is.
func (f *figure) place(t *system.Flight) {
	chosen := false
	for k := range f.focus {
		chosen = chosen || f.focus[k].request == t.Request && f.focus[k].clients == t.Clients
	}
	if chosen {
		f.light(t)
		if f.hidden(t) {
			x, y := f.at(&f.ways[f.entry[t.Part]], 1, t.Request)
			f.dot(goingDots, x, y, t)
			return
		}
	}
	switch t.Phase {
	case system.Going, system.Returning:
		if way := f.wayOf[t.Part]; way >= 0 && (chosen || !f.flows && f.stands(t.Request)) {
			f.travel(&f.ways[way], t)
		}
	case system.Waiting:
		if t.Place < f.room[t.Part] {
			f.queue(t)
		}
	case system.Serving:
		f.serve(t)
	}
}

// stands tells whether a request is one of those that are shown where a dot stands for several. What they have in
// common with turns and lanes must not show.
func (f *figure) stands(request uint64) bool {
	return f.per == 1 || (mix(request)>>32)%uint64(f.per) == 0
}

func mix(x uint64) uint64 { return x * 0x9e3779b97f4a7c15 }

// hidden tells whether an attempt is at a server that shows no place for it.
func (f *figure) hidden(t *system.Flight) bool {
	if f.doc.Parts[t.Part].Spec.Kind() < system.ServerKind || f.entry[t.Part] < 0 {
		return false
	}
	if t.Phase == system.Waiting {
		return t.Place >= f.room[t.Part]
	}
	return t.Phase == system.Serving && (f.Level > 0 || f.states[t.Part].Slots > mostCells)
}

// travel shows an attempt on a link.
func (f *figure) travel(w *way, t *system.Flight) {
	share := 0.5
	if t.Until < sim.Forever && t.Until > t.Since {
		share = (f.now - t.Since).Seconds() / (t.Until - t.Since).Seconds()
	}
	kind := goingDots
	if t.Phase == system.Returning {
		share, kind = 1-share, answerDots
	}
	if t.Abandoned || t.Phase == system.Returning && t.Answer != system.OK {
		kind = failedDots
	}
	if t.Phase == system.Going {
		share = min(share, f.open(w)) // where it joins the queue
	}
	x, y := f.at(w, share, t.Request)
	if f.per > 1 { // so that those who go at once are a swarm
		wide, bits := min(1, 6*share, float64(6*(1-share))), mix(t.Request)
		x += float64(wide * (float64(bits>>40&15+bits>>44&15) - 15))
		y += float64(wide * (float64(bits>>48&15+bits>>52&15) - 15))
	}
	f.dot(kind, x, y, t)
}

// open returns the share of a way before the queue that stands at its end.
func (f *figure) open(w *way) float64 {
	n := min(f.states[w.to].Waiting, f.room[w.to])
	if n == 0 {
		return 1
	}
	return max(1-(12+float64(float64(n)*queuePitch))/w.length, 0.5)
}

// dot adds a dot that stands for a request.
func (f *figure) dot(kind int, x, y float64, t *system.Flight) {
	f.points[kind] = append(f.points[kind], x, y)
	f.spots = append(f.spots, spot{x, y, 9, t.Clients, t.Request})
}

// queue shows an attempt that waits, before the server.
func (f *figure) queue(t *system.Flight) {
	kind := queueDots
	if t.Part == f.hot {
		kind = hotDots
	}
	if t.Abandoned {
		kind = lateDots
	}
	x, y := f.queuePlace(t.Part, t.Place)
	f.dot(kind, x, y, t)
}

// queuePlace returns where the one with so many before it waits.
func (f *figure) queuePlace(part, place int) (x, y float64) {
	w := &f.ways[f.entry[part]]
	return f.at(w, 1-(12+float64(float64(place)*queuePitch))/w.length, 2)
}

// serve shows an attempt in its slot.
func (f *figure) serve(t *system.Flight) {
	p := &f.states[t.Part]
	if t.Abandoned {
		f.vain[t.Part]++
	}
	if f.Level > 0 || p.Slots > mostCells || t.Place >= p.Slots {
		return
	}
	role := scene.Series1
	switch {
	case t.Abandoned:
		role = scene.Faint
	case p.Frozen:
		role = scene.Muted
	case t.Part == f.hot:
		role = scene.Danger
	}
	f.cells[f.cellAt[t.Part]+t.Place] = role
	g := f.grid(t.Part)
	x, y := g.cell(t.Place)
	f.spots = append(f.spots, spot{x, y, g.size / 2, t.Clients, t.Request})
}

// drop shows an attempt that came to nothing: it falls and fades. Off a card that stands below its way it bounces.
func (f *figure) drop(e *system.Ended) {
	age := f.age(e.At)
	if age < 0 || age > fallTime || e.Part < 0 || !f.stands(e.Request) {
		return
	}
	x, y, ok := f.fellFrom(e, &age)
	if !ok {
		return
	}
	down := float64((14 + float64(70*age)) * age)
	switch {
	case f.Wide:
	case f.doc.Parts[e.Part].Spec.Kind() >= system.ServerKind:
		down = -float64((15 - float64(6*age)) * age) // below stand the words of the card
	default:
		down = float64((14 + float64(20*age)) * age)
	}
	side := float64(int(e.Request%7)) - 3
	f.falls = append(f.falls, fall{x + float64(side*5*age), y + down, 1 - age/fallTime})
	f.spots = append(f.spots, spot{x, y, 9, e.Clients, e.Request})
}

// fellFrom returns where an attempt came to nothing. What a link lost goes half the way first.
func (f *figure) fellFrom(e *system.Ended, age *float64) (x, y float64, ok bool) {
	b := &f.Boxes[e.Part]
	switch f.doc.Parts[e.Part].Spec.Kind() {
	case system.LinkKind:
		i := f.wayOf[e.Part]
		if i < 0 {
			return 0, 0, false
		}
		const goes = 0.35
		share := 0.46 * min(*age/goes, 1)
		*age = max(0, *age-goes)
		x, y = f.at(&f.ways[i], share, e.Request)
		return x, y, true
	case system.ClientsKind:
		if f.Wide {
			return b.X + b.W - 8, b.Y + fieldTop + float64(float64(e.Request%9)/9*(b.H-fieldTop-fieldFoot)), true
		}
		return b.X + 104 + float64(float64(e.Request%9)/9*(b.W-104)), b.Y + 30, true
	}
	if f.Wide {
		return b.X - 12, b.Y + b.H/2, true
	}
	return b.X + b.W/2 + float64(float64(int(e.Request%9)-4)*8), b.Y - 4, true
}

// ghostQueue shows how many more wait on the other side than on this one.
func (f *figure) ghostQueue(i int) {
	if f.ghosts[i].Name == "" {
		return
	}
	for k := range min(f.ghosts[i].Waiting, f.room[i]) {
		x, y := f.queuePlace(i, k)
		f.points[ghostDots] = append(f.points[ghostDots], x, y)
	}
}

// drawDots draws all that moves.
func (f *figure) drawDots(s *scene.Scene) {
	scale := 1.0
	if f.Level == 2 {
		scale = 0.75
	}
	for k := range f.points {
		l := &looks[k]
		if l.hollow {
			s.DotsHollow(float64(l.radius*scale), l.role, l.alpha, f.points[k])
		} else {
			s.Dots(float64(l.radius*scale), l.role, l.alpha, f.points[k])
		}
	}
	for i := range f.falls {
		at := [2]float64{f.falls[i].x, f.falls[i].y}
		s.DotsHollow(3.5, scene.Danger, f.falls[i].alpha, at[:])
	}
}

// light marks the way that an attempt has come, from its clients to where it is.
func (f *figure) light(t *system.Flight) {
	way := f.wayOf[t.Part]
	if way < 0 {
		way = f.entry[t.Part]
	}
	for range len(f.ways) {
		if way < 0 {
			return
		}
		f.lit[way] = 1 + int(t.Request%uint64(max(f.ways[way].lanes, 1)))
		way = f.entry[f.ways[way].from]
	}
}
