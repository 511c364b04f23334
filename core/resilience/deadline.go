package resilience

import (
	"math"
	"time"
)

// Deadline is the time by which whoever asked wants the answer. It is set once, at the
// edge, and passed down with the request, a little shorter at each hop, so that nobody
// works on what nobody waits for any more. Where clocks differ, what travels is Left, and
// the callee makes a deadline of it by Within.
//
// Source: gRPC's deadlines; Google, "Site Reliability Engineering", chapter 22.
type Deadline time.Duration

// Never is the deadline of those who have all the time in the world.
const Never Deadline = math.MaxInt64

// Within returns the earlier of the deadline and so long from now: a part's own
// time-out, or what was left when a caller sent the request.
func (d Deadline) Within(now, timeout time.Duration) Deadline {
	if timeout > time.Duration(Never)-max(0, now) {
		return d
	}
	return min(d, Deadline(now+timeout))
}

// Reserve returns the deadline for those further down: earlier by what this hop
// needs once they have answered, such as the way back.
func (d Deadline) Reserve(needed time.Duration) Deadline {
	if d == Never || needed <= 0 {
		return d
	}
	return Deadline(max(time.Duration(math.MinInt64)+needed, time.Duration(d)) - needed)
}

// Left returns how much time is left, 0 when it is over, and at most that of Never.
func (d Deadline) Left(now time.Duration) time.Duration {
	switch {
	case time.Duration(d) <= now:
		return 0
	case now < 0 && time.Duration(d) > time.Duration(Never)+now:
		return time.Duration(Never)
	}
	return time.Duration(d) - now
}

// Admit refuses what cannot be finished: work that takes longer than is left, such as
// the usual time of the call, a wait before a retry, or 0. An instant that is the deadline is
// too late.
func (d Deadline) Admit(now, needed time.Duration) Reason {
	left := d.Left(now)
	if left <= 0 || left < needed {
		return Reason{TooLate, int64(left), int64(needed)}
	}
	return Reason{InTime, int64(left), int64(needed)}
}
