package balancinglab

import "strings"

// The latest whole second whose nanoseconds since 1970 can be counted, in 2262, and the last full year before it.
const (
	lastSecond = 9_223_372_035
	lastYear   = 2261
)

// parseTime reads a time as nanoseconds since 1970, exactly; what is finer is left out. It takes seconds, or
// milliseconds, microseconds or nanoseconds, told by 13, 16 and 19 digits before the point; RFC 3339; and what
// access logs write. A date without an offset is in UTC.
func parseTime(text string) (ns int64, ok bool) {
	t := timeText{rest: strings.TrimSpace(text), ok: true}
	t.skip("[")
	digits := 0
	for digits < len(t.rest) && t.rest[digits]-'0' < 10 {
		digits++
	}
	switch {
	case digits == 4 && len(t.rest) > 4 && t.rest[4] == '-':
		ns = t.date()
	case digits == 2 && len(t.rest) > 2 && t.rest[2] == '/':
		ns = t.logged()
	default:
		ns = t.decimal(digits)
	}
	t.skip("]")
	return ns, t.ok && t.rest == ""
}

// timeText is the rest of a text, and whether it was as it should be so far.
type timeText struct {
	rest string
	ok   bool
}

// skip passes over one of these letters, where there is one.
func (t *timeText) skip(letters string) bool {
	if t.rest == "" || strings.IndexByte(letters, t.rest[0]) < 0 {
		return false
	}
	t.rest = t.rest[1:]
	return true
}

// expect passes over one of these letters.
func (t *timeText) expect(letters string) {
	if !t.skip(letters) {
		t.ok = false
	}
}

// number reads so many digits, from low to high.
//
//go:noinline
func (t *timeText) number(digits int, low, high int64) (n int64) {
	for ; digits > 0 && t.rest != "" && t.rest[0]-'0' < 10; digits-- {
		n = 10*n + int64(t.rest[0]-'0')
		t.rest = t.rest[1:]
	}
	if digits > 0 || n < low || n > high {
		t.ok = false
	}
	return n
}

// decimal reads a number with so many digits before the point.
func (t *timeText) decimal(digits int) int64 {
	unit := int64(1_000_000_000)
	switch {
	case digits == 13, digits == 16, digits == 19:
		for i := 10; i < digits; i += 3 {
			unit /= 1000
		}
	case digits > 10 || digits == 0:
		t.ok = false
		return 0
	}
	whole := uint64(0) // 19 digits fit
	for range digits {
		whole = 10*whole + uint64(t.rest[0]-'0')
		t.rest = t.rest[1:]
	}
	if whole > uint64(lastSecond*(1_000_000_000/unit)) {
		t.ok = false
		return 0
	}
	return int64(whole)*unit + t.fraction(".", unit)
}

// fraction reads what stands behind a point, as a part of a unit in nanoseconds.
func (t *timeText) fraction(point string, unit int64) (ns int64) {
	if !t.skip(point) {
		return 0
	}
	for ; t.rest != "" && t.rest[0]-'0' < 10; t.rest = t.rest[1:] {
		unit /= 10
		ns += unit * int64(t.rest[0]-'0')
	}
	return ns
}

// date reads 2026-11-24T10:00:00.125Z, also with a blank for the T and an offset for the Z.
func (t *timeText) date() int64 {
	year := t.number(4, 1970, lastYear)
	t.expect("-")
	month := t.number(2, 1, 12)
	t.expect("-")
	day := t.number(2, 1, 31)
	t.expect("Tt ")
	return t.clock(year, month, day)
}

// logged reads 24/Nov/2026:10:00:00 +0000.
func (t *timeText) logged() int64 {
	const months = "JanFebMarAprMayJunJulAugSepOctNovDec"
	day := t.number(2, 1, 31)
	t.expect("/")
	month := int64(0)
	if len(t.rest) > 3 {
		for at := 0; at < len(months); at += 3 {
			if t.rest[:3] == months[at:at+3] {
				month = int64(at/3 + 1)
			}
		}
		t.rest = t.rest[3:]
	}
	t.expect("/")
	year := t.number(4, 1970, lastYear)
	t.expect(":")
	return t.clock(year, month, day)
}

// clock reads the time of a day and its offset.
func (t *timeText) clock(year, month, day int64) int64 {
	if month == 0 || day > days(year, month+1)-days(year, month) {
		t.ok = false
	}
	seconds := (days(year, month) + day - 1) * 86400
	seconds += t.number(2, 0, 23) * 3600
	t.expect(":")
	seconds += t.number(2, 0, 59) * 60
	t.expect(":")
	seconds += t.number(2, 0, 60) // a leap second is the next one
	ns := t.fraction(".,", 1_000_000_000)
	t.skip(" ")
	sign := int64(1)
	switch {
	case t.skip("Zz"), t.rest == "", t.rest == "]":
		return seconds*1_000_000_000 + ns
	case t.skip("+"):
		sign = -1
	default:
		t.expect("-")
	}
	offset := t.number(2, 0, 23) * 3600
	if t.skip(":") || t.rest != "" && t.rest[0] != ']' {
		offset += t.number(2, 0, 59) * 60
	}
	return (seconds+sign*offset)*1_000_000_000 + ns
}

// days returns how many days lie between 1970 and the first of a month; month 13 is the next January.
func days(year, month int64) int64 {
	if month <= 2 { // years that begin in March have their leap day at the end
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 - 719468
}
