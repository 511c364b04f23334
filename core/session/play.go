package session

import (
	"slices"
	"time"

	"headroom/core/dataset"
	"headroom/core/lab"
)

// play is a scenario being played: all of a session, or one side of a comparison.
type play struct {
	sc      *lab.Scenario // an edit replaces it; moment and speed are the session's business
	shelf   *dataset.Shelf
	missing bool    // the scenario is about data that is not on the shelf
	changes *uint32 // the session's revision

	head point    // where the simulation stands
	goal lab.When // where it is going
	from struct { // where it set out to the goal
		at time.Duration
		n  int
	}
	kept keyframes // points to come back to
	work int       // units spent since the last of them

	// judged is the outcomes of all actions that have been played, also of those
	// that lie ahead again, for the marks on the timeline.
	judged []string

	// shown is what is drawn while head catches up after a jump or an edit.
	shown     lab.World
	shownAt   time.Duration
	shownNext int
	catching  bool // there was work that took longer than a moment
	probing   bool // nobody looks at it, and it will not come back to what it was

	recall recall
}

// point is the state after some events: n of them, of which the first next
// actions of the scenario are part.
type point struct {
	world    lab.World
	at       time.Duration
	n, next  int
	outcomes []string // of each action so far: "" or why it was impossible
}

// clone returns a point that goes on by itself.
//
//go:noinline
func (p point) clone() point {
	p.world = p.world.Clone()
	return p
}

// start makes the world of the scenario at time zero.
func (p *play) start() {
	data, missing := p.data()
	p.missing = missing
	p.head = point{world: p.sc.Lab.New(lab.Setup{Seed: p.sc.Seed, Values: p.sc.Values, Data: data})}
	p.work = 0
}

// copy returns a play that stands where this one does and goes on by itself.
func (p *play) copy() *play {
	c := *p
	c.head = p.head.clone()
	c.kept.points = slices.Clone(p.kept.points) // which are cloned before they go on
	c.recall.run = nil
	return &c
}

// probe returns a play of the same scenario that is only there to find something out. It has no world yet.
func (p *play) probe() *play {
	return &play{sc: p.sc, shelf: p.shelf, changes: new(uint32), probing: true}
}

// touch says that what is told about the session has changed.
func (p *play) touch() { *p.changes++ }

// drawn returns the world to draw and talk about.
//
//go:noinline
func (p *play) drawn() lab.World {
	w := p.shown
	if w == nil {
		w = p.head.world
	}
	w.Rest(p.now())
	return w
}

// now returns the moment of the world that is drawn.
//
//go:noinline
func (p *play) now() time.Duration {
	if p.shown != nil {
		return p.shownAt
	}
	return p.head.at
}

// played returns how many actions are part of the world that is drawn.
func (p *play) played() int {
	if p.shown != nil {
		return p.shownNext
	}
	return p.head.next
}

// show keeps what is drawn now until the way that begins has ended.
func (p *play) show() {
	if p.shown == nil {
		p.shown, p.shownAt, p.shownNext = p.head.world, p.head.at, p.head.next
	}
}

// lastChange is the time of the last event or action so far.
func (p *play) lastChange() time.Duration {
	at := max(p.head.world.At(), 0)
	if p.head.next > 0 {
		at = max(at, p.sc.Actions[p.head.next-1].At)
	}
	return at
}

// next is the time of the next event or action, and false when there is none.
func (p *play) next() (time.Duration, bool) {
	at, ok := p.head.world.Next()
	if p.head.next < len(p.sc.Actions) {
		if act := p.sc.Actions[p.head.next].At; !ok || act < at {
			return act, true
		}
	}
	return at, ok && at <= lab.MaxTime
}

// actionTime is when something done now counts: the next whole millisecond.
func (p *play) actionTime() time.Duration {
	if p.goal.Named {
		return ceil(p.head.at)
	}
	return ceil(p.goal.At)
}

// value returns the present canonical value of a parameter: the scenario's,
// changed by the actions so far and by the world itself.
func (p *play) value(key string) string {
	if text, ok := p.drawn().Value(key); ok {
		return text
	}
	text := p.sc.Values.Text(key)
	for i, a := range p.sc.Actions[:p.head.next] {
		if a.Name == lab.Set && a.Fields[0] == key && p.head.outcomes[i] == "" {
			text = a.Fields[1]
		}
	}
	return text
}

// values returns all present values.
func (p *play) values() lab.Values {
	v := p.sc.Values
	for i := range p.sc.Lab.Params {
		key := p.sc.Lab.Params[i].Key
		v = v.With(key, p.value(key))
	}
	return v
}

// replay brings the world to a moment of the changed scenario, reusing all that
// was played before the first difference, whose time it returns, forever where
// there is none.
func (p *play) replay(before *lab.Scenario, goal time.Duration) time.Duration {
	p.goal = lab.When{At: goal}
	from := p.cut(before)
	p.depart()
	p.touch()
	return from
}

// depart says that the way to the goal begins here.
func (p *play) depart() { p.from.at, p.from.n = p.head.at, p.head.n }

// forever is later than all that happens.
const forever = time.Duration(1<<63 - 1)

// cut forgets what is no longer so after a change of the scenario and returns
// when the change begins.
func (p *play) cut(before *lab.Scenario) time.Duration {
	old, changed := *before, *p.sc
	old.Actions, changed.Actions = nil, nil
	if !old.SameExperiment(&changed) {
		p.kept.clear()
		p.judged = nil
		p.recall.forget("")
		p.rewind(func(*point) bool { return false })
		return 0
	}
	i, at, differ := firstDifference(before.Actions, p.sc.Actions)
	if !differ {
		return forever
	}
	usable := func(q *point) bool { return q.next <= i && q.world.At() < at }
	p.kept.drop(usable)
	p.judged = p.judged[:min(len(p.judged), i)]
	p.recall.cut(at)
	if !usable(&p.head) {
		p.rewind(usable)
	}
	p.head.at = min(p.head.at, at)
	return at
}

func firstDifference(a, b []lab.Action) (index int, at time.Duration, differ bool) {
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return i, b[i].At, true
		case i >= len(b):
			return i, a[i].At, true
		case !a[i].Equal(&b[i]):
			return i, min(a[i].At, b[i].At), true
		}
	}
	return 0, 0, false
}
