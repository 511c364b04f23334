package system

import (
	"time"

	"headroom/core/balancer"
	"headroom/core/resilience"
	"headroom/core/sim"
)

// Version is the version of the documents that this package reads and writes.
const Version = 1

// Limits of a document. Past one of them comes an error that names it.
const (
	MaxParts = 512       // links included
	MaxName  = 40        // bytes, [a-z0-9-]
	MaxDepth = 12        // parts that a request passes through on its way down
	MaxSlots = 10_000    // of a server
	MaxRoom  = 1_000_000 // requests that may wait at a server
	MaxUsers = 100_000   // of closed-loop clients
	// MaxRequests may be under way at once, and as many attempts, abandoned ones too. What is sent beyond is
	// refused at once and counted so.
	MaxRequests = 1 << 17
)

// Document says what a system is made of and how it is joined: a graph without cycles in which clients
// have no incoming edge and all else has at least one. Its order is the order of parts in all that is
// shown, and does not matter otherwise.
type Document struct {
	Version int
	Parts   []Part
}

// Part is one part of a system. To names the parts that requests go on to: exactly one from clients and
// links, one or more from a balancer, none from servers and pools.
type Part struct {
	Name string
	To   []string
	Spec Spec
}

// Spec is what a part is: one of [Clients], [Link], [Balancer], [Server] and [Pool].
type Spec interface{ Kind() Kind }

// Kind is the kind of a part.
type Kind uint8

// The kinds of parts.
const (
	ClientsKind Kind = iota
	LinkKind
	BalancerKind
	ServerKind
	PoolKind
)

// String returns the kind's name as documents write it.
func (k Kind) String() string {
	return [...]string{"clients", "link", "balancer", "server", "pool"}[k]
}

// Kind returns ClientsKind.
func (Clients) Kind() Kind { return ClientsKind }

// Kind returns LinkKind.
func (Link) Kind() Kind { return LinkKind }

// Kind returns BalancerKind.
func (Balancer) Kind() Kind { return BalancerKind }

// Kind returns ServerKind.
func (Server) Kind() Kind { return ServerKind }

// Kind returns PoolKind.
func (Pool) Kind() Kind { return PoolKind }

// Clients send requests. With Users they are a closed loop: so many users, each of whom thinks, sends,
// and thinks again after the answer. Otherwise they are an open loop that sends whatever happens: by
// Gap where that is given, else by Profile.
type Clients struct {
	Profile sim.Profile // a Poisson stream of changing rate, or a recording
	Gap     sim.Dist    // independent gaps between arrivals; its zero value is without
	Users   int
	Think   sim.Dist

	Addresses int     // different client addresses, 1 or more
	Zipf      float64 // how popular they are: exponent, 0 for all alike
	Shared    float64 // share of the requests that come through one address, as behind a NAT

	Timeout  time.Duration      // of one attempt; 0 for none
	Retry    resilience.Backoff // Attempts of 0 or 1: no retries
	Budget   float64            // retries for each request of the last 10 s, as resilience.Budget; 0 for no bound
	Hedge    resilience.HedgeConfig
	Deadline time.Duration // of the request with all its attempts, passed down; 0 for none
}

// Link takes requests, and their answers back, from one part to another.
type Link struct {
	Latency sim.Dist // each way
	Loss    float64  // share of messages that are lost, each way
}

// Balancer chooses where a request goes on.
type Balancer struct {
	Config balancer.Config
	// Weights belong to the parts of To, in that order; nil is 1 for each.
	Weights []int
	// CheckEvery is how often it checks each backend's health; 0 is never, so that a dead backend is
	// known by its failed requests at best.
	CheckEvery time.Duration
}

// Server serves requests in slots, first come, first served.
type Server struct {
	Slots   int
	Room    int      // requests that may wait; more are refused
	Service sim.Dist // time in a slot at speed 1
	Speed   float64  // above 0; 2 is twice as fast
	// WarmUp is how long the server takes to reach its speed when it joins a running system or comes back
	// from a crash: from a tenth of it, and a tenth more with each tenth of the time from the second on. 0 is
	// at once. At time zero all are warm.
	WarmUp time.Duration
	// PauseEvery and PauseFor stop all work for a while again and again, as garbage collections do; a
	// zero PauseEvery is never.
	PauseEvery, PauseFor sim.Dist
}

// Pool is a number of equal servers that take from one queue.
type Pool struct {
	Servers int
	Slots   int // of each server
	Room    int
	Service sim.Dist
	Speed   float64
}
