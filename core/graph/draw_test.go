package graph_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// frame draws a world and returns the scene.
func frame(w *graph.World, look lab.Look) *scene.Scene {
	s := scene.New()
	s.Reset(look.Width, look.Height)
	w.Draw(s, look)
	return s
}

func stage(now time.Duration) lab.Look {
	return lab.Look{Width: 880, Height: 600, Now: now, Speed: 0.02}
}

// BenchmarkFrame draws the frames that follow each other on the screen.
func BenchmarkFrame(b *testing.B) {
	for _, n := range []int{4, 20, 100} {
		w := world(farm(n, strconv.Itoa(175*n), "round-robin", "", usual))
		play(w, 10*time.Second)
		s, look := scene.New(), stage(10*time.Second)
		for name, speed := range map[string]float64{"dots": 0.02, "flow": 1} {
			look.Speed = speed
			b.Run(strconv.Itoa(n)+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					s.Reset(880, 600)
					w.Draw(s, look)
				}
			})
		}
	}
}

func TestAFrameAllocatesNothing(t *testing.T) {
	w := world(farm(4, "700", "round-robin", " timeout=100ms", usual))
	other := world(farm(4, "700", "random", " timeout=100ms", usual))
	play(w, 3*time.Second)
	play(other, 3*time.Second)
	s, look := scene.New(), stage(3*time.Second)
	for _, speed := range []float64{0.02, 1} {
		look.Speed, look.Other, look.Hover = speed, other, "server-2"
		draw := func() {
			s.Reset(880, 600)
			w.Draw(s, look)
		}
		draw()
		require.Zero(t, testing.AllocsPerRun(20, draw), "at speed %v", speed)
	}
}

func TestAPictureDependsOnTheMomentAlone(t *testing.T) {
	text := farm(4, "700", "round-robin", " timeout=200ms", usual)
	fresh := world(text)
	play(fresh, 2*time.Second)
	used := world(text)
	for now := time.Duration(0); now <= 2*time.Second; now += 100 * time.Millisecond {
		play(used, now)
		frame(used, lab.Look{Width: 390, Height: 500, Now: now, Selected: "server-1", Speed: 1})
	}
	clone := used.Clone().(*graph.World)
	play(clone, 3*time.Second)
	frame(clone, stage(3*time.Second))
	look := stage(2 * time.Second)
	require.Equal(t, frame(fresh, look).AppendWire(nil), frame(used, look).AppendWire(nil))
}

func TestWhatIsDrawnCanBePicked(t *testing.T) {
	w := world(farm(4, "700", "round-robin", "", usual))
	play(w, 2*time.Second)
	for _, width := range []float64{880, 390, 320} {
		look := stage(2 * time.Second)
		look.Width = width
		s, seen := frame(w, look), map[string]bool{}
		for _, m := range s.Marks() {
			require.Contains(t, []string{"clients", "link", "balancer", "server"}, m.Kind)
			if m.Kind != "link" {
				require.Equal(t, m.ID, w.Pick(look, m.X+m.W-3, m.Y+m.H-3), m.Kind)
			}
			_, known := w.Explain(m.ID)
			require.True(t, known, m.ID)
			seen[m.ID] = true
		}
		for _, p := range w.System().Document().Parts {
			require.True(t, seen[p.Name], p.Name)
		}
		require.Empty(t, w.Pick(look, width-2, 2))
	}
}

func TestARequestCanBePickedWhereverItIs(t *testing.T) {
	w := world(farm(4, "1800", "round-robin", " timeout=2s", usual))
	play(w, 2*time.Second)
	for _, phase := range []system.Phase{system.Going, system.Returning, system.Waiting, system.Serving} {
		id := aRequest(w, phase)
		if id == "" {
			id = flying(w, phase)
		}
		require.NotEmpty(t, id, "phase %d", phase)
		look := stage(2 * time.Second)
		look.Selected = id
		found := false
		for _, m := range frame(w, look).Marks() {
			if m.Kind == "request" {
				require.Equal(t, id, m.ID)
				other := w.Pick(look, m.X+m.W/2, m.Y+m.H/2)
				require.Contains(t, other, "request:", "another one may be at the very place")
				found = found || other == id
			}
		}
		require.True(t, found, "phase %d", phase)
	}
}

