package lab

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// JSON writes JSON by appending. The zero value is ready; commas are its own
// business. It exists because encoding/json costs the browser a quarter of a
// megabyte. Its methods are kept from being inlined, since a state is written in
// hundreds of calls that would each repeat them.
type JSON struct {
	buf   []byte
	comma bool
}

// Bytes returns what has been written.
func (j *JSON) Bytes() []byte { return j.buf }

// Open begins an object or array: '{' or '['.
//
//go:noinline
func (j *JSON) Open(c byte) *JSON {
	j.sep()
	j.buf = append(j.buf, c)
	j.comma = false
	return j
}

// Close ends an object or array: '}' or ']'.
//
//go:noinline
func (j *JSON) Close(c byte) *JSON {
	j.buf = append(j.buf, c)
	j.comma = true
	return j
}

// Key writes the name of the member whose value comes next.
//
//go:noinline
func (j *JSON) Key(name string) *JSON {
	j.sep()
	j.buf = append(appendQuoted(j.buf, name), ':')
	j.comma = false
	return j
}

// String writes a string value.
//
//go:noinline
func (j *JSON) String(s string) *JSON {
	j.sep()
	j.buf = appendQuoted(j.buf, s)
	j.comma = true
	return j
}

// Text writes a member that is a string.
//
//go:noinline
func (j *JSON) Text(name, value string) *JSON { return j.Key(name).String(value) }

// Number writes a number; NaN and infinities, which JSON lacks, become null.
//
//go:noinline
func (j *JSON) Number(x float64) *JSON {
	j.sep()
	if math.IsNaN(x) || math.IsInf(x, 0) {
		j.buf = append(j.buf, "null"...)
	} else {
		j.buf = strconv.AppendFloat(j.buf, x, 'g', -1, 64)
	}
	j.comma = true
	return j
}

// Int writes a whole number.
//
//go:noinline
func (j *JSON) Int(n int) *JSON {
	j.sep()
	j.buf = strconv.AppendInt(j.buf, int64(n), 10)
	j.comma = true
	return j
}

// Bool writes true or false.
//
//go:noinline
func (j *JSON) Bool(b bool) *JSON {
	j.sep()
	j.buf = strconv.AppendBool(j.buf, b)
	j.comma = true
	return j
}

// Null writes null.
//
//go:noinline
func (j *JSON) Null() *JSON {
	j.sep()
	j.buf = append(j.buf, "null"...)
	j.comma = true
	return j
}

func (j *JSON) sep() {
	if j.comma {
		j.buf = append(j.buf, ',')
	}
}

const hexDigits = "0123456789abcdef"

// appendQuoted escapes what JSON must have escaped, and '<', so that the text
// may stand in a page. Bytes that are no UTF-8 become U+FFFD.
func appendQuoted(buf []byte, s string) []byte {
	buf = append(buf, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			buf = append(buf, '\\', byte(r))
		case r == '\n':
			buf = append(buf, '\\', 'n')
		case r < ' ' || r == '<' || r == 0x7f || r == 0x2028 || r == 0x2029:
			buf = append(buf, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	return append(buf, '"')
}
