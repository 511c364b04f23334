package lab

import (
	"strconv"
	"strings"
	"time"
)

// FormatCount writes a whole number with thousands separated: 14,659.
func FormatCount(n int) string {
	if n >= 0 && n < 1000 {
		return strconv.Itoa(n)
	}
	var digits, out [32]byte
	plain := strconv.AppendInt(digits[:0], int64(n), 10)
	text := out[:0]
	if plain[0] == '-' {
		text, plain = append(text, '-'), plain[1:]
	}
	for i, c := range plain {
		if i > 0 && (len(plain)-i)%3 == 0 {
			text = append(text, ',')
		}
		text = append(text, c)
	}
	return string(text)
}

// FormatPercent writes a share with one digit after the point: 14.7%.
func FormatPercent(share float64) string {
	var buf [32]byte
	return string(append(strconv.AppendFloat(buf[:0], share*100, 'f', 1, 64), '%'))
}

// FormatFixed writes a number with the given digits after the point.
func FormatFixed(x float64, digits int) string {
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// Moment is the grain of times in a scenario: they are rounded to it before
// they apply.
const Moment = time.Millisecond

// Limits of a scenario's times.
const (
	// MaxTime is the latest moment a scenario may name.
	MaxTime = 1000 * time.Hour
	maxTime = "1000h"
)

// FormatTime writes a time as links carry it: seconds, at most three digits
// after the point.
func FormatTime(d time.Duration) string {
	return formatNumber(float64(d.Round(Moment)/Moment)/1000) + "s"
}

// ParseTime reads a time such as 30s, 42.6s, 250ms or 1m30s and rounds it to
// the millisecond. The error says what was given and what is accepted.
func ParseTime(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > MaxTime {
		return 0, invalid("time", text, "a time from 0s to "+maxTime+", such as 42.6s, 250ms or 1m30s")
	}
	return d.Round(Moment), nil
}

// formatNumber writes a number without an exponent and without needless digits.
func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// groupDigits puts separators into the whole part of a formatted number.
func groupDigits(s string) string {
	number, negative := strings.CutPrefix(s, "-")
	whole, frac, found := strings.Cut(number, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return s
	}
	text := FormatCount(n)
	if found {
		text += "." + frac
	}
	if negative {
		text = "-" + text
	}
	return text
}
