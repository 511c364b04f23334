package dataset

import "strings"

// row is a row of CSV on its way in, which quoted line ends may stretch over
// several lines.
type row struct {
	state   uint8
	heading bool   // it names the columns
	name    string // of the column that counts, where one was named
	column  int    // being read, from 0
	key     []byte // what was read of the column that counts
	began   int    // line of its beginning
	opened  int    // line of the last opening quote
}

// Where in a field a row is.
const (
	atStart uint8 = iota
	inPlain
	inQuotes
	afterQuotes
)

// takeRow reads one line of CSV. A quote within a field that does not begin with
// one is a letter like any other.
func (r *Reader) takeRow(line []byte) {
	w := &r.row
	switch {
	case w.state == inQuotes:
		line = append([]byte{'\n'}, line...) // the line end belongs to the text
	case len(line) == 0:
		return
	default:
		*w = row{heading: w.heading, name: w.name, key: w.key[:0], began: r.line}
	}
	state, key, counts := w.state, w.key, r.guess != nil || w.column == r.options.Column
	for _, c := range line {
		switch {
		case c == '"' && state == atStart:
			state, w.opened = inQuotes, r.line
			continue
		case c == '"' && state == inQuotes:
			state = afterQuotes
			continue
		case c == '"' && state == afterQuotes: // doubled: it belongs to the text
			state = inQuotes
		case state == inQuotes:
		case c == r.options.Delimiter:
			state = atStart
			if w.column++; r.guess == nil {
				counts = w.column == r.options.Column
				continue
			}
			c = 0 // between the cells, since no text has it
		case state == afterQuotes:
			r.fail(r.line, "goes on after a closing quote; double the quotes that belong to the text")
			return
		default:
			state = inPlain
		}
		if counts {
			key = append(key, c)
		}
	}
	if w.state, w.key = state, key; state != inQuotes {
		r.endRow()
	} else if len(key) > MaxKey && r.guess == nil {
		r.fail(w.opened, longKey+expected[CSV])
	}
}

// endRow counts the key of a row that is complete.
func (r *Reader) endRow() {
	w := &r.row
	switch {
	case r.guess != nil:
		r.guess.rows = append(r.guess.rows, strings.Split(string(w.key), "\x00"))
	case w.column < r.options.Column:
		text := "has " + thousands(w.column+1) + " columns"
		if w.column == 0 {
			text = "has 1 column"
		}
		text += " and the key is in column " + thousands(r.options.Column+1)
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
