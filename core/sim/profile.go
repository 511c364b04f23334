package sim

import (
	"errors"
	"math"
	"slices"
	"sort"
	"strconv"
	"time"

	"headroom/core/exact"
)

// Bounds of a Profile. Past one of them comes an error.
const (
	MaxRate     = 1e7              // arrivals per second
	MaxPeriod   = 1000 * time.Hour // of all times in a profile
	MaxPoints   = 1000             // drawn by hand
	MaxRecorded = 1 << 24          // recorded arrivals
)

type shape uint8

const (
	steady shape = iota
	ramp
	bursty
	daily
	drawn
	recorded
)

// Profile is how many arrivals per second are due at each moment, or when they were. It is plain
// data; copies share points and recordings, which never change. The zero value has none.
type Profile struct {
	shape   shape
	pieces  []piece       // the rate, linear in each; none for daily and recorded
	period  time.Duration // after which it begins again, 0 for never
	area    float64       // arrivals due in a period
	low     float64       // daily: the rate is mean - swing * cos(2 pi t / period)
	high    float64
	mean    float64
	swing   float64
	arrived []time.Duration // recorded
}

// piece is a stretch of a linear rate, up to where the next begins.
type piece struct {
	from  time.Duration
	rate  float64 // at its beginning, per second
	slope float64 // per second squared
}

// Point is a moment of a rate that was drawn by hand.
type Point struct {
	At   time.Duration
	Rate float64 // arrivals per second
}

// Steady returns a constant rate: a Poisson stream. Rates are from 0 to MaxRate per second, here and
// below; others, and times beyond MaxPeriod, are errors.
func Steady(rate float64) (Profile, error) {
	return linear(steady, 0, Point{0, rate})
}

// Ramp returns a rate that goes from one value to another within a time above 0s, and stays there.
func Ramp(from, to float64, over time.Duration) (Profile, error) {
	if over <= 0 {
		return Profile{}, badTime("ramp", over)
	}
	return linear(ramp, 0, Point{0, from}, Point{over, to})
}

// Bursty returns a rate that is calm for a while and then bursts for a while, again and again; both
// times are above 0s.
func Bursty(calm, burst float64, calmFor, burstFor time.Duration) (Profile, error) {
	switch {
	case calmFor <= 0 || calmFor > MaxPeriod:
		return Profile{}, badTime("calm", calmFor)
	case burstFor <= 0 || burstFor > MaxPeriod:
		return Profile{}, badTime("burst", burstFor)
	}
	return linear(bursty, calmFor+burstFor, Point{0, calm}, Point{calmFor, calm}, Point{calmFor, burst})
}

// Drawn returns a rate that goes straight from point to point, is constant before the first and after
// the last, and jumps where two have the same time. There are 1 to MaxPoints, in order.
func Drawn(points ...Point) (Profile, error) {
	if len(points) < 1 || len(points) > MaxPoints {
		return Profile{}, errors.New("sim: a drawn rate has 1 to " + strconv.Itoa(MaxPoints) + " points, not " +
			strconv.Itoa(len(points)))
	}
	return linear(drawn, 0, points...)
}

// Daily returns a rate that swings between a low, at the start, and a high, half a period later, as a
// sine does. The period is above 0s.
func Daily(low, high float64, period time.Duration) (Profile, error) {
	if err := checkRate(low); err != nil {
		return Profile{}, err
	}
	if err := checkRate(high); err != nil {
		return Profile{}, err
	}
	if period <= 0 || period > MaxPeriod {
		return Profile{}, badTime("period", period)
	}
	p := Profile{shape: daily, period: period, low: low, high: high, mean: (low + high) / 2, swing: (high - low) / 2}
	p.area = p.mean * period.Seconds()
	return p, nil
}

// Recorded returns the arrivals that were, at most MaxRecorded of them in order of their times, and none
// after the last. It keeps the slice, which must not change any more.
func Recorded(at []time.Duration) (Profile, error) {
	if len(at) > MaxRecorded {
		return Profile{}, errors.New("sim: " + strconv.Itoa(len(at)) + " recorded arrivals: there are at most " +
			strconv.Itoa(MaxRecorded))
	}
	for i, t := range at {
		if t < 0 || t > MaxPeriod || i > 0 && t < at[i-1] {
			return Profile{}, errors.New("sim: recorded arrival " + strconv.Itoa(i+1) + " is at " + t.String() +
				": times are from 0s to " + MaxPeriod.String() + ", in order")
		}
	}
	return Profile{shape: recorded, arrived: at}, nil
}

