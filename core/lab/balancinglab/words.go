package balancinglab

import (
	"math"
	"strings"
	"time"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/system"
)

// view is what a caption speaks of: the totals, and what stands out among the servers.
type view struct {
	totals  system.Totals
	lately  uint64 // requests that came to the servers in the last second or so
	slots   int
	busy    float64 // slots, over the last second or so
	work    float64 // that was done in it, in slots of power 1
	waiting int
	weights int              // of all servers
	open    int              // connections, of all servers
	fewest  system.PartState // the one that has the fewest of them
	down    int              // servers
	shut    int              // servers that take nothing: down, or draining
	worst   system.PartState // the one that most wait for
	odd     system.PartState // one that something was done to
	what    string           // what that was
}

func (r *rules) view(w *graph.World) view {
	v := view{totals: w.System().Totals()}
	for i, s := range r.servers {
		p, link := r.state(w, s.name), r.state(w, linkPrefix+s.name)
		v.lately, v.slots, v.waiting, v.weights = v.lately+p.Lately, v.slots+p.Slots, v.waiting+p.Waiting, v.weights+r.weight(i)
		v.busy, v.work = v.busy+float64(p.Share*float64(p.Slots)), v.work+done(&p)
		if p.Down {
			v.down++
		}
		if p.Down || p.Draining {
			v.shut++
		}
		if i == 0 || p.Waiting > v.worst.Waiting {
			v.worst = p
		}
		if i == 0 || p.Open < v.fewest.Open {
			v.fewest = p
		}
		v.open += p.Open
		if what := r.trouble(&p, &link); what != "" && (v.what == "" || v.what == "draining" || p.Down) {
			v.odd, v.what = p, what
		}
	}
	return v
}

// done is how much a server did over the last second or so.
func done(p *system.PartState) float64 { return float64(p.Share * float64(p.Slots) * p.Speed) }

// part is which share of the requests that came to the servers lately came to this one.
func (v *view) part(p *system.PartState) string {
	return percent(float64(p.Lately), float64(v.lately))
}

func percent(x, of float64) string {
	if of == 0 {
		return "none"
	}
	return lab.FormatFixed(100*x/of, 0) + "%"
}

// amount is a number of which the first digits count.
func amount(x float64) string {
	if x < 10 && x != math.Trunc(x) {
		return lab.FormatFixed(x, 2)
	}
	return lab.FormatCount(int(x))
}

func requests(n uint64) string {
	if n == 1 {
		return "1 request"
	}
	return lab.FormatCount(int(n)) + " requests"
}

// wait says how many requests wait.
func wait(n int) string {
	switch n {
	case 0:
		return "nobody waits"
	case 1:
		return "1 request waits"
	}
	return requests(uint64(n)) + " wait"
}

// lasting tells whether requests go over connections that last.
func (r *rules) lasting() bool { return r.whole("per-connection") > 1 }

// shorter is what to try where connections stay where they are.
const shorter = "Try fewer requests per connection: those that are open stay where they are."

// aware tells whether the algorithm notices that a server has got slow. One that counts connections does not, nor one
// that has no choice.
func (r *rules) aware() bool {
	if r.lasting() || len(r.servers) == 1 {
		return false
	}
	switch r.text("algorithm") {
	case "least-connections", "weighted-least-connections", "two-choices", "peak-ewma", "bounded-loads":
		return true
	}
	return false
}

// lately is what happened in the last second or so, with the p99 as the charts join it.
func lately(w *graph.World) (all system.Sample) {
	sum, history := 0.0, w.System().History(w.Moment())
	for _, one := range history[max(0, len(history)-4):] {
		all.Sent, all.Attempts, all.OK = all.Sent+one.Sent, all.Attempts+one.Attempts, all.OK+one.OK
		sum += float64(float64(one.OK) * float64(one.P99))
	}
	all.P99 = time.Duration(sum / max(float64(all.OK), 1))
	return all
}

// Caption says what is happening, and what to try.
func (r *rules) Caption(w *graph.World, now time.Duration) lab.Caption {
	v, latest := r.view(w), lately(w)
	sent, can := r.number("rate"), r.capacity()
	switch {
	case r.weighted() && v.weights == 0:
		return lab.Caption{Now: "No server has a weight, so none gets a request, and all are refused.", Try: "Give one a weight."}
	case v.totals.Retries*4 > v.totals.Sent && latest.Attempts*4 > latest.Sent*5 && v.what != "down" && v.what != "split off":
		return r.storm(&v, latest.OK > 0)
	case v.what != "":
		c := r.oddity(&v)
		if len(r.servers) == 1 {
			c.Try = "Restore it, or add a server."
		}
		return c
	case r.text("arrivals") == "poisson" && sent > can:
		return r.overload(sent, can)
	case v.open >= 2*len(r.servers) && v.open > 2*v.fewest.Open*len(r.servers):
		return r.uneven(&v)
	case v.worst.Waiting > max(v.worst.Slots, 10):
		return r.queue(&v, can)
	}
	return r.calm(&v, &latest, now)
}

