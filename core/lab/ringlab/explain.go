package ringlab

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"headroom/core/dataset"
	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/lab"
	"headroom/core/placement"
	"headroom/core/scene"
)

const (
	nodeID = "node:"
	keyID  = "key:"
)

func nodeName(id string) (string, bool) { return strings.CutPrefix(id, nodeID) }

// maxKeyText bounds a key that a person types, in bytes.
const maxKeyText = dataset.MaxKey

// Find takes any text for a key, except the name of a node.
func (w *world) Find(text string) (string, error) {
	text = strings.TrimSpace(text)
	if w.find(text) >= 0 {
		return nodeID + text, nil
	}
	if text == "" || len(text) > maxKeyText {
		return "", errors.New("type a key of 1 to " + lab.FormatCount(maxKeyText) + " bytes, such as user:4711, or the name of a node")
	}
	return keyID + text, nil
}

// Pick returns the key or the node at a point.
func (w *world) Pick(look lab.Look, x, y float64) string {
	l := w.layout(look)
	const reach = 8.0 // pixels
	best, id := reach*reach, ""
	nearer := func(key int, kx, ky float64) {
		dx, dy := kx-x, ky-y
		if dist := float64(dx*dx) + float64(dy*dy); dist < best {
			best, id = dist, keyID+w.all.name(key)
		}
	}
	w.recent.flying(look.Now, flight+fade, func(a arrival, age time.Duration) {
		kx, ky := w.arrivalAt(&l, a, age)
		nearer(a.key, kx, ky)
	})
	for i := range w.sample.keys {
		d := &w.sample.keys[i]
		kx, ky := w.dotAt(&l, d, 1)
		nearer(d.key, kx, ky)
	}
	if id != "" {
		return id
	}
	if owner, ok := w.sectorAt(&l, x, y); ok {
		return nodeID + w.nameOf(owner)
	}
	return w.rowAt(&l, look, x, y)
}

// sectorAt returns whose part of the band is at a point.
func (w *world) sectorAt(l *layout, x, y float64) (uint16, bool) {
	const slack = 3.0 // pixels
	dx, dy := x-l.cx, y-l.cy
	r := math.Sqrt(float64(dx*dx) + float64(dy*dy))
	if r < l.radius-l.band-slack || r > l.radius+slack {
		return 0, false
	}
	turn := turnOf(dx, dy, r)
	for _, s := range w.now.sectors {
		if s.from <= turn && turn < s.to || s.from <= turn-1 && turn-1 < s.to {
			return s.id, true
		}
	}
	return 0, false
}

// turnOf returns the direction of a vector of length r, in turns clockwise from
// the top, by halving.
func turnOf(dx, dy, r float64) float64 {
	low, high := 0.0, 0.5 // of the right half, where the cosine falls
	for range 24 {
		mid := (low + high) / 2
		if _, cos := exact.SinCos(mid); float64(cos*r) > -dy {
			low = mid
		} else {
			high = mid
		}
	}
	if dx < 0 {
		return 1 - low
	}
	return low
}

// rowAt returns the node whose row of the panel is at a point.
func (w *world) rowAt(l *layout, look lab.Look, x, y float64) string {
	s := scene.New()
	s.Reset(look.Width, look.Height)
	w.drawPanel(s, l, look, -1)
	if i := s.Hit(x, y, 0); i >= 0 {
		return s.Marks()[i].ID
	}
	return ""
}

func (w *world) nameOf(id uint16) string {
	for i := range w.nodes {
		if w.nodes[i].id == int(id) {
			return w.nodes[i].name
		}
	}
	return ""
}

