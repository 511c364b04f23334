package graph_test

import (
	"strconv"
	"testing"
	"time"

	"headroom/core/graph"
	"headroom/core/system"
)

// BenchmarkReport is what the page asks for some times a second, for a hundred servers.
func BenchmarkReport(b *testing.B) {
	d := shop(5000)
	balancer, weights := d.Parts[1].Spec.(system.Balancer), d.Parts[1].To[:0:0]
	d.Parts[1].To = weights
	for i := range 100 {
		name := "server-" + strconv.Itoa(i+1)
		if i >= 3 {
			link, server := d.Parts[2], d.Parts[3]
			link.Name, link.To, server.Name = "to-"+name, []string{name}, name
			d.Parts = append(d.Parts, link, server)
		}
		d.Parts[1].To = append(d.Parts[1].To, "to-"+name)
	}
	balancer.Weights = nil
	d.Parts[1].Spec = balancer
	w := graph.New(1, &plain{document: d})
	play(w, time.Minute)
	for _, each := range []struct {
		name string
		ask  func()
	}{
		{"Metrics", func() { w.Metrics(time.Minute) }}, {"Charts", func() { w.Charts() }}, {"Parts", func() { w.Parts() }},
		{"Bottleneck", func() { w.Bottleneck() }}, {"Server", func() { w.Explain("server-50") }}, {"Balancer", func() { w.Explain("lb") }},
		{"Request", func() {
			id, _, _ := w.Slowest()
			w.Explain(id)
		}},
	} {
		b.Run(each.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				each.ask()
			}
		})
	}
}
