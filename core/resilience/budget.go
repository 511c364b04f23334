package resilience

import (
	"errors"
	"strconv"
	"time"
)

// retry is what a retry costs a Budget, so that a request can pay a thousandth of it.
const retry = 1000

// Budget allows retries up to a share of the requests of the last seconds, and a few per
// second beside them, so that a quiet client may retry too. Unlike a Throttle it looks at
// no outcomes: it bounds what retries add to the load, whatever fails. One serves all
// requests of a client.
//
// Source: Finagle's RetryBudget, whose balance is what was deposited within a window,
// less what was withdrawn within it, and a reserve; tower and Linkerd have the same.
type Budget struct {
	window  window // thousandths deposited and withdrawn
	deposit int64
	reserve int64
}

// NewBudget returns a budget that allows retries up to a share of the requests, 0 to
// 1000 in steps of 0.001, over a window of 1 ms to MaxDuration, and in it a reserve of so
// many retries for each of its seconds, 0 to a million. Usual are 0.2, 10 per second and
// 10 seconds.
func NewBudget(share float64, perSecond int, length time.Duration) (Budget, error) {
	switch {
	case !(share >= 0 && share <= 1000):
		return Budget{}, errors.New("budget: a share of " + number(share) +
			": retries are 0 to 1000 of a request, such as 0.2 for one in five")
	case perSecond < 0 || perSecond > 1_000_000:
		return Budget{}, errors.New("budget: a reserve of " + strconv.Itoa(perSecond) +
			" retries per second: it is 0 to 1000000")
	case length < time.Millisecond || length > MaxDuration:
		return Budget{}, errors.New("budget: a window of " + length.String() + ": it is 1ms to " + MaxDuration.String())
	}
	return Budget{
		window:  newWindow(length),
		deposit: thousandths(share),
		reserve: int64(perSecond) * int64(length/time.Millisecond),
	}, nil
}

// Request takes note of a request, not of a retry.
func (b *Budget) Request(now time.Duration) { b.window.add(now, b.deposit, 0) }

// Retry asks for a retry and takes it out of the budget when there is enough.
func (b *Budget) Retry(now time.Duration) Reason {
	left := b.Left(now)
	if left < retry {
		return Reason{Overspent, left, retry}
	}
	b.window.add(now, 0, retry)
	return Reason{Affordable, left, retry}
}

// Left returns how many thousandths of a retry are left; it may be negative when the
// requests that paid for retries are forgotten before those.
func (b *Budget) Left(now time.Duration) int64 {
	b.window.move(now)
	return b.reserve + b.window.sums[0] - b.window.sums[1]
}
