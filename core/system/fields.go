package system

import (
	"math"
	"strconv"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/hash"
	"headroom/core/resilience"
	"headroom/core/sim"
)

// specs has room for a part of any kind, so that its settings can be pointed to.
type specs struct {
	clients  Clients
	link     Link
	balancer Balancer
	server   Server
	pool     Pool
}

// usual are the settings that a document need not write.
func usual() *specs {
	steady, _ := sim.Steady(100)
	served := sim.Exponential(40 * time.Millisecond)
	return &specs{
		clients: Clients{Profile: steady, Addresses: 1000},
		server:  Server{Slots: 1, Room: 1000, Service: served, Speed: 1},
		pool:    Pool{Servers: 1, Slots: 1, Room: 1000, Service: served, Speed: 1},
	}
}

// take puts a part in, and tells whether it is of a kind that there is.
func (s *specs) take(spec Spec) bool {
	switch spec := spec.(type) {
	case Clients:
		s.clients = spec
	case Link:
		s.link = spec
	case Balancer:
		s.balancer = spec
	case Server:
		s.server = spec
	case Pool:
		s.pool = spec
	default:
		return false
	}
	return true
}

// give returns the part of a kind.
func (s *specs) give(k Kind) Spec {
	switch k {
	case ClientsKind:
		return s.clients
	case LinkKind:
		return s.link
	case BalancerKind:
		return s.balancer
	case ServerKind:
		return s.server
	}
	return s.pool
}

// field is a setting: its key in texts, where it is kept, and its range, which for a distribution is
// that of its mean. Times are in nanoseconds.
type field struct {
	key       string
	at        any
	low, high float64
	none      bool // 0 is in the range too, and means none
}

// The bounds of times. A short one makes many events; what repeats takes a millisecond at least.
const (
	longest  = float64(resilience.MaxDuration)
	heaviest = float64(78 * time.Hour) // mean of a sim.Dist
	least    = float64(time.Millisecond)
)

// fields are the settings of a kind, in the order in which texts have them.
func (s *specs) fields(k Kind) []field {
	switch k {
	case ClientsKind:
		return s.clients.fields()
	case LinkKind:
		return []field{{"latency", &s.link.Latency, 0, heaviest, false}, {"loss", &s.link.Loss, 0, 1, false}}
	case BalancerKind:
		return s.balancer.fields()
	case ServerKind:
		v := &s.server
		return []field{
			{"slots", &v.Slots, 1, MaxSlots, false},
			{"room", &v.Room, 0, MaxRoom, false},
			{"service", &v.Service, 0, heaviest, false},
			{"speed", &v.Speed, 0.001, 1000, false},
			{"warm-up", &v.WarmUp, 0, longest, false},
			{"pause-every", &v.PauseEvery, least, heaviest, true},
			{"pause-for", &v.PauseFor, 0, heaviest, false},
		}
	}
	v := &s.pool
	return []field{
		{"servers", &v.Servers, 1, MaxSlots, false},
		{"slots", &v.Slots, 1, MaxSlots, false},
		{"room", &v.Room, 0, MaxRoom, false},
		{"service", &v.Service, 0, heaviest, false},
		{"speed", &v.Speed, 0.001, 1000, false},
	}
}

func (c *Clients) fields() []field {
	return []field{
		{"profile", &c.Profile, 0, 0, false},
		{"gap", &c.Gap, 1e9 / sim.MaxRate, heaviest, true},
		{"users", &c.Users, 1, MaxUsers, true},
		{"think", &c.Think, 0, heaviest, false},
		{"addresses", &c.Addresses, 1, MaxAddresses, false},
		{"zipf", &c.Zipf, 0, 10, false},
		{"shared", &c.Shared, 0, 1, false},
		{"timeout", &c.Timeout, 0, longest, false},
		{"attempts", &c.Retry.Attempts, 1, MaxAttempts, true},
		{"backoff", &c.Retry.Algorithm, 0, float64(resilience.Decorrelated), false},
		{"base", &c.Retry.Base, 0, longest, false},
		{"cap", &c.Retry.Cap, 0, longest, false},
		{"budget", &c.Budget, 0, 1000, false},
		{"hedge", &c.Hedge.Extra, 1, MaxAttempts, true},
		{"hedge-delay", &c.Hedge.Delay, 0, longest, false},
		{"hedge-quantile", &c.Hedge.Quantile, 0, 0.9999, false},
		{"hedge-share", &c.Hedge.Share, 0, 1000, false},
		{"hedge-window", &c.Hedge.Window, least, longest, true},
		{"deadline", &c.Deadline, 0, longest, false},
	}
}

