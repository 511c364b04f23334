package graph

import (
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// frame is what a figure shows of a moment. All of it is made anew for each.
type frame struct {
	now    time.Duration
	speed  float64 // virtual seconds in a second on the screen
	states []system.PartState
	ghosts []system.PartState // of the other side of a comparison, without a name where it has no such part
	words  []string           // for each part, what is the matter with it
	hot    int                // the part that limits the whole, or -1
	vain   []int              // for each part, slots that work for nobody
	flows  bool               // hops are too short to follow a request
	per    int                // how many requests one dot stands for
	visit  func(*system.Flight)
	fell   func(*system.Ended)

	cells   []scene.Role // of all cards that show their slots
	cellAt  []int        // where each part's begin
	spots   []spot
	points  [dotKinds][]float64
	falls   []fall
	lit     []int // for each way, 1 + the lane that the request in focus takes, or 0
	focus   [2]focus
	text    wording // in hand
	told    told
	scratch []float64
	nearest spot // of Pick
	links   int  // how many there are
}

// focus is what is selected or pointed at, taken apart.
type focus struct {
	id      string
	part    int // or -1
	clients int
	request uint64 // or 0
}

// spot is a request on the screen.
type spot struct {
	x, y    float64
	reach   float64
	clients int
	request uint64
}

// newFigure returns a figure that has seen no document yet.
func newFigure() *figure {
	f := &figure{}
	f.visit, f.fell = f.place, f.drop
	return f
}

// fit makes room for a document.
func (f *figure) fit() {
	n := len(f.doc.Parts)
	f.states, f.ghosts, f.words = make([]system.PartState, n), make([]system.PartState, n), make([]string, n)
	f.cellAt, f.lit, f.vain = make([]int, n), make([]int, len(f.ways)), make([]int, n)
	total := 0
	for i := range f.doc.Parts {
		f.cellAt[i] = total
		if k := slots(f.doc.Parts[i].Spec); f.Level == 0 && k <= mostCells {
			total += k
		}
	}
	f.cells, f.links = make([]scene.Role, total), len(f.doc.Parts)
	for i := range f.Boxes {
		if f.Boxes[i].W > 0 {
			f.links--
		}
	}
}

// see brings the figure to a moment of a world.
func (w *World) see(look lab.Look) *figure {
	f := w.figure
	f.of(w.sys.Document(), look.Width, look.Height)
	f.now, f.speed = look.Now, look.Speed
	if f.speed <= 0 {
		f.speed = 1
	}
	other, _ := look.Other.(*World)
	all := burden{worst: -1}
	for i := range f.states {
		f.states[i] = w.part(i, look.Now)
		f.words[i] = w.trouble(i, &f.states[i])
		if f.vain[i] = 0; f.states[i].Kind >= system.ServerKind {
			all.add(i, &f.states[i])
		}
		f.ghosts[i].Name = ""
		if other != nil && f.states[i].Kind >= system.ServerKind {
			if k := other.sys.Index(f.states[i].Name); k >= 0 {
				f.ghosts[i] = other.part(k, look.Now)
			}
		}
	}
	f.hot = all.bottleneck()
	f.focus[0], f.focus[1] = w.aim(look.Selected), w.aim(look.Hover)
	f.gather(w)
	return f
}

// aim takes an id apart.
func (w *World) aim(id string) focus {
	clients, request, ok := readRequest(id)
	if ok {
		return focus{id, -1, clients, request}
	}
	return focus{id: id, part: w.sys.Index(id)}
}

// age returns the seconds on the screen that have passed since a moment.
func (f *figure) age(since time.Duration) float64 { return (f.now - since).Seconds() / f.speed }

// followed is how long a hop has to take on the screen so that an eye can follow it.
const followed = 0.15 // seconds
