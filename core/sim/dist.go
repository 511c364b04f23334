package sim

import (
	"errors"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"time"

	"headroom/core/exact"
)

// longest is the longest mean of a Dist, and of what an empirical one draws.
const longest = time.Duration(1) << 48

// farthest is the longest draw of any Dist, 146 years, so that a time and a draw can be added.
const farthest = 1 << 62

// mostPhases is how many phases an Erlang distribution may have; the product of as many uniform
// numbers is still far from the smallest float64.
const mostPhases = 16

// Bounds of what else shapes a distribution.
const (
	mostSCV     = 1000
	leastShape  = 1.1
	mostShape   = 100
	mostSamples = 1 << 16
)

type law uint8

const (
	fixed law = iota
	exponential
	erlang
	hyperexponential
	logNormal
	pareto
	empirical
)

// Dist is a distribution of durations, plain data. Its draws are whole nanoseconds, one for each
// 64 random bits, with the same bits on every platform. The zero value is always 0. A copy of an
// empirical one shares the sample, which never changes.
type Dist struct {
	law    law
	phases uint8
	mean   time.Duration
	shape  float64 // hyperexponential, log-normal: the SCV; Pareto: the shape
	branch float64 // hyperexponential: the share of draws from the first branch
	scale  float64 // mean of a phase, or of the first branch; median; least draw; in ns
	second float64 // mean of the second branch, in ns; log-normal: sigma
	sample *sample // empirical
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
	if !(scv >= 1 && scv <= mostSCV) {
		panic("sim: a hyperexponential distribution varies by 1 to 1000, not " + number(scv))
	}
	p := (1 + math.Sqrt((scv-1)/(scv+1))) / 2
	return Dist{
		law: hyperexponential, mean: checked(mean), shape: scv, branch: p,
		scale: float64(mean) / (2 * p), second: float64(mean) / (2 * (1 - p)),
	}
}

// LogNormal returns the distribution whose logarithm is normal, with the given squared coefficient of
// variation, from 0 to 1000: what latencies of real services often look like, with hardly any short
// ones and a long tail. Its sigma is sqrt(log(1+scv)); with 1.5 the p99 is 5.9 means.
func LogNormal(scv float64, mean time.Duration) Dist {
	if !(scv >= 0 && scv <= mostSCV) {
		panic("sim: a log-normal distribution varies by 0 to 1000, not " + number(scv))
	}
	variance := exact.Log(1 + scv)
	return Dist{
		law: logNormal, mean: checked(mean), shape: scv, second: math.Sqrt(variance),
		scale: float64(mean) * exact.Exp(-0.5*variance),
	}
}

// Pareto returns the distribution whose tail falls as a power, the chance of more than x as
// x^-shape, with a shape from 1.1 to 100: sizes of files and the like. Up to a shape of 2 its variance is
// infinite, and near 1 a mean of any number of draws says little.
func Pareto(shape float64, mean time.Duration) Dist {
	if !(shape >= leastShape && shape <= mostShape) {
		panic("sim: a Pareto distribution has a shape from 1.1 to 100, not " + number(shape))
	}
	return Dist{law: pareto, mean: checked(mean), shape: shape, scale: float64(mean) * ((shape - 1) / shape)}
}

// sample is what an empirical distribution draws from, in order.
type sample struct {
	sorted []time.Duration
	scv    float64
}

// Empirical returns the distribution that draws one of the given durations, each as likely as the
// others. It copies them, and returns an error unless there are 1 to 65536, from 0s to 78 hours.
func Empirical(of []time.Duration) (Dist, error) {
	if len(of) < 1 || len(of) > mostSamples {
		return Dist{}, errors.New("sim: an empirical distribution has 1 to 65536 durations, not " + strconv.Itoa(len(of)))
	}
	s := &sample{sorted: slices.Clone(of)}
	slices.Sort(s.sorted)
	if s.sorted[0] < 0 || s.sorted[len(of)-1] > longest {
		return Dist{}, errors.New("sim: an empirical distribution has durations from 0s to " + longest.String() +
			", not from " + s.sorted[0].String() + " to " + s.sorted[len(of)-1].String())
	}
	sum, square := 0.0, 0.0
	for _, d := range s.sorted {
		sum += float64(d)
	}
	mean := sum / float64(len(of))
	for _, d := range s.sorted {
		off := float64(d) - mean
		square += float64(off * off)
	}
	if mean > 0 {
		s.scv = square / float64(len(of)) / float64(mean*mean)
	}
	return Dist{law: empirical, mean: whole(mean), sample: s}, nil
}

func checked(mean time.Duration) time.Duration {
	if mean < 0 || mean > longest {
		panic("sim: a distribution has a mean from 0s to " + longest.String() + ", not " + mean.String())
	}
	return mean
}

// Mean returns the mean.
func (d *Dist) Mean() time.Duration { return d.mean }

// SCV returns the squared coefficient of variation: variance over squared mean, which may be +Inf.
func (d *Dist) SCV() float64 {
	switch d.law {
	case exponential:
		return 1
	case erlang:
		return 1 / float64(d.phases)
	case hyperexponential, logNormal:
		return d.shape
	case pareto:
		if d.shape <= 2 {
			return math.Inf(1)
		}
		return 1 / (d.shape * (d.shape - 2))
	case empirical:
		return d.sample.scv
	}
	return 0
}

// At returns the draw that belongs to 64 random bits, such as those of a generator or of
// Request.Draw. The draw grows as the bits' upper 53 get smaller, save for those that are sums or
// mixtures, Erlang and hyperexponential.
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
	case logNormal:
		return whole(d.scale * exact.Exp(float64(d.second*upperNormal(exact.OpenUnit(u)))))
	case pareto:
		return whole(d.scale * exact.Exp(float64(0-exact.Log(exact.OpenUnit(u)))/d.shape))
	case empirical:
		below, _ := bits.Mul64(u, uint64(len(d.sample.sorted)))
		return d.sample.sorted[len(d.sample.sorted)-1-int(below)]
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
func whole(ns float64) time.Duration {
	if ns >= farthest { // what conversion makes of it is the platform's choice
		return farthest
	}
	return time.Duration(float64(ns) + 0.5)
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
