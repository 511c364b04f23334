package capacity

import "math"

// ErlangB returns the share of requests that find all servers busy where nobody waits. It holds for
// service times of any shape. The cost grows with the servers, 3 ns each. It panics unless servers > 0
// and load >= 0.
func ErlangB(servers int, load float64) float64 {
	check(servers, load)
	b := 1.0
	if math.IsInf(load, 1) {
		return 1
	}
	for n := range servers {
		offered := float64(load * b)
		b = offered / (float64(n+1) + offered)
	}
	return b
}

// ErlangC returns the share of requests that have to wait where all of them do until a server is free:
// 1 from a load of as many erlangs as there are servers on. Cost and panics are those of ErlangB.
func ErlangC(servers int, load float64) float64 {
	b, c := ErlangB(servers, load), float64(servers)
	if load >= c {
		return 1
	}
	return float64(c*b) / (c - float64(load*(1-b)))
}

func check(servers int, load float64) {
	if servers < 1 || !(load >= 0) {
		panic("capacity: at least one server and a load from 0 on are needed")
	}
}

// Little returns how many are in a system on average, from how many come and how long they stay
// (J. D. C. Little, 1961). It holds for any system that loses nobody.
func Little(rate, stay float64) float64 { return float64(rate * stay) }

// PollaczekKhinchine returns the mean wait before one server at a load, where the service takes so many
// seconds on average with a squared coefficient of variation: 0 when it always takes as long, 1 when it
// is exponential. It panics unless all are at least 0.
func PollaczekKhinchine(load, service, variation float64) float64 {
	if !(load >= 0 && service >= 0 && variation >= 0) {
		panic("capacity: a load, a service time and its variation are from 0 on")
	}
	if load >= 1 {
		return math.Inf(1)
	}
	if load == 0 || service == 0 {
		return 0
	}
	return service * load * (1 + variation) / (2 * (1 - load))
}
