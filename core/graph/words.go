package graph

import (
	"strconv"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/lab"
	"headroom/core/sim"
	"headroom/core/system"
)

// appendCount appends a whole number with thousands separated.
func appendCount(b []byte, n uint64) []byte {
	if n >= 1000 {
		b = append(appendCount(b, n/1000), ',')
		n %= 1000
		b = append(b, '0'+byte(n/100), '0'+byte(n/10%10), '0'+byte(n%10))
		return b
	}
	return strconv.AppendUint(b, n, 10)
}

// appendNumber appends a number of about three digits: 0.52, 7.5, 41, 1,234.
func appendNumber(b []byte, x float64) []byte {
	switch {
	case x >= 99.5:
		return appendCount(b, uint64(x+0.5))
	case x >= 9.95 || x == float64(int(x)):
		return strconv.AppendFloat(b, x, 'f', 0, 64)
	case x >= 0.995:
		return strconv.AppendFloat(b, x, 'f', 1, 64)
	}
	return strconv.AppendFloat(b, x, 'f', 2, 64)
}

// appendSpan appends a duration to about three digits: 850 µs, 4.2 ms, 183 ms, 1.25 s.
func appendSpan(b []byte, d time.Duration) []byte {
	switch {
	case d < 0:
		return appendSpan(append(b, '-'), -d)
	case d < 999500*time.Nanosecond:
		return append(appendNumber(b, float64(d)/1e3), " µs"...)
	case d < 999500*time.Microsecond:
		return append(appendNumber(b, float64(d)/1e6), " ms"...)
	}
	s, digits := d.Seconds(), 2
	if s >= 99.95 {
		digits = 0
	} else if s >= 9.995 {
		digits = 1
	}
	return append(strconv.AppendFloat(b, s, 'f', digits, 64), " s"...)
}

// appendShare appends a share in whole percent.
func appendShare(b []byte, share float64) []byte {
	return append(strconv.AppendInt(b, int64(float64(share*100)+0.5), 10), '%')
}

func span(d time.Duration) string { return string(appendSpan(nil, d)) }

func number(x float64) string { return string(appendNumber(nil, x)) }

func share(x float64) string { return string(appendShare(nil, x)) }

func count(n uint64) string { return lab.FormatCount(int(n)) }

// at writes a moment: 30.042 s.
func at(d time.Duration) string { return lab.FormatFixed(d.Seconds(), 3) + " s" }

// title begins a text with a capital letter, and puts spaces for hyphens.
func title(text string) string {
	if text == "" {
		return ""
	}
	text = strings.ReplaceAll(text, "-", " ")
	return strings.ToUpper(text[:1]) + text[1:]
}

// policyName names the policy of a balancer.
func policyName(c *balancer.Config) string {
	switch c.Policy {
	case balancer.SmoothWeighted:
		return "Weighted round robin"
	case balancer.IPHash:
		return "IP hash"
	case balancer.PeakEWMA:
		return "Least response time"
	case balancer.TwoChoices:
		if c.Choices > 2 {
			return strconv.Itoa(c.Choices) + " choices"
		}
	}
	return title(c.Policy.String())
}

// shapes are what profiles are called, by the first word of their text.
var shapes = [...][2]string{{"steady", "Poisson"}, {"ramp", "a ramp"}, {"bursty", "in bursts"},
	{"daily", "by the hour"}, {"drawn", "drawn"}, {recorded, recorded}}

// recorded is how requests come that a person has brought the times of.
const recorded = "recorded"

// flow says how clients send: at what rate at a moment, or that they are a closed loop, and how.
func flow(c *system.Clients, now time.Duration) (rate float64, how string) {
	if c.Users > 0 {
		return 0, "think " + span(c.Think.Mean())
	}
	if c.Gap != (sim.Dist{}) {
		switch law, _, _ := strings.Cut(c.Gap.String(), ":"); law {
		case "fixed":
			how = "evenly"
		case "exp":
			how = "Poisson"
		default:
			how = law
		}
		return 1 / c.Gap.Mean().Seconds(), how
	}
	law, _, _ := strings.Cut(c.Profile.String(), ":")
	for _, s := range shapes {
		if s[0] == law {
			how = s[1]
		}
	}
	return c.Profile.Rate(now), how
}

// usual is how many requests clients send in a second, over a minute.
func usual(c *system.Clients) float64 {
	switch {
	case c.Users > 0:
		return float64(c.Users) / max(c.Think.Mean().Seconds(), 0.01)
	case c.Gap != (sim.Dist{}):
		return 1 / c.Gap.Mean().Seconds()
	}
	return c.Profile.Expected(0, time.Minute) / 60
}

// slots returns how many slots a server or pool has.
func slots(s system.Spec) int {
	switch s := s.(type) {
	case system.Server:
		return s.Slots
	case system.Pool:
		return s.Servers * s.Slots
	}
	return 0
}
