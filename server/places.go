package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// places bounds how much is drawn at the same time.
type places chan struct{}

// late says that the time for drawing was up before the picture was there.
type late struct{ text string }

func (l late) Error() string { return l.text }

// noLimit is as long as it takes.
const noLimit time.Duration = -1

// within draws in one of the places, waiting for one included, for no longer than
// a limit. A drawing that
// does not heed its context finishes unheard and keeps its place until then, so
// that their number stays bounded.
func within[T any](ctx context.Context, p places, limit time.Duration, draw func(context.Context) (T, error)) (T, error) {
	var none T
	if limit == noLimit {
		return caught(ctx, draw)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	select {
	case p <- struct{}{}:
	case <-ctx.Done():
		return none, late{fmt.Sprintf("all %d places for drawing were taken for %v", cap(p), limit)}
	}
	drawn := make(chan func() (T, error), 1)
	go func() {
		defer func() { <-p }()
		picture, err := caught(ctx, draw)
		drawn <- func() (T, error) { return picture, err }
	}()
	select {
	case result := <-drawn:
		picture, err := result()
		if errors.Is(err, context.DeadlineExceeded) {
			err = late{fmt.Sprintf("the picture was not ready within %v", limit)}
		}
		return picture, err
	case <-ctx.Done():
		return none, late{fmt.Sprintf("the picture was not ready within %v", limit)}
	}
}

// caught turns a panic into an error: a link is a stranger's, and none may take
// the server down.
func caught[T any](ctx context.Context, draw func(context.Context) (T, error)) (picture T, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			var none T
			picture, err = none, fmt.Errorf("drawing panicked: %v", fault)
		}
	}()
	return draw(ctx)
}
