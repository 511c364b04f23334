package sim_test

import (
	"math/bits"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/exact"
	"headroom/core/sim"
)

// fold is a fingerprint of durations in their order.
func fold(n int, next func() time.Duration) uint64 {
	sum := uint64(0)
	for range n {
		sum = (bits.RotateLeft64(sum, 29) ^ uint64(next())) * 0x9e3779b97f4a7c15
	}
	return sum
}

// As in core/exact: the same test runs natively, with GOAMD64=v3 and in wasm, and must find the same bits.
// A change of a number is a change of every saved scenario's numbers.
func TestDrawsHaveTheSameBitsEverywhere(t *testing.T) {
	for text, want := range map[string]uint64{
		"fixed:5ms":              0x963b8afba0c89293,
		"exp:20ms":               0x85e00c4e29590c88,
		"erlang:4:20ms":          0xabd334f34bf14ce,
		"hyper:20ms:4":           0xffa17ca5eccf3541,
		"lognormal:20ms:1.5":     0x9a97ef3d80b31954,
		"pareto:20ms:2.2":        0x31f42027859e907,
		"empirical:5ms,7ms,30ms": 0xfdf0c0705fc0ff9f,
	} {
		d, i := must(sim.ParseDist(text)), uint64(0)
		got := fold(300_000, func() time.Duration { i++; return d.At(exact.Draw(7, 1, i, 0, 0)) })
		require.Equalf(t, want, got, "the bits of %s differ, now %#x", text, got)
	}
}

func TestArrivalsHaveTheSameBitsEverywhere(t *testing.T) {
	for text, want := range map[string]uint64{
		"steady:700":                   0xf946f72343739616,
		"ramp:100:900:60s":             0x571ea3fdbaea96d0,
		"bursty:100:1000:8s:2s":        0x6214976462da34f2,
		"daily:100:900:60s":            0x5290f95aa5df221e,
		"drawn:0s@100,30s@900,60s@100": 0xb1f9536c51ef3b43,
	} {
		flow := sim.NewFlow(7, 0, must(sim.ParseProfile(text)))
		got := fold(100_000, func() time.Duration { _, at := flow.Next(); return at })
		require.Equalf(t, want, got, "the bits of %s differ, now %#x", text, got)
	}
}
