package exact_test

import (
	"fmt"
	"testing"

	"headroom/core/exact"
)

// The demand of request 4711 is the same whoever asks, in whatever order: two systems can be
// compared on the very same requests.
func ExampleDraw() {
	const seed, demands = 7, 2
	meanMillis := 20.0
	for range 2 {
		u := exact.Draw(seed, demands, 4711, 0, 0)
		fmt.Printf("%.3f ms\n", -meanMillis*exact.Log(exact.OpenUnit(u)))
	}
	// Output:
	// 5.962 ms
	// 5.962 ms
}

// A copy of a generator draws on as the original would, which is what going back in time needs.
func ExampleRand() {
	r := exact.NewRand(1, 0)
	checkpoint := r
	first := r.IntN(1000)
	r = checkpoint
	fmt.Println(first == r.IntN(1000))
	// Output: true
}

// Where a quarter past is on a clock's face: x to the right, y up, twelve o'clock at 0.
func ExampleSinCos() {
	x, y := exact.SinCos(0.25)
	fmt.Println(x, y)
	// Output: 1 0
}

func BenchmarkLog(b *testing.B) {
	x := 0.3
	for b.Loop() {
		x = exact.Log(x+1) + 0.5
	}
}

func BenchmarkExp(b *testing.B) {
	x := 0.3
	for b.Loop() {
		x = float64(exact.Exp(x) * 0.2)
	}
}

func BenchmarkPow(b *testing.B) {
	x := 0.3
	for b.Loop() {
		x = float64(exact.Pow(x+1, 1.3) * 0.2)
	}
}

func BenchmarkSinCos(b *testing.B) {
	x := 0.3
	for b.Loop() {
		x, _ = exact.SinCos(x)
	}
}

func BenchmarkDraw(b *testing.B) {
	x := uint64(3)
	for b.Loop() {
		x = exact.Draw(x, 1, 2, 3, 4)
	}
}

func BenchmarkRandExp(b *testing.B) {
	r, x := exact.NewRand(1, 2), 0.0
	for b.Loop() {
		x += r.Exp()
	}
}
