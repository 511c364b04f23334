package exact

import "math"

const (
	overflow  = 0x1.62e42fefa39efp+9  // the largest x whose exponential is finite
	underflow = -0x1.74910d52d3051p+9 // below it the exponential rounds to 0
)

// Exp returns e to the power x, within 1 ulp, the same bits on every platform.
// Past 709.78 it returns +Inf, below -745.13 it returns 0, and NaN for NaN.
func Exp(x float64) float64 { return expOf(x, 0) }

// expOf returns exp(x + low), where low is what was lost when x was rounded.
//
// x = k*log(2) + r with |r| <= log(2)/2, and exp(r) = 1 + r + r*r*Q(r), with Q a polynomial that
// brings it within 2^-60.
func expOf(x, low float64) float64 {
	switch {
	case x > overflow:
		return math.Inf(1)
	case x < underflow:
		return 0
	case x != x:
		return x
	}
	k := math.Floor(float64(x*(1/math.Ln2)) + 0.5)
	high := x - float64(k*ln2High)
	low = low - float64(k*ln2Low)
	r := high + low
	low = (high - r) + low
	near := 1 + r
	low += (1 - near) + r // what that sum lost
	return scale(near+(low+float64(float64(r*r)*expTail(r))), int(k))
}

// expTail is (exp(r) - 1 - r) / (r*r), even and odd powers apart.
func expTail(r float64) float64 {
	z := float64(r * r)
	even := 0x1.5555555555556p-5 + float64(z*(0x1.6c16c16c162d4p-10+
		float64(z*(0x1.a01a01a6d889cp-16+float64(z*(0x1.27e4db646b17ep-22+
			float64(z*0x1.1f730349868cep-29)))))))
	odd := 0x1.5555555555557p-3 + float64(z*(0x1.11111111100dcp-7+
		float64(z*(0x1.a01a01abe7fe1p-13+float64(z*(0x1.71de0231960ebp-19+
			float64(z*0x1.af4de97ca4194p-26)))))))
	return 0.5 + (float64(r*odd) + float64(z*even))
}

// scale returns y * 2^k for y near 1 and k from -1075 to 1024, rounding once. The result is converted
// too, or a caller's sum could fuse with the product once this is inlined there.
func scale(y float64, k int) float64 {
	switch {
	case k > 1023:
		return float64(float64(y*2) * power2(k-1))
	case k < -1021:
		return float64(float64(y*power2(k+54)) * 0x1p-54)
	}
	return float64(y * power2(k))
}

func power2(k int) float64 { return math.Float64frombits(uint64(k+0x3ff) << fractionBits) }
