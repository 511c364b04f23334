package system_test

import (
	"math"
	"testing"
	"time"

	"headroom/core/balancer"
	"headroom/core/sim"
	"headroom/core/system"
)

// must returns a value that cannot fail here.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// farm is a balancer before n servers of some slots, at a load from 0 to 1.
func farm(policy balancer.Policy, n, slots int, load float64) *system.Document {
	service := 40 * time.Millisecond
	rate := load * float64(n*slots) / service.Seconds()
	d := &system.Document{Version: system.Version, Parts: []system.Part{
		{Name: "web", To: []string{"lb"}, Spec: system.Clients{Profile: must(sim.Steady(rate)), Addresses: 1000}},
		{Name: "lb", Spec: system.Balancer{Config: balancer.Config{Policy: policy}}},
	}}
	for i := range n {
		name := "server-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		d.Parts[1].To = append(d.Parts[1].To, name)
		d.Parts = append(d.Parts, system.Part{Name: name, Spec: system.Server{Slots: slots, Room: 1000,
			Service: sim.Exponential(service), Speed: 1}})
	}
	return d
}

func bench(b *testing.B, d *system.Document) {
	s := must(system.New(d, 1))
	s.Run(time.Minute, math.MaxInt, math.MaxInt)
	b.ReportAllocs()
	b.ResetTimer()
	events := 0
	for b.Loop() {
		n, _ := s.Run(sim.Forever-1, 1000, math.MaxInt)
		events += n
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds()/1e6, "Mevents/s")
}

func BenchmarkPoolThroughABalancer(b *testing.B) {
	d := farm(balancer.RoundRobin, 1, 64, 0.9)
	d.Parts[2].Spec = system.Pool{Servers: 4, Slots: 16, Room: 1000, Service: sim.Exponential(40 * time.Millisecond), Speed: 1}
	bench(b, d)
}
