package graph

import (
	"strconv"
	"strings"
	"time"

	"headroom/core/lab"
	"headroom/core/system"
)

// The id of a part is its name, and that of a request "request:", the index of the clients that sent it, ":"
// and its number. Names have no colons.
const requestPrefix = "request:"

// requestID is the id of a request. It allocates.
func requestID(clients int, number uint64) string {
	return requestPrefix + strconv.Itoa(clients) + ":" + strconv.FormatUint(number, 10)
}

// readRequest takes the id of a request apart, and returns false for any other.
func readRequest(id string) (clients int, number uint64, ok bool) {
	rest, ok := strings.CutPrefix(id, requestPrefix)
	if !ok {
		return 0, 0, false
	}
	index, digits, _ := strings.Cut(rest, ":")
	clients, err := strconv.Atoi(index)
	number, err2 := strconv.ParseUint(digits, 10, 64)
	return clients, number, err == nil && err2 == nil && number > 0
}

// Moment is what is told of: that of the latest event or action, or later where nothing has happened since.
func (w *World) Moment() time.Duration { return max(w.now, w.sys.At(), w.rest) }

// part returns what can be seen of a part at a moment.
func (w *World) part(i int, now time.Duration) system.PartState {
	return w.sys.Part(i, max(now, w.Moment()))
}

// Caption is the lab's own.
func (w *World) Caption(now time.Duration) lab.Caption { return w.rules.Caption(w, now) }

// Said is what the last action came to.
func (w *World) Said() (n int, text string) { return w.acts, w.said }

// Happened says what the last event or action did.
func (w *World) Happened() string {
	if w.said != "" && w.sys.Changed() {
		return w.said
	}
	return w.sys.Happened()
}

// Position counts the requests. It is short, and of about the same width all the time, as it stands beside the timeline.
func (w *World) Position(now time.Duration, played, actions int) string {
	return plural(w.sys.Totals().Sent, "request")
}

// Slowest is the slowest request that has ended, however it did.
func (w *World) Slowest() (id string, at time.Duration, ok bool) {
	clients, number, at, _, ok := w.sys.Slowest()
	if !ok || clients < 0 {
		return "", 0, false
	}
	return requestID(clients, number), at, true
}

// Bottleneck names the server or pool that has far more to do than the others.
func (w *World) Bottleneck() (id, text string) {
	i := w.bottleneck(w.Moment())
	if i < 0 {
		return "", ""
	}
	p := w.part(i, w.Moment())
	return p.Name, load(&p)
}

// bottleneck returns the index of the server or pool that limits the whole, or -1.
func (w *World) bottleneck(now time.Duration) int {
	b := burden{worst: -1}
	parts := w.sys.Document().Parts
	for i := range parts {
		if parts[i].Spec.Kind() >= system.ServerKind {
			p := w.part(i, now)
			b.add(i, &p)
		}
	}
	return b.bottleneck()
}

// burden is what servers and pools have to do.
type burden struct {
	worst                     int
	most, lately, sum, shares float64
	n                         int
}

func (b *burden) add(i int, p *system.PartState) {
	todo := p.Share + p.Queue/float64(p.Slots)
	b.shares += p.Share
	if b.sum, b.n = b.sum+todo, b.n+1; b.worst < 0 || todo > 1.1*b.most { // the first of those that have about as much
		b.worst, b.most, b.lately = i, todo, p.Share
	}
}

// bottleneck returns which of them limits the whole: it has been busy for most of the last second, more than the
// others were, and has far more to do than those have on average. It returns -1 where there is none.
func (b *burden) bottleneck() int {
	const busy, more, above = 0.8, 1.5, 0.2
	if b.worst < 0 || b.lately < busy {
		return -1
	}
	if b.n > 1 {
		others := float64(b.n - 1)
		if b.most < float64(more*(b.sum-b.most))/others+above || b.lately < min((b.shares-b.lately)/others+0.1, 0.99) {
			return -1
		}
	}
	return b.worst
}

// load says how much a server or pool has to do: "88% busy, 3 waiting".
func load(p *system.PartState) string {
	text := share(p.Share) + " busy"
	if p.Waiting > 0 {
		text += ", " + count(uint64(p.Waiting)) + " waiting"
	}
	return text
}

// trouble says what is the matter with a part, in a word or two, or "".
func (w *World) trouble(i int, p *system.PartState) string {
	switch {
	case p.Down:
		return "down"
	case w.sys.Cut(i):
		return "split off"
	case p.Frozen:
		return "paused"
	case p.Draining:
		return "draining"
	case p.OutOfRotation:
		return "out of rotation"
	case p.Kind < system.ServerKind:
		return ""
	case p.Speed < speed(w.sys.Document().Parts[i].Spec):
		return "slowed"
	case p.Warm < 1:
		return "warming up"
	}
	return ""
}

// speed is how fast a server or pool is by its document.
func speed(s system.Spec) float64 {
	switch s := s.(type) {
	case system.Server:
		return s.Speed
	case system.Pool:
		return s.Speed
	}
	return 1
}

// plural writes a count with what is counted.
func plural(n uint64, what string) string {
	if n != 1 {
		what += "s"
	}
	return count(n) + " " + what
}
