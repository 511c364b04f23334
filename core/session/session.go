// Package session plays a scenario: it runs the world of a lab to a moment,
// steps it by single events, takes it back in time, and lets somebody act on it
// while every action lands in the scenario, so that a link can carry it away.
//
// A session reads no clock. Whoever drives it says how much time has passed
// (Tick) and how much work may be done now (Work), which keeps a page
// responsive and makes the result independent of the machine's speed. Sessions
// are single-threaded.
package session

import (
	"math"
	"time"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
)

// Session is one scenario being played.
type Session struct {
	labs  []*lab.Lab
	shelf *dataset.Shelf
	sc    lab.Scenario // its Moment is the one the link named; goal is the live one
	// missing says that the scenario is about data that is not on the shelf.
	missing bool

	head point     // where the simulation stands
	goal lab.When  // where it is going
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

	playing  bool
	reached  float64 // speed reached lately, times real time
	end      time.Duration
	revision uint32

	undo, redo []edit
	gesture    int

	hover, selected string
	notices         []string
	canvas          *scene.Scene
	width, height   float64 // asked of the last frame
	frame           []byte
}

// point is the state after some events: n of them, of which the first next
// actions of the scenario are part.
type point struct {
	world    lab.World
	at       time.Duration
	n, next  int
	outcomes []string // of each action so far: "" or why it was impossible
}

// Open parses a link and returns a paused session at the start of its
// scenario, on its way to the link's moment. Settle or Work gets it there. The
// shelf holds the data that a link may name and gets what Use brings; nil is for
// sessions without any.
func Open(link string, labs []*lab.Lab, shelf *dataset.Shelf) (*Session, error) {
	if shelf == nil {
		shelf = &dataset.Shelf{}
	}
	s := &Session{labs: labs, shelf: shelf, canvas: scene.New()}
	return s, s.Open(link)
}

// Open replaces the scenario by that of another link. On an error the session
// stays as it was.
func (s *Session) Open(link string) error {
	sc, notices, err := lab.Parse(link, s.labs)
	if err != nil {
		return err
	}
	s.sc, s.notices = sc, notices
	s.undo, s.redo, s.gesture = nil, nil, 0
	s.hover, s.selected = "", ""
	s.playing, s.reached = false, 0
	s.end = 0
	s.shown, s.judged = nil, nil
	s.start()
	s.goal = sc.Moment
	s.touch()
	return nil
}

// start makes the world of the scenario at time zero.
func (s *Session) start() {
	data, missing := s.data()
	s.missing, s.playing = missing, s.playing && !missing
	s.head = point{world: s.sc.Lab.New(lab.Setup{Seed: s.sc.Seed, Values: s.sc.Values, Data: data})}
	s.kept.clear()
	s.work = 0
}

// Scenario returns what is being played, at its present moment.
func (s *Session) Scenario() lab.Scenario {
	sc := s.sc
	sc.Moment = s.Moment()
	return sc
}

// Moment returns where the session is or, while it is on its way, will be.
func (s *Session) Moment() lab.When {
	m := s.goal
	m.At = m.At.Round(lab.Moment)
	return m
}

// Link returns the scenario with its moment as a link.
func (s *Session) Link() string {
	sc := s.Scenario()
	return sc.Format()
}

// World returns the world as it stands; it is for reading.
func (s *Session) World() lab.World { return s.head.world }

// Now returns the time up to which the world has been played.
func (s *Session) Now() time.Duration { return s.head.at }

// Metrics returns what is measured at the present moment.
func (s *Session) Metrics() []lab.Metric { return s.head.world.Metrics(s.head.at) }

// Measure leaves what has been so far out of the statistics.
func (s *Session) Measure() { s.head.world.Measure(s.head.at) }

// Said returns the last announcement and how many came before.
func (s *Session) Said() (n int, text string) { return s.drawn().Said() }

// Caption returns what is happening at the present moment.
func (s *Session) Caption() lab.Caption {
	if s.missing {
		return lab.Caption{Now: missingTitle + ": " + s.sc.Data.Name + "."}
	}
	return s.drawn().Caption(s.now())
}

