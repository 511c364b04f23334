package scene

import "strconv"

// maxDepth bounds how deep Group and Clip nest.
const maxDepth = 32

// A view is where drawing lands: an offset, a strength, and the part of the frame that shows.
type view struct {
	dx, dy float64
	alpha  float64
	clip   clip
}

// A clip is the rectangle outside of which nothing shows, in absolute pixels.
type clip struct {
	id         int // tells the clips of a frame apart; 0 is none
	hides      bool
	x, y, w, h float64
}

// Group moves what follows by dx and dy pixels and multiplies its alpha, until the matching Pop.
// The alpha is taken literally: at 0 the group draws nothing, though its marks are there. Parts
// that overlap in a faded group show through each other. Groups are folded into the operations
// as they are drawn, and cost nothing on the wire.
func (s *Scene) Group(dx, dy, alpha float64) {
	s.push()
	s.frame.dx += real(dx)
	s.frame.dy += real(dy)
	s.frame.alpha *= min(max(real(alpha), 0), 1)
}

// Clip hides what follows outside of a rectangle, until the matching Pop. Clips intersect. Marks
// are not clipped.
func (s *Scene) Clip(x, y, w, h float64) {
	s.push()
	x, y, w, h = s.frame.dx+real(x), s.frame.dy+real(y), max(real(w), 0), max(real(h), 0)
	if c := &s.frame.clip; c.id != 0 {
		right, bottom := min(x+w, c.x+c.w), min(y+h, c.y+c.h)
		x, y = max(x, c.x), max(y, c.y)
		w, h = max(right-x, 0), max(bottom-y, 0)
	}
	s.clips++
	s.frame.clip = clip{id: s.clips, hides: w == 0 || h == 0, x: x, y: y, w: w, h: h}
}

// Pop ends the innermost Group or Clip.
func (s *Scene) Pop() {
	if len(s.stack) == 0 {
		panic("scene: Pop without a Group or Clip that is open")
	}
	s.frame = s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
}

func (s *Scene) push() {
	if len(s.stack) == maxDepth {
		panic("scene: Group and Clip nest deeper than " + strconv.Itoa(maxDepth))
	}
	s.stack = append(s.stack, s.frame)
}
