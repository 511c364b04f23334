package resilience

import (
	"errors"
	"strconv"
	"time"
)

// learnt is how many latencies a Hedger wants to see before it trusts their quantile.
const learnt = 100

// HedgeConfig is when and how often calls are copied.
type HedgeConfig struct {
	// Delay is how long after a copy the next is sent; with a Quantile, until it
	// has seen a hundred latencies. 0 to MaxDuration.
	Delay time.Duration
	// Quantile makes it wait as long as so many of the calls take, such as 0.95, and
	// so copies one in twenty. 0 for the fixed Delay.
	Quantile float64
	// Extra is how many copies a call may have beyond the first: 1 to 100.
	Extra int
	// Share bounds the copies to so many per request over Window, 0 to 1000 in
	// steps of 0.001; 0 sets no bound. Take about twice what the quantile asks for, since
	// slow calls come in bunches.
	Share  float64
	Window time.Duration // 1 ms to MaxDuration, with a Share
}

// Hedger sends a copy of a call that takes long, best to somebody else, and takes the answer
// that comes first. With a delay at the p95 a twentieth more calls cut off most of the tail.
// When everything is slow every call would be copied, so set a Share.
//
// Only for calls that may be made twice. Whoever gets its answer cancels the other.
//
// Source: J. Dean and L. A. Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013.
type Hedger struct {
	config  HedgeConfig
	latency Quantile
	budget  Budget
}

// NewHedger returns one that has seen nothing.
func NewHedger(c HedgeConfig) (Hedger, error) {
	h := Hedger{config: c}
	switch {
	case c.Delay < 0 || c.Delay > MaxDuration:
		return Hedger{}, errors.New("hedging: a delay of " + c.Delay.String() + ": it is 0s to " + MaxDuration.String())
	case c.Extra < 1 || c.Extra > 100:
		return Hedger{}, errors.New("hedging: " + strconv.Itoa(c.Extra) + " extra copies: it sends 1 to 100")
	}
	var err error
	if c.Quantile != 0 {
		if h.latency, err = NewQuantile(c.Quantile, 2000); err != nil {
			return Hedger{}, errors.New("hedging: " + err.Error())
		}
	}
	if c.Share != 0 {
		if h.budget, err = NewBudget(c.Share, 0, c.Window); err != nil {
			return Hedger{}, errors.New("hedging: " + err.Error())
		}
	}
	return h, nil
}

// Request takes note of a request, and returns how long it waits for an answer before a copy is due.
func (h *Hedger) Request(now time.Duration) time.Duration {
	if h.config.Share != 0 {
		h.budget.Request(now)
	}
	return h.Delay()
}

// Delay returns how long after the latest copy the next is due.
func (h *Hedger) Delay() time.Duration {
	if h.config.Quantile == 0 || h.latency.Seen() < learnt {
		return h.config.Delay
	}
	return h.latency.Value()
}

// Send decides on a copy that is due, with so many of them out already, the first
// included. It panics unless sent > 0.
func (h *Hedger) Send(now time.Duration, sent int) Reason {
	if sent < 1 {
		panic("resilience: the first call is sent before its copies, not " + strconv.Itoa(sent))
	}
	if sent > h.config.Extra {
		return Reason{OutOfCopies, int64(sent), int64(h.config.Extra)}
	}
	if h.config.Share != 0 {
		if why := h.budget.Retry(now); !why.OK() {
			return why
		}
	}
	return Reason{Copied, int64(sent), int64(h.config.Extra)}
}

// Observe takes note of how long a request took until its first answer. That is what to
// observe: up to the delay it is the latency of a single call, so copies do not make
// the delay shrink.
func (h *Hedger) Observe(latency time.Duration) {
	if h.config.Quantile != 0 {
		h.latency.Observe(latency)
	}
}
