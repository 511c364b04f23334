package main

import (
	"context"
	"errors"
	"sync"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

const (
	// maxUnits is how much work a picture may take: about 0.2 s natively and
	// three times that at the edge, enough for a million keys and a change. Work is counted and not
	// timed, so that the same link is refused on every machine.
	maxUnits = 4_000_000
	// pictureSlice is how much work is done between two looks at the time left.
	pictureSlice = 1000
	// heavyUnits is from when on a desk is not kept: with as many keys placed, it
	// remembers tens of megabytes about them.
	heavyUnits = 500_000
)

// errTooMuch refuses a link that takes more work than a picture may.
var errTooMuch = errors.New("the picture takes more than " + lab.FormatCount(maxUnits) + " units of work")

// unreadable is the error about a link that names nothing that could be drawn.
type unreadable struct{ error }

// A desk draws one picture after another. Its labs remember what they worked out
// about keys, most of the work there is, and belong to one goroutine at a time.
type desk struct {
	labs  []*lab.Lab
	on    *scene.Scene
	units int // spent on the last link, to the slice
}

// play opens a link and goes to its moment. With errTooMuch there is a session
// all the same, on its way.
func (d *desk) play(ctx context.Context, link string) (*session.Session, error) {
	s, err := session.Open(link, d.labs, nil)
	if err != nil {
		return nil, unreadable{err}
	}
	for d.units = pictureSlice; !s.Work(pictureSlice); d.units += pictureSlice {
		if d.units >= maxUnits {
			return s, errTooMuch
		}
		if ctx.Err() != nil {
			return s, context.Cause(ctx)
		}
	}
	return s, nil
}

func (d *desk) draw(s *session.Session, width, height float64, theme svg.Theme) []byte {
	s.Draw(d.on, width, height)
	return svg.Append(nil, d.on, svg.Options{Theme: theme})
}

// desks are those that nobody sits at. There are as many as pictures were drawn
// at the same time.
type desks struct {
	mu   sync.Mutex
	free []*desk
}

// at draws at a desk of one's own.
func (all *desks) at(draw func(*desk) error) error {
	d := all.take()
	err := draw(d)
	if d.units < heavyUnits { // and not after a panic
		all.mu.Lock()
		all.free = append(all.free, d)
		all.mu.Unlock()
	}
	return err
}

func (all *desks) take() *desk {
	all.mu.Lock()
	defer all.mu.Unlock()
	n := len(all.free)
	if n == 0 {
		return &desk{labs: catalog.Labs(), on: scene.New()}
	}
	d := all.free[n-1]
	all.free = all.free[:n-1]
	return d
}
