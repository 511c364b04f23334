package ringlab

import (
	"math"
	"strconv"
	"strings"
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
)

// spread is how unevenly the keys lie on the nodes that are up.
type spread struct {
	busiest  *node
	ratio    float64 // the busiest node's keys over its fair share
	deviates float64 // standard deviation of keys over fair shares
	load     float64 // the greatest share of requests over the fair share
	hottest  *node
}

func (w *world) spread() spread {
	var s spread
	sum := 0.0
	held := float64(w.tally.held())
	for i := range w.nodes {
		n := &w.nodes[i]
		if n.down {
			continue
		}
		fair := w.now.width[n.id]
		keys := ratio(float64(w.tally.keys[n.id]), float64(held*fair))
		load := ratio(w.tally.load[n.id], float64(w.total*fair))
		if s.busiest == nil || keys > s.ratio {
			s.busiest, s.ratio = n, keys
		}
		if s.hottest == nil || load > s.load {
			s.hottest, s.load = n, load
		}
		sum += float64((keys - 1) * (keys - 1))
	}
	s.deviates = math.Sqrt(sum / float64(max(w.live(), 1)))
	return s
}

// expected is the closed form for the standard deviation, as it is known for a
// ring: sqrt((N-1)/(Nv+1)).
func (w *world) expected() lab.Theory {
	n, v := float64(w.live()), float64(w.now.virtual)*w.nodes[0].weight
	t := lab.Theory{Holds: true}
	switch {
	case w.cfg.method != ring:
		return lab.Theory{Reason: "the closed form is for a plain ring"}
	case !w.equalWeights():
		t.Holds, t.Reason = false, "the weights differ"
	case w.now.copies > 1:
		t.Holds, t.Reason = false, "copies even out the counts"
	case n < 2:
		t.Holds, t.Reason = false, "there is only one node"
	}
	t.Value = math.Sqrt((n - 1) / (float64(n*v) + 1))
	t.Text = lab.FormatPercent(t.Value)
	return t
}

// statRow is a line of the statistics.
type statRow struct {
	label, text string
	role        scene.Role
	theory      bool // worked out, not measured
}

func (w *world) statRows() []statRow {
	s := w.spread()
	const busy = 1.2 // times the fair share, from where it is worth a warning
	level := func(x float64) scene.Role {
		if x > busy {
			return scene.Warn
		}
		return scene.Ink
	}
	rows := []statRow{
		{"Busiest", lab.FormatFixed(s.ratio, 2) + "× even", level(s.ratio), false},
		{"Std deviation", lab.FormatPercent(s.deviates), scene.Ink, false},
	}
	if t := w.expected(); t.Holds {
		rows = append(rows, statRow{"Expected", t.Text, scene.Muted, true})
	}
	if w.all.skewed() {
		rows = append(rows, statRow{"Busiest by load", lab.FormatFixed(s.load, 2) + "× even", level(s.load), false})
	}
	c := w.last()
	if c == nil {
		return rows
	}
	rows = append(rows,
		statRow{"Keys moved", lab.FormatCount(c.moved.keys), scene.Ink, false},
		statRow{"Least possible", lab.FormatCount(c.least.keys), scene.Ink, false},
		statRow{"By modulo", lab.FormatCount(c.modulo.keys), scene.Muted, false})
	if w.all.skewed() {
		rows = append(rows, statRow{"Load moved", lab.FormatPercent(c.loadShare(c.moved)), scene.Ink, false},
			statRow{"Least possible", lab.FormatPercent(c.loadShare(c.least)), scene.Ink, false},
			statRow{"By modulo", lab.FormatPercent(c.loadShare(c.modulo)), scene.Muted, false})
	}
	return rows
}

