package balancinglab

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/lab"
	"headroom/core/sim"
	"headroom/core/system"
)

const (
	balancerGroup = "Load balancer"
	trafficGroup  = "Traffic"
	patienceGroup = "Clients' patience"
	networkGroup  = "Network"
	healthGroup   = "Health"
)

// shown tells for which values of another control a control means something.
func shown(key string, values ...string) func(lab.Values) bool {
	return func(v lab.Values) bool {
		got := v.Text(key)
		for _, value := range values {
			if got == value {
				return true
			}
		}
		return false
	}
}

// above0 tells that a control means something where another one is not 0.
func above0(key string) func(lab.Values) bool {
	return func(v lab.Values) bool { return v.Float(key) > 0 }
}

// labels are the algorithms' names for people, in the order of balancer's policies.
var labels = [balancer.Policies]string{"Round robin", "Weighted round robin", "Least connections", "Weighted least connections",
	"Random", "Weighted random", "IP hash", "Consistent hash", "Bounded loads", "Two choices", "Least response time"}

func algorithms() []lab.Option {
	var all []lab.Option
	for p, label := range labels {
		all = append(all, lab.Option{Value: balancer.Policy(p).String(), Label: label})
	}
	return all
}

// params are the controls, group by group.
func params() []lab.Param {
	all := slices.Concat(ofTheBalancer(), ofTheTraffic(), ofPatience(), ofNetworkAndHealth())
	for i := range all { // what most of them have in common
		p := &all[i]
		if p.Group == "" {
			p.Group = all[i-1].Group
		}
		if p.Kind == lab.Int {
			p.Step = 1
		}
	}
	return all
}

// weighted are the algorithms that know weights.
var weighted = []string{"smooth-weighted", "weighted-least-connections", "weighted-random"}

// ofTheBalancer are what it chooses by, and what it chooses from.
func ofTheBalancer() []lab.Param {
	return []lab.Param{
		{Key: "algorithm", Label: "Algorithm", Group: balancerGroup, Kind: lab.Enum, Default: "round-robin", Options: algorithms(),
			Help: "How the server of a request is chosen."},
		{Key: "choices", Label: "Choices", Default: "2", Min: 1, Max: balancer.MaxChoices,
			Help: "How many servers are drawn for each request.", Shown: shown("algorithm", "two-choices", "peak-ewma")},
		{Key: "draws", Label: "Draws", Kind: lab.Enum, Default: "distinct", Shown: shown("algorithm", "two-choices", "peak-ewma"),
			Options: []lab.Option{{Value: "distinct", Label: "Distinct"}, {Value: "replacement", Label: "With replacement"}},
			Help:    "Whether one request may draw the same server twice, as textbooks have it."},
		{Key: "load-bound", Label: "Load bound", Kind: lab.Float, Default: "0.25", Min: 0.01, Max: 4, Step: 0.01, Unit: "over the average",
			Help: "A server with this much more than the average of active requests gets no more; they go on clockwise.", Shown: shown("algorithm", "bounded-loads")},
		{Key: "per-connection", Label: "Requests per connection", Default: "1", Min: 1, Max: mostRequests, Log: true,
			Help: "The balancer chooses once for each connection, and so many requests of a client go where it leads. With 1 it chooses for each request."},
		{Key: "sticky", Label: "Sticky sessions", Default: "0", Zero: "No sticky sessions", Max: system.MaxSessions, Log: true, Unit: "clients",
			Help: "How many clients the balancer remembers, so as to send them where they were before; 0 is none."},
		{Key: "servers", Label: "Servers", Default: "4", Min: 1, Max: MaxServers,
			Help: "How many servers there are. Later, it adds at the end and takes from the end."},
		{Key: "slots", Label: "Slots per server", Default: "16", Min: 1, Max: 1000, Log: true,
			Help: "How many requests a server works on at once; more wait in its queue."},
		{Key: "powers", Label: "Power of the servers", Kind: lab.Text, Default: "1", Check: checkPowers, Form: "numbers",
			Help: "How fast the servers are, such as 1,1,2,4; repeated when there are more servers."},
		{Key: "weights", Label: "Weights", Kind: lab.Text, Default: byPower, Check: checkWeights, Form: "numbers", Shown: shown("algorithm", weighted...),
			Help: "The servers' weights, such as 1,1,2,4; or power, for weights in proportion to it."},
		{Key: "room", Label: "Room in each queue", Default: "100", Max: system.MaxRoom, Log: true,
			Help: "How many requests may wait at a server; more are refused."},
	}
}

