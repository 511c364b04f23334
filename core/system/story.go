package system

import (
	"slices"
	"time"

	"headroom/core/resilience"
)

// Story tells what happened to a request: one under way, one of the last 32 that ended, the slowest, or the one of
// Keep. Clients is the index of the part that sent it. It looks through all records, and tells the last eight
// attempts, of the one of Keep others as well. What it tells of an attempt that is over stays as it is.
func (s *System) Story(clients int, id uint64) (Story, bool) {
	if r := s.record(clients, id); r != none {
		return s.tell(&s.requests[r]), true
	}
	return Story{}, false
}

// teller collects the steps of a story.
type teller struct {
	*System
	q     *request
	steps []Step
}

func (w *teller) add(at time.Duration, node int16, text ...string) {
	step := Step{At: at, Part: w.called(int32(node))}
	for _, each := range text {
		step.Text += each
	}
	w.steps = append(w.steps, step)
}

func (s *System) tell(q *request) Story {
	w := teller{System: s, q: q}
	home := s.sources[q.clients].node
	chain := s.chained(nil, q.last) // oldest first
	if s.keeps(q) {
		chain = s.chained(chain, s.kept.last)
	}
	slices.Reverse(chain)
	for _, a := range chain {
		w.attempt(a)
	}
	if q.backing {
		w.add(q.since, int16(home), "waits ", brief(q.wait), " before it sends the request again")
	}
	if q.denied != (resilience.Reason{}) {
		w.add(q.deniedAt, int16(home), "sends no copy of it, though there was no answer yet: ", q.denied.String())
	}
	switch q.outcome {
	case UnderWay:
	case OK:
		w.add(q.ended, int16(home), "has the answer, after ", brief(q.ended-q.sent))
	default:
		w.add(q.ended, int16(home), "ends it: ", q.outcome.String(), " after ", brief(q.ended-q.sent))
	}
	insertInOrder(w.steps, func(a, b Step) bool { return a.At < b.At })
	return Story{
		Request: q.number, Clients: s.nodes[home].name, Address: address(q.clients, q.address), Sent: q.sent,
		Ended: q.ended, Outcome: q.outcome, Steps: w.steps, Forgotten: int(q.attempts) - len(chain),
	}
}

// chained appends an attempt and those that it is chained to.
//
//go:noinline
func (s *records) chained(list []int32, a int32) []int32 {
	for ; a != none; a = s.attempts[a].earlier {
		list = append(list, a)
	}
	return list
}

// attempt tells one attempt from its start to its end.
func (w *teller) attempt(a int32) {
	t, home := &w.attempts[a], w.sources[w.q.clients].node
	switch {
	case t.number == 0:
		w.add(w.hop(a, 0).at, int16(home), "sends the request")
	case t.hedge:
		w.add(w.hop(a, 0).at, int16(home), "sends a copy of it, for there was no answer yet")
	default:
		w.add(w.hop(a, 0).at, int16(home), "sends it again")
	}
	for i := int32(1); i < int32(t.kept); i++ {
		h := w.hop(a, i)
		switch w.nodes[h.node].kind {
		case LinkKind:
			w.down(a, i, h)
		case BalancerKind:
			w.choice(a, i, h)
		default:
			w.served(t, h)
		}
	}
	for i := int32(t.kept) - 1; i > 0; i-- {
		if h := w.hop(a, i); h.back >= 0 && w.nodes[h.node].kind == LinkKind {
			w.up(a, i, h)
		}
	}
	w.reaction(a, home)
}

// down tells the way through a link.
func (w *teller) down(a, i int32, h *hop) {
	t := &w.attempts[a]
	switch {
	case i+1 < int32(t.kept):
		if takes := w.hop(a, i+1).at - h.at; takes > 0 {
			w.add(h.at, h.node, "takes ", brief(takes))
		}
	case t.live:
		w.add(h.at, h.node, "is bringing it")
	case !t.swallowed:
		w.add(t.left, h.node, "leaves the system, and the request is cut off")
	case t.split:
		w.add(t.over, h.node, "swallows it: the link is split")
	default:
		w.add(t.over, h.node, "loses it")
	}
}

