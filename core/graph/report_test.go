package graph_test

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/sim"
	"headroom/core/system"
)

// plain is the smallest of rules: a document, and what a test says of theory.
type plain struct {
	document *system.Document
	theory   []graph.Line
}

func (r *plain) Document() *system.Document             { return r.document }
func (r *plain) Set(key, value string)                  {}
func (r *plain) Value(key string) (string, bool)        { return "", false }
func (r *plain) NextName(func(name string) bool) string { return "" }
func (r *plain) Clone() graph.Rules                     { c := *r; return &c }
func (r *plain) Theory(*graph.World) []graph.Line       { return r.theory }

func (r *plain) Caption(*graph.World, time.Duration) lab.Caption {
	return lab.Caption{Now: "all is well"}
}

func (r *plain) Metrics(*graph.World, time.Duration) []lab.Metric {
	return []lab.Metric{{Name: "own", Value: 42}}
}

func (r *plain) PartActions(w *graph.World, part string) []string { return []string{"slow", "weight"} }

func (r *plain) Do(w *graph.World, a lab.Action) error {
	part, sys := a.Fields[0], w.System()
	switch a.Name {
	case "slow":
		w.Say(part + " is slow now")
		return sys.Slow(w.Now(), part, 0.5)
	case "kill":
		return sys.Crash(w.Now(), part)
	case "split":
		return sys.Split(w.Now(), part)
	case "burst":
		n, _ := strconv.Atoi(a.Fields[1])
		return sys.Burst(w.Now(), part, n)
	}
	return errors.New("no " + a.Name)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// shop is clients before a balancer and three servers of four slots of 40 ms, 5 ms away.
func shop(rate float64) *system.Document {
	link := system.Link{Latency: sim.Fixed(5 * time.Millisecond)}
	d := &system.Document{Version: system.Version, Parts: []system.Part{
		{Name: "web", To: []string{"lb"}, Spec: system.Clients{Profile: must(sim.Steady(rate)), Addresses: 100}},
		{Name: "lb", Spec: system.Balancer{Config: balancer.Config{Policy: balancer.SmoothWeighted}, Weights: []int{1, 1, 1}}},
	}}
	for i := range 3 {
		name := "server-" + strconv.Itoa(i+1)
		d.Parts[1].To = append(d.Parts[1].To, "to-"+name)
		d.Parts = append(d.Parts, system.Part{Name: "to-" + name, To: []string{name}, Spec: link},
			system.Part{Name: name, Spec: system.Server{Slots: 4, Room: 50, Service: sim.Exponential(40 * time.Millisecond), Speed: 1}})
	}
	return d
}

func play(w *graph.World, until time.Duration) { w.Run(until, math.MaxInt, math.MaxInt) }

func do(t *testing.T, w *graph.World, at time.Duration, name string, fields ...string) {
	t.Helper()
	play(w, at)
	require.NoError(t, w.Apply(lab.Action{At: at, Name: name, Fields: fields}))
}

func values(metrics []lab.Metric) map[string]lab.Metric {
	all := map[string]lab.Metric{}
	for _, m := range metrics {
		all[m.Name] = m
	}
	return all
}

func TestMetricsAddUp(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150)})
	require.Contains(t, values(w.Metrics(0)), "sent")
	require.NotContains(t, values(w.Metrics(0)), "latency-mean", "nothing has been answered yet")
	play(w, time.Minute)
	m := values(w.Metrics(time.Minute))
	ended := m["answered"].Value + m["refused"].Value + m["failed"].Value + m["timed-out"].Value + m["lost"].Value
	require.Equal(t, m["sent"].Value, ended+float64(w.System().Totals().UnderWay))
	require.InDelta(t, 150, m["requests-per-second"].Value, 8)
	require.InDelta(t, m["latency-mean"].Value, m["wait-mean"].Value+0.050, 0.002)
	require.Less(t, m["latency-p50"].Value, m["latency-p99"].Value)
	require.InDelta(t, m["waiting"].Value, m["wait-mean"].Value*m["requests-per-second"].Value, 0.02)
	require.InDelta(t, m["in-system"].Value, m["latency-mean"].Value*m["requests-per-second"].Value, 0.05)
	require.Exactly(t, 1.0, m["little"].Value)
	require.InDelta(t, 0.5, m["busy"].Value, 0.04)
	busiest := 0.0
	for i := range 3 {
		busiest = max(busiest, m["busy-server-"+strconv.Itoa(i+1)].Value)
		require.Positive(t, m["p99-server-"+strconv.Itoa(i+1)].Value)
	}
	require.Exactly(t, busiest, m["busiest"].Value)
	require.InDelta(t, 1.0/3, m["affinity"].Value, 0.03)
	require.Exactly(t, 1.0, m["amplification"].Value)
	require.Exactly(t, 42.0, m["own"].Value)
}

