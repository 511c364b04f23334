package ringlab

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
)

// own makes a dataset of lines.
func own(t require.TestingT, lines ...string) *dataset.Keys {
	r := dataset.NewReader(dataset.Options{Format: dataset.Lines})
	_, err := r.Write([]byte(strings.Join(lines, "\n")))
	require.NoError(t, err)
	keys, err := r.Close()
	require.NoError(t, err)
	return keys
}

// startOwn makes the world of a link about a person's own keys.
func startOwn(t require.TestingT, link string, keys *dataset.Keys) *world {
	sc, _, err := lab.Parse("?lab=ring&"+link, labs)
	require.NoError(t, err)
	w := sc.Lab.New(lab.Setup{Seed: sc.Seed, Values: sc.Values, Data: keys}).(*world)
	finish(w)
	return w
}

func TestKeysOfOnesOwnLieWhereTheSameMadeUpOnesDo(t *testing.T) {
	var lines []string
	for i := range 500 {
		lines = append(lines, labs[0].New(lab.Setup{Seed: 1, Values: lab.Defaults(labs[0].Params)}).(*world).all.name(i))
	}
	keys := own(t, lines...)
	for _, method := range methods {
		link := "method=" + method + "&keys=500&arrival-rate=0"
		made, mine := start(t, link), startOwn(t, link, keys)
		require.Equal(t, counts(made), counts(mine), method)
		do(t, made, time.Second, "add", "cache-z")
		do(t, mine, time.Second, "add", "cache-z")
		require.Equal(t, made.last().moved, mine.last().moved, method)
		require.Equal(t, made.Fingerprint(), mine.Fingerprint(), method)
	}
}

func TestRepeatedKeysAreMorePopular(t *testing.T) {
	w := startOwn(t, "nodes=3", own(t, "a", "b", "b", "c", "b", "c"))
	require.True(t, w.all.skewed())
	require.Equal(t, []int{1, 2, 0}, w.all.hot, "b came three times, c twice")
	require.Equal(t, 6.0, w.total)
	load := 0.0
	for _, n := range w.nodes {
		load += w.tally.load[n.id]
	}
	require.Equal(t, 6.0, load)
	sel, ok := w.Explain("key:b")
	require.True(t, ok)
	require.Contains(t, sel.Rows, lab.Row{Name: "Share of load", Text: "50.0%"})
	sel, _ = w.Explain("key:d")
	require.Equal(t, "Note", sel.Rows[len(sel.Rows)-1].Name)
	require.False(t, startOwn(t, "", own(t, "a", "b")).all.skewed())
}

func TestTheHottestKeysAreTheMostFrequent(t *testing.T) {
	var lines []string
	for i, times := range []int{1, 9, 3, 9, 2, 8, 7, 1, 6, 5} {
		for range times {
			lines = append(lines, strings.Repeat("k", i+1))
		}
	}
	require.Equal(t, []int{1, 3, 5, 6, 8, 9}, startOwn(t, "", own(t, lines...)).all.hot)
}

func TestNoKeysArriveAmongOnesOwn(t *testing.T) {
	w := startOwn(t, "arrival-rate=1000", own(t, "a", "b"))
	_, ok := w.Next()
	require.False(t, ok)
	do(t, w, time.Second, lab.Set, "arrival-rate", "2000")
	run(w, time.Minute)
	require.Equal(t, 2, w.placed)
	for _, m := range w.Metrics(time.Second) {
		require.NotEqual(t, "arrivals-per-second", m.Name)
	}
}

func TestAWorldWithoutAnyKeyHoldsTogether(t *testing.T) {
	for _, method := range methods {
		w := startOwn(t, "method="+method, &dataset.Keys{})
		do(t, w, time.Second, "add", "cache-z")
		require.Zero(t, w.placed)
		for _, m := range w.Metrics(2 * time.Second) {
			require.Equal(t, m.Value, m.Value, "%s of %s is a number", m.Name, method)
		}
		s := scene.New()
		s.Reset(900, 600)
		w.Draw(s, lab.Look{Width: 900, Height: 600, Now: 2 * time.Second})
		w.Charts()
		w.Caption(2 * time.Second)
	}
}

// TestWorldsOfOneLabShareWhatIsDerived goes from one world to another and back:
// what they share may not leak from one into the other.
func TestWorldsOfOneLabShareWhatIsDerived(t *testing.T) {
	mine := own(t, "x", "y", "y", "z")
	links := []string{"popularity=zipf&zipf-exponent=0.7&keys=300", "popularity=zipf&zipf-exponent=1.3&keys=400", "hash=md5&keys=200", "keys=500"}
	fresh := func(link string, data *dataset.Keys) uint64 {
		l := New()
		sc, _, err := lab.Parse("?lab=ring&"+link, []*lab.Lab{l})
		require.NoError(t, err)
		w := l.New(lab.Setup{Seed: sc.Seed, Values: sc.Values, Data: data}).(*world)
		finish(w)
		do(t, w, time.Second, lab.Set, "hash", "murmur3")
		return w.Fingerprint()
	}
	var worlds []*world
	var want []uint64
	for range 2 {
		for _, link := range links {
			for _, data := range []*dataset.Keys{nil, mine} {
				want = append(want, fresh(link, data))
				worlds = append(worlds, startOwn(t, link, data))
			}
		}
	}
	for i, w := range worlds { // acted on only now that others have come since
		do(t, w, time.Second, lab.Set, "hash", "murmur3")
		require.Equal(t, want[i], w.Fingerprint())
	}
}
