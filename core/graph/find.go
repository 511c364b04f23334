package graph

import (
	"errors"
	"strconv"
	"strings"

	"headroom/core/system"
)

// Find takes the number of a request, "4711", after the name of its clients where there are several, or the name of a
// part. A request need not have been sent yet.
func (w *World) Find(text string) (string, error) {
	text = strings.TrimSpace(text)
	if w.sys.Index(text) >= 0 {
		return text, nil
	}
	words := strings.Fields(strings.ReplaceAll(text, ",", ""))
	if len(words) > 0 {
		n, err := strconv.ParseUint(words[len(words)-1], 10, 64)
		if from := w.senders(words[:len(words)-1], n); err == nil && n > 0 && from >= 0 {
			return requestID(from, n), nil
		}
	}
	return "", w.cannotFind(text)
}

// senders returns the index of the clients that are named, or else of those that have sent the request of a number,
// or else of the first; -1 where none have that name.
func (w *World) senders(named []string, n uint64) int {
	first := -1
	parts := w.sys.Document().Parts
	for i := range parts {
		switch {
		case parts[i].Spec.Kind() != system.ClientsKind:
		case len(named) > 1 || len(named) == 1 && named[0] != parts[i].Name && named[0] != "request":
		case w.sys.Known(i, n):
			return i
		case first < 0:
			first = i
		}
	}
	return first
}

func (w *World) cannotFind(text string) error {
	parts := w.sys.Document().Parts
	last := parts[len(parts)-1].Name
	for i := range parts {
		if parts[i].Spec.Kind() >= system.ServerKind {
			last = parts[i].Name
			break
		}
	}
	if text != "" {
		text = `there is no "` + text + `"; `
	}
	return errors.New(text + "type the number of a request, such as 4711, or the name of a part, such as " + last)
}
