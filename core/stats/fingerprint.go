package stats

import (
	"math"
	"math/bits"
	"time"
)

// Fingerprint is a running hash of outcomes and statistics: two runs with the same fingerprint did
// the same things in the same order. It takes a few nanoseconds a word, never allocates, and is
// equal on every platform. The zero value is the fingerprint of nothing. Not for secrets.
type Fingerprint struct{ state, words uint64 }

// Odd constants with well spread bits, as in the 64-bit variants of xxHash and splitmix64.
const (
	first  = 0x9e3779b185ebca87
	second = 0xc2b2ae3d27d4eb4f
)

// Uint64 adds a word.
func (f *Fingerprint) Uint64(x uint64) {
	f.state = bits.RotateLeft64(f.state^x*second, 31) * first
	f.words++
}

// Float64 adds a number. All NaNs count as one, since their bits depend on the platform.
func (f *Fingerprint) Float64(x float64) {
	if x != x {
		x = math.NaN()
	}
	f.Uint64(math.Float64bits(x))
}

// Duration adds a moment or a length of virtual time.
func (f *Fingerprint) Duration(d time.Duration) { f.Uint64(uint64(d)) }

// String adds a text and its length, so that "ab", "c" differs from "a", "bc".
func (f *Fingerprint) String(s string) {
	f.Uint64(uint64(len(s)))
	for len(s) > 0 {
		word, n := uint64(0), min(8, len(s))
		for i := range n {
			word |= uint64(s[i]) << (8 * i)
		}
		f.Uint64(word)
		s = s[n:]
	}
}

// Sum returns the hash of what has been added so far; more may follow.
func (f *Fingerprint) Sum() uint64 {
	x := f.state ^ f.words*first
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
