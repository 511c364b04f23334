package system

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"headroom/core/balancer"
	"headroom/core/resilience"
	"headroom/core/sim"
)

const example = `
system 1

# an office and the web
clients web profile=steady:700 addresses=50 timeout=1s attempts=3 backoff=full base=50ms cap=1s > lan
link lan latency=fixed:5ms > lb
balancer lb policy=two-choices weights=1,2 check=1s > server-1 to-2 # the second is bigger
server server-1 slots=16 room=100 service=exp:20ms
link to-2 latency=lognormal:5ms:2 loss=0.01 > server-2
server server-2 slots=16 room=100 service=exp:20ms speed=2 pause-every=exp:10s pause-for=fixed:200ms
clients office users=20 think=exp:3s > server-1
`

func TestADocumentIsRead(t *testing.T) {
	d, err := ParseDocument(example)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, each := range d.Parts {
		names = append(names, each.Name)
	}
	if got := strings.Join(names, " "); got != "web lan lb server-1 to-2 server-2 office" {
		t.Errorf("parts %s", got)
	}
	profile, _ := sim.Steady(700)
	web := Clients{Profile: profile, Addresses: 50, Timeout: time.Second,
		Retry: resilience.Backoff{Algorithm: resilience.FullJitter, Base: 50 * time.Millisecond, Cap: time.Second, Attempts: 3}}
	lb := Balancer{Config: balancer.Config{Policy: balancer.TwoChoices}, Weights: []int{1, 2}, CheckEvery: time.Second}
	big := Server{Slots: 16, Room: 100, Service: sim.Exponential(20 * time.Millisecond), Speed: 2,
		PauseEvery: sim.Exponential(10 * time.Second), PauseFor: sim.Fixed(200 * time.Millisecond)}
	for _, want := range []Part{
		{"web", []string{"lan"}, web},
		{"lb", []string{"server-1", "to-2"}, lb},
		{"to-2", []string{"server-2"}, Link{sim.LogNormal(2, 5*time.Millisecond), 0.01}},
		{"server-2", nil, big},
	} {
		if got := d.Parts[indexOf(d, want.Name)]; !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	}
	bare := strings.NewReplacer("\n# an office and the web\n", "", " # the second is bigger", "").Replace(example)
	if got := "\n" + d.String(); got != bare {
		t.Errorf("written %s\nread %s", got, bare)
	}
}

func indexOf(d *Document, name string) int {
	return d.index(new(faults))[name]
}

func TestOnlyWhatDiffersIsWritten(t *testing.T) {
	const want = "system 1\nclients web > lb\nbalancer lb > server-1 lan\nlink lan > server-2\nserver server-1\nserver server-2\n"
	if got := small().String(); got != want {
		t.Errorf("got %s", got)
	}
}

func TestWhatIsNotUnderstoodIsNamedWithItsLine(t *testing.T) {
	for _, test := range []struct{ text, expect string }{
		{"", "version 0, and this program reads version 1"},
		{"# nothing\n", "version 0"},
		{"clients web > s", `line 1: it begins with "clients web > s": a document begins with "system 1"`},
		{"system 2\n", `line 1: it begins with "system 2"`},
		{"system 1\n\ncache c", `line 3: "cache" is no kind of part: there are clients, link, balancer, server and pool`},
		{"system 1\nserver", "line 2: the name is missing: write it after server"},
		{"system 1\nserver s slots", `line 2: s has "slots": settings are written key=value`},
		{"system 1\nserver s colour=red", `line 2: s has "colour=red": there is no such setting of server, there are slots, room, service, speed, warm-up`},
		{"system 1\nserver s slots=2 slots=3", `line 2: s has "slots" twice`},
		{"system 1\nserver s slots=many", `line 2: s has "slots=many": it takes a whole number from 1 to 10000`},
		{"system 1\nserver s service=exp", `line 2: s has "service=exp": sim: "exp" has 0 values`},
		{"system 1\nserver s warm-up=5", `line 2: s has "warm-up=5": it takes a time from 0s to 1000h0m0s`},
		{"system 1\nserver s speed=fast", `it takes a number from 0.001 to 1000`},
		{"system 1\nbalancer b policy=best", `unknown policy "best": use round-robin`},
		{"system 1\nbalancer b hash=best", `unknown hash "best": use md5`},
		{"system 1\nbalancer b replacement=maybe", `it takes true or false`},
		{"system 1\nbalancer b weights=1,,2", `it takes whole numbers joined by commas, each from 0 to 65535`},
		{"system 1\nclients c backoff=more", `use none, exponential, full, equal or decorrelated`},
		{"system 1\nclients c profile=exp:1s", `is no profile of arrivals`},
		{"system 1\nserver s slots=0\n", `s has slots=0`},
		{"system 1\n" + strings.Repeat("server s\n", MaxParts+1), `line 514: "s" is one part too many: there may be 512`},
		{strings.Repeat("#", maxText+1), "the document has 262145 bytes: it may have 262144"},
	} {
		if d, err := ParseDocument(test.text); err == nil || d != nil || !strings.Contains(err.Error(), test.expect) {
			t.Errorf("%.60q: got %v, want an error with %q", test.text, err, test.expect)
		}
	}
}

func TestDocumentsComeBackFromTheirText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument(t)
		if err := d.Check(); err != nil {
			t.Fatalf("the document drawn is no good: %v\n%s", err, d)
		}
		back, err := ParseDocument(d.String())
		if err != nil {
			t.Fatalf("%v\n%s", err, d)
		}
		if back.String() != d.String() || !reflect.DeepEqual(d, back) {
			t.Fatalf("written %s\nread %s", d, back)
		}
	})
}

// TestWhatPassesIsTakenByThePatterns checks that Check's ranges are those of the packages that are
// given the settings.
func TestWhatPassesIsTakenByThePatterns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDocument(t)
		for i := range d.Parts {
			switch spec := d.Parts[i].Spec.(type) {
			case Balancer:
				if _, err := balancer.New(spec.Config); err != nil {
					t.Fatalf("%v: %s", err, d)
				}
			case Clients:
				sim.NewZipf(spec.Addresses, spec.Zipf)
				if _, err := resilience.NewBudget(spec.Budget, 10, 10*time.Second); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func FuzzParseDocument(f *testing.F) {
	f.Add(example)
	f.Add("system 1\nclients c > p\npool p servers=3 slots=2\n")
	f.Add("system 1\nclients c gap=empirical:1ms,2ms shared=-0 > b\nbalancer b epsilon=1e-5 > l\nlink l > l\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDocument(text)
		if err != nil {
			return
		}
		back, err := ParseDocument(d.String())
		if err != nil || back.String() != d.String() {
			t.Fatalf("%v: written %s\nread %s", err, d, back)
		}
	})
}
