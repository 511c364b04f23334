package system

import (
	"time"

	"headroom/core/exact"
	"headroom/core/sim"
)

// wire is a link.
type wire struct {
	latency sim.Dist
	loss    float64
	instant bool // takes no time and loses nothing
	fixed   bool // always takes the same time
	split   bool
	lost    time.Duration // what entered before this is lost
	passed  uint64        // messages that entered on their way down, since the start
}

func (w *wire) set(spec Link) {
	w.latency, w.loss = spec.Latency, spec.Loss
	w.fixed = w.latency.SCV() == 0
	w.instant = w.latency.Mean() == 0 && w.loss == 0
}

// swallows tells whether a message that entered at a time is lost to a split.
func (w *wire) swallows(entered time.Duration) bool { return w.split || entered < w.lost }

// enterLink takes an attempt into a link on its way down, and tells whether it stays there.
func (s *System) enterLink(a, n int32) bool {
	w := &s.wires[s.nodes[n].number]
	w.passed++
	hop := 2 * s.attempts[a].depth
	s.reach(a, n, s.now)
	return (w.split || !w.instant) && s.cross(a, w, Going, hop)
}

// returnBy takes an answer into a link on its way back, and tells whether it stays there. A link that has
// left the system lets all of them through.
func (s *System) returnBy(a, n int32) bool {
	t := &s.attempts[a]
	node := &s.nodes[n]
	t.part = n
	w := &s.wires[node.number]
	return (w.split || !w.instant) && node.index >= 0 && s.cross(a, w, Returning, 2*t.depth+1)
}

// cross keeps a message for as long as the link takes, or for good.
func (s *System) cross(a int32, w *wire, phase Phase, hop int32) bool {
	t := &s.attempts[a]
	t.phase, t.since = phase, s.now
	if w.split || w.loss > 0 && exact.Unit(s.draw(t, lossStream, hop)) < w.loss {
		s.lose(a)
		return true
	}
	takes := w.latency.Mean()
	if !w.fixed {
		takes = w.latency.At(s.draw(t, latencyStream, hop))
	}
	if takes == 0 {
		return false
	}
	t.until = after(s.now, takes)
	t.event = s.schedule(t.until, delivery, 0, a)
	return true
}
