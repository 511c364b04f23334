package ringlab

import (
	"headroom/core/lab"
	"headroom/core/scene"
)

// layout is where things stand for a look.
type layout struct {
	wide           bool
	cx, cy, radius float64 // of the outside of the band
	band           float64 // its thickness
	dot            float64 // radius of a key
	px, py, pw     float64 // of the panel with the bars
	pitch          float64 // from bar to bar
	rows           bool    // name, bar and number stand in one line
	histogram      bool    // too many nodes for a bar with a name each
	roomy          bool    // there is space for more than one line in the ring

	held, average float64 // keys on all nodes, and on each
	scale         float64 // the length of an average bar, of the length there is
	fairs         bool    // each bar has its own fair share
	ghost         *world  // the other side of a comparison, or nil
}

// Smallest stage on which the panel stands beside the ring.
const wideWidth, wideHeight = 620, 330

func (w *world) layout(look lab.Look) layout {
	l := layout{wide: look.Width >= wideWidth && look.Height >= wideHeight}
	l.ghost, _ = look.Other.(*world)
	if l.wide {
		w.beside(&l, look)
	} else {
		w.below(&l, look)
	}
	l.band = max(l.radius*0.066, 8)
	l.dot = min(max(l.radius*0.0095, 1.4), 2.3)
	l.roomy = l.radius >= 190
	w.measure(&l)
	return l
}

// below puts the panel below the ring.
func (w *world) below(l *layout, look lab.Look) {
	l.radius = min(look.Width*0.3, 150)
	l.cx, l.cy = look.Width/2, l.radius+20
	l.px, l.pw = 16, look.Width-32
	l.py = l.cy + l.radius + 34
	l.pitch, l.rows = maxRowPitch, true
	l.histogram = len(w.nodes) > maxBars
}

// beside puts the panel to the right of the ring. With less room for each node
// its bar moves between its name and number, and then the nodes become columns.
func (w *world) beside(l *layout, look lab.Look) {
	l.pw = min(max(look.Width*0.25, 200), 250)
	l.px = look.Width - l.pw - max(look.Width*0.045, 20)
	l.radius = min(l.px/2-34, look.Height/2-30, 330)
	l.cx, l.cy = l.px/2+6, look.Height/2
	stats := float64(float64(len(w.statRows())) * statPitch)
	fixed := titleHeight + evenHeight + stats
	l.pitch = min((look.Height-fixed-24)/float64(max(len(w.nodes), 1)), maxPitch)
	l.rows = l.pitch < minPitch
	l.histogram = len(w.nodes) > maxBars || l.pitch < minRowPitch
	if l.rows {
		l.pitch = min(l.pitch, maxRowPitch)
	}
	bars := float64(l.pitch * float64(len(w.nodes)))
	if l.histogram {
		bars = histogramHeight
	}
	l.py = max((look.Height-fixed-bars)/2, 12)
}

func (w *world) Draw(s *scene.Scene, look lab.Look) {
	l := w.layout(look)
	s.SetTitle("Hash ring")
	caption := w.Caption(look.Now)
	s.SetDesc(caption.Now + " " + caption.Try)
	focus := w.focus(look)
	w.drawBand(s, &l, focus)
	w.drawCentre(s, &l)
	bottom := w.drawPanel(s, &l, look, focus)
	if !l.wide {
		s.SetHeight(bottom + 12)
	}
	s.Layer(scene.Live)
	w.drawKeys(s, &l, look.Now, focus)
	w.drawSelected(s, &l, look)
}

// focus returns the id of the node that is pointed at or selected, or -1.
func (w *world) focus(look lab.Look) int {
	for _, id := range []string{look.Hover, look.Selected} {
		if name, ok := nodeName(id); ok {
			if i := w.find(name); i >= 0 {
				return w.nodes[i].id
			}
		}
	}
	return -1
}

func role(id int) scene.Role { return scene.Series1 + scene.Role(id%8) }
