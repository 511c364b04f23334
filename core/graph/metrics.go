package graph

import (
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

// report gathers metrics.
type report struct{ all []lab.Metric }

func (r *report) add(name, label string, value float64, unit string) {
	r.all = append(r.all, lab.Metric{Name: name, Label: label, Value: value, Text: inUnit(value, unit), Unit: unit})
}

func (r *report) count(name, label string, n uint64) { r.add(name, label, float64(n), requests) }

// ratio adds what has a value only where there is something to divide by.
func (r *report) ratio(name, label string, x, of float64, unit string) {
	if of > 0 {
		r.add(name, label, x/of, unit)
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

// Metrics returns what is measured: requests and what became of them, times, lines, and each server's own; what the
// lab adds comes last. What has not happened yet, such as an answer, has no mean.
func (w *World) Metrics(now time.Duration) []lab.Metric {
	var r report
	now = max(now, w.moment())
	t := w.sys.Totals()
	r.count("sent", "Sent", t.Sent)
	r.count("answered", "Answered", t.OK)
	r.count("refused", "Refused", t.Refused)
	r.count("failed", "Failed", t.Failed)
	r.count("timed-out", "Timed out", t.TimedOut)
	r.count("lost", "Lost", t.Lost)
	r.ratio("requests-per-second", "Answered per second", float64(t.OK), (now - w.sys.Since()).Seconds(), perSec)
	w.latencies(&r, &t)
	r.count("retries", "Retries", t.Retries)
	r.count("hedges", "Hedges", t.Hedges)
	r.ratio("amplification", "Attempts per request", float64(t.Attempts), float64(t.Attempts-t.Retries-t.Hedges), times)
	r.ratio("affinity", "Kept their server", float64(t.Kept), float64(t.Repeat), shares)
	if now > w.sys.Since() {
		w.levels(&r, now)
	}
	r.all = append(r.all, w.rules.Metrics(w, now)...)
	w.expect(r.all)
	return r.all
}

// latencies are of the requests that were answered.
func (w *World) latencies(r *report, t *system.Totals) {
	if t.OK == 0 {
		return
	}
	mean, _ := w.sys.MeanLatency()
	r.add("latency-mean", "Mean latency", mean, seconds)
	r.add("latency-p50", "p50", w.sys.Latency(0.5).Seconds(), seconds)
	r.add("latency-p99", "p99", w.sys.Latency(0.99).Seconds(), seconds)
	wait, _ := w.sys.MeanWait()
	r.add("wait-mean", "Mean wait", wait, seconds)
	r.ratio("p-wait", "Had to wait", float64(t.Waited), float64(t.OK), shares)
}

// levels are what servers and pools had on average, and each one's own figures.
//
// Little's law holds for what passes within any time: the mean number is the rate times the mean time that each
// spends in the system within it, to the nanosecond.
func (w *World) levels(r *report, now time.Duration) {
	busy, slots, busiest, waiting := 0.0, 0, 0.0, 0.0
	var own report
	for i := range w.sys.Document().Parts {
		p := w.sys.Part(i, now)
		if p.Kind < system.ServerKind {
			continue
		}
		of := p.MeanBusy / float64(p.Slots)
		busy, slots, busiest, waiting = busy+p.MeanBusy, slots+p.Slots, max(busiest, of), waiting+p.MeanWaiting
		if p.P99 > 0 {
			own.add("p99-"+p.Name, "p99 of "+p.Name, p.P99.Seconds(), seconds)
		}
		own.add("busy-"+p.Name, p.Name+" busy", of, shares)
	}
	r.add("waiting", "Waiting on average", waiting, requests)
	r.add("in-system", "Under way on average", w.sys.InSystem(now), requests)
	integral, sojourns := w.sys.Little(now)
	r.ratio("little", "Under way over rate × time", float64(integral), float64(sojourns), times)
	r.ratio("busy", "Busy", busy, float64(slots), shares)
	r.add("busiest", "Busiest server", busiest, shares)
	r.all = append(r.all, own.all...)
}

// expect puts what theory expects beside what is measured.
func (w *World) expect(all []lab.Metric) {
	for _, line := range w.rules.Theory(w) {
		for i := range all {
			if m := &all[i]; line.Metric != "" && m.Name == line.Metric {
				m.Theory = &lab.Theory{Value: line.Value, Text: inUnit(line.Value, m.Unit), Holds: line.Holds, Reason: line.Reason}
			}
		}
	}
}
