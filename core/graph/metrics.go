package graph

import (
	"math"
	"time"

	"headroom/core/lab"
	"headroom/core/system"
)

// Units of metrics, in which theory is told as well.
const (
	seconds  = "s"
	shares   = "share"
	perSec   = "1/s"
	requests = "requests"
	times    = "ratio"
)

// measured is what every system measures, in the order in which Metrics works it out.
var measured = [...]struct{ name, label, unit string }{
	{"sent", "Sent", requests}, {"answered", "Answered", requests}, {"refused", "Refused", requests}, {"failed", "Failed", requests},
	{"timed-out", "Timed out", requests}, {"lost", "Lost", requests}, {"unanswered", "Came to nothing", shares}, {"requests-per-second", "Answered per second", perSec},
	{"latency-mean", "Mean latency", seconds}, {"latency-p50", "p50", seconds}, {"latency-p99", "p99", seconds},
	{"wait-mean", "Mean wait", seconds}, {"p-wait", "Had to wait", shares},
	{"retries", "Retries", requests}, {"hedges", "Hedges", requests}, {"amplification", "Attempts per request", times},
	{"affinity", "Kept their server", shares}, {"waiting", "Waiting on average", requests},
	{"in-system", "Under way on average", requests}, {"little", "Under way over rate × time", times},
	{"busy", "Busy", shares}, {"busiest", "Busiest server", shares},
}

// Metrics returns what is measured: requests and what became of them, times, how many there are on average, and each
// server's own; what the lab adds comes last. What has not happened yet, such as an answer, has no mean.
//
// Little's law holds for what passes within any time: the mean number is the rate times the mean time that each
// spends in the system within it, to the nanosecond.
func (w *World) Metrics(now time.Duration) []lab.Metric {
	now = max(now, w.Moment())
	t, length := w.sys.Totals(), (now - w.sys.Since()).Seconds()
	answered := float64(t.OK)
	latency, _ := w.sys.MeanLatency()
	wait, _ := w.sys.MeanWait()
	integral, sojourns := w.sys.Little(now)
	under := w.sys.InSystem(now)
	own, l := w.levels(now)
	some, long := ratio(0, answered), ratio(0, length) // NaN where means are of nothing
	values := [len(measured)]float64{
		float64(t.Sent), answered, float64(t.Refused), float64(t.Failed), float64(t.TimedOut), float64(t.Lost), unanswered(&t), ratio(answered, length),
		latency + some, w.sys.Latency(0.5).Seconds() + some, w.sys.Latency(0.99).Seconds() + some, wait + some,
		ratio(float64(t.Waited), answered), float64(t.Retries), float64(t.Hedges),
		ratio(float64(t.Attempts), float64(t.Attempts-t.Retries-t.Hedges)), ratio(float64(t.Kept), float64(t.Repeat)),
		l.waiting + long, under + long, ratio(float64(integral), float64(sojourns)) + float64(0*under),
		min(1, ratio(l.busy, l.slots)) + long, l.busiest + long,
	}
	var all report
	for i := range measured {
		all.add(measured[i].name, measured[i].label, values[i], measured[i].unit)
	}
	all = append(append(all, own...), w.rules.Metrics(w, now)...)
	w.expect(all)
	return all
}

// unanswered is the share of requests that came to nothing, of those that have ended.
func unanswered(t *system.Totals) float64 {
	nothing := t.Refused + t.Failed + t.TimedOut + t.Lost
	return ratio(float64(nothing), float64(nothing+t.OK))
}

// ratio is NaN where there is nothing to divide by.
func ratio(x, of float64) float64 {
	if of > 0 {
		return x / of
	}
	return math.NaN()
}

// levels are what servers and pools had on average.
type levels struct{ busy, slots, waiting, busiest float64 }

// levels returns them, and each one's own figures.
func (w *World) levels(now time.Duration) (own report, l levels) {
	for i := range w.sys.Document().Parts {
		p := w.sys.Part(i, now)
		if p.Kind < system.ServerKind {
			continue
		}
		busy := p.MeanBusy / max(p.MeanSlots, p.MeanBusy, 1e-9) // more are busy while slots go that are in use
		l = levels{l.busy + p.MeanBusy, l.slots + p.MeanSlots, l.waiting + p.MeanWaiting, max(l.busiest, busy)}
		own.add("p99-"+p.Name, "p99 of "+p.Name, p.P99.Seconds()+ratio(0, float64(p.P99)), seconds)
		own.add("busy-"+p.Name, p.Name+" busy", busy+ratio(0, float64(now-w.sys.Since())), shares)
	}
	return own, l
}

// expect puts what theory expects beside what is measured. It is for the system as it is now, so it holds only where
// what is measured does not reach back to before it became so.
func (w *World) expect(all []lab.Metric) {
	lines, mixed := w.rules.Theory(w), w.now > w.sys.Since()
	for i := range lines {
		for k := range all {
			if line, m := &lines[i], &all[k]; line.Metric != "" && m.Name == line.Metric {
				m.Theory = &lab.Theory{Value: line.Value, Text: inUnit(line.Value, m.Unit), Holds: line.Holds, Reason: line.Reason}
				if mixed && line.Holds {
					m.Theory.Holds, m.Theory.Reason = false, "what is measured reaches back to before the last change"
				}
			}
		}
	}
}

// report gathers metrics.
type report []lab.Metric

// add leaves out what has no value. It is called rather than copied, for the bytes of it.
//
//go:noinline
func (r *report) add(name, label string, value float64, unit string) {
	if !math.IsNaN(value) {
		*r = append(*r, lab.Metric{Name: name, Label: label, Value: value, Text: inUnit(value, unit), Unit: unit})
	}
}

// inUnit writes a value as a person reads it.
func inUnit(x float64, unit string) string {
	switch unit {
	case seconds:
		return duration(x)
	case shares:
		return lab.FormatPercent(x)
	case perSec:
		return number(x) + " per s"
	case times:
		return lab.FormatFixed(x, 3) + "×"
	}
	return number(x)
}

// duration writes seconds to three digits, by which means can be told apart.
func duration(s float64) string {
	x, unit, digits := s*1e3, " ms", 2
	switch {
	case s >= 0.9995:
		x, unit = s, " s"
	case s == 0:
		digits = 0
	case s < 0.9995e-3:
		x, unit = s*1e6, " µs"
	}
	if x >= 99.95 {
		digits = 0
	} else if x >= 9.995 {
		digits = 1
	}
	return lab.FormatFixed(x, digits) + unit
}
