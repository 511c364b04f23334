package dataset

import (
	"bytes"
	"errors"
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
var expected = [...]string{Lines: "UTF-8 text with one key a line", CSV: "UTF-8 text with one row of columns a line",
	JSONLines: `UTF-8 text with one JSON object a line, such as {"user":"4711"}`}

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
	line int    // number of the line that was taken last
	rest []byte // of a line whose end has not come
	row  row
	err  error
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

// Write takes the next bytes of the file. After an error it returns that error
// for ever; it is an [*Error] unless the reader has been closed.
func (r *Reader) Write(p []byte) (int, error) {
	size := len(p)
	for len(p) > 0 && r.err == nil {
		line, next := p, len(p)
		end := bytes.IndexByte(p, '\n')
		if end >= 0 {
			line, next = p[:end], end+1
		}
		if len(r.rest)+len(line) > MaxLine {
			line = line[:MaxLine+1-len(r.rest)]
		}
		if end < 0 || len(r.rest) > 0 {
			r.rest = append(r.rest, line...)
			line = r.rest
		}
		if end >= 0 || len(line) > MaxLine {
			r.take(line)
			r.rest = r.rest[:0]
		}
		p = p[next:]
	}
	if r.err != nil {
		return 0, r.err
	}
	return size, nil
}

// Close ends the file and returns its keys, or the error that Write returned, or
// one that says that there are none.
func (r *Reader) Close() (*Keys, error) {
	if len(r.rest) > 0 && r.err == nil {
		r.take(r.rest)
	}
	switch {
	case r.err != nil:
	case r.row.quoted:
		r.fail(r.row.opened, "opens a quote that is never closed; close it, or double it where it belongs to the text")
	case r.keys.Len() == 0:
		r.err = &Error{0, "there are no keys in it; expected " + expected[r.options.Format]}
	}
	if r.err != nil {
		return nil, r.err
	}
	r.err = errors.New("the file has ended: nothing can be added to its keys")
	r.keys.sign()
	return r.keys, nil
}

func (r *Reader) fail(line int, text string) {
	r.err = &Error{line, "line " + thousands(line) + " " + text}
}

// take reads a line without its end.
func (r *Reader) take(line []byte) {
	r.line++
	if wrong := r.unreadable(line); wrong != "" {
		r.fail(r.line, wrong)
		return
	}
	if r.line == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	line = bytes.TrimSuffix(line, []byte{'\r'})
	switch {
	case r.options.Format == CSV:
		r.takeRow(line)
	case len(bytes.TrimSpace(line)) == 0:
	case r.options.Format == JSONLines:
		r.takeObject(line)
	default:
		r.takeKey(line, r.line)
	}
}

// unreadable says why a line is no text, or is too long.
func (r *Reader) unreadable(line []byte) string {
	if r.line == 1 && len(line) > 1 && (line[0] == 0xff && line[1] == 0xfe || line[0] == 0xfe && line[1] == 0xff) {
		return "begins as UTF-16 text does; save the file as UTF-8"
	}
	if len(line) > MaxLine {
		return "is longer than 65,536 bytes; expected " + expected[r.options.Format]
	}
	if bytes.IndexByte(line, 0) < 0 && utf8.Valid(line) {
		return ""
	}
	at := 0
	for size := 0; ; at += size {
		var c rune
		if c, size = utf8.DecodeRune(line[at:]); c == 0 || c == utf8.RuneError && size == 1 {
			break
		}
	}
	what := "zero"
	if line[at] != 0 {
		what = "0x" + strconv.FormatUint(uint64(line[at]), 16)
	}
	return "is not text: byte " + thousands(at+1) + " is " + what + "; expected " + expected[r.options.Format]
}

// takeKey counts a key that stands in the given line. An empty one is as good as
// a blank line.
func (r *Reader) takeKey(key []byte, line int) {
	wrong := ""
	if len(key) > MaxKey {
		wrong = "has a key longer than 1,024 bytes; expected " + expected[r.options.Format]
	} else if len(key) > 0 {
		wrong = r.builder.take(key, 1)
	}
	if wrong != "" {
		r.fail(line, wrong)
	}
}
