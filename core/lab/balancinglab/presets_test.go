package balancinglab

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/session"
	"headroom/core/system"
)

// open plays a link to a moment.
func open(t *testing.T, link string, at time.Duration) (*session.Session, *graph.World) {
	t.Helper()
	s, err := session.Open(link, []*lab.Lab{New()}, nil)
	require.NoError(t, err)
	require.Empty(t, s.Notices())
	s.Seek(at)
	s.Settle()
	return s, s.World().(*graph.World)
}

func preset(t *testing.T, name string) string {
	t.Helper()
	for _, p := range presets() {
		if p.Name == name {
			return p.Link
		}
	}
	t.Fatal("no preset " + name)
	return ""
}

// during sums the history from one time to another, which are multiples of its step.
func during(w *graph.World, from, to time.Duration) (sum system.Sample) {
	step := w.System().HistoryStep()
	for _, one := range w.System().History(0)[from/step : to/step] {
		sum.Sent, sum.OK, sum.Bad = sum.Sent+one.Sent, sum.OK+one.OK, sum.Bad+one.Bad
		sum.P99 = max(sum.P99, one.P99)
		sum.Waiting = max(sum.Waiting, one.Waiting)
	}
	return sum
}

func seen(w *graph.World, name string, now time.Duration) system.PartState {
	return w.System().Part(w.System().Index(name), now)
}

func TestOneServerSaturates(t *testing.T) {
	s, w := open(t, preset(t, "one server saturates"), 20*time.Second)
	before, after := during(w, 5*time.Second, 10*time.Second), during(w, 15*time.Second, 20*time.Second)
	require.Zero(t, before.Bad)
	require.InDelta(t, 600-400, float64(after.Bad)/5, 30, "what a server cannot do is refused once its queue is full")
	require.InDelta(t, 400, float64(after.OK)/5, 15)
	require.Greater(t, after.P99, before.P99*3/2)
	require.Contains(t, s.Caption().Now, "600 requests come each second and the servers can do 400")
}

func TestRoundRobinOverUnequalServersAndWeights(t *testing.T) {
	_, w := open(t, preset(t, "round robin over unequal servers"), 12*time.Second)
	require.NotZero(t, during(w, 10*time.Second, 12*time.Second).Bad, "the small ones overflow")
	require.Less(t, seen(w, "server-4", 12*time.Second).Share, .5, "while the large one is half idle")
	s, w := open(t, preset(t, "weights mend it"), 12*time.Second)
	require.Zero(t, during(w, 10*time.Second, 12*time.Second).Bad)
	for _, name := range []string{"server-1", "server-2", "server-3", "server-4"} {
		require.InDelta(t, 2000./3200, seen(w, name, 12*time.Second).Share, .12, name)
	}
	require.Contains(t, s.Caption().Now, "Weighted round robin: ")
}

func TestOneSlowServer(t *testing.T) {
	s, w := open(t, preset(t, "one slow server"), 45*time.Second)
	require.Greater(t, during(w, 35*time.Second, 45*time.Second).P99, during(w, 20*time.Second, 30*time.Second).P99)
	require.InDelta(t, 175./200, seen(w, "server-3", 45*time.Second).Share, .15)
	require.Contains(t, s.Caption().Now, "Round robin keeps sending 25% of the requests to server-3, which works at 0.5 of its speed: ")
	require.Contains(t, s.Caption().Try, "Try least connections")
}

func TestLeastConnectionsNoticesASlowServer(t *testing.T) {
	s, w := open(t, preset(t, "least connections"), 45*time.Second)
	require.NotZero(t, during(w, 31*time.Second, 32*time.Second).Bad)
	require.Zero(t, during(w, 35*time.Second, 45*time.Second).Bad)
	require.Contains(t, s.Caption().Now, "Least connections notices that server-3 works at 0.25 of its speed and has it do 10% of the work")
}

func TestTwoChoicesWaitLessThanRandom(t *testing.T) {
	link := preset(t, "two choices against random")
	s, _ := open(t, link, 20*time.Second)
	_, two := open(t, "?lab=balancing&algorithm=two-choices&servers=10&slots=4&rate=500&do=5s:set:rate:900", 20*time.Second)
	_, random := open(t, "?lab=balancing&algorithm=random&servers=10&slots=4&rate=500&do=5s:set:rate:900", 20*time.Second)
	waitRandom, _ := random.System().MeanWait()
	waitTwo, _ := two.System().MeanWait()
	require.Greater(t, waitRandom, 2*waitTwo)
	require.NotNil(t, s.Scenario().Other, "the preset compares")
}

func TestOneNATFillsOneServer(t *testing.T) {
	_, w := open(t, preset(t, "IP hash behind one NAT"), 12*time.Second)
	full := 0
	for _, name := range []string{"server-1", "server-2", "server-3", "server-4"} {
		if p := seen(w, name, 12*time.Second); p.Share > .95 {
			full++
		} else {
			require.Less(t, p.Share, .4, "the others are nearly idle")
		}
	}
	require.Equal(t, 1, full)
}

func TestTenThousandReconnect(t *testing.T) {
	s, w := open(t, preset(t, "ten thousand clients reconnect at once"), 6*time.Second)
	require.Greater(t, w.System().Totals().UnderWay, uint64(8000))
	require.Contains(t, s.Caption().Now, "which is all that the servers can do in ")
	_, w = open(t, preset(t, "ten thousand clients reconnect at once"), 15*time.Second)
	require.Less(t, w.System().Totals().UnderWay, uint64(100), "ten seconds later the queues are empty again")
	require.Greater(t, during(w, 5*time.Second, 14*time.Second).P99, 4*time.Second)
}

func TestRetriesKeepASystemDownThatABudgetLetsRecover(t *testing.T) {
	s, w := open(t, preset(t, "retries without a budget"), 30*time.Second)
	require.Zero(t, during(w, 25*time.Second, 30*time.Second).OK, "long after the cause has gone nobody gets an answer")
	require.Contains(t, s.Caption().Now, "of all that was sent are retries; the servers are well and busy, and nobody gets an answer in time any more.")
	_, w = open(t, preset(t, "retries with a budget"), 30*time.Second)
	with := during(w, 25*time.Second, 30*time.Second)
	require.Greater(t, with.OK, with.Sent*99/100, "with a budget nearly all do")
}

func TestConnectionsNeverReachANewServer(t *testing.T) {
	link := preset(t, "connections that a new server never gets")
	s, w := open(t, link, 15*time.Second)
	require.Contains(t, s.Caption().Now, "server-5 has 0 of the 200 open connections")
	require.Less(t, seen(w, "server-5", 15*time.Second).Arrived, uint64(100))
	_, w = open(t, link, time.Minute)
	require.Less(t, seen(w, "server-5", time.Minute).Arrived, uint64(300), "nor later on the timeline")
	require.NotNil(t, s.Scenario().Other, "the preset compares")
	each, _, _ := strings.Cut(strings.Replace(link, "per-connection=500&", "", 1), "&b.")
	_, w = open(t, each, 15*time.Second)
	require.InDelta(t, 15200/5, seen(w, "server-5", 15*time.Second).Arrived, 200, "a choice for each request reaches it at once")
}
