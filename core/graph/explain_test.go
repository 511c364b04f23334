package graph_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/resilience"
	"headroom/core/scene"
	"headroom/core/sim"
	"headroom/core/system"
)

func TestPartsTellTheirStateAndWhatCanBeDone(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150)})
	do(t, w, 5*time.Second, "slow", "server-2")
	do(t, w, 5*time.Second, "kill", "server-3")
	play(w, 8*time.Second)
	parts := w.Parts()
	require.Equal(t, "Servers", parts.Title)
	require.Len(t, parts.Rows, 3)
	up, slow, down := parts.Rows[0], parts.Rows[1], parts.Rows[2]
	require.Equal(t, "server-1", up.ID)
	require.Equal(t, "up", up.State)
	require.Equal(t, scene.Series1, up.Role)
	require.Regexp(t, `^\d+% busy`, up.Note)
	require.Equal(t, []string{"slow", "weight"}, up.Actions)
	require.Equal(t, []lab.Row{{Name: "weight", Text: "1"}}, up.Values)
	require.Equal(t, "slowed", slow.State)
	require.Equal(t, "down", down.State)
	require.Equal(t, "down", down.Note)
	require.Equal(t, scene.Danger, down.Role)
}

func TestTheBottleneckIsNamedOnlyWhereThereIsOne(t *testing.T) {
	w := graph.New(1, &plain{document: shop(165)})
	play(w, 5*time.Second)
	id, _ := w.Bottleneck()
	require.Empty(t, id, "all are busy for half of the time")
	do(t, w, 5*time.Second, "slow", "server-2")
	play(w, 12*time.Second)
	id, text := w.Bottleneck()
	require.Equal(t, "server-2", id)
	require.Regexp(t, `^\d+% busy, \d+ waiting$`, text)
	sel, _ := w.Explain("server-2")
	require.Contains(t, sel.Text, "it is the bottleneck.")

	even := graph.New(1, &plain{document: shop(400)})
	play(even, 30*time.Second)
	id, _ = even.Bottleneck()
	require.Empty(t, id, "all of them have too much to do, and as much")
}

func TestWhatHappenedAndWhere(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150)})
	require.Empty(t, w.Happened())
	_, _, ok := w.Slowest()
	require.False(t, ok)
	do(t, w, 5*time.Second, "slow", "server-2")
	require.Equal(t, "server-2 is slow now", w.Happened())
	n, said := w.Said()
	require.Equal(t, 1, n)
	require.Equal(t, "server-2 is slow now", said)
	do(t, w, 5*time.Second, "split", "server-1")
	require.Equal(t, "split server-1", w.Happened(), "what says nothing is told as it was asked for")
	w.Run(time.Hour, 1, math.MaxInt)
	require.Equal(t, w.System().Happened(), w.Happened())
	require.NotEqual(t, "split server-1", w.Happened())
	require.Regexp(t, `^\d+ requests$`, w.Position(w.At(), 2, 3))
	require.Equal(t, "all is well", w.Caption(w.At()).Now)
}

func TestFindTakesNumbersAndNames(t *testing.T) {
	d := shop(150)
	d.Parts = append(d.Parts, system.Part{Name: "mobile", To: []string{"lb"}, Spec: system.Clients{Profile: must(sim.Steady(10)), Addresses: 1}})
	w := graph.New(1, &plain{document: d})
	play(w, 20*time.Second)
	for text, id := range map[string]string{
		"4711": "request:0:4711", " 4,711 ": "request:0:4711", "request 5": "request:0:5", "server-3": "server-3", "lb": "lb",
		"mobile 5": "request:8:5", "web 5": "request:0:5",
	} {
		found, err := w.Find(text)
		require.NoError(t, err, text)
		require.Equal(t, id, found, text)
		_, ok := w.Explain(found)
		require.True(t, ok, text)
	}
	for _, text := range []string{"", "server-9", "0", "-4", "tv 5", "1 2 3", "99999999999999999999999"} {
		_, err := w.Find(text)
		require.ErrorContains(t, err, "type the number of a request, such as 4711, or the name of a part, such as server-1", text)
	}
}

