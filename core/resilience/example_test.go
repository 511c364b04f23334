package resilience_test

import (
	"fmt"
	"time"

	"headroom/core/exact"
	"headroom/core/resilience"
)

// A call that fails three times: each retry is asked of the backoff, of the throttle that all
// calls share, and of the deadline.
func Example() {
	backoff := resilience.Backoff{
		Algorithm: resilience.FullJitter, Base: 25 * time.Millisecond, Cap: time.Second, Attempts: 4,
	}
	if err := backoff.Check(); err != nil {
		fmt.Println(err)
	}
	throttle, err := resilience.NewThrottle(10, 0.1)
	if err != nil {
		fmt.Println(err)
	}
	now := time.Duration(0)
	deadline := resilience.Never.Within(now, 200*time.Millisecond)
	const usual = 20 * time.Millisecond // how long the call takes

	wait := time.Duration(0)
	for n := 1; ; n++ {
		now += usual
		throttle.Failed()
		var why resilience.Reason
		if wait, why = backoff.Next(n, wait, exact.Draw(7, 0, 4711, uint64(n), 0)); !why.OK() {
			fmt.Println("no:", why)
			break
		}
		wait = wait.Round(time.Millisecond)
		if why := throttle.Retry(); !why.OK() {
			fmt.Println("no:", why)
			break
		}
		if why := deadline.Admit(now, wait+usual); !why.OK() {
			fmt.Println("no:", why)
			break
		}
		fmt.Println(why, "after", wait)
		now += wait
	}
	// Output:
	// retry 1 of at most 3 after 32ms
	// retry 2 of at most 3 after 61ms
	// no: only 47ms are left, and it takes 59ms
}

// A callee fails three times in a row, rests, and is tried once.
func ExampleBreaker() {
	breaker, err := resilience.NewBreaker(resilience.BreakerConfig{Row: 3, Cooldown: 10 * time.Second, Trials: 1})
	if err != nil {
		fmt.Println(err)
	}
	call := func(now time.Duration, end resilience.Outcome) {
		pass, why := breaker.Allow(now)
		if why.OK() {
			breaker.Done(now, pass, end)
		}
		state, since := breaker.State(now)
		fmt.Printf("%v: %v; then %v: %v\n", now, why, state, since)
	}
	for i := range 3 {
		call(time.Duration(i)*time.Second, resilience.Failure)
	}
	call(6*time.Second, resilience.Success)
	call(14*time.Second, resilience.Success)
	// Output:
	// 0s: the breaker is closed; then closed: nothing has happened yet
	// 1s: the breaker is closed; then closed: nothing has happened yet
	// 2s: the breaker is closed; then open: opened after 3 failures in a row
	// 6s: the breaker is open for another 6s; then open: opened after 3 failures in a row
	// 14s: trial 1 of 1 through the half-open breaker; then closed: closed again, as 1 of 1 trials succeeded
}

// Two calls may be under way and one may wait.
func ExampleBulkhead() {
	bulkhead, err := resilience.NewBulkhead(2, 1, 0)
	if err != nil {
		fmt.Println(err)
	}
	for id := range uint64(4) {
		fmt.Printf("call %d: %v\n", id, bulkhead.Enter(0, id))
	}
	bulkhead.Leave()
	for {
		id, why, ok := bulkhead.Next(time.Second)
		if !ok {
			break
		}
		fmt.Printf("call %d: %v\n", id, why)
	}
	// Output:
	// call 0: 1 of 2 places are taken
	// call 1: 2 of 2 places are taken
	// call 2: waits as number 1 of at most 1
	// call 3: all places are taken and 1 wait already
	// call 2: 2 of 2 places are taken
}

// The callee gets what is left, less what its caller needs for itself.
func ExampleDeadline() {
	edge := resilience.Never.Within(0, 300*time.Millisecond)
	service := edge.Reserve(20*time.Millisecond).Within(0, time.Second)
	fmt.Println(service.Left(100 * time.Millisecond))
	fmt.Println(service.Admit(200*time.Millisecond, 100*time.Millisecond))
	// Output:
	// 180ms
	// only 80ms are left, and it takes 100ms
}
