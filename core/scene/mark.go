package scene

// A Mark names a part of the picture: what is found there by pointing, and, if Listed, a row in
// the table that screen readers and keyboards use. Coordinates are those of the group it is made
// in; Marks returns them as pixels of the frame.
type Mark struct {
	ID     string // "node:cache-a": kind, colon, name; stays the same from frame to frame
	Kind   string // "node": parts of one kind make one table
	Label  string // "cache-a": what a person calls it
	Listed bool   // has a row in the table, and can be reached by keyboard
	X, Y   float64
	W, H   float64
}

// A Value is something that is known about a mark: a column of the table.
type Value struct {
	Name string
	Text []byte // valid until the next Reset
}

// Mark adds a mark. Later marks lie on top of earlier ones.
func (s *Scene) Mark(m Mark) {
	if len(s.marks) == MaxOps {
		panic("scene: more than " + limit(MaxOps) + " marks in a frame; list fewer parts")
	}
	m.X, m.Y = s.frame.dx+real(m.X), s.frame.dy+real(m.Y)
	m.W, m.H = max(real(m.W), 0), max(real(m.H), 0)
	s.marks = append(s.marks, m)
	s.first = append(s.first, len(s.values))
}

// Value attaches a named value to the mark made last.
func (s *Scene) Value(name, text string) {
	from := s.openValue()
	s.arena = append(s.arena, text...)
	s.values = append(s.values, Value{name, s.arena[from:len(s.arena):len(s.arena)]})
}

// ValueBytes is Value for a text that was formatted into a buffer; the bytes are copied.
func (s *Scene) ValueBytes(name string, text []byte) {
	from := s.openValue()
	s.arena = append(s.arena, text...)
	s.values = append(s.values, Value{name, s.arena[from:len(s.arena):len(s.arena)]})
}

func (s *Scene) openValue() int {
	if len(s.marks) == 0 {
		panic("scene: Value before the first Mark")
	}
	return len(s.arena)
}

// Marks returns the marks in the order they were made. The slice is valid until the next Reset.
func (s *Scene) Marks() []Mark { return s.marks }

// Values returns the values of the i-th mark. The slice is valid until the next Reset.
func (s *Scene) Values(i int) []Value {
	end := len(s.values)
	if i+1 < len(s.first) {
		end = s.first[i+1]
	}
	return s.values[s.first[i]:end]
}

// Hit returns the index of the mark at a point, or -1. Of several it is the topmost that contains
// the point; if none does, the nearest that is within slack pixels, so that small parts can be
// pointed at with a finger.
func (s *Scene) Hit(x, y, slack float64) int {
	best, nearest := -1, float64(slack*slack)
	for i := len(s.marks) - 1; i >= 0; i-- {
		m := &s.marks[i]
		dx, dy := outside(x, m.X, m.W), outside(y, m.Y, m.H)
		d := float64(dx*dx) + float64(dy*dy)
		if d == 0 {
			return i
		}
		if d < nearest || d == nearest && best < 0 {
			best, nearest = i, d
		}
	}
	return best
}

// outside returns how far v lies outside of the span that begins at from.
func outside(v, from, length float64) float64 {
	return max(from-v, v-(from+length), 0)
}

// maxNames bounds what Intern remembers.
const maxNames = 4096

// Intern joins the parts to one string and returns the same string, without allocating, whenever
// it is asked for the same text again: for the ids of marks, which are built anew in every frame.
// Up to 4,096 texts are remembered; then all are forgotten and it starts over.
func (s *Scene) Intern(parts ...string) string {
	s.join = s.join[:0]
	for _, p := range parts {
		s.join = append(s.join, p...)
	}
	if name, ok := s.names[string(s.join)]; ok {
		return name
	}
	if len(s.names) == maxNames {
		clear(s.names)
	}
	name := string(s.join)
	s.names[name] = name
	return name
}
