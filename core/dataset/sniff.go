package dataset

import (
	"slices"
	"strconv"
	"strings"
)

const (
	maxSample = 64 << 10
	maxNames  = 500 // of columns that are listed
)

// Sniffed is a guess at how a file is laid out, for a person to correct.
type Sniffed struct {
	Options
	// Columns are the names of the columns of CSV ("column 1" and so on where it
	// has none), or the paths to the fields of JSON lines, at most 500.
	Columns []string

	words []string // that columns of keys are called by
}

// guess is what a reader gathers that looks for no keys.
type guess struct {
	rows  [][]string
	names []string
}

// Sniff guesses from the beginning of a file, of which it looks at 64 KB at most,
// and from its name, which may be empty. What it cannot make out is taken for one
// key a line; whether it is text at all is for the Reader to say. The words are how
// a column of keys is usually called, in lower case and the likeliest first; without
// any they are those of keys such as user and url.
func Sniff(sample []byte, name string, words ...string) Sniffed {
	if len(words) == 0 {
		words = keyWords[:]
	}
	s := Sniffed{words: words}
	sample = sample[:min(len(sample), maxSample)]
	kind := " " + lower(name[strings.LastIndexByte(name, '.')+1:]) + " "
	start := strings.TrimSpace(strings.TrimPrefix(string(sample), "\ufeff"))
	if strings.Contains(" json jsonl ndjson ", kind) || strings.HasPrefix(start, "{") {
		s.Format = JSONLines
		s.Columns = look(sample, s.Options).names
	} else {
		s.sniffRows(sample, strings.Contains(" csv tsv tab ", kind))
	}
	for i, column := range s.Columns {
		if s.keyWord(column) < s.keyWord(s.Columns[s.Column]) {
			s.Column = i
		}
	}
	if s.Format == JSONLines && len(s.Columns) > 0 {
		s.Field, s.Column = s.Columns[s.Column], 0
	}
	return s
}

// look reads a sample without asking for keys.
func look(sample []byte, o Options) *guess {
	r := NewReader(o)
	r.guess = &guess{}
	r.Write(sample)
	if r.line == 0 { // otherwise the rest may be half a line
		r.take()
	}
	return r.guess
}

// sniffRows looks for the delimiter that gives the most columns, the same number
// in every row unless the name says that these are rows.
func (s *Sniffed) sniffRows(sample []byte, named bool) {
	most, least := 1, 2
	if named {
		most, least, s.Format = 0, 1, CSV
	}
	for _, delimiter := range []byte(",;\t|") {
		rows := look(sample, Options{Format: CSV, Delimiter: delimiter}).rows
		if len(rows) < least {
			continue
		}
		width := len(rows[0])
		for _, row := range rows {
			if len(row) != width && !named {
				width = 0
			}
			width = min(width, len(row))
		}
		if width <= most {
			continue
		}
		most = width
		s.Options = Options{Format: CSV, Delimiter: delimiter, Header: s.headed(rows)}
		s.Columns = rows[0][:min(len(rows[0]), maxNames)]
	}
	for i, name := range s.Columns {
		if !s.Header || name == "" {
			s.Columns[i] = "column " + strconv.Itoa(i+1)
		}
	}
}

// headed guesses whether the first row names the columns: one is a usual name, or
// there are digits and signs below and none in the names.
func (s *Sniffed) headed(rows [][]string) bool {
	for _, name := range rows[0] {
		if s.keyWord(name) < len(s.words) {
			return true
		}
	}
	return len(rows) > 1 && plain(rows[0]) && !plain(rows[1])
}

func plain(row []string) bool {
	text := strings.Join(row, "\n")
	return len(text) > 0 && !strings.ContainsAny(text, "0123456789:/@")
}

// keyWords are how columns of keys are usually called, the likeliest first.
var keyWords = [...]string{"key", "id", "user", "name", "email", "url", "path", "ip"}

// keyWord returns the place among the words of the one that a name ends with, as in
// user_id and userId, or the length of the list.
func (s *Sniffed) keyWord(name string) int {
	low := lower(name)
	for i, word := range s.words {
		at := len(low) - len(word)
		if strings.HasSuffix(low, word) && (at == 0 || name[at] < 'a' || low[at-1] < 'a') {
			return i
		}
	}
	return len(s.words)
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] |= 0x20
		}
	}
	return string(b)
}

// name notes the path to a field.
func (g *guess) name(path string) {
	if len(g.names) < maxNames && !slices.Contains(g.names, path) {
		g.names = append(g.names, path)
	}
}
