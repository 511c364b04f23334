package dataset

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	digestLen = 16
	maxName   = 60
)

// Ref names a dataset: enough to ask for it, and to tell whether what is given is
// the one.
type Ref struct {
	Name   string // what the person calls it: 1 to 60 bytes of printable text
	Keys   int    // different keys
	Digest string // 16 hexadecimal digits
}

// String writes the reference as links carry it: <digest>:<keys>:<name>.
func (r Ref) String() string {
	return r.Digest + ":" + strconv.Itoa(r.Keys) + ":" + r.Name
}

// ParseRef reads what String writes. The error says what is expected.
func ParseRef(text string) (Ref, error) {
	digest, rest, _ := strings.Cut(text, ":")
	count, name, _ := strings.Cut(rest, ":")
	keys, err := strconv.Atoi(count)
	ok := err == nil && keys >= 1 && keys <= MaxKeys && len(digest) == digestLen && name == CleanName(name)
	for _, c := range []byte(digest) {
		ok = ok && (c >= '0' && c <= '9' || c >= 'a' && c <= 'f')
	}
	if !ok || strconv.Itoa(keys) != count {
		return Ref{}, errors.New("data " + quote(text) + " was ignored: it takes <digest>:<keys>:<name>, " +
			"the digest with 16 hexadecimal digits, 1 to " + thousands(MaxKeys) + " keys and a name of at most 60 bytes")
	}
	return Ref{name, keys, digest}, nil
}

// CleanName makes a name for a dataset out of the name of a file: without the
// folders, without what cannot be printed, at most 60 bytes.
func CleanName(file string) string {
	file = file[strings.LastIndexAny(file, `/\`)+1:]
	name := make([]byte, 0, maxName)
	for _, r := range file {
		if !strconv.IsPrint(r) {
			r = ' '
		}
		if len(name)+utf8.RuneLen(r) > maxName {
			break
		}
		name = utf8.AppendRune(name, r)
	}
	if clean := strings.TrimSpace(string(name)); clean != "" {
		return clean
	}
	return "data"
}

// quote repeats a little of what was given in an error.
func quote(text string) string {
	if len(text) > 60 {
		text = text[:60] + "..."
	}
	return strconv.Quote(strings.ToValidUTF8(text, "�"))
}

// thousands writes a whole number with commas: 65,536.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
