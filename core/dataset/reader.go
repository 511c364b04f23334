package dataset

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"unicode/utf8"
)

// Format is how the keys stand in a file.
type Format uint8

// The formats.
const (
	Lines     Format = iota // one key a line
	CSV                     // a column of rows, RFC 4180
	JSONLines               // a field of one JSON object a line
)

var formats = [...]string{Lines: "lines", CSV: "csv", JSONLines: "json-lines"}

// expected is what a file of each format holds, for errors.
var expected = [...]string{Lines: "; expected UTF-8 text, one key a line", CSV: "; expected UTF-8 text, columns with a delimiter between",
	JSONLines: `; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`}

// String returns the name that ParseFormat reads.
func (f Format) String() string { return formats[f] }

// ParseFormat returns the format of that name: lines, csv or json-lines.
func ParseFormat(name string) (Format, error) {
	for f, known := range formats {
		if name == known {
			return Format(f), nil
		}
	}
	return 0, errors.New("unknown format " + quote(name) + ": use lines, csv or json-lines")
}

// Options say where in a file the keys are. The zero value is one key a line.
type Options struct {
	Format    Format
	Column    int    // of CSV: where the key is, from 0
	Header    bool   // of CSV: the first row names the columns
	Delimiter byte   // of CSV: ASCII; 0 is a comma
	Field     string // of JSON lines: its name, with dots into objects; "" is the value of the line itself
	// Cut returns the part of a text that is the key, within it; nil is for all of it.
	Cut func(text []byte) []byte
}

// Error is what is wrong with a file: the line that an editor shows by that
// number, or 0 where it is the whole file, and what to tell the person.
type Error struct {
	Line int
	Text string
}

// Error returns the text, which names the line, what was expected and what to do.
func (e *Error) Error() string { return e.Text }

// Reader takes a file in pieces of any size and gathers its keys. Blank lines, a
// byte order mark and keys without a single byte are passed over. It holds the
// different keys, a table of about sixteen bytes a key, and one line.
type Reader struct {
	options Options
	builder
	line  int    // number of the line that was taken last
	rest  []byte // of a line whose end has not come
	row   row
	guess *guess // gathers what else is there instead of keys, unless nil

	ended   bool // no more can come
	signing signing
	err     error
}

// NewReader starts an empty dataset.
func NewReader(o Options) *Reader {
	if o.Delimiter == 0 || o.Delimiter >= utf8.RuneSelf { // which might cut a letter in two
		o.Delimiter = ','
	}
	o.Column = max(0, o.Column)
	return &Reader{options: o, builder: builder{keys: &Keys{}}, row: row{heading: o.Header}}
}

// Lines returns how many keys were read so far, repeats included.
func (r *Reader) Lines() int { return r.keys.lines }

// Write takes the next bytes of the file. After an error, which is an [*Error]
// unless the reader has been closed, it returns that error for ever.
func (r *Reader) Write(p []byte) (int, error) {
	if r.ended && r.err == nil {
		r.err = errEnded
	}
	for rest := p; len(rest) > 0 && r.err == nil; {
		end := bytes.IndexByte(rest, '\n')
		size := end
		if end < 0 {
			size = len(rest)
		}
		r.rest = append(r.rest, rest[:min(size, MaxLine+1-len(r.rest))]...)
		if end >= 0 || len(r.rest) > MaxLine {
			r.take()
		}
		rest = rest[min(size+1, len(rest)):]
	}
	if r.err != nil {
		return 0, r.err
	}
	return len(p), nil
}

// Sum does a part of what Close has left to do, which is the longest piece of work
// there is: it takes the packed form of about so many bytes into the digest and
// reports whether that was all. It ends the file. Who has time for Close needs no
// Sum.
func (r *Reader) Sum(bytes int) (done bool) {
	r.end()
	return r.err != nil || r.keys.sign(&r.signing, bytes)
}

// Close ends the file and returns its keys, or the error that Write returned, or
// one that says that there are none. It takes a few milliseconds for each hundred
// thousand keys, unless Sum was there before.
func (r *Reader) Close() (*Keys, error) {
	if r.end(); r.err != nil {
		return nil, r.err
	}
	r.keys.sign(&r.signing, math.MaxInt)
	r.err = errEnded
	return r.keys, nil
}

var errEnded = errors.New("the file has ended: nothing can be added to its keys")

// end takes what stands on the last line, once.
func (r *Reader) end() {
	if r.ended {
		return
	}
	r.ended = true
	if len(r.rest) > 0 {
		r.take()
	}
	if r.row.state == inQuotes {
		r.fail(r.row.opened, "opens a quote that is never closed; close it, or double it where it belongs to the text")
	}
	if r.keys.Len() == 0 && r.err == nil {
		r.err = &Error{0, "there are no keys in it" + expected[r.options.Format]}
	}
}

// fail notes what is wrong, unless something was before. (It is called in many
// places, and the browser would pay for a copy in each.)
//
//go:noinline
func (r *Reader) fail(line int, text string) {
	if r.err == nil {
		r.err = &Error{line, "line " + thousands(line) + " " + text}
	}
}

// take reads the line that is complete now.
func (r *Reader) take() {
	line := r.rest
	r.rest = line[:0]
	r.line++
	if wrong := r.unreadable(line); wrong != "" {
		r.fail(r.line, wrong+expected[r.options.Format])
		return
	}
	if r.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if n := len(line) - 1; n >= 0 && line[n] == '\r' {
		line = line[:n]
	}
	switch r.options.Format {
	case CSV:
		r.takeRow(line)
	case JSONLines:
		r.takeObject(line)
	default:
		for _, c := range line {
			if c != ' ' && c != '\t' {
				r.takeKey(line, r.line)
				break
			}
		}
	}
}

// unreadable says why a line is too long or no text.
func (r *Reader) unreadable(line []byte) string {
	if start := string(line[:min(2, len(line))]); r.line == 1 && (start == "\xff\xfe" || start == "\xfe\xff") {
		return "begins as UTF-16 does: save the file as UTF-8"
	}
	if len(line) > MaxLine {
		return "is longer than 65,536 bytes"
	}
	if at := textLen(line); at < len(line) {
		return "is not text: byte " + thousands(at+1) + " is 0x" + strconv.FormatUint(uint64(line[at]), 16)
	}
	return ""
}

// textLen returns how many bytes are text, which has no zero in it.
func textLen(s []byte) int {
	for at := 0; at < len(s); {
		size := 1
		if c := s[at]; c >= utf8.RuneSelf {
			_, size = utf8.DecodeRune(s[at:])
		}
		if size == 1 && s[at]-1 >= utf8.RuneSelf-1 {
			return at
		}
		at += size
	}
	return len(s)
}

const longKey = "has a key longer than 1,024 bytes"

// takeKey counts a key that stands in the given line. An empty one is as good as
// a blank line.
func (r *Reader) takeKey(key []byte, line int) {
	wrong := ""
	if r.options.Cut != nil {
		key = r.options.Cut(key)
	}
	if len(key) > MaxKey {
		wrong = longKey + expected[r.options.Format]
	} else if len(key) > 0 {
		wrong = r.builder.take(key, 1)
	}
	if wrong != "" {
		r.fail(line, wrong)
	}
}
