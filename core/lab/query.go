package lab

import "strings"

// pair is one key and value of a query, decoded.
type pair struct{ key, value string }

// splitQuery takes the query out of a link (which may be a whole address, or
// start at the question mark, or be the bare query) and decodes it. net/url
// would bring in fmt.
func splitQuery(link string) []pair {
	if i := strings.IndexByte(link, '#'); i >= 0 {
		link = link[:i]
	}
	if i := strings.IndexByte(link, '?'); i >= 0 {
		link = link[i+1:]
	}
	var pairs []pair
	for _, part := range strings.Split(link, "&") {
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, pair{unescape(key), unescape(value)})
	}
	return pairs
}

// unescape decodes %XX and '+'. What is no escape stays as it is, since a bad
// character must not break a link; what is no UTF-8 afterwards becomes U+FFFD.
func unescape(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return strings.ToValidUTF8(s, "�")
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			out = append(out, ' ')
		case s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return strings.ToValidUTF8(string(out), "�")
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}

// appendEscaped encodes what a query cannot carry. The colon, which joins the
// fields of an action, stays readable.
func appendEscaped(buf []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~:,/@!*", c) >= 0 {
			buf = append(buf, c)
		} else {
			buf = append(buf, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return buf
}
