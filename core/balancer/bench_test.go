package balancer_test

import (
	"testing"
	"time"

	"headroom/core/balancer"
	"headroom/core/hash"
)

// BenchmarkPickAndDone is what a request costs on each policy, over a hundred
// backends of which sixteen requests are always active.
func BenchmarkPickAndDone(b *testing.B) {
	for policy := range balancer.Policy(balancer.Policies) {
		b.Run(policy.String(), func(b *testing.B) {
			p := pool(b, balancer.Config{Policy: policy, Hash: hash.XXHash64}, weighed(100)...)
			now := time.Duration(0)
			var ring [16]int
			for i := range ring {
				ring[i] = pick(b, p, request(uint64(i)))
			}
			b.ReportAllocs()
			for i := uint64(0); b.Loop(); i++ {
				now += time.Microsecond
				x := hash.Mix(i)
				p.Done(ring[i%16], now, time.Duration(x>>44), true)
				ring[i%16], _ = p.Pick(balancer.Request{Now: now, Draw: x, Client: hash.Position{Hi: x}})
			}
		})
	}
}

// BenchmarkPick is the pick alone, as libraries without a Done are timed.
func BenchmarkPick(b *testing.B) {
	for _, policy := range []balancer.Policy{balancer.RoundRobin, balancer.SmoothWeighted, balancer.WeightedRandom} {
		b.Run(policy.String(), func(b *testing.B) {
			p := pool(b, balancer.Config{Policy: policy}, weighed(100)...)
			b.ReportAllocs()
			for i := uint64(0); b.Loop(); i++ {
				p.Pick(balancer.Request{Draw: i * 0x9e3779b97f4a7c15})
			}
		})
	}
}
