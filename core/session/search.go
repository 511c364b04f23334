package session

import (
	"time"

	"headroom/core/lab"
)

// search finds the first moment at which two sides are not the same. While they
// are it follows the session; then it halves the time in between, going on from
// points that the sides have kept, until a nanosecond is left, and goes through
// the events of that one by one.
type search struct {
	same    time.Duration // after all events up to here the sides are the same
	differs time.Duration // and here they are not; forever where that is not known
	found   bool
	told    [2]string // what happened then on each side

	low      [2]point // of both sides at same, or without worlds
	runs     []*play  // on their way to the moment in between
	until    time.Duration
	stepping bool
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
	f.until = max(f.same, 0) + (f.differs-max(f.same, 0))/2
	f.stepping = f.differs <= f.same+1 && (f.same < 0 || f.low[0].world != nil)
	if f.same < 0 {
		f.until = 0
	}
	for i, p := range s.sides {
		run := p.probe()
		q, ok := p.kept.latest(func(q *point) bool { return q.at <= f.until && !f.stepping })
		switch low := f.low[i]; {
		case low.world != nil && (!ok || low.at >= q.at):
			run.head = low.clone()
		case ok:
			run.head = q
		default:
			run.start()
		}
		run.goal = lab.When{At: f.until}
		if f.stepping {
			run.goal = lab.When{Event: run.head.n, Named: true}
		}
		run.depart()
		f.runs = append(f.runs, run)
	}
}

// judge halves what is left, now that both sides have been brought to the middle.
func (f *search) judge(s *Session) {
	a, b := f.runs[0], f.runs[1]
	same := a.head.world.Fingerprint() == b.head.world.Fingerprint()
	switch {
	case f.stepping && same && f.step():
		return
	case f.stepping:
		f.found, f.low = true, [2]point{}
		for i, p := range f.runs {
			if p.head.n > p.from.n {
				f.told[i] = p.head.world.Happened()
			}
		}
		s.touch()
	case same:
		f.same, f.low = f.until, [2]point{a.head, b.head}
	default:
		if f.differs = f.until; f.differs <= f.same { // they were the same again later
			f.same = -1
		}
	}
	f.runs = nil
}

// step sends both sides to their next event and reports whether there is one.
func (f *search) step() (ok bool) {
	for _, p := range f.runs {
		p.depart()
		if at, comes := p.next(); comes && at <= f.differs {
			p.goal.Event++
			ok = true
		}
	}
	return ok
}

// parting says what happened when the sides first differed.
func (s *Session) parting() string {
	told, names := s.search.told, s.names()
	switch {
	case told[0] == "" && told[1] == "":
		return "from the start"
	case told[0] == told[1]:
		return told[0]
	case told[1] == "":
		return names[0] + ": " + told[0]
	case told[0] == "":
		return names[1] + ": " + told[1]
	}
	if n := shared(told[0], told[1]); n > 0 {
		return told[0] + with(names[0]) + ", " + told[1][n:] + with(names[1])
	}
	return names[0] + ": " + told[0] + "; " + names[1] + ": " + told[1]
}

// shared is the length of the words that both texts begin with, if both go on.
func shared(a, b string) (n int) {
	for i := 0; i < min(len(a), len(b)) && a[i] == b[i]; i++ {
		if a[i] == ' ' {
			n = i + 1
		}
	}
	return n
}
