package exact_test

import (
	"math"
	"testing"

	"headroom/core/exact"

	"github.com/stretchr/testify/require"
)

// arguments calls f with n numbers spread evenly over [from, to], each moved a little so that their
// last bits are not all zero.
func arguments(n int, from, to float64, f func(x float64)) {
	r := exact.NewRand(1, 1)
	for i := range n {
		x := from + (to-from)*((float64(i)+r.Float64())/float64(n))
		f(min(x, to))
	}
}

// worst is the largest error seen, and where.
type worst struct{ error, at float64 }

func (w *worst) see(error, at float64) {
	if !(error <= w.error) {
		w.error, w.at = error, at
	}
}

func TestLogIsWithinOneUlp(t *testing.T) {
	for _, span := range []struct{ from, to float64 }{
		{0.5, 1}, {0.999, 1.001}, {1, 2}, {1, 1 + 1e-9}, {0, 1e-300}, {0, 5e-310}, {1e-9, 1e9}, {1e300, math.MaxFloat64},
	} {
		var w worst
		arguments(2000, span.from, span.to, func(x float64) { w.see(ulps(exact.Log(x), bigLog(x)), x) })
		require.LessOrEqualf(t, w.error, 1.0, "log(%v)", w.at)
	}
}

func TestExpIsWithinOneUlp(t *testing.T) {
	for _, span := range []struct{ from, to float64 }{
		{-1, 1}, {-1e-9, 1e-9}, {-40, 0}, {-708, 709.78}, {-745.13, -708},
	} {
		var w worst
		arguments(2000, span.from, span.to, func(x float64) { w.see(ulps(exact.Exp(x), bigExp(number(x))), x) })
		require.LessOrEqualf(t, w.error, 1.0, "exp(%v)", w.at)
	}
}

func TestPowIsWithinOneUlp(t *testing.T) {
	for _, span := range []struct{ from, to, y float64 }{
		{0.5, 2, 1}, {0.5, 2, 0.5}, {1, 1e6, -0.99}, {1, 1e6, -1.2}, {0.5, 2, 1000}, {0.999, 1.001, 300000},
		{1, 100, -150}, {0, 1e-300, 0.9}, {0, 5e-310, -0.5}, {1e300, math.MaxFloat64, 1e-3}, {1, 1000, 40},
	} {
		var w worst
		arguments(1000, span.from, span.to, func(x float64) {
			want := bigExp(times(bigLog(x), number(span.y)))
			w.see(ulps(exact.Pow(x, span.y), want), x)
		})
		require.LessOrEqualf(t, w.error, 1.0, "pow(%v, %v)", w.at, span.y)
	}
}

func TestSinCosIsWithinOneUlp(t *testing.T) {
	for _, span := range []struct{ from, to float64 }{{-1, 1}, {-0.125, 0.125}, {0, 1e-9}, {0, 1e-300}, {3, 4}, {-5, -4}, {0.4999999, 0.5}, {0.1249, 0.1251}} {
		var ws, wc worst
		arguments(2000, span.from, span.to, func(x float64) {
			sin, cos := exact.SinCos(x)
			wantSin, wantCos := bigSinCos(x)
			ws.see(ulps(sin, wantSin), x)
			wc.see(ulps(cos, wantCos), x)
		})
		require.LessOrEqualf(t, ws.error, 1.0, "sin of %v turns", ws.at)
		require.LessOrEqualf(t, wc.error, 1.0, "cos of %v turns", wc.at)
	}
}

// The standard library's functions are good to an ulp or so; where both are, they are two apart at most.
func TestFunctionsAgreeWithPackageMath(t *testing.T) {
	apart := func(a, b float64) float64 {
		return math.Abs(float64(int64(math.Float64bits(a)) - int64(math.Float64bits(b))))
	}
	var log, exp, pow worst
	arguments(200000, -700, 700, func(x float64) {
		exp.see(apart(exact.Exp(x), math.Exp(x)), x)
		y := math.Exp(x)
		log.see(apart(exact.Log(y), math.Log(y)), y)
		pow.see(apart(exact.Pow(y, 0.5), math.Pow(y, 0.5)), y)
	})
	require.LessOrEqualf(t, log.error, 2.0, "log(%v)", log.at)
	require.LessOrEqualf(t, exp.error, 2.0, "exp(%v)", exp.at)
	require.LessOrEqualf(t, pow.error, 2.0, "pow(%v, .5)", pow.at)
}

func TestSpecialValuesAreThoseOfPackageMath(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	requireSame := func(want, got float64, name string, args ...float64) {
		t.Helper()
		if math.IsNaN(want) {
			require.Truef(t, math.IsNaN(got), "%s%v is %v, not NaN", name, args, got)
			return
		}
		require.Equalf(t, want, got, "%s%v", name, args)
	}
	for _, x := range []float64{0, math.Copysign(0, -1), 1, -1, -5e-324, inf, -inf, nan} {
		requireSame(math.Log(x), exact.Log(x), "log", x)
	}
	for _, x := range []float64{0, 1e-320, -1e-320, inf, -inf, nan, 1e300, -1e300, 709.79, -745.2} {
		requireSame(math.Exp(x), exact.Exp(x), "exp", x)
	}
	for _, x := range []float64{0, 0.25, 1, 4, inf, nan} {
		for _, y := range []float64{0, 1, -1, 0.5, inf, -inf, nan, 1e300, -1e300} {
			requireSame(math.Pow(x, y), exact.Pow(x, y), "pow", x, y)
		}
	}
	requireSame(nan, exact.Pow(-2, 2), "pow", -2, 2)
	for _, x := range []float64{inf, -inf, nan} {
		sin, cos := exact.SinCos(x)
		requireSame(nan, sin, "sin", x)
		requireSame(nan, cos, "cos", x)
	}
}

func TestQuarterTurnsAndWholePowersAreExact(t *testing.T) {
	for i, want := range [][2]float64{{0, 1}, {1, 0}, {0, -1}, {-1, 0}} {
		for _, whole := range []float64{0, 1, -1, 1000, -1e15} {
			sin, cos := exact.SinCos(whole + float64(i)/4)
			require.Equal(t, want, [2]float64{sin, cos})
		}
	}
	require.Equal(t, 0.0, exact.Log(1))
	require.Equal(t, 1.0, exact.Exp(0))
	for k := -1022; k <= 1023; k++ {
		require.Equal(t, math.Ldexp(1, k), exact.Pow(2, float64(k)))
	}
	for x := 1.0; x <= 1000; x++ {
		require.Equal(t, x*x*x, exact.Pow(x, 3))
		require.Equal(t, x, exact.Pow(x, 1))
	}
}
