package resilience

import (
	"errors"
	"strconv"
	"time"
)

// ShedConfig is what a Shedder holds requests against.
type ShedConfig struct {
	// Queue is how many may wait, up to 2^30; 0 sets no bound.
	Queue int
	// Target is the wait that a queue should get below now and then, up to MaxDuration; 0 to
	// let them wait as long as they do.
	Target time.Duration
	// Interval is how often it should do so, with a Target: 1 ms to MaxDuration. Usual
	// are 5 ms and 100 ms.
	Interval time.Duration
	// Priorities is how many there are, 1 to 100: 0 is the most important. Number p of n is held
	// to (n-p)/n of each bound, so that the least important go first.
	Priorities int
}

// Shedder refuses requests while it is cheap, before any work has gone into them: on arrival
// when the queue is long, and when their turn comes if they have waited long in a queue
// that does not empty any more. A burst, which a queue is there to take, is served: the
// queue gets short again, so that the least wait of an interval is small. Only when even that
// is above the target, what has waited for twice the target is dropped.
//
// Source: K. Nichols and V. Jacobson, "Controlling Queue Delay", ACM Queue 10(5), 2012, for
// packets; as simplified for requests in B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015,
// and folly's Codel: the first of an interval is always served.
type Shedder struct {
	config     ShedConfig
	until      time.Duration // end of the interval
	least      time.Duration // wait of any since it began
	overloaded bool
}

// NewShedder returns one that has seen nothing.
func NewShedder(c ShedConfig) (Shedder, error) {
	problem := ""
	switch {
	case c.Queue < 0 || c.Queue > 1<<30:
		problem = "a queue of " + strconv.Itoa(c.Queue) + ": it is 1 to 2^30, or 0 for no bound"
	case c.Target < 0 || c.Target > MaxDuration:
		problem = "a target of " + c.Target.String() + ": it is up to " + MaxDuration.String() + ", or 0s for none"
	case c.Target > 0 && (c.Interval < time.Millisecond || c.Interval > MaxDuration):
		problem = "an interval of " + c.Interval.String() + ": it is 1ms to " + MaxDuration.String()
	case c.Priorities < 1 || c.Priorities > 100:
		problem = strconv.Itoa(c.Priorities) + " priorities: there are 1 to 100"
	}
	if problem != "" {
		return Shedder{}, errors.New("shedding: " + problem)
	}
	return Shedder{config: c}, nil
}

// Arrive decides on a request that arrives and finds so many waiting.
func (s *Shedder) Arrive(waiting, priority int) Reason {
	limit := s.held(int64(s.config.Queue), priority)
	if limit > 0 && int64(waiting) >= limit {
		return Reason{LongQueue, int64(waiting), limit}
	}
	return Reason{Admitted, int64(waiting), limit}
}

// Start decides on a request whose turn it is after so long a wait.
func (s *Shedder) Start(now, waited time.Duration, priority int) Reason {
	limit := s.held(2*int64(s.config.Target), priority)
	if s.config.Target == 0 {
		return Reason{Prompt, int64(waited), 0}
	}
	if now >= s.until {
		s.overloaded = s.least > s.config.Target
		s.least, s.until = waited, now+s.config.Interval
		return Reason{Prompt, int64(waited), limit}
	}
	s.least = min(s.least, waited)
	if s.overloaded && int64(waited) > limit {
		return Reason{SlowQueue, int64(waited), limit}
	}
	return Reason{Prompt, int64(waited), limit}
}

// held is a priority's part of a bound, rounded up. It panics on a priority that there is not.
func (s *Shedder) held(bound int64, priority int) int64 {
	n := s.config.Priorities
	if priority < 0 || priority >= n {
		panic("resilience: there is no priority " + strconv.Itoa(priority) + " of " + strconv.Itoa(n))
	}
	return (bound*int64(n-priority) + int64(n) - 1) / int64(n)
}

// Overloaded tells whether the queue never got below the target in the last interval.
func (s *Shedder) Overloaded() bool { return s.overloaded }
