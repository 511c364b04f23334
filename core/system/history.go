package system

import (
	"slices"
	"time"
)

// Bounds of a history. When it has as many steps as it may, neighbours are joined and a step is twice as long.
const (
	firstStep   = 250 * time.Millisecond
	mostSamples = 4096
	mostLatency = 2048 // latencies of one step; of more only every other one counts, and so on
)

// history is what happened in each step of time.
type history struct {
	samples []Sample // shared by clones, and never written to again
	step    time.Duration
	ends    time.Duration // of the present step
	current Sample
	took    []uint32 // latencies of the present step, in microseconds
	every   uint32   // of how many one is in took
	skipped uint32
	busy    int64 // integrals over all stations at its beginning
	queued  int64
	marks   [4]time.Duration // when the latest steps began, latest first
}

func newHistory() history { return history{step: firstStep, ends: firstStep, every: 1} }

// mostIdle is how many steps without an event a history tells of after the last one.
const mostIdle = mostSamples

// History returns what happened in each step of time that is over at a moment, which is not before the last event.
// It must not be changed.
func (s *System) History(now time.Duration) []Sample {
	h := &s.history
	if now < h.ends {
		return h.samples
	}
	all, one := slices.Clip(h.samples), h.current
	one.P50, one.P99 = quantiles(slices.Clone(h.took))
	before, waitedBefore := h.busy, h.queued
	for at := h.ends; at <= now && len(all)-len(h.samples) < mostIdle; at += h.step {
		busy, waited := s.integrals(at)
		one.Busy, one.Waiting = perTime(busy-before, h.step), perTime(waited-waitedBefore, h.step)
		before, waitedBefore = busy, waited
		all, one = append(all, one), Sample{}
	}
	return all
}

// HistoryStep returns how long a step of the history is. Step i begins at i times that.
func (s *System) HistoryStep() time.Duration { return s.history.step }

// sample takes note of a latency in the present step.
func (h *history) sample(d time.Duration) {
	if h.skipped++; h.skipped < h.every {
		return
	}
	h.skipped = 0
	if len(h.took) == mostLatency {
		for i := range mostLatency / 2 {
			h.took[i] = h.took[2*i]
		}
		h.took = h.took[:mostLatency/2]
		h.every *= 2
	}
	h.took = append(h.took, micro(d))
}

// roll ends all steps up to a moment.
func (s *System) roll(at time.Duration) {
	h := &s.history
	for at >= h.ends {
		busy, waited := s.integrals(h.ends)
		s.mark(h.ends)
		c := &h.current
		c.P50, c.P99 = quantiles(h.took)
		c.Busy, c.Waiting = perTime(busy-h.busy, h.step), perTime(waited-h.queued, h.step)
		h.samples = append(h.samples, *c)
		h.busy, h.queued, h.current, h.took, h.every, h.skipped = busy, waited, Sample{}, h.took[:0], 1, 0
		if len(h.samples) == mostSamples {
			h.double()
		}
		h.marks = [4]time.Duration{h.ends, h.marks[0], h.marks[1], h.marks[2]}
		h.ends += h.step
	}
}

// integrals sums those of all stations.
func (s *System) integrals(at time.Duration) (busy, waited int64) {
	for i := range s.stations {
		busy += s.stations[i].busy.Integral(at)
		waited += s.stations[i].waiting.Integral(at)
	}
	return busy, waited
}

// mark has each station note its integrals at the beginning of a step.
func (s *System) mark(at time.Duration) {
	for i := range s.stations {
		st := &s.stations[i]
		st.marks = [4]int64{st.busy.Integral(at), st.marks[0], st.marks[1], st.marks[2]}
		st.slotMarks = [4]int64{st.offered.Integral(at), st.slotMarks[0], st.slotMarks[1], st.slotMarks[2]}
		st.queueMarks = [4]int64{st.waiting.Integral(at), st.queueMarks[0], st.queueMarks[1], st.queueMarks[2]}
		st.cameMarks = [4]uint64{st.came, st.cameMarks[0], st.cameMarks[1], st.cameMarks[2]}
	}
}

// double joins neighbours, in a new slice, for clones share the old one. Quantiles cannot be joined: of two the
// larger stays.
func (h *history) double() {
	joined := make([]Sample, mostSamples/2, mostSamples)
	for i := range joined {
		a, b := &h.samples[2*i], &h.samples[2*i+1]
		joined[i] = Sample{
			Sent: a.Sent + b.Sent, OK: a.OK + b.OK, Bad: a.Bad + b.Bad, Attempts: a.Attempts + b.Attempts, P50: max(a.P50, b.P50), P99: max(a.P99, b.P99),
			Waiting: (a.Waiting + b.Waiting) / 2, Busy: (a.Busy + b.Busy) / 2,
		}
	}
	h.samples = joined
	h.step *= 2
}

// quantiles returns the median and the 99th percentile of microseconds, which it brings into another order.
func quantiles(took []uint32) (p50, p99 time.Duration) {
	n := len(took)
	if n == 0 {
		return 0, 0
	}
	at := func(percent int) time.Duration {
		return time.Duration(choose(took, (n*percent+99)/100-1)) * time.Microsecond
	}
	p99 = at(99)
	return at(50), p99
}

// choose returns the k-th smallest, counted from 0: Hoare's selection, and sorting for a few.
func choose(list []uint32, k int) uint32 {
	for len(list) > 12 {
		i, j, pivot := 0, len(list)-1, list[len(list)/2]
		for i <= j {
			for list[i] < pivot {
				i++
			}
			for list[j] > pivot {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			list = list[:j+1]
		case k >= i:
			list, k = list[i:], k-i
		default:
			return list[k]
		}
	}
	insertInOrder(list, func(a, b uint32) bool { return a < b })
	return list[k]
}
