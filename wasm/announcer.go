//go:build js && wasm

package main

import (
	"honnef.co/go/js/dom/v2"

	"headroom/core/session"
)

// announcer speaks changes: it writes them into a live region, which screen
// readers read out.
type announcer struct {
	region *dom.BasicElement
	said   int
	of     *session.Session
}

func (a *announcer) attach(id string) {
	a.region = byID(id)
}

// update speaks what has been announced since the last call. What a link
// brought along is not news, nor is what lies in the past after going back.
func (a *announcer) update(s *session.Session) {
	n, text := s.Said()
	if a.of != s {
		a.of, a.said = s, n
		if s.Pending() {
			a.of = nil
		}
		return
	}
	if n > a.said && a.region != nil {
		a.region.SetTextContent(text)
	}
	a.said = n
}
