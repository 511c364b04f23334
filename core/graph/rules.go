package graph

import (
	"time"

	"headroom/core/lab"
	"headroom/core/system"
)

// Rules are what a lab adds to the world of a system. They are plain data.
type Rules interface {
	// Document returns the system that there is to be now. The world brings about what differs, part by part:
	// those that are new join, those that are missing leave, and the others get their settings. Whatever Set
	// and Do leave behind passes [system.Document.Check].
	Document() *system.Document
	// Set moves a control, whose value is within its range.
	Set(key, value string)
	// Do carries out an action at w.Now(): it may change the rules, of which the world then asks for the
	// document, and w.System(). What an error leaves behind is thrown away, so it need not be undone.
	Do(w *World, a lab.Action) error
	// Value returns the present value of a parameter that something other than its control has changed.
	Value(key string) (string, bool)
	// NextName returns a name for a part that an action brings in, which is not taken.
	NextName(taken func(name string) bool) string
	Clone() Rules

	Caption(w *World, now time.Duration) lab.Caption
	// Metrics returns what is measured beside what every system measures.
	Metrics(w *World, now time.Duration) []lab.Metric
	// Theory returns what closed forms expect.
	Theory(w *World) []Line
	// PartActions returns the names of the actions that a part offers now.
	PartActions(w *World, part string) []string
}

// Line is what a closed form expects of a metric. Where it holds it is drawn in a chart, dashed.
type Line struct {
	Metric string // the metric that it belongs to, such as "wait-mean"; "" for none
	Chart  string // "throughput", "latency" or "waiting"; "" for none
	Name   string // as the chart shows it: "M/M/c mean"
	Value  float64
	Holds  bool
	Reason string // why it does not hold
}