func (b *Balancer) fields() []field {
	c := &b.Config
	return []field{
		{"policy", &c.Policy, 0, balancer.Policies - 1, false},
		{"choices", &c.Choices, 0, balancer.MaxChoices, false},
		{"replacement", &c.Replacement, 0, 1, false},
		{"decay", &c.Decay, 0, longest, false},
		{"hash", &c.Hash, 0, float64(hash.FNV1a), false},
		{"virtual-nodes", &c.VirtualNodes, 0, MaxVirtualNodes, false},
		{"epsilon", &c.Epsilon, 1e-9, 1000, true},
		{"sessions", &c.Sessions, 0, MaxSessions, false},
		{"per-connection", &c.Requests, 0, balancer.MaxRequests, false},
		{"connections", &c.Connections, 0, MaxSessions, false},
		{"fall", &c.Fall, 0, 1000, false},
		{"rise", &c.Rise, 0, 1000, false},
		{"slow-start", &c.SlowStart, 0, longest, false},
		{"eject-after", &c.EjectAfter, 0, 1000, false},
		{"eject-for", &c.EjectFor, 0, longest, false},
		{"max-eject-for", &c.MaxEjectFor, 0, longest, false},
		{"eject-interval", &c.EjectInterval, 0, longest, false},
		{"eject-percent", &c.EjectPercent, 0, 100, false},
		{"weights", &b.Weights, 0, balancer.MaxWeight, false},
		{"check", &b.CheckEvery, least, longest, true},
	}
}

// fits tells whether what is set lies in the range.
func (f *field) fits() bool {
	within := func(x float64) bool { return x >= f.low && x <= f.high || x == 0 && f.none }
	switch at := f.at.(type) {
	case *int:
		return within(float64(*at))
	case *float64:
		return within(*at)
	case *time.Duration:
		return within(float64(*at))
	case *sim.Dist:
		return within(float64(at.Mean()))
	case *balancer.Policy:
		return within(float64(*at))
	case *hash.Func:
		return within(float64(*at))
	case *resilience.Algorithm:
		return within(float64(*at))
	case *[]int:
		for _, each := range *at {
			if !within(float64(each)) {
				return false
			}
		}
	}
	return true
}

// takes says in words what can be set.
func (f *field) takes() string {
	text, bound := "it takes ", func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	switch f.at.(type) {
	case *bool:
		return text + "true or false"
	case *int:
		text, bound = text+"a whole number from ", func(x float64) string { return strconv.Itoa(int(x)) }
	case *float64:
		text += "a number from "
	case *time.Duration:
		text, bound = text+"a time from ", span
	case *sim.Dist:
		text, bound = text+"a mean from ", span
	case *[]int:
		text += "whole numbers joined by commas, each from "
	default:
		text += "a number from "
	}
	text += bound(f.low) + " to " + bound(f.high)
	if f.none {
		text += ", or " + bound(0) + " for none"
	}
	return text
}

func span(x float64) string { return time.Duration(math.Round(x)).String() }

// text returns what is set, as set reads it.
func (f *field) text() string {
	switch at := f.at.(type) {
	case *bool:
		return strconv.FormatBool(*at)
	case *int:
		return strconv.Itoa(*at)
	case *float64:
		return strconv.FormatFloat(*at, 'g', -1, 64)
	case *[]int:
		var all []string
		for _, each := range *at {
			all = append(all, strconv.Itoa(each))
		}
		return strings.Join(all, ",")
	}
	return f.at.(interface{ String() string }).String()
}
