package sim

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/exact"
)

func TestUpperNormalIsTheInverseOfTheNormalTail(t *testing.T) {
	tail := func(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }
	r := exact.NewRand(1, 0)
	for range 100_000 {
		p := r.Open()
		if r.IntN(2) == 0 {
			p *= exact.Exp(-36 * r.Float64()) // into the tail, past 1e-15
		}
		z := upperNormal(p)
		require.InEpsilon(t, p, tail(z), 1e-13, "p = %v, z = %v", p, z)
		if p < 0.5 {
			require.InEpsilon(t, 1-p, tail(upperNormal(1-p)), 1e-15)
		}
	}
}

func TestUpperNormalIsSymmetricAndFinite(t *testing.T) {
	require.Zero(t, upperNormal(0.5))
	require.Equal(t, -upperNormal(0.25), upperNormal(0.75))
	require.Equal(t, -upperNormal(0x1p-20), upperNormal(1-0x1p-20))
	require.InDelta(t, 1.6448536269514722, upperNormal(0.05), 1e-15)
	require.InDelta(t, 8.2, upperNormal(0x1p-53), 0.1)
	require.InDelta(t, -8.3, upperNormal(1), 0.1)
}
