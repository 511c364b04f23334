package dataset

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxDepth = 100    // of JSON within JSON
	nowhere  = "\xff" // a path that no member has, since it is no text
)

// jsonText goes through one JSON text, checks it, and notes the value that a path
// leads to.
type jsonText struct {
	s     []byte
	at    int
	kind  byte   // the first byte of the value found; 0 is none
	found []byte // what it says
	guess *guess // gathers the paths to texts and numbers, unless nil
}

// takeObject reads one line of JSON lines.
func (r *Reader) takeObject(line []byte) {
	field := r.options.Field
	j := jsonText{s: line, guess: r.guess}
	if j.space() == 0 { // a blank line
		return
	}
	first, said := j.value(field, maxDepth)
	if field == "" {
		j.kind, j.found = first, said
	}
	what, wanted := "", "a text"
	switch {
	case first == 0 || j.space() != 0:
		r.fail(r.line, "is not JSON from byte "+thousands(j.at+1)+" on"+expected[JSONLines])
		return
	case field != "" && first != '{':
		r.fail(r.line, "is not a JSON object"+expected[JSONLines])
		return
	case r.guess != nil:
		return
	case j.kind == 0:
		what = "nothing"
	case j.kind == '{':
		what = "an object"
	case j.kind == '[':
		what = "a list"
	case j.kind >= 'a':
		what = string(j.found) // true, false or null
	case bytes.IndexByte(j.found, 0) >= 0:
		what, wanted = `\u0000`, "a text without it" // it is JSON, but no key has it
	default:
		r.takeKey(j.found, r.line)
		return
	}
	r.fail(r.line, "has "+what+" in "+quote(field)+"; expected "+wanted+" or a number: give another field, or mend the line")
}

// space passes over white space and returns the byte after it, 0 at the end.
//
//go:noinline
func (j *jsonText) space() byte {
	for c := j.peek(); ; c = j.peek() {
		if c != ' ' && c != '\t' && c != '\r' {
			return c
		}
		j.at++
	}
}

func (j *jsonText) peek() byte {
	if j.at < len(j.s) {
		return j.s[j.at]
	}
	return 0
}

// value passes over one value and returns its first byte, or 0 where none stands
// there, and what it says. Members are looked for that the path leads to.
func (j *jsonText) value(path string, depth int) (first byte, said []byte) {
	first = j.space()
	start, ok := j.at, false
	switch {
	case first == '"':
		if said, ok = j.text(); ok {
			return first, said
		}
	case first == '{' || first == '[':
		ok = j.inside(path, first+2, depth)
	case first >= 'a':
		for c := first; c >= 'a' && c <= 'z'; c = j.peek() {
			j.at++
		}
		word := string(j.s[start:j.at])
		ok = word == "true" || word == "false" || word == "null"
	default:
		ok = j.number()
	}
	if !ok {
		return 0, nil
	}
	return first, j.s[start:j.at]
}

// inside passes over an object or a list.
func (j *jsonText) inside(path string, closing byte, depth int) bool {
	j.at++
	if j.space() == closing {
		j.at++
		return true
	}
	for ; depth > 0; j.at++ {
		below, whole := nowhere, false
		if closing == '}' {
			if j.space() != '"' {
				return false
			}
			name, ok := j.text()
			if !ok || j.space() != ':' {
				return false
			}
			j.at++
			below, whole = j.follow(path, name)
		}
		first, said := j.value(below, depth-1)
		if whole {
			j.kind, j.found = first, said
		}
		switch c := j.space(); {
		case first == 0:
			return false
		case c == closing:
			j.at++
			return true
		case c != ',':
			return false
		}
	}
	return false
}

// follow says where the path leads within the member of that name, and whether
// the member itself is meant. Of several that fit the last one counts.
func (j *jsonText) follow(path string, name []byte) (below string, whole bool) {
	n := len(name)
	switch {
	case path == nowhere:
	case j.guess != nil:
		path += string(name)
		if c := j.space(); c <= '9' {
			j.guess.name(path)
		}
		return path + ".", false
	case path == string(name):
		return nowhere, true
	case len(path) > n && path[n] == '.' && path[:n] == string(name):
		j.kind = 0
		return path[n+1:], false
	}
	return nowhere, false
}

// number passes over a number.
func (j *jsonText) number() bool {
	j.sign('-', '-')
	ok := j.sign('0', '0') || j.digits()
	if j.sign('.', '.') {
		ok = j.digits() && ok
	}
	if j.sign('e', 'E') {
		j.sign('+', '-')
		ok = j.digits() && ok
	}
	return ok
}

// sign passes over one byte, if it is one of two.
//
//go:noinline
func (j *jsonText) sign(a, b byte) bool {
	c := j.peek()
	found := c == a || c == b
	if found {
		j.at++
	}
	return found
}

func (j *jsonText) digits() bool {
	start := j.at
	for c := j.peek(); c >= '0' && c <= '9'; c = j.peek() {
		j.at++
	}
	return j.at > start
}

// Each letter of escapes stands for the byte of escaped in the same place.
const (
	escapes = `"\/bfnrt`
	escaped = "\"\\/\b\f\n\r\t"
)

// text passes over a text in quotes and returns what it says.
func (j *jsonText) text() (said []byte, ok bool) {
	start := j.at + 1
	for at := start; at < len(j.s) && j.s[at] >= ' '; at++ {
		c := j.s[at]
		if c != '"' && c != '\\' {
			continue
		}
		piece := j.s[start:at]
		if j.at = at + 1; c == '"' && said == nil {
			return piece, true
		}
		if said = append(said, piece...); c == '"' {
			return said, true
		}
		if i := strings.IndexByte(escapes, j.peek()); i >= 0 {
			said = append(said, escaped[i])
			j.at++
		} else if c, ok := j.escape(); ok {
			said = utf8.AppendRune(said, c) // U+FFFD for half a pair
		} else {
			return nil, false
		}
		start = j.at
		at = start - 1
	}
	return nil, false
}

// escape passes over u and four hexadecimal digits, twice where two are the halves of one letter, and
// returns that letter, unless something else stands there.
func (j *jsonText) escape() (letter rune, ok bool) {
	high, ok := j.half()
	if back := j.at; high>>10 == 0xd800>>10 && j.sign('\\', '\\') {
		if low, _ := j.half(); low>>10 == 0xdc00>>10 {
			return 0x10000 + (high-0xd800)<<10 + low - 0xdc00, true
		}
		j.at = back
	}
	return high, ok
}

func (j *jsonText) half() (x rune, ok bool) {
	if len(j.s) < j.at+5 || j.s[j.at] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(j.s[j.at+1:j.at+5]), 16, 16)
	j.at += 5
	return rune(n), err == nil
}