// Caption says what the last change did, or how the keys lie.
func (w *world) Caption(now time.Duration) lab.Caption {
	s := w.spread()
	if s.busiest == nil {
		return lab.Caption{}
	}
	c := w.last()
	if c == nil {
		text := count(w.placed, "key") + " on " + count(w.live(), "node") + "; the busiest, " + s.busiest.name + ", holds " + lab.FormatFixed(s.ratio, 2) + " times an even share."
		return lab.Caption{Now: text, Try: w.advice(s)}
	}
	subject := string(c.text[0]-'a'+'A') + c.text[1:] // all of them begin with a small letter or a name
	if w.find(strings.SplitN(c.text, " ", 2)[0]) >= 0 || strings.HasSuffix(c.text, " left") {
		subject = c.text // a name keeps its spelling
	}
	text := subject + " and " + lab.FormatPercent(c.share(c.moved)) + " of the keys moved."
	extra := c.moved.keys - c.least.keys
	switch {
	case c.moved.keys == 0:
		text = subject + " and no key moved."
	case extra == 0 && len(c.after) > len(c.before):
		return lab.Caption{Now: text, Try: "Nothing moved between nodes that were already there; modulo would have moved " + lab.FormatPercent(c.share(c.modulo)) + "."}
	case extra == 0 && len(c.after) < len(c.before):
		return lab.Caption{Now: text, Try: "Only the keys of the node that went moved; modulo would have moved " + lab.FormatPercent(c.share(c.modulo)) + "."}
	case extra > 0 && c.least.keys*3 < c.moved.keys:
		return lab.Caption{Now: text, Try: lab.FormatPercent(c.share(c.least)) + " would have been enough. " + w.alternative()}
	}
	return lab.Caption{Now: text, Try: "The least possible is " + lab.FormatPercent(c.share(c.least)) + "; modulo would have moved " + lab.FormatPercent(c.share(c.modulo)) + "."}
}

// advice says what to try while nothing has happened yet.
func (w *world) advice(s spread) string {
	switch {
	case w.now.virtual > 0 && s.ratio > 1.3:
		return "Try more virtual nodes, or add a node and see which keys move."
	case w.all.skewed() && s.load > 1.3:
		return "The keys are even and the load is not: look at " + s.hottest.name + "."
	case w.cfg.method == modulo:
		return "Add a node and see how many keys move."
	}
	return "Add a node and see which keys move."
}

func (w *world) alternative() string {
	switch w.cfg.method {
	case modulo:
		return "Try a hash ring."
	case jump:
		return "Jump only grows and shrinks well at the end."
	}
	return ""
}

// Said announces the last change.
func (w *world) Said() (n int, text string) {
	c := w.last()
	if c == nil {
		return 0, ""
	}
	return len(w.changes), c.text + "; " + lab.FormatPercent(c.share(c.moved)) + " of keys moved"
}

// Position counts the changes.
func (w *world) Position(now time.Duration, played, actions int) string {
	if actions == 0 {
		return "no changes yet"
	}
	return "change " + lab.FormatCount(played) + " of " + lab.FormatCount(actions)
}

// Value returns the number of nodes, which actions change.
func (w *world) Value(key string) (string, bool) {
	if key == "nodes" {
		return lab.FormatFixed(float64(len(w.nodes)), 0), true
	}
	return "", false
}

// Happened says which key arrived last, or what the last change was.
func (w *world) Happened() string {
	c := w.last()
	switch {
	case w.at >= 0 && (c == nil || c.at <= w.at):
		return "user:" + strconv.Itoa(w.placed-1) + " arrived"
	case c != nil:
		return c.text
	}
	return ""
}

// Slowest has no answer: keys take no time.
func (w *world) Slowest() (id string, at time.Duration, ok bool) { return "", 0, false }

// Bottleneck is the node with a tenth more than an even share, or none.
func (w *world) Bottleneck() (id, text string) {
	s := w.spread()
	if s.busiest == nil || s.ratio < 1.1 {
		return "", ""
	}
	return "node:" + s.busiest.name, lab.FormatFixed(s.ratio, 2) + " times an even share"
}
