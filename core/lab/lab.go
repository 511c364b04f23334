// Package lab says what a lab is: the parameters and actions it declares, the
// scenario that plays it, and the world that answers for a moment of it.
//
// A lab is one folder below this one. Its controls, links, pictures and tests
// all follow from the [Lab] value the folder declares; nothing outside the
// folder knows the lab by name. The state of a world at time t is a function of
// the scenario alone: a world reads no clock and draws randomness from the
// scenario's seed only, so a link replays to the same bits on every machine.
package lab

import (
	"errors"
	"time"

	"headroom/core/dataset"
	"headroom/core/scene"
)

// Lab is the declaration of a lab: what can be set, what can be done, where to
// start, and how to make the world that does it.
type Lab struct {
	ID      string // kebab-case, the value of lab= in links
	Title   string // what the list of labs shows
	Group   string // heading in the list of labs
	Summary string // one sentence
	Guide   string // Markdown notes for the page

	// Revision is the number of the model. It grows when the same scenario
	// gets other numbers, so that an older link can say so.
	Revision int
	// Horizon is how long the timeline is when the actions ask for no more.
	Horizon time.Duration
	// Speed is how fast a scenario is played that does not say, in times real
	// time; 0 is 1.
	Speed float64
	// Headlines are the metrics that a comparison is judged by, most telling first.
	Headlines []Headline
	// Studies are tables that many runs fill.
	Studies []Study
	// Lookup names what can be found by typing, or is nil.
	Lookup *Lookup
	// Data says that a person's own data can take the place of what the lab
	// makes up; nil is for labs that take none.
	Data *DataSpec

	Params  []Param
	Actions []ActionSpec
	Presets []Preset

	// New makes the world at time zero. The setup holds a value for every
	// parameter, each within its range. Worlds of one Lab value may share what
	// can be derived, so all of them belong to one goroutine.
	New func(Setup) World
}

// Setup is all that a world may depend on.
type Setup struct {
	Seed   uint64
	Values Values
	Data   *dataset.Keys // nil: the lab makes up its own
}

// DataSpec says what the data is that a person can bring along: how it is called,
// and what of it the lab takes.
type DataSpec struct {
	Label   string // the group of controls that it belongs to: "Keys"
	One     string // what one is called: "key"; many have an s
	Made    string // what the lab makes up itself: "made-up keys"
	Example string // one of them
	Help    string // what a file holds, and what is made of it

	// Columns are the words that a column of them is usually called by, in lower
	// case and the likeliest first; nil is for those of keys.
	Columns []string
	// Cut returns the part of a text that counts, within it; nil is for all of it.
	Cut func(text []byte) []byte
	// Check goes on looking at keys, about so many of them, and reports whether
	// that was all; the error says what was given, what is expected and what to do.
	// A world is made of none but checked keys. nil is for a lab that takes all.
	Check func(keys *dataset.Keys, n int) (done bool, err error)
	// Length returns how long the timeline has to be for checked keys to be
	// played; nil is for the lab's Horizon, whatever they are.
	Length func(*dataset.Keys) time.Duration
}

// CheckData goes on looking at keys that a person brought for the lab, about so many
// of them, and reports whether that was all. The error says why the lab does not
// take them, which is above all that it takes none.
func (l *Lab) CheckData(keys *dataset.Keys, n int) (done bool, err error) {
	switch {
	case l.Data == nil:
		return true, errors.New("the lab " + l.Title + " makes up its own data and takes none")
	case l.Data.Check == nil:
		return true, nil
	}
	return l.Data.Check(keys, n)
}

// Count says how many there are: "1 key", "48,210 keys".
func (d *DataSpec) Count(n int) string {
	if n == 1 {
		return "1 " + d.One
	}
	return FormatCount(n) + " " + d.One + "s"
}

func (l *Lab) speed() float64 {
	if l.Speed == 0 {
		return 1
	}
	return l.Speed
}

