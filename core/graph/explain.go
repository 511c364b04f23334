package graph

import (
	"strconv"
	"strings"

	"headroom/core/balancer"
	"headroom/core/lab"
	"headroom/core/system"
)

// Explain tells a part in numbers, and a request from its beginning to its end.
func (w *World) Explain(id string) (lab.Selection, bool) {
	if clients, number, ok := w.request(id); ok {
		return w.explainRequest(id, clients, number), true
	}
	i := w.sys.Index(id)
	if i < 0 {
		return lab.Selection{}, false
	}
	p := w.part(i, 0)
	text, rows := "", []string(nil)
	switch spec := w.sys.Document().Parts[i].Spec.(type) {
	case system.Clients:
		text, rows = w.explainClients(&p, &spec)
	case system.Link:
		text, rows = explainLink(&p, &spec)
	case system.Balancer:
		text, rows = w.explainBalancer(i, &p, &spec)
	default:
		text, rows = w.explainStation(i, &p)
	}
	return lab.Selection{ID: id, Title: id, Text: id + " " + text + ".", Rows: pairs(rows)}, true
}

// pairs makes rows of names and texts. A row without a text is left out.
func pairs(texts []string) []lab.Row {
	var all []lab.Row
	for ; len(texts) > 1; texts = texts[2:] {
		if texts[1] != "" {
			all = append(all, lab.Row{Name: texts[0], Text: texts[1]})
		}
	}
	return all
}

// some writes a count that is not zero.
func some(n uint64) string {
	if n == 0 {
		return ""
	}
	return count(n)
}

// explainStation tells of a server or a pool.
func (w *World) explainStation(i int, p *system.PartState) (text string, rows []string) {
	what, speed, p50, p99 := w.trouble(i, p), factor(p.Speed), "", ""
	if what == "slowed" || p.Warm < 1 {
		speed += ", " + what
	}
	if p.P99 > 0 {
		p50, p99 = span(p.P50), span(p.P99)
	}
	rows = []string{
		"Speed", speed, "Busy", share(p.Share), "In service", of(p.Busy, p.Slots),
		"Waiting", count(uint64(p.Waiting)) + ", room for " + count(uint64(p.Room)), "Open connections", some(uint64(p.Open)), "p50 lately", p50, "p99 lately", p99,
		"Served", count(p.OK), "For nobody any more", some(p.Wasted), "Refused", count(p.Refused), "Failed", some(p.Failed),
		"Dropped, too late", some(p.TimedOut),
	}
	if p.Down {
		return "is down: what it had has failed, and so does what it is sent", rows
	}
	if what != "" {
		text = "is " + what + ", "
	}
	text += "has been " + share(p.Share) + " busy lately, and "
	switch p.Waiting {
	case 0:
		text += "nobody waits there"
	case 1:
		text += "1 request waits there"
	default:
		text += count(uint64(p.Waiting)) + " requests wait there"
	}
	if w.bottleneck(w.Moment()) == i {
		text += "; it is the bottleneck"
	}
	return text, rows
}

func of(n, all int) string { return strconv.Itoa(n) + " of " + strconv.Itoa(all) }

// factor writes how fast something is: 0.5×.
func factor(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) + "×" }

func (w *World) explainClients(p *system.PartState, c *system.Clients) (text string, rows []string) {
	rate, how := flow(c, w.Moment())
	text = "send " + number(rate) + " requests per second, " + how
	switch {
	case how == recorded:
		text = "send requests at the times that were recorded"
	case c.Users > 0:
		text = "are " + plural(uint64(c.Users), "user") + " who send, wait for the answer, and " + how
	}
	timeout, deadline, attempts := "", "", ""
	if c.Timeout > 0 {
		timeout = span(c.Timeout)
	}
	if c.Deadline > 0 {
		deadline = span(c.Deadline)
	}
	if c.Retry.Attempts > 1 {
		attempts = "up to " + strconv.Itoa(c.Retry.Attempts)
	}
	return text, []string{
		"Sent", count(p.Arrived), "Answered", count(p.OK), "Refused", some(p.Refused), "Failed", some(p.Failed),
		"Timed out", some(p.TimedOut), "Lost", some(p.Lost), "Addresses", count(uint64(c.Addresses)),
		"Time-out", timeout, "Deadline", deadline, "Attempts", attempts,
	}
}

func explainLink(p *system.PartState, l *system.Link) (text string, rows []string) {
	loss, takes := "", span(l.Latency.Mean())
	if !strings.HasPrefix(l.Latency.String(), "fixed:") {
		takes += " on average"
	}
	if l.Loss > 0 {
		loss = lab.FormatPercent(l.Loss)
	}
	text = "takes " + takes + " each way"
	if p.Split {
		text = "is split: it swallows what enters it, and nobody is told"
	}
	return text, []string{"Latency", takes, "Loss", loss, "Passed", count(p.Passed), "Lost", some(p.Lost)}
}

// explainBalancer tells what a balancer knows of the parts that it chooses from.
func (w *World) explainBalancer(i int, p *system.PartState, b *system.Balancer) (text string, rows []string) {
	const most = 16
	policy := policyName(&b.Config)
	length, remembers := "", ""
	text = " by " + lab.Lower(policy)
	if b.Config.Requests > 1 {
		length = count(uint64(b.Config.Requests)) + " requests each"
		text += ", once for each connection"
	}
	if b.Config.Sessions > 0 {
		remembers = "up to " + plural(uint64(b.Config.Sessions), "client")
		text += ", and sends clients where they were before"
	}
	rows = []string{"Policy", policy, "Connections", length, "Open connections", some(uint64(p.Open)), "Remembers", remembers,
		"Under way", count(uint64(p.Active))}
	var all []system.Backend
	sent, out := uint64(0), 0
	w.sys.Backends(i, w.Moment(), func(b system.Backend) {
		all = append(all, b)
		sent += w.arrived(&b)
		if b.State != balancer.Up {
			out++
		}
	})
	for k := range all[:min(len(all), most)] {
		text := share(float64(w.arrived(&all[k]))/float64(max(sent, 1))) + ", " + strconv.Itoa(all[k].Active) + " active"
		if length != "" {
			text += ", " + strconv.Itoa(all[k].Open) + " open"
		}
		if strings.Contains(b.Config.Policy.String(), "weighted") {
			text += ", weight " + strconv.Itoa(all[k].Weight)
		}
		if all[k].State != balancer.Up {
			text += ", " + all[k].State.String()
		}
		rows = append(rows, all[k].Name, text)
	}
	if more := len(all) - most; more > 0 {
		rows = append(rows, "And", strconv.Itoa(more)+" more")
	}
	text = "chooses from " + plural(uint64(len(all)), "backend") + text
	if out > 0 {
		text += ", " + strconv.Itoa(out) + " of them out of rotation"
	}
	return text, rows
}

// arrived counts what has come to a backend.
func (w *World) arrived(b *system.Backend) uint64 { return w.part(b.Part, 0).Arrived }