// overload is for more requests than the servers can do. With a deadline it is not a full queue that turns them away.
func (r *rules) overload(sent, can float64) lab.Caption {
	so := "the queues grow until they are full."
	if r.whole("deadline") > 0 {
		so = "some of them come to nothing."
	}
	return lab.Caption{Now: amount(sent) + " requests come each second and the servers can do " + amount(can) + ", so " + so, Try: "Add a server."}
}

// calm is for servers among which nothing stands out.
func (r *rules) calm(v *view, latest *system.Sample, now time.Duration) lab.Caption {
	text := r.label() + ": the servers are " + percent(v.busy, float64(v.slots)) + " busy and " + wait(v.waiting)
	if latest.OK > 0 {
		text += "; the latest p99 is " + lab.FormatCount(int(latest.P99.Milliseconds())) + " ms"
	}
	c := lab.Caption{Now: text + ".", Try: "Slow a server down, or raise the rate."}
	if v.busy > 0.85*float64(v.slots) {
		c.Try = "Add a server, or slow one down."
	} else if kind := r.text("arrivals"); kind == "closed" || kind == "drawn" {
		c.Try = "Slow a server down, or bring more load."
	}
	if r.recording != nil {
		c = lab.Caption{Now: r.recording.progress(text, now), Try: "Slow a server down, or compare with another algorithm."}
	}
	if r.text("algorithm") == "random" && len(r.servers) > 1 {
		c.Try = "Try two choices."
	}
	return c
}

// uneven is for a server with less than half of its share of the connections, where there are enough for all.
func (r *rules) uneven(v *view) lab.Caption {
	c := lab.Caption{Now: v.fewest.Name + " has " + lab.FormatCount(v.fewest.Open) + " of the " + lab.FormatCount(v.open) +
		" open connections, and requests go where those lead: it is " + percent(v.fewest.Share, 1) + " busy, and " + wait(v.waiting) + ".", Try: shorter}
	if r.text("algorithm") == "round-robin" {
		c.Try = "Try least connections, or fewer requests per connection."
	}
	return c
}

// storm is for clients who try again more than the servers can bear, or who would have to wait longer for any answer.
func (r *rules) storm(v *view, answers bool) lab.Caption {
	t := &v.totals
	c := lab.Caption{Now: percent(float64(t.Retries), float64(t.Attempts)) + " of all that was sent are retries; ", Try: "Try a retry budget: it bounds what retries add to the load."}
	if r.number("retry-budget") > 0 {
		c.Try = "The budget keeps it from getting worse."
	}
	q, patience := r.queues(), r.whole("timeout")
	switch least := int(math.Round(1000 * (q.travel + q.shared.Service))); {
	case !answers && patience > 0 && least > patience:
		c.Now += "nobody gets an answer in time: the way there and back and the work take " + lab.FormatCount(least) + " ms on average, and the time-out is " + lab.FormatCount(patience) + " ms."
		c.Try = "Try a longer time-out."
	case !answers && v.what == "" && v.busy > 0.8*float64(v.slots):
		c.Now += "the servers are well and busy, and nobody gets an answer in time any more."
	default:
		c.Now += requests(t.TimedOut+t.Refused+t.Failed) + " came to nothing all the same."
	}
	return c
}

