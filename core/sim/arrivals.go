package sim

import (
	"time"

	"headroom/core/exact"
)

// Arrivals is a stream of arrivals, one after the other, with independent gaps between them. It is
// plain data: a copy goes on with the same arrivals.
type Arrivals struct {
	// Gap is the distribution of the gaps: exponential makes the stream Poisson. It may be changed
	// at any time and counts from the next gap on.
	Gap    Dist
	rand   exact.Rand
	at     time.Duration
	number uint64
}

// NewArrivals returns the stream that belongs to a seed and the number of a stream within it.
func NewArrivals(seed, stream uint64, gap Dist) Arrivals {
	return Arrivals{Gap: gap, rand: exact.NewRand(seed, stream)}
}

// Next returns the next arrival: its number, counted from 1, and its time.
func (a *Arrivals) Next() (number uint64, at time.Duration) {
	a.number++
	a.at += a.Gap.At(a.rand.Uint64())
	return a.number, a.at
}
