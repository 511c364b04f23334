package graph

import (
	"math"
	"strings"
	"time"

	"headroom/core/scene"
	"headroom/core/system"
)

// figure is how a world is drawn: where everything stands in a space of a size, and room for what a frame
// needs. A world and its clones share it, since they belong to one goroutine.
type figure struct {
	doc           *system.Document
	width, height float64
	*system.Layout
	ways   []way
	entry  []int         // for each part, the way that ends there first, or -1
	wayOf  []int         // for each link, its way
	labels [][]string    // for each balancer, the lines of its name; for others what stands below theirs
	room   []int         // for each part, how many may wait before it in sight
	rate   float64       // requests per second, as the clients usually send
	hop    time.Duration // that the slowest link takes on average
	crowds int           // how many parts are clients
	ends   int           // and how many servers and pools
	bursts bool          // the rate changes with time
	frame
}

// way is an edge as it is drawn: places at equal steps of its length.
type way struct {
	from, to, link int
	points         [2 * (wayPoints + 1)]float64
	length         float64
	lanes          int     // beside each other where it begins
	spread, lower  float64 // from lane to lane, and how far below the way they begin
}

const wayPoints = 32

// Sizes, in pixels.
const (
	wideFrom   = 620.0 // from here on a layout may go from left to right
	crampedTo  = 360.0 // below, two cards beside each other have hardly room for their words
	margin     = 16.0
	fieldPitch = 16.0 // from client to client
	fieldCols  = 7
	fieldTop   = 34.0 // room for the words above the clients
	fieldFoot  = 18.0 // and below them
)

// of returns the figure of a document for a space.
func (f *figure) of(d *system.Document, width, height float64) {
	if f.doc == d && f.width == width && f.height == height {
		return
	}
	f.doc, f.width, f.height = d, width, height
	f.Layout = d.Layout(system.LayoutOptions{Width: width, Height: f.limit(), Size: f.size})
	n := len(d.Parts)
	f.entry, f.wayOf, f.labels = make([]int, n), make([]int, n), make([][]string, n)
	f.room = make([]int, n)
	f.rate, f.hop, f.crowds, f.ends = 0, 0, 0, 0
	for i := range d.Parts {
		f.entry[i], f.wayOf[i] = -1, -1
		f.describe(i)
	}
	f.ways = make([]way, len(f.Edges))
	for i := range f.Edges {
		f.trace(&f.ways[i], &f.Edges[i])
		if e := &f.Edges[i]; f.entry[e.To] < 0 {
			f.entry[e.To] = i
		}
		if link := f.Edges[i].Link; link >= 0 {
			f.wayOf[link] = i
		}
	}
	for i := range d.Parts {
		if f.room[i] = f.queueRoom(i); f.room[i] < 3 {
			f.room[i] = 0
		}
	}
	f.fit()
}

// queueRoom returns how many dots of a queue there is room for before a part.
func (f *figure) queueRoom(i int) int {
	b := &f.Boxes[i]
	if !f.Wide || f.Level == 2 || f.doc.Parts[i].Spec.Kind() < system.ServerKind || f.entry[i] < 0 {
		return 0
	}
	free, middle := b.X, b.Y+b.H/2
	for k := range f.Boxes {
		if c := &f.Boxes[k]; c.W > 0 && c.X < b.X && c.Y <= middle && middle <= c.Y+c.H {
			free = min(free, b.X-c.X-c.W)
		}
	}
	free = min(free, f.ways[f.entry[i]].length-12)
	return min(int((free-24)/queuePitch), queueShown)
}

// limit is how high the layout may be before it shows less: a narrow one is scrolled.
func (f *figure) limit() float64 {
	if f.width < wideFrom {
		return 0
	}
	return f.height
}

// describe keeps what is said of a part in every frame.
func (f *figure) describe(i int) {
	switch s := f.doc.Parts[i].Spec.(type) {
	case system.Clients:
		_, how := flow(&s, 0)
		f.labels[i] = []string{title(f.doc.Parts[i].Name), how}
		f.rate += usual(&s)
		f.crowds++
	case system.Balancer:
		f.labels[i], _ = wrap(policyName(&s.Config), f.lineWidth())
	case system.Link:
		f.hop = max(f.hop, s.Latency.Mean())
	default:
		f.ends++
	}
}

