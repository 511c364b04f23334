package session

import "math/bits"

// Limits of what is kept to come back to.
const (
	maxKept     = 64 << 20 // bytes
	maxKeyframe = 4096     // points, a backstop for worlds of a few bytes
	mostDense   = 256
)

// keyframes are points of the past, in the order of their event numbers. They
// thin out logarithmically: of the points d back, one in about d/256 stays, or
// fewer where they do not fit the limits.
type keyframes struct {
	points []keyframe
	serial uint
	bytes  int
	sides  int // that share what may be kept; 0 is one
}

type keyframe struct {
	point
	serial uint
	size   int
}

func (k *keyframes) clear() { *k = keyframes{sides: k.sides} }

// add keeps a copy of a point that lies behind all that are kept.
func (k *keyframes) add(p point) {
	if n := len(k.points); n > 0 && k.points[n-1].n >= p.n {
		return
	}
	size, most := p.world.Size(), maxKept/max(k.sides, 1)
	if size > most { // a longer way back is better than no memory left
		return
	}
	p = p.clone()
	k.serial++
	k.points = append(k.points, keyframe{p, k.serial, size})
	k.bytes += size
	for dense := uint(mostDense); ; dense /= 2 {
		k.thin(dense)
		if dense == 0 || k.bytes <= most && len(k.points) <= maxKeyframe {
			return
		}
	}
}

// thin drops the points whose serial number is not round enough for their age.
func (k *keyframes) thin(dense uint) {
	kept := k.points[:0]
	k.bytes = 0
	for _, f := range k.points {
		age := k.serial - f.serial
		if age == 0 || age <= dense<<bits.TrailingZeros(f.serial) {
			kept = append(kept, f)
			k.bytes += f.size
		}
	}
	clear(k.points[len(kept):])
	k.points = kept
}

// usable counts the points that will do. They come before all others.
//
//go:noinline
func (k *keyframes) usable(will func(*point) bool) int {
	low, high := 0, len(k.points)
	for low < high {
		if middle := (low + high) / 2; will(&k.points[middle].point) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// reach returns the number of events of the last point that will do, or -1.
func (k *keyframes) reach(will func(*point) bool) int {
	if i := k.usable(will); i > 0 {
		return k.points[i-1].n
	}
	return -1
}

// latest returns a copy of the last point that will do.
func (k *keyframes) latest(will func(*point) bool) (point, bool) {
	if i := k.usable(will); i > 0 {
		return k.points[i-1].clone(), true
	}
	return point{}, false
}

// drop forgets the points that will not do any more.
func (k *keyframes) drop(usable func(*point) bool) {
	kept := k.points[:0]
	k.bytes = 0
	for _, f := range k.points {
		if usable(&f.point) {
			kept = append(kept, f)
			k.bytes += f.size
		}
	}
	clear(k.points[len(kept):])
	k.points = kept
}
