package resilience

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"time"
)

// Buckets are a sixteenth of an octave wide.
const (
	fineBits = 4
	fine     = 1 << fineBits
	buckets  = (63-fineBits)*fine + fine
)

// Quantile learns a quantile, such as the p95, of latencies as they come, within about
// 3% and usually 1%. It counts in buckets, forgets by halving all counts when it has
// seen so many, and keeps its place among them, so that neither learning nor asking
// looks at more than a few: some 5 ns each.
type Quantile struct {
	counts [buckets]uint32
	total  uint32
	below  uint32 // in buckets before at
	at     int
	memory uint32
	q      float64
}

// NewQuantile returns one that has seen nothing, for q between 0 and 1, both
// excluded. Memory is after how many latencies the old ones start to count half: 10 to
// 2^30, usually a thousand, and more than a few times 1/(1-q).
func NewQuantile(q float64, memory int) (Quantile, error) {
	if !(q > 0 && q < 1) {
		return Quantile{}, errors.New("quantile: " + number(q) + ": it lies between 0 and 1, such as 0.95")
	}
	if memory < 10 || memory > 1<<30 {
		return Quantile{}, errors.New("quantile: a memory of " + strconv.Itoa(memory) + " latencies: it is 10 to 2^30")
	}
	return Quantile{q: q, memory: uint32(memory)}, nil
}

// Observe takes note of a latency; a negative one counts as 0.
func (e *Quantile) Observe(latency time.Duration) {
	i := bucket(uint64(max(0, latency)))
	e.counts[i]++
	e.total++
	if i < e.at {
		e.below++
	}
	if e.total >= e.memory {
		e.halve()
	}
	e.settle()
}

// halve makes old counts matter less. What an odd count leaves over goes on to the next
// bucket, or the tail, whose buckets hold one or two, would vanish.
func (e *Quantile) halve() {
	e.total, e.below = 0, 0
	over := uint32(0)
	for i := range e.counts {
		sum := e.counts[i] + over
		e.counts[i], over = sum/2, sum%2
		if i < e.at {
			e.below += e.counts[i]
		}
		e.total += e.counts[i]
	}
}

// settle moves at to the bucket that holds the quantile.
func (e *Quantile) settle() {
	rank := e.rank()
	for e.at > 0 && e.below >= rank {
		e.at--
		e.below -= e.counts[e.at]
	}
	for e.at < buckets-1 && e.below+e.counts[e.at] < rank {
		e.below += e.counts[e.at]
		e.at++
	}
}

// rank is which of the latencies in order is the quantile, counted from 1.
func (e *Quantile) rank() uint32 {
	return uint32(math.Ceil(float64(e.q * float64(e.total))))
}

// Value returns the quantile of what it remembers, and 0 when that is nothing.
func (e *Quantile) Value() time.Duration {
	n := e.counts[e.at]
	if e.total == 0 || n == 0 {
		return 0
	}
	low, width := bounds(e.at)
	part := (float64(e.rank()-e.below) - 0.5) / float64(n)
	return time.Duration(low) + time.Duration(float64(part*float64(width)))
}

// Seen returns how many latencies it remembers.
func (e *Quantile) Seen() int { return int(e.total) }

// bucket returns the bucket of a number below 2^63: itself when it is small, and
// otherwise by its highest five bits.
func bucket(ns uint64) int {
	shift := bits.Len64(ns) - fineBits - 1
	if shift < 0 {
		return int(ns)
	}
	return shift<<fineBits + int(ns>>shift)
}

// bounds returns the lowest number of a bucket and how many numbers it has.
func bounds(i int) (low, width uint64) {
	if i < 2*fine {
		return uint64(i), 1
	}
	shift := i>>fineBits - 1
	return uint64(i&(fine-1)|fine) << shift, 1 << shift
}
