package balancinglab

import (
	"time"

	"headroom/core/balancer"
	"headroom/core/lab"
)

// compared are the algorithms of the table: those of the textbooks, and two choices.
var compared = []balancer.Policy{balancer.RoundRobin, balancer.SmoothWeighted, balancer.LeastConnections, balancer.IPHash, balancer.Random, balancer.TwoChoices}

// situations are the rows of the table: how much of what the servers can do is asked of them, and what
// else each changes about the system on screen.
var situations = []struct {
	row  lab.StudyRow
	load float64
	set  []string // keys and values
	do   []lab.Action
}{
	{lab.StudyRow{Label: "Homogeneous servers", Help: "All servers are alike, at 90% of what they can do: what counts is that nobody waits while another server is idle.", Metric: "latency-p99"},
		0.9, []string{"powers", "1"}, nil},
	{lab.StudyRow{Label: "Mixed capacity", Help: "Of four servers one is twice and one four times as fast, at 80%: an equal share is too much for the small ones.", Metric: "latency-p99"},
		0.8, []string{"powers", "1,1,2,4"}, nil},
	{lab.StudyRow{Label: "Long-lived connections", Help: "At 80%, with 30 requests over each connection of 400 clients. One server is down for a second, and then has none until those of the others end.", Metric: "latency-mean"},
		0.8, []string{"powers", "1", "per-connection", "30", "addresses", "400", "shared", "0", "sticky", "0", "health-check", "100"},
		[]lab.Action{{At: 6 * time.Second, Name: "kill", Fields: []string{"server-1"}}, {At: 7 * time.Second, Name: "restore", Fields: []string{"server-1"}}}},
	{lab.StudyRow{Label: "Session affinity", Help: "At half of what they can do. What a server remembers of a client is of use only when the client comes back to it. This is without sticky sessions, which bring any algorithm there.", Metric: "affinity", More: true},
		0.5, []string{"powers", "1", "per-connection", "1", "sticky", "0"}, nil},
	{lab.StudyRow{Label: "Stateless and simple", Help: "At 30%, where hardly anybody waits: take what remembers nothing and is easiest to run.", Metric: "latency-mean"},
		0.3, []string{"powers", "1"}, nil},
}

func bestFor() lab.Study {
	s := lab.Study{ID: "best-for", Title: "Best for",
		Help:   "Each cell plays this scenario with another algorithm in another situation, without its actions and with the same requests for a row: a Poisson stream, also where requests were recorded.",
		Warmup: 5 * time.Second, Until: 25 * time.Second,
		First: lab.Headline{Metric: nothing.Metric, Grain: 0.01}, // a latency is of those who got an answer
		Cell: func(from lab.Scenario, row, column int) lab.Scenario {
			from.Actions, from.Other, from.Data = situations[row].do, nil, nil // a recording has no rate to set
			v := from.Values.With("algorithm", compared[column].String()).With("arrivals", "poisson").With("weights", "power")
			for set := situations[row].set; len(set) > 0; set = set[2:] {
				v = v.With(set[0], set[1])
			}
			r := rules{values: v}
			r.resize(v.Int("servers"))
			p := from.Lab.Param("rate")
			rate, digits := min(float64(situations[row].load*r.capacity()), p.Max), 0
			if rate < 100 {
				digits = 3
			}
			text, _ := p.Canonical(lab.FormatFixed(rate, digits))
			from.Values = v.With("rate", text)
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