// Same reports whether two profiles are the same: their texts, and of recordings also the slice.
func (p *Profile) Same(o *Profile) bool {
	n := len(p.arrived)
	return p.String() == o.String() && n == len(o.arrived) && (n == 0 || &p.arrived[0] == &o.arrived[0])
}

// linear makes the pieces between points.
func linear(s shape, period time.Duration, points ...Point) (Profile, error) {
	p := Profile{shape: s, period: period}
	if len(points) > 0 && points[0].At > 0 { // constant before the first
		points = append([]Point{{0, points[0].Rate}}, points...)
	}
	for i, point := range points {
		if err := checkRate(point.Rate); err != nil {
			return Profile{}, err
		}
		if point.At < 0 || point.At > MaxPeriod || i > 0 && point.At < points[i-1].At {
			return Profile{}, errors.New("sim: a point of a rate is at " + point.At.String() +
				": times are from 0s to " + MaxPeriod.String() + ", in order")
		}
		if last := i - 1; last >= 0 && point.At > points[last].At {
			p.pieces[last].slope = (point.Rate - points[last].Rate) / (point.At - points[last].At).Seconds()
		}
		p.pieces = append(p.pieces, piece{from: point.At, rate: point.Rate})
	}
	p.area = p.upTo(period)
	return p, nil
}

func checkRate(rate float64) error {
	if !(rate >= 0 && rate <= MaxRate) {
		return errors.New("sim: a rate of " + number(rate) + " per second: it is 0 to " + number(MaxRate))
	}
	return nil
}

func badTime(what string, d time.Duration) error {
	return errors.New("sim: a " + what + " of " + d.String() + ": it takes a time above 0s, up to " + MaxPeriod.String())
}

// Rate returns how many arrivals per second are due at a time from 0 on; of recorded ones none.
func (p *Profile) Rate(t time.Duration) float64 {
	if p.period > 0 {
		t %= p.period
	}
	if p.shape == daily {
		_, cos := exact.SinCos(turn(t, p.period))
		return p.mean - float64(p.swing*cos)
	}
	if len(p.pieces) == 0 {
		return 0
	}
	piece := &p.pieces[p.find(t)]
	return piece.rate + float64(piece.slope*(t-piece.from).Seconds())
}

// Expected returns how many arrivals are due between two times on average: the integral of the
// rate. Of recorded ones it is how many there were, from included, to not.
func (p *Profile) Expected(from, to time.Duration) float64 {
	if p.shape == recorded {
		return float64(p.recordedBefore(to) - p.recordedBefore(from))
	}
	return p.before(to) - p.before(from)
}

// before is what is due up to a time.
func (p *Profile) before(t time.Duration) float64 {
	if p.period == 0 {
		return p.upTo(t)
	}
	return float64(float64(t/p.period)*p.area) + p.upTo(t%p.period)
}

// upTo is what is due up to a time within the first period.
func (p *Profile) upTo(t time.Duration) float64 {
	if p.shape == daily {
		sin, _ := exact.SinCos(turn(t, p.period))
		return float64(p.mean*t.Seconds()) - float64(p.wave()*sin)
	}
	sum := 0.0
	for i := range p.pieces {
		if p.pieces[i].from >= t {
			break
		}
		end := t
		if i+1 < len(p.pieces) {
			end = min(t, p.pieces[i+1].from)
		}
		sum += p.pieces[i].over(end - p.pieces[i].from)
	}
	return sum
}

// over is what is due in the first so long of a piece.
func (p *piece) over(d time.Duration) float64 {
	x := d.Seconds()
	return float64(x * (p.rate + float64(p.slope*x)/2))
}

// wave is by how much arrivals of a daily rate run behind and ahead of their mean.
func (p *Profile) wave() float64 { return p.swing * p.period.Seconds() / (2 * math.Pi) }

func turn(t, period time.Duration) float64 { return float64(t) / float64(period) }

// find returns the piece at a time. The first begins at 0.
func (p *Profile) find(t time.Duration) int {
	return sort.Search(len(p.pieces), func(i int) bool { return p.pieces[i].from > t }) - 1
}

func (p *Profile) recordedBefore(t time.Duration) int {
	i, _ := slices.BinarySearch(p.arrived, t)
	return i
}
