package stats_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"headroom/core/exact"
	"headroom/core/stats"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// quantile is the oracle: the smallest of the sorted values that a share q does not exceed. Shares
// are given in thousandths, so that the rank is a whole number's division.
func quantile(sorted []time.Duration, thousandths int) time.Duration {
	rank := max(1, (thousandths*len(sorted)+999)/1000)
	return sorted[rank-1]
}

func TestQuantilesAreRightToTheirDigitsAndErrUpwards(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.IntRange(1, 4).Draw(t, "digits")
		h := stats.NewHistogram(1, 1000*time.Hour, digits)
		values := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) time.Duration {
			exponent := rapid.IntRange(0, 51).Draw(t, "exponent")
			return time.Duration(rapid.Int64Range(0, 1<<exponent).Draw(t, "value"))
		}), 1, 200).Draw(t, "values")
		for _, v := range values {
			h.Record(v)
		}
		slices.Sort(values)
		for _, q := range []int{0, 1, 500, 900, 950, 990, 999, 1000} {
			want, got := quantile(values, q), h.Quantile(float64(q)/1000)
			require.GreaterOrEqual(t, got, want)
			require.LessOrEqual(t, float64(got-want), float64(want)*math.Pow(10, -float64(digits)))
		}
		require.Equal(t, values[0], h.Min())
		require.Equal(t, values[len(values)-1], h.Max())
		require.Equal(t, uint64(len(values)), h.Count())
	})
}

func TestMergedHistogramsAreAsIfRecordedTogether(t *testing.T) {
	r := exact.NewRand(1, 0)
	for _, sizes := range [][2]int{{1000, 500}, {0, 7}, {7, 0}, {0, 0}} {
		both := stats.NewHistogram(time.Microsecond, time.Minute, 3)
		one, two := both.Clone(), both.Clone()
		record := func(h *stats.Histogram, n int) {
			for range n {
				d := time.Duration(float64(10*time.Second) * r.Exp())
				h.Record(d)
				both.Record(d)
			}
		}
		record(&one, sizes[0])
		record(&two, sizes[1])
		one.Merge(&two)
		require.Equal(t, both, one)
	}
}

func TestTheMeanIsExactAndCannotOverflow(t *testing.T) {
	h := stats.NewHistogram(1, time.Hour, 2)
	require.Zero(t, h.Mean())
	for range 5 {
		h.Record(math.MaxInt64)
		h.Record(math.MaxInt64 - 2)
	}
	require.Equal(t, time.Duration(math.MaxInt64-1), h.Mean())
}

func TestDurationsBeyondTheRangeAreCountedAndTheLongestIsKept(t *testing.T) {
	h := stats.NewHistogram(time.Microsecond, time.Second, 2)
	h.Record(time.Millisecond)
	h.Record(time.Hour)
	h.Record(time.Minute)
	require.Equal(t, uint64(2), h.Over())
	require.Equal(t, time.Hour, h.Max())
	require.Equal(t, time.Hour, h.Quantile(1))
	require.InEpsilon(t, time.Millisecond, h.Quantile(0.3), 0.01)
}

func TestAnEmptyOrResetHistogramIsAllZero(t *testing.T) {
	h := stats.NewHistogram(1, time.Hour, 2)
	fresh := h.Clone()
	require.Zero(t, h.Quantile(0.5))
	h.Record(time.Second)
	h.Record(time.Hour * 100)
	h.Reset()
	require.Equal(t, fresh, h)
}

func TestRanksThatComeOutABitAboveAWholeNumberAreNotRoundedUp(t *testing.T) {
	h := stats.NewHistogram(1, time.Hour, 5)
	for i := range 100 {
		h.Record(time.Duration(i + 1))
	}
	for i := 1; i <= 100; i++ {
		require.Equal(t, time.Duration(i), h.Quantile(float64(i)/100))
	}
}

func TestHistogramRefusesWhatMakesNoSense(t *testing.T) {
	h := stats.NewHistogram(1, time.Hour, 2)
	other := stats.NewHistogram(1, time.Hour, 3)
	for want, f := range map[string]func(){
		"stats: a histogram has 1 to 5 digits, not 6":       func() { stats.NewHistogram(1, time.Hour, 6) },
		"stats: a histogram cannot reach from 1s to 1s":     func() { stats.NewHistogram(time.Second, time.Second, 2) },
		"stats: a histogram cannot reach from 0s to 1s":     func() { stats.NewHistogram(0, time.Second, 2) },
		"stats: recorded the negative duration -1ns":        func() { h.Record(-1) },
		"stats: a quantile lies between 0 and 1, not at 99": func() { h.Quantile(99) },
		"stats: merged histograms of different ranges":      func() { h.Merge(&other) },
	} {
		require.PanicsWithValue(t, want, f)
	}
}

func BenchmarkRecord(b *testing.B) {
	h := stats.NewHistogram(time.Microsecond, time.Hour, 2)
	d := time.Duration(1)
	b.ReportAllocs()
	for b.Loop() {
		h.Record(d & (1<<40 - 1))
		d = d*5 + 1
	}
}
