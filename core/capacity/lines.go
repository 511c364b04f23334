package capacity

import (
	"math"

	"headroom/core/exact"
)

// RoundRobin returns the mean sojourn where requests go in turn to so many servers with a line and a
// slot each and exponential service times of a mean: E_n/M/1, since every n-th of a Poisson stream
// comes. The load is that of one server. It panics unless servers > 0 and the others are at least 0.
func RoundRobin(servers int, load, service float64) float64 {
	check(servers, load)
	if load >= 1 {
		return math.Inf(1)
	}
	// The chance to find somebody, sigma, is the one root below 1 of sigma = (nr/(nr+1-sigma))^n,
	// which lies between 0 and the load. At 0 the right side is above, at the load below.
	offered := float64(float64(servers) * load)
	low, high := 0.0, load
	for middle := low + (high-low)/2; middle > low && middle < high; middle = low + (high-low)/2 {
		if exact.Pow(offered/(offered+1-middle), float64(servers)) > middle {
			low = middle
		} else {
			high = middle
		}
	}
	return service / (1 - high)
}

// Supermarket returns the mean sojourn where each request goes to the shortest of so many lines that it
// draws, before exponential servers of a mean service time, as the number of those tends to infinity.
// The load is that of one server. It panics unless choices > 0 and the others are at least 0.
func Supermarket(choices int, load, service float64) float64 {
	check(choices, load)
	if load >= 1 {
		return math.Inf(1)
	}
	if choices == 1 {
		return service / (1 - load)
	}
	// The share of lines with i or more is load^(1+d+...+d^(i-1)). What arrives finds d such with the
	// d-th power of that, so the sojourn is the sum of load^(d+...+d^(i-1)).
	sum, exponent, d := 0.0, 0.0, float64(choices)
	for term := 1.0; sum+term != sum; term = exact.Pow(load, exponent) {
		sum += term
		exponent = float64(d * (exponent + 1))
	}
	return float64(service * sum)
}