// mostRequests may go over one connection.
const mostRequests = 100_000

// known tells whether it matters which client sends a request.
func known(v lab.Values) bool {
	return v.Int("per-connection") > 1 || v.Int("sticky") > 0 || hashed(v)
}

var hashed = shown("algorithm", "ip-hash", "consistent-hash", "bounded-loads")

// ofTheTraffic are what comes, and when.
func ofTheTraffic() []lab.Param {
	closed, open := shown("arrivals", "closed"), shown("arrivals", "poisson", "even", "ramp", "bursty", "daily")
	return []lab.Param{
		{Key: "rate", Label: "Rate", Group: trafficGroup, Kind: lab.Float, Default: "700", Max: 50_000, Step: 1, Log: true, Unit: "req/s",
			Help: "How many requests the clients send each second, on average.", Shown: open, Made: true},
		{Key: "arrivals", Label: "Arrivals", Kind: lab.Enum, Default: "poisson", Made: true,
			Options: []lab.Option{{Value: "poisson", Label: "Poisson"}, {Value: "even", Label: "Even"}, {Value: "bursty", Label: "Bursty"}, {Value: "ramp", Label: "Ramp"},
				{Value: "daily", Label: "Daily"}, {Value: "drawn", Label: "Drawn"}, {Value: "closed", Label: "Closed loop"}},
			Help: "How requests follow each other: independently, evenly, in bursts, as drawn; or from users who wait for each answer."},
		{Key: "profile", Label: "Rate over time", Kind: lab.Text, Default: "drawn:0s@200,20s@1200,40s@200", Check: checkProfile, Form: "profile",
			Help: "The rate as it changes with time.", Shown: shown("arrivals", "drawn"), Made: true},
		{Key: "users", Label: "Users", Default: "100", Min: 1, Max: mostUsers, Log: true, Help: "How many users think, send, and wait for the answer.", Shown: closed, Made: true},
		{Key: "think", Label: "Think time", Kind: lab.Text, Default: "exp:100ms", Check: checkThink, Form: "dist",
			Help: "How long a user thinks before the next request.", Shown: closed, Made: true},
		{Key: "service", Label: "Service time", Kind: lab.Text, Default: "exp:40ms", Check: checkDist, Form: "dist",
			Help: "How long a request takes in a slot of a server of power 1."},
		{Key: "addresses", Label: "Client addresses", Default: "1000", Min: 1, Max: 1_000_000, Log: true,
			Help: "From how many IP addresses the requests come, each a client.", Shown: known},
		{Key: "shared", Label: "Behind one NAT", Kind: lab.Float, Default: "0", Zero: "None behind one NAT", Max: 1, Step: 0.05, Unit: "of the requests",
			Help: "Which share of the requests comes through one address, as from a large office.", Shown: known},
	}
}