// Headline is a metric that says which of two runs did better.
type Headline struct {
	Metric string  // its name
	More   bool    // more is better, not less
	Grain  float64 // differences below this say nothing
}

// Study is a table of runs: a row for each situation, a column for each choice,
// and in each cell the metric of a run that starts from what is on screen.
type Study struct {
	ID, Title, Help string
	Rows            []StudyRow
	Columns         []string // labels of the choices
	// First is what a best cell may not be worse in than the others of its row, or
	// the zero value.
	First Headline
	// Cell returns the scenario of a cell, made of the one on screen.
	Cell func(from Scenario, row, column int) Scenario
	// Warmup is left out of what is measured, and Until ends each run.
	Warmup, Until time.Duration
}

// StudyRow is a situation, and the metric that its best choice has least of.
type StudyRow struct {
	Label, Help string
	Metric      string // its name
	More        bool   // most, not least
}

// Lookup labels the text field that selects a thing by what a person calls it.
type Lookup struct{ Label, Placeholder string }

// Preset is a scenario worth opening, about one idea.
type Preset struct {
	Name string // a few words, sentence case without a full stop
	Link string // "?lab=..."
}

// ActionSpec declares something that can be done to a world at a moment.
type ActionSpec struct {
	Name  string // kebab-case, as in do=
	Label string
	Help  string
	// Target says that the first field names a part of the world, or "new" for
	// one that is not there yet and is chosen by the world when left empty.
	Target Target
	// Args are the fields after the target.
	Args []Param
}

// Target says what the first field of an action names.
type Target uint8

// What the first field of an action may name.
const (
	NoTarget   Target = iota // nothing: all fields are arguments
	PartTarget               // a part that is there
	NewTarget                // a part that is not there yet
)

// Fields returns how many fields the action takes in a link.
func (a *ActionSpec) Fields() int {
	n := len(a.Args)
	if a.Target != NoTarget {
		n++
	}
	return n
}

// World is the state of a lab at a moment.
type World interface {
	Model
	Picture
	Report
}

// Model is the half of a world that time passes in. It is single-threaded.
type Model interface {
	// At is the time of the last event of its own that was handled, or -1.
	At() time.Duration
	// Next returns when the next event of its own happens, and false when
	// none is to come unless somebody acts.
	Next() (time.Duration, bool)
	// Run handles its own events up to and including until, in order, at most
	// maxEvents of them, and stops early once about units of work are spent
	// (a unit is roughly a hundred nanoseconds). It first goes on with what
	// Apply or New left to do. It returns how many events and units it used;
	// fewer than both limits means that nothing up to until is left.
	Run(until time.Duration, maxEvents, units int) (events, used int)
	// Rest says up to when nothing has happened since the last event: what is told
	// from now on is told of that moment. It may be earlier than the last one.
	Rest(until time.Duration)
	// Possible returns why an action cannot be carried out now, which says what
	// was given and what is possible, or nil. It changes nothing.
	Possible(a Action) error
	// Apply carries out an action at a moment that Run has reached. On an
	// error, which is what Possible returns, nothing changed. What takes long
	// is left to Run.
	Apply(a Action) error
	// NextName returns a name for a part that an action brings in: one that is
	// free here and not taken by another action.
	NextName(taken func(name string) bool) string
	// Busy reports how far the work left by New or Apply has got; total is
	// zero when there is none.
	Busy() (done, total int)
	// Clone returns an independent copy that goes on to the same future.
	Clone() World
	// Size is about how many bytes a clone holds.
	Size() int
	// Fingerprint is a hash of outcomes and statistics, equal on all platforms.
	Fingerprint() uint64
}

// Picture is the half of a world that is seen.
type Picture interface {
	// Draw adds the world as it stands at look.Now to an empty scene.
	Draw(s *scene.Scene, look Look)
	// Pick returns the id of what stands at a point of the scene that Draw
	// made for the same look, or "".
	Pick(look Look, x, y float64) string
	// Explain says what the thing with this id is and why it is as it is.
	Explain(id string) (Selection, bool)
	// Find returns the id of what a person typed, or an error that says what
	// can be typed.
	Find(text string) (string, error)
}

