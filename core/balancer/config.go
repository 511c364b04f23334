package balancer

import (
	"errors"
	"strconv"
	"time"

	"headroom/core/hash"
	"headroom/core/placement"
)

// Limits. Past one of them comes an error, and nothing changes.
const (
	MaxBackends = 1 << 16 // backends of a pool, those included that left and still work
	MaxWeight   = 1<<16 - 1
	MaxName     = placement.MaxName // bytes of a backend's name
	MaxChoices  = 8                 // backends that one pick draws
	MaxSessions = 1 << 20           // remembered sessions, and connections, 40 bytes each
	MaxRequests = 1 << 20           // over one connection
)

// Config is how a pool behaves. The zero value is plain round robin without
// sticky sessions, slow start or outlier detection. Each field that is 0 means its
// default; what lies outside its range is an error of New and of Configure.
type Config struct {
	Policy Policy

	// For TwoChoices and PeakEWMA.
	Choices     int           // backends drawn, 1 to 8; by default 2
	Replacement bool          // whether they may be the same one, as textbooks have it
	Decay       time.Duration // of PeakEWMA: a peak is down to 1/e after it; by default 10 s

	// For ConsistentHash, BoundedLoads and IPHash.
	Hash         hash.Func // that made Request.Client, and places the virtual nodes
	VirtualNodes int       // of each backend, up to 65536; by default 160
	Epsilon      float64   // of BoundedLoads: room over the mean, 1e-9 to 1000; by default 0.25

	// Sessions bounds the table of sticky sessions, up to MaxSessions; the one that
	// was used least recently makes room. 0 is without.
	Sessions int

	// Requests is how many requests of a client go over one connection, up to MaxRequests;
	// with 0 or 1 each request is chosen for itself. A balancer of layer 4, and a client of
	// HTTP/2 or gRPC, chooses once for a connection, and all requests over it go where it
	// leads. What such a balancer counts is open connections, so that is what
	// LeastConnections, WeightedLeastConnections, TwoChoices and BoundedLoads compare.
	//
	// A client, Request.Session, has one connection at a time; requests of nobody open none.
	// It opens with the request that is chosen for and closes with the last that is sent over
	// it, which may still be active then: as by max_requests_per_connection of Envoy and
	// keepalive_requests of nginx. It is cut off when its backend leaves, is ejected or goes
	// down (HAProxy's on-marked-down shutdown-sessions, Envoy's
	// close_connections_on_host_health_failure) and by Cut; one that drains or has weight 0
	// keeps it.
	Requests int
	// Connections bounds the table of connections, up to MaxSessions, by default 65536; the
	// one that was used least recently is closed to make room.
	Connections int

	// Health checks, as HAProxy counts them.
	Fall int // failures in a row that take a backend down; by default 3
	Rise int // successes in a row that bring it back; by default 2

	// SlowStart is how long a backend that joins, comes back or returns from an
	// ejection has less than its weight: a tenth of it more with each tenth of this
	// time. It works on policies that know weights. 0 is without. Source: Envoy's
	// slow start mode with aggression 1 and at least 10%.
	SlowStart time.Duration

	// Outlier detection, as Envoy does it for consecutive errors: a backend is ejected
	// for EjectFor times the number of its ejections, at most for MaxEjectFor (or
	// EjectFor, where that is more). The number shrinks by one for each EjectInterval
	// that the backend has been back.
	EjectAfter    int           // failed requests in a row; 0 is without
	EjectFor      time.Duration // by default 30 s
	MaxEjectFor   time.Duration // by default 300 s
	EjectInterval time.Duration // by default 10 s
	// EjectPercent of the backends may be ejected at one time, 1 to 100, by default
	// 10; one may always, but never the last in rotation, since there is no panic mode.
	EjectPercent int
}

// withDefaults returns the configuration with every default filled in, or what is
// wrong with it.
func (c Config) withDefaults() (Config, error) {
	if c.Policy >= Policies {
		return c, errors.New("no policy has number " + strconv.Itoa(int(c.Policy)))
	}
	if c.Hash > hash.FNV1a {
		return c, errors.New("no hash has number " + strconv.Itoa(int(c.Hash)))
	}
	if c.Epsilon == 0 {
		c.Epsilon = 0.25
	}
	if !(c.Epsilon >= 1e-9 && c.Epsilon <= 1000) {
		return c, errors.New("Epsilon is " + strconv.FormatFloat(c.Epsilon, 'g', -1, 64) +
			": bounded loads take 1e-9 to 1000, such as 0.25 for a quarter over the mean")
	}
	for _, field := range []struct {
		name            string
		value           *int
		otherwise, most int
	}{
		{"Choices", &c.Choices, 2, MaxChoices},
		{"VirtualNodes", &c.VirtualNodes, 160, 1 << 16},
		{"Sessions", &c.Sessions, 0, MaxSessions},
		{"Requests", &c.Requests, 1, MaxRequests},
		{"Connections", &c.Connections, 1 << 16, MaxSessions},
		{"Fall", &c.Fall, 3, 1 << 20},
		{"Rise", &c.Rise, 2, 1 << 20},
		{"EjectAfter", &c.EjectAfter, 0, 1 << 20},
		{"EjectPercent", &c.EjectPercent, 10, 100},
	} {
		if *field.value < 0 || *field.value > field.most {
			return c, errors.New(field.name + " is " + strconv.Itoa(*field.value) + ": it is 0 to " +
				strconv.Itoa(field.most) + ", and 0 means " + strconv.Itoa(field.otherwise))
		}
		if *field.value == 0 {
			*field.value = field.otherwise
		}
	}
	if c.Requests == 1 {
		c.Connections = 0
	}
	return c.withTimes()
}

// longest is the longest time that a configuration may name: 146 years, so that
// adding one to a moment cannot overflow.
const longest = 1 << 62

func (c Config) withTimes() (Config, error) {
	for _, field := range []struct {
		name      string
		value     *time.Duration
		otherwise time.Duration
	}{
		{"Decay", &c.Decay, 10 * time.Second},
		{"SlowStart", &c.SlowStart, 0},
		{"EjectFor", &c.EjectFor, 30 * time.Second},
		{"MaxEjectFor", &c.MaxEjectFor, 300 * time.Second},
		{"EjectInterval", &c.EjectInterval, 10 * time.Second},
	} {
		if *field.value < 0 || *field.value > longest {
			return c, errors.New(field.name + " is " + field.value.String() +
				": it is 0 or more, and 0 means " + field.otherwise.String())
		}
		if *field.value == 0 {
			*field.value = field.otherwise
		}
	}
	c.MaxEjectFor = max(c.MaxEjectFor, c.EjectFor)
	return c, nil
}
