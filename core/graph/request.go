package graph

import (
	"strconv"
	"time"

	"headroom/core/lab"
	"headroom/core/system"
)

// explainRequest tells a request step by step, or why it cannot be told.
func (w *World) explainRequest(id string, clients int, n uint64) lab.Selection {
	sel := lab.Selection{ID: id, Title: "R" + system.RequestName(n)[1:]}
	if story, ok := w.sys.Story(clients, n); ok {
		sel.Text = sel.Title + " " + w.summary(&story, clients) + "."
		sel.Rows = steps(&story)
		return sel
	}
	switch begun, _, whole := w.sys.Told(clients, n); {
	case !begun:
		sel.Text = sel.Title + " has not been sent yet. It is told here as soon as it is."
	case whole:
		sel.Text = sel.Title + " was turned away as it was sent: so many were under way that there was room for no more."
	default:
		sel.Text = sel.Title + " has left, and its steps are no longer at hand."
	}
	return sel
}

// Told tells how a request stands, and whether all of its story is told.
func (w *World) Told(id string) (begun, over, whole bool) {
	if clients, n, ok := w.request(id); ok {
		return w.sys.Told(clients, n)
	}
	return false, false, false
}

// Keep has the story of a request that has not been sent yet told for good.
func (w *World) Keep(id string) {
	if clients, n, ok := w.request(id); ok {
		w.sys.Keep(clients, n)
	}
}

// request takes the id of a request apart, and tells whether there are clients that send it.
//
//go:noinline
func (w *World) request(id string) (clients int, number uint64, ok bool) {
	clients, number, ok = readRequest(id)
	parts := w.sys.Document().Parts
	return clients, number, ok && clients >= 0 && clients < len(parts) && parts[clients].Spec.Kind() == system.ClientsKind
}

// steps are a story as rows of a moment and what happened then.
func steps(s *system.Story) []lab.Row {
	all := make([]lab.Row, 0, len(s.Steps)+1)
	if len(s.Steps) == 0 {
		return nil
	}
	digits, end := 3, s.Steps[len(s.Steps)-1].At
	if end-s.Sent < 50*time.Millisecond {
		digits = 4
	}
	moment := func(d time.Duration) string { return lab.FormatFixed(d.Seconds(), digits) + " s" }
	if s.Forgotten > 0 {
		all = append(all, lab.Row{Name: moment(s.Sent), Text: "the client sends the request; " + forgotten(s.Forgotten)})
	}
	for i := range s.Steps {
		who := s.Steps[i].Part
		if who == s.Clients {
			who = "the client"
		}
		all = append(all, lab.Row{Name: moment(s.Steps[i].At), Text: who + " " + s.Steps[i].Text})
	}
	return all
}

// forgotten says of how many attempts, the first among them, nothing is told.
func forgotten(n int) string {
	if n == 1 {
		return "what became of that is no longer kept"
	}
	return "what became of its first " + strconv.Itoa(n) + " attempts is no longer kept"
}

// summary says in one sentence what became of a request, and where its time went.
func (w *World) summary(s *system.Story, clients int) string {
	spent, _ := w.sys.Spent(clients, s.Request)
	took := s.Ended - s.Sent
	tries, latest := "", "; it"
	if spent.Attempts > 1 {
		tries, latest = " and "+strconv.Itoa(spent.Attempts)+" attempts", "; the last"
	}
	switch s.Outcome {
	case system.UnderWay:
		return w.whereabouts(clients, s.Request) + "; " + span(w.Moment()-s.Sent) + tries + " so far"
	case system.OK:
		text := "was answered by " + spent.Part + " after " + span(took) + tries
		return text + where(&spent, took)
	case system.TimedOut:
		return "timed out after " + span(took) + tries + latest + " got as far as " + spent.Part
	}
	return "came to nothing after " + span(took) + tries + ": " + s.Outcome.String() + " at " + spent.Part
}

// passings are what the time of a request goes by with.
var passings = [...]string{" before the attempt that was answered", " in its queue", " in service", " on links"}

// where tells what the time of a request was spent on that was answered.
func where(s *system.Spent, took time.Duration) string {
	text, next := "", ": "
	for i, d := range [...]time.Duration{s.Before, s.Waited, s.Served, took - s.Before - s.Waited - s.Served} {
		if d > 0 {
			text += next + span(d) + passings[i]
			next = ", "
		}
	}
	return text
}

// whereabouts says where a request is that is under way: its latest attempt.
func (w *World) whereabouts(clients int, n uint64) string {
	text, latest := "is under way", -1
	w.sys.Flights(func(f *system.Flight) {
		if f.Request == n && f.Clients == clients && f.Attempt > latest && !f.Abandoned {
			latest, text = f.Attempt, w.place(f)
		}
	})
	return text
}

func (w *World) place(f *system.Flight) string {
	part := w.sys.Called(f.Part)
	switch f.Phase {
	case system.Waiting:
		if f.Place == 0 {
			return "is the next at " + part
		}
		return "waits at " + part + " behind " + plural(uint64(f.Place), "other")
	case system.Serving:
		return "is served by " + part
	case system.Returning:
		if f.Answer != system.OK {
			return "was not served (" + f.Answer.String() + "), and " + part + " is bringing that back"
		}
		return "was served, and " + part + " is bringing the answer back"
	case system.BackingOff:
		return "has failed, and is sent again in " + span(f.Until-w.Moment())
	}
	return "is on its way over " + part
}
