package balancinglab

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"time"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/sim"
)

// recorded is how requests come when a person has brought the times of real ones. No control says so: it is
// there when there is data.
const recorded = "recorded"

// There are never more recorded requests than a profile takes.
const _ = uint(sim.MaxRecorded - dataset.MaxLines)

// timestamps says how a person's own timestamps are called and read.
func (r *recordings) timestamps() *lab.DataSpec {
	return &lab.DataSpec{
		Label: trafficGroup, One: "timestamp", Made: "made-up traffic", Example: "2026-11-24T10:00:00.125Z",
		Help: "The times of real requests, in any order: one a line, a column of CSV, a field of JSON lines, or an access log as it is. " +
			"Seconds such as 0.125 or 1700000000.25; milliseconds since 1970 in 13 digits (16 are microseconds, 19 nanoseconds); " +
			"or dates such as 2026-11-24T10:00:00.125Z and 24/Nov/2026:10:00:00 +0000. The first is the start.",
		Columns: []string{"timestamp", "datetime", "ts", "time", "date", "at", "when"},
		Cut:     cutTime, Check: r.check, Length: func(keys *dataset.Keys) time.Duration { return r.of(keys).length },
	}
}

// cutTime returns what may be a time: of a line of an access log what is between its brackets.
func cutTime(text []byte) []byte {
	const shortest = len("24/Nov/2026:10:00:00")
	for rest := text; ; {
		at := bytes.IndexByte(rest, '[')
		if at < 0 {
			return text
		}
		rest = rest[at+1:]
		if len(rest) < shortest || rest[2] != '/' || rest[6] != '/' {
			continue
		}
		if end := bytes.IndexByte(rest, ']'); end >= 0 {
			return rest[:end]
		}
		return rest
	}
}

// recordings are those that the worlds of a lab share: the one that was played last, and one that was only
// looked at so far. Reading a million timestamps takes longer than a frame.
type recordings struct{ played, looked *recording }

// of returns the recording of timestamps that were checked. (It is called rather than copied, and so are others
// here, for the bytes of them.)
//
//go:noinline
func (r *recordings) of(keys *dataset.Keys) *recording {
	if _, err := r.check(keys, math.MaxInt); err != nil {
		panic(err)
	}
	r.played = r.find(keys)
	return r.played
}

// find returns the recording of these timestamps, which may have to be read yet.
func (r *recordings) find(keys *dataset.Keys) *recording {
	digest := keys.Digest()
	if r.played != nil && r.played.digest == digest {
		return r.played
	}
	if r.looked == nil || r.looked.digest != digest {
		r.looked = &recording{digest: digest}
	}
	return r.looked
}

// check goes on reading timestamps, about so many, and says what is wrong with them.
//
//go:noinline
func (r *recordings) check(keys *dataset.Keys, n int) (done bool, err error) {
	one := r.find(keys)
	for ; n > 0 && !one.done; n-- {
		one.take(keys)
	}
	return one.done, one.err
}

// recording is a person's own timestamps on their way to the times of requests.
type recording struct {
	digest string
	next   int             // the text to go on with
	at     []time.Duration // of the requests before it, since 1970
	runs   []int           // where sorted runs of them end, each longer than the one after it
	spare  []time.Duration
	done   bool
	err    error

	profile sim.Profile   // when all are read
	length  time.Duration // of it
}

// take reads the next text: so many requests at its time.
func (r *recording) take(keys *dataset.Keys) {
	if r.next == keys.Len() {
		r.finish()
		return
	}
	text := keys.Key(r.next)
	ns, ok := parseTime(text)
	if !ok {
		r.fail("there is " + strconv.Quote(text[:min(len(text), 60)]) + ", which is no time that a request came at; " + expected)
		return
	}
	if r.at == nil {
		r.at = make([]time.Duration, 0, keys.Lines())
	}
	at, last := time.Duration(ns), len(r.runs)-1
	if last < 0 || r.at[len(r.at)-1] > at {
		r.join(false)
		r.runs = append(r.runs, 0)
		last = len(r.runs) - 1
	}
	for range keys.Count(r.next) {
		r.at = append(r.at, at)
	}
	r.runs[last] = len(r.at)
	r.next++
}

const expected = "expected seconds such as 0.125 or 1700000000.25, milliseconds since 1970 in 13 digits, or a date such as " +
	"2026-11-24T10:00:00.125Z or 24/Nov/2026:10:00:00 +0000: give another column, or take the line out"

//go:noinline
func (r *recording) fail(text string) {
	*r = recording{digest: r.digest, done: true, err: errors.New(text)}
}

// join merges the last runs: all of them, or those that are as long as the ones after them.
func (r *recording) join(all bool) {
	for n := len(r.runs); n >= 2; n-- {
		from, mid, to := 0, r.runs[n-2], r.runs[n-1]
		if n > 2 {
			from = r.runs[n-3]
		}
		if !all && mid-from > to-mid {
			return
		}
		r.spare = append(r.spare[:0], r.at[from:mid]...)
		for left, k := r.spare, from; len(left) > 0; k++ {
			if mid < to && r.at[mid] < left[0] {
				r.at[k] = r.at[mid]
				mid++
			} else {
				r.at[k], left = left[0], left[1:]
			}
		}
		r.runs = append(r.runs[:n-2], to)
	}
}

// finish makes times from the first request on of those since 1970.
func (r *recording) finish() {
	r.join(true)
	if n := len(r.at); n > 0 {
		first, last := r.at[0], r.at[n-1]
		if r.length = last - first; r.length > lab.MaxTime {
			r.fail("from the first timestamp to the last it is " + lab.FormatCount(int(r.length.Hours())) +
				" hours; expected 1,000 at most, as long as a scenario lasts: give a part of the file, and all of it in one kind of times")
			return
		}
		for i := range r.at {
			r.at[i] -= first
		}
	}
	r.done = true
	r.profile, r.err = sim.Recorded(r.at)
	r.runs, r.spare = nil, nil
}

// replay has requests come as they were recorded, whatever the controls say.
func (r *rules) replay(one *recording) {
	r.Set("arrivals", recorded)
	r.recording = one
}

// progress says beside a text how many of the requests have come, or in its place that there is silence.
func (r *recording) progress(text string, now time.Duration) string {
	came, all := int(r.profile.Expected(0, now+1)), int(r.profile.Expected(0, sim.MaxPeriod+1))
	if came < all {
		return text + "; " + lab.FormatCount(came) + " of " + lab.FormatCount(all) + " recorded requests have come."
	}
	return "The last of " + lab.FormatCount(all) + " recorded requests came at " + lab.FormatFixed(r.length.Seconds(), 3) + " s, and nothing comes after it."
}