// ofPatience are what clients do while they wait.
func ofPatience() []lab.Param {
	return []lab.Param{
		{Key: "timeout", Label: "Time-out", Group: patienceGroup, Default: "0", Zero: "No time-out", Max: 60_000, Log: true, Unit: "ms",
			Help: "How long a client waits for an answer before it gives the attempt up; 0 is for ever."},
		{Key: "retries", Label: "Retries", Default: "0", Zero: "No retries", Max: 10, Help: "How often a request that failed is sent again."},
		{Key: "backoff", Label: "Backoff", Kind: lab.Enum, Default: "full", Shown: above0("retries"),
			Options: []lab.Option{{Value: "none", Label: "None"}, {Value: "exponential", Label: "Exponential"}, {Value: "full", Label: "Full jitter"},
				{Value: "equal", Label: "Equal jitter"}, {Value: "decorrelated", Label: "Decorrelated jitter"}},
			Help: "How long a client waits before it tries again: longer each time, and by chance so that not all come at once."},
		{Key: "backoff-base", Label: "Backoff base", Default: "50", Min: 1, Max: 10_000, Log: true, Unit: "ms",
			Help: "What doubles with each retry, up to five times.", Shown: above0("retries")},
		{Key: "retry-budget", Label: "Retry budget", Kind: lab.Float, Default: "0", Zero: "No retry budget", Max: 1, Step: 0.05, Unit: "per request",
			Help: "How many retries there may be for each request of the last seconds; 0 sets no bound.", Shown: above0("retries")},
		{Key: "hedge", Label: "Hedging", Kind: lab.Enum, Default: "none",
			Options: []lab.Option{{Value: "none", Label: "None"}, {Value: "p90", Label: "After the p90"}, {Value: "p95", Label: "After the p95"}, {Value: "p99", Label: "After the p99"}},
			Help:    "A second copy of a request whose answer takes longer than most."},
		{Key: "deadline", Label: "Deadline", Default: "0", Zero: "No deadline", Max: 60_000, Log: true, Unit: "ms",
			Help: "When an answer comes too late; servers drop requests that are past it. 0 is never."},
	}
}

// ofNetworkAndHealth are what may go wrong between and in the servers.
func ofNetworkAndHealth() []lab.Param {
	return []lab.Param{
		{Key: "latency", Label: "Latency", Group: networkGroup, Kind: lab.Text, Default: "fixed:10ms", Check: checkDist, Form: "dist",
			Help: "How long a message takes on each link, each way."},
		{Key: "loss", Label: "Loss", Kind: lab.Float, Default: "0", Zero: "No loss", Max: 0.5, Step: 0.01, Unit: "of the messages",
			Help: "Which share of the messages each link loses, each way."},

		{Key: "health-check", Label: "Health check every", Group: healthGroup, Default: "0", Zero: "No health checks", Max: 60_000, Log: true, Unit: "ms",
			Help: "Three failed checks in a row take a server out of rotation, two good ones bring it back; 0 is without."},
		{Key: "eject-after", Label: "Eject after", Default: "0", Zero: "Never ejected", Max: 1000, Log: true, Unit: "failures in a row",
			Help: "A server whose requests fail so often is out of rotation for a while; 0 is without."},
		{Key: "slow-start", Label: "Slow start", Default: "0", Zero: "No slow start", Max: 60_000, Log: true, Unit: "ms", Shown: shown("algorithm", weighted...),
			Help: "How long the balancer gives a new server less than its weight."},
		{Key: "warm-up", Label: "Warm-up", Default: "0", Zero: "No warm-up", Max: 60_000, Log: true, Unit: "ms",
			Help: "How long a server takes to reach its speed after a start or a restore."},
		{Key: "pauses", Label: "Pauses every", Kind: lab.Float, Default: "0", Zero: "No pauses", Max: 600, Step: 1, Log: true, Unit: "s",
			Help: "How often each server stops as for a garbage collection, on average; 0 is never."},
		{Key: "pause-length", Label: "Length of a pause", Default: "200", Min: 1, Max: 60_000, Log: true, Unit: "ms",
			Help: "How long such a pause is.", Shown: above0("pauses")},
	}
}

func checkDist(text string) (string, error) {
	d, err := sim.ParseDist(text)
	return d.String(), plain(err)
}

// plain is what is wrong with a text, without the package that found it.
func plain(err error) error {
	if err == nil {
		return nil
	}
	return errors.New(strings.TrimPrefix(err.Error(), "sim: "))
}

