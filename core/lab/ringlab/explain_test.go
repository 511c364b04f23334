package ringlab

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
	"headroom/core/lab"
	"headroom/core/placement"
	"headroom/core/scene"
)

func TestOneSentenceSaysWhyAKeyIsWhereItIs(t *testing.T) {
	for _, row := range []struct{ method, link, key, want string }{
		{"on a ring the next point decides", "", "user:7",
			"user:7 hashes to 0x2679…; the next point clockwise is cache-a, virtual node 16."},
		{"with MD5 the position is the notebook's", "hash=md5", "user:7",
			"user:7 hashes to 0x7ba6…; the next point clockwise is cache-a, virtual node 10."},
		{"any text is a key", "", "hello",
			"hello hashes to 0x26c7…; the next point clockwise is cache-a, virtual node 16."},
		{"ketama reads the digest its own way", "method=ketama", "hello",
			"hello hashes to 0x2a40…; the next point clockwise is cache-e, virtual node 6."},
		{"by rendezvous the highest score decides", "method=rendezvous", "user:7",
			"user:7 hashes to 0x2679…; cache-e gives it the highest score of 5 nodes, before cache-c."},
		{"or there is no choice", "method=rendezvous&nodes=1", "user:7",
			"user:7 hashes to 0x2679…; cache-a is the only node."},
		{"jump jumps", "method=jump", "user:999",
			"user:999 hashes to 0xee39…; it jumps through buckets 0, 1, 2, 3 of 5, and the last one is cache-d."},
		{"or does not", "method=jump&nodes=1", "user:999",
			"user:999 hashes to 0xee39…; it stays in bucket 0 of 1, which is cache-a."},
		{"Maglev looks it up", "method=maglev", "user:7",
			"user:7 hashes to 0x2679…; entry 43,049 of the table of 65,537 belongs to cache-e."},
		{"modulo divides", "method=modulo", "user:7",
			"user:7 hashes to 0x2679…; divided by 5 nodes it leaves 3, which is cache-d."},
		{"with bounded loads an early key finds room", "method=bounded", "user:7",
			"user:7 hashes to 0x2679…; the next point clockwise is cache-a, virtual node 16."},
	} {
		t.Run(row.method, func(t *testing.T) {
			w := start(t, "keys=1000&"+row.link)
			id, err := w.Find(row.key)
			require.NoError(t, err)
			sel, ok := w.Explain(id)
			require.True(t, ok)
			require.Equal(t, row.want, sel.Text)
			require.Equal(t, row.key, sel.Title)
			require.Equal(t, id, sel.ID)
		})
	}
}

func TestAFullNodeIsNamedOnTheWay(t *testing.T) {
	w := start(t, "keys=1000&method=bounded&load-bound=0.01&virtual-nodes=3&arrival-rate=0")
	one, many := 0, 0
	for i := range 1000 {
		key := w.all.name(i)
		pos, why := w.locate(key)
		sel, _ := w.Explain("key:" + key)
		owner := w.now.place.Name(why.Slot)
		require.Equal(t, lab.Row{Name: "Node", Text: owner}, sel.Rows[1])
		switch len(why.Path) {
		case 0:
			require.NotContains(t, sel.Text, "full")
			continue
		case 1:
			one++
			require.Contains(t, sel.Text, "; clockwise comes "+w.now.place.Name(why.Path[0])+", which is full, so it goes on to "+owner+", virtual node ")
		default:
			many++
			require.Contains(t, sel.Text, " and "+w.now.place.Name(why.Path[len(why.Path)-1])+", which are full, so it goes on to "+owner)
		}
		plain := placement.NewRing(hash.XXHash64, 3)
		for _, n := range w.nodes {
			require.NoError(t, plain.Add(placement.Node{Name: n.name, Weight: 1}))
		}
		require.Equal(t, plain.Name(plain.Owner(pos)), w.now.place.Name(why.Path[0]), "the first on the way is the ring's owner")
	}
	require.Positive(t, one)
	require.Positive(t, many)
}

func TestTheExplainedOwnerIsTheOneThatCounts(t *testing.T) {
	for _, method := range methods {
		w := start(t, "keys=300&virtual-nodes=5&arrival-rate=100&load-bound=0.05&method="+method)
		run(w, time.Second)
		do(t, w, time.Second, "kill", "cache-b")
		run(w, 2*time.Second)
		held := holders(w, w.placed)
		for _, i := range []int{0, 299, 17, w.placed - 1, 17} {
			_, why := w.locate(w.all.name(i))
			require.Equal(t, held[i][0], w.now.place.Name(why.Slot), "%s: %s", method, w.all.name(i))
		}
	}
}

