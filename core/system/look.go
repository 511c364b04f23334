package system

import "time"

// Index returns the index of the part with this name, or -1.
func (s *System) Index(name string) int { return -1 }

// Part returns what can be seen of a part at a moment that is not before the last event.
func (s *System) Part(i int, now time.Duration) PartState {
	return PartState{Name: s.document.Parts[i].Name, Kind: s.document.Parts[i].Spec.Kind(), Speed: 1}
}

// Flights visits every attempt under way, in the order of their records.
func (s *System) Flights(visit func(*Flight)) {}

// RecentlyEnded visits the attempts that came to nothing lately, oldest first: the last 64.
func (s *System) RecentlyEnded(visit func(*Ended)) {}

// Totals returns the counts of requests since the start or Measure.
func (s *System) Totals() Totals { return Totals{} }

// Measure starts measuring anew: what was before is warm-up.
func (s *System) Measure(now time.Duration) {}

// Latency returns the quantile q of the latencies of requests that ended OK.
func (s *System) Latency(q float64) time.Duration { return 0 }

// MeanLatency returns the mean latency of the requests that ended OK in seconds, and its standard error.
func (s *System) MeanLatency() (mean, se float64) { return 0, 0 }

// MeanWait returns the mean time that requests which ended OK stood in queues, in seconds, and its standard error.
func (s *System) MeanWait() (mean, se float64) { return 0, 0 }

// InSystem returns the mean number of requests under way.
func (s *System) InSystem(now time.Duration) float64 { return 0 }

// Little returns, over the time since the start or Measure, the integral of the number of requests under way,
// and the time that they spent under way, each summed; they are equal (Little's law).
func (s *System) Little(now time.Duration) (integral, sojourns time.Duration) { return 0, 0 }

// History returns what happened in each step of time so far; the last one is not over. It must not be changed.
func (s *System) History() []Sample { return nil }

// HistoryStep returns how long a step of the history is. Step i begins at i times that.
func (s *System) HistoryStep() time.Duration { return 250 * time.Millisecond }

// Story tells what happened to a request: one under way, one of the last that ended, or the slowest.
func (s *System) Story(clients int, request uint64) (Story, bool) { return Story{}, false }

// Slowest returns the slowest request that has ended so far; false where none has.
func (s *System) Slowest() (clients int, request uint64, ended, latency time.Duration, ok bool) {
	return 0, 0, 0, 0, false
}

// Happened says in words what the last event or change did; "" when there was none.
func (s *System) Happened() string { return "" }
