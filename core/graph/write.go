package graph

import (
	"time"

	"headroom/core/scene"
)

// wording is a text that is put together in room that is used again. Its methods are kept from standing in dozens
// of places.
type wording []byte

func (t *wording) begin() *wording {
	*t = (*t)[:0]
	return t
}

//go:noinline
func (t *wording) put(text string) *wording {
	*t = append(*t, text...)
	return t
}

func (t *wording) count(n uint64) *wording {
	*t = appendCount(*t, n)
	return t
}

func (t *wording) share(x float64) *wording {
	*t = appendShare(*t, x)
	return t
}

func (t *wording) span(d time.Duration) *wording {
	*t = appendSpan(*t, d)
	return t
}

// face is how a text is set.
type face uint8

// The ways to set a text.
const (
	bold   face = 1 << iota
	toEnd       // it ends where it stands
	middle      // or has its middle there
	plain  face = 0
)

// write draws the text in hand, at most so wide where that is not 0.
func (f *figure) write(s *scene.Scene, x, y, size float64, how face, role scene.Role, most float64) {
	st := scene.TextStyle{Size: size, Bold: how&bold != 0, Role: role, Max: most}
	switch {
	case how&toEnd != 0:
		st.Anchor = scene.End
	case how&middle != 0:
		st.Anchor = scene.Middle
	}
	s.TextBytes(x, y, f.text, st)
}

// print draws a text.
func (f *figure) print(s *scene.Scene, text string, x, y, size float64, how face, role scene.Role, most float64) {
	f.text.begin().put(text)
	f.write(s, x, y, size, how, role, most)
}

// wide is how wide the text in hand is.
func (f *figure) wide(size float64, bold bool) float64 {
	return scene.Width(string(f.text), size, bold)
}
