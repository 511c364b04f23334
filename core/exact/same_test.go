package exact_test

import (
	"math"
	"math/bits"
	"testing"

	"headroom/core/exact"

	"github.com/stretchr/testify/require"
)

// The golden numbers below are the promise of the package: the same test runs natively, with
// GOAMD64=v3, where the compiler fuses products and sums, and in wasm, and must find the same bits.
// A change of one is a change of every saved scenario's numbers.
func TestAMillionArgumentsHaveTheSameBitsEverywhere(t *testing.T) {
	var r exact.Rand
	whole := func(n int) float64 { return float64(r.IntN(n)) }
	wide := func() float64 { // any exponent, subnormals too, no NaN and no infinity
		for {
			if x := math.Float64frombits(r.Uint64()); math.Abs(x) <= math.MaxFloat64 {
				return x
			}
		}
	}
	for i, row := range []struct {
		name string
		f    func() float64
		want uint64
	}{
		{"log of a unit", func() float64 { return exact.Log(r.Open()) }, 0xd10f0df79ac3cbe5},
		{"log of anything", func() float64 { return exact.Log(math.Abs(wide())) }, 0x12a9932b0cde0e8b},
		{"exp", func() float64 { return exact.Exp(1500*r.Float64() - 760) }, 0xf5592a5559d579ba},
		{"exp near 0", func() float64 { return exact.Exp(r.Float64() - 0.5) }, 0x822096696514ed6f},
		{"pow of ranks", func() float64 { return exact.Pow(1+whole(1e6), -2*r.Float64()) }, 0x832aa6390f58823f},
		{"pow of anything", func() float64 { return exact.Pow(math.Abs(wide()), 10*r.Float64()-5) }, 0x2bb0da6f787ad67d},
		{"sin", func() float64 { s, _ := exact.SinCos(4*r.Float64() - 2); return s }, 0x3e522d7f3c352de9},
		{"cos", func() float64 { _, c := exact.SinCos(4*r.Float64() - 2); return c }, 0x8b47bb424198fdb1},
		{"exponential draws", func() float64 { return r.Exp() }, 0x86b9eb33915d7250},
		{"hash draws", func() float64 { return exact.Unit(exact.Draw(r.Uint64(), 1, r.Uint64(), 2, 3)) }, 0x7013fe31e15a9078},
		{"whole draws", func() float64 { return whole(1e12) }, 0x1defb6912f611090},
	} {
		t.Run(row.name, func(t *testing.T) {
			r = exact.NewRand(2024, uint64(i)) // so that a row does not move those after it
			sum := uint64(0)
			for range 1_000_000 {
				sum = (bits.RotateLeft64(sum, 29) ^ math.Float64bits(row.f())) * 0x9e3779b97f4a7c15
			}
			require.Equalf(t, row.want, sum, "the bits differ, now %#x", sum)
		})
	}
}
