package stats_test

import (
	"math"
	"testing"
	"time"

	"headroom/core/exact"
	"headroom/core/stats"

	"github.com/stretchr/testify/require"
)

func sum(add func(f *stats.Fingerprint)) uint64 {
	var f stats.Fingerprint
	add(&f)
	return f.Sum()
}

func TestFingerprintsTellApartWhatDiffers(t *testing.T) {
	seen := map[uint64]int{}
	for i, add := range []func(f *stats.Fingerprint){
		func(f *stats.Fingerprint) {},
		func(f *stats.Fingerprint) { f.Uint64(0) },
		func(f *stats.Fingerprint) { f.Uint64(0); f.Uint64(0) },
		func(f *stats.Fingerprint) { f.Uint64(1); f.Uint64(2) },
		func(f *stats.Fingerprint) { f.Uint64(2); f.Uint64(1) },
		func(f *stats.Fingerprint) { f.Float64(1) },
		func(f *stats.Fingerprint) { f.Float64(math.Nextafter(1, 2)) },
		func(f *stats.Fingerprint) { f.Float64(math.Copysign(0, -1)) },
		func(f *stats.Fingerprint) { f.Duration(time.Second) },
		func(f *stats.Fingerprint) { f.String("ab"); f.String("c") },
		func(f *stats.Fingerprint) { f.String("a"); f.String("bc") },
		func(f *stats.Fingerprint) { f.String("abcdefgh") },
		func(f *stats.Fingerprint) { f.String("abcdefghi") },
		func(f *stats.Fingerprint) { f.String("abcdefgh\x00") },
	} {
		other, taken := seen[sum(add)]
		require.Falsef(t, taken, "%d and %d are told to be the same", i, other)
		seen[sum(add)] = i
	}
}

func TestFingerprintTakesEveryNaNForTheSame(t *testing.T) {
	one := sum(func(f *stats.Fingerprint) { f.Float64(math.NaN()) })
	two := sum(func(f *stats.Fingerprint) { f.Float64(math.Float64frombits(0xfff8000000000123)) })
	require.Equal(t, one, two)
}

func TestMillionsOfNearbyFingerprintsDoNotCollide(t *testing.T) {
	seen := make(map[uint64]bool, 1<<20)
	for i := range uint64(1 << 10) {
		for j := range uint64(1 << 10) {
			seen[sum(func(f *stats.Fingerprint) { f.Uint64(i); f.Uint64(j) })] = true
		}
	}
	require.Len(t, seen, 1<<20)
}

// The statistics of a fixed run of draws, as bits: equal natively, with GOAMD64=v3 and in wasm.
func TestStatisticsHaveTheSameBitsEverywhere(t *testing.T) {
	h, s := stats.NewHistogram(time.Microsecond, time.Hour, 3), stats.NewSeries(32, time.Second)
	r := exact.NewRand(3, 0)
	var left, right stats.Moments
	var b stats.Batches
	at := time.Duration(0)
	for i := range 200_000 {
		x := r.Exp()
		at += time.Duration(x * 1e7)
		h.Record(time.Duration(x * 1e9))
		s.Add(at, x)
		b.Add(x)
		if i%3 == 0 {
			left.Add(x)
		} else {
			right.Add(float64(x * 1e-3))
		}
	}
	left.Merge(right)
	means := b.Means()
	got := sum(func(f *stats.Fingerprint) {
		h.Fingerprint(f)
		s.Fingerprint(f)
		left.Fingerprint(f)
		means.Fingerprint(f)
		f.Float64(left.Variance())
		f.Float64(means.StandardError())
		f.Duration(h.Quantile(0.999))
		f.String("fin")
	})
	require.Equalf(t, uint64(0xd3a80842550c4b08), got, "now %#x", got)
}
