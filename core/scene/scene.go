package scene

import "strconv"

// A Layer says how often something changes, so that a painter repaints only what has.
type Layer uint8

const (
	// Base is what rarely changes: it is painted anew only when it differs from the last frame's.
	Base Layer = iota
	// Live is what moves in every frame. It lies above all of Base.
	Live
)

// A Scene is one frame under construction. Use New; a Scene is reused from frame to frame, so
// that it stops allocating once it has seen its largest frame. It is not safe for concurrent use.
type Scene struct {
	width, height float64
	title, desc   string

	layers [2]layer
	at     *layer // the layer that is drawn on
	ops    int    // in both layers, as points and text are
	points int
	text   int
	clips  int

	frame view   // where and how strongly drawing lands
	stack []view // what Pop goes back to

	marks  []Mark
	values []Value
	first  []int  // for each mark, the index of its first value
	arena  []byte // the texts of values

	clean   []byte    // the text in hand
	scratch []float64 // the arrowhead in hand

	names map[string]string // what Intern has made
	join  []byte

	revision uint32
	previous []byte // the base bytes that revision stands for
}

// A layer is the encoded operations of one layer and the clip they have reached.
type layer struct {
	buf  []byte
	clip int // the id of a clip
}

// New returns an empty scene of no size.
func New() *Scene {
	s := &Scene{stack: make([]view, 0, maxDepth), names: make(map[string]string)}
	s.Reset(0, 0)
	return s
}

// Reset starts a new frame of the given size in CSS pixels and forgets what the last one drew,
// except for the bytes that the base revision is compared with. Slices got from Marks and Values
// are no longer valid.
func (s *Scene) Reset(width, height float64) {
	s.width, s.height = max(real(width), 0), max(real(height), 0)
	s.title, s.desc = "", ""
	for i := range s.layers {
		s.layers[i].buf = s.layers[i].buf[:0]
		s.layers[i].clip = 0
	}
	s.at = &s.layers[Base]
	s.ops, s.points, s.text, s.clips = 0, 0, 0, 0
	s.frame, s.stack = view{alpha: 1}, s.stack[:0]
	s.marks, s.values, s.first, s.arena = s.marks[:0], s.values[:0], s.first[:0], s.arena[:0]
}

// Layer chooses the layer that the following operations are drawn on, until the next call or
// Reset. The default is Base. Groups and clips hold for both layers.
func (s *Scene) Layer(l Layer) {
	if l > Live {
		panic("scene: layer " + strconv.Itoa(int(l)) + " is neither Base nor Live")
	}
	s.at = &s.layers[l]
}

// Size returns the frame's width and height in CSS pixels.
func (s *Scene) Size() (width, height float64) { return s.width, s.height }

// SetHeight changes the height of the frame under construction: a layout that runs from top to
// bottom often knows it only when it is done.
func (s *Scene) SetHeight(height float64) { s.height = max(real(height), 0) }

// SetTitle names the picture for those who do not see it: a few words.
func (s *Scene) SetTitle(title string) { s.title = title }

// SetDesc describes the picture for those who do not see it: a sentence or two.
func (s *Scene) SetDesc(desc string) { s.desc = desc }

// Title returns what SetTitle was given in this frame.
func (s *Scene) Title() string { return s.title }

// Desc returns what SetDesc was given in this frame.
func (s *Scene) Desc() string { return s.desc }
