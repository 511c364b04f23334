package resilience

import (
	"errors"
	"strconv"
	"time"
)

// State is what a Breaker does with calls.
type State uint8

// The states.
const (
	ClosedState   State = iota // calls go through
	OpenState                  // no call goes through
	HalfOpenState              // a few go through, to see
)

// String returns closed, open or half-open.
func (s State) String() string { return [...]string{"closed", "open", "half-open"}[s%3] }

// Outcome is how a call ended.
type Outcome uint8

// The outcomes.
const (
	Success Outcome = iota
	Failure         // a time-out too
	Unknown         // nobody waited for the end: it says nothing of the callee
)

// Pass is what Allow hands out and Done takes back: by it a Breaker knows the calls that were
// let through before it last changed its state. That of a refused call is 0.
type Pass uint32

// BreakerConfig is when a Breaker opens and how it closes again. At least one of Row and
// Rate is set.
type BreakerConfig struct {
	Row      int           // so many failures in a row open it, up to 2^20; 0 for never
	Rate     float64       // such a share of failures opens it, up to 1; 0 for never
	Least    int           // with Rate: not before so many calls in Window, 1 to 2^20
	Window   time.Duration // with Rate: how far it looks back, 1 ms to MaxDuration, in ten steps
	Cooldown time.Duration // how long it stays open, up to MaxDuration
	Trials   int           // how many calls a half-open one lets through, 1 to 2^20; all must succeed
}

// Breaker stops calls to a callee that fails, so that callers fail at once instead of
// waiting and the callee gets the rest to recover. After a cooldown it lets a few trials
// through: when all of them succeed it closes, when one fails it opens again.
//
// Source: M. Nygard, "Release It!", 2007; the window is that of Hystrix.
type Breaker struct {
	config BreakerConfig
	calls  window // calls and failures, while closed
	now    time.Duration
	until  time.Duration // when it is half open
	why    Reason
	row    int
	out    int // trials let through in this half-open time
	passed int // of them, those that succeeded
	pass   Pass
	state  State
}

// NewBreaker returns a closed breaker.
func NewBreaker(c BreakerConfig) (Breaker, error) {
	const most = 1 << 20
	problem := ""
	switch {
	case c.Row < 0 || c.Row > most:
		problem = strconv.Itoa(c.Row) + " failures in a row: it opens after 1 to 1048576, or 0 for never"
	case !(c.Rate >= 0 && c.Rate <= 1):
		problem = "a rate of " + number(c.Rate) + ": it opens at a share of failures up to 1, or 0 for never"
	case c.Row == 0 && c.Rate == 0:
		problem = "nothing opens it: set failures in a row, a rate, or both"
	case c.Rate > 0 && (c.Least < 1 || c.Least > most):
		problem = "a rate over at least " + strconv.Itoa(c.Least) + " calls: it takes 1 to 1048576, such as 20"
	case c.Rate > 0 && (c.Window < time.Millisecond || c.Window > MaxDuration):
		problem = "a window of " + c.Window.String() + ": it is 1ms to " + MaxDuration.String()
	case c.Cooldown < 0 || c.Cooldown > MaxDuration:
		problem = "a cooldown of " + c.Cooldown.String() + ": it is 0s to " + MaxDuration.String()
	case c.Trials < 1 || c.Trials > most:
		problem = strconv.Itoa(c.Trials) + " trials: it lets 1 to 1048576 through"
	}
	if problem != "" {
		return Breaker{}, errors.New("breaker: " + problem)
	}
	return Breaker{config: c, calls: newWindow(max(c.Window, time.Millisecond)), pass: 1}, nil
}

// Allow decides on a call. One that is let through must come back by Done, however it
// ended, or a half-open breaker waits for its trial for ever.
func (b *Breaker) Allow(now time.Duration) (Pass, Reason) {
	b.move(now)
	switch {
	case b.state == ClosedState:
		return b.pass, Reason{Closed, int64(b.row), int64(b.config.Row)}
	case b.state == OpenState:
		return 0, Reason{Opened, int64(b.until - b.now), int64(b.config.Cooldown)}
	case b.out >= b.config.Trials:
		return 0, Reason{TrialsOut, int64(b.out), int64(b.config.Trials)}
	}
	b.out++
	return b.pass, Reason{Trial, int64(b.out), int64(b.config.Trials)}
}

// Done takes note of how a call ended that had this pass; say it once for each call, as a
// pass stands for a period and not for a call. Those from before the latest change of
// state, and 0, count for nothing.
func (b *Breaker) Done(now time.Duration, pass Pass, end Outcome) {
	b.move(now)
	switch {
	case pass != b.pass:
	case b.state == HalfOpenState:
		b.tried(end)
	case end == Success:
		b.row = 0
		b.calls.add(b.now, 1, 0)
	case end == Failure:
		b.row++
		b.calls.add(b.now, 1, 1)
		b.judge()
	}
}

// judge opens a closed breaker when there were too many failures.
func (b *Breaker) judge() {
	c, calls, failures := &b.config, b.calls.sums[0], b.calls.sums[1]
	switch {
	case c.Row > 0 && b.row >= c.Row:
		b.open(Reason{FailedInARow, int64(b.row), int64(c.Row)})
	case c.Rate > 0 && calls >= int64(c.Least) && float64(failures) >= float64(c.Rate*float64(calls)):
		b.open(Reason{FailedOften, failures * 1000 / calls, thousandths(c.Rate)})
	}
}

// tried takes note of how a trial ended.
func (b *Breaker) tried(end Outcome) {
	trials := int64(b.config.Trials)
	switch end {
	case Success:
		if b.passed++; b.passed == b.config.Trials {
			b.calls = newWindow(max(b.config.Window, time.Millisecond))
			b.become(ClosedState, Reason{TrialsPassed, trials, trials})
		}
	case Failure:
		b.open(Reason{FailedTrial, int64(b.passed) + 1, trials})
	default:
		b.out--
	}
}

func (b *Breaker) open(why Reason) {
	b.until = b.now + b.config.Cooldown
	b.become(OpenState, why)
}

// move opens an open breaker halfway when its cooldown is over.
func (b *Breaker) move(now time.Duration) {
	b.now = max(b.now, now)
	if b.state == OpenState && b.now >= b.until {
		trials := int64(b.config.Trials)
		b.become(HalfOpenState, Reason{CooldownEnded, int64(b.config.Cooldown), trials})
	}
}

func (b *Breaker) become(s State, why Reason) {
	b.state, b.why = s, why
	b.row, b.out, b.passed = 0, 0, 0
	if b.pass++; b.pass == 0 {
		b.pass = 1
	}
}

// State returns the state at a time, and why it came about; the reason is None before the
// first change.
func (b *Breaker) State(now time.Duration) (State, Reason) {
	b.move(now)
	return b.state, b.why
}

// Until returns when an open breaker becomes half open.
func (b *Breaker) Until() time.Duration { return b.until }
