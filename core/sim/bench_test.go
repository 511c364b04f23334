package sim_test

import (
	"testing"
	"time"

	"headroom/core/sim"
)

func run(b *testing.B, c int, rho float64) {
	m := sim.NewMultiserver(sim.Config{Seed: 1, Servers: c, Room: sim.Roomy,
		Gap: sim.Exponential(time.Duration(float64(time.Second) / rho / float64(c))), Service: sim.Exponential(time.Second)})
	m.Run(time.Hour)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		for range 1000 {
			m.Step(sim.Forever)
		}
	}
	b.ReportMetric(float64(b.N)*1000/b.Elapsed().Seconds()/1e6, "Mevents/s")
}

func BenchmarkMM1(b *testing.B)  { run(b, 1, 0.9) }
func BenchmarkMM64(b *testing.B) { run(b, 64, 0.9) }
