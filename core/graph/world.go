package graph

import (
	"time"

	"headroom/core/lab"
	"headroom/core/system"
)

// World is the world of a system: a [lab.World].
type World struct {
	rules Rules
	sys   *system.System
	now   time.Duration // of the action that is being carried out, or of the last one
	said  string        // what the last action came to
	acts  int           // how many there have been
	rest  time.Duration // up to when nothing has happened since the last event

	figure *figure // of this world and its copies
}

var _ interface {
	lab.World
	lab.Teller
} = (*World)(nil)

// New returns the world of a seed and a lab's rules at time zero. It panics where their document has faults.
func New(seed uint64, rules Rules) *World {
	sys, err := system.New(rules.Document(), seed)
	if err != nil {
		panic("graph: " + err.Error())
	}
	return &World{rules: rules, sys: sys, figure: newFigure()}
}

// System returns the system that is played. Rules may change it while they carry out an action.
func (w *World) System() *system.System { return w.sys }

// Rules returns the lab's own state.
func (w *World) Rules() Rules { return w.rules }

// Now returns the moment of the action that is being carried out, or of the last one.
func (w *World) Now() time.Duration { return w.now }

// Say tells what the action that is being carried out came to: a few words, without a full stop. They are
// announced, and stand for the action where it is told what happened.
func (w *World) Say(text string) { w.said = text }

// At is the time of the last event.
func (w *World) At() time.Duration { return w.sys.At() }

// Next returns the time of the next event.
func (w *World) Next() (time.Duration, bool) { return w.sys.Next() }

// Run handles events.
func (w *World) Run(until time.Duration, maxEvents, units int) (events, used int) {
	return w.sys.Run(until, maxEvents, units)
}

// Rest says up to when nothing has happened since the last event.
func (w *World) Rest(until time.Duration) { w.rest = until }

// Busy reports that there is no work beside events.
func (w *World) Busy() (done, total int) { return 0, 0 }

// Clone returns an independent copy.
func (w *World) Clone() lab.World { return w.clone() }

func (w *World) clone() *World {
	c := *w
	c.sys, c.rules = w.sys.Clone(), w.rules.Clone()
	return &c
}

// Size is about how many bytes a clone holds.
func (w *World) Size() int { return w.sys.Size() + 1024 }

// Fingerprint is the system's.
func (w *World) Fingerprint() uint64 { return w.sys.Fingerprint() }

// Measure starts measuring anew.
func (w *World) Measure(now time.Duration) { w.sys.Measure(now) }

// NextName returns a name for a part that an action brings in.
func (w *World) NextName(taken func(name string) bool) string { return w.rules.NextName(taken) }

// Value returns the present value of a parameter that something other than its control has changed.
func (w *World) Value(key string) (string, bool) { return w.rules.Value(key) }
