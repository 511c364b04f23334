package graph

import (
	"strconv"
	"strings"

	"headroom/core/balancer"
	"headroom/core/lab"
	"headroom/core/sim"
	"headroom/core/system"
)

// Explain tells a part in numbers, and a request from its beginning to its end.
func (w *World) Explain(id string) (lab.Selection, bool) {
	if clients, number, ok := readRequest(id); ok {
		return w.explainRequest(id, clients, number)
	}
	i := w.sys.Index(id)
	if i < 0 {
		return lab.Selection{}, false
	}
	p := w.part(i, 0)
	sel := lab.Selection{ID: id, Title: id}
	rows := rows{&sel.Rows}
	switch spec := w.sys.Document().Parts[i].Spec.(type) {
	case system.Clients:
		sel.Text = w.explainClients(rows, &p, &spec)
	case system.Link:
		sel.Text = w.explainLink(rows, &p, &spec)
	case system.Balancer:
		sel.Text = w.explainBalancer(rows, i, &p, &spec)
	default:
		sel.Text = w.explainStation(rows, i, &p)
	}
	return sel, true
}

// rows gathers what is told of a part.
type rows struct{ all *[]lab.Row }

func (r rows) add(name, text string) { *r.all = append(*r.all, lab.Row{Name: name, Text: text}) }

// some adds a count that is not zero.
func (r rows) some(name string, n uint64) {
	if n > 0 {
		r.add(name, count(n))
	}
}

// explainStation tells of a server or a pool.
func (w *World) explainStation(r rows, i int, p *system.PartState) string {
	what := w.trouble(i, p)
	speed := times3(p.Speed)
	if what == "slowed" || p.Warm < 1 {
		speed += ", " + what
	}
	r.add("Speed", speed)
	r.add("Busy", share(p.Share))
	r.add("In service", strconv.Itoa(p.Busy)+" of "+strconv.Itoa(p.Slots))
	r.add("Waiting", count(uint64(p.Waiting))+", room for "+count(uint64(p.Room)))
	if p.P99 > 0 {
		r.add("p50 lately", span(p.P50))
		r.add("p99 lately", span(p.P99))
	}
	r.add("Served", count(p.OK))
	r.some("For nobody any more", p.Wasted)
	r.add("Refused", count(p.Refused))
	r.some("Failed", p.Failed)
	r.some("Dropped, too late", p.TimedOut)
	if what == "down" {
		return p.Name + " is down: what it had failed, and so does what it is sent."
	}
	text := p.Name
	if what != "" {
		text += " is " + what + ","
	}
	who := "nobody waits"
	if p.Waiting > 0 {
		who = plural(uint64(p.Waiting), "request") + " " + verb(p.Waiting, "waits", "wait")
	}
	text += " has been " + share(p.Share) + " busy lately, and " + who + " there."
	if w.bottleneck(w.moment()) == i {
		text += " It is the bottleneck."
	}
	return text
}

func verb(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// times3 writes a factor: 0.5×.
func times3(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) + "×" }

func (w *World) explainClients(r rows, p *system.PartState, c *system.Clients) string {
	rate, how := flow(c, w.moment())
	text := p.Name + " send " + number(rate) + " requests per second, " + how
	if c.Users > 0 {
		text = p.Name + " are " + plural(uint64(c.Users), "user") + " who send, wait for the answer, and " + how
	}
	r.add("Sent", count(p.Arrived))
	r.add("Answered", count(p.OK))
	r.some("Refused", p.Refused)
	r.some("Failed", p.Failed)
	r.some("Timed out", p.TimedOut)
	r.some("Lost", p.Lost)
	r.add("Addresses", count(uint64(c.Addresses)))
	if c.Timeout > 0 {
		r.add("Time-out", span(c.Timeout))
	}
	if c.Deadline > 0 {
		r.add("Deadline", span(c.Deadline))
	}
	if n := c.Retry.Attempts; n > 1 {
		r.add("Attempts", "up to "+strconv.Itoa(n))
	}
	return text + "."
}

func (w *World) explainLink(r rows, p *system.PartState, l *system.Link) string {
	r.add("Latency", lasts(&l.Latency)+" each way")
	if l.Loss > 0 {
		r.add("Loss", lab.FormatPercent(l.Loss))
	}
	r.add("Passed", count(p.Passed))
	r.some("Lost", p.Lost)
	if p.Split {
		return p.Name + " is split: it swallows what enters it, and nobody is told."
	}
	return "What goes over " + p.Name + " takes " + lasts(&l.Latency) + "."
}

// lasts says how long something takes that is drawn.
func lasts(d *sim.Dist) string {
	if strings.HasPrefix(d.String(), "fixed:") {
		return span(d.Mean())
	}
	return span(d.Mean()) + " on average"
}

// explainBalancer tells what a balancer knows of the parts that it chooses from.
func (w *World) explainBalancer(r rows, i int, p *system.PartState, b *system.Balancer) string {
	const most = 16
	r.add("Policy", policyName(&b.Config))
	r.add("Under way", count(uint64(p.Active)))
	sent, n, out := 0.0, 0, 0
	weighted := strings.Contains(b.Config.Policy.String(), "weighted")
	each := func(visit func(system.Backend)) { w.sys.Backends(i, w.moment(), visit) }
	each(func(b system.Backend) {
		n++
		if b.State != balancer.Up {
			out++
		}
		sent += float64(w.arrived(b.Part))
	})
	each(func(b system.Backend) {
		if len(*r.all) < most+2 {
			r.add(b.Name, w.backend(b, sent, weighted))
		}
	})
	if n > most {
		r.add("And", count(uint64(n-most))+" more")
	}
	text := p.Name + " chooses from " + plural(uint64(n), "backend") + " by " + lower(policyName(&b.Config))
	if out > 0 {
		text += "; " + strconv.Itoa(out) + " " + verb(out, "is", "are") + " out of rotation"
	}
	return text + "."
}

func (w *World) arrived(part int) uint64 { return w.sys.Part(part, w.moment()).Arrived }

// backend says what a balancer knows of a backend, and what share it got.
func (w *World) backend(b system.Backend, sent float64, weighted bool) string {
	text := count(uint64(b.Active)) + " active"
	if sent > 0 {
		text = share(float64(w.arrived(b.Part))/sent) + ", " + text
	}
	if weighted {
		text += ", weight " + strconv.Itoa(b.Weight)
	}
	if b.State != balancer.Up {
		text += ", " + b.State.String()
	}
	return text
}

// lower begins a name with a small letter, unless it is an abbreviation.
func lower(name string) string {
	if len(name) > 1 && name[1] >= 'a' {
		return strings.ToLower(name[:1]) + name[1:]
	}
	return name
}
