package resilience

import "time"

// parts is how many parts of a window are forgotten one after the other.
const parts = 10

// window counts two kinds of things over the last so and so long, in parts, so that
// it takes the same few bytes whatever happens. What it covers is between nine and
// ten tenths of its length.
type window struct {
	part          time.Duration // length of one
	at            int64         // number of the present one
	first, second [parts]int64
	sums          [2]int64
}

func newWindow(length time.Duration) window { return window{part: (length + parts - 1) / parts} }

// move forgets what is no longer in the window at a time.
func (w *window) move(now time.Duration) {
	to := int64(now / w.part)
	if to <= w.at {
		return
	}
	for range min(to-w.at, parts) {
		w.at++
		i := w.at % parts
		w.sums[0] -= w.first[i]
		w.sums[1] -= w.second[i]
		w.first[i], w.second[i] = 0, 0
	}
	w.at = to
}

// add counts at a time.
func (w *window) add(now time.Duration, first, second int64) {
	w.move(now)
	i := w.at % parts
	w.first[i] += first
	w.second[i] += second
	w.sums[0] += first
	w.sums[1] += second
}
