package ringlab

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
)

var labs = []*lab.Lab{New()}

// start makes the world of a link at time zero with all keys placed.
func start(t require.TestingT, link string) *world {
	sc, notices, err := lab.Parse("?lab=ring&"+link, labs)
	require.NoError(t, err)
	require.Empty(t, notices)
	w := sc.Lab.New(lab.Setup{Seed: sc.Seed, Values: sc.Values}).(*world)
	finish(w)
	return w
}

// finish does the work that is left.
func finish(w *world) {
	for w.job != nil {
		w.Run(w.at, 0, math.MaxInt)
	}
}

// do acts at a time, which no arrival lies beyond, and places the keys.
func do(t require.TestingT, w *world, at time.Duration, name string, fields ...string) {
	require.NoError(t, try(w, at, name, fields...))
}

// try does the same where that is possible.
func try(w *world, at time.Duration, name string, fields ...string) error {
	a, err := labs[0].Check(name, fields)
	if err != nil {
		return err
	}
	a.At = at
	err = w.Apply(a)
	finish(w)
	return err
}

// run lets keys arrive up to a time.
func run(w *world, until time.Duration) {
	w.Run(until, math.MaxInt, math.MaxInt)
}

// counts returns the keys of each node, by name.
func counts(w *world) map[string]int {
	all := map[string]int{}
	for _, n := range w.nodes {
		all[n.name] = w.tally.keys[n.id]
	}
	return all
}

func metricOf(t *testing.T, w *world, name string, now time.Duration) lab.Metric {
	t.Helper()
	for _, m := range w.Metrics(now) {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("there is no metric %s", name)
	return lab.Metric{}
}

var methods = []string{ring, bounded, ketama, rendezvous, jump, maglev, modulo}
