package scene

import "unicode/utf8"

const ellipsis = "…"

// em is the width of an em in the units of the table of widths.
const em = 128

// Text draws a line of text whose baseline is y. Control characters become spaces, what is not
// UTF-8 becomes U+FFFD, and a text wider than Max is cut with an ellipsis, all of it here, so that
// every painter draws the same letters.
func (s *Scene) Text(x, y float64, text string, ts TextStyle) {
	s.clean = appendClean(s.clean[:0], text)
	s.drawText(x, y, &ts)
}

// TextBytes is Text for what was formatted into a buffer; the bytes are copied.
func (s *Scene) TextBytes(x, y float64, text []byte, ts TextStyle) {
	s.clean = appendClean(s.clean[:0], text)
	s.drawText(x, y, &ts)
}

// appendClean appends the characters of a text that can be drawn, and no more than one beyond the
// length that a text may have.
func appendClean[T string | []byte](dst []byte, text T) []byte {
	for i, n := 0, 0; i < len(text) && len(dst) <= maxLine; i += n {
		if c := text[i]; c >= ' ' && c < 0x7f {
			dst, n = append(dst, c), 1
			continue
		}
		var r rune
		r, n = utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
		dst = utf8.AppendRune(dst, printable(r))
	}
	return dst
}

func (s *Scene) drawText(x, y float64, ts *TextStyle) {
	if ts.Anchor > End {
		panic("scene: an anchor is Start, Middle or End")
	}
	if real(ts.Size) <= 0 || ts.Role == None {
		return
	}
	if ts.Max != 0 {
		n, cut := fit(s.clean, ts.Size, ts.Bold, ts.Max)
		s.clean = s.clean[:n]
		if cut {
			s.clean = append(s.clean, ellipsis...)
		}
	}
	if len(s.clean) > maxLine {
		n := maxLine - len(ellipsis)
		for !utf8.RuneStart(s.clean[n]) {
			n--
		}
		s.clean = append(s.clean[:n], ellipsis...)
	}
	if len(s.clean) == 0 {
		return
	}
	n := len(s.clean)
	style := uint32(ts.Anchor)
	if ts.Bold {
		style |= 4
	}
	b := s.open(TextOp, uint32(known(ts.Role)), style, s.relative(ts.Alpha), 16+padded(n))
	if b == nil {
		return
	}
	s.count(0, n)
	set(b, 4, length(ts.Size)|uint32(n)<<16)
	s.place(b, 8, x, y)
	copy(b[16:], s.clean)
	clear(b[16+n:])
}

// Width returns how wide a text is at most, in pixels, in the system fonts of the usual platforms,
// by a table that is shipped: it is a little more than a browser would measure.
func Width(text string, size float64, bold bool) float64 {
	units := 0
	for _, r := range text {
		units += advance(printable(r), bold)
	}
	return float64(units) * size / em
}

// Cut returns text if it is at most max pixels wide, and else its beginning with an ellipsis that
// together are. It returns "" if not even the ellipsis fits.
func Cut(text string, size float64, bold bool, max float64) string {
	n, cut := fit([]byte(text), size, bold, max)
	if !cut {
		return text[:n]
	}
	return text[:n] + ellipsis
}

// fit returns how many bytes of a text to keep within a width, and whether to put an ellipsis
// behind them. No space is left before an ellipsis.
func fit(text []byte, size float64, bold bool, max float64) (keep int, cut bool) {
	room := max * em / size
	dots := float64(advance('…', bold))
	used := 0
	for i, n := 0, 0; i < len(text); i += n {
		var r rune
		r, n = utf8.DecodeRune(text[i:])
		used += advance(printable(r), bold)
		if float64(used) > room {
			for keep > 0 && text[keep-1] == ' ' {
				keep--
			}
			return keep, dots <= room
		}
		if float64(used)+dots <= room {
			keep = i + n
		}
	}
	return len(text), false
}

// printable replaces what has no place in a line of text: what moves the cursor becomes a space,
// what XML forbids becomes U+FFFD.
func printable(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return ' '
	case r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff:
		return utf8.RuneError
	}
	return r
}
