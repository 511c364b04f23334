package exact

import "math"

// Pow returns x to the power y for x >= 0, within 1 ulp, the same bits on every platform.
//
// Pow(x, 0) and Pow(1, y) are 1. Pow(0, y) is 0 for y > 0 and +Inf for y < 0. A negative x has no
// power here, not even a whole one, and gives NaN, as a NaN among the arguments does. It takes about
// twice the time of Log and Exp together, since the logarithm is carried to twice the precision:
// a power of hundreds magnifies its error by as much.
func Pow(x, y float64) float64 {
	switch {
	case y == 0 || x == 1:
		return 1
	case x != x || y != y || x < 0:
		return math.NaN()
	case x == 0 || x > math.MaxFloat64:
		return powEdge(x, y)
	}
	// Beyond 2^65 the power of any x but 1 has run out of range; without the bound the products
	// below could become Inf - Inf.
	y = max(-0x1p65, min(y, 0x1p65))
	e := 0
	if x < smallest {
		x, e = x*0x1p54, -54
	}
	m, ex := split(math.Float64bits(x))
	return expOf(product(log2x(m, float64(ex+e)), double{y, 0}).parts())
}

// powEdge is Pow for a base of 0 or +Inf.
func powEdge(x, y float64) float64 {
	if (x == 0) == (y > 0) {
		return 0
	}
	return math.Inf(1)
}

// double is an unevaluated sum of two float64, the second below half an ulp of the first: about
// 106 bits (T. J. Dekker, A floating-point technique for extending the available precision, 1971).
type double struct{ high, low float64 }

func (d double) parts() (high, low float64) { return d.high, d.low }

// sum adds two float64 of which |a| >= |b|, without loss.
func sum(a, b float64) double {
	s := a + b
	return double{s, b - (s - a)}
}

// add adds two doubles of which |a| >= |b|.
func add(a, b double) double {
	s := sum(a.high, b.high)
	return sum(s.high, s.low+(a.low+b.low))
}

// product multiplies two doubles. Without a fused instruction the exact product of two float64
// takes halves of 26 and 27 bits, whose products are exact.
func product(a, b double) double {
	ah, bh := upper(a.high), upper(b.high)
	al, bl := a.high-ah, b.high-bh
	p := float64(a.high * b.high)
	low := float64(ah*bh) - p
	low += float64(ah * bl)
	low += float64(al * bh)
	low += float64(al * bl)
	low += float64(a.high*b.low) + float64(a.low*b.high)
	return sum(p, low)
}

// upper keeps the first 26 bits of x.
func upper(x float64) float64 { return math.Float64frombits(math.Float64bits(x) &^ (1<<27 - 1)) }

// log2x returns log(m) + e*log(2) to about 66 bits. With s = (m-1)/(m+1) and z = s*s,
// log(m) = 2s * (1 + z/3 + z*z*P(z)); only the last term, below 2^-12, needs no double.
func log2x(m, e float64) double {
	s := quotient(m-1, m+1, m)
	z := product(s, s)
	p := 0x1.999999999999ap-3 + float64(z.high*(0x1.2492492492521p-3+
		float64(z.high*(0x1.c71c71c6eaa8dp-4+float64(z.high*(0x1.745d177a8f2p-4+
			float64(z.high*(0x1.3b1395d4f9e5fp-4+float64(z.high*(0x1.1118c74823a2ep-4+
				float64(z.high*(0x1.df7ce9a6bcccbp-5+float64(z.high*0x1.e02d197c00c78p-5)))))))))))))
	tail := product(z, double{0x1.5555555555555p-2, 0x1.5555555555555p-56})
	tail = add(tail, double{float64(float64(z.high*z.high) * p), 0})
	log := product(double{2 * s.high, 2 * s.low}, add(double{1, 0}, tail))
	if e == 0 {
		return log
	}
	return add(add(double{float64(e * ln2High), 0}, double{float64(e * ln2Low), 0}), log)
}

// quotient returns a/b, where a = m-1 is exact and b is the rounded m+1.
func quotient(a, b, m float64) double {
	q := a / b
	p := product(double{q, 0}, double{b, m - (b - 1)})
	return sum(q, ((a-p.high)-p.low)/b)
}
