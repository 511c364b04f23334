package exact

import "math"

const (
	fractionBits = 52
	fractionMask = 1<<fractionBits - 1
	oneBits      = 0x3ff << fractionBits // the bits of 1.0
	sqrtHalfBits = 0x3fe6a09e667f3bcd    // the bits of sqrt(1/2)
	smallest     = 0x1p-1022             // smallest float64 with all its 53 bits
	smallestBits = 1 << fractionBits
	infinityBits = 0x7ff << fractionBits

	// ln2 in two parts; the first has 41 bits, so that its product with an exponent is exact.
	ln2High = 0x1.62e42fefa3p-1
	ln2Low  = 0x1.3de6af278ece6p-42
)

// Log returns the natural logarithm of x, within 1 ulp, the same bits on every platform.
// As math.Log does, it returns -Inf for 0, NaN for negative numbers and NaN, and +Inf for +Inf.
//
// With x = m * 2^k, f = m-1 and s = f/(2+f), log(m) = log((1+s)/(1-s)) = 2s + s*R(s*s), an odd series
// in s. R is a polynomial that brings it within 2^-57. Since 2s = f - f*f/2 + s*f*f/2, and f is exact,
// the last sum starts from f, and only corrections to it are rounded.
func Log(x float64) float64 {
	b, e := math.Float64bits(x), 0.0
	if b-smallestBits >= infinityBits-smallestBits { // 0, subnormal, negative, infinite or NaN
		if !(x > 0 && x < smallest) {
			return logEdge(x)
		}
		b, e = math.Float64bits(x*0x1p54), -54
	}
	m, k := split(b)
	e += float64(k)
	f := m - 1
	s := f / (2 + f)
	z := s * s
	w := z * z
	// even and odd are the two interleaved halves of R/z: shorter chains, and so less waiting.
	odd := 0x1.99999999952e2p-2 + float64(w*(0x1.c71c62e5800a1p-3+float64(w*0x1.39fe606542ddep-3)))
	even := 0x1.5555555555558p-1 + float64(w*(0x1.2492492df148dp-2+
		float64(w*(0x1.7462b4ab2ef6bp-3+float64(w*0x1.2b584aae78a57p-3)))))
	r := float64(z * (even + float64(z*odd)))
	half := float64(0.5 * float64(f*f))
	tail := float64(s*(half+r)) + float64(e*ln2Low)
	return float64(e*ln2High) - ((half - tail) - f)
}

// logEdge is Log where there is nothing to work out.
func logEdge(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x > 0:
		return x
	}
	return math.NaN()
}

// split takes the bits of a positive normal number and writes it as m * 2^e with m in
// [sqrt(1/2), sqrt(2)), around 1, so that neither the logarithm of m nor the sum of both cancels.
func split(b uint64) (m float64, e int) {
	b += oneBits - sqrtHalfBits
	e = int(b>>fractionBits) - 0x3ff
	return math.Float64frombits(b&fractionMask + sqrtHalfBits), e
}