func TestAKeyThatIsNotCountedSaysSo(t *testing.T) {
	w := start(t, "keys=100&arrival-rate=0")
	note := "not one of the keys that are counted; this is where it would go"
	for key, counted := range map[string]bool{"user:0": true, "user:99": true, "user:100": false, "user:-1": false, "user:007": false, "hello": false} {
		sel, ok := w.Explain("key:" + key)
		require.True(t, ok)
		require.Equal(t, !counted, sel.Rows[len(sel.Rows)-1].Text == note, key)
	}
}

func TestCopiesAreListed(t *testing.T) {
	w := start(t, "keys=100&copies=3")
	sel, _ := w.Explain("key:user:5")
	row := sel.Rows[2]
	require.Equal(t, "Copies on", row.Name)
	require.Equal(t, strings.Join(holders(w, 6)[5], ", "), row.Text)
}

func TestANodeIsExplained(t *testing.T) {
	w := start(t, "keys=1000&nodes=2&popularity=zipf&arrival-rate=0")
	sel, ok := w.Explain("node:cache-a")
	require.True(t, ok)
	require.Contains(t, sel.Text, "cache-a holds "+lab.FormatCount(counts(w)["cache-a"])+" keys, ")
	do(t, w, 0, "kill", "cache-a")
	sel, _ = w.Explain("node:cache-a")
	require.Equal(t, "cache-a is down; its keys are on the other nodes until it is restored.", sel.Text)
	for _, id := range []string{"node:zebra", "", "cloud:1", "node:"} {
		_, ok = w.Explain(id)
		require.False(t, ok, id)
	}
}

func TestFindTakesKeysAndNodes(t *testing.T) {
	w := start(t, "keys=10&nodes=2")
	for text, want := range map[string]string{"user:4711": "key:user:4711", "  cache-b ": "node:cache-b", "cache-c": "key:cache-c", "ключ": "key:ключ",
		strings.Repeat("x", 200): "key:" + strings.Repeat("x", 200)} {
		id, err := w.Find(text)
		require.NoError(t, err)
		require.Equal(t, want, id)
	}
	for _, text := range []string{"", "  ", strings.Repeat("x", 1025)} {
		_, err := w.Find(text)
		require.EqualError(t, err, "type a key of 1 to 1,024 bytes, such as user:4711, or the name of a node")
	}
}

var looks = []lab.Look{{Width: 884, Height: 600}, {Width: 390, Height: 500}, {Width: 700, Height: 300}, {Width: 320, Height: 480}}

func TestWhatIsDrawnIsFoundByPointing(t *testing.T) {
	for _, method := range methods {
		w := start(t, "keys=400&nodes=5&arrival-rate=0&method="+method)
		for _, look := range looks {
			l := w.layout(look)
			for _, s := range w.now.sectors {
				middle := (s.from + s.to) / 2
				if middle < 0 {
					middle++
				}
				x, y := l.at(middle, l.radius-l.band/2)
				id, ok := w.sectorAt(&l, x, y)
				require.True(t, ok)
				require.Equal(t, s.id, id, "%s at %v", method, middle)
			}
			for i := range w.sample.keys {
				d := &w.sample.keys[i]
				x, y := w.dotAt(&l, d, 1)
				require.True(t, strings.HasPrefix(w.Pick(look, x, y), "key:"))
			}
			canvas := scene.New()
			canvas.Reset(look.Width, look.Height)
			w.Draw(canvas, look)
			require.NotEmpty(t, canvas.Marks())
			for _, m := range canvas.Marks() {
				require.Equal(t, m.ID, w.Pick(look, m.X+m.W/2, m.Y+m.H/2))
			}
			require.Empty(t, w.Pick(look, l.cx, l.cy), "there is nothing in the middle")
		}
	}
}

func TestDirectionsAreTurnsFromTheTop(t *testing.T) {
	for _, row := range []struct{ dx, dy, want float64 }{{0, -1, 0}, {1, -1, 0.125}, {1, 0, 0.25}, {0, 1, 0.5}, {-1, 0, 0.75}, {-1, -1, 0.875}} {
		r := 1.0
		if row.dx*row.dy != 0 {
			r = 1.4142135623730951
		}
		require.InDelta(t, row.want, turnOf(row.dx, row.dy, r), 1e-6)
	}
}