func TestTheoryIsOfTheSystemSinceItsLastChange(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150), theory: []graph.Line{
		{Metric: "latency-mean", Chart: "latency", Name: "mean", Value: 0.0505, Holds: true},
	}})
	do(t, w, 10*time.Second, "slow", "server-1", "0.5")
	play(w, 20*time.Second)
	m := values(w.Metrics(20 * time.Second))
	require.Equal(t, &lab.Theory{Value: 0.0505, Text: "50.5 ms", Reason: "what is measured reaches back to before the last change"}, m["latency-mean"].Theory)
	charts := w.Charts()
	require.Equal(t, 10.0, charts[1].Series[len(charts[1].Series)-1].X[0])
	w.Measure(20 * time.Second)
	play(w, 40*time.Second)
	require.True(t, values(w.Metrics(40 * time.Second))["latency-mean"].Theory.Holds)
}

func TestMeasureLeavesOutWhatWasBefore(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150)})
	do(t, w, time.Second, "burst", "web", "500")
	play(w, 20*time.Second)
	before := values(w.Metrics(20 * time.Second))
	require.Positive(t, before["refused"].Value)
	under := w.System().Totals().UnderWay
	w.Measure(20 * time.Second)
	m := values(w.Metrics(20 * time.Second))
	require.EqualValues(t, under, m["sent"].Value)
	require.NotContains(t, m, "requests-per-second")
	require.NotContains(t, m, "latency-mean")
	play(w, 40*time.Second)
	m = values(w.Metrics(40 * time.Second))
	require.Zero(t, m["refused"].Value)
	require.InDelta(t, 150, m["requests-per-second"].Value, 10)
	require.Exactly(t, 1.0, m["little"].Value)
	require.Less(t, m["latency-p99"].Value, before["latency-p99"].Value)
	require.Exactly(t, 1.0, m["amplification"].Value, "what was sent before does not count")
}

func TestLittleIsExactFromEmptyToEmpty(t *testing.T) {
	d := shop(20)
	d.Parts[0].Spec = system.Clients{Profile: must(sim.Recorded([]time.Duration{time.Second, 2 * time.Second, 2 * time.Second})), Addresses: 1}
	w := graph.New(5, &plain{document: d})
	play(w, 10*time.Second)
	m := values(w.Metrics(10 * time.Second))
	require.Zero(t, w.System().Totals().UnderWay)
	require.Exactly(t, 1.0, m["little"].Value)
	require.InDelta(t, m["in-system"].Value, m["requests-per-second"].Value*m["latency-mean"].Value, 1e-9)
}