// As many users as there may be send no faster than requests may come when they think for so long at least.
const (
	mostUsers  = 20_000
	leastThink = mostUsers * time.Second / sim.MaxRate
)

func checkThink(text string) (string, error) {
	d, err := sim.ParseDist(text)
	if err == nil && d.Mean() < leastThink {
		return "", errors.New(strconv.Quote(text) + " is not what it takes: users think for " + leastThink.String() + " on average at least, such as exp:100ms")
	}
	return d.String(), plain(err)
}

func checkProfile(text string) (string, error) {
	p, err := sim.ParseProfile(text)
	return p.String(), plain(err)
}

// byPower are weights in proportion to what the servers can do.
const byPower = "power"

func checkWeights(text string) (string, error) {
	if text == byPower {
		return text, nil
	}
	return checkNumbers(text, "power, or whole numbers from 0 to 1000 such as 1,1,2,4", func(x float64) bool {
		return x >= 0 && x <= 1000 && x == math.Trunc(x)
	})
}

func checkPowers(text string) (string, error) {
	return checkNumbers(text, "numbers from 0.01 to 100 such as 1,1,2,4", func(x float64) bool { return x >= 0.01 && x <= 100 })
}

// checkNumbers reads numbers with commas between them, at most one for each server.
func checkNumbers(text, accepted string, good func(float64) bool) (string, error) {
	fields := strings.Split(text, ",")
	for i, field := range fields {
		x, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
		if err != nil || !good(x) || len(fields) > MaxServers {
			return "", errors.New(strconv.Quote(field) + " is not what it takes: " + accepted)
		}
		fields[i] = strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strings.Join(fields, ","), nil
}

// numbers are those of a text that was checked.
func numbers(text string) []float64 {
	var all []float64
	for field := range strings.SplitSeq(text, ",") {
		x, _ := strconv.ParseFloat(field, 64) // checked
		all = append(all, x)
	}
	return all
}

func actions() []lab.ActionSpec {
	percent := lab.Param{Key: "factor", Label: "Speed", Kind: lab.Float, Default: "0.5", Min: 0.01, Max: 10, Step: 0.05, Log: true, Unit: "×"}
	return []lab.ActionSpec{
		{Name: "slow", Label: "Slow down", Target: lab.PartTarget, Help: "The server works at this part of its speed; 1 is its own again.", Args: []lab.Param{percent}},
		{Name: "kill", Label: "Kill", Target: lab.PartTarget, Help: "The server is down and what it was working on fails."},
		{Name: "restore", Label: "Restore", Target: lab.PartTarget, Help: "Whatever was done to the server is over."},
		{Name: "drain", Label: "Drain", Target: lab.PartTarget, Help: "The server finishes what it has and gets nothing new."},
		{Name: "split", Label: "Split", Target: lab.PartTarget, Help: "The link to the server swallows all messages, and nobody is told."},
		{Name: "pause", Label: "Pause", Target: lab.PartTarget, Help: "The server stops for a while, as for a garbage collection.",
			Args: []lab.Param{{Key: "length", Label: "Length", Kind: lab.Int, Default: "500", Min: 1, Max: 60_000, Step: 1, Log: true, Unit: "ms"}}},
		{Name: "weight", Label: "Weight", Target: lab.PartTarget, Help: "A server of weight 2 should get twice as many requests as one of weight 1.",
			Args: []lab.Param{{Key: "weight", Label: "Weight", Kind: lab.Int, Default: "1", Max: 1000, Step: 1}}},
		{Name: "remove", Label: "Remove", Target: lab.PartTarget, Help: "The server leaves for good and what it was working on fails."},
		{Name: "add", Label: "Add server", Target: lab.NewTarget, Help: "One more server joins."},
		{Name: "reconnect", Label: "All clients reconnect", Help: "So many clients send a request at the same moment, as after an outage.",
			Args: []lab.Param{{Key: "clients", Label: "Clients", Kind: lab.Int, Default: "10000", Min: 1, Max: 100_000, Step: 1, Log: true}}},
	}
}
