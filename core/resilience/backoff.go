package resilience

import (
	"errors"
	"math/bits"
	"strconv"
	"time"
)

// Limits of settings. Past one of them comes an error.
const (
	MaxAttempts = 1 << 20
	MaxDuration = 1000 * time.Hour // of any time in the settings
)

// Algorithm says how a Backoff waits, after "Exponential Backoff And Jitter" of the AWS
// Architecture Blog (M. Brooker, 2015). With e = min(Cap, Base * 2^n) for retry n:
type Algorithm uint8

// The algorithms.
const (
	Immediate    Algorithm = iota // 0: no wait at all, the model of how not to do it
	Exponential                   // e: no jitter, so that those who collided collide again
	FullJitter                    // uniform from 0 to e: fewest calls, the one to take
	EqualJitter                   // e/2 and uniform from 0 to e/2: never hurries, takes longer
	Decorrelated                  // min(Cap, uniform from Base to 3 times the last wait)
)

// algorithms are their names as settings and links carry them.
var algorithms = [...]string{"none", "exponential", "full", "equal", "decorrelated"}

// String returns the name: none, exponential, full, equal or decorrelated.
func (a Algorithm) String() string {
	if int(a) < len(algorithms) {
		return algorithms[a]
	}
	return "algorithm " + strconv.Itoa(int(a))
}

// Backoff says whether and after how long a request is tried again. Its fields are the
// settings; it has no state, so that one serves all requests.
type Backoff struct {
	Algorithm Algorithm
	// Base is what doubles with each retry: the first waits up to 2*Base, as in the
	// source. From 0, and at most Cap.
	Base time.Duration
	// Cap is the longest wait, at most MaxDuration.
	Cap time.Duration
	// Attempts is how often a request may be sent, the first time included: 1 to
	// MaxAttempts.
	Attempts int
}

// Check says what is wrong with the settings, or nil. Next is for settings that pass.
func (b *Backoff) Check() error {
	switch {
	case int(b.Algorithm) >= len(algorithms):
		return errors.New("backoff: " + b.Algorithm.String() +
			" is not known: use none, exponential, full, equal or decorrelated")
	case b.Cap < 0 || b.Cap > MaxDuration:
		return errors.New("backoff: the cap is " + b.Cap.String() + ": it is 0s to " + MaxDuration.String())
	case b.Base < 0 || b.Base > b.Cap:
		return errors.New("backoff: the base is " + b.Base.String() + ": it is 0s to the cap, " + b.Cap.String())
	case b.Attempts < 1 || b.Attempts > MaxAttempts:
		return errors.New("backoff: " + strconv.Itoa(b.Attempts) + " attempts: a request has 1 to " +
			strconv.Itoa(MaxAttempts))
	}
	return nil
}

// Next decides on retry n of a request, counted from 1, which waits so long from now
// on. Last is how long the retry before it waited (0 for the first; only
// Decorrelated looks at it), and u are 64 random bits. It panics unless n > 0.
func (b *Backoff) Next(n int, last time.Duration, u uint64) (time.Duration, Reason) {
	if n < 1 {
		panic("resilience: retries are counted from 1, not from " + strconv.Itoa(n))
	}
	if n >= b.Attempts {
		return 0, Reason{OutOfAttempts, int64(n), int64(b.Attempts)}
	}
	return b.wait(n, last, u), Reason{Retried, int64(n), int64(b.Attempts)}
}

func (b *Backoff) wait(n int, last time.Duration, u uint64) time.Duration {
	switch b.Algorithm {
	case Exponential:
		return b.exponential(n)
	case FullJitter:
		return uniform(0, b.exponential(n), u)
	case EqualJitter:
		e := b.exponential(n)
		return e/2 + uniform(0, e-e/2, u)
	case Decorrelated:
		last = max(b.Base, min(last, b.Cap))
		return min(b.Cap, uniform(b.Base, 3*last, u))
	}
	return 0
}

// exponential is min(Cap, Base * 2^n), also where the product would not fit.
func (b *Backoff) exponential(n int) time.Duration {
	if n >= 63 || b.Base > b.Cap>>n {
		if b.Base == 0 {
			return 0
		}
		return b.Cap
	}
	return b.Base << n
}

// uniform is a whole number of nanoseconds from low to high, both included.
func uniform(low, high time.Duration, u uint64) time.Duration {
	part, _ := bits.Mul64(u, uint64(high-low)+1)
	return low + time.Duration(part)
}
