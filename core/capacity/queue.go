package capacity

import (
	"math"

	"headroom/core/exact"
)

// Queue is the M/M/c queue: requests at random, exponential service times, first come, first served.
// Its methods panic unless Servers > 0, and Rate and Service >= 0.
type Queue struct {
	Servers int
	Rate    float64 // arrivals per second
	Service float64 // mean seconds that a server needs
}

// Load returns the load in erlangs.
func (q Queue) Load() float64 { return float64(q.Rate * q.Service) }

// Stable reports whether the servers can do the work that comes.
func (q Queue) Stable() bool { return q.Load() < float64(q.Servers) }

// Waits returns the share of requests that have to wait.
func (q Queue) Waits() float64 { return ErlangC(q.Servers, q.Load()) }

// slack is how much work of a service time could be done beside what comes, in servers.
func (q Queue) slack() float64 { return max(0, float64(q.Servers)-q.Load()) }

// Wait returns the mean time before the service, of those included that do not wait.
func (q Queue) Wait() float64 {
	if !q.Stable() {
		return math.Inf(1)
	}
	return q.Waits() * q.Service / q.slack()
}

// Sojourn returns the mean time from arrival to end.
func (q Queue) Sojourn() float64 { return q.Wait() + q.Service }

// Waiting returns how many wait on average.
func (q Queue) Waiting() float64 {
	if !q.Stable() {
		return math.Inf(1)
	}
	return Little(q.Rate, q.Wait())
}

// WaitQuantile returns the time that a share of the requests, from 0 to below 1, do not wait longer
// than.
func (q Queue) WaitQuantile(share float64) float64 {
	c := q.Waits()
	switch {
	case !q.Stable():
		return math.Inf(1)
	case 1-share >= c:
		return 0
	}
	return exact.Log(c/(1-share)) * q.Service / q.slack()
}

// SojournQuantile returns the time within which a share of the requests, from 0 to below 1, are served.
// It takes a few microseconds.
func (q Queue) SojournQuantile(share float64) float64 {
	if !q.Stable() {
		return math.Inf(1)
	}
	slack, c := q.slack(), q.Waits()
	low, high := 0.0, 1.0
	for beyond(high, slack, c) > 1-share {
		low, high = high, 2*high
	}
	for middle := low + (high-low)/2; middle > low && middle < high; middle = low + (high-low)/2 {
		if beyond(middle, slack, c) > 1-share {
			low = middle
		} else {
			high = middle
		}
	}
	return high * q.Service
}

// beyond is the share of requests whose sojourn is longer than so many service times: a service, and
// for the share c that wait an exponential wait at rate slack before it.
func beyond(t, slack, c float64) float64 {
	gap, served := slack-1, exact.Exp(-t)
	later := float64(served * t) // where the difference below would leave no digits
	if x := float64(gap * t); math.Abs(x) > 1e-5 {
		later = (served - exact.Exp(-float64(slack*t))) / gap
	} else {
		later = float64(later * (1 - x/2))
	}
	return served + float64(c*later)
}
