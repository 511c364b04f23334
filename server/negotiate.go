package main

import "strings"

// The content codings this server has, best first. What a client says about
// others (zstd, deflate) is read and then of no consequence.
const (
	brotliCoding   = "br"
	gzipCoding     = "gzip"
	identityCoding = "identity"
)

// preference is what an Accept-Encoding header says: how much each coding is
// wanted, in thousandths. Zero is a refusal and unsaid is silence, which RFC
// 9110 (section 12.5.3) treats differently for identity than for the rest.
type preference struct {
	named map[string]int
	other int // what "*" says
}

const unsaid = -1

// negotiate picks, from the codings on offer (best first), the one the client
// wants most; equal wishes go to the earlier. It answers false where the client
// refuses all of them, identity included.
func negotiate(header []string, offered []string) (string, bool) {
	wish := parseAcceptEncoding(header)
	best, most := "", 0
	for _, coding := range offered {
		if q := wish.of(coding); q > most {
			best, most = coding, q
		}
	}
	return best, most > 0
}

// of is how much a coding is wanted: its own entry, else that of "*". Identity
// is acceptable as long as nobody refused it, but less than anything asked for.
func (p preference) of(coding string) int {
	if q, said := p.named[coding]; said {
		return scaled(q)
	}
	if p.other != unsaid {
		return scaled(p.other)
	}
	if coding == identityCoding {
		return 1
	}
	return 0
}

// scaled leaves room below the smallest spoken wish (0.001) for identity's silent one.
func scaled(q int) int { return 2 * q }

func parseAcceptEncoding(header []string) preference {
	wish := preference{named: map[string]int{}, other: unsaid}
	for _, line := range header {
		for item := range strings.SplitSeq(line, ",") {
			coding, q, ok := parseWish(item)
			switch {
			case !ok:
			case coding == "*":
				wish.other = q
			default:
				wish.named[coding] = q
			}
		}
	}
	return wish
}

// parseWish reads one item such as "br", "gzip;q=0.8" or "*; q=0". An item that
// is not well formed counts as absent: guessing at it could only send something
// the client cannot read.
func parseWish(item string) (coding string, q int, ok bool) {
	name, parameter, weighted := strings.Cut(item, ";")
	coding = strings.ToLower(strings.Trim(name, " \t"))
	if coding == "x-gzip" { // the older name, equal by RFC 9110, section 8.4.1.3
		coding = gzipCoding
	}
	if coding == "" {
		return "", 0, false
	}
	if !weighted {
		return coding, 1000, true
	}
	key, value, _ := strings.Cut(parameter, "=")
	if !strings.EqualFold(strings.Trim(key, " \t"), "q") {
		return "", 0, false
	}
	q, ok = parseQuality(strings.Trim(value, " \t"))
	return coding, q, ok
}

// parseQuality reads a weight as RFC 9110 (section 12.4.2) writes it, from 0 to
// 1 with at most three decimals, and returns thousandths.
func parseQuality(text string) (thousandths int, ok bool) {
	whole, decimals, _ := strings.Cut(text, ".")
	if (whole != "0" && whole != "1") || len(decimals) > 3 {
		return 0, false
	}
	for _, place := range [...]int{100, 10, 1} {
		if decimals == "" {
			break
		}
		digit := decimals[0]
		if digit < '0' || digit > '9' {
			return 0, false
		}
		thousandths += int(digit-'0') * place
		decimals = decimals[1:]
	}
	if whole == "1" {
		return 1000, thousandths == 0
	}
	return thousandths, true
}
