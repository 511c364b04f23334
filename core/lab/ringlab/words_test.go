package ringlab

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
)

func TestAChangeIsAnnouncedOnce(t *testing.T) {
	w := start(t, "keys=1000&nodes=4&arrival-rate=0")
	n, text := w.Said()
	require.Zero(t, n)
	require.Empty(t, text)
	for i, row := range []struct {
		deed []string
		says string
	}{
		{[]string{"add", "zebra"}, "zebra joined"},
		{[]string{"kill", "cache-b"}, "cache-b died"},
		{[]string{"restore", "cache-b"}, "cache-b is back"},
		{[]string{"weight", "cache-a", "0.5"}, "cache-a has weight 0.5"},
		{[]string{"remove", "zebra"}, "zebra left"},
		{[]string{"set", "virtual-nodes", "7"}, "virtual nodes changed to 7 per node"},
	} {
		do(t, w, time.Duration(i), row.deed[0], row.deed[1:]...)
		n, text := w.Said()
		require.Equal(t, i+1, n)
		require.Equal(t, row.says+"; "+lab.FormatPercent(w.last().share(w.last().moved))+" of keys moved", text)
	}
}

func TestTheCaptionTellsThisRunsNumbers(t *testing.T) {
	w := start(t, "keys=20000&nodes=4&arrival-rate=0")
	c := w.Caption(0)
	require.Contains(t, c.Now, "20,000 keys on 4 nodes; the busiest, ")
	require.NotEmpty(t, c.Try)
	do(t, w, 0, "add", "zebra")
	last := w.last()
	c = w.Caption(0)
	require.Equal(t, "zebra joined and "+lab.FormatPercent(last.share(last.moved))+" of the keys moved.", c.Now)
	require.Contains(t, c.Try, "modulo would have moved "+lab.FormatPercent(last.share(last.modulo)))
	do(t, w, 1, "set", "method", "modulo")
	require.Regexp(t, `^Method changed to Modulo and `, w.Caption(0).Now)
}

func TestEveryCaptionIsWholeSentences(t *testing.T) {
	for _, method := range methods {
		for _, popularity := range []string{"uniform", "zipf"} {
			w := start(t, "keys=500&table-size=251&popularity="+popularity+"&method="+method)
			for i, deed := range [][]string{nil, {"add", "zebra"}, {"kill", "cache-b"}, {"restore", "cache-b"}, {"remove", "cache-a"}, {"set", "nodes", "5"}, {"set", "nodes", "1"}} {
				if deed != nil {
					do(t, w, time.Duration(i), deed[0], deed[1:]...)
				}
				c := w.Caption(0)
				require.Regexp(t, `^[^ ].*[^ ]\.$`, c.Now)
				require.Regexp(t, `^[A-Z0-9].*[^ ]\.$`, c.Try)
				require.NotContains(t, c.Now+c.Try, "NaN")
				require.NotContains(t, c.Now+c.Try, "  ")
			}
		}
	}
}

func TestMetricsHaveNamesOfTheirOwn(t *testing.T) {
	for _, link := range []string{"keys=500", "keys=500&popularity=zipf&method=bounded", "keys=500&name=server"} {
		w := start(t, link)
		do(t, w, 0, "set", "nodes", "7")
		seen := map[string]bool{}
		for _, m := range w.Metrics(time.Second) {
			require.Regexp(t, `^[a-z0-9]+(-[a-z0-9]+)*$`, m.Name)
			require.NotEmpty(t, m.Label)
			require.NotEmpty(t, m.Text)
			require.NotEmpty(t, m.Unit)
			require.False(t, seen[m.Name], m.Name)
			seen[m.Name] = true
		}
	}
}

func TestThePositionCountsChanges(t *testing.T) {
	w := start(t, "keys=100")
	require.Equal(t, "no changes yet", w.Position(0, 0, 0))
	require.Equal(t, "change 0 of 2", w.Position(0, 0, 2))
	require.Equal(t, "change 1 of 2", w.Position(0, 1, 2))
}
