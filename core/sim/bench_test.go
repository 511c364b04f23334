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

func BenchmarkDraw(b *testing.B) {
	for _, text := range []string{"exp:20ms", "erlang:4:20ms", "hyper:20ms:4", "lognormal:20ms:1.5", "pareto:20ms:2.2", "empirical:5ms,7ms,30ms"} {
		d := must(sim.ParseDist(text))
		b.Run(text, func(b *testing.B) {
			u := uint64(0)
			for b.Loop() {
				u += 0x9e3779b97f4a7c15
				d.At(u)
			}
		})
	}
}

func BenchmarkFlow(b *testing.B) {
	for _, text := range []string{"steady:700", "bursty:100:1000:8s:2s", "drawn:0s@100,30s@900,60s@100", "daily:100:900:24h"} {
		flow := sim.NewFlow(1, 0, must(sim.ParseProfile(text)))
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				flow.Next()
			}
		})
	}
}
