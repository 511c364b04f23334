package balancer_test

import (
	"errors"
	"fmt"
	"time"

	"headroom/core/balancer"
	"headroom/core/hash"
)

// Two choices over four servers, of which one is being drained.
func Example() {
	pool, err := balancer.New(balancer.Config{Policy: balancer.TwoChoices})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"server-1", "server-2", "server-3", "server-4"} {
		if err := pool.Add(0, balancer.Backend{Name: name, Weight: 1}); err != nil {
			fmt.Println(err)
		}
	}
	pool.Drain(pool.Slot("server-3"))

	var slot int
	for i := range uint64(12) { // in production Now is a clock's, and Draw a generator's
		slot, err = pool.Pick(balancer.Request{Now: time.Duration(i) * time.Millisecond, Draw: hash.Mix(i)})
		if err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(pool.Name(slot), "because", pool.Why().Words(pool.Name, "", ""))
	pool.Done(slot, 40*time.Millisecond, 28*time.Millisecond, true)
	for slot := range pool.Slots() {
		fmt.Println(pool.Name(slot), "is", pool.State(slot, 0), "with", pool.Active(slot), "active")
	}
	// Output:
	// server-4 because two choices drew server-1 with 4 active and server-4 with 3; skipped server-3: draining
	// server-1 is up with 4 active
	// server-2 is up with 4 active
	// server-3 is draining with 0 active
	// server-4 is up with 3 active
}

// Weights of nginx, spread smoothly.
func ExamplePool_Pick() {
	pool, err := balancer.New(balancer.Config{Policy: balancer.SmoothWeighted})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := pool.Add(0, balancer.Backend{Name: "a", Weight: 5}, balancer.Backend{Name: "b", Weight: 1},
		balancer.Backend{Name: "c", Weight: 1}); err != nil {
		fmt.Println(err)
	}
	for range 7 {
		slot, _ := pool.Pick(balancer.Request{})
		fmt.Print(pool.Name(slot), " ")
	}
	// Output: a a b a c a a
}

// A pool that has nobody left says what keeps them out.
func ExamplePool_Drain() {
	pool, err := balancer.New(balancer.Config{Fall: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := pool.Add(0, balancer.Backend{Name: "server-1", Weight: 1}, balancer.Backend{Name: "server-2", Weight: 1}); err != nil {
		fmt.Println(err)
	}
	pool.Drain(0)
	pool.Check(1, time.Second, false)
	_, err = pool.Pick(balancer.Request{Now: time.Second})
	fmt.Println(errors.Is(err, balancer.ErrAllDown))
	fmt.Println(err)
	// Output:
	// true
	// no backend takes requests: of 2 backends, 1 down, 1 draining
}