// Explain says why a key is where it is, or what a node holds.
func (w *world) Explain(id string) (lab.Selection, bool) {
	if name, ok := nodeName(id); ok {
		return w.explainNode(id, name)
	}
	key, ok := strings.CutPrefix(id, keyID)
	if !ok || w.live() == 0 {
		return lab.Selection{}, false
	}
	pos, why := w.locate(key)
	text := key + " hashes to " + short(why.Key, w.keys.fn) + "; " + w.because(why) + "."
	sel := lab.Selection{ID: id, Title: key, Text: text, Rows: []lab.Row{{Name: "Hash", Text: long(pos, w.keys.fn)}, {Name: "Node", Text: w.now.place.Name(why.Slot)}}}
	if w.now.copies > 1 {
		names := ""
		for i, slot := range w.now.next.Successors(pos, w.now.copies, nil) {
			if i > 0 {
				names += ", "
			}
			names += w.now.place.Name(slot)
		}
		sel.Rows = append(sel.Rows, lab.Row{Name: "Copies on", Text: names})
	}
	i, counted := w.index(key)
	if !counted {
		sel.Rows = append(sel.Rows, lab.Row{Name: "Note", Text: "not one of the keys that are counted; this is where it would go"})
	} else if w.all.skewed() {
		sel.Rows = append(sel.Rows, lab.Row{Name: "Share of load", Text: lab.FormatPercent(ratio(w.keys.popularity(i), w.total))})
	}
	return sel, true
}

// index returns which of the keys that are counted a name is. The last answer is
// kept: finding a key among a person's own reads through all of them.
func (w *world) index(key string) (int, bool) {
	if w.all.found.key != key {
		i, ok := w.all.index(key)
		w.all.found = found{key, i, ok}
	}
	return w.all.found.i, w.all.found.ok && w.all.found.i < w.placed
}

// located is what was found out about a key.
type located struct {
	key string
	pos hash.Position
	why placement.Why
}

// locate returns where a key is and why. The last answer of each arrangement is
// kept, since a selected key is drawn in every frame and the question is dear
// for rings of many virtual nodes and for bounded loads.
func (w *world) locate(key string) (hash.Position, placement.Why) {
	i, counted := w.index(key)
	pos := w.keys.fn.Position(key)
	switch last := w.now.last; {
	case w.job != nil:
		return pos, w.now.place.Explain(pos)
	case w.cursor.bounded != nil && !counted:
		return pos, w.cursor.bounded.Explain(pos) // the loads go on changing
	case last.key != key || last.pos != pos:
		*last = located{key, pos, w.why(i, pos)}
	}
	return pos, w.now.last.why
}

// why asks the placement about a key. With bounded loads the owner depends on
// the keys before it, so those are put again.
func (w *world) why(i int, pos hash.Position) placement.Why {
	if w.cursor.bounded == nil {
		return w.now.place.Explain(pos)
	}
	c := newCursor(&w.now)
	for k := range i {
		c.bounded.Assign(w.keys.position(k))
	}
	return c.bounded.Explain(pos)
}

// because says what decided, as the middle of a sentence.
func (w *world) because(why placement.Why) string {
	owner := w.now.place.Name(why.Slot)
	switch w.cfg.method {
	case modulo:
		return "divided by " + count(why.Of, "node") + " it leaves " + strconv.Itoa(why.Index) + ", which is " + owner
	case jump:
		if len(why.Path) == 1 {
			return "it stays in bucket " + strconv.Itoa(why.Index) + " of " + strconv.Itoa(why.Of) + ", which is " + owner
		}
		return "it jumps through buckets " + strings.Join(numbers(why.Path), ", ") + " of " + strconv.Itoa(why.Of) + ", and the last one is " + owner
	case maglev:
		return "entry " + lab.FormatCount(why.Index) + " of the table of " + lab.FormatCount(why.Of) + " belongs to " + owner
	case rendezvous:
		if why.Second < 0 {
			return owner + " is the only node"
		}
		return owner + " gives it the highest score of " + count(why.Of, "node") + ", before " + w.now.place.Name(why.Second)
	case bounded:
		if len(why.Path) > 0 {
			return w.full(why.Path) + ", so it goes on to " + owner + ", virtual node " + strconv.Itoa(why.VirtualNode)
		}
	}
	return "the next point clockwise is " + owner + ", virtual node " + strconv.Itoa(why.VirtualNode)
}

// full lists nodes that are full.
func (w *world) full(slots []int) string {
	names := make([]string, len(slots))
	for i, slot := range slots {
		names[i] = w.now.place.Name(slot)
	}
	if len(names) == 1 {
		return "clockwise comes " + names[0] + ", which is full"
	}
	return "clockwise come " + strings.Join(names, " and ") + ", which are full"
}

func numbers(list []int) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = strconv.Itoa(n)
	}
	return out
}

