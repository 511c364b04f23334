package balancer

import (
	"errors"
	"strconv"
	"strings"
)

// Policy is a way to choose among the backends in rotation.
type Policy uint8

// The policies, in the order in which they are offered. Where Config.Requests makes
// connections, open connections take the place of active requests, but for PeakEWMA.
const (
	// RoundRobin takes the backends in turn, in the order of their slots.
	RoundRobin Policy = iota
	// SmoothWeighted is nginx's smooth weighted round robin: each backend gains its
	// weight, the one with the most is picked and loses the sum of all. Of weights
	// 5, 1, 1 it makes a a b a c a a. What has a period of up to 32768 picks is
	// remembered and replayed. Source: nginx, ngx_http_upstream_round_robin.c.
	SmoothWeighted
	// LeastConnections takes the backend with the fewest active requests; those that
	// tie take turns, in the order of their slots.
	LeastConnections
	// WeightedLeastConnections takes the fewest active requests for each unit of
	// weight; those that tie share by smooth weighted round robin. Source: nginx,
	// ngx_http_upstream_least_conn_module.c.
	WeightedLeastConnections
	// Random takes each backend with the same probability.
	Random
	// WeightedRandom takes each with a probability in proportion to its weight, by
	// Walker's alias method in whole numbers. Source: M. Vose, A linear algorithm
	// for generating random numbers with a given distribution, 1991.
	WeightedRandom
	// IPHash takes number hash mod n of the n backends in rotation. Each change of n
	// moves nearly all clients.
	IPHash
	// ConsistentHash takes the backend whose point on a placement.Ring comes first
	// clockwise of the client, past those out of rotation. A backend that goes gives
	// only its own clients away, and has them again when it comes back.
	ConsistentHash
	// BoundedLoads is ConsistentHash that also walks past backends with as many active
	// requests as (1+Epsilon) times the mean, rounded up. No pick takes one above
	// that. Source: Mirrokni, Thorup and Zadimoghaddam, Consistent Hashing with
	// Bounded Loads, SODA 2018, on active requests as in HAProxy and Envoy.
	BoundedLoads
	// TwoChoices draws two backends, or Config.Choices, and takes the one with fewer
	// active requests; the one drawn first where they tie. Source: M. Mitzenmacher,
	// The Power of Two Choices in Randomized Load Balancing, 2001.
	TwoChoices
	// PeakEWMA draws as TwoChoices does and takes the least response time to expect:
	// a moving average of latency that follows every peak at once and forgets it
	// within Config.Decay, times one more than the active requests. Failed requests
	// count too, so one who fails fast looks fast: use it with EjectAfter. Source:
	// Twitter's Finagle, P2CBalancerPeakEwma.
	PeakEWMA
	// Policies is the number of policies; each number below it is one.
	Policies = iota
)

var policyNames = [Policies]string{
	RoundRobin: "round-robin", SmoothWeighted: "smooth-weighted",
	LeastConnections: "least-connections", WeightedLeastConnections: "weighted-least-connections",
	Random: "random", WeightedRandom: "weighted-random",
	IPHash: "ip-hash", ConsistentHash: "consistent-hash", BoundedLoads: "bounded-loads",
	TwoChoices: "two-choices", PeakEWMA: "peak-ewma",
}

// String returns the name that ParsePolicy reads, such as least-connections.
func (p Policy) String() string {
	if p >= Policies {
		return "policy(" + strconv.Itoa(int(p)) + ")"
	}
	return policyNames[p]
}

// ParsePolicy returns the policy of that name. Names are lower case with hyphens;
// any other text is an error that lists them.
func ParsePolicy(name string) (Policy, error) {
	for p, known := range policyNames {
		if name == known {
			return Policy(p), nil
		}
	}
	return 0, errors.New("unknown policy " + strconv.Quote(name) + ": use " +
		strings.Join(policyNames[:Policies-1], ", ") + " or " + policyNames[Policies-1])
}

// hashes tells whether a policy stands on a ring.
func (p Policy) hashes() bool { return p == ConsistentHash || p == BoundedLoads }
