package main

import (
	"net/http"
	"sync/atomic"
	"testing"

	"headroom/core/catalog"
)

// BenchmarkRender draws the presets through the handler, on all processors and
// with nothing kept: what a server does for links that nobody has asked for
// before.
func BenchmarkRender(b *testing.B) {
	var all []string
	for _, lab := range catalog.Labs() {
		for _, preset := range lab.Presets {
			all = append(all, preset.Link)
			b.Run(preset.Name, func(b *testing.B) { render(b, "", preset.Link) })
		}
	}
	b.Run("all in turn", func(b *testing.B) { render(b, "", all...) })
	b.Run("all in turn, gzip", func(b *testing.B) { render(b, gzipCoding, all...) })
	b.Run("all in turn, brotli", func(b *testing.B) { render(b, brotliCoding, all...) })
}

func render(b *testing.B, coding string, links ...string) {
	h, err := NewHandler(site(), Options{Forget: true}.drawing())
	if err != nil {
		b.Fatal(err)
	}
	var turn, bytes atomic.Int64
	one := func() {
		link := links[int(turn.Add(1))%len(links)]
		r, err := http.NewRequest("GET", "/render.svg"+link, nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", coding)
		w := &answered{header: http.Header{}}
		h.ServeHTTP(w, r)
		if w.status != http.StatusOK {
			b.Errorf("%s: %d", link, w.status)
		}
		bytes.Add(int64(w.body.Len()))
	}
	for range 2 * len(links) { // each desk has seen its keys
		one()
	}
	turn.Store(0)
	bytes.Store(0)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(each *testing.PB) {
		for each.Next() {
			one()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pictures/s")
	b.ReportMetric(float64(bytes.Load())/float64(b.N), "bytes")
}
