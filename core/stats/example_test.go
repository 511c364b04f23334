package stats_test

import (
	"fmt"
	"time"

	"headroom/core/exact"
	"headroom/core/stats"
)

func ExampleHistogram() {
	h := stats.NewHistogram(time.Microsecond, time.Minute, 2)
	r := exact.NewRand(1, 0)
	for range 100_000 {
		h.Record(time.Duration(float64(20*time.Millisecond) * r.Exp()))
	}
	fmt.Println("mean", h.Mean().Round(time.Millisecond))
	fmt.Println("p50 ", h.Quantile(0.50).Round(time.Millisecond)) // 20 ms * ln 2
	fmt.Println("p99 ", h.Quantile(0.99).Round(time.Millisecond)) // 20 ms * ln 100
	// Output:
	// mean 20ms
	// p50  14ms
	// p99  92ms
}

func ExampleSeries() {
	s := stats.NewSeries(4, time.Second)
	for second := range 10 {
		s.Add(time.Duration(second)*time.Second, float64(second))
	}
	for i := range s.Len() {
		fmt.Println(time.Duration(i)*s.Step(), s.At(i).Mean())
	}
	// Output:
	// 0s 1.5
	// 4s 5.5
	// 8s 8.5
}

func ExampleFingerprint() {
	var one, two stats.Fingerprint
	one.String("request 7")
	one.Duration(12 * time.Millisecond)
	two.Duration(12 * time.Millisecond)
	two.String("request 7")
	fmt.Println(one.Sum() == two.Sum())
	// Output: false
}