func TestEveryPartIsExplained(t *testing.T) {
	d := shop(150)
	c := d.Parts[0].Spec.(system.Clients)
	c.Timeout, c.Deadline, c.Retry = 100*time.Millisecond, time.Second, resilience.Backoff{Attempts: 3, Base: time.Millisecond, Cap: time.Second}
	d.Parts[0].Spec = c
	w := graph.New(1, &plain{document: d})
	do(t, w, 5*time.Second, "slow", "server-2")
	do(t, w, 5*time.Second, "kill", "server-3")
	do(t, w, 5*time.Second, "split", "to-server-1")
	play(w, 8*time.Second)
	said := map[string]string{}
	for i := range d.Parts {
		sel, ok := w.Explain(d.Parts[i].Name)
		require.True(t, ok)
		require.Equal(t, d.Parts[i].Name, sel.Title)
		require.NotEmpty(t, sel.Text)
		require.NotEmpty(t, sel.Rows)
		for _, row := range sel.Rows {
			said[sel.ID+" "+row.Name] = row.Text
			require.NotEmpty(t, row.Text)
		}
		said[sel.ID] = sel.Text
	}
	require.Equal(t, "0.5×, slowed", said["server-2 Speed"])
	require.Contains(t, said["server-3"], "is down")
	require.Contains(t, said["to-server-1"], "is split")
	require.Contains(t, said["server-1"], "is split off")
	require.Equal(t, "web send 150 requests per second, Poisson.", said["web"])
	require.Equal(t, "up to 3", said["web Attempts"])
	require.Equal(t, "Weighted round robin", said["lb Policy"])
	require.Contains(t, said["lb server-2"], "weight 1")
	require.Equal(t, "5 ms", said["to-server-2 Latency"])
	_, ok := w.Explain("server-9")
	require.False(t, ok)
}

// everStory explains every request that can be explained now.
func everyStory(w *graph.World, visit func(sel lab.Selection)) {
	for n := uint64(1); w.System().Known(0, n); n++ {
		if sel, ok := w.Explain("request:0:" + strconv.FormatUint(n, 10)); ok && len(sel.Rows) > 0 {
			visit(sel)
		}
	}
}

func TestARequestIsToldFromItsBeginning(t *testing.T) {
	w := graph.New(3, &plain{document: shop(260)})
	want := []string{
		"was answered by server-", " in its queue, ", " in service", " on links.", "is served by server-", "waits at server-", "is the next at server-",
		"is on its way over the link to server-", "is bringing the answer back",
	}
	for range 4000 {
		w.Run(time.Hour, 1, math.MaxInt)
		everyStory(w, func(sel lab.Selection) {
			want = slices.DeleteFunc(want, func(text string) bool { return strings.Contains(sel.Text, text) })
			require.Regexp(t, `^[\d.]+ s$`, sel.Rows[0].Name)
			require.Equal(t, "the client sends the request", sel.Rows[0].Text)
			require.True(t, strings.HasSuffix(sel.Text, "."))
		})
		if len(want) == 0 {
			return
		}
	}
	require.Empty(t, want)
}

func TestTheSlowestCanAlwaysBeTold(t *testing.T) {
	w := graph.New(3, &plain{document: shop(260)})
	play(w, 30*time.Second)
	id, at, ok := w.Slowest()
	require.True(t, ok)
	require.Positive(t, at)
	sel, ok := w.Explain(id)
	require.True(t, ok)
	require.Contains(t, sel.Text, "was answered")
	require.Equal(t, lab.FormatFixed(at.Seconds(), 3)+" s", sel.Rows[len(sel.Rows)-1].Name)
	reasons := slices.ContainsFunc(sel.Rows, func(r lab.Row) bool { return strings.Contains(r.Text, "lb sends it to server-") })
	require.True(t, reasons, "each decision with its reason")
}

