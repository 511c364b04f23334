package resilience

import (
	"errors"
	"strconv"
)

// MaxTokens is the most tokens that a Throttle may have.
const MaxTokens = 1000

// Throttle stops the retries of a client to a server that mostly fails: each failure
// takes a token and each success brings back a part of one, and only while more than
// half of them are there may anything be tried again. First attempts are never
// throttled. One serves all requests to one server.
//
// Tokens are counted in thousandths, as gRPC's own implementations do, so that
// success after success adds up to what was meant.
//
// Source: gRPC proposal A6, client retries, "Throttling retry attempts".
type Throttle struct{ most, left, ratio int64 }

// NewThrottle returns a throttle with all its tokens, 1 to MaxTokens. Ratio is the part
// of a token that a success brings back, from 0.001 to MaxTokens; what it has past
// three decimals is ignored, as gRPC does. Usual are 10 and 0.1.
func NewThrottle(tokens int, ratio float64) (Throttle, error) {
	if tokens < 1 || tokens > MaxTokens {
		return Throttle{}, errors.New("throttle: " + strconv.Itoa(tokens) + " tokens: it has 1 to " +
			strconv.Itoa(MaxTokens))
	}
	if !(ratio >= 0.001 && ratio <= MaxTokens) {
		return Throttle{}, errors.New("throttle: a success brings back " + number(ratio) + " tokens: it brings 0.001 to " +
			strconv.Itoa(MaxTokens))
	}
	most := int64(tokens) * 1000
	return Throttle{most: most, left: most, ratio: thousandths(ratio)}, nil
}

// thousandths cuts a number after three decimals, where 0.289 has all of them although
// its binary fraction is a little less.
func thousandths(x float64) int64 { return int64(float64(x*1000) + 1e-6) }

// Succeeded takes note of an attempt that succeeded, or failed in a way that no retry
// would mend.
func (t *Throttle) Succeeded() { t.left = min(t.most, t.left+t.ratio) }

// Failed takes note of an attempt that failed and could be retried, or whose server
// asked for no retries. It comes before Retry.
func (t *Throttle) Failed() { t.left = max(0, t.left-1000) }

// Retry tells whether retries are allowed now. It takes nothing: failures do.
func (t *Throttle) Retry() Reason {
	half := t.most/2 + 1 // whole, since there are whole tokens of 1000
	if t.left < half {
		return Reason{Overspent, t.left, half}
	}
	return Reason{Affordable, t.left, half}
}

// Tokens returns how many thousandths of a token are left.
func (t *Throttle) Tokens() int { return int(t.left) }
