package system

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"headroom/core/hash"
)

// sizes are like those that parts are drawn in.
func sizes(p *Part, level int) (width, height float64) {
	switch p.Spec.(type) {
	case Clients:
		return [...]float64{110, 90, 60}[level], [...]float64{190, 80, 40}[level]
	case Balancer:
		return [...]float64{84, 70, 44}[level], [...]float64{76, 60, 40}[level]
	}
	return [...]float64{172, 120, 46}[level], [...]float64{92, 54, 26}[level]
}

// many is clients and a balancer with so many servers, each behind a link.
func many(servers int) *Document {
	d := &Document{Version, []Part{part(ClientsKind, "web", "lb"), part(BalancerKind, "lb")}}
	for i := range servers {
		n := strconv.Itoa(i + 1)
		d.Parts[1].To = append(d.Parts[1].To, "to-"+n)
		d.Parts = append(d.Parts, part(LinkKind, "to-"+n, "server-"+n), part(ServerKind, "server-"+n))
	}
	return d
}

func checkLayout(t interface{ Fatalf(string, ...any) }, d *Document, o LayoutOptions) *Layout {
	l := d.Layout(o)
	for i, a := range l.Boxes {
		link := d.Parts[i].Spec.Kind() == LinkKind
		if link != (a.W == 0 && a.H == 0) {
			t.Fatalf("%s has the box %v", d.Parts[i].Name, a)
		}
		if a.X < 0 || a.Y < 0 || a.X+a.W > l.Width || a.Y+a.H > l.Height {
			t.Fatalf("%s at %v is not inside %v x %v\n%s", d.Parts[i].Name, a, l.Width, l.Height, d)
		}
		for j, b := range l.Boxes[:i] {
			if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H && !link {
				t.Fatalf("%s at %v overlaps %s at %v\n%s", d.Parts[i].Name, a, d.Parts[j].Name, b, d)
			}
		}
	}
	checkEdgesOf(t, d, l)
	return l
}

func checkEdgesOf(t interface{ Fatalf(string, ...any) }, d *Document, l *Layout) {
	links := make([]int, len(d.Parts))
	for i := range l.Edges {
		e := &l.Edges[i]
		name := d.Parts[e.From].Name + " > " + d.Parts[e.To].Name
		if e.Link >= 0 {
			links[e.Link]++
		}
		if len(e.Points) < 4 || len(e.Points)%3 != 1 || !(e.Length > 0) {
			t.Fatalf("%s has %d points and length %v", name, len(e.Points), e.Length)
		}
		if !touches(l.Boxes[e.From], e.Points[0]) || !touches(l.Boxes[e.To], e.Points[len(e.Points)-1]) {
			t.Fatalf("%s goes from %v to %v and not from box %v to %v", name, e.Points[0], e.Points[len(e.Points)-1],
				l.Boxes[e.From], l.Boxes[e.To])
		}
		for step := range 201 {
			x, y := e.At(float64(step) / 200)
			for j, b := range l.Boxes {
				if x > b.X && x < b.X+b.W && y > b.Y && y < b.Y+b.H {
					t.Fatalf("%s goes through %s at %v, %v\n%s", name, d.Parts[j].Name, x, y, d)
				}
			}
			if x < 0 || y < 0 || x > l.Width || y > l.Height {
				t.Fatalf("%s leaves the page at %v, %v\n%s", name, x, y, d)
			}
		}
	}
	for i, n := range links {
		if want := d.Parts[i].Spec.Kind() == LinkKind; want != (n == 1) {
			t.Fatalf("%s is the link of %d edges\n%s", d.Parts[i].Name, n, d)
		}
	}
}

func touches(b Box, p Point) bool {
	return p.X >= b.X && p.X <= b.X+b.W && p.Y >= b.Y && p.Y <= b.Y+b.H &&
		(p.X == b.X || p.X == b.X+b.W || p.Y == b.Y || p.Y == b.Y+b.H)
}

func TestLayoutsOfAnyGraphDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyGraph(t, 40)
		o := LayoutOptions{Size: sizes,
			Width:  float64(rapid.IntRange(240, 1900).Draw(t, "width")),
			Height: float64(rapid.SampledFrom([]int{0, 0, 300, 600, 1200}).Draw(t, "height"))}
		l := checkLayout(t, d, o)
		if !reflect.DeepEqual(l, d.Layout(o)) {
			t.Fatalf("the same document has two layouts\n%s", d)
		}
	})
}

