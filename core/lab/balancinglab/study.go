package balancinglab

import (
	"time"

	"headroom/core/balancer"
	"headroom/core/lab"
)

// compared are the algorithms of the table: those of the textbooks, and two choices.
var compared = []balancer.Policy{balancer.RoundRobin, balancer.SmoothWeighted, balancer.LeastConnections, balancer.IPHash, balancer.Random, balancer.TwoChoices}

// situations are the rows of the table, and what each changes about the system on screen.
var situations = []struct {
	row lab.StudyRow
	set []string // keys and values
}{
	{lab.StudyRow{Label: "Homogeneous servers", Help: "All servers are alike and so are the requests: what counts is that nobody waits while another server is idle.", Metric: "latency-p99"},
		[]string{"powers", "1"}},
	{lab.StudyRow{Label: "Mixed capacity", Help: "Two servers, one twice as fast and one four times as fast: an equal share is too much for the small ones.", Metric: "latency-p99"},
		[]string{"powers", "1,1,2,4"}},
	{lab.StudyRow{Label: "Long-lived connections", Help: "A few requests stay for very long, so that an equal number is no equal load.", Metric: "latency-p99"},
		[]string{"powers", "1", "service", "hyper:40ms:40"}},
	{lab.StudyRow{Label: "Session affinity", Help: "What a server remembers of a client is of use only when the client comes back to it.", Metric: "affinity", More: true},
		[]string{"powers", "1"}},
	{lab.StudyRow{Label: "Stateless and simple", Help: "Light traffic of short, independent requests: where all do about as well, take the one that need not remember anything.", Metric: "latency-mean"},
		[]string{"powers", "1", "rate", "200"}},
}

func bestFor() lab.Study {
	s := lab.Study{ID: "best-for", Title: "Best for",
		Help:   "Each cell plays this scenario with another algorithm in another situation, without its actions, with the same requests.",
		Warmup: 5 * time.Second, Until: 35 * time.Second,
		Cell: func(from lab.Scenario, row, column int) lab.Scenario {
			from.Actions, from.Other = nil, nil
			from.Values = from.Values.With("algorithm", compared[column].String())
			for set := situations[row].set; len(set) > 0; set = set[2:] {
				from.Values = from.Values.With(set[0], set[1])
			}
			return from
		}}
	for i := range situations {
		s.Rows = append(s.Rows, situations[i].row)
	}
	for _, p := range compared {
		s.Columns = append(s.Columns, labels[p])
	}
	return s
}
