package exact_test

import (
	"math"
	"math/big"
)

// The deliberately dumb oracle: power series on big.Float with 256 bits, arguments made small first.

const precision = 256

func number(x float64) *big.Float { return new(big.Float).SetPrec(precision).SetFloat64(x) }

func times(a, b *big.Float) *big.Float { return new(big.Float).Mul(a, b) }
func over(a, b *big.Float) *big.Float  { return new(big.Float).Quo(a, b) }
func plus(a, b *big.Float) *big.Float  { return new(big.Float).Add(a, b) }
func minus(a, b *big.Float) *big.Float { return new(big.Float).Sub(a, b) }

// series sums first + first*ratio(1) + first*ratio(1)*ratio(2) ... until nothing is left to add.
func series(first *big.Float, ratio func(k int) *big.Float) *big.Float {
	total, term := new(big.Float).Copy(first), first
	for k := 1; term.Sign() != 0 && term.MantExp(nil) > total.MantExp(nil)-precision; k++ {
		term = times(term, ratio(k))
		total = plus(total, term)
	}
	return total
}

// atanh is s + s^3/3 + s^5/5 ... for a small s.
func atanh(s *big.Float) *big.Float {
	z := times(s, s)
	return series(s, func(k int) *big.Float {
		return over(times(z, number(float64(2*k-1))), number(float64(2*k+1)))
	})
}

var ln2 = times(number(2), atanh(over(number(1), number(3))))

func bigLog(x float64) *big.Float {
	m := new(big.Float)
	e := number(x).MantExp(m)
	if m.Cmp(number(0.75)) < 0 {
		m, e = times(m, number(2)), e-1
	}
	log := times(number(2), atanh(over(minus(m, number(1)), plus(m, number(1)))))
	return plus(log, times(ln2, number(float64(e))))
}

func bigExp(x *big.Float) *big.Float {
	q, _ := over(x, ln2).Float64()
	k := math.Round(q)
	r := minus(x, times(ln2, number(k)))
	y := series(number(1), func(k int) *big.Float { return over(r, number(float64(k))) })
	return new(big.Float).SetMantExp(y, int(k))
}

// twoPi is by Machin: pi/4 = 4 atan(1/5) - atan(1/239).
var twoPi = func() *big.Float {
	atan := func(n float64) *big.Float {
		x := over(number(1), number(n))
		z := times(x, x)
		return series(x, func(k int) *big.Float {
			return over(times(z, number(float64(1-2*k))), number(float64(2*k+1)))
		})
	}
	quarter := minus(times(number(4), atan(5)), atan(239))
	return times(number(8), quarter)
}()

// bigSinCos takes an angle of at most a few turns; its series loses some of the 256 bits, no more.
func bigSinCos(turns float64) (sin, cos *big.Float) {
	x := times(twoPi, number(turns))
	z := times(x, x)
	from := func(first *big.Float, odd int) *big.Float {
		return series(first, func(k int) *big.Float {
			n := 2*k + odd
			return over(times(z, number(-1)), number(float64(n*(n-1))))
		})
	}
	return from(x, 1), from(number(1), 0)
}

// ulps is how far got is from want, in units in the last place of want.
func ulps(got float64, want *big.Float) float64 {
	near, _ := want.Float64()
	if math.IsInf(near, 0) || near == 0 {
		if got == near {
			return 0
		}
		return math.Inf(1)
	}
	near = math.Abs(near)
	unit := math.Nextafter(near, math.Inf(1)) - near
	if math.IsInf(unit, 0) {
		unit = near - math.Nextafter(near, 0)
	}
	d, _ := over(minus(number(got), want), number(unit)).Float64()
	return math.Abs(d)
}
