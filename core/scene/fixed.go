package scene

import (
	"math"
	"strconv"
)

// The units of the wire format.
const (
	pixel  = 64      // of a length in pixels
	turn   = 1 << 24 // of an angle in turns
	opaque = 255     // of an alpha
)

// What fixed adds so that numbers are positive when they are cut to whole ones, and how far from
// there an int32 reaches.
const (
	bias  = 1 << 32
	reach = 1 << 31
)

// fixed rounds v, which has to be a number, to a whole number of units, the nearest that an int32
// holds. It is small enough to be inlined, since a frame has tens of thousands of coordinates.
func fixed(v, unit float64) uint32 {
	f := float64(v*unit) + (bias + 0.5)
	if f < bias-reach {
		return reach
	}
	if f >= bias+reach {
		return reach - 1
	}
	return uint32(int64(f))
}

// size rounds a size in pixels, which is 0 if it is less.
func size(v float64) uint32 { return fixed(max(real(v), 0), pixel) }

// length rounds a length to 1/64 pixel, from 0 to 1023.98.
func length(v float64) uint32 { return min(size(v), math.MaxUint16) }

// strength rounds an alpha from 0 to 1 to what the wire holds.
func strength(alpha float64) uint32 { return uint32(float64(alpha*opaque) + 0.5) }

func pixels(raw uint32) float64 { return float64(int32(raw)) / pixel }

func turns(raw uint32) float64 { return float64(int32(raw)) / turn }

// real returns v, which must be a number that can be drawn.
func real(v float64) float64 {
	if v-v != 0 {
		impossible(v)
	}
	return v
}

func impossible(v float64) {
	panic("scene: a coordinate is " + strconv.FormatFloat(v, 'g', -1, 64))
}

// limit formats a limit with thousands separated, as messages show it.
func limit(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
