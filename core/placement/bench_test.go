package placement

import (
	"fmt"
	"strconv"
	"testing"

	"headroom/core/hash"
)

func benchKeys() []string {
	keys := make([]string, 1<<12)
	for i := range keys {
		keys[i] = "user:" + strconv.Itoa(i)
	}
	return keys
}

func benchNodes(n int) []Node {
	list := make([]Node, n)
	for i := range list {
		list[i] = Node{"cache-" + strconv.Itoa(i), 1}
	}
	return list
}

func BenchmarkLookup(b *testing.B) {
	keys := benchKeys()
	for _, f := range []hash.Func{hash.XXHash64, hash.MD5} {
		for _, n := range []int{10, 100, 1000} {
			ring := NewRing(f, 160)
			if err := ring.AddAll(benchNodes(n)...); err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprint("ring/", f, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					ring.Lookup(keys[i%len(keys)])
				}
			})
			b.Run(fmt.Sprint("ring owner/", f, "/", n), func(b *testing.B) {
				b.ReportAllocs()
				for i := uint64(0); b.Loop(); i++ {
					ring.Owner(hash.Position{Hi: hash.Mix(i)})
				}
			})
		}
	}
}
