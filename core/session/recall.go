package session

import (
	"time"

	"headroom/core/lab"
)

// recall is what the selected thing of a side went through, where its world does not
// tell all of that any more. A copy of the side finds it, which goes from the latest
// point at which the thing had not begun until it is over.
type recall struct {
	id    string
	run   *play // on its way, or nil
	found bool
	told  *lab.Selection // in the end, or nil where it never ended
	at    time.Duration  // the end, or somewhat later
}

// recallStride is how many units go by before somebody looks whether it is over.
const recallStride = 4000

// forget begins anew, for the thing with this id.
//
//go:noinline
func (r *recall) forget(id string) { *r = recall{id: id} }

// cut forgets what an edit from some time on may have changed.
//
//go:noinline
func (r *recall) cut(from time.Duration) {
	if !r.found || from <= r.at {
		r.forget("")
	}
}

// recollect goes on for about so many units to find what the thing with this id went
// through, if it is over and that is not known, and returns the units that are left.
// Without any it only begins. The play has reached its goal.
func (p *play) recollect(id string, units int) (left int) {
	r := &p.recall
	if r.id != id {
		r.forget(id)
	}
	if id != "" && r.run == nil && !r.found {
		switch _, over, whole := told(p.head.world, id); {
		case !over:
			return units
		case whole: // as long as others have not pushed it out
			r.end(p)
		default:
			r.run = p.before(id)
			units--
		}
	}
	for units > 0 && r.run != nil {
		units -= max(r.run.run(min(units, recallStride)), 1)
		if _, over, _ := told(r.run.head.world, id); over || !r.run.pending() {
			r.end(r.run)
			p.touch()
		}
	}
	return units
}

// told is what a world tells of how a thing stands; nothing where it is no [lab.Teller].
//
//go:noinline
func told(world lab.World, id string) (begun, over, whole bool) {
	if w, ok := world.(lab.Teller); ok {
		return w.Told(id)
	}
	return false, false, false
}

// before returns a copy that stands where the thing with this id had not begun, which
// it keeps, and is on its way to where the play is.
func (p *play) before(id string) *play {
	run := p.probe()
	run.kept = p.kept // until it stands there
	run.goal = lab.When{At: p.head.at}
	run.rewind(func(q *point) bool {
		begun, _, _ := told(q.world, id)
		return !begun
	})
	run.kept.clear()
	run.depart()
	run.head.world.(lab.Teller).Keep(id)
	return run
}

// end takes down what a play tells.
//
//go:noinline
func (r *recall) end(p *play) {
	r.run, r.found, r.at = nil, true, p.head.at
	if _, _, whole := told(p.head.world, r.id); whole {
		r.told = explained(p.head.world, r.id)
	}
}

// explain tells of the selected thing as of the moment that is drawn, and all that it
// went through once it is over; nil where there is no such thing.
func (p *play) explain(id string) *lab.Selection {
	r, known := &p.recall, explained(p.drawn(), id)
	if _, over, whole := told(p.drawn(), id); !over || whole {
		return known
	}
	switch {
	case r.id != id || !r.found:
		known.Text += " Its whole story is being looked up."
	case r.told != nil:
		return r.told
	}
	return known
}

// explained is what a world explains, or nil.
func explained(world lab.World, id string) *lab.Selection {
	if sel, ok := world.Explain(id); ok {
		return &sel
	}
	return nil
}