// oddity is for a server that something was done to.
func (r *rules) oddity(v *view) lab.Caption {
	p, label := &v.odd, r.label()
	if n := len(r.servers); v.down == n && n > 1 {
		return lab.Caption{Now: "All " + lab.FormatCount(n) + " servers are down, and nobody gets an answer.", Try: "Restore one of them."}
	}
	waiting := wait(p.Waiting) + " there"
	slow := p.Name + " works at " + lab.FormatFixed(p.Speed/r.power(r.find(p.Name)), -1) + " of its speed"
	if v.what == "sped up" {
		slow = strings.Replace(slow, " of its", " times its", 1)
	}
	work, rest, notice := "the others have to do its work.", "the others get what comes.", "Try two choices or least connections, which notice."
	if v.shut == len(r.servers) {
		work, rest = "there is no other to do its work.", "there is no other to take what comes."
	}
	if r.aware() {
		notice = "Restore it, or compare with round robin."
	} else if r.lasting() {
		notice = shorter
	}
	checks := "Try health checks, which take it out of rotation."
	if r.whole("health-check") > 0 {
		checks = "Three failed health checks take it out of rotation."
	}
	switch {
	case p.OutOfRotation:
		return lab.Caption{Now: p.Name + " is " + v.what + " and out of rotation; " + work, Try: "Restore it."}
	case v.what == "down":
		return lab.Caption{Now: p.Name + " is down and stays in rotation: " + requests(p.Failed) + " failed there.", Try: checks}
	case v.what == "split off":
		return lab.Caption{Now: "What goes to " + p.Name + " is swallowed, and nobody is told.", Try: checks}
	case v.what == "draining":
		return lab.Caption{Now: p.Name + " gets nothing new and has " + lab.FormatCount(p.Busy+p.Waiting) + " left to do; " + rest, Try: "It can be removed without harm when nothing is left."}
	case v.what == "paused":
		return lab.Caption{Now: p.Name + " stands still, and " + waiting + ".", Try: notice}
	case r.aware():
		return lab.Caption{Now: label + " notices that " + slow + " and has it do " + percent(done(p), v.work) + " of the work; " + waiting + ".", Try: "Compare with round robin."}
	}
	try := "Try least connections, which would send it less."
	switch {
	case r.lasting():
		try = shorter
	case v.what == "sped up":
		try = "Try least connections, which would send it more."
	case r.whole("retries") > 0 && r.whole("timeout") > 0 && r.number("retry-budget") > 0:
		try = "What times out there is sent again, as far as the retry budget goes."
	case r.whole("retries") > 0 && r.whole("timeout") > 0:
		try = "What times out there is sent again: watch what that adds, or try a retry budget."
	}
	return lab.Caption{Now: label + " keeps sending " + v.part(p) + " of the requests to " + strings.Replace(slow, " works", ", which works", 1) + ": " + waiting + ".", Try: try}
}

// queue is for a long line before one of the servers, or before all of them, which can do so many a second.
func (r *rules) queue(v *view, can float64) lab.Caption {
	p, at := &v.worst, r.find(v.worst.Name)
	if even := v.waiting / len(r.servers); p.Waiting < even+even/4 && len(r.servers) > 1 {
		return lab.Caption{Now: wait(v.waiting) + ", which is all that the servers can do in " + lab.FormatFixed(float64(v.waiting)/can, 1) + " s.",
			Try: "Add servers, or have fewer requests come at once."}
	}
	c := lab.Caption{Now: wait(p.Waiting) + " at " + p.Name, Try: "Try least connections."}
	if len(r.servers) == 1 || r.aware() {
		c.Try = "Add a server, or have fewer requests come at once."
	}
	shared, share := r.number("shared"), float64(r.weight(at))/float64(v.weights)
	switch {
	case r.weighted() && r.aware():
		c.Now += ", which has " + percent(share, 1) + " of all weight and " + percent(r.power(at), r.powers()) + " of the power"
		if float64(share*r.powers()) > r.power(at) {
			c.Try = "Give it a smaller weight."
		}
	case r.weighted() && !r.lasting():
		c.Now += ", which now gets " + percent(share, 1) + " of the new ones by its weight"
		c.Try = "See whether it catches up."
		if r.text("arrivals") == "poisson" && float64(share*r.number("rate")*r.powers()) > float64(can*r.power(at)) {
			c.Now += ", more than it can do"
			c.Try = "Give it a smaller weight."
		}
	case !r.alike() && !r.weighted():
		c.Now += ", which gets " + v.part(p) + " of all and has " + percent(r.power(at), r.powers()) + " of the power"
		c.Try = "Try weights: weighted round robin."
	case strings.HasSuffix(r.text("algorithm"), "hash") && float64(shared*float64(len(r.servers))) >= 1:
		c.Now += ": " + r.label() + " gives it the one address that sends " + percent(shared, 1) + " of all"
		c.Try = "Try bounded loads."
	case r.lasting():
		c.Try = shorter
	case p.Wasted*20 > p.OK && r.whole("deadline") == 0:
		c.Now += ", and " + percent(float64(p.Wasted), float64(p.OK)) + " of what it did was for clients who had given up"
		c.Try = "Try a deadline, so that servers drop what is late."
	}
	c.Now += "."
	return c
}
