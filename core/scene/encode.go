package scene

import "slices"

// styled opens an operation that has a style, of n bytes, of which it writes the first 8.
func (s *Scene) styled(kind Kind, st *Style, n int) []byte {
	fill, stroke := known(st.Fill), known(st.Stroke)
	outline := uint32(0)
	if stroke != None {
		width := st.Width
		if width == 0 {
			width = 1
		}
		outline = length(width) | length(st.Dash)<<16
	}
	if fill == None && outline&0xffff == 0 {
		return nil
	}
	b := s.open(kind, uint32(fill), uint32(stroke), s.relative(st.Alpha), n)
	if b != nil {
		set(b, 4, outline)
	}
	return b
}

// open appends an operation of n bytes to the layer, writes its first word, and returns it, to be
// filled in. It returns nil for an operation that leaves no trace.
func (s *Scene) open(kind Kind, second, third uint32, alpha float64, n int) []byte {
	a := strength(alpha)
	if a == 0 || s.frame.clip.hides {
		return nil
	}
	if s.at.clip != s.frame.clip.id {
		s.clip()
	}
	b := s.add(n)
	set(b, 0, uint32(kind)|second<<8|third<<16|a<<24)
	return b
}

// clip writes the clip that the next operation needs.
func (s *Scene) clip() {
	c := &s.frame.clip
	s.at.clip = c.id
	if c.id == 0 {
		set(s.add(4), 0, uint32(UnclipOp))
		return
	}
	b := s.add(20)
	set(b, 0, uint32(ClipOp))
	set(b, 4, fixed(c.x, pixel))
	set(b, 8, fixed(c.y, pixel))
	set(b, 12, size(c.w))
	set(b, 16, size(c.h))
}

// add makes room for an operation of n bytes.
func (s *Scene) add(n int) []byte {
	if s.ops++; s.ops > MaxOps {
		panic("scene: more than " + limit(MaxOps) + " operations in a frame; draw fewer, or use Dots or Cells")
	}
	at := len(s.at.buf)
	s.at.buf = slices.Grow(s.at.buf, n)[:at+n]
	return s.at.buf[at:]
}

// place writes a point of the group.
func (s *Scene) place(b []byte, at int, x, y float64) {
	set(b, at, fixed(real(x+s.frame.dx), pixel))
	set(b, at+4, fixed(real(y+s.frame.dy), pixel))
}

// list writes a number of points of the group and the points.
func (s *Scene) list(b []byte, at int, points []float64) {
	s.count(len(points)/2, 0)
	set(b, at, uint32(len(points)/2))
	dx, dy := s.frame.dx, s.frame.dy
	b = b[at+4:]
	for i := 0; i+1 < len(points) && len(b) >= 8; i += 2 {
		set(b, 0, fixed(real(points[i]+dx), pixel))
		set(b, 4, fixed(real(points[i+1]+dy), pixel))
		b = b[8:]
	}
}

// count holds what is drawn against the limits of a frame.
func (s *Scene) count(points, text int) {
	s.points += points
	s.text += text
	if s.points > MaxPoints || s.text > MaxText {
		panic("scene: more than " + limit(MaxPoints) + " points or " + limit(MaxText) + " bytes of text in a frame; draw fewer")
	}
}

// relative is the alpha of a style within the group, where 0 stands for 1.
func (s *Scene) relative(alpha float64) float64 {
	if alpha == 0 {
		return s.frame.alpha
	}
	return s.literal(alpha)
}

func (s *Scene) literal(alpha float64) float64 {
	return min(max(real(alpha), 0), 1) * s.frame.alpha
}

// set writes a word.
func set(b []byte, at int, v uint32) {
	_ = b[at+3]
	b[at] = byte(v)
	b[at+1] = byte(v >> 8)
	b[at+2] = byte(v >> 16)
	b[at+3] = byte(v >> 24)
}

// padded returns the bytes that n bytes take with the zeros that fill the last word.
func padded(n int) int { return (n + 3) &^ 3 }