// up tells the way of an answer back through a link.
func (w *teller) up(a, i int32, h *hop) {
	t := &w.attempts[a]
	if t.part == int32(h.node) && t.phase == Returning {
		switch {
		case t.live:
			w.add(h.back, h.node, "is bringing the answer back")
			return
		case t.swallowed:
			w.add(t.over, h.node, "loses the answer")
			return
		}
	}
	next := t.over // when the client has it
	if i > 1 {
		next = w.hop(a, i-1).back
	}
	if takes := next - h.back; (i > 1 || !t.live) && next >= 0 && takes > 0 {
		w.add(h.back, h.node, "takes ", brief(takes), " with the answer")
	}
}

// choice tells what a balancer chose and why.
func (w *teller) choice(a, i int32, h *hop) {
	b := w.nodes[h.node].number
	who := address(w.q.clients, w.q.address)
	why := w.choices[h.choice].Words(func(slot int) string { return w.seated(b, int32(slot), h.at) }, who, who)
	if h.slot < 0 {
		w.add(h.at, h.node, "refuses it: ", why)
		return
	}
	w.add(h.at, h.node, "sends it to ", w.seated(b, int32(h.slot), h.at), ": ", why)
}

// seated is who had a slot of a balancer at a time.
func (s *System) seated(b, slot int32, at time.Duration) string {
	name := ""
	for _, seat := range s.pickers[b].seats {
		if seat.slot == slot && (name == "" || seat.from <= at) {
			name = s.nodes[s.behind(seat.node)].name
		}
	}
	return name
}

// served tells what a station did.
func (w *teller) served(t *attempt, h *hop) {
	over := !t.live || t.phase == Returning
	waited := t.started > t.arrived || t.started < 0 && (!over || t.left > t.arrived)
	if waited {
		text := "has no slot free, and it is the next"
		if h.choice > 0 {
			text = "lets it wait behind " + others(h.choice)
		}
		w.add(t.arrived, h.node, text)
	}
	switch {
	case t.started >= 0:
		text := "begins to serve it"
		if waited {
			text += ", after " + brief(t.started-t.arrived) + " in its queue"
		}
		w.add(t.started, h.node, text)
		if over && t.outcome == OK {
			text := "has served it in " + brief(t.left-t.started)
			if float64(t.left-t.started) > float64(1.01*t.usual)+1e3 {
				text += ", which takes " + brief(time.Duration(t.usual)) + " at its usual speed"
			}
			w.add(t.left, h.node, text)
		} else if over {
			w.add(t.left, h.node, w.ends(t, h), " under it")
		}
	case !over:
	case t.outcome == Failed && waited:
		w.add(t.left, h.node, w.ends(t, h), " while it waits")
	case t.outcome == Failed:
		w.add(t.left, h.node, "is down, and cannot take it")
	case w.q.deadline <= t.left:
		w.add(t.left, h.node, "drops it: its deadline has passed")
	default:
		w.add(t.left, h.node, "refuses it: its queue is full with ", thousands(uint64(h.choice)))
	}
}

// ends says how a station came to cut off what was there.
func (w *teller) ends(t *attempt, h *hop) string {
	if n := &w.nodes[h.node]; n.index < 0 && n.gone == t.left {
		return "leaves the system"
	}
	return "crashes"
}

// reaction tells what the clients made of an attempt that came to nothing.
func (w *teller) reaction(a, home int32) {
	t := &w.attempts[a]
	at := t.over
	if t.gaveUp >= 0 {
		at = t.gaveUp
		if !t.hedge && (w.q.outcome == UnderWay || at < w.q.ended || w.q.outcome == TimedOut) {
			w.add(at, int16(home), "waits no longer for the answer")
		}
	}
	if late := t.gaveUp >= 0 && !t.live && !t.swallowed && t.over > t.gaveUp; late && t.kept > 1 && w.hop(a, 1).back >= 0 {
		w.add(t.over, int16(home), "gets an answer that it waits for no longer")
	}
	switch {
	case t.why.OK():
		w.add(at, int16(home), "is going to send it again: ", t.why.String())
	case t.why != resilience.Reason{}:
		w.add(at, int16(home), "does not send it again: ", t.why.String())
	}
}