func (w *world) explainNode(id, name string) (lab.Selection, bool) {
	i := w.find(name)
	if i < 0 {
		return lab.Selection{}, false
	}
	n := &w.nodes[i]
	keys := w.tally.keys[n.id]
	share := ratio(float64(keys), float64(w.tally.held()))
	sel := lab.Selection{ID: id, Title: name}
	if n.down {
		sel.Text = name + " is down; its keys are on the other nodes until it is restored."
		return sel, true
	}
	fair := w.now.width[n.id]
	sel.Text = name + " holds " + count(keys, "key") + ", " + lab.FormatFixed(ratio(share, fair), 2) + " times its fair share."
	sel.Rows = []lab.Row{{Name: "Share of keys", Text: lab.FormatPercent(share)}, {Name: "Fair share", Text: lab.FormatPercent(fair)}, {Name: "Weight", Text: trimmed(n.weight)}}
	if w.all.skewed() {
		sel.Rows = append(sel.Rows, lab.Row{Name: "Share of load", Text: lab.FormatPercent(ratio(w.tally.load[n.id], w.total))})
	}
	return sel, true
}

func trimmed(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// short writes the beginning of a position, long all of it.
func short(p hash.Position, fn hash.Func) string { return "0x" + long(p, fn)[2:6] + "…" }

func long(p hash.Position, fn hash.Func) string {
	text := padded(p.Hi)
	if fn == hash.MD5 {
		text += padded(p.Lo)
	}
	return "0x" + text
}

func padded(x uint64) string {
	s := strconv.FormatUint(x, 16)
	return "0000000000000000"[len(s):] + s
}

// drawSelected points out the selected key, or the one under the pointer: where
// it is, and the way clockwise to the point that it belongs to.
func (w *world) drawSelected(s *scene.Scene, l *layout, look lab.Look) {
	id := look.Hover
	if !strings.HasPrefix(id, keyID) {
		id = look.Selected
	}
	key, ok := strings.CutPrefix(id, keyID)
	if !ok || w.live() == 0 || w.job != nil {
		return
	}
	pos, why := w.locate(key)
	owner := w.now.live[why.Slot]
	turn := w.now.turn(pos, owner)
	r := l.inside(pos.Hi)
	x, y := l.at(turn, r)
	ink := scene.Style{Stroke: scene.Ink, Width: 1.25}
	if _, circle := w.now.place.(circleOfPoints); circle {
		w.drawWay(s, l, r+6, turn, why.Point.Turn(), owner)
	}
	s.Circle(x, y, 6, scene.Style{Stroke: scene.Ink, Width: 2})
	s.Dots(3, role(int(owner)), 1, []float64{x, y})
	lx, ly := l.at(turn, r-32)
	s.Line(x+float64((lx-x)*0.22), y+float64((ly-y)*0.22), lx, ly, ink)
	anchor := scene.Middle
	if ly < l.cy-l.radius/4 {
		ly += 14
	} else {
		ly -= 5
	}
	room := float64(l.radius * 0.7)
	width := min(scene.Width(key, 13, false), 2*room)
	lx = min(max(lx, l.cx-room+width/2), l.cx+room-width/2)
	s.Rect(lx-width/2-5, ly-13, width+10, 18, 4, scene.Style{Fill: scene.Background, Alpha: 0.88})
	s.Text(lx, ly, key, scene.TextStyle{Size: 13, Role: scene.Ink, Anchor: anchor, Max: 2 * room})
}

// drawWay draws the way from a key out to the band and clockwise to the point
// it belongs to.
func (w *world) drawWay(s *scene.Scene, l *layout, inner, from, to float64, owner uint16) {
	if to < from {
		to++
	}
	r := l.radius - l.band - 4
	x0, y0 := l.at(from, inner)
	xr, yr := l.at(from, r)
	s.Line(x0, y0, xr, yr, scene.Style{Stroke: scene.Ink, Width: 1.5})
	s.Arc(l.cx, l.cy, r, from, to, scene.Style{Stroke: scene.Ink, Width: 1.5})
	x1, y1 := l.at(to, r)
	x2, y2 := l.at(to, l.radius+9)
	s.Line(x1, y1, x2, y2, scene.Style{Stroke: scene.Ink, Width: 2})
	s.Circle(x2, y2, 4, scene.Style{Fill: role(int(owner)), Stroke: scene.Ink, Width: 1.25})
}
