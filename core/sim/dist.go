package sim

import (
	"math"
	"strconv"
	"time"

	"headroom/core/exact"
)

// longest is the longest mean of a Dist. The longest draw of any is below 2^7 means of 2^56 ns.
const longest = time.Duration(1) << 48

// mostPhases is how many phases an Erlang distribution may have; the product of as many uniform
// numbers is still far from the smallest float64.
const mostPhases = 16

type law uint8

const (
	fixed law = iota
	exponential
	erlang
	hyperexponential
)

// Dist is a distribution of durations, plain data. Its draws are whole nanoseconds, one for each
// 64 random bits, with the same bits on every platform. The zero value is always 0.
type Dist struct {
	law    law
	phases uint8
	mean   time.Duration
	branch float64 // hyperexponential: the share of draws from the first branch
	scale  float64 // mean of a phase, or of the first branch, in ns
	second float64 // mean of the second branch, in ns
}

// Fixed returns the distribution that is always d. Like the others it panics on a mean that is
// negative or above 78 hours.
func Fixed(d time.Duration) Dist { return Dist{law: fixed, mean: checked(d)} }

// Exponential returns the exponential distribution, which has no memory: the gaps of a Poisson
// stream and the service of M/M/c.
func Exponential(mean time.Duration) Dist {
	return Dist{law: exponential, mean: checked(mean), scale: float64(mean)}
}

// Erlang returns the distribution of the sum of 1 to 16 equal exponential phases: more regular than
// exponential, with a squared coefficient of variation of 1/phases.
func Erlang(phases int, mean time.Duration) Dist {
	if phases < 1 || phases > mostPhases {
		panic("sim: an Erlang distribution has 1 to 16 phases, not " + strconv.Itoa(phases))
	}
	return Dist{law: erlang, phases: uint8(phases), mean: checked(mean), scale: float64(mean) / float64(phases)}
}

// Hyperexponential returns a mixture of a short and a long exponential that has the given squared
// coefficient of variation (variance over squared mean), from 1 to 1000: burstier than exponential. Both
// branches contribute half of the mean ("balanced means"), the usual choice for the third moment.
func Hyperexponential(scv float64, mean time.Duration) Dist {
	if !(scv >= 1 && scv <= 1000) {
		panic("sim: a hyperexponential distribution varies by 1 to 1000, not " +
			strconv.FormatFloat(scv, 'g', -1, 64))
	}
	p := (1 + math.Sqrt((scv-1)/(scv+1))) / 2
	return Dist{
		law: hyperexponential, mean: checked(mean), branch: p,
		scale: float64(mean) / (2 * p), second: float64(mean) / (2 * (1 - p)),
	}
}

func checked(mean time.Duration) time.Duration {
	if mean < 0 || mean > longest {
		panic("sim: a distribution has a mean from 0s to " + longest.String() + ", not " + mean.String())
	}
	return mean
}

// Mean returns the mean.
func (d *Dist) Mean() time.Duration { return d.mean }

// SCV returns the squared coefficient of variation: variance over squared mean.
func (d *Dist) SCV() float64 {
	switch d.law {
	case exponential:
		return 1
	case erlang:
		return 1 / float64(d.phases)
	case hyperexponential:
		// Each branch holds half the mean, so E[X^2] is mean * (first + second).
		return (d.scale+d.second)/float64(d.mean) - 1
	}
	return 0
}

// At returns the draw that belongs to 64 random bits, such as those of a generator or of
// Request.Draw. The draw grows as the bits' upper 53 get smaller, save for Erlang.
func (d *Dist) At(u uint64) time.Duration {
	switch d.law {
	case exponential:
		return whole(float64(0-exact.Log(exact.OpenUnit(u))) * d.scale)
	case erlang:
		return whole(float64(0-exact.Log(product(u, int(d.phases)))) * d.scale)
	case hyperexponential:
		v := exact.OpenUnit(u)
		if v <= d.branch {
			return whole(float64(0-exact.Log(v/d.branch)) * d.scale)
		}
		return whole(float64(0-exact.Log((v-d.branch)/(1-d.branch))) * d.second)
	}
	return d.mean
}

// product multiplies uniform numbers; the sum of their logarithms is the logarithm of that.
func product(u uint64, n int) float64 {
	p := exact.OpenUnit(u)
	r := exact.NewRand(u, 1)
	for range n - 1 {
		p *= r.Open()
	}
	return p
}

// whole rounds to nanoseconds.
func whole(ns float64) time.Duration { return time.Duration(float64(ns) + 0.5) }
