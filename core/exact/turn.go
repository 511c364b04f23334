package exact

import "math"

// SinCos returns sine and cosine of an angle in turns (1 is the full circle), each within 1 ulp and
// with the same bits on every platform. Quarter turns are exact. For an infinite or NaN angle both
// are NaN.
//
// Turns and not radians, because a circle divides exactly in them: no argument needs a reduction by
// an irrational number, and a place on a hash ring is a number of turns already.
func SinCos(turns float64) (sin, cos float64) {
	t := turns
	if !(math.Abs(t) <= 0.5) { // a small negative angle would lose bits
		t -= math.Floor(t)
		if t != t {
			return t, t
		}
	}
	quarter := math.Floor(float64(t*4) + 0.5)
	s, c := octant(t - float64(quarter*0.25))
	switch int(quarter) & 3 {
	case 1:
		return c, 0 - s
	case 2:
		return 0 - s, 0 - c
	case 3:
		return 0 - c, s
	}
	return s, c
}

// octant returns sine and cosine of t turns, |t| <= 1/8.
func octant(t float64) (sin, cos float64) {
	// 2*pi in parts of 26 bits and the rest: with the upper half of t the first product is exact.
	const first, rest = 0x1.921fb5p+2, 0x1.110b4611a6263p-24
	th := upper(t)
	high := float64(th * first)
	low := float64((t-th)*first) + float64(t*rest)
	x := high + low
	lost := (high - x) + low
	z := float64(x * x)
	half := float64(0.5 * z)
	near := 1 - half
	sin = high + (low + float64(float64(x*z)*sinTail(z)))
	cos = near + (((1 - near) - half) + (float64(float64(z*z)*cosTail(z)) - float64(x*lost)))
	return sin, cos
}

// sinTail is (sin(x)/x - 1) / (x*x) for z = x*x up to (pi/4)^2, within 2^-57 of the sine.
func sinTail(z float64) float64 {
	return -0x1.5555555555555p-3 + float64(z*(0x1.111111111111p-7+float64(z*(-0x1.a01a01a019938p-13+
		float64(z*(0x1.71de3a546095bp-19+float64(z*(-0x1.ae645412c560cp-26+
			float64(z*(0x1.61217f0b800d5p-33+float64(z*-0x1.ab17d404de5b3p-41)))))))))))
}

// cosTail is (cos(x) - 1 + x*x/2) / (x*x*x*x) for z = x*x up to (pi/4)^2, within 2^-60 of the cosine.
func cosTail(z float64) float64 {
	return 0x1.5555555555555p-5 + float64(z*(-0x1.6c16c16c16c16p-10+float64(z*(0x1.a01a01a019d0ap-16+
		float64(z*(-0x1.27e4fb7712d65p-22+float64(z*(0x1.1eed8deb97a97p-29+
			float64(z*(-0x1.9394ba0cd6ed5p-37+float64(z*0x1.ab785b00b4646p-45)))))))))))
}
