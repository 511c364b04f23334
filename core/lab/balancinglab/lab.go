// Package balancinglab is the lab about load balancing: clients, a balancer and servers as a document
// of core/system. Which of the algorithms of core/balancer sends requests where, what that does to
// queues and latencies when servers differ, slow down or die, and what time-outs and retries make of
// it. The events are those of core/system and the picture is that of core/graph; here stand the
// controls, the document that they make, what can be done to it, and the words.
package balancinglab

import (
	_ "embed"
	"time"

	"headroom/core/graph"
	"headroom/core/lab"
)

//go:embed guide.md
var guide string

// MaxServers is how many servers there may be.
const MaxServers = 100

// nothing tells two runs apart before any latency does: how many requests came to nothing.
var nothing = lab.Headline{Metric: "unanswered", Grain: 0.001}

// New declares the lab.
func New() *lab.Lab {
	var recordings recordings
	return &lab.Lab{
		ID: "balancing", Title: "Load balancing", Group: "Traffic",
		Summary:  "Which server gets a request, and what that does to queues and latencies.",
		Guide:    guide,
		Revision: 1,
		Horizon:  60 * time.Second,
		Speed:    0.02,
		Lookup:   &lab.Lookup{Label: "Find a request or a server", Placeholder: "4711"},
		Params:   params(),
		Actions:  actions(),
		Presets:  presets(),
		Studies:  []lab.Study{bestFor()},
		Headlines: []lab.Headline{
			// What came to nothing first: a latency is of those who got an answer.
			nothing, {Metric: "latency-p99", Grain: 0.001}, {Metric: "latency-mean", Grain: 0.001}, {Metric: "affinity", More: true, Grain: 0.005},
		},
		Data: recordings.timestamps(),
		New: func(setup lab.Setup) lab.World {
			r := newRules(setup.Values)
			if setup.Data != nil {
				r.replay(recordings.of(setup.Data))
			}
			return graph.New(setup.Seed, r)
		},
	}
}
