package ringlab

import "testing"

// BenchmarkArrange makes the arrangement that a change needs before any key is
// placed; it cannot be done in slices.
func BenchmarkArrange(b *testing.B) {
	for _, link := range []string{"", "nodes=100&virtual-nodes=160", "nodes=1000&virtual-nodes=100", "nodes=1000&virtual-nodes=100&hash=md5", "nodes=1000&virtual-nodes=400",
		"nodes=1000&method=ketama", "nodes=1000&method=rendezvous", "nodes=1000&method=maglev&table-size=655373", "nodes=100&virtual-nodes=160&method=bounded"} {
		b.Run(link, func(b *testing.B) {
			w := start(b, "keys=1000&"+link)
			for b.Loop() {
				w.arrange()
			}
		})
	}
}
