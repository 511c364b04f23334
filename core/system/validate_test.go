package system

import (
	"strings"
	"testing"
	"time"

	"headroom/core/balancer"
	"headroom/core/resilience"
	"headroom/core/sim"
)

// part returns a part with the usual settings of its kind.
func part(kind Kind, name string, to ...string) Part {
	return Part{name, to, usual().give(kind)}
}

// small is clients, a balancer, and two servers, one of them behind a link.
func small() *Document {
	return &Document{Version, []Part{
		part(ClientsKind, "web", "lb"),
		part(BalancerKind, "lb", "server-1", "lan"),
		part(LinkKind, "lan", "server-2"),
		part(ServerKind, "server-1"),
		part(ServerKind, "server-2"),
	}}
}

func TestDocumentsThatAreRightPass(t *testing.T) {
	if err := small().Check(); err != nil {
		t.Fatal(err)
	}
}

func TestEachFaultIsNamed(t *testing.T) {
	for _, test := range []struct {
		name   string
		spoil  func(d *Document)
		expect string
	}{
		{"version", func(d *Document) { d.Version = 7 }, "the document is of version 7, and this program reads version 1"},
		{"nothing", func(d *Document) { d.Parts = nil }, "no parts"},
		{"too many", func(d *Document) { d.Parts = make([]Part, MaxParts+1) }, "513 parts: there may be 512"},
		{"no name", func(d *Document) { d.Parts[3].Name = "" }, `part 4 is named "": a name is 1 to 40`},
		{"capital", func(d *Document) { d.Parts[3].Name = "Server" }, `part 4 is named "Server"`},
		{"twice", func(d *Document) { d.Parts[4].Name = "server-1" }, "two parts are named server-1"},
		{"no spec", func(d *Document) { d.Parts[3].Spec = nil }, "server-1 has no known kind"},
		{"pointer", func(d *Document) { d.Parts[3].Spec = &Server{} }, "server-1 has no known kind"},
		{"no way in", func(d *Document) { d.Parts[1].To = d.Parts[1].To[1:] }, "server-1 has no incoming edge"},
		{"unknown", func(d *Document) { d.Parts[0].To[0] = "bl" }, `web leads to "bl", and no part has that name`},
		{"doubled", func(d *Document) { d.Parts[1].To[0] = "lan" }, "lb leads to lan twice"},
		{"back to clients", func(d *Document) { d.Parts[2].To[0] = "web" }, "lan leads to web, which are clients"},
		{"two ways", func(d *Document) { d.Parts[2].To = []string{"server-1", "server-2"} }, "lan leads to 2 parts: clients and links lead to exactly one"},
		{"too many ways", func(d *Document) { d.Parts[2].To = make([]string, MaxEdges) }, "with the 8192 edges of lan there are more than 8192"},
		{"no way on", func(d *Document) { d.Parts[1].To = nil }, "lb leads nowhere"},
		{"past the end", func(d *Document) { d.Parts[3].To = []string{"server-2"} }, "server-1 leads to server-2, and a server is where"},
		{"circle", func(d *Document) { d.Parts[2].To[0] = "lb" }, "server-2 has no incoming edge"},
		{"only a circle", func(d *Document) { d.Parts[2].To[0] = "lb"; d.Parts = d.Parts[:4] }, "lb > lan > lb goes in a circle"},
		{"weights", func(d *Document) { d.Parts[1].Spec = Balancer{Weights: []int{1}} }, "lb has 1 weights for 2 parts"},
		{"weight", func(d *Document) { d.Parts[1].Spec = Balancer{Weights: []int{1, -1}} }, "lb has weights=1,-1: it takes whole numbers"},
		{"policy", func(d *Document) { d.Parts[1].Spec = Balancer{Config: balancer.Config{Policy: 99}} }, "lb has policy=policy(99)"},
		{"connections", func(d *Document) { d.Parts[1].Spec = Balancer{Config: balancer.Config{Requests: 2e6, Connections: -1}} },
			"lb has per-connection=2000000: it takes a whole number from 0 to 1048576; lb has connections=-1: it takes a whole number from 0 to 100000"},
		{"check", func(d *Document) { d.Parts[1].Spec = Balancer{CheckEvery: 1} }, "lb has check=1ns: it takes a time from 1ms to"},
		{"slots", func(d *Document) { s := d.Parts[3].Spec.(Server); s.Slots = 0; d.Parts[3].Spec = s },
			"server-1 has slots=0: it takes a whole number from 1 to 10000"},
		{"loss", func(d *Document) { d.Parts[2].Spec = Link{Loss: 1.5} }, "lan has loss=1.5: it takes a number from 0 to 1"},
		{"pool", func(d *Document) { p := usual().pool; p.Servers, p.Slots = 200, 60; d.Parts[3].Spec = p },
			"server-1 has 200 servers of 60 slots: there may be 10000"},
		{"no pause for thought", func(d *Document) { d.Parts[0].Spec = Clients{Users: 100, Addresses: 1} },
			"web has users=100 who think for 0s: give them 10µs on average"},
		{"a quick gap", func(d *Document) { d.Parts[0].Spec = Clients{Gap: sim.Fixed(1), Addresses: 1} },
			"web has gap=fixed:1ns: it takes a mean from 100ns"},
		{"backoff", func(d *Document) {
			d.Parts[0].Spec = Clients{Addresses: 1, Retry: resilience.Backoff{Attempts: 2, Base: time.Second}}
		}, "web: backoff: the base is 1s"},
		{"hedge", func(d *Document) {
			d.Parts[0].Spec = Clients{Addresses: 1, Hedge: resilience.HedgeConfig{Extra: 1, Share: 0.1}}
		}, "web: hedging: budget: a window of 0s"},
	} {
		d := small()
		test.spoil(d)
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), test.expect) {
			t.Errorf("%s: got %v, want an error with %q", test.name, err, test.expect)
		}
	}
}

func TestAllFaultsAreToldUpToTen(t *testing.T) {
	d := small()
	for i := range 13 {
		d.Parts = append(d.Parts, part(ServerKind, "lonely-"+string(rune('a'+i))))
	}
	text := d.Check().Error()
	if n := strings.Count(text, "has no incoming edge"); n != told || !strings.HasSuffix(text, "; and 3 more") {
		t.Errorf("%d faults are told, and not 10 and 3 more: %s", n, text)
	}
}

func TestADeepSystemIsRefused(t *testing.T) {
	chain := func(n int) *Document {
		d := &Document{Version, []Part{part(ClientsKind, "a", "b")}}
		for i := 1; i < n-1; i++ {
			d.Parts = append(d.Parts, part(LinkKind, string(rune('a'+i)), string(rune('b'+i))))
		}
		d.Parts = append(d.Parts, part(ServerKind, string(rune('a'+n-1))))
		return d
	}
	if err := chain(MaxDepth).Check(); err != nil {
		t.Error(err)
	}
	if err := chain(MaxDepth + 1).Check(); err == nil || !strings.Contains(err.Error(), "passes 13 parts") {
		t.Errorf("13 parts in a row: %v", err)
	}
}
