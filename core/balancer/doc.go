// Package balancer decides which backend serves a request.
//
// A [Pool] holds the backends: it adds, weighs, drains and removes them, takes
// those out of rotation that fail health checks or requests, and brings them back.
// [Pool.Pick] chooses one by the pool's [Policy], [Pool.Why] says why in a [Choice],
// and [Pool.Done] hears how it went. The policies are the well-known ones:
//
//	policy                     looks at                weights   a pick costs
//	RoundRobin                 whose turn it is        no        O(1)
//	SmoothWeighted             nginx's current weight  yes       O(1) replayed, else O(n)
//	LeastConnections           every active count      no        O(n)
//	WeightedLeastConnections   every active count      yes       O(n)
//	Random                     a draw                  no        O(1)
//	WeightedRandom             a draw                  yes       O(1), an alias table
//	IPHash                     the client's hash       no        O(1), modulo
//	ConsistentHash             the client's hash       no        a probe or two of a ring
//	BoundedLoads               hash and active counts  no        a walk on the ring
//	TwoChoices                 d draws, their counts   no        O(d)
//	PeakEWMA                   d draws, their latency  no        O(d), an exponential each
//
// Take TwoChoices when nothing speaks for another: it reads two counts and comes
// close to the best that reading all of them can do. Take SmoothWeighted where
// capacities are known and requests alike, LeastConnections for few backends and
// long requests, PeakEWMA where a backend may turn slow, ConsistentHash where a
// client should keep its backend, and BoundedLoads where that must not overload one.
//
// Clients that hold connections open (HTTP/2, gRPC, databases) are chosen for once a
// connection: [Config].Requests has their requests follow it, and has policies count
// open connections instead of active requests. A backend that joins then gets nothing
// from the clients that there are until their connections end. Source: "gRPC Load
// Balancing on Kubernetes without Tears", kubernetes.io, 2018.
//
// Nothing here reads a clock or draws a number: the time and 64 random bits are
// part of the [Request], so the same calls give the same choices on every platform.
// A pick allocates nothing once what it remembers has grown to its size. A pool is
// plain state for one goroutine, and Clone copies it; [Locked] is the one type that
// several goroutines may share.
package balancer
