package dataset

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	maxSample  = 64 << 10
	maxColumns = 500 // that are listed
	anyColumn  = -1  // reads rows for their cells
)

// Sniffed is a guess at how a file is laid out, for a person to correct.
type Sniffed struct {
	Options
	// Columns are the names of the columns of CSV ("column 1" and so on where it
	// has none), or the paths to the fields of JSON lines, at most 500.
	Columns []string
}

// Sniff guesses from the beginning of a file, of which it looks at 64 KB at most,
// and from its name, which may be empty. What it cannot make out is taken for one
// key a line; whether it is text at all is for the Reader to say.
func Sniff(sample []byte, name string) Sniffed {
	sample = bytes.TrimPrefix(sample[:min(len(sample), maxSample)], []byte("\ufeff"))
	if end := bytes.LastIndexByte(sample, '\n'); end > 0 {
		sample = sample[:end+1] // what follows may be half a line
	}
	var s Sniffed
	switch name = strings.ToLower(name[strings.LastIndexByte(name, '.')+1:]); name {
	case "csv", "tsv", "tab":
		s.sniffRows(sample, 1)
		s.Format = CSV
	default:
		if bytes.HasPrefix(bytes.TrimSpace(sample), []byte{'{'}) || name == "jsonl" || name == "ndjson" || name == "json" {
			s.sniffObjects(sample)
		} else {
			s.sniffRows(sample, 2)
		}
	}
	return s
}

// sniffRows looks for the delimiter that gives the most columns, the same number
// in every row. It is no CSV without two columns in so many rows.
func (s *Sniffed) sniffRows(sample []byte, least int) {
	var best [][]string
	s.Delimiter = ','
	for _, delimiter := range []byte(",;\t|") {
		r := NewReader(Options{Format: CSV, Delimiter: delimiter})
		r.options.Column = anyColumn
		r.Write(sample)
		r.Close()
		rows := r.row.rows
		if len(rows) == 0 {
			continue
		}
		even := len(rows[0]) > 1 && len(rows) >= least
		for _, row := range rows {
			even = even && len(row) == len(rows[0])
		}
		if best == nil || even && (s.Format != CSV || len(rows[0]) > len(best[0])) {
			best, s.Delimiter = rows, delimiter
		}
		if even {
			s.Format = CSV
		}
	}
	if best == nil || least > 1 && s.Format != CSV {
		return
	}
	s.Header = headed(best)
	for i, cell := range best[0] {
		if !s.Header || cell == "" {
			cell = "column " + strconv.Itoa(i+1)
		}
		s.Columns = append(s.Columns, cell)
	}
	s.Column = keyAmong(s.Columns)
}

// headed guesses whether the first row names the columns: all of it reads like
// names, and one is a usual name or has a number below it.
func headed(rows [][]string) bool {
	sure := false
	for i, cell := range rows[0] {
		if cell == "" || strings.ContainsAny(cell, ":/@\n") || cell[0] < 'A' && cell[0] != ' ' {
			return false
		}
		numbered := len(rows) > 1 && i < len(rows[1]) && strings.ContainsAny(rows[1][i], digits) && !strings.ContainsAny(cell, digits)
		sure = sure || numbered || keyWord(cell) < len(keyWords)
	}
	return sure
}

const digits = "0123456789"

// keyWords are how columns of keys are usually called, the likeliest first.
var keyWords = []string{"key", "keys", "id", "user", "name", "email", "url", "path", "ip"}

// keyWord returns the place in keyWords of the last word of a name, or the length
// of the list.
func keyWord(name string) int {
	word := name[strings.LastIndexAny(name, " _-.")+1:]
	for _, end := range []string{"Id", "ID", "Key"} { // userId
		if strings.HasSuffix(word, end) {
			word = end
		}
	}
	if at := slices.Index(keyWords, strings.ToLower(word)); at >= 0 {
		return at
	}
	return len(keyWords)
}

// keyAmong returns which of the names is likeliest that of the keys.
func keyAmong(names []string) int {
	best := 0
	for i, name := range names {
		if keyWord(name) < keyWord(names[best]) {
			best = i
		}
	}
	return best
}

// sniffObjects gathers the fields of the objects.
func (s *Sniffed) sniffObjects(sample []byte) {
	s.Format = JSONLines
	for line := range bytes.Lines(sample) {
		var names []string
		j := jsonText{s: line, names: &names}
		if utf8.Valid(line) {
			j.value("", maxDepth)
		}
		for _, name := range names {
			if len(s.Columns) < maxColumns && !slices.Contains(s.Columns, name) {
				s.Columns = append(s.Columns, name)
			}
		}
	}
	if len(s.Columns) > 0 {
		s.Field = s.Columns[keyAmong(s.Columns)]
	}
}
