package balancinglab

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
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
		Help: "When real requests came, one a line, a column of CSV or a field of JSON lines, in any order; or an access log as it is. " +
			"A timestamp is in seconds, such as 0.125 or 1700000000.25 (13 digits are milliseconds since 1970, 16 microseconds, 19 nanoseconds), " +
			"or a date, such as 2026-11-24T10:00:00.125Z or 24/Nov/2026:10:00:00 +0000. The first is the start; each line is a request.",
		Columns: []string{"timestamp", "datetime", "ts", "time", "date", "at", "when"},
		Cut:     cutTime, Check: r.check, Length: r.length,
	}
}

// cutTime returns what may be a time: of a line of an access log what is between its brackets.
func cutTime(text []byte) []byte {
	const shortest = len("24/Nov/2026:10:00:00")
	for rest := text; ; {
		at := bytes.IndexByte(rest, '[')
		if at < 0 {
			return bytes.TrimSpace(text)
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

// of returns the recording of timestamps that were checked.
func (r *recordings) of(keys *dataset.Keys) *recording {
	if r.played == nil || r.played.digest != keys.Digest() {
		one := r.find(keys)
		if one.read(keys, keys.Len()); one.err != nil {
			panic("balancinglab: " + one.err.Error())
		}
		r.played, r.looked = one, nil
	}
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
func (r *recordings) check(keys *dataset.Keys, n int) (done bool, err error) {
	one := r.find(keys)
	done = one.read(keys, n)
	return done, one.err
}

// length is when the last request comes.
func (r *recordings) length(keys *dataset.Keys) time.Duration { return r.of(keys).length() }

// recording is a person's own timestamps on their way to the times of requests.
type recording struct {
	digest string
	next   int       // the text to go on with
	stamps []instant // of the texts before it
	runs   []int     // where sorted runs of them end, each less than half as long as the one before it
	spare  []instant
	first  int64 // of all times, and the last
	last   int64
	ends   [2]int // the texts of these
	// profile is the times of requests, from the first on, when all are read.
	profile sim.Profile
	done    bool
	err     error
}

// instant is a time that requests came at, in nanoseconds since 1970, and how many of them did.
type instant struct {
	at    int64
	count int
}

// portion is how many timestamps are sorted at once.
const portion = 1 << 12

// read goes on for about so many texts and reports whether that was all, or one of them is no time.
func (r *recording) read(keys *dataset.Keys, n int) (done bool) {
	for ; !r.done && n > 0; n -= portion {
		from := r.next
		for r.next < min(from+portion, keys.Len()) && r.err == nil {
			r.take(keys)
		}
		slices.SortFunc(r.stamps[from:], func(a, b instant) int { return cmp.Compare(a.at, b.at) })
		r.runs = append(r.runs, len(r.stamps))
		if r.done = r.err != nil || r.next == keys.Len(); !r.done {
			r.join(false)
			continue
		}
		if r.err == nil {
			r.join(true)
			r.finish(keys)
		}
		r.stamps, r.spare, r.runs = nil, nil, nil
	}
	return r.done
}

// take reads the next text.
func (r *recording) take(keys *dataset.Keys) {
	i := r.next
	at, ok := parseTime(keys.Key(i))
	if !ok {
		r.err = errors.New(quoted(keys, i) + " is no time that requests may have come at; expected seconds such as 0.125 or 1700000000.25, " +
			"13 digits for milliseconds since 1970, or a date such as 2026-11-24T10:00:00.125Z or 24/Nov/2026:10:00:00 +0000: give another column, or take the line out")
		return
	}
	if i == 0 {
		r.stamps = make([]instant, 0, keys.Len())
	}
	if i == 0 || at < r.first {
		r.first, r.ends[0] = at, i
	}
	if i == 0 || at > r.last {
		r.last, r.ends[1] = at, i
	}
	r.stamps = append(r.stamps, instant{at, keys.Count(i)})
	r.next++
}

func quoted(keys *dataset.Keys, i int) string {
	const most = 60
	text := keys.Key(i)
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return strconv.Quote(text)
}

// join merges the last runs: all of them, or those that are as long as the one after them.
func (r *recording) join(all bool) {
	for n := len(r.runs); n >= 2; n-- {
		from, mid, to := 0, r.runs[n-2], r.runs[n-1]
		if n > 2 {
			from = r.runs[n-3]
		}
		if !all && mid-from > to-mid {
			return
		}
		r.merge(from, mid, to)
		r.runs = append(r.runs[:n-2], to)
	}
}

// merge sorts two sorted neighbours.
func (r *recording) merge(from, mid, to int) {
	s := r.stamps
	if s[mid-1].at <= s[mid].at {
		return
	}
	r.spare = append(r.spare[:0], s[from:mid]...)
	for left, k := r.spare, from; len(left) > 0; k++ {
		if mid < to && s[mid].at < left[0].at {
			s[k] = s[mid]
			mid++
		} else {
			s[k], left = left[0], left[1:]
		}
	}
}

// finish makes the times of requests, from the first on.
func (r *recording) finish(keys *dataset.Keys) {
	if length := r.length(); length > lab.MaxTime {
		r.err = errors.New("from " + quoted(keys, r.ends[0]) + " to " + quoted(keys, r.ends[1]) + " it is " + lab.FormatCount(int(length.Hours())) +
			" hours, and a scenario lasts " + lab.FormatCount(int(lab.MaxTime.Hours())) + " at most: give a part of the file")
		return
	}
	at := make([]time.Duration, 0, keys.Lines())
	for _, one := range r.stamps {
		for range one.count {
			at = append(at, time.Duration(one.at-r.first))
		}
	}
	r.profile, r.err = sim.Recorded(at)
}

// length is when the last request comes.
func (r *recording) length() time.Duration { return time.Duration(r.last - r.first) }

// replay has requests come as they were recorded, whatever the controls say.
func (r *rules) replay(one *recording) {
	r.recording, r.values = one, r.values.With("arrivals", recorded)
}

// progress says how many of the requests have come, and that there is silence after the last.
func (r *recording) progress(now time.Duration) string {
	came, all := int(r.profile.Expected(0, now+1)), int(r.profile.Expected(0, sim.MaxPeriod+1))
	if came < all {
		return lab.FormatCount(came) + " of " + lab.FormatCount(all) + " recorded requests have come"
	}
	return "all recorded requests have come, " + lab.FormatCount(all) + " of them, the last at " + lab.FormatFixed(r.length().Seconds(), 3) + " s, and nothing comes after them"
}