func TestTheoryStandsBesideItsMetricAndInItsChart(t *testing.T) {
	rules := &plain{document: shop(150), theory: []graph.Line{
		{Metric: "latency-mean", Chart: "latency", Name: "mean", Value: 0.0505, Holds: true},
		{Metric: "wait-mean", Chart: "waiting", Name: "bad", Value: 0.1, Reason: "it is not so"},
		{Metric: "no-such", Value: 1, Holds: true},
		{Chart: "waiting", Name: "for ever", Value: math.Inf(1), Holds: true},
	}}
	w := graph.New(1, rules)
	play(w, 10*time.Second)
	m := values(w.Metrics(10 * time.Second))
	require.Equal(t, &lab.Theory{Value: 0.0505, Text: "50.5 ms", Holds: true}, m["latency-mean"].Theory)
	require.Equal(t, &lab.Theory{Value: 0.1, Text: "100 ms", Reason: "it is not so"}, m["wait-mean"].Theory)
	require.Nil(t, m["p-wait"].Theory)
	charts := w.Charts()
	last := charts[1].Series[len(charts[1].Series)-1]
	require.Equal(t, lab.Series{Name: "mean", Role: scene.Muted, Dashed: true, X: last.X, Y: []float64{50.5, 50.5}}, last)
	require.Len(t, charts[2].Series, 1, "neither what does not hold nor what has no place")
}

func TestChartsHaveAPointForEachStretchOfTime(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150)})
	for _, c := range w.Charts() {
		require.Equal(t, "none yet", c.Sub)
	}
	for _, until := range []time.Duration{30 * time.Second, 10 * time.Minute} {
		play(w, until)
		for _, c := range w.Charts() {
			require.True(t, c.Timed)
			for _, line := range c.Series {
				require.Len(t, line.Y, len(line.X))
				require.LessOrEqual(t, len(line.X), 240)
				require.Greater(t, len(line.X), 100)
				require.True(t, slices.IsSorted(line.X))
				require.Less(t, line.X[len(line.X)-1], until.Seconds())
			}
		}
		answered := w.Charts()[0].Series[1]
		sum := 0.0
		for _, y := range answered.Y {
			sum += y
		}
		require.InDelta(t, 150, sum/float64(len(answered.Y)), 8)
	}
	latency := w.Charts()[1]
	require.Regexp(t, `^\d+ per s$`, w.Charts()[0].Sub)
	require.Regexp(t, `^p50 \d+ ms, p99 \d+ ms$`, latency.Sub)
	require.Regexp(t, `^[\d.]+ requests$`, w.Charts()[2].Sub)
	require.True(t, latency.Y.Log)
	require.InDelta(t, 35, latency.Series[0].Y[100], 12, "milliseconds")
	require.Greater(t, latency.Series[1].Y[100], latency.Series[0].Y[100])
}

func TestAttemptsAreDrawnWhereRequestsAreSentAgain(t *testing.T) {
	names := func(charts []lab.Chart) (all []string) {
		for _, one := range charts[0].Series {
			all = append(all, one.Name)
		}
		return all
	}
	d := shop(150)
	w := graph.New(1, &plain{document: d})
	play(w, 5*time.Second)
	require.Equal(t, []string{"sent", "answered"}, names(w.Charts()))
	clients := d.Parts[0].Spec.(system.Clients)
	clients.Retry.Attempts = 3
	d.Parts[0].Spec = clients
	w = graph.New(1, &plain{document: d})
	for i := range 3 {
		do(t, w, 5*time.Second, "kill", "server-"+strconv.Itoa(i+1))
	}
	play(w, 10*time.Second)
	require.Equal(t, []string{"sent", "attempts", "answered"}, names(w.Charts()))
	sent, attempts := w.Charts()[0].Series[0].Y, w.Charts()[0].Series[1].Y
	require.Equal(t, sent[10], attempts[10])
	require.InEpsilon(t, 3, attempts[30]/sent[30], 0.5, "each is tried three times")
}

func TestWhereNothingIsAnsweredTheLineHasAGap(t *testing.T) {
	w := graph.New(1, &plain{document: shop(150)})
	for i := range 3 {
		do(t, w, 5*time.Second, "kill", "server-"+strconv.Itoa(i+1))
	}
	play(w, 10*time.Second)
	charts := w.Charts()
	require.True(t, math.IsNaN(charts[1].Series[0].Y[30]))
	require.False(t, math.IsNaN(charts[1].Series[0].Y[10]))
	require.Equal(t, "nothing answered", charts[1].Sub)
	require.Zero(t, charts[0].Series[1].Y[30])
}
