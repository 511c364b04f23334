// A frame on the wire. core/scene/wire.go and web/scene.js open with this table; the vectors in
// core/scene/testdata/wire.json test both. Little-endian; everything is a multiple of 4 bytes.
//
//	px is int32 in 1/64 pixel, len is uint16 in 1/64 pixel, turn is int32 in 1/2^24 turn,
//	clockwise from twelve o'clock; role is uint8 (0 none to 20), alpha is uint8 (255 opaque)
//
//	header, 32 bytes
//	   0  magic "HRSC"   4  uint16 version = 1   6  uint16 zero
//	   8  px width      12  px height           16  uint32 base revision: changes exactly when
//	  20  uint32 bytes of base ops              24  uint32 bytes of live ops        the base ops do
//	  28  uint32 zero                           32  base ops, then live ops
//
//	styled = uint8 kind, role fill, role stroke, alpha, len stroke width, len dash (0 unbroken)
//	 1 rect      styled, px x, y, w, h, corner radius
//	 2 circle    styled, px x, y, r
//	 3 line      styled, px x1, y1, x2, y2
//	 4 polyline  styled, uint32 n, n * (px x, y)
//	 5 polygon   styled, uint32 n, n * (px x, y)
//	 6 arc       styled, px x, y, r, turn from, to             stroked, ends cut square
//	 7 text      uint8 kind, role, uint8 anchor (0 start, 1 middle, 2 end) + 4 if bold, alpha,
//	             len size, uint16 n, px x, y of the baseline, n bytes UTF-8, zeros to 4 bytes
//	 8 dots      uint8 kind, role, uint8 hollow (0, 1), alpha, px r, uint32 n, n * (px x, y)
//	             hollow: a ring 1.5 px thick whose outer radius is r
//	 9 cells     uint8 kind, 0, 0, alpha, len cell, len gap, px x, y, uint16 columns, uint16 n,
//	             n roles row by row, zeros to 4 bytes; corner radius a fifth of the cell, square
//	             below 6 px; none: an outline 1 px thick in the border colour
//	10 clip      uint8 kind, 0, 0, 0, px x, y, w, h            replaces the clip before it
//	11 unclip    uint8 kind, 0, 0, 0
//
// Strokes are centred, joins round, ends butt. Each layer begins unclipped. Live lies above base,
// and in live the dots of at most 16 px lie beneath the rest. A run of arcs, or of lines, is painted
// grouped by style, the style seen first lowest. The dots of one op do not darken each other.
// Upright and level lines, and the outlines of rects, are moved to where their edges are crisp.
// Limits of a frame: 65,536 ops, 262,144 points (of polylines, polygons and dots, and cells),
// 1,048,576 bytes of text, 2,048 bytes in one text.

package scene

import (
	"slices"
	"strconv"
)

// Version is the version of the wire format that this package writes and reads.
const Version = 1

// The limits of a frame, both layers together. A view that draws more panics; Decode refuses more.
const (
	MaxOps    = 65_536    // operations, and marks
	MaxPoints = 262_144   // points of polylines, polygons and dots, and cells
	MaxText   = 1_048_576 // bytes of text
	maxLine   = 2_048     // bytes of one text; longer ones are cut
)

const (
	magic      = 'H' | 'R'<<8 | 'S'<<16 | 'C'<<24
	headerSize = 32
)

// AppendWire appends the frame as the page reads it: a header, the base operations, the live
// operations. The header's base revision changes exactly when the base operations differ from
// those of the frame that this scene encoded before. Panics if a Group or Clip is still open.
func (s *Scene) AppendWire(dst []byte) []byte {
	if len(s.stack) > 0 {
		panic("scene: " + strconv.Itoa(len(s.stack)) + " of Group and Clip are still open")
	}
	base, live := s.layers[Base].buf, s.layers[Live].buf
	if s.revision == 0 || string(base) != string(s.previous) {
		s.revision++
		s.previous = append(s.previous[:0], base...)
	}
	at := len(dst)
	dst = slices.Grow(dst, headerSize+len(base)+len(live))[:at+headerSize]
	for i, word := range [headerSize / 4]uint32{magic, Version, size(s.width), size(s.height),
		s.revision, uint32(len(base)), uint32(len(live)), 0} {
		set(dst[at:], 4*i, word)
	}
	dst = append(dst, base...)
	return append(dst, live...)
}

func get32(b []byte, at int) uint32 {
	return uint32(b[at]) | uint32(b[at+1])<<8 | uint32(b[at+2])<<16 | uint32(b[at+3])<<24
}

func get16(b []byte, at int) uint16 { return uint16(b[at]) | uint16(b[at+1])<<8 }
