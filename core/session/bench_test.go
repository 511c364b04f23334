package session_test

import (
	"testing"
	"time"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/session"
)

func settled(b *testing.B, link string) *session.Session {
	b.Helper()
	s, err := session.Open(link, catalog.Labs(), nil)
	if err != nil {
		b.Fatal(err)
	}
	s.Settle()
	return s
}

// BenchmarkSeekBack goes to and fro between moments that have been played, with
// a million keys and a change between any two of them.
func BenchmarkSeekBack(b *testing.B) {
	s := settled(b, "?lab=ring&keys=1000000&do=3s:add:cache-f&do=6s:kill:cache-b&do=9s:set:virtual-nodes:60&t=12s")
	moments := []time.Duration{5 * time.Second, time.Second, 11 * time.Second, 8 * time.Second, 3 * time.Second, 0, 9 * time.Second}
	for i := 0; b.Loop(); i++ {
		s.Seek(moments[i%len(moments)])
		s.Settle()
	}
}

// BenchmarkTenMinutes plays ten minutes of a system, on one side and on two.
func BenchmarkTenMinutes(b *testing.B) {
	for name, link := range map[string]string{"alone": "?lab=balancing", "compared": "?lab=balancing&b.algorithm=random"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				settled(b, link+"&t=600s")
			}
		})
	}
}

// BenchmarkSeekInTenMinutes goes to and fro within ten minutes that have been
// played, and looks.
func BenchmarkSeekInTenMinutes(b *testing.B) {
	s := settled(b, "?lab=balancing&t=600s")
	for i := 0; b.Loop(); i++ {
		s.Seek(time.Duration(i*7919%600_000) * time.Millisecond)
		s.Settle()
		s.Frame(884, 600)
	}
}

// BenchmarkStoryInTenMinutes looks up what requests went through that have left
// long ago, in ten minutes of a system that have been played.
func BenchmarkStoryInTenMinutes(b *testing.B) {
	s := settled(b, "?lab=balancing&t=600s")
	for i := 0; b.Loop(); i++ {
		s.Select(requestID(i*7919%400_000 + 1))
		s.Settle()
	}
}

// BenchmarkReplaceMillionKeys adds a node where there are a million keys.
func BenchmarkReplaceMillionKeys(b *testing.B) {
	for _, method := range []string{"ring", "bounded", "ketama", "rendezvous", "jump", "maglev", "modulo"} {
		b.Run(method, func(b *testing.B) {
			s := settled(b, "?lab=ring&keys=1000000&method="+method+"&t=1s")
			for b.Loop() {
				if err := s.Do("add"); err != nil {
					b.Fatal(err)
				}
				s.Settle()
				b.StopTimer()
				s.Undo()
				s.Settle()
				b.StartTimer()
			}
		})
	}
	b.Run("ring of 3 copies on md5", func(b *testing.B) {
		s := settled(b, "?lab=ring&keys=1000000&hash=md5&copies=3&popularity=zipf&t=1s")
		for b.Loop() {
			if err := s.Do("add"); err != nil {
				b.Fatal(err)
			}
			s.Settle()
			b.StopTimer()
			s.Undo()
			s.Settle()
			b.StartTimer()
		}
	})
}

// BenchmarkFrame draws and encodes the default scene as it is at 1440x900.
func BenchmarkFrame(b *testing.B) {
	for _, bench := range []struct{ name, link, selected string }{
		{"default", "?lab=ring&t=5s", ""},
		{"first preset", catalog.Labs()[0].Presets[0].Link, ""},
		{"after a change", "?lab=ring&do=3s:add:cache-f&t=5s", ""},
		{"with a key selected", "?lab=ring&do=3s:add:cache-f&t=5s", "key:user:4711"},
		{"with a key of many virtual nodes selected", "?lab=ring&hash=md5&virtual-nodes=2000&t=5s", "key:user:4711"},
		{"with a key of bounded loads selected", "?lab=ring&method=bounded&t=5s", "key:user:99999"},
		{"maglev", "?lab=ring&method=maglev&t=5s", ""},
		{"balancing", "?lab=balancing&t=5s", ""},
		{"balancing among a hundred", "?lab=balancing&servers=100&rate=15000&t=5s", ""},
		{"two sides of balancing", "?lab=balancing&rate=1300&b.algorithm=random&t=5s", ""},
		{"a thousand nodes", "?lab=ring&nodes=1000&t=5s", ""},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s := settled(b, bench.link)
			s.Select(bench.selected)
			b.ReportAllocs()
			for b.Loop() {
				s.Frame(884, 600)
			}
		})
	}
}

// BenchmarkPlay is what a page does sixty times a second, without painting.
func BenchmarkPlay(b *testing.B) {
	s := settled(b, "?lab=ring")
	s.Play()
	b.ReportAllocs()
	for b.Loop() {
		s.Tick(16 * time.Millisecond)
		s.Settle()
		s.Frame(884, 600)
	}
}

// BenchmarkState writes what a page shows beside the scene.
func BenchmarkState(b *testing.B) {
	s := settled(b, catalog.Labs()[0].Presets[0].Link)
	b.ReportAllocs()
	for b.Loop() {
		var j lab.JSON
		s.AppendState(&j)
	}
}

// BenchmarkCharts writes the charts of the dock.
func BenchmarkCharts(b *testing.B) {
	s := settled(b, catalog.Labs()[0].Presets[0].Link)
	b.ReportAllocs()
	for b.Loop() {
		var j lab.JSON
		s.AppendCharts(&j)
	}
}
