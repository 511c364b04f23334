package stats

import "math"

// Moments holds count, mean and variance of observations, by Welford's update (1962), which does not
// cancel where a sum of squares would. The zero value is ready.
//
// Its standard error is that of independent observations, such as the means of runs with different
// seeds. Observations in a row, such as the waits of one run, belong into Batches.
type Moments struct {
	n        uint64
	mean, m2 float64
}

// Add counts an observation.
func (m *Moments) Add(x float64) {
	m.n++
	d := x - m.mean
	m.mean += d / float64(m.n)
	m.m2 += float64(d * (x - m.mean))
}

// Merge adds the observations of other (T. Chan, G. Golub, R. LeVeque, 1979).
func (m *Moments) Merge(other Moments) {
	if other.n == 0 {
		return
	}
	if m.n == 0 {
		*m = other
		return
	}
	a, b := float64(m.n), float64(other.n)
	d := other.mean - m.mean
	m.n += other.n
	share := b / (a + b)
	m.mean += float64(d * share)
	m.m2 += other.m2 + float64(float64(d*d)*float64(a*share))
}

// Count returns the number of observations.
func (m *Moments) Count() uint64 { return m.n }

// Mean returns their mean; 0 when there is none.
func (m *Moments) Mean() float64 { return m.mean }

// Variance returns the unbiased sample variance; 0 for fewer than two observations.
func (m *Moments) Variance() float64 {
	if m.n < 2 {
		return 0
	}
	return m.m2 / float64(m.n-1)
}

// StandardError returns the standard deviation of the mean, had the observations been independent;
// +Inf for fewer than two, of which nothing can be said.
func (m *Moments) StandardError() float64 {
	if m.n < 2 {
		return math.Inf(1)
	}
	return math.Sqrt(m.Variance() / float64(m.n))
}

// Fingerprint adds the state to f.
func (m *Moments) Fingerprint(f *Fingerprint) {
	f.Uint64(m.n)
	f.Float64(m.mean)
	f.Float64(m.m2)
}

// batches is the most that Batches keeps: enough for a fair estimate of the variance, few enough that
// each is long against the memory of a busy queue.
const batches = 64

// Batches estimates the mean of observations in a row, and how sure it is, by batch means: it cuts
// the row into 32 to 63 equal batches, whose means hardly know of each other once a batch is
// longer than the memory of what is observed. When there are 64, neighbours are joined.
// The zero value is ready; it is 544 bytes of plain data.
type Batches struct {
	means  [batches]float64
	n      int
	halved uint8 // a batch holds 1 << halved observations
	filled uint64
	sum    float64
}

// Add counts an observation.
func (b *Batches) Add(x float64) {
	b.sum += x
	b.filled++
	if b.filled>>b.halved == 0 {
		return
	}
	b.means[b.n] = b.sum / float64(b.filled)
	b.n++
	b.sum, b.filled = 0, 0
	if b.n == batches {
		for i := range batches / 2 {
			b.means[i] = (b.means[2*i] + b.means[2*i+1]) / 2
		}
		b.n = batches / 2
		b.halved++
	}
}

// Means returns the moments of the full batches: its Mean is the estimate, its StandardError the
// error of it. What is in the unfinished batch, at most one part in 33, is left out.
func (b *Batches) Means() Moments {
	var m Moments
	for _, mean := range b.means[:b.n] {
		m.Add(mean)
	}
	return m
}