// Events returns how many events have been played, actions included.
func (s *Session) Events() int { return s.head.n }

// Notices returns what there was to say about the link.
func (s *Session) Notices() []string { return s.notices }

// Fingerprint is a hash of the world's outcomes: equal for equal scenarios and
// moments on every platform.
func (s *Session) Fingerprint() uint64 { return s.head.world.Fingerprint() }

// Playing reports whether time passes with Tick.
func (s *Session) Playing() bool { return s.playing }

// Play lets time pass, unless there is nothing to see without the data.
func (s *Session) Play() {
	s.playing = !s.missing
	s.touch()
}

// Pause stops time at the next whole millisecond, so that a link can name the
// moment exactly.
func (s *Session) Pause() {
	if s.playing && !s.goal.Named {
		s.goal.At = ceil(s.goal.At)
	}
	s.playing, s.reached = false, 0
	s.touch()
}

// Tick says that time has passed in the real world. While playing, the session
// moves its goal accordingly unless it is still behind the last one. Gaps over
// half a second, as when a page was hidden, are not caught up.
func (s *Session) Tick(elapsed time.Duration) {
	const longest = 500 * time.Millisecond
	if !s.playing || elapsed <= 0 || elapsed > longest {
		return
	}
	step := time.Duration(0)
	if !s.Pending() {
		step = time.Duration(math.Floor(float64(elapsed) * s.sc.Speed))
		s.goal = lab.When{At: min(s.head.at+step, lab.MaxTime)}
	}
	const inertia = 0.9 // of the displayed speed, so that it can be read
	s.reached = float64(s.reached*inertia) + float64(float64(step)/float64(elapsed)*(1-inertia))
}

// SetSpeed sets how fast time passes, in times real time.
func (s *Session) SetSpeed(x float64) {
	if x != x {
		x = 1
	}
	s.sc.Speed = min(max(x, lab.MinSpeed), lab.MaxSpeed)
	s.reached = 0
	s.touch()
}

// Seek goes to a time: after all events up to it.
func (s *Session) Seek(t time.Duration) {
	s.aim(lab.When{At: min(max(t, 0), lab.MaxTime).Round(lab.Moment)})
}

// Go goes to a moment.
func (s *Session) Go(m lab.When) { s.aim(m) }

// Step pauses and goes on by one event, an action or one of the world's own.
func (s *Session) Step() {
	s.Pause()
	s.aim(lab.When{Event: s.event() + 1, Named: true})
}

// Back pauses and goes back by one event.
func (s *Session) Back() {
	s.Pause()
	s.aim(lab.When{Event: max(s.event()-1, 0), Named: true})
}

// event is how many events there are at this moment. One that is being stepped
// to counts, so that steps in quick succession add up.
func (s *Session) event() int {
	if s.goal.Named {
		return s.goal.Event
	}
	return s.head.n
}

// End returns how long the timeline is: the lab's horizon, or more when the
// actions or the moment lie beyond it.
func (s *Session) End() time.Duration {
	const after = 5 * time.Second // behind the last action
	end := max(s.end, s.sc.Lab.Horizon)
	if n := len(s.sc.Actions); n > 0 {
		end = max(end, s.sc.Actions[n-1].At+after)
	}
	for grain := s.sc.Lab.Horizon / 2; end < max(s.head.at, s.goal.At); {
		end += grain
	}
	s.end = end
	return end
}

// Select makes a thing the selected one; "" selects nothing.
func (s *Session) Select(id string) {
	s.selected = id
	s.touch()
}

// Find selects what a person typed, or says what can be typed.
func (s *Session) Find(text string) error {
	id, err := s.drawn().Find(text)
	if err == nil {
		s.Select(id)
	}
	return err
}

// touch says that what is told about the session has changed.
func (s *Session) touch() { s.revision++ }

func ceil(d time.Duration) time.Duration {
	return (d + lab.Moment - 1).Truncate(lab.Moment)
}
