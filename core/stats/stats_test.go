package stats_test

import (
	"math"
	"testing"
	"time"

	"headroom/core/exact"
	"headroom/core/stats"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMomentsAgreeWithTwoPassesOverTheObservations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 100).Draw(t, "xs")
		cut := rapid.IntRange(0, len(xs)).Draw(t, "cut")
		var all, left, right stats.Moments
		sum := 0.0
		for i, x := range xs {
			all.Add(x)
			sum += x
			if i < cut {
				left.Add(x)
			} else {
				right.Add(x)
			}
		}
		mean, square := sum/float64(len(xs)), 0.0
		for _, x := range xs {
			square += (x - mean) * (x - mean)
		}
		left.Merge(right)
		for _, m := range []stats.Moments{all, left} {
			require.Equal(t, uint64(len(xs)), m.Count())
			require.InDelta(t, mean, m.Mean(), 1e-6)
			require.InDelta(t, square/float64(len(xs)-1), m.Variance(), 1e-9*(square+1))
			require.InDelta(t, math.Sqrt(m.Variance()/float64(len(xs))), m.StandardError(), 1e-9*math.Sqrt(square+1))
		}
	})
}

func TestMomentsDoNotCancelFarFromZero(t *testing.T) {
	var m stats.Moments
	for _, x := range []float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16} {
		m.Add(x)
	}
	require.Equal(t, 30.0, m.Variance())
}

func TestNothingIsSaidOfTheErrorOfFewerThanTwoObservations(t *testing.T) {
	var m stats.Moments
	require.Zero(t, m.Mean())
	require.True(t, math.IsInf(m.StandardError(), 1))
	m.Add(5)
	require.True(t, math.IsInf(m.StandardError(), 1))
	require.Zero(t, m.Variance())
}

// In x' = .9 x + noise each observation knows of those before it: the standard error of the mean is
// sqrt((1+.9)/(1-.9)) = 4.36 times that of independent observations.
func TestBatchesSeeThatNeighboursDependOnEachOther(t *testing.T) {
	var ratio stats.Moments
	for seed := range uint64(30) {
		r := exact.NewRand(seed, 0)
		var naive stats.Moments
		var b stats.Batches
		x := 0.0
		for range 100_000 {
			x = 0.9*x + r.Float64() - 0.5
			naive.Add(x)
			b.Add(x)
		}
		means := b.Means()
		require.InDelta(t, naive.Mean(), means.Mean(), 0.02)
		ratio.Add(means.StandardError() / naive.StandardError())
	}
	require.InDelta(t, math.Sqrt(19), ratio.Mean(), 4*ratio.StandardError())
}

func TestBatchesKeepBetween32And63EqualBatches(t *testing.T) {
	var b stats.Batches
	for i := range 100_000 {
		b.Add(float64(i))
		means := b.Means()
		n := means.Count()
		require.True(t, n <= uint64(i+1) && n < 64 && (i < 32 || n >= 32))
		size := 1
		for (i+1)/size >= 64 {
			size *= 2
		}
		full := (i + 1) / size * size // the observations 0..full-1 are in full batches
		require.Equal(t, float64(full-1)/2, means.Mean())
	}
}

func TestALevelHasAnExactIntegral(t *testing.T) {
	var l stats.Level
	l.Add(2, +3)
	l.Add(5, -1)
	require.Equal(t, 2, l.Now())
	require.Equal(t, 3, l.Most())
	require.Equal(t, int64(0*2+3*3+2*5), l.Integral(10))
	l.Reset(10)
	require.Equal(t, 2, l.Most())
	l.Add(11, -2)
	require.Equal(t, int64(2), l.Integral(1000))
}

func TestARateCountsTheWindowThatSlides(t *testing.T) {
	r := stats.NewRate(16 * time.Second)
	require.Zero(t, r.PerSecond(0))
	for i := range 40 { // two a second
		r.Add(time.Duration(i)*time.Second/2, 1)
	}
	require.InDelta(t, 2, r.PerSecond(20*time.Second-1), 0.001)
	require.InDelta(t, 2*7.0/15.0, r.PerSecond(28*time.Second), 0.001, "seconds 13 to 19 of the window from 13 to 28")
	require.Zero(t, r.PerSecond(100*time.Hour))
	r.Add(100*time.Hour, 30)
	require.InDelta(t, 2, r.PerSecond(100*time.Hour), 0.001, "30 in the 15 whole seconds before")
}

