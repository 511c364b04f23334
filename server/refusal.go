package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"headroom/core/scene"
	"headroom/core/scene/svg"
)

// refusal is the answer about a picture that there is none of. It is a picture
// itself, so that it can be read where the other would have stood.
func refusal(why error, ask still) *resource {
	status, title, advice := explain(why)
	answer := newMade(contentTypes[".svg"], drawWords(title, advice, ask), quick)
	answer.status, answer.policy, answer.cacheControl = status, picturePolicy, cacheNever
	switch status {
	case http.StatusUnprocessableEntity:
		answer.cacheControl = cacheBriefly
	case http.StatusServiceUnavailable:
		answer.policy = append(policy{{"Retry-After", "5"}}, picturePolicy...)
	}
	return answer
}

// explain returns what happened and what to do.
func explain(why error) (status int, title, advice string) {
	var link unreadable
	var value wrongValue
	var slow late
	switch {
	case errors.As(why, &link):
		return http.StatusBadRequest, "This link cannot be read", sentence(link.Error()) +
			" Take a link from the playground and put it behind render.svg from its question mark on."
	case errors.As(why, &value):
		return http.StatusBadRequest, "No such picture", value.Error()
	case errors.Is(why, errTooMuch), errors.Is(why, errTooLarge):
		return http.StatusUnprocessableEntity, "Too much for a picture", sentence(why.Error()) +
			" Take fewer keys or nodes, fewer changes, or an earlier moment; the playground itself has no such bound."
	case errors.As(why, &slow), errors.Is(why, context.Canceled):
		return http.StatusServiceUnavailable, "The server is busy", sentence(why.Error()) + " Try again in a few seconds."
	}
	return http.StatusInternalServerError, "The server made a mistake",
		"Open the link in the playground. If this picture fails again, the server's log has the reason."
}

// sentence makes one of an error's text.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// drawWords draws a title and a text in the size and the colours that were asked
// for, taller where the words need it.
func drawWords(title, text string, ask still) []byte {
	const around, inside, leading, size, widest = 16.0, 20.0, 22.0, 14.0, 520.0
	width, height := float64(ask.width), float64(ask.height)
	box := min(width-2*around, widest)
	style := scene.TextStyle{Size: size + 1, Bold: true, Role: scene.Ink, Max: box - 2*inside}
	lines := wrap(text, size, style.Max)
	tall := 2*inside + leading*float64(len(lines)+1) + 4
	height = max(height, tall+2*around)
	x, y := (width-box)/2, (height-tall)/2
	on := scene.New()
	on.Reset(width, height)
	on.SetTitle("Headroom: " + title)
	on.SetDesc(text)
	on.Rect(x, y, box, tall, 12, scene.Style{Fill: scene.Panel, Stroke: scene.Border})
	at := y + inside + size // the baseline
	on.Text(x+inside, at, title, style)
	style.Size, style.Bold, style.Role = size, false, scene.Muted
	for i, line := range lines {
		on.Text(x+inside, at+4+leading*float64(i+1), line, style)
	}
	return svg.Append(nil, on, svg.Options{Theme: ask.theme})
}

// wrap breaks a text into lines of at most a width, between words.
func wrap(text string, size, width float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if line != "" && scene.Width(longer, size, false) > width {
			lines, longer = append(lines, line), word
		}
		line = longer
	}
	return append(lines, line)
}