// lineWidth is how wide a line of a balancer's name may be.
func (f *figure) lineWidth() float64 {
	if f.width < wideFrom {
		return 116
	}
	return 84
}

// trace follows an edge.
func (f *figure) trace(w *way, e *system.Edge) {
	*w = way{from: e.From, to: e.To, link: e.Link, length: e.Length}
	for i := range wayPoints + 1 {
		w.points[2*i], w.points[2*i+1] = e.At(float64(i) / wayPoints)
	}
	if f.doc.Parts[e.From].Spec.Kind() != system.ClientsKind || len(e.Points) > 4 {
		return
	}
	w.lanes = 5
	if b := f.Boxes[e.From]; f.Wide {
		w.spread, w.lower = (b.H-fieldTop-fieldFoot-fieldPitch)/4, (fieldTop-fieldFoot)/2
	} else {
		w.spread = min(b.W-40, 200) / 4
	}
}

// at returns a place on a way, at a share of it, in the lane of a number.
func (f *figure) at(w *way, share float64, number uint64) (x, y float64) {
	place := min(max(share, 0), 1) * wayPoints
	i := min(int(place), wayPoints-1)
	part, p := place-float64(i), w.points[2*i:2*i+4]
	x = p[0] + float64(part*(p[2]-p[0]))
	y = p[1] + float64(part*(p[3]-p[1]))
	if w.lanes > 1 {
		off := f.aside(w, share, number)
		if f.Wide {
			return x, y + off
		}
		return x + off, y
	}
	return x, y
}

// aside is how far a lane is from the middle: the lanes begin apart and end as one.
func (f *figure) aside(w *way, share float64, number uint64) float64 {
	apart := float64((1 - share) * (1 - share) * (1 + float64(2*share)))
	lane := float64(number%uint64(w.lanes)) - float64(w.lanes-1)/2
	return float64((float64(lane*w.spread) + w.lower) * apart)
}

// size is how large the box of a part is at a level of detail.
func (f *figure) size(p *system.Part, level int) (w, h float64) {
	wide := f.width >= wideFrom
	switch s := p.Spec.(type) {
	case system.Clients:
		if wide {
			rows := [...]int{9, 6, 5}[level]
			if s.Users > 0 {
				rows = max(min(rows, (s.Users+fieldCols-1)/fieldCols), 2)
			}
			return fieldCols * fieldPitch, fieldTop + float64(float64(rows)*fieldPitch) + fieldFoot
		}
		return min(f.width-2*margin, 358), 50
	case system.Balancer:
		lines, widest := wrap(policyName(&s.Config), f.lineWidth())
		if wide {
			return max(widest+36, 80), max(float64(float64(len(lines))*17)+38, 72)
		}
		return widest + 44, float64(float64(len(lines))*17) + 26
	}
	return cardSize(f.width, level)
}

// cardSize is how large a server is at a level of detail, in a space of a width.
func cardSize(width float64, level int) (w, h float64) {
	if width >= wideFrom {
		return [...]float64{min(max(width*0.25, 190), 214), 150, 54}[level], [...]float64{94, 44, 30}[level]
	}
	switch level {
	case 0:
		h = 98
		if width < crampedTo {
			h = 113 // the p99 has a line of its own
		}
		return min((width-float64(2*margin)-14)/2, 214), h
	case 1:
		return min((width-float64(2*margin)-10)/2, 214), 44
	}
	return 46, 30
}

// wrap breaks a text into lines of a width, at its spaces, and returns how wide the widest is.
func wrap(text string, width float64) (lines []string, widest float64) {
	for _, word := range strings.Fields(text) {
		if n := len(lines) - 1; n >= 0 && scene.Width(lines[n]+" "+word, nameSize, true) <= width {
			lines[n] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	for _, line := range lines {
		widest = max(widest, scene.Width(line, nameSize, true))
	}
	return lines, math.Ceil(widest)
}

const nameSize = 13.0
