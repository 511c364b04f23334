package dataset

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Ref names a dataset: enough to ask for it, and to tell whether what is given is
// the one.
type Ref struct {
	Name   string // what the person calls it: 1 to 60 bytes of printable text
	Keys   int    // different keys
	Digest string // 16 hexadecimal digits
}

const maxName = 60

// String writes the reference as links carry it: <digest>:<keys>:<name>.
func (r Ref) String() string {
	return r.Digest + ":" + strconv.Itoa(r.Keys) + ":" + r.Name
}

// ParseRef reads what String writes. The error says what is expected.
func ParseRef(text string) (Ref, error) {
	digest, rest, _ := strings.Cut(text, ":")
	count, name, _ := strings.Cut(rest, ":")
	sum, _ := strconv.ParseUint(digest, 16, 64)
	keys, _ := strconv.Atoi(count)
	r := Ref{CleanName(name), keys, hexadecimal(sum)}
	if keys < 1 || keys > MaxKeys || r.String() != text {
		return Ref{}, errors.New("data " + quote(text) + " was ignored: it takes <digest>:<keys>:<name>, " +
			"with 16 hexadecimal digits, 1 to 1,000,000 keys and a name of at most 60 bytes")
	}
	return r, nil
}

// CleanName makes a name for a dataset out of the name of a file: without what
// cannot be printed, at most 60 bytes.
func CleanName(file string) string {
	var name []byte
	for _, r := range file {
		if !strconv.IsPrint(r) {
			r = ' '
		}
		longer := utf8.AppendRune(name, r)
		if len(longer) > maxName {
			break
		}
		name = longer
	}
	if clean := strings.TrimSpace(string(name)); clean != "" {
		return clean
	}
	return "data"
}

// hexadecimal writes 16 digits.
func hexadecimal(x uint64) string {
	s := strconv.FormatUint(x, 16)
	return "0000000000000000"[len(s):] + s
}

// quote repeats a little of what was given, for an error.
func quote(text string) string { return strconv.Quote(text[:min(len(text), maxName)]) }

// thousands writes a whole number with commas: 65,536.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
