package stats

import (
	"strconv"
	"time"
)

// slots is how many parts the window of a Rate has: it slides by a sixteenth.
const slots = 16

// Rate tells how many events a second there were lately. NewRate makes one; it is plain data.
type Rate struct {
	counts [slots]uint64 // of slot i at i % slots
	width  time.Duration
	slot   int64 // the latest
}

// NewRate returns a rate over a sliding window, which it divides into 16 slots.
// It panics on a window below 16 ns.
func NewRate(window time.Duration) Rate {
	if window < slots {
		panic("stats: a rate needs a window of at least 16ns, not " + strconv.FormatInt(int64(window), 10) + "ns")
	}
	return Rate{width: window / slots}
}

// Add counts n events at a moment. One before the latest slot counts into the latest.
func (r *Rate) Add(at time.Duration, n int) {
	for slot := int64(at / r.width); r.slot < slot; {
		// Past a whole window everything has been cleared, and a gap of years takes no longer.
		r.slot = max(r.slot+1, slot-slots+1)
		r.counts[r.slot%slots] = 0
	}
	r.counts[r.slot%slots] += uint64(n)
}

// PerSecond returns the rate over the window that ends at a moment, or since the start when that is
// shorter. At the start it is 0.
func (r *Rate) PerSecond(at time.Duration) float64 {
	end := max(r.slot, int64(at/r.width))
	start := max(0, end-slots+1)
	total := uint64(0)
	for slot := start; slot <= r.slot; slot++ {
		total += r.counts[slot%slots]
	}
	span := at - time.Duration(start)*r.width
	if span <= 0 {
		return 0
	}
	return float64(total) / span.Seconds()
}
