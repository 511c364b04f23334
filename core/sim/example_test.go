package sim_test

import (
	"fmt"
	"time"

	"headroom/core/sim"
)

// A single server that is busy nine tenths of the time: theory says that a request spends ten
// services' time on average, nine of them waiting.
func ExampleMultiserver() {
	m := sim.NewMultiserver(sim.Config{
		Seed: 1, Servers: 1, Room: sim.Roomy,
		Gap:     sim.Exponential(time.Second / 90),
		Service: sim.Exponential(time.Second / 100),
	})
	m.Run(time.Minute) // the warm-up
	m.Forget()
	m.Run(4 * time.Hour)
	t := m.Tally()
	wait := t.Wait.Means()
	fmt.Printf("of %d requests %.1f%% waited\n", t.Started, 100*float64(t.Waited)/float64(t.Started))
	fmt.Printf("mean wait %.1f ms, standard error %.1f ms\n", 1000*wait.Mean(), 1000*wait.StandardError())
	fmt.Println("p99 of the time spent", t.Sojourn.Quantile(0.99).Round(time.Millisecond))
	// Output:
	// of 1289716 requests 89.8% waited
	// mean wait 87.5 ms, standard error 1.7 ms
	// p99 of the time spent 453ms
}

// Two lamps that blink at their own pace: parts, events for them, and the loop.
func ExampleQueue() {
	periods := []time.Duration{2 * time.Second, 3 * time.Second}
	queue := sim.NewQueue(10)
	blink := func(lamp int32) {
		if err := queue.Push(queue.Now()+periods[lamp], lamp, 0, 0); err != nil {
			fmt.Println(err)
		}
	}
	blink(0)
	blink(1)
	for {
		e, ok := queue.Pop(6 * time.Second)
		if !ok {
			break
		}
		fmt.Println(e.Time, "lamp", e.Target)
		blink(e.Target)
	}
	// Output:
	// 2s lamp 0
	// 3s lamp 1
	// 4s lamp 0
	// 6s lamp 1
	// 6s lamp 0
}

// Of a million keys, the ten most popular get a fifth of all requests.
func ExampleZipf() {
	keys := sim.NewZipf(1_000_000, 1)
	share := 0.0
	for rank := range 10 {
		share += keys.Weight(rank)
	}
	fmt.Printf("%.1f%%\n", 100*share)
	// Output: 20.4%
}

// A service time as a link carries it, and what it is not.
func ExampleParseDist() {
	d, err := sim.ParseDist("lognormal:20ms:1.5")
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(d.Mean(), "on average, squared variation", d.SCV())
	for number := range uint64(3) {
		request := sim.Request{Number: number}
		fmt.Println(d.At(request.Draw(7, 0, 0)).Round(time.Microsecond))
	}
	_, err = sim.ParseDist("pareto:20ms:0.5")
	fmt.Println(err)
	// Output:
	// 20ms on average, squared variation 1.5
	// 2.616ms
	// 9.696ms
	// 31.773ms
	// sim: "pareto:20ms:0.5" has a shape of "0.5": it takes a number from 1.1 to 100
}

// Calm seconds with 2 arrivals each, and a burst of 20 in every fifth.
func ExampleFlow() {
	profile, err := sim.Bursty(2, 20, 4*time.Second, time.Second)
	if err != nil {
		fmt.Println(err)
	}
	flow := sim.NewFlow(1, 0, profile)
	var counts [10]int
	for {
		_, at := flow.Next()
		if at >= 10*time.Second {
			break
		}
		counts[at/time.Second]++
	}
	fmt.Println(counts, "where", profile.Expected(0, 10*time.Second), "are expected in all")
	// Output:
	// [2 2 4 0 18 4 4 2 3 19] where 56 are expected in all
}
