package graph_test

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/system"
)

// update writes the pictures anew; look at what changed before it is committed:
//
//	go test ./core/graph -run Picture -update
var update = flag.Bool("update", false, "write the golden pictures anew")

// picture is a moment of a system that is looked at.
type picture struct {
	name     string
	document string
	act      func(t *testing.T, w *graph.World) // what happens to it
	at       time.Duration
	look     func(w *graph.World, look *lab.Look)
}

const (
	front = "clients web profile=steady:%RATE addresses=1000%MORE > lan\nlink lan latency=fixed:10ms > lb\n"
	rest  = "balancer lb policy=%POLICY > %TO\n"
)

// farm is a document with n servers behind a balancer; options are those of the clients.
func farm(n int, rate, policy, options, server string) string {
	var to, below strings.Builder
	for i := range n {
		k := strconv.Itoa(i + 1)
		to.WriteString(" to-" + k)
		below.WriteString("link to-" + k + " latency=fixed:10ms > server-" + k + "\nserver server-" + k + " " + server + "\n")
	}
	return "system 1\n" + strings.NewReplacer("%RATE", rate, "%MORE", options, "%POLICY", policy, "%TO", strings.TrimSpace(to.String())).
		Replace(front+rest) + below.String()
}

const usual = "slots=16 room=100 service=exp:40ms"

// tiers are two kinds of clients, and a balancer before others.
const tiers = `system 1
clients people profile=bursty:50:300:4s:1s > lb
clients robots users=20 think=exp:100ms > wire
link wire latency=exp:20ms loss=0.02 > lb
balancer lb policy=least-connections > to-left to-right to-pool
link to-left latency=fixed:5ms > left
link to-right latency=fixed:5ms > right
link to-pool latency=fixed:5ms > pool
balancer left policy=random > left-1 left-2
balancer right policy=ip-hash > right-1 right-2
server left-1 slots=4 room=20 service=exp:40ms
server left-2 slots=24 room=20 service=exp:40ms
server right-1 slots=1 room=20 service=fixed:9ms
server right-2 slots=200 room=20 service=exp:900ms
pool pool servers=3 slots=4 room=50 service=exp:40ms
`

func pictures() []picture {
	lb := farm(4, "700", "round-robin", " timeout=300ms", usual)
	slow := func(t *testing.T, w *graph.World) { do(t, w, 3*time.Second, "slow", "server-3") }
	trouble := func(t *testing.T, w *graph.World) {
		do(t, w, 3*time.Second, "kill", "server-1")
		do(t, w, 3*time.Second, "split", "server-4")
		sys := w.System()
		require.NoError(t, sys.Drain(3*time.Second, "server-2"))
		require.NoError(t, sys.Freeze(3*time.Second, "server-3", time.Second))
	}
	cut := func(t *testing.T, w *graph.World) { do(t, w, 4*time.Second, "split", "wire") }
	second := func(look *lab.Look) { look.Speed = 0.02 }
	return []picture{
		{name: "calm", document: lb, at: 5 * time.Second, look: func(_ *graph.World, l *lab.Look) { second(l); l.Selected, l.Hover = "server-2", "lb" }},
		{name: "slow", document: lb, act: slow, at: 6 * time.Second, look: func(w *graph.World, l *lab.Look) { second(l); l.Selected = aRequest(w, system.Waiting) }},
		{name: "flow", document: lb, act: slow, at: 6 * time.Second, look: func(_ *graph.World, l *lab.Look) { l.Speed = 1 }},
		{name: "trouble", document: lb, act: trouble, at: 3400 * time.Millisecond, look: func(_ *graph.World, l *lab.Look) { second(l) }},
		{name: "tiers", document: tiers, act: cut, at: 4100 * time.Millisecond, look: func(w *graph.World, l *lab.Look) {
			second(l)
			l.Selected = aRequest(w, system.Serving)
		}},
		{name: "ghost", document: lb, act: slow, at: 6 * time.Second, look: func(w *graph.World, l *lab.Look) {
			second(l)
			other := world(farm(4, "700", "least-connections", " timeout=300ms", usual))
			play(other, l.Now)
			l.Other = other
		}},
		{name: "ten", document: farm(10, "900", "two-choices", "", "slots=4 room=100 service=exp:40ms"), at: 5 * time.Second,
			look: func(_ *graph.World, l *lab.Look) { second(l) }},
		{name: "hundred", document: farm(100, "9000", "two-choices", "", "slots=4 room=100 service=exp:40ms"), at: 2 * time.Second,
			look: func(_ *graph.World, l *lab.Look) { second(l) }},
	}
}

func world(text string) *graph.World {
	return graph.New(7, &plain{document: must(system.ParseDocument(text))})
}

// aRequest returns the id of a request that is in a phase.
func aRequest(w *graph.World, phase system.Phase) (id string) {
	w.System().Flights(func(f *system.Flight) {
		if f.Phase == phase && f.Place == 2 {
			id = "request:" + strconv.Itoa(f.Clients) + ":" + strconv.FormatUint(f.Request, 10)
		}
	})
	return id
}

// open plays to the moment of a picture and returns how it is looked at.
func (p *picture) open(t *testing.T, width, height float64) (*graph.World, lab.Look) {
	w := world(p.document)
	if p.act != nil {
		p.act(t, w)
	}
	play(w, p.at)
	look := lab.Look{Width: width, Height: height, Now: p.at}
	p.look(w, &look)
	return w, look
}

// sizes is in how many sizes it is looked at: pictures of many servers are large.
func (p *picture) sizes() int {
	if p.name == "hundred" {
		return 1
	}
	return len(sizes)
}

// sizes are those of a stage beside the panel, of one on a phone, and of one on a small phone.
var sizes = []struct {
	name          string
	width, height float64
}{{"wide", 880, 600}, {"narrow", 390, 500}, {"small", 320, 500}}

func TestPictures(t *testing.T) {
	expected := map[string]bool{}
	for _, p := range pictures() {
		for _, size := range sizes[:p.sizes()] {
			w, look := p.open(t, size.width, size.height)
			on := scene.New()
			on.Reset(size.width, size.height)
			w.Draw(on, look)
			file := filepath.Join("testdata", p.name+"-"+size.name+".svg")
			compare(t, file, svg.Append(nil, on, svg.Options{Theme: svg.Light}))
			expected[file] = true
		}
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.svg"))
	require.NoError(t, err)
	for _, file := range files {
		require.True(t, expected[file], "%s belongs to no picture", file)
	}
}

func compare(t *testing.T, file string, picture []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, picture, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	if string(want) == string(picture) {
		return
	}
	at := 0
	for at < min(len(want), len(picture)) && want[at] == picture[at] {
		at++
	}
	from := max(0, at-60)
	t.Errorf("%s is not what is drawn now: at byte %d …%s… has become …%s…", file, at,
		want[from:min(len(want), at+60)], picture[from:min(len(picture), at+60)])
}
