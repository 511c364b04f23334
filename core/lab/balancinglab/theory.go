package balancinglab

import (
	"cmp"
	"math"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/capacity"
	"headroom/core/graph"
	"headroom/core/lab"
)

// queues are the closed forms on both sides of what a balancer can do: all servers behind one line, and
// each behind its own with an equal share of the requests at random.
type queues struct {
	shared, split capacity.Queue
	travel        float64 // seconds on links, there and back
}

func (r *rules) queues() queues {
	n, slots, rate := len(r.servers), r.whole("slots"), r.number("rate")
	service, latency := r.dist("service"), r.dist("latency")
	seconds := service.Mean().Seconds() / r.power(0)
	return queues{
		shared: capacity.Queue{Servers: n * slots, Rate: rate, Service: seconds},
		split:  capacity.Queue{Servers: slots, Rate: rate / float64(n), Service: seconds},
		travel: 4 * latency.Mean().Seconds(),
	}
}

// broken says which assumption of the closed forms does not hold, or "".
func (r *rules) broken(w *graph.World, q *queues) string {
	switch {
	case r.recording != nil:
		return "requests come as they were recorded"
	case r.text("arrivals") != "poisson":
		return "it is for a Poisson stream of a constant rate"
	case !strings.HasPrefix(r.text("service"), "exp:"):
		return "it is for exponential service times"
	case strings.Contains(r.text("powers"), ",") && !r.alike():
		return "the servers differ"
	case r.whole("timeout") > 0, r.whole("deadline") > 0:
		return "clients do not wait for ever"
	case r.whole("retries") > 0, r.text("hedge") != "none":
		return "requests are sent more than once"
	case r.lasting():
		return "the balancer chooses for connections, and not for each request"
	case r.whole("sticky") > 0:
		return "clients go where they were before"
	case r.number("loss") > 0:
		return "messages get lost"
	case r.number("pauses") > 0:
		return "the servers pause"
	case !q.split.Stable():
		return "more requests come than the servers can serve"
	}
	for _, s := range r.servers {
		p, link := r.state(w, s.name), r.state(w, linkPrefix+s.name)
		what := r.trouble(&p, &link)
		switch {
		case what != "":
		case p.OutOfRotation:
			what = "out of rotation"
		case p.Warm < 1:
			what = "warming up"
		default:
			continue
		}
		return s.name + " is " + what
	}
	if w.System().Totals().Refused > 0 {
		return "requests were refused"
	}
	return ""
}

// unequal says why the servers do not get equal shares of the requests, which the upper line is about, or "". Where
// they do not, one of them may have more to do than that line knows.
func (r *rules) unequal() string {
	switch r.balancer().Config.Policy {
	case balancer.IPHash, balancer.ConsistentHash, balancer.BoundedLoads:
		if len(r.servers) > 1 {
			return r.label() + " gives the servers unequal shares"
		}
	}
	for i := range r.servers {
		if r.weighted() && r.weight(i) != r.weight(0) {
			return "the weights differ"
		}
	}
	return ""
}

// alike tells whether all servers have the same power.
func (r *rules) alike() bool {
	for i := range r.servers {
		if r.power(i) != r.power(0) {
			return false
		}
	}
	return true
}

// Theory returns what closed forms expect: lines for the charts on both sides of what is possible, and
// the means where the algorithm has a form of its own.
func (r *rules) Theory(w *graph.World) []graph.Line {
	q := r.queues()
	reason := r.broken(w, &q)
	spread := reason
	if spread == "" && !strings.HasPrefix(r.text("latency"), "fixed:") {
		spread = "it is for links that always take as long"
	}
	n, shared, split := float64(len(r.servers)), &q.shared, &q.split
	unequal := r.unequal()
	lines := []graph.Line{
		line("", "latency", "p99, one shared queue", shared.SojournQuantile(0.99)+q.travel, spread),
		line("", "latency", "p99, split at random", split.SojournQuantile(0.99)+q.travel, cmp.Or(spread, unequal)),
		line("", "waiting", "one shared queue", shared.Waiting(), reason),
		line("", "waiting", "split at random", n*split.Waiting(), cmp.Or(reason, unequal)),
	}
	wait, waits := split.Wait(), split.Waits()
	switch algorithm, slots := r.text("algorithm"), split.Servers; {
	case algorithm == "random" || n == 1:
	case algorithm == "round-robin" && slots == 1 && spread != "":
		reason = spread // it is not every n-th of a Poisson stream that comes
	case algorithm == "round-robin" && slots == 1:
		wait = capacity.RoundRobin(len(r.servers), split.Load(), split.Service) - split.Service
		waits = wait / (wait + split.Service) // the chance to find somebody is the load of that line
	default:
		reason = "no closed form is known for " + lab.Lower(r.label())
	}
	if reason != "" {
		return lines
	}
	return append(lines,
		line("latency-mean", "", "mean", wait+split.Service+q.travel, ""), line("wait-mean", "", "mean wait", wait, ""),
		line("p-wait", "", "share that waits", waits, ""))
}

func line(metric, chart, name string, value float64, reason string) graph.Line {
	return graph.Line{Metric: metric, Chart: chart, Name: name, Value: value, Holds: reason == "", Reason: reason}
}

// capacity is how many requests per second the servers can do.
func (r *rules) capacity() float64 {
	service := r.dist("service")
	can := 0.0
	for i := range r.servers {
		can += float64(r.number("slots") * r.power(i) / service.Mean().Seconds())
	}
	return can
}

// Metrics returns what theory says of this system, beside what every system measures.
func (r *rules) Metrics(w *graph.World, now time.Duration) []lab.Metric {
	q, can := r.queues(), r.capacity()
	var all []lab.Metric
	if can <= math.MaxFloat64 { // there is a bound
		all = append(all, lab.Metric{Name: "capacity", Label: "Capacity", Value: can, Text: lab.FormatFixed(can, 0) + " per s", Unit: "1/s"})
	}
	if r.broken(w, &q) != "" {
		return all
	}
	for _, each := range []struct {
		name, label, reason string
		mean                float64
	}{
		{"shared-queue", "Mean latency with one shared queue", "", q.shared.Sojourn() + q.travel},
		{"random-split", "Mean latency when split at random", r.unequal(), q.split.Sojourn() + q.travel},
	} {
		if each.reason != "" {
			continue
		}
		all = append(all, lab.Metric{Name: each.name, Label: each.label, Value: each.mean, Text: lab.FormatFixed(1000*each.mean, 0) + " ms", Unit: "s"})
	}
	return all
}
