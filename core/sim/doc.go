// Package sim is the machine under every simulated world: virtual time, events in order, random
// draws that belong to requests, and the requests themselves.
//
// A world is plain data and a loop. Parts, such as clients or a station of servers, are numbered;
// they put events into the Queue, and the loop takes out the earliest and hands it to the part it
// is for:
//
//	for {
//		e, ok := queue.Pop(until)
//		if !ok {
//			break
//		}
//		parts[e.Target].Handle(e)
//	}
//
// An event is plain data and not a closure, so that a copy of a world is a checkpoint: Clone the
// queue, the Pool and the stations, copy the rest, and both go on to the same future. Events at one
// time come in the order in which they were put in. Nothing reads a clock; time is a time.Duration
// since the start. In steady state nothing allocates, and everything has a bound.
//
// # Randomness
//
// Arrivals draws the gaps between arrivals from one generator in sequence. What belongs to one
// request is drawn by hash of its name instead (Request.Draw): the demand of arrival 17 is the same
// in every system it is sent through, whatever happened to the others. Comparing two systems on
// common random numbers takes far fewer requests than comparing two averages. A Dist turns 64 random
// bits into a duration, one draw each, the same bits everywhere. Links carry it as a short text such as
// lognormal:20ms:1.5, which ParseDist reads.
//
// # Arrivals
//
// There are two streams. Arrivals has independent gaps of any Dist. Flow is for a rate that changes with
// time, a Profile: steady, ramped, bursty, daily, drawn by hand, or recorded. Its arrivals are a Poisson
// process, and those of a changed profile are the same ones at other times.
//
// # What runs on it
//
// Multiserver is the classic queue with several servers, arrivals, demands and statistics: M/M/c in
// Kendall's notation and, with other distributions, G/G/c. It is proved against Erlang's formulas,
// Pollaczek and Khinchine's, and Little's law, and handles about ten million events a second.
package sim
