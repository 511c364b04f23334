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

// fixed rounds v to a whole number of units, the nearest that an int32 holds.
func fixed(v, unit float64) int32 {
	f := float64(v*unit) + 0.5
	if f >= math.MaxInt32 {
		return math.MaxInt32
	}
	if f < math.MinInt32 {
		return math.MinInt32
	}
	n := int32(f) // towards zero
	if float64(n) > f {
		n--
	}
	return n
}

// length rounds a length to 1/64 pixel, from 0 to 1023.98.
func length(v float64) uint16 {
	return uint16(min(max(fixed(v, pixel), 0), math.MaxUint16))
}

// strength rounds an alpha to what the wire holds.
func strength(alpha float64) uint8 {
	return uint8(math.Floor(float64(min(max(alpha, 0), 1)*opaque) + 0.5))
}

func pixels(raw uint32) float64 { return float64(int32(raw)) / pixel }

func turns(raw uint32) float64 { return float64(int32(raw)) / turn }

// real returns v, which must be a number that can be drawn.
func real(v float64) float64 {
	if v-v != 0 {
		panic("scene: a coordinate is " + strconv.FormatFloat(v, 'g', -1, 64))
	}
	return v
}

// limit formats a limit with thousands separated, as messages show it.
func limit(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