func flying(w *graph.World, phase system.Phase) (id string) {
	w.System().Flights(func(f *system.Flight) {
		if f.Phase == phase {
			id = "request:" + strconv.Itoa(f.Clients) + ":" + strconv.FormatUint(f.Request, 10)
		}
	})
	return id
}

func TestTheTableTellsWhatTheCardsShow(t *testing.T) {
	w := world(farm(2, "700", "round-robin", "", usual))
	play(w, 2*time.Second)
	do(t, w, 2*time.Second, "kill", "server-2")
	s := frame(w, stage(2*time.Second))
	told := map[string]map[string]string{}
	for i, m := range s.Marks() {
		told[m.ID] = map[string]string{}
		for _, v := range s.Values(i) {
			told[m.ID][v.Name] = string(v.Text)
		}
	}
	require.Equal(t, "down", told["server-2"]["State"])
	require.Equal(t, "0 of 16", told["server-2"]["In service"])
	require.Equal(t, "up", told["server-1"]["State"])
	p := w.System().Part(w.System().Index("server-1"), 2*time.Second)
	require.Equal(t, strconv.Itoa(p.Waiting), told["server-1"]["Waiting"])
	require.Equal(t, strconv.Itoa(p.Busy)+" of 16", told["server-1"]["In service"])
	require.Contains(t, told["web"], "Timed out")
}

func TestAFlowMovesWithWhatPasses(t *testing.T) {
	w := world(farm(1, "1000", "round-robin", "", "slots=100 service=fixed:10ms"))
	look := lab.Look{Width: 880, Height: 600, Speed: 1}
	play(w, time.Second)
	look.Now = time.Second
	before := frame(w, look).AppendWire(nil)
	look.Now += time.Microsecond // in which nothing happens
	require.Equal(t, before, frame(w, look).AppendWire(nil))
	play(w, 2*time.Second)
	look.Now = 2 * time.Second
	require.NotEqual(t, before, frame(w, look).AppendWire(nil))
}

// TestAnyLookIsDrawn draws whatever may be asked for, in any state, without a fault.
func TestAnyLookIsDrawn(t *testing.T) {
	documents := []string{tiers, farm(4, "2500", "two-choices", " timeout=150ms", "slots=16 room=5 service=exp:40ms"),
		farm(30, "10", "random", "", "slots=60 room=0 service=exp:2s"), "system 1\nclients web users=3 think=exp:10ms > server\nserver server slots=1 room=2 service=exp:40ms\n"}
	ids := []string{"", "web", "server-1", "to-1", "lb", "nonsense", "request:0:1", "request:0:900", "request:7:1", "request:", "request:0:x"}
	rapid.Check(t, func(t *rapid.T) {
		w := world(rapid.SampledFrom(documents).Draw(t, "document"))
		now := time.Duration(rapid.IntRange(0, 1500).Draw(t, "ms")) * time.Millisecond
		play(w, now)
		for range rapid.IntRange(0, 3).Draw(t, "changes") {
			parts := w.System().Document().Parts
			part := parts[rapid.IntRange(0, len(parts)-1).Draw(t, "part")].Name
			name := rapid.SampledFrom([]string{"slow", "kill", "split"}).Draw(t, "change")
			_ = w.Apply(lab.Action{At: now, Name: name, Fields: []string{part}}) // which some parts cannot
			now += 200 * time.Millisecond
			play(w, now)
		}
		look := lab.Look{
			Width: float64(rapid.IntRange(280, 1600).Draw(t, "width")), Height: float64(rapid.IntRange(200, 1200).Draw(t, "height")), Now: now,
			Hover: rapid.SampledFrom(ids).Draw(t, "hover"), Selected: rapid.SampledFrom(ids).Draw(t, "selected"),
			Speed: rapid.SampledFrom([]float64{0, 0.001, 0.02, 1, 1000}).Draw(t, "speed"),
		}
		if rapid.Bool().Draw(t, "compared") {
			look.Other = world(documents[1])
		}
		s := frame(w, look)
		if _, err := scene.Decode(s.AppendWire(nil)); err != nil {
			t.Fatal(err)
		}
		w.Pick(look, rapid.Float64Range(0, 1600).Draw(t, "x"), rapid.Float64Range(0, 1200).Draw(t, "y"))
	})
}
