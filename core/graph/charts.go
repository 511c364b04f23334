package graph

import (
	"math"
	"strings"
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// mostPoints is about how many points a line has: of longer histories neighbours are joined, 2 or 4 or 8 at a time,
// so that a point does not change once it is there.
const mostPoints = 240

// charted is the history as it is drawn: a row for each point.
type charted struct {
	at, sent, attempts, answered, p50, p99, waiting []float64
	again                                           bool // some requests were sent more than once
}

func (w *World) charted() charted {
	samples, step := w.sys.History(w.Moment()), w.sys.HistoryStep().Seconds()
	each := 1
	for len(samples) > mostPoints*each {
		each *= 2
	}
	n := (len(samples) + each - 1) / each
	room := make([]float64, 7*n)
	row := func(i int) []float64 { return room[i*n : (i+1)*n] }
	c := charted{row(0), row(1), row(2), row(3), row(4), row(5), row(6), false}
	for i := range n {
		joined := samples[i*each : min((i+1)*each, len(samples))]
		length := float64(len(joined)) * step
		c.at[i] = float64(float64(i*each)*step) + length/2
		c.join(i, joined, length)
	}
	return c
}

// join makes a point of some samples. Percentiles cannot be joined exactly: it is their mean over the requests.
func (c *charted) join(i int, samples []system.Sample, length float64) {
	answered, p50, p99 := 0.0, 0.0, 0.0
	for k := range samples {
		s := &samples[k]
		n := float64(s.OK)
		answered += n
		p50 += float64(n * 1000 * s.P50.Seconds())
		p99 += float64(n * 1000 * s.P99.Seconds())
		c.sent[i] += float64(s.Sent) / length
		c.attempts[i] += float64(s.Attempts) / length
		c.again = c.again || s.Attempts > s.Sent
		c.waiting[i] += s.Waiting / float64(len(samples))
	}
	c.answered[i], c.waiting[i] = answered/length, neat(c.waiting[i])
	c.p50[i], c.p99[i] = neat(p50/answered), neat(p99/answered) // a gap where nothing was answered
}

// neat drops digits that say nothing, which take room in the page's table.
func neat(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// The charts, by their titles, what their lines are of, and its unit.
var charts = [...][3]string{{"Throughput", "requests per second", ""}, {"Latency", "latency", "ms"}, {"Waiting", "requests", ""}}

// Charts returns what was answered, how long it took, and how many waited, over time.
func (w *World) Charts() []lab.Chart {
	c := w.charted()
	all := make([]lab.Chart, len(charts))
	for i := range all {
		one := &all[i]
		one.Title, one.Y.Label, one.Y.Unit, one.Y.Format = charts[i][0], charts[i][1], charts[i][2], "count"
		one.Sub, one.Timed, one.X = "none yet", true, lab.Axis{Label: "time", Unit: "s", Format: "number"}
	}
	all[1].Y.Log, all[1].Y.Format = true, "number"
	plot(&all[0], "sent", scene.Faint, c.at, c.sent)
	if c.again {
		plot(&all[0], "attempts", scene.Series2, c.at, c.attempts)
	}
	plot(&all[0], "answered", scene.Series1, c.at, c.answered)
	plot(&all[1], "p50", scene.Series1, c.at, c.p50)
	plot(&all[1], "p99", scene.Danger, c.at, c.p99)
	plot(&all[2], "waiting", scene.Series1, c.at, c.waiting)
	if n := len(c.at) - 1; n >= 0 {
		all[0].Sub = number(c.answered[n]) + " per s"
		all[1].Sub = "nothing answered"
		if c.p99[n] > 0 { // not NaN either
			all[1].Sub = "p50 " + span(micro(c.p50[n])) + ", p99 " + span(micro(c.p99[n]))
		}
		all[2].Sub = plural(w.waiting(), "request")
		w.expected(all, c.at[0], c.at[n])
	}
	return all
}

// waiting is how many requests wait at this moment.
func (w *World) waiting() (n uint64) {
	for i := range w.sys.Document().Parts {
		p := w.part(i, 0)
		n += uint64(p.Waiting)
	}
	return n
}

// micro is a time in whole microseconds, of milliseconds.
func micro(ms float64) time.Duration { return time.Duration(ms*1000) * time.Microsecond }

// plot adds a line to a chart. It is called rather than copied, for the bytes of it.
//
//go:noinline
func plot(c *lab.Chart, name string, role scene.Role, x, y []float64) {
	c.Series = append(c.Series, lab.Series{Name: name, Role: role, Dashed: role == scene.Muted, X: x, Y: y})
}

// expected draws what closed forms expect of the system as it is since the last action, where they hold.
func (w *World) expected(all []lab.Chart, from, to float64) {
	lines := w.rules.Theory(w)
	from = max(from, w.now.Seconds())
	if from >= to {
		return
	}
	for i := range lines {
		one := &lines[i]
		for k := range charts {
			if !one.Holds || math.IsInf(one.Value, 0) || one.Chart != strings.ToLower(charts[k][0]) {
				continue
			}
			y := one.Value
			if k == 1 {
				y *= 1000 // milliseconds
			}
			plot(&all[k], one.Name, scene.Muted, []float64{from, to}, []float64{y, y})
		}
	}
}
