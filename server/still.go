package main

import (
	"net/url"
	"strconv"
	"strings"

	"headroom/core/lab"
	"headroom/core/scene/svg"
)

// Limits of a picture in CSS pixels, the same as the command line's.
const (
	defaultWidth, minWidth, maxWidth    = 880, 280, 4000
	defaultHeight, minHeight, maxHeight = 600, 200, 4000
)

// still is a picture that somebody asks for.
type still struct {
	link          string // as Scenario.Format writes it, so that there is one for each scenario
	theme         svg.Theme
	width, height int
}

// themes are the values of theme=, and how the files are called that the build
// leaves.
var themes = map[string]svg.Theme{"light": svg.Light, "dark": svg.Dark, "auto": svg.Auto}

// parseStill reads the query of /render.svg: a link, and how it is to be shown. The
// error says what was given and what is possible; the still that comes with it is
// as near as can be to what was asked for.
func parseStill(rawQuery string) (still, error) {
	ask := still{theme: svg.Auto, width: defaultWidth, height: defaultHeight}
	var wrong error
	for part := range strings.SplitSeq(rawQuery, "&") {
		key, value, _ := strings.Cut(part, "=")
		if err := ask.take(unescaped(key), unescaped(value)); err != nil && wrong == nil {
			wrong = err
		}
	}
	scenario, _, err := lab.Parse("?"+rawQuery, readingLabs)
	if err != nil {
		return ask, unreadable{err}
	}
	ask.link = scenario.Format()
	return ask, wrong
}

func (ask *still) take(key, value string) error {
	switch key {
	case "theme":
		theme, ok := themes[value]
		if !ok {
			return badValue(key, value, "light, dark or auto")
		}
		ask.theme = theme
	case "width":
		return pixels(&ask.width, key, value, minWidth, maxWidth)
	case "height":
		return pixels(&ask.height, key, value, minHeight, maxHeight)
	}
	return nil
}

func pixels(dst *int, key, value string, least, most int) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < least || n > most {
		return badValue(key, value, lab.FormatCount(least)+" to "+lab.FormatCount(most)+" pixels, as a whole number")
	}
	*dst = n
	return nil
}

// wrongValue is the error about how a picture is to be shown.
type wrongValue string

func (w wrongValue) Error() string { return string(w) }

func badValue(key, value, possible string) error {
	const longest = 40 // bytes that are repeated of a stranger's text
	if len(value) > longest {
		value = strings.ToValidUTF8(value[:longest], "") + "…"
	}
	return wrongValue(key + " is " + strconv.Quote(value) + ", but takes " + possible + ".")
}

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text // no escape, then, and no value that is known
}

// isPlain reports whether everything but the link and the theme is as it is where
// nobody says anything.
func (ask *still) isPlain() bool { return ask.width == defaultWidth && ask.height == defaultHeight }

// key is equal for equal pictures of one build.
func (ask *still) key() string {
	return ask.themeName() + " " + strconv.Itoa(ask.width) + " " + strconv.Itoa(ask.height) + " " + ask.link
}

func (ask *still) themeName() string {
	for name, theme := range themes {
		if theme == ask.theme {
			return name
		}
	}
	panic("a still has one of the themes")
}
