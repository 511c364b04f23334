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

func BenchmarkTwentyServers(b *testing.B) {
	for _, policy := range []balancer.Policy{balancer.RoundRobin, balancer.TwoChoices, balancer.LeastConnections} {
		b.Run(policy.String(), func(b *testing.B) { bench(b, farm(policy, 20, 4, 0.9)) })
	}
}

// wide has links of 10 ms and time-outs, as in the balancing lab: four events a request.
func wide(n int) *system.Document {
	d := farm(balancer.TwoChoices, n, 4, 0.9)
	for i, to := range d.Parts[1].To {
		link := system.Part{Name: "to-" + to, To: []string{to}, Spec: system.Link{Latency: sim.Fixed(10 * time.Millisecond)}}
		d.Parts[1].To[i] = link.Name
		d.Parts = append(d.Parts, link)
	}
	c := d.Parts[0].Spec.(system.Clients)
	c.Timeout = time.Second
	d.Parts[0].Spec = c
	return d
}

func BenchmarkLinksAndTimeOuts(b *testing.B) { bench(b, wide(20)) }

func BenchmarkEverything(b *testing.B) { bench(b, everything()) }

func BenchmarkClone(b *testing.B) {
	s := must(system.New(wide(20), 1))
	s.Run(time.Minute, math.MaxInt, math.MaxInt)
	b.ReportAllocs()
	for b.Loop() {
		s.Clone()
	}
	b.ReportMetric(float64(s.Totals().UnderWay), "underway")
	b.ReportMetric(float64(s.Size()), "bytes")
}

// BenchmarkLook is what a picture asks of a system with a hundred servers.
func BenchmarkLook(b *testing.B) {
	s := must(system.New(wide(100), 1))
	s.Run(time.Minute, math.MaxInt, math.MaxInt)
	b.ReportAllocs()
	for b.Loop() {
		for i := range s.Document().Parts {
			s.Part(i, time.Minute)
		}
		s.Flights(func(*system.Flight) {})
	}
}
