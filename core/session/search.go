package session

import (
	"time"

	"headroom/core/lab"
)

// search finds the first moment at which two sides are not the same. While they
// are it follows the session; then it halves the time in between, going on from
// points that the sides have kept, until a nanosecond is left.
type search struct {
	same    time.Duration // after all events up to here the sides are the same
	differs time.Duration // and here they are not; forever where that is not known
	found   bool
	text    string // what happened then

	low   [2]point // of both sides at same, or without worlds
	runs  []*play  // on their way to the moment in between
	until time.Duration
}

func newSearch() search { return search{same: -1, differs: forever} }

// cut forgets what an edit from some time on has changed.
func (f *search) cut(from time.Duration) {
	if from > f.differs {
		return
	}
	same := min(f.same, from-1)
	*f = newSearch()
	f.same = same
}

// work goes on for about so many units and reports whether all is known that can be.
func (f *search) work(s *Session, units int) bool {
	if !s.Comparing() || f.found {
		return true
	}
	if f.differs == forever && !f.look(s) {
		return true
	}
	for units > 0 && !f.found {
		if f.runs == nil {
			f.begin(s)
		}
		spent := 1
		for _, p := range f.runs {
			spent += p.run(max(units-spent, 1))
		}
		if units -= spent; !f.runs[0].pending() && !f.runs[1].pending() {
			f.judge(s)
		}
	}
	return f.found
}

// look compares the sides where the session stands and reports whether they
// differ. Between two events of one time they may, and it means nothing.
func (f *search) look(s *Session) bool {
	a, b := s.sides[0], s.sides[1]
	if p := first(a, b); a.head.at <= f.same || a.missing || b.missing {
		return false
	} else if p != nil {
		if at, _ := p.next(); at <= a.head.at {
			return false
		}
	}
	if a.head.world.Fingerprint() != b.head.world.Fingerprint() {
		f.differs = a.head.at
		return true
	}
	f.same = a.head.at
	return false
}

// begin sends a copy of both sides to the moment in the middle; the start comes
// first, since many differ from there on.
func (f *search) begin(s *Session) {
	f.until = f.same + (f.differs-f.same+1)/2
	if f.same < 0 {
		f.until = 0
	}
	for i, p := range s.sides {
		run := &play{sc: p.sc, shelf: p.shelf, changes: new(uint32), probing: true}
		q, ok := p.kept.latest(func(q *point) bool { return q.at <= f.until })
		switch low := f.low[i]; {
		case low.world != nil && (!ok || low.at >= q.at):
			run.head = low.clone()
		case ok:
			run.head = q
		default:
			run.start()
		}
		run.goal = lab.When{At: f.until}
		f.runs = append(f.runs, run)
	}
}

// judge halves what is left, now that both sides have been brought to the middle.
func (f *search) judge(s *Session) {
	a, b := f.runs[0], f.runs[1]
	f.runs = nil
	if a.head.world.Fingerprint() == b.head.world.Fingerprint() {
		f.same, f.low = f.until, [2]point{a.head, b.head}
		return
	}
	f.differs = f.until
	if f.found = f.differs <= f.same+1; f.found {
		f.text, f.low = s.parting(a, b, f.differs), [2]point{}
		s.touch()
	}
}

// parting says what happened on both sides when they first differed.
func (s *Session) parting(a, b *play, at time.Duration) string {
	if at == 0 {
		return "from the start"
	}
	text, names := "", s.names()
	for i, p := range []*play{a, b} {
		told := p.head.world.Happened()
		if p.lastChange() < at || told == "" || told == text {
			continue
		}
		if text != "" {
			text += "; "
		}
		text += names[i] + ": " + told
	}
	return text
}
