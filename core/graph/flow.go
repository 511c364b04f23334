package graph

import "headroom/core/system"

// flowPitch is how far apart the dots of a flow are before a server, in pixels, and flowPace how many of all pass
// in a second on the screen.
const flowPitch, flowPace = 52.0, 8.0

// flowing returns how many requests a dot of the flow stands for: so many that all requests together make dots
// move at a pace that can be followed.
func (f *figure) flowing() int { return int(nice(max(float64(f.rate*f.speed)/f.pace(), 10))) }

// pace is how many dots pass in a second: more where many servers share them, so that each gets some.
func (f *figure) pace() float64 { return min(max(flowPace, 0.4*float64(f.ends)), 5*flowPace) }

// pitch is how far apart the dots of a way are: the closer, the more of all requests it takes.
func (f *figure) pitch(w *way) float64 {
	if f.states[w.to].Kind >= system.ServerKind {
		return flowPitch
	}
	return flowPitch * flowPace / f.pace()
}

// nice rounds up to 1, 2 or 5 times a power of ten.
func nice(x float64) float64 {
	unit := 1.0
	for unit*10 <= x {
		unit *= 10
	}
	for _, step := range [...]float64{1, 2, 5} {
		if step*unit >= x {
			return step * unit
		}
	}
	return 10 * unit
}

// flow shows what passes the links as dots, which move on with each request that enters: where they are is a
// function of how many have, so that the motion is one of virtual time.
func (f *figure) flow() {
	for i := range f.ways {
		w := &f.ways[i]
		if w.link < 0 || f.states[w.link].Split || f.idle(w) {
			continue
		}
		per := uint64(f.per)
		passed := f.states[w.link].Passed + uint64(i*618%1000)*per/1000 // or turns would move all of them in step
		n := max(int(w.length/f.pitch(w)), 1) * max(w.lanes, 1)
		open := f.open(w)
		phase := float64(passed%per) / float64(per)
		for k := range min(uint64(n), passed/per) {
			share := (float64(k) + phase) / float64(n)
			if share > open {
				break
			}
			x, y := f.at(w, share, passed/per-k)
			f.points[goingDots] = append(f.points[goingDots], x, y)
		}
	}
}

// idle tells whether a way leads to a part that gets nothing.
func (f *figure) idle(w *way) bool {
	p := &f.states[w.to]
	return p.OutOfRotation || p.Draining && p.Kind != system.ClientsKind
}
