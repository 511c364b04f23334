package main

import (
	"context"
	"fmt"

	"headroom/core/catalog"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

// The two layouts of a page's picture, in CSS pixels: the stage of a window of
// 1440x900 and that of a phone of 390x844. The style sheet scales them to the
// space there is.
const (
	wideWidth, wideHeight     = 884, 566
	narrowWidth, narrowHeight = 390, 506
)

// pictureSlice is how much work is done between two looks at the time left, a
// few milliseconds of it.
const pictureSlice = 20_000

// drawPicture plays the scenario of a link to its moment and draws it, with the
// code that the browser runs a moment later. Colours are classes, so that the
// picture follows the page's theme.
func drawPicture(ctx context.Context, rawQuery string) (Page, error) {
	s, err := session.Open("?"+rawQuery, catalog.Labs(), nil)
	if err != nil {
		return Page{}, fmt.Errorf("opening the link: %w", err)
	}
	for !s.Work(pictureSlice) {
		if ctx.Err() != nil {
			return Page{}, fmt.Errorf("playing to the moment of the link: %w", context.Cause(ctx))
		}
	}
	caption := s.Caption()
	page := Page{
		Title:   s.Scenario().Lab.Title,
		Caption: caption.Now,
		Wide:    drawLayout(s, wideWidth, wideHeight),
		Narrow:  drawLayout(s, narrowWidth, narrowHeight),
	}
	if caption.Try != "" {
		page.Caption += " " + caption.Try
	}
	return page, nil
}

func drawLayout(s *session.Session, width, height float64) []byte {
	on := scene.New()
	s.Draw(on, width, height)
	return svg.Append(nil, on, svg.Options{Theme: svg.Classes})
}
