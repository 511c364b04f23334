package main

import (
	"context"
	"fmt"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/scene/svg"
)

// The two layouts of a page's picture, in CSS pixels: the stage of a window of
// 1440x900 and that of a phone of 390x844. The style sheet scales them to the
// space there is.
const (
	wideWidth, wideHeight     = 884, 566
	narrowWidth, narrowHeight = 390, 506
)

// page plays the scenario of a link to its moment and draws it, with the code that
// the browser runs a moment later. Colours are classes, so that the picture
// follows the page's theme. With an error there may be a page all the same, with
// what is known without a picture.
func (all *desks) page(ctx context.Context, rawQuery string) (page Page, err error) {
	err = all.at(func(d *desk) error {
		s, err := d.play(ctx, "?"+rawQuery)
		if s != nil {
			sc := s.Scenario()
			page.Title, page.Summary, page.Link = sc.Lab.Title, sc.Lab.Summary, sc.Format()
			page.Heading = presetName(&sc, d.labs)
		}
		if err != nil {
			return fmt.Errorf("playing to the moment of the link: %w", err)
		}
		caption := s.Caption()
		page.Summary, page.Caption = caption.Now, caption.Now
		if caption.Try != "" {
			page.Caption += " " + caption.Try
		}
		page.Wide = d.draw(s, wideWidth, wideHeight, svg.Classes)
		page.Narrow = d.draw(s, narrowWidth, narrowHeight, svg.Classes)
		return nil
	})
	return page, err
}

// presetName returns what the page calls a scenario that is one of its presets.
func presetName(sc *lab.Scenario, labs []*lab.Lab) string {
	for _, preset := range sc.Lab.Presets {
		if known, _, err := lab.Parse(preset.Link, labs); err == nil && known.SameExperiment(sc) {
			return preset.Name
		}
	}
	return ""
}

// still draws what /render.svg is asked for.
func (all *desks) still(ctx context.Context, ask still) (picture []byte, err error) {
	err = all.at(func(d *desk) error {
		s, err := d.play(ctx, ask.link)
		if err != nil {
			return err
		}
		picture = d.draw(s, float64(ask.width), float64(ask.height), ask.theme)
		return nil
	})
	return picture, err
}

// readingLabs are for links that are read and not drawn. Nothing is worked out with
// them, so that any number of goroutines may share them.
var readingLabs = catalog.Labs()
