package graph

import (
	"math"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// mostPoints is about how many points a line has: of longer histories neighbours are joined, 2 or 4 or 8 at a time,
// so that a point does not change once it is there.
const mostPoints = 240

// charted is the history as it is drawn: a row for each point.
type charted struct{ at, sent, answered, p50, p99, waiting []float64 }

func (w *World) charted() charted {
	samples, step := w.sys.History(), w.sys.HistoryStep().Seconds()
	each := 1
	for len(samples) > mostPoints*each {
		each *= 2
	}
	n := (len(samples) + each - 1) / each
	room := make([]float64, 6*n)
	row := func(i int) []float64 { return room[i*n : (i+1)*n] }
	c := charted{row(0), row(1), row(2), row(3), row(4), row(5)}
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
		p50 += float64(n * milliseconds(s.P50.Seconds()))
		p99 += float64(n * milliseconds(s.P99.Seconds()))
		c.sent[i] += float64(s.Sent) / length
		c.waiting[i] += s.Waiting / float64(len(samples))
	}
	c.answered[i], c.waiting[i] = answered/length, neat(c.waiting[i])
	c.p50[i], c.p99[i] = neat(p50/answered), neat(p99/answered) // a gap where nothing was answered
}

// neat drops digits that say nothing, which take room in the page's table.
func neat(x float64) float64 { return math.Round(x*1e4) / 1e4 }

func milliseconds(s float64) float64 { return s * 1000 }

// Charts returns what was answered, how long it took, and how many waited, over time.
func (w *World) Charts() []lab.Chart {
	c := w.charted()
	charts := []lab.Chart{
		chart("Throughput", "requests per second", "", c.at,
			lab.Series{Name: "sent", Role: scene.Faint, Y: c.sent}, lab.Series{Name: "answered", Role: scene.Series1, Y: c.answered}),
		chart("Latency", "latency", "ms", c.at,
			lab.Series{Name: "p50", Role: scene.Series1, Y: c.p50}, lab.Series{Name: "p99", Role: scene.Danger, Y: c.p99}),
		chart("Waiting", "requests", "", c.at, lab.Series{Name: "waiting", Role: scene.Series1, Y: c.waiting}),
	}
	charts[1].Y.Log = true
	if n := len(c.at) - 1; n >= 0 {
		charts[0].Sub = number(c.answered[n]) + " per s"
		charts[2].Sub = plainly(c.waiting[n], "request")
		charts[1].Sub = "nothing answered"
		if c.p99[n] > 0 { // not NaN either
			charts[1].Sub = "p50 " + duration(c.p50[n]/1000) + ", p99 " + duration(c.p99[n]/1000)
		}
		w.expected(charts, c.at[0], c.at[n])
	}
	return charts
}

func plainly(x float64, what string) string {
	if x != 1 {
		what += "s"
	}
	return number(x) + " " + what
}

func chart(title, label, unit string, at []float64, lines ...lab.Series) lab.Chart {
	for i := range lines {
		lines[i].X = at
	}
	return lab.Chart{
		Title: title, Sub: "none yet", Timed: true, Series: lines,
		X: lab.Axis{Label: "time", Unit: "s", Format: "number"}, Y: lab.Axis{Label: label, Unit: unit, Format: "number"},
	}
}

// expected draws what closed forms expect, where they hold.
func (w *World) expected(charts []lab.Chart, from, to float64) {
	for _, line := range w.rules.Theory(w) {
		for i, name := range [...]string{"throughput", "latency", "waiting"} {
			if line.Chart != name || !line.Holds || math.IsInf(line.Value, 0) {
				continue
			}
			if name == "latency" {
				line.Value = milliseconds(line.Value)
			}
			charts[i].Series = append(charts[i].Series, lab.Series{
				Name: line.Name, Role: scene.Muted, Dashed: true, X: []float64{from, to}, Y: []float64{line.Value, line.Value},
			})
		}
	}
}
