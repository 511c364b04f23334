package system

import (
	"math"
	"time"

	"headroom/core/stats"
)

// measures are what has been counted since the start or Measure, and the running fingerprint.
type measures struct {
	from      time.Duration
	level     stats.Level // requests under way
	latency   stats.Histogram
	sum       time.Duration // of the latencies
	waits     time.Duration // in queues
	latencies stats.Batches // seconds
	waiting   stats.Batches
	sojourns  time.Duration // of requests that have ended, since from

	waited, attempted, retries, hedges, stayed, repeat uint64

	print stats.Fingerprint
}

func newMeasures() measures {
	return measures{latency: stats.NewHistogram(time.Microsecond, time.Hour, 2)}
}

// measure takes note of a request that has ended.
func (s *System) measure(q *request) {
	s.sojourns += s.now - max(q.sent, s.from)
	if q.outcome != OK {
		s.current.Bad++
		return
	}
	took := s.now - q.sent
	s.current.OK++
	s.sample(took)
	s.latency.Record(took)
	s.sum += took
	s.waits += q.waited
	if q.waited > 0 {
		s.waited++
	}
	s.latencies.Add(float64(took) / 1e9)
	s.waiting.Add(float64(q.waited) / 1e9)
}

// Measure starts measuring anew: what was before is warm-up.
func (s *System) Measure(now time.Duration) {
	s.pass(now)
	m := measures{from: now, level: s.level, latency: s.latency, print: s.print}
	m.latency.Reset()
	m.level.Reset(now)
	s.measures = m
	for i := range s.nodes {
		s.nodes[i].counts = counts{}
	}
	for i := range s.stations {
		st := &s.stations[i]
		st.busyBefore, st.waitBefore = st.busy.Integral(now), st.waiting.Integral(now)
		st.slotsBefore = st.offered.Integral(now)
	}
}

// Totals returns the counts of requests since the start or Measure. Those that had been sent before and were
// under way then count as sent.
func (s *System) Totals() Totals {
	t := Totals{
		UnderWay: uint64(s.level.Now()), Attempts: s.attempted, Retries: s.retries, Hedges: s.hedges,
		Waited: s.waited, Kept: s.stayed, Repeat: s.repeat,
	}
	for i := range s.sources {
		ended := &s.nodes[s.sources[i].node].ended
		t.OK += ended[OK]
		t.Refused += ended[Refused]
		t.Failed += ended[Failed]
		t.TimedOut += ended[TimedOut]
		t.Lost += ended[Lost]
	}
	t.Sent = t.OK + t.Refused + t.Failed + t.TimedOut + t.Lost + t.UnderWay
	return t
}

// Latency returns the quantile q, 0 to 1, of the latencies of requests that ended OK since the start or Measure,
// to two digits. It takes some microseconds.
func (s *System) Latency(q float64) time.Duration { return s.latency.Quantile(q) }

// MeanLatency returns the mean latency of the requests that ended OK, in seconds, and its standard error by batch
// means, +Inf for fewer than two.
func (s *System) MeanLatency() (mean, se float64) { return s.mean(s.sum, &s.latencies) }

// MeanWait returns the mean time that requests which ended OK stood in the queue of the station that served
// them, in seconds, and its standard error.
func (s *System) MeanWait() (mean, se float64) { return s.mean(s.waits, &s.waiting) }

func (s *System) mean(sum time.Duration, b *stats.Batches) (mean, se float64) {
	batches := b.Means()
	return float64(sum) / 1e9 / float64(max(1, s.latency.Count())), batches.StandardError()
}

// InSystem returns the mean number of requests under way since the start or Measure, 0 when no time has passed, and
// NaN where they are too many for too long to be summed.
func (s *System) InSystem(now time.Duration) float64 {
	if !s.level.Exact(now) {
		return math.NaN()
	}
	return perTime(s.level.Integral(now), now-s.from)
}

// perTime is the mean of a level, of its integral over a time.
func perTime(integral int64, length time.Duration) float64 {
	if length <= 0 {
		return 0
	}
	return float64(integral) / float64(length)
}

// Little returns, over the time since the start or Measure, the integral of the number of requests under way,
// and the times that they were under way, summed. They are equal to the nanosecond: Little's law. It looks at
// every request under way.
func (s *System) Little(now time.Duration) (integral, sojourns time.Duration) {
	sojourns = s.sojourns
	for i := range s.requests {
		if q := &s.requests[i]; q.number > 0 && q.outcome == UnderWay {
			sojourns += now - max(q.sent, s.from)
		}
	}
	return time.Duration(s.level.Integral(now)), sojourns
}

// Fingerprint is a hash of what has happened: when requests were sent, where balancers sent them, how and when
// they ended. It is equal on all platforms, and says nothing of settings that have not made a difference yet.
func (s *System) Fingerprint() uint64 { return s.print.Sum() }
