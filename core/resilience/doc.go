// Package resilience holds what keeps one slow or broken part from taking down
// those that call it.
//
//	type       question it answers                                    costs
//	Backoff    may it be tried again, and after how long?             5 ns
//	Throttle   are retries allowed at all? (gRPC's tokens)            2 ns
//	Budget     are they at most a share of the requests? (Finagle's)  7 ns, 200 bytes
//	Hedger     when does a slow call get a second copy?               12 ns, 4 KB
//	Breaker    is the callee well enough to be called?                8 ns, 300 bytes
//	Bulkhead   is there a place, or a place to wait for one?          7 ns
//	Shedder    is this request worth the queue it would wait in?      7 ns
//	Deadline   can it still be finished in time?                      1 ns
//
// Where to start: give every request a [Deadline] and pass it down; retry at one
// level only, with [FullJitter] and a [Throttle] or a [Budget], since retries
// without one multiply the load just when there is too much of it; put a [Breaker]
// in front of what fails for seconds at a time, a [Bulkhead] in front of what may
// get slow, and a [Shedder] in front of what gets more than it can serve. A [Hedger]
// is for the slowest per cent of calls that may be made twice.
//
// Nothing here reads a clock or draws at random. A time is a time.Duration since
// some start of the caller's choice (in production time.Since of a fixed moment), and
// a draw is 64 random bits; time that goes backwards counts as standing still. A type
// is plain state for one goroutine: put a lock around it to share it. Only Bulkhead
// holds a slice and has a Clone; a copy of any other goes on as the original would.
// No decision allocates memory, and all of them come out the same on every platform.
//
// Every decision comes with a [Reason]: a code and two numbers, from which words
// are made only when somebody asks.
package resilience
