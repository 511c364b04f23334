package sim

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// mostText is the longest text of a distribution or a profile, in bytes.
const mostText = 1 << 14

// DistForms is the grammar of ParseDist in words, for help and for errors.
const DistForms = "fixed:5ms, exp:20ms, erlang:4:20ms (1 to 16 phases, mean), " +
	"hyper:20ms:4 (mean, squared variation from 1 to 1000), lognormal:20ms:1.5 (mean, squared variation from 0 to 1000), " +
	"pareto:20ms:2.2 (mean, shape from 1.1 to 100), empirical:5ms,7ms,30ms (each as likely as the others)"

// ParseDist reads a distribution as links carry it: a name and its numbers joined by colons, such as
// exp:20ms; DistForms has all of them. Means are from 0s to 78 hours. The error says what was given
// and what is accepted.
func ParseDist(text string) (Dist, error) {
	f := split(text)
	var d Dist
	switch f.name {
	case "fixed":
		d = Fixed(f.mean(0, 1))
	case "exp":
		d = Exponential(f.mean(0, 1))
	case "erlang":
		phases := f.number(0, 2, "phases", 1, mostPhases)
		if phases != math.Trunc(phases) {
			f.refuse("phases", f.fields[0], "a whole number from 1 to 16")
			return Dist{}, f.err
		}
		d = Erlang(int(phases), f.mean(1, 2))
	case "hyper":
		d = Hyperexponential(f.number(1, 2, "a squared variation", 1, mostSCV), f.mean(0, 2))
	case "lognormal":
		d = LogNormal(f.number(1, 2, "a squared variation", 0, mostSCV), f.mean(0, 2))
	case "pareto":
		d = Pareto(f.number(1, 2, "a shape", leastShape, mostShape), f.mean(0, 2))
	case "empirical":
		d = f.empirical()
	default:
		if f.err == nil {
			f.err = errors.New("sim: " + echo(text) + " is no distribution: there are " + DistForms)
		}
	}
	if f.err != nil {
		return Dist{}, f.err
	}
	return d, nil
}

// String returns the text that ParseDist makes the same distribution of.
func (d *Dist) String() string {
	mean := span(d.mean)
	switch d.law {
	case exponential:
		return "exp:" + mean
	case erlang:
		return "erlang:" + strconv.Itoa(int(d.phases)) + ":" + mean
	case hyperexponential:
		return "hyper:" + mean + ":" + number(d.shape)
	case logNormal:
		return "lognormal:" + mean + ":" + number(d.shape)
	case pareto:
		return "pareto:" + mean + ":" + number(d.shape)
	case empirical:
		text := "empirical:"
		for i, each := range d.sample.sorted {
			if i > 0 {
				text += ","
			}
			text += span(each)
		}
		return text
	}
	return "fixed:" + mean
}

// ProfileForms is the grammar of ParseProfile in words. Rates are arrivals per second.
const ProfileForms = "steady:700, ramp:100:900:60s (from, to, within), bursty:100:1000:8s:2s (calm, burst, how long each), " +
	"daily:100:900:24h (low, high, period), drawn:0s@100,30s@900,60s@100 (straight lines between points)"

// ParseProfile reads a profile as links carry it, as ParseDist does; ProfileForms has all of them. A
// recording has no text: it comes as data.
func ParseProfile(text string) (Profile, error) {
	f := split(text)
	var p Profile
	var err error
	switch f.name {
	case "steady":
		p, err = Steady(f.rate(0, 1))
	case "ramp":
		p, err = Ramp(f.rate(0, 3), f.rate(1, 3), f.time(2, 3, "a time", 1, MaxPeriod))
	case "bursty":
		p, err = Bursty(f.rate(0, 4), f.rate(1, 4), f.time(2, 4, "a calm time", 1, MaxPeriod), f.time(3, 4, "a burst's time", 1, MaxPeriod))
	case "daily":
		p, err = Daily(f.rate(0, 3), f.rate(1, 3), f.time(2, 3, "a period", 1, MaxPeriod))
	case "drawn":
		p, err = Drawn(f.points()...)
	default:
		err = errors.New("sim: " + echo(text) + " is no profile of arrivals: there are " + ProfileForms)
	}
	if f.err != nil {
		err = f.err
	}
	if err != nil {
		return Profile{}, err
	}
	return p, nil
}

