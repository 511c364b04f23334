package exact

import (
	"math/bits"
	"strconv"
)

// golden is 2^64 divided by the golden ratio, made odd: the step of splitmix64.
const golden = 0x9e3779b97f4a7c15

// Rand is a generator of random numbers, xoshiro256++: 256 bits of state, period 2^256 - 1, equal
// bits on every platform. It is a plain value and copying it forks it: both copies go on with the
// same numbers. NewRand makes one; the zero value only ever gives zeros. Not for secrets.
type Rand struct{ s [4]uint64 }

// NewRand returns a generator for a seed and, within it, a stream. Streams of one seed are
// independent of each other; stream 0 is the state that splitmix64 gives for the seed alone.
func NewRand(seed, stream uint64) Rand {
	state := seed ^ mix(stream)
	var r Rand
	for i := range r.s {
		state += golden
		r.s[i] = mix(state)
	}
	return r
}

// mix is the finalizer of splitmix64: a bijection in which each bit of x moves half of the result.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Uint64 returns 64 random bits.
func (r *Rand) Uint64() uint64 {
	s0, s1, s2, s3 := r.s[0], r.s[1], r.s[2], r.s[3]
	result := bits.RotateLeft64(s0+s3, 23) + s0
	s2 ^= s0
	s3 ^= s1
	r.s = [4]uint64{s0 ^ s3, s1 ^ s2, s2 ^ s1<<17, bits.RotateLeft64(s3, 45)}
	return result
}

// Float64 returns a number in [0, 1), a multiple of 2^-53.
func (r *Rand) Float64() float64 { return Unit(r.Uint64()) }

// Open returns a number in (0, 1], a multiple of 2^-53, whose logarithm is finite.
func (r *Rand) Open() float64 { return OpenUnit(r.Uint64()) }

// Exp returns an exponentially distributed number of mean 1, from 0 to 36.74, by inversion: one
// draw each, so that two runs stay in step.
func (r *Rand) Exp() float64 { return 0 - Log(OpenUnit(r.Uint64())) }

// IntN returns a number in [0, n), each equally likely (D. Lemire, Fast random integer generation in
// an interval, 2019). It panics unless n > 0.
func (r *Rand) IntN(n int) int {
	if n <= 0 {
		panic("exact: IntN needs n > 0, not " + strconv.Itoa(n))
	}
	bound := uint64(n)
	high, low := bits.Mul64(r.Uint64(), bound)
	if low < bound {
		for reject := -bound % bound; low < reject; {
			high, low = bits.Mul64(r.Uint64(), bound)
		}
	}
	return int(high)
}

// Draw returns the 64 random bits that belong to a name: a stream of a seed, the number of an
// arrival, the attempt and the hop. Equal names give equal bits, in any order and on every platform,
// and names that differ anywhere give bits that have nothing to do with each other.
// About 12 ns; Unit and OpenUnit turn the result into numbers.
func Draw(seed, stream, arrival, attempt, hop uint64) uint64 {
	// A round of mixing between the parts, so that no step in one can undo a step in another; odd
	// constants of their own keep (1, 0) and (0, 1) apart within a round.
	x := mix(seed + stream*0xd6e8feb86659fd93 + golden)
	x = mix(x + arrival*golden)
	return mix(x + attempt*0xa0761d6478bd642f + hop*0xe7037ed1a0b428db + golden)
}

// Unit turns 64 random bits into a number in [0, 1), a multiple of 2^-53.
func Unit(u uint64) float64 { return float64(int64(u>>11)) * 0x1p-53 }

// OpenUnit turns 64 random bits into a number in (0, 1], a multiple of 2^-53.
func OpenUnit(u uint64) float64 { return float64(int64(u>>11)+1) * 0x1p-53 }
