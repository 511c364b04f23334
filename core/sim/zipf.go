package sim

import (
	"math"
	"sort"
	"strconv"

	"headroom/core/exact"
)

// summed is how many of the largest weights are added one by one; past them a formula takes over.
const summed = 64

// Zipf is the distribution in which thing number k (from 1) is asked for in proportion to
// 1/k^exponent, as web pages and cache keys are with exponents around 0.7 to 1.1; 0 is uniform.
// It is immutable, takes 600 bytes however many things there are, and may be shared by worlds.
type Zipf struct {
	n        int
	exponent float64
	total    float64
	sums     [summed + 1]float64 // of the first weights
	// offset is what the sum up to a large k has beyond the integral up to k + 1/2.
	offset float64
}

// NewZipf returns the distribution over n things, 1 to 2^40. It panics on another n and unless
// 0 <= exponent <= 10.
func NewZipf(n int, exponent float64) *Zipf {
	if n < 1 || n > 1<<40 {
		panic("sim: a Zipf distribution is over 1 to 2^40 things, not " + strconv.Itoa(n))
	}
	if !(exponent >= 0 && exponent <= 10) {
		panic("sim: a Zipf distribution has an exponent from 0 to 10, not " +
			strconv.FormatFloat(exponent, 'g', -1, 64))
	}
	z := &Zipf{n: n, exponent: exponent}
	for k := 1; k <= summed; k++ {
		z.sums[k] = z.sums[k-1] + z.weight(float64(k))
	}
	z.offset = z.sums[summed] - z.formula(summed)
	z.total = z.sum(n)
	return z
}

// Weight returns the probability of a rank, counted from 0, the most popular.
func (z *Zipf) Weight(rank int) float64 { return z.weight(float64(rank+1)) / z.total }

// weight is k^-exponent.
func (z *Zipf) weight(k float64) float64 {
	return exact.Exp(float64(-z.exponent * exact.Log(k)))
}

// Rank returns the rank that belongs to 64 random bits, counted from 0: by inversion, so that it
// grows with their upper 53 and changes little when the exponent does. It takes about 300 ns.
func (z *Zipf) Rank(u uint64) int {
	t := float64(exact.Unit(u) * z.total)
	if head := min(z.n, summed); t < z.sums[head] || z.n <= summed {
		return sort.Search(head-1, func(i int) bool { return t < z.sums[i+1] })
	}
	// The guess is off by one at most, next to a border between two ranks.
	x := math.Floor(z.inverse(t-z.offset) - 0.5)
	k := int(max(summed, min(x, float64(z.n-1)))) + 1
	if k > summed+1 && t < z.sum(k-1) {
		return k - 2
	}
	if k < z.n && t >= z.sum(k) {
		return k
	}
	return k - 1
}

// sum returns the sum of the first k weights. Past those that were added up it is the formula of
// Euler and Maclaurin, whose first missing term is below 1e-13 of the sum.
func (z *Zipf) sum(k int) float64 {
	if k <= summed {
		return z.sums[k]
	}
	return z.offset + z.formula(float64(k))
}

// formula is the sum of the weights up to k without its constant.
func (z *Zipf) formula(k float64) float64 {
	s, log := z.exponent, exact.Log(k)
	w := exact.Exp(float64(-s * log))
	first := float64(s*w) / (12 * k)
	third := float64(float64(first*(s+1))*(s+2)) / float64(60*float64(k*k))
	return z.integral(log) + (float64(0.5*w) - first + third)
}

// integral is that of x^-exponent from 1 to e^log: (e^(a log) - 1) / a, where a = 1 - exponent may be 0.
func (z *Zipf) integral(log float64) float64 {
	a := 1 - z.exponent
	d := float64(a * log)
	if math.Abs(d) > 0.1 {
		return (exact.Exp(d) - 1) / a
	}
	sum := 1.0
	for k := 10.0; k >= 2; k-- {
		sum = 1 + float64(sum*d)/k
	}
	return float64(log * sum)
}

// inverse is the x whose integral is y, or +Inf where there is none.
func (z *Zipf) inverse(y float64) float64 {
	a := 1 - z.exponent
	q := float64(a * y)
	switch {
	case q <= -1:
		return math.Inf(1)
	case math.Abs(q) > 1e-3:
		return exact.Exp(exact.Log(1+q) / a)
	}
	series := 1 - float64(q*(1.0/2-float64(q*(1.0/3-float64(q*(1.0/4-float64(q*0.2)))))))
	return exact.Exp(float64(y * series))
}