// String returns the text that ParseProfile makes the same profile of, and "recorded" for a recording.
func (p *Profile) String() string {
	switch at := p.pieces; p.shape {
	case ramp:
		return "ramp:" + number(at[0].rate) + ":" + number(at[1].rate) + ":" + span(at[1].from)
	case bursty:
		return "bursty:" + number(at[0].rate) + ":" + number(at[2].rate) + ":" + span(at[2].from) + ":" + span(p.period-at[2].from)
	case daily:
		return "daily:" + number(p.low) + ":" + number(p.high) + ":" + span(p.period)
	case drawn:
		text := "drawn:"
		for i, each := range at {
			if i > 0 {
				text += ","
			}
			text += span(each.from) + "@" + number(each.rate)
		}
		return text
	case recorded:
		return "recorded"
	}
	return "steady:" + number(p.Rate(0))
}

func (f *form) rate(i, of int) float64 { return f.number(i, of, "a rate", 0, MaxRate) }

func (f *form) points() []Point {
	text, ok := f.field(0, 1)
	if !ok {
		return nil
	}
	var all []Point
	for each := range strings.SplitSeq(text, ",") {
		at, rate, found := strings.Cut(each, "@")
		if !found {
			f.refuse("a point", each, "a time and a rate joined by @, such as 30s@900")
		}
		all = append(all, Point{f.duration(at, "a point's time", 0, MaxPeriod), f.float(rate, "a rate", 0, MaxRate)})
	}
	return all
}

// form is a text taken apart: a name and fields after colons. Its methods read a field each, and after
// the first error return something harmless.
type form struct {
	text, name string
	fields     []string
	err        error
}

func split(text string) *form {
	if len(text) > mostText {
		return &form{text: text, err: errors.New("sim: " + echo(text) + " has " + strconv.Itoa(len(text)) +
			" bytes, more than " + strconv.Itoa(mostText))}
	}
	fields := strings.Split(text, ":")
	return &form{text: text, name: fields[0], fields: fields[1:]}
}

// refuse keeps the first error: what was given, and what is accepted.
func (f *form) refuse(what, given, accepted string) {
	if f.err == nil {
		f.err = errors.New("sim: " + echo(f.text) + " has " + what + " of " + echo(given) + ": it takes " + accepted)
	}
}

// field returns the i-th of so many.
func (f *form) field(i, of int) (string, bool) {
	if len(f.fields) != of && f.err == nil {
		f.err = errors.New("sim: " + echo(f.text) + " has " + strconv.Itoa(len(f.fields)) + " values after the name: " +
			f.name + " takes " + strconv.Itoa(of))
	}
	if f.err != nil {
		return "", false
	}
	return f.fields[i], true
}

func (f *form) mean(i, of int) time.Duration { return f.time(i, of, "a mean", 0, longest) }

// time reads a field that is a duration.
func (f *form) time(i, of int, what string, low, high time.Duration) time.Duration {
	text, ok := f.field(i, of)
	if !ok {
		return low
	}
	return f.duration(text, what, low, high)
}

func (f *form) duration(text, what string, low, high time.Duration) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil || d < low || d > high {
		f.refuse(what, text, "a time from "+span(low)+" to "+high.String()+", such as 20ms")
		return low
	}
	return d
}

// number reads a field that is a number. It is 1 after an error, which suits all.
func (f *form) number(i, of int, what string, low, high float64) float64 {
	text, ok := f.field(i, of)
	if !ok {
		return max(low, 1)
	}
	return f.float(text, what, low, high)
}

func (f *form) float(text, what string, low, high float64) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= low && x <= high) {
		f.refuse(what, text, "a number from "+number(low)+" to "+number(high))
		return max(low, 1)
	}
	return x + 0 // + 0 turns -0 into 0
}

func (f *form) empirical() Dist {
	text, ok := f.field(0, 1)
	if !ok {
		return Dist{}
	}
	var all []time.Duration
	for each := range strings.SplitSeq(text, ",") {
		all = append(all, f.duration(each, "a duration", 0, longest))
	}
	d, err := Empirical(all)
	if f.err == nil {
		f.err = err
	}
	return d
}

// echo quotes what was given, shortened.
func echo(text string) string {
	if len(text) > 60 {
		text = strings.ToValidUTF8(text[:60], "") + "…"
	}
	return strconv.Quote(text)
}

// units are those that a duration is written in, longest first.
var units = [...]struct {
	name   string
	length time.Duration
}{{"s", time.Second}, {"ms", time.Millisecond}, {"us", time.Microsecond}, {"ns", 1}}

// span writes a duration from 0s on in one unit and exactly: 90s, 1.5ms, 250us.
func span(d time.Duration) string {
	u := units[0]
	for _, each := range units {
		u = each
		if d >= u.length {
			break
		}
	}
	if d == 0 {
		return "0s"
	}
	text := strconv.FormatInt(int64(d/u.length), 10)
	if rest := d % u.length; rest != 0 {
		digits := strconv.FormatInt(int64(u.length+rest), 10)[1:]
		text += "." + strings.TrimRight(digits, "0")
	}
	return text + u.name
}
