package balancinglab

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/graph"
)

// lineOf returns the line of a metric, or of a chart by its name.
func lineOf(w *graph.World, metric, name string) (found graph.Line) {
	for _, l := range w.Rules().Theory(w) {
		if metric != "" && l.Metric == metric || metric == "" && l.Name == name {
			found = l
		}
	}
	return found
}

func TestMeasuredMeansAreThoseOfTheory(t *testing.T) {
	for _, link := range []string{
		"?lab=balancing&algorithm=random&rate=1200",
		"?lab=balancing&servers=1&slots=64&rate=1400&latency=fixed:0s",
		"?lab=balancing&algorithm=round-robin&servers=10&slots=1&rate=200",
	} {
		_, w := open(t, link, 10*time.Minute)
		mean, se := w.System().MeanLatency()
		expected := lineOf(w, "latency-mean", "")
		require.True(t, expected.Holds, link)
		require.InDelta(t, expected.Value, mean, 4*se+1e-4, link)
		wait, se := w.System().MeanWait()
		require.InDelta(t, lineOf(w, "wait-mean", "").Value, wait, 4*se+1e-4, link)
	}
}

func TestEveryAlgorithmLiesBetweenTheLines(t *testing.T) {
	for _, algorithm := range []string{"round-robin", "least-connections", "two-choices", "peak-ewma", "bounded-loads"} {
		_, w := open(t, "?lab=balancing&rate=1450&algorithm="+algorithm, 5*time.Minute)
		mean, se := w.System().MeanLatency()
		q := w.Rules().(*rules).queues()
		require.Greater(t, mean+4*se, q.shared.Sojourn()+q.travel, algorithm)
		require.Less(t, mean-4*se, q.split.Sojourn()+q.travel, algorithm)
		require.False(t, lineOf(w, "latency-mean", "").Holds, "no closed form of its own")
	}
}

func TestTheorySaysWhyItDoesNotHold(t *testing.T) {
	for more, reason := range map[string]string{
		"arrivals=even":              "it is for a Poisson stream of a constant rate",
		"service=fixed:40ms":         "it is for exponential service times",
		"powers=1,2":                 "the servers differ",
		"timeout=1000":               "clients do not wait for ever",
		"retries=1":                  "requests are sent more than once",
		"hedge=p95":                  "requests are sent more than once",
		"loss=0.1":                   "messages get lost",
		"per-connection=2":           "the balancer chooses for connections, and not for each request",
		"sticky=1":                   "clients go where they were before",
		"pauses=5":                   "the servers pause",
		"rate=1700":                  "more requests come than the servers can serve",
		"do=1s:slow:server-2:0.5":    "server-2 is slowed",
		"do=1s:kill:server-2":        "server-2 is down",
		"do=1s:drain:server-2":       "server-2 is draining",
		"do=1s:split:server-2":       "server-2 is split off",
		"do=1s:pause:server-2:60000": "server-2 is paused",
		"health-check=100&do=1s:kill:server-2&do=1.95s:restore:server-2":                                "server-2 is out of rotation",
		"warm-up=5000&algorithm=smooth-weighted&weights=0&do=1s:kill:server-2&do=1.5s:restore:server-2": "server-2 is warming up",
	} {
		_, w := open(t, "?lab=balancing&"+more, 2*time.Second)
		l := lineOf(w, "", "one shared queue")
		require.False(t, l.Holds, more)
		require.Equal(t, reason, l.Reason, more)
	}
	for more, reason := range map[string]string{
		"algorithm=ip-hash&shared=0.7&room=10000":                    "IP hash gives the servers unequal shares",
		"algorithm=bounded-loads":                                    "Bounded loads gives the servers unequal shares",
		"algorithm=weighted-random&weights=1,1,1,5&room=10000":       "the weights differ",
		"algorithm=weighted-random&do=1s:weight:server-3:7&rate=400": "the weights differ",
		"algorithm=weighted-random&weights=3":                        "",
		"algorithm=round-robin&weights=1,1,1,5":                      "",
	} {
		_, w := open(t, "?lab=balancing&"+more, 2*time.Second)
		require.Equal(t, reason, lineOf(w, "", "split at random").Reason, more)
		require.Equal(t, reason == "", lineOf(w, "", "p99, split at random").Holds, more)
		require.True(t, lineOf(w, "", "one shared queue").Holds, more)
	}
	_, w := open(t, "?lab=balancing&servers=10&slots=1&rate=100&latency=exp:10ms", 2*time.Second)
	l := lineOf(w, "wait-mean", "")
	require.False(t, l.Holds, "links mix up the order")
	_, w = open(t, "?lab=balancing&do=1s:slow:server-2:0.5&do=1.5s:restore:server-2", 2*time.Second)
	require.True(t, lineOf(w, "", "one shared queue").Holds)
}
