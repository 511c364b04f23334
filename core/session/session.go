// Package session plays a scenario: it runs the world of a lab to a moment,
// steps it by single events, takes it back in time, and lets somebody act on it
// while every action lands in the scenario, so that a link can carry it away.
//
// A session reads no clock. Whoever drives it says how much time has passed
// (Tick) and how much work may be done now (Work), which keeps a page
// responsive and makes the result independent of the machine's speed. Sessions
// are single-threaded.
//
// Small functions are kept from being inlined where they would stand in dozens of
// places, in a program that a browser has to fetch.
package session

import (
	"math"
	"time"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/stats"
)

// Session is a scenario being played, or two that are compared, under one
// transport: one moment, one speed, one history of edits.
type Session struct {
	labs     []*lab.Lab
	shelf    *dataset.Shelf
	sides    []*play // one, or A and B
	front    int     // the one that is drawn, that controls and actions change
	revision uint32

	// joint is the event, counted on both sides, that a comparison stands at or,
	// while steering, is going to; -1 where it stands at a time.
	joint    int
	steering bool
	owed     int // events to go on, or back, once the way to a time has ended
	search   search

	playing bool
	speed   float64 // asked, times real time
	reached float64 // lately
	end     time.Duration

	undo, redo []edit
	gesture    int
	dragged    int // the action that the gesture moves

	hover, selected string
	notices         []string
	canvas          *scene.Scene
	width, height   float64 // asked of the last frame
	frame           []byte
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
	s.notices = notices
	s.undo, s.redo, s.gesture = nil, nil, 0
	s.hover, s.selected = "", ""
	s.playing, s.speed, s.reached = false, sc.Speed, 0
	s.end = 0
	s.sides, s.front = nil, 0
	sides := []*lab.Scenario{sc.Copy()}
	if sc.Other != nil {
		sides = append(sides, sc.Other)
	}
	s.arrange(edit{sides: sides})
	s.aim(sc.Moment)
	return nil
}

// main is the side in front.
//
//go:noinline
func (s *Session) main() *play { return s.sides[s.front] }

// other is the other side of a comparison, or nil.
func (s *Session) other() *play {
	if len(s.sides) < 2 {
		return nil
	}
	return s.sides[1-s.front]
}

// Scenario returns what is being played, at its present moment.
func (s *Session) Scenario() lab.Scenario {
	sc := *s.sides[0].sc
	sc.Moment, sc.Speed = s.Moment(), s.speed
	if len(s.sides) == 2 {
		sc.Other = s.sides[1].sc.Copy()
		sc.Other.Match(&sc)
	}
	return sc
}

// Moment returns where the session is or, while it is on its way, will be.
func (s *Session) Moment() lab.When {
	if s.joint >= 0 {
		return lab.When{Event: s.joint, Named: true}
	}
	m := s.main().goal
	m.At = m.At.Round(lab.Moment)
	return m
}

// Link returns the scenario with its moment as a link.
func (s *Session) Link() string {
	sc := s.Scenario()
	return sc.Format()
}

// World returns the world as it stands, of the side in front; it is for reading.
func (s *Session) World() lab.World {
	p := s.main()
	p.head.world.Rest(p.head.at)
	return p.head.world
}

// Now returns the time up to which the world has been played.
func (s *Session) Now() time.Duration { return s.main().head.at }

// Metrics returns what is measured at the present moment, on the side in front.
func (s *Session) Metrics() []lab.Metric { return s.World().Metrics(s.Now()) }

// Measure leaves what has been so far out of the statistics.
func (s *Session) Measure() {
	for _, p := range s.sides {
		p.head.world.Measure(p.head.at)
	}
}

// Said returns the last announcement and how many came before.
func (s *Session) Said() (n int, text string) { return s.main().drawn().Said() }

// Caption returns what is happening at the present moment.
func (s *Session) Caption() lab.Caption {
	p := s.main()
	if p.missing {
		return lab.Caption{Now: missingTitle + ": " + p.sc.Data.Name + "."}
	}
	return p.drawn().Caption(p.now())
}

