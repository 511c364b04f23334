package dataset

import (
	"bytes"
	"strconv"
)

// row is a row of CSV on its way in, which quoted line ends may stretch over
// several lines.
type row struct {
	heading bool   // it names the columns
	name    string // of the column that counts, where one was named
	began   int    // line of its beginning
	column  int    // being read, from 0
	key     []byte // what was read of the column that counts
	quoted  bool   // within quotes, even where the line has ended
	opened  int    // line of the last opening quote
	// All of the rows are gathered where no column counts, to guess which might.
	cells []string
	rows  [][]string
}

// takeRow reads one line of CSV. A quote within a field that does not begin with
// one is a letter like any other.
func (r *Reader) takeRow(line []byte) {
	w := &r.row
	if !w.quoted {
		if len(line) == 0 {
			return
		}
		w.began, w.column, w.key = r.line, 0, w.key[:0]
	}
	for more := true; more; w.column++ {
		if !w.quoted && (len(line) == 0 || line[0] != '"') {
			var field []byte
			field, line, more = bytes.Cut(line, []byte{r.options.Delimiter})
			r.keep(field)
			continue
		}
		if line = r.takeQuoted(line); w.quoted || r.err != nil {
			return
		}
		if more = len(line) > 0; more {
			line = line[1:]
		}
	}
	r.endRow()
}

// takeQuoted reads a quoted field, or what this line has of it, and returns what
// follows: nothing, or a delimiter and more.
func (r *Reader) takeQuoted(line []byte) []byte {
	w := &r.row
	if !w.quoted {
		w.quoted, w.opened, line = true, r.line, line[1:]
	}
	for {
		text, rest, closed := bytes.Cut(line, []byte{'"'})
		r.keep(text)
		if line = rest; !closed {
			r.keep([]byte{'\n'})
			if len(w.key) > MaxKey {
				r.takeKey(w.key, w.opened)
			}
			return nil
		}
		if len(line) == 0 || line[0] == r.options.Delimiter {
			w.quoted = false
			return line
		}
		if line[0] != '"' {
			r.fail(r.line, "goes on after a closing quote; double the quotes that belong to the text")
			return nil
		}
		r.keep(line[:1]) // doubled: it belongs to the text
		line = line[1:]
	}
}

// keep takes a piece of a field, if it is of the column that counts.
func (r *Reader) keep(piece []byte) {
	w := &r.row
	if w.column == r.options.Column {
		w.key = append(w.key, piece...)
	} else if r.options.Column == anyColumn && w.column < maxColumns {
		if w.column == len(w.cells) {
			w.cells = append(w.cells, "")
		}
		if len(w.cells[w.column]) < MaxKey {
			w.cells[w.column] += string(piece)
		}
	}
}

// endRow counts the key of a row that is complete.
func (r *Reader) endRow() {
	w := &r.row
	switch {
	case r.options.Column == anyColumn:
		w.rows, w.cells = append(w.rows, w.cells), nil
	case w.column <= r.options.Column:
		columns := " columns"
		if w.column == 1 {
			columns = " column"
		}
		text := "has " + strconv.Itoa(w.column) + columns + " and the key is in column " + thousands(r.options.Column+1)
		if w.name != "" {
			text += " (" + w.name + ")"
		}
		r.fail(w.began, text+"; give another column, or mend the line")
	case w.heading:
		w.heading, w.name = false, string(w.key)
	default:
		r.takeKey(w.key, w.began)
	}
}
