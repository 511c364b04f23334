// Package system simulates a system of clients, links, balancers and servers that a [Document] joins
// to a graph. Requests go down the graph and their answers come back up; every part is one file and
// uses the patterns' own packages, so that what is simulated is the real algorithm at work.
//
//	clients   send requests, open or closed loop; time-outs, retries, hedging, deadlines
//	link      takes time, loses, and can be split; there and back
//	balancer  chooses among what is below it, by core/balancer, and checks their health
//	server    slots, a bounded queue, service times, a speed; crashes, pauses, warms up
//	pool      several servers that take from one queue
//
// A [System] is plain data: the state at a time is a function of the document, the seed and the changes
// made, with the same bits on every platform. All that belongs to a request (its address, its demand,
// the jitter of its retries) is drawn by hash of seed, stream, number, attempt and hop, so that two
// systems with one seed get the very same requests.
//
// The latency of a request counts from when it was meant to be sent until its client has the answer,
// retries included, so that a slow system cannot hide by slowing down who measures it.
package system
