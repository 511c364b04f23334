package stats

import "time"

// Level is a whole number that changes at moments, such as the requests in a system or the busy
// servers of a pool. Its integral over time is exact, in integers, which is what Little's law is
// checked against. The zero value is 0 since the start.
type Level struct {
	now, most int64
	since     time.Duration
	integral  int64
}

// Add changes the level by delta at a moment. Moments do not go back.
// The integral is exact as long as it stays below 2^63: a thousand requests for 106 days.
func (l *Level) Add(at time.Duration, delta int) {
	l.integral += l.now * int64(at-l.since)
	l.since = at
	l.now += int64(delta)
	l.most = max(l.most, l.now)
}

// Now returns the level.
func (l *Level) Now() int { return int(l.now) }

// Most returns the highest it has been since the start or Reset.
func (l *Level) Most() int { return int(l.most) }

// Integral returns the level times nanoseconds, summed until a moment.
func (l *Level) Integral(at time.Duration) int64 { return l.integral + l.now*int64(at-l.since) }

// Exact tells whether the integral until a moment is sure to be exact.
func (l *Level) Exact(at time.Duration) bool { return float64(l.most)*float64(at) < 1<<63 }

// Reset starts the integral again from 0 at a moment and keeps the level: the end of a warm-up.
func (l *Level) Reset(at time.Duration) { *l = Level{now: l.now, most: l.now, since: at} }