// Report is the half of a world that is told in words and numbers.
type Report interface {
	// Value returns the present value of a parameter that something other
	// than its control has changed, such as the number of nodes.
	Value(key string) (string, bool)
	// Metrics returns what is measured. Rates and means are over the time since
	// Measure was last called, or the start.
	Metrics(now time.Duration) []Metric
	// Measure starts measuring anew: what was before is warm-up.
	Measure(now time.Duration)
	Caption(now time.Duration) Caption
	Charts() []Chart
	Parts() Parts
	// Position says where on its way the world is, such as "change 3 of 4",
	// given how many actions have been played, the impossible ones included,
	// and how many the scenario holds.
	Position(now time.Duration, played, actions int) string
	// Happened says in words what the last event or action did: "request 4,711
	// arrived"; "" when there was none.
	Happened() string
	// Slowest returns the id of the slowest thing that has ended so far and the
	// moment when it did; false where there is none, or nothing takes time.
	Slowest() (id string, at time.Duration, ok bool)
	// Bottleneck returns the id of the part that limits the whole, and a few words
	// on it; "" where nothing does.
	Bottleneck() (id, text string)
	// Said is what was last announced and how many announcements came before.
	Said() (n int, text string)
}

// Teller is a World that tells what a thing went through, but remembers only some of those that are over.
type Teller interface {
	// Told tells whether the thing with this id has begun, whether it is over, and whether
	// Explain still tells all of it. Once a thing has begun it has begun for good; what has no
	// beginning never has.
	Told(id string) (begun, over, whole bool)
	// Keep has a thing that has not begun yet told for good, to its end. It is for copies that
	// look for what others have forgotten, and changes nothing else.
	Keep(id string)
}

// Look is how a world is looked at.
type Look struct {
	Width, Height float64 // space for the scene, CSS pixels
	Now           time.Duration
	Hover         string  // id under the pointer, or ""
	Selected      string  // id that is selected, or ""
	Speed         float64 // how fast time passes while it does, times real time
	// Other is the other side of a comparison at the same moment, a world of the
	// same lab, or nil.
	Other World
}

// Metric is a measured value.
type Metric struct {
	Name  string // kebab-case
	Label string
	Value float64
	Text  string // the value as a person reads it
	Unit  string // "keys", "ratio", "s", ...
	// Theory is what the value should be by a closed form, or nil.
	Theory *Theory
}

// Theory is a closed form beside a measurement.
type Theory struct {
	Value  float64
	Text   string
	Holds  bool
	Reason string // why it does not hold
}

// Caption is one sentence on what is happening and what to try.
type Caption struct{ Now, Try string }

// Selection describes one thing.
type Selection struct {
	ID, Title, Text string
	Rows            []Row
}

// Row is a named value of a selection.
type Row struct{ Name, Text string }

// Parts lists what a world is made of, for the controls that act on a part.
type Parts struct {
	Title string
	Rows  []Part
	More  int // how many further parts are not listed
}

// Part is one row of the list of parts.
type Part struct {
	ID, Name, State, Note string
	Role                  scene.Role
	// Values are the present arguments of those actions that take one.
	Values []Row
	// Actions are the names of the actions that can be taken on it now.
	Actions []string
}

// Chart is a figure of the dock.
type Chart struct {
	Title, Sub string
	Bars       bool // bars, not lines
	X, Y       Axis
	Series     []Series
	// Timed says that x is the time of the scenario, where marks and the
	// moment belong.
	Timed bool
}

// Axis describes one axis of a chart.
type Axis struct {
	Label, Unit string
	Format      string // "count", "percent" or "number"
	Log         bool
}

// Series is one line of a chart; X rises.
type Series struct {
	Name   string
	Role   scene.Role
	Dashed bool
	// Other is set by the session: the line belongs to the other side of a comparison.
	Other bool
	X, Y  []float64
}
