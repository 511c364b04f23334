package balancer_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/hash"
)

// Natively, with GOAMD64=v3 and in WebAssembly, a run on every policy picks the same
// backends: these hashes of its picks were taken once.
func TestPicksAreTheSameOnEveryPlatform(t *testing.T) {
	want := map[balancer.Policy]uint64{
		balancer.RoundRobin:               0xf967d99af1ec5214,
		balancer.SmoothWeighted:           0x9dce4d79810017a6,
		balancer.LeastConnections:         0x1308edfb34bc968d,
		balancer.WeightedLeastConnections: 0x33c5b26eafba5ef2,
		balancer.Random:                   0x2ace9b087b78e4a7,
		balancer.WeightedRandom:           0x3def2f4055eb49a9,
		balancer.IPHash:                   0xc10bcdf3b3458081,
		balancer.ConsistentHash:           0x835fc0f4bb6c8e28,
		balancer.BoundedLoads:             0x87ca292a46bbf921,
		balancer.TwoChoices:               0x82173b28996c3eee,
		balancer.PeakEWMA:                 0x8c357f844872feae,
	}
	everyPolicy(t, func(t *testing.T, policy balancer.Policy) {
		p := pool(t, balancer.Config{Policy: policy, Choices: 3, SlowStart: time.Second, EjectAfter: 4, Sessions: 20}, servers(3, 1, 4, 1, 5, 9, 2, 6)...)
		var sum uint64
		var under [32]int
		for i := range uint64(20_000) {
			r := request(i)
			r.Now, r.Session = time.Duration(i)*time.Millisecond, r.Draw%40%30
			if i >= 32 {
				x := hash.Mix(i * 31)
				p.Done(under[i%32], r.Now, time.Duration(x>>40)*time.Duration(1+under[i%32]), x%3 > 0)
			}
			under[i%32] = pick(t, p, r)
			sum = hash.Mix(sum + uint64(under[i%32]) + uint64(p.Why().Drawn[0].Load)<<8)
		}
		require.Equal(t, want[policy], sum)
	})
}