func TestAWideLayoutGoesRightAndANarrowOneDown(t *testing.T) {
	d := many(4)
	at := func(l *Layout, name string) Box { return l.Boxes[indexOf(d, name)] }
	wide := checkLayout(t, d, LayoutOptions{Width: 900, Height: 600, Size: sizes})
	web, lb, first, last := at(wide, "web"), at(wide, "lb"), at(wide, "server-1"), at(wide, "server-4")
	if !wide.Wide || wide.Level != 0 || wide.Height != 600 || web.X+web.W > lb.X || lb.X+lb.W > first.X {
		t.Errorf("not from left to right: %+v", wide.Boxes)
	}
	if first.X != last.X || first.Y > last.Y || lb.Y+lb.H/2 != 300 || web.Y+web.H/2 != 300 || first.Y+last.Y+last.H != 600 {
		t.Errorf("not in the middle: %+v", wide.Boxes)
	}
	narrow := checkLayout(t, d, LayoutOptions{Width: 390, Size: sizes})
	web, lb, first, last = at(narrow, "web"), at(narrow, "lb"), at(narrow, "server-1"), at(narrow, "server-4")
	if narrow.Wide || narrow.Level != 0 || web.Y+web.H > lb.Y || lb.Y+lb.H > first.Y {
		t.Errorf("not from top to bottom: %+v", narrow.Boxes)
	}
	if second := at(narrow, "server-2"); second.Y != first.Y || second.X < first.X+first.W || last.Y < first.Y+first.H || last.X != second.X {
		t.Errorf("not in two columns: %+v", narrow.Boxes)
	}
}

func TestLevelsGiveRoomToManyServers(t *testing.T) {
	for _, test := range []struct {
		servers       int
		width, height float64
		wide          bool
		level         int
	}{
		{4, 853, 570, true, 0},
		{6, 853, 570, true, 0},
		{20, 853, 570, true, 1},
		{100, 853, 570, true, 2},
		{250, 853, 570, true, 2},
		{4, 390, 0, false, 0},
		{12, 390, 0, false, 1},
		{20, 390, 0, false, 2},
		{100, 390, 0, false, 2},
		{4, 320, 400, false, 1},
	} {
		d := many(test.servers)
		l := checkLayout(t, d, LayoutOptions{Width: test.width, Height: test.height, Size: sizes})
		if l.Wide != test.wide || l.Level != test.level {
			t.Errorf("%d servers in %v x %v: wide %v, level %d, height %v", test.servers, test.width, test.height, l.Wide, l.Level, l.Height)
		}
	}
}

func TestLinksThatJoinHaveAPlace(t *testing.T) {
	d, err := ParseDocument(strings.ReplaceAll(`system 1
clients a > wan
clients b > wan
link wan > lan
link lan > lb
balancer lb > s-1 s-2 extra
link extra > s-2
server s-1
server s-2`, "\n", "\n"))
	if err != nil {
		t.Fatal(err)
	}
	l := checkLayout(t, d, LayoutOptions{Width: 900, Height: 600, Size: sizes})
	var got []string
	for _, e := range l.Edges {
		text := d.Parts[e.From].Name + " > " + d.Parts[e.To].Name
		if e.Link >= 0 {
			text += " by " + d.Parts[e.Link].Name
		}
		got = append(got, text)
	}
	want := "a > wan, b > wan, wan > lan by wan, lan > lb by lan, lb > s-1, lb > s-2, lb > s-2 by extra"
	if text := strings.Join(got, ", "); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
	if reflect.DeepEqual(l.Edges[5].Points, l.Edges[6].Points) {
		t.Error("two ways from lb to s-2 lie on each other")
	}
}

func TestWaysAreWalkedAtAnEvenSpeed(t *testing.T) {
	l := many(5).Layout(LayoutOptions{Width: 390, Size: sizes})
	for i := range l.Edges {
		e := &l.Edges[i]
		x, y := e.At(0)
		if p := e.Points[0]; p != (Point{x, y}) {
			t.Errorf("starts at %v, %v and not at %v", x, y, p)
		}
		for step := 1; step <= 50; step++ {
			toX, toY := e.At(float64(step) / 50)
			if share := math.Hypot(toX-x, toY-y) * 50 / e.Length; share < 0.85 || share > 1.1 {
				t.Errorf("edge %d, step %d is %v of an even one", i, step, share)
			}
			x, y = toX, toY
		}
		if p := e.Points[len(e.Points)-1]; math.Hypot(p.X-x, p.Y-y) > 1e-9 {
			t.Errorf("ends at %v, %v and not at %v", x, y, p)
		}
	}
}

// Natively, with GOAMD64=v3 and in WebAssembly everything has the same place: this hash was taken once.
func TestLayoutsAreTheSameOnEveryPlatform(t *testing.T) {
	d, err := ParseDocument(example)
	if err != nil {
		t.Fatal(err)
	}
	var sum uint64
	add := func(x float64) { sum = hash.Mix(sum + math.Float64bits(x)) }
	for width := 301.3; width < 1500; width += 97.7 {
		for _, d := range []*Document{d, many(3), many(30)} {
			l := d.Layout(LayoutOptions{Width: width, Size: sizes})
			add(l.Height)
			for _, b := range l.Boxes {
				add(b.X)
				add(b.Y)
			}
			for i := range l.Edges {
				x, y := l.Edges[i].At(0.3)
				add(x)
				add(y)
				add(l.Edges[i].Length)
			}
		}
	}
	if sum != 0x7e3e4dbc74aa7fdc {
		t.Errorf("the places hash to %#x", sum)
	}
}

func BenchmarkLayout(b *testing.B) {
	d := many(100)
	for b.Loop() {
		d.Layout(LayoutOptions{Width: 853, Height: 570, Size: sizes})
	}
}
