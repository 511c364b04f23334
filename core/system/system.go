package system

import "time"

// System is a system at a moment. It is plain data for one goroutine; Clone copies it.
type System struct {
	document *Document
	seed     uint64
}

// New returns the system of a document at time zero, or what Check finds wrong with the document.
func New(d *Document, seed uint64) (*System, error) {
	return &System{document: d, seed: seed}, nil
}

// Document returns what the system is made of now. It never changes; a change of the system brings another.
func (s *System) Document() *Document { return s.document }

// At returns the time of the last event that was handled, -1 before the first.
func (s *System) At() time.Duration { return -1 }

// Next returns the time of the next event, and false when there is none unless somebody acts.
func (s *System) Next() (time.Duration, bool) { return 0, false }

// Run handles the events up to and including a time, at most maxEvents of them and about so many units of
// work, a hundred nanoseconds each. Fewer than both limits used means that nothing up to until is left.
func (s *System) Run(until time.Duration, maxEvents, units int) (events, used int) { return 0, 0 }

// Clone returns an independent copy that goes on to the same future.
func (s *System) Clone() *System { c := *s; return &c }

// Size is about how many bytes a clone holds.
func (s *System) Size() int { return 0 }

// Fingerprint is a hash of what has happened and of where everything is, equal on all platforms.
func (s *System) Fingerprint() uint64 { return 0 }
