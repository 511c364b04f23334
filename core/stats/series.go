package stats

import (
	"strconv"
	"time"
)

// Point is what a Series keeps of a step of time.
type Point struct {
	N                   uint64 // observations; 0 in a step without any
	Sum, Min, Max, Last float64
}

// Mean returns the mean of the step's observations; 0 when there is none.
func (p Point) Mean() float64 {
	if p.N == 0 {
		return 0
	}
	return p.Sum / float64(p.N)
}

// join adds to p what q, which is later, has.
func (p *Point) join(q Point) {
	switch {
	case q.N == 0:
	case p.N == 0:
		*p = q
	default:
		p.N += q.N
		p.Sum += q.Sum
		p.Min, p.Max, p.Last = min(p.Min, q.Min), max(p.Max, q.Max), q.Last
	}
}

// Series is a curve over time in bounded memory: equal steps from the start on, and when there are
// more than it holds, neighbours are joined and the step doubles. What it holds depends on what was
// added, and not on when anybody looked. NewSeries makes one.
type Series struct {
	points []Point
	n      int
	step   time.Duration
}

// NewSeries returns a series of at most capacity steps, an even number, at first of the given
// length. A step takes 40 bytes. It panics on a capacity that is odd or below 2, or a step below 1 ns.
func NewSeries(capacity int, step time.Duration) Series {
	if capacity < 2 || capacity%2 != 0 {
		panic("stats: a series needs an even capacity, not " + strconv.Itoa(capacity))
	}
	if step < 1 {
		panic("stats: a series needs a step above 0, not " + step.String())
	}
	return Series{points: make([]Point, capacity), step: step}
}

// Add puts an observation into the step of its moment. It panics on a moment before the start.
func (s *Series) Add(at time.Duration, x float64) {
	for at/s.step >= time.Duration(len(s.points)) {
		s.halve()
	}
	i := int(at / s.step)
	s.n = max(s.n, i+1)
	s.points[i].join(Point{N: 1, Sum: x, Min: x, Max: x, Last: x})
}

// halve joins neighbours and doubles the step.
func (s *Series) halve() {
	half := len(s.points) / 2
	for i := range half {
		p := s.points[2*i]
		p.join(s.points[2*i+1])
		s.points[i] = p
	}
	clear(s.points[half:])
	s.n = (s.n + 1) / 2
	s.step *= 2
}

// Len returns the number of steps up to the last that has an observation.
func (s *Series) Len() int { return s.n }

// Step returns the length of a step; step i reaches from i*Step() to (i+1)*Step().
func (s *Series) Step() time.Duration { return s.step }

// At returns what step i holds, 0 <= i < Len().
func (s *Series) At(i int) Point { return s.points[:s.n][i] }

// Clone returns an independent copy.
func (s *Series) Clone() Series {
	c := *s
	c.points = append([]Point(nil), s.points...)
	return c
}

// Fingerprint adds what the series holds to f.
func (s *Series) Fingerprint(f *Fingerprint) {
	f.Duration(s.step)
	for _, p := range s.points[:s.n] {
		f.Uint64(p.N)
		f.Float64(p.Sum)
		f.Float64(p.Min)
		f.Float64(p.Max)
		f.Float64(p.Last)
	}
}
