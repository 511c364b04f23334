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
	kind  byte      // the first byte of the value found; 0 is none
	found []byte    // its text
	names *[]string // the paths to texts and numbers are gathered here, unless nil
}

// takeObject reads one line of JSON lines.
func (r *Reader) takeObject(line []byte) {
	j := jsonText{s: line}
	field := r.options.Field
	first := j.value(field, maxDepth)
	end := j.space()
	if field == "" {
		j.kind, j.found = first, bytes.TrimSpace(line)
	}
	where := " in " + quote(field) + "; expected a text or a number: give another field, or mend the line"
	switch {
	case first == 0 || end != 0:
		r.fail(r.line, "is not JSON from byte "+thousands(j.at+1)+" on; expected "+expected[JSONLines])
	case field != "" && first != '{':
		r.fail(r.line, "is not a JSON object; expected "+expected[JSONLines])
	case j.kind == '"':
		r.takeKey(unquote(j.found), r.line)
	case j.kind == '-' || j.kind >= '0' && j.kind <= '9':
		r.takeKey(j.found, r.line)
	case j.kind == 0:
		r.fail(r.line, "has nothing"+where)
	case j.kind == '{':
		r.fail(r.line, "has an object"+where)
	case j.kind == '[':
		r.fail(r.line, "has a list"+where)
	default:
		r.fail(r.line, "has "+string(j.found)+where)
	}
}

// space passes over white space and returns the byte after it, 0 at the end.
func (j *jsonText) space() byte {
	for ; j.at < len(j.s); j.at++ {
		if c := j.s[j.at]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
	}
	return 0
}

// value passes over one value and returns its first byte, or 0 where none stands
// there. Members are looked for that the path leads to.
func (j *jsonText) value(path string, depth int) byte {
	c := j.space()
	ok := false
	switch c {
	case '{':
		ok = j.inside(path, '}', depth)
	case '[':
		ok = j.inside(nowhere, ']', depth)
	case '"':
		ok = j.text()
	case 't':
		ok = j.word("true")
	case 'f':
		ok = j.word("false")
	case 'n':
		ok = j.word("null")
	default:
		ok = j.number()
	}
	if !ok {
		return 0
	}
	return c
}

// inside passes over an object or a list.
func (j *jsonText) inside(path string, closing byte, depth int) bool {
	j.at++
	if j.space() == closing {
		j.at++
		return true
	}
	for depth > 0 {
		below, whole := nowhere, false
		if closing == '}' {
			start := j.at
			if j.space() != '"' || !j.text() {
				return false
			}
			name := unquote(j.s[start:j.at])
			if j.space() != ':' {
				return false
			}
			j.at++
			below, whole = j.follow(path, name)
		}
		j.space()
		start := j.at
		first := j.value(below, depth-1)
		if first == 0 {
			return false
		}
		if whole {
			j.kind, j.found = first, j.s[start:j.at]
		}
		switch j.space() {
		case ',':
			j.at++
			j.space()
		case closing:
			j.at++
			return true
		default:
			return false
		}
	}
	return false
}

// follow says where the path leads within the member of that name, and whether
// the member itself is meant. Of several that fit the last one counts.
func (j *jsonText) follow(path string, name []byte) (below string, whole bool) {
	switch n := len(name); {
	case path == nowhere:
	case j.names != nil:
		path += string(name)
		if c := j.space(); c == '"' || c == '-' || c >= '0' && c <= '9' {
			*j.names = append(*j.names, path)
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

func (j *jsonText) peek() byte {
	if j.at < len(j.s) {
		return j.s[j.at]
	}
	return 0
}

func (j *jsonText) word(word string) bool {
	found := bytes.HasPrefix(j.s[j.at:], []byte(word))
	if found {
		j.at += len(word)
	}
	return found
}

func (j *jsonText) number() bool {
	j.word("-")
	ok := j.word("0") || j.digits()
	if j.word(".") {
		ok = ok && j.digits()
	}
	if j.word("e") || j.word("E") {
		_ = j.word("+") || j.word("-")
		ok = ok && j.digits()
	}
	return ok
}

func (j *jsonText) digits() bool {
	start := j.at
	for c := j.peek(); c >= '0' && c <= '9'; c = j.peek() {
		j.at++
	}
	return j.at > start
}

// text passes over a text in quotes.
func (j *jsonText) text() bool {
	for j.at++; ; j.at++ {
		switch c := j.peek(); {
		case c == '"':
			j.at++
			return true
		case c < ' ':
			return false
		case c == '\\':
			j.at++
			if c = j.peek(); c == 'u' {
				if _, ok := hex4(j.s[j.at+1:]); !ok {
					return false
				}
			} else if strings.IndexByte(escapes, c) < 0 {
				return false
			}
		}
	}
}

// Each letter of escapes stands for the byte of escaped in the same place.
const (
	escapes = `"\/bfnrt`
	escaped = "\"\\/\b\f\n\r\t"
)

func hex4(s []byte) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	x, err := strconv.ParseUint(string(s[:4]), 16, 16)
	return rune(x), err == nil
}

// unquote returns what a text in quotes says. Half a surrogate pair says U+FFFD.
func unquote(s []byte) []byte {
	s = s[1 : len(s)-1]
	if bytes.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for len(s) > 0 {
		if s[0] != '\\' {
			out, s = append(out, s[0]), s[1:]
			continue
		}
		if s[1] != 'u' {
			out, s = append(out, escaped[strings.IndexByte(escapes, s[1])]), s[2:]
			continue
		}
		c, _ := hex4(s[2:])
		s = s[6:]
		if c&^0x3ff == 0xd800 && bytes.HasPrefix(s, []byte(`\u`)) {
			if low, _ := hex4(s[2:]); low&^0x3ff == 0xdc00 {
				c, s = 0x10000+(c&0x3ff)<<10+low&0x3ff, s[6:]
			}
		}
		out = utf8.AppendRune(out, c)
	}
	return out
}
