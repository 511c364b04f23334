// Package capacity answers by closed forms what a system of servers must do: how many requests wait,
// for how long, and what that takes.
//
//	ErlangB, ErlangC           the share that is lost, or that has to wait, at so many servers
//	Queue                      M/M/c: one line before several servers
//	PollaczekKhinchine         M/G/1: one server, service times of any shape
//	RoundRobin                 servers with a line each that take turns
//	Supermarket                a line each, and the shorter of a few that were drawn
//	Little                     how many there are, from how long they stay
//
// All of them are for arrivals at random (a Poisson stream) in a system that has settled. Times are in
// seconds and rates per second. A load is in erlangs: how many servers would be busy all the time. Where
// work comes faster than it can be done nothing settles, and times and counts are +Inf.
//
// The results have the same bits on every platform and are within 1e-9 of the true value, relative.
//
// Sources: A. K. Erlang, 1917; L. Kleinrock, Queueing Systems, volume 1, 1975; M. Mitzenmacher, The
// Power of Two Choices in Randomized Load Balancing, 1996.
package capacity