func TestWhatHasLeftSaysSo(t *testing.T) {
	w := graph.New(3, &plain{document: shop(150)})
	play(w, 30*time.Second)
	sel, ok := w.Explain("request:0:7")
	require.True(t, ok)
	require.Equal(t, "Request 7", sel.Title)
	require.Equal(t, "Request 7 has left, and its steps are no longer at hand.", sel.Text)
	require.Empty(t, sel.Rows)
	begun, over, whole := w.Told("request:0:7")
	require.Equal(t, []bool{true, true, false}, []bool{begun, over, whole})
	sel, ok = w.Explain("request:0:1000000")
	require.True(t, ok)
	require.Contains(t, sel.Text, "Request 1,000,000 has not been sent yet")
	for _, id := range []string{"request:1:7", "request:99:7", "request:-1:7", "request:0:0", "request:0", "request:", "", "key:7"} {
		_, ok := w.Explain(id)
		require.False(t, ok, id)
		begun, _, _ := w.Told(id)
		require.False(t, begun, id)
	}
}

func TestWhatIsKeptCanBeToldForGood(t *testing.T) {
	const away = "request:0:1000000000150000"
	d := shop(150)
	for i := range d.Parts {
		if s, ok := d.Parts[i].Spec.(system.Server); ok {
			s.Room = system.MaxRoom
			d.Parts[i].Spec = s
		}
	}
	w := graph.New(3, &plain{document: d})
	turned := w.Clone().(*graph.World)
	for _, id := range []string{"nobody", "request:1:7", "request:0:7"} {
		w.Keep(id)
	}
	play(w, 30*time.Second)
	sel, _ := w.Explain("request:0:7")
	require.Contains(t, sel.Text, "Request 7 was answered by server-")
	begun, over, whole := w.Told("request:0:7")
	require.Equal(t, []bool{true, true, true}, []bool{begun, over, whole})
	_, over, whole = w.Told("request:0:8")
	require.Equal(t, []bool{true, false}, []bool{over, whole})

	turned.Keep(away)
	do(t, turned, time.Second, "burst", "web", "100000")
	do(t, turned, time.Second, "burst", "web", "100000")
	sel, _ = turned.Explain(away)
	require.Equal(t, "Request 150,000 of a burst was turned away as it was sent: so many were under way that there was room for no more.", sel.Text)
}

func TestWhatCameToNothingIsTold(t *testing.T) {
	d := shop(300)
	c := d.Parts[0].Spec.(system.Clients)
	c.Timeout, c.Retry = 200*time.Millisecond, resilience.Backoff{Algorithm: resilience.Exponential, Attempts: 10, Base: 50 * time.Millisecond, Cap: 50 * time.Millisecond}
	d.Parts[0].Spec = c
	w := graph.New(3, &plain{document: d})
	do(t, w, time.Second, "slow", "server-2")
	do(t, w, time.Second, "burst", "web", "300")
	want := []string{"and 10 attempts; the last got as far as server-", "has failed, and is sent again in ", "came to nothing after ", "refused at server-"}
	told := false
	for range 40 {
		play(w, w.At()+100*time.Millisecond)
		for i, n := range []uint64{1, 1_000_000_000_000_001} {
			for ; n < []uint64{2500, 1_000_000_000_000_301}[i]; n++ {
				sel, _ := w.Explain("request:0:" + strconv.FormatUint(n, 10))
				want = slices.DeleteFunc(want, func(text string) bool { return strings.Contains(sel.Text, text) })
				told = told || len(sel.Rows) > 0 && strings.Contains(sel.Rows[0].Text, "no longer kept")
			}
		}
	}
	require.Empty(t, want)
	require.True(t, told, "of ten attempts the first are not kept")
}
