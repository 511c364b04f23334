package system

import (
	"strconv"
	"time"
)

// thousands writes a count as people read it: 4,711.
func thousands(n uint64) string {
	text := strconv.FormatUint(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// RequestName is what the request of a number is called: "request 4,711", and for those of a closed loop and of a
// burst whose number says who sent them "request 3 of user 12" and "request 99 of a burst".
func RequestName(number uint64) string {
	rest := ""
	switch {
	case number > burstsFrom:
		number, rest = number-burstsFrom, " of a burst"
	case number > perUser:
		number, rest = number%perUser, " of user "+thousands(number/perUser)
	}
	return "request " + thousands(number) + rest
}

// others counts those who are before somebody in a queue.
func others(n int32) string {
	if n == 1 {
		return "1 other"
	}
	return thousands(uint64(n)) + " others"
}

// number writes a value.
func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

// brief writes a time with about three digits: 42.2 ms.
func brief(d time.Duration) string {
	unit, value := " s", d.Seconds()
	switch {
	case d == 0:
		return "0 ms"
	case d < time.Millisecond:
		unit, value = " µs", float64(d)/1e3
	case d < time.Second:
		unit, value = " ms", float64(d)/1e6
	}
	decimals := 0
	for limit := 100.0; value < limit && decimals < 2; limit /= 10 {
		decimals++
	}
	text := strconv.FormatFloat(value, 'f', decimals, 64)
	if decimals > 0 {
		for text[len(text)-1] == '0' {
			text = text[:len(text)-1]
		}
		if text[len(text)-1] == '.' {
			text = text[:len(text)-1]
		}
	}
	return text + unit
}

// happening is the last event or change.
type happening struct {
	kind           uint8
	part, argument int32
}

// Happened says in words what the last event or change did; "" when there was none.
func (s *System) Happened() string {
	if s.at < 0 && s.change == "" {
		return ""
	}
	l := &s.last
	switch l.kind {
	case arrival, thought:
		return s.sentWords(l.argument)
	case alarm:
		return s.alarmWords(&s.requests[l.argument])
	case delivery:
		return s.deliveryWords(&s.attempts[l.argument])
	case finish:
		t := &s.attempts[l.argument]
		if t.request == none {
			return "a server has served a request that nobody waits for any more"
		}
		at := &s.nodes[s.hop(l.argument, int32(t.kept)-1).node]
		return at.name + " has served " + RequestName(s.requests[t.request].number) + " in " + brief(t.left-t.started) + s.whereabouts(t)
	case checkup:
		return s.nodes[s.pickers[l.part].node].name + " checked its backends"
	case pause:
		return s.nodes[s.stations[l.part].node].name + " pauses"
	case resume:
		return s.nodes[s.stations[l.part].node].name + " goes on after a pause"
	case warmer:
		st := &s.stations[l.part]
		return s.nodes[st.node].name + " has warmed up to " + strconv.Itoa(int(st.warm)*10) + "% of its speed"
	}
	return s.change
}

// Called returns what people call a part in a sentence: "server-1", and "the link to server-1".
func (s *System) Called(i int) string { return s.called(s.order[i]) }

// called is that for a node. A link that is not the only one to a part goes by its name.
func (s *System) called(n int32) string {
	is := &s.nodes[n]
	if is.kind != LinkKind || s.nodes[is.to].kind == LinkKind {
		return is.name
	}
	for m := range s.nodes {
		if other := &s.nodes[m]; other.kind == LinkKind && other.to == is.to && int32(m) != n {
			return is.name
		}
	}
	return "the link to " + s.nodes[is.to].name
}

func (s *System) sentWords(r int32) string {
	if r == none {
		return "a request was refused: " + strconv.Itoa(MaxRequests) + " are under way"
	}
	q := &s.requests[r]
	text := s.nodes[s.sources[q.clients].node].name + " sent " + RequestName(q.number)
	if q.last == none {
		return text
	}
	return text + s.whereabouts(&s.attempts[q.last])
}

func (s *System) alarmWords(q *request) string {
	if q.last == none {
		return RequestName(q.number) + " was not sent: too many are under way"
	}
	t := &s.attempts[q.last]
	switch {
	case q.outcome != UnderWay:
		return RequestName(q.number) + " timed out" + s.why(t)
	case q.backing && t.gaveUp == s.now:
		return "an attempt of " + RequestName(q.number) + " timed out: " + t.why.String() + ", in " + brief(q.wait)
	case t.hedge && s.hop(q.last, 0).at == s.now:
		return "a copy of " + RequestName(q.number) + " was sent" + s.whereabouts(t)
	case s.hop(q.last, 0).at < s.now:
		return "no further copy of " + RequestName(q.number) + " may be sent"
	}
	return RequestName(q.number) + " was sent again" + s.whereabouts(t)
}

// why says why an attempt was the last.
func (s *System) why(t *attempt) string {
	if t.why.Code == 0 {
		return ""
	}
	return ": " + t.why.String()
}

func (s *System) deliveryWords(t *attempt) string {
	if t.request == none {
		return "an answer came that nobody waits for any more"
	}
	what := RequestName(s.requests[t.request].number)
	if t.phase == Returning && (t.started >= 0 || t.left < s.now) { // else it has been turned away just now
		what = "an answer to " + what
	}
	if t.swallowed && t.since < s.now {
		return s.called(t.part) + " lost " + what
	}
	return what + " came through" + s.whereabouts(t)
}

// whereabouts says where an attempt is, or what became of it.
func (s *System) whereabouts(t *attempt) string {
	q := &s.requests[t.request]
	at := s.called(t.part)
	switch {
	case t.live && t.phase == Going:
		return "; it is on " + at
	case t.live && t.phase == Waiting:
		if before := t.place - s.stations[s.nodes[t.part].number].served; before > 0 {
			return "; it waits at " + at + " behind " + others(before)
		}
		return "; it is the next at " + at
	case t.live && t.phase == Serving:
		return "; " + at + " serves it"
	case t.live:
		return "; " + bringing(t.outcome) + " is on " + at
	case t.swallowed:
		return "; " + at + " lost it"
	case t.abandoned && t.gaveUp < s.now:
		return "; nobody waits for it any more"
	case q.backing:
		return "; " + t.outcome.String() + ", " + t.why.String() + " in " + brief(q.wait)
	case q.outcome == OK:
		return "; answered after " + brief(q.ended-q.sent)
	case q.outcome != UnderWay:
		return "; " + q.outcome.String() + s.why(t)
	}
	return "; " + t.outcome.String()
}

func bringing(o Outcome) string {
	if o == OK {
		return "the answer"
	}
	return "the answer, " + o.String() + ","
}
