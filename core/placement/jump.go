package placement

import (
	"math"
	"strconv"

	"headroom/core/hash"
)

// Jump is jump consistent hashing: no table at all, as even as dice, and adding a
// node at the end moves the fewest keys that any method could. Nodes are numbered
// in the order in which they came, and the number is all that it knows: removing
// one that is not the last shifts those behind it and moves their keys too. It
// suits shards that only grow, and knows no weights.
//
// A lookup takes about ln(n) steps.
//
// Source: Lamping and Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm",
// 2014.
type Jump struct {
	line
	f hash.Func
}

// NewJump returns a jump placement without nodes.
func NewJump(f hash.Func) *Jump { return &Jump{line: line{method: "jump"}, f: f} }

// Owner returns the slot of the bucket that JumpHash gives for the upper 64 bits.
func (j *Jump) Owner(p hash.Position) int {
	if len(j.order) == 0 {
		return -1
	}
	return int(j.order[JumpHash(p.Hi, len(j.order))])
}

// Lookup returns the name of the node that a key belongs to; ok is false where
// there is none. It does not allocate.
func (j *Jump) Lookup(key string) (name string, ok bool) {
	slot := j.Owner(hash.Position{Hi: j.f.Sum64(key)})
	return j.Name(slot), slot >= 0
}

// Explain gives the buckets that the key jumped through: with each of those
// numbers of nodes plus one it would have moved on.
func (j *Jump) Explain(p hash.Position) Why {
	why := Why{Slot: j.Owner(p), Key: p, Of: j.Len(), Second: -1}
	if why.Slot < 0 {
		return why
	}
	state := p.Hi
	for next := 0.0; next < float64(j.Len()); {
		why.Index = int(next)
		why.Path = append(why.Path, why.Index)
		state, next = leap(state, next)
	}
	return why
}

// Clone returns a placement that can be changed apart from this one.
func (j *Jump) Clone() *Jump { return &Jump{j.line.clone(), j.f} }

// JumpHash returns the bucket of a key among the given number of them, bit for
// bit as the paper's function does. It panics unless buckets is between 1 and
// 2^31-1.
func JumpHash(key uint64, buckets int) int {
	if buckets < 1 || buckets > math.MaxInt32 {
		panic("placement: a key jumps among 1 to 2^31-1 buckets, not " + strconv.Itoa(buckets))
	}
	end, bucket := float64(buckets), 0.0
	for {
		var a, b, c, d float64
		key, a = leap(key, bucket)
		key, b = leap(key, a)
		key, c = leap(key, b)
		key, d = leap(key, c)
		if d >= end {
			return lastBelow(end, bucket, a, b, c)
		}
		bucket = d
	}
}

// leap returns the bucket that a key goes to next, and the state it is in then.
//
// The paper converts between integers and floating point at every step, and asks
// at every step whether it is past the end. All the numbers are whole and, up to
// the end, below 2^53, so they can stay floating point throughout, which takes the
// conversions out of the chain of dependent steps. And four leaps are taken at a
// time, since a processor cannot guess which of them is the last, and a wrong
// guess costs more than a leap too many. Neither changes a bit of the outcome.
func leap(key uint64, bucket float64) (uint64, float64) {
	key = key*2862933555777941757 + 1
	draw := float64(int64(key>>33) + 1)
	return key, math.Trunc((bucket + 1) * ((1 << 31) / draw))
}

// lastBelow returns the last of four growing buckets that lies below the end, by
// conditional moves.
func lastBelow(end, bucket, a, b, c float64) int {
	last := int(bucket)
	if a < end {
		last = int(a)
	}
	if b < end {
		last = int(b)
	}
	if c < end {
		last = int(c)
	}
	return last
}