func TestARateDoesNotDependOnWhoLooks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seen, unseen := stats.NewRate(time.Second), stats.NewRate(time.Second)
		times := map[int64]int{}
		at := time.Duration(0)
		for range rapid.IntRange(1, 100).Draw(t, "n") {
			at += time.Duration(rapid.Int64Range(0, int64(time.Second)).Draw(t, "gap"))
			seen.PerSecond(at)
			seen.Add(at, 1)
			unseen.Add(at, 1)
			times[int64(at/(time.Second/16))]++
		}
		require.Equal(t, unseen, seen)
		slot, total := int64(at/(time.Second/16)), 0
		start := max(0, slot-15)
		for s := start; s <= slot; s++ {
			total += times[s]
		}
		if span := at - time.Duration(start)*(time.Second/16); span > 0 {
			require.InDelta(t, float64(total)/span.Seconds(), seen.PerSecond(at), 1e-6)
		}
	})
}

func TestASeriesHoldsWhatItsStepsSaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := 2 * rapid.IntRange(1, 8).Draw(t, "half")
		s := stats.NewSeries(capacity, time.Second)
		type seen struct {
			at time.Duration
			x  float64
		}
		var all []seen
		at := time.Duration(0)
		for range rapid.IntRange(1, 60).Draw(t, "n") {
			at += time.Duration(rapid.Int64Range(0, int64(10*time.Second)).Draw(t, "gap"))
			all = append(all, seen{at, float64(rapid.IntRange(-9, 9).Draw(t, "x"))})
			s.Add(at, all[len(all)-1].x)
		}
		require.LessOrEqual(t, s.Len(), capacity)
		require.Equal(t, int(at/s.Step()), s.Len()-1)
		want := make([]stats.Point, s.Len())
		for _, o := range all {
			p := &want[o.at/s.Step()]
			if p.N == 0 {
				*p = stats.Point{Min: o.x, Max: o.x}
			}
			p.N++
			p.Sum += o.x
			p.Min, p.Max, p.Last = min(p.Min, o.x), max(p.Max, o.x), o.x
		}
		for i := range want {
			require.Equal(t, want[i], s.At(i))
		}
		double := time.Second
		for at/double >= time.Duration(capacity) {
			double *= 2
		}
		require.Equal(t, double, s.Step(), "the step doubles only when it must")
	})
}

func TestAClonedSeriesIsIndependent(t *testing.T) {
	s := stats.NewSeries(4, time.Second)
	s.Add(time.Second, 1)
	c := s.Clone()
	s.Add(time.Second, 5)
	s.Add(time.Minute, 5)
	require.Equal(t, 2, c.Len())
	require.Equal(t, 1.0, c.At(1).Mean())
	require.Zero(t, c.At(0).Mean())
}

func TestASeriesRefusesWhatMakesNoSense(t *testing.T) {
	s := stats.NewSeries(2, 1)
	require.PanicsWithValue(t, "stats: a series needs an even capacity, not 3", func() { stats.NewSeries(3, 1) })
	require.PanicsWithValue(t, "stats: a series needs a step above 0, not 0s", func() { stats.NewSeries(2, 0) })
	require.PanicsWithValue(t, "stats: a rate needs a window of at least 16ns, not 9ns", func() { stats.NewRate(9) })
	require.Panics(t, func() { s.Add(-1, 0) })
	require.Panics(t, func() { s.At(0) })
}

func TestNothingAllocatesPerObservation(t *testing.T) {
	h, s, r := stats.NewHistogram(1, time.Hour, 2), stats.NewSeries(64, 1), stats.NewRate(time.Second)
	var m stats.Moments
	var b stats.Batches
	var l stats.Level
	var f stats.Fingerprint
	at := time.Duration(0)
	require.Zero(t, testing.AllocsPerRun(10_000, func() {
		at += 1000
		h.Record(at)
		h.Quantile(0.99)
		s.Add(at, 1)
		r.Add(at, 1)
		m.Add(1)
		b.Add(1)
		l.Add(at, 1)
		f.String("a text")
		h.Fingerprint(&f)
		s.Fingerprint(&f)
		m.Fingerprint(&f)
	}))
}