// Events returns how many events have been played, actions included, on all sides.
//
//go:noinline
func (s *Session) Events() (n int) {
	for _, p := range s.sides {
		n += p.head.n
	}
	return n
}

// Notices returns what there was to say about the link.
func (s *Session) Notices() []string { return s.notices }

// Fingerprint is a hash of the worlds' outcomes: equal for equal scenarios and
// moments on every platform.
func (s *Session) Fingerprint() uint64 {
	if len(s.sides) == 1 {
		return s.World().Fingerprint()
	}
	var both stats.Fingerprint
	for _, p := range s.sides {
		both.Uint64(p.head.world.Fingerprint())
	}
	return both.Sum()
}

// Playing reports whether time passes with Tick.
func (s *Session) Playing() bool { return s.playing }

// Play lets time pass, unless there is nothing to see without the data.
func (s *Session) Play() {
	_, missing := s.Missing()
	s.playing = !missing
	s.touch()
}

// Pause stops time at the next whole millisecond, so that a link can name the
// moment exactly.
func (s *Session) Pause() {
	for _, p := range s.sides {
		if s.playing && !p.goal.Named {
			p.goal.At = ceil(p.goal.At)
		}
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
		step = time.Duration(math.Floor(float64(elapsed) * s.speed))
		s.joint = -1
		for _, p := range s.sides {
			p.goal = lab.When{At: min(p.head.at+step, lab.MaxTime)}
			p.depart()
		}
	}
	const inertia = 0.9 // of the displayed speed, so that it can be read
	s.reached = float64(s.reached*inertia) + float64(float64(step)/float64(elapsed)*(1-inertia))
}

// SetSpeed sets how fast time passes, in times real time.
func (s *Session) SetSpeed(x float64) {
	if x != x {
		x = 1
	}
	s.speed = min(max(x, lab.MinSpeed), lab.MaxSpeed)
	s.reached = 0
	s.touch()
}

// Seek goes to a time: after all events up to it.
func (s *Session) Seek(t time.Duration) {
	s.aim(lab.When{At: min(max(t, 0), lab.MaxTime).Round(lab.Moment)})
}

// Go goes to a moment.
func (s *Session) Go(m lab.When) { s.aim(m) }

// aim sets the goal of all sides.
func (s *Session) aim(goal lab.When) {
	s.joint, s.steering, s.owed = -1, false, 0
	if goal.Named && len(s.sides) == 2 {
		s.joint, s.steering = goal.Event, true
		s.touch()
		return
	}
	for _, p := range s.sides {
		p.aim(goal)
	}
}

// Step pauses and goes on by one event, an action or one of the world's own.
func (s *Session) Step() { s.by(+1) }

// Back pauses and goes back by one event.
func (s *Session) Back() { s.by(-1) }

// by goes some events on or back. On the way to a time it waits until that is
// reached: only then is it known how many events there are.
func (s *Session) by(n int) {
	s.Pause()
	if s.underway() && !s.Moment().Named {
		s.owed += n
		return
	}
	s.aim(lab.When{Event: max(s.event()+n, 0), Named: true})
}

// event is how many events there are at this moment. One that is being stepped
// to counts, so that steps in quick succession add up.
func (s *Session) event() int {
	if m := s.Moment(); m.Named {
		return m.Event
	}
	return s.Events()
}

// after is how long the timeline is behind the last action, or the last of the data.
const after = 5 * time.Second

// End returns how long the timeline is: the lab's horizon, or what the data asks for,
// or more when the actions or the moment lie beyond it.
func (s *Session) End() time.Duration {
	end := s.end
	for _, p := range s.sides {
		end = max(end, p.asked())
		if n := len(p.sc.Actions); n > 0 {
			end = max(end, p.sc.Actions[n-1].At+after)
		}
	}
	p := s.main()
	for grain := p.sc.Lab.Horizon / 2; end < max(p.head.at, p.goal.At); {
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
	id, err := s.main().drawn().Find(text)
	if err == nil {
		s.Select(id)
	}
	return err
}

// touch says that what is told about the session has changed.
func (s *Session) touch() { s.revision++ }

//go:noinline
func ceil(d time.Duration) time.Duration {
	return (d + lab.Moment - 1).Truncate(lab.Moment)
}
