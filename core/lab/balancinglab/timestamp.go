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
		ns = t.date("4-2-2T2:2:2", [...]int{0, 1, 2})
	case digits == 2 && len(t.rest) > 2 && t.rest[2] == '/':
		ns = t.date("2/m/4:2:2:2", [...]int{2, 1, 0})
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

// number reads so many digits.
//
//go:noinline
func (t *timeText) number(digits int) (n int64) {
	for ; digits > 0 && t.rest != "" && t.rest[0]-'0' < 10; digits-- {
		n = 10*n + int64(t.rest[0]-'0')
		t.rest = t.rest[1:]
	}
	t.ok = t.ok && digits == 0
	return n
}

// month reads its name.
func (t *timeText) month() int64 {
	const names = "JanFebMarAprMayJunJulAugSepOctNovDec"
	name := t.rest[:min(3, len(t.rest))]
	t.rest = t.rest[len(name):]
	if at := strings.Index(names, name); len(name) == 3 && at%3 == 0 {
		return int64(at/3 + 1)
	}
	return 0
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

// date reads a date, a time of the day and an offset. In the pattern a digit is a number of so many, m the name
// of a month and T also a blank; it has year, month and day in this order of its numbers.
func (t *timeText) date(pattern string, order [3]int) int64 {
	var n [6]int64
	k := 0
	for i := range len(pattern) {
		switch c := pattern[i]; {
		case c == 'm':
			n[k] = t.month()
			k++
		case c-'0' < 10:
			n[k] = t.number(int(c - '0'))
			k++
		case c == 'T' && t.skip("t "):
		default:
			t.ok = t.skip(pattern[i:i+1]) && t.ok
		}
	}
	year, month, day := n[order[0]], n[order[1]], n[order[2]]
	first := days(year, month)
	if year < 1970 || year > lastYear || month < 1 || month > 12 || day < 1 || day > days(year, month+1)-first ||
		n[3] > 23 || n[4] > 59 || n[5] > 60 { // a leap second is the next one
		t.ok = false
	}
	ns := t.fraction(".,", 1_000_000_000)
	return ((first+day-1)*86400+n[3]*3600+n[4]*60+n[5]-t.offset())*1_000_000_000 + ns
}

// offset reads Z, +01:00, +0100, +01 or nothing, in seconds.
func (t *timeText) offset() int64 {
	t.skip(" ")
	sign := int64(1)
	switch {
	case t.skip("Zz"), t.rest == "", t.rest == "]":
		return 0
	case t.skip("-"):
		sign = -1
	default:
		t.ok = t.skip("+") && t.ok
	}
	hours, minutes := t.number(2), int64(0)
	if t.skip(":") || t.rest != "" && t.rest[0] != ']' {
		minutes = t.number(2)
	}
	t.ok = t.ok && hours < 24 && minutes < 60
	return sign * (hours*3600 + minutes*60)
}

// days returns how many days lie between 1970 and the first of a month; month 13 is the next January.
func days(year, month int64) int64 {
	if month <= 2 { // years that begin in March have their leap day at the end
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 - 719468
}
