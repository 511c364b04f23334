package session_test

import (
	"errors"
	"strconv"
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/session"
	"headroom/core/stats"
)

// clockwork is a lab whose events fall on the very moments that actions fall
// on: it ticks every so many milliseconds, and tells all that happened to it in
// the order in which it did.
var clockwork = &lab.Lab{ID: "clockwork", Title: "Clockwork", Group: "Tests", Revision: 1, Horizon: 10 * time.Second,
	Params: []lab.Param{
		{Key: "period", Label: "Period", Kind: lab.Int, Default: "100", Min: 0, Max: 10_000, Step: 1, Unit: "ms", Zero: "No ticks"},
		{Key: "wound", Label: "Wound", Kind: lab.Int, Default: "1000000", Min: 0, Max: 1_000_000, Step: 1, Initial: true},
		{Key: "weight", Label: "Weight", Kind: lab.Int, Default: "0", Min: 0, Max: 1000, Step: 1, Unit: "kB", Initial: true},
	},
	Actions: []lab.ActionSpec{
		{Name: "open", Label: "Open", Help: "Opens the door."},
		{Name: "shut", Label: "Shut", Help: "Shuts the door."},
		{Name: "toil", Label: "Toil", Help: "Leaves work.", Args: []lab.Param{{Key: "units", Label: "Units", Kind: lab.Int, Default: "50", Min: 0, Max: 1_000_000}}},
		{Name: "bring", Label: "Bring", Help: "Brings a bird.", Target: lab.NewTarget},
	},
	Headlines: []lab.Headline{{Metric: "nothing"}, {Metric: "ticks", More: true, Grain: 2}, {Metric: "measured"}},
	New: func(s lab.Setup) lab.World {
		return &clock{at: -1, period: time.Duration(s.Values.Int("period")) * time.Millisecond, left: s.Values.Int("wound"),
			next: time.Duration(s.Values.Int("period")) * time.Millisecond, weight: s.Values.Int("weight") << 10}
	},
}

// open opens a link of the clockwork.
func openClock(link string) (*session.Session, error) {
	return session.Open("?lab=clockwork"+link, []*lab.Lab{clockwork}, nil)
}

type clock struct {
	at, period, next time.Duration
	left, work, done int
	open             bool
	birds            string
	weight           int
	told             stats.Fingerprint
	warm             time.Duration
	ticks            int
	happened         string
}

func (c *clock) tell(what string, at time.Duration) {
	c.told.String(what)
	c.told.Duration(at)
	c.happened = what
}

func (c *clock) At() time.Duration  { return c.at }
func (c *clock) Rest(time.Duration) {}

func (c *clock) Next() (time.Duration, bool) { return c.next, c.period > 0 && c.left > 0 }

func (c *clock) Run(until time.Duration, maxEvents, units int) (events, used int) {
	used = min(c.work-c.done, units)
	if c.done += used; c.done == c.work {
		c.work, c.done = 0, 0
	}
	for c.work == 0 && events < maxEvents && used < units {
		at, ok := c.Next()
		if !ok || at > until {
			break
		}
		c.at, c.next = at, at+c.period
		c.left--
		c.ticks++
		c.tell("tick", at)
		events, used = events+1, used+1
	}
	return events, used
}

func (c *clock) Possible(a lab.Action) error {
	if a.Name == "open" && c.open || a.Name == "shut" && !c.open {
		return errors.New("the door is so already")
	}
	return nil
}

func (c *clock) Apply(a lab.Action) error {
	if err := c.Possible(a); err != nil {
		return err
	}
	switch {
	case a.Name == lab.Set:
		ms, _ := strconv.Atoi(a.Fields[1])
		c.period = time.Duration(ms) * time.Millisecond
		c.next = a.At + c.period
	case a.Name == "toil":
		c.work, _ = strconv.Atoi(a.Fields[0])
	case a.Name == "bring":
		c.birds += a.Fields[0] + " "
	default:
		c.open = a.Name == "open"
	}
	c.tell(a.Name, a.At)
	return nil
}

func (c *clock) NextName(taken func(string) bool) string {
	for i := 0; ; i++ {
		if name := "bird-" + strconv.Itoa(i); !taken(name) {
			return name
		}
	}
}

func (c *clock) Busy() (done, total int) { return c.done, c.work }
func (c *clock) Clone() lab.World        { other := *c; return &other }
func (c *clock) Size() int               { return 100 + c.weight }
func (c *clock) Fingerprint() uint64     { told := c.told; return told.Sum() }

func (c *clock) Draw(s *scene.Scene, look lab.Look) {
	s.Text(10, 10, strconv.FormatUint(c.Fingerprint(), 16)+" at "+look.Now.String(), scene.TextStyle{Size: 12, Role: scene.Ink})
	if look.Width < 500 {
		s.SetHeight(900)
	}
	if look.Hover != "" || look.Selected != "" {
		s.Circle(5, 5, 3, scene.Style{Fill: scene.Accent})
	}
}

func (c *clock) Pick(look lab.Look, x, y float64) string {
	if x < look.Width/2 && y < look.Height {
		return "door"
	}
	return ""
}

func (c *clock) Explain(id string) (lab.Selection, bool) {
	return lab.Selection{ID: id, Title: "The door", Text: "A door.", Rows: []lab.Row{{Name: "Open", Text: strconv.FormatBool(c.open)}}}, id == "door"
}

func (c *clock) Find(text string) (string, error) {
	if text != "door" {
		return "", errors.New("there is a door, and no " + text)
	}
	return "door", nil
}

func (c *clock) Value(string) (string, bool) { return "", false }
func (c *clock) Measure(now time.Duration)   { c.warm = now }
func (c *clock) Caption(time.Duration) lab.Caption {
	return lab.Caption{Now: "It ticks.", Try: "Open it."}
}
func (c *clock) Parts() lab.Parts    { return lab.Parts{Title: "Doors"} }
func (c *clock) Said() (int, string) { return 0, "" }

func (c *clock) Charts() []lab.Chart {
	return []lab.Chart{{Title: "Ticks", Sub: "so far", Series: []lab.Series{
		{Name: "ticks", Role: scene.Series1, X: []float64{1}, Y: []float64{float64(c.ticks)}},
		{Name: "by theory", Role: scene.Series1, Dashed: true, X: []float64{1}, Y: []float64{9}},
	}}}
}

func (c *clock) Happened() string { return c.happened }

// Slowest is said to have ended some microseconds after a full second.
func (c *clock) Slowest() (string, time.Duration, bool) {
	return "door", c.at.Truncate(time.Second) + 300*time.Microsecond, c.ticks >= 10
}

func (c *clock) Bottleneck() (string, string) {
	if !c.open {
		return "door", "nobody gets in"
	}
	return "", ""
}

func (c *clock) Position(_ time.Duration, played, actions int) string {
	return strconv.Itoa(played) + " of " + strconv.Itoa(actions)
}

func (c *clock) Metrics(now time.Duration) []lab.Metric {
	return []lab.Metric{{Name: "measured", Label: "Measured", Value: (now - c.warm).Seconds(), Text: (now - c.warm).String(), Unit: "s"},
		{Name: "ticks", Label: "Ticks", Value: float64(c.ticks), Text: strconv.Itoa(c.ticks)}}
}
