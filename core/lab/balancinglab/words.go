package balancinglab

import (
	"strings"
	"time"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/system"
)

// view is what a caption speaks of: the totals, and what stands out among the servers.
type view struct {
	totals      system.Totals
	arrived     uint64
	slots, busy int
	waiting     int
	worst       system.PartState // the one that most wait for, or the busiest
	odd         system.PartState // one that something was done to
	what        string           // what that was
}

func (r *rules) view(w *graph.World) view {
	v := view{totals: w.System().Totals()}
	for _, s := range r.servers {
		p, link := r.state(w, s.name), r.state(w, linkPrefix+s.name)
		v.arrived, v.slots, v.busy, v.waiting = v.arrived+p.Arrived, v.slots+p.Slots, v.busy+p.Busy, v.waiting+p.Waiting
		if p.Waiting > v.worst.Waiting || p.Waiting == v.worst.Waiting && p.Share > v.worst.Share || v.worst.Name == "" {
			v.worst = p
		}
		if what := r.trouble(&p, &link); what != "" && (v.what == "" || p.Down) {
			v.odd, v.what = p, what
		}
	}
	return v
}

// part is which share of the requests that came to the servers came to this one.
func (v *view) part(p *system.PartState) string {
	return percent(float64(p.Arrived), float64(v.arrived))
}

func percent(x, of float64) string {
	return lab.FormatFixed(100*x/max(of, 1), 0) + "%"
}

func count[N int | uint64](n N, what string) string {
	if n != 1 {
		what += "s"
	}
	return lab.FormatCount(int(n)) + " " + what
}

// aware tells whether the algorithm notices that a server has got slow.
func (r *rules) aware() bool {
	switch r.values.Text("algorithm") {
	case "least-connections", "weighted-least-connections", "two-choices", "peak-ewma", "bounded-loads":
		return true
	}
	return false
}

// Caption says what is happening, and what to try.
func (r *rules) Caption(w *graph.World, now time.Duration) lab.Caption {
	v := r.view(w)
	sent, can := r.values.Float("rate"), r.Metrics(w, now)[0].Value
	switch {
	case v.totals.Retries*4 > v.totals.Sent:
		return r.storm(&v)
	case v.what != "":
		return r.oddity(&v)
	case r.values.Text("arrivals") == "poisson" && sent > can:
		return lab.Caption{Now: lab.FormatCount(int(sent)) + " requests come each second and the servers can do " + lab.FormatCount(int(can)) + ", so the queues grow until they are full.",
			Try: "Add a server."}
	case v.worst.Waiting > v.worst.Slots:
		return r.queue(&v, can)
	}
	text := count(v.waiting, "request") + " waiting"
	if v.waiting == 0 {
		text = "nobody waits"
	}
	text = r.label() + ": the servers are " + percent(float64(v.busy), float64(v.slots)) + " busy and " + text
	if p99 := w.System().Latency(0.99); p99 > 0 {
		text += "; p99 " + lab.FormatCount(int(p99.Milliseconds())) + " ms"
	}
	return lab.Caption{Now: text + ".", Try: "Slow a server down, or raise the rate."}
}

// storm is for clients who try again more than the servers can bear.
func (r *rules) storm(v *view) lab.Caption {
	t := &v.totals
	c := lab.Caption{Now: percent(float64(t.Retries), float64(t.Attempts)) + " of all that is sent are retries, and " + count(t.TimedOut+t.Refused+t.Failed, "request") + " came to nothing all the same.",
		Try: "Try a retry budget: it bounds what retries add to the load."}
	if r.values.Float("retry-budget") > 0 {
		c.Try = "The budget keeps it from getting worse."
	}
	return c
}

// oddity is for a server that something was done to.
func (r *rules) oddity(v *view) lab.Caption {
	p, label := &v.odd, r.label()
	others := "the others take what it had."
	switch {
	case p.OutOfRotation:
		return lab.Caption{Now: p.Name + " is " + v.what + " and out of rotation; " + others, Try: "Restore it."}
	case v.what == "down":
		return lab.Caption{Now: p.Name + " is down, " + label + " still sends it its share, and " + count(p.Failed+v.totals.Failed, "request") + " failed.",
			Try: "Try health checks, which take it out of rotation."}
	case v.what == "split off":
		return lab.Caption{Now: "What goes to " + p.Name + " is swallowed, and nobody is told.", Try: "Try a time-out and health checks."}
	case v.what == "draining":
		return lab.Caption{Now: p.Name + " gets nothing new and has " + count(p.Busy+p.Waiting, "request") + " left; " + others}
	case v.what == "paused":
		return lab.Caption{Now: p.Name + " stands still and " + lab.FormatCount(p.Waiting) + " wait there.", Try: "Try two choices or least connections, which notice."}
	case r.aware():
		return lab.Caption{Now: label + " notices that " + p.Name + " has become slow and sends it " + v.part(p) + " of the requests; " + lab.FormatCount(p.Waiting) + " wait there.",
			Try: "Compare with round robin."}
	}
	return lab.Caption{Now: label + " keeps sending " + v.part(p) + " of the requests to " + p.Name + ", which works at " + lab.FormatFixed(p.Speed, -1) + " of its speed; " + lab.FormatCount(p.Waiting) + " wait there.",
		Try: "Try least connections."}
}

// queue is for a long line before one of the servers, or before all of them, which can do so many a second.
func (r *rules) queue(v *view, can float64) lab.Caption {
	p := &v.worst
	if even := v.waiting / len(r.servers); p.Waiting < even+even/4 && len(r.servers) > 1 {
		return lab.Caption{Now: lab.FormatCount(v.waiting) + " requests wait, which is all that the servers can do in " + lab.FormatFixed(float64(v.waiting)/can, 1) + " s.",
			Try: "Add servers, or have fewer requests come at once."}
	}
	c := lab.Caption{Now: p.Name + " gets " + v.part(p) + " of the requests and " + lab.FormatCount(p.Waiting) + " wait there", Try: "Try least connections."}
	switch {
	case strings.HasSuffix(r.values.Text("algorithm"), "hash") && r.values.Float("shared") > 0:
		c.Now += ": one address sends " + percent(r.values.Float("shared"), 1) + " of them all"
		c.Try = "Try bounded loads."
	case !r.alike():
		c.Now += ", with a power of " + lab.FormatFixed(r.power(r.find(p.Name)), -1)
		if !r.weighted() {
			c.Try = "Try weights: weighted round robin."
		}
	}
	c.Now += "."
	return c
}
