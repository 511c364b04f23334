package main

import (
	"bytes"
	"context"
	"errors"
	"html"
	"log/slog"
	"sync"
	"time"
)

// Page is what the server puts into a page for one link, so that the exact
// picture is there before the WebAssembly has arrived. The texts are plain. Wide
// and Narrow are the same moment laid out for a desktop and for a phone, each a
// whole <svg> element; of their wrappers, .wide and .narrow, the style sheet
// shows the one that fits.
type Page struct {
	Title        string // of the lab
	Heading      string // what this scenario of it is about, or ""
	Summary      string // a sentence on what is happening
	Caption      string // that, and what to try
	Link         string // the scenario as a link, "?lab=..."
	Wide, Narrow []byte
}

// The places in a page that a Page fills. Unfilled they are comments, so the same
// file is whole on a host that fills nothing. What stands between the two marks
// of the head is for such hosts and makes way.
const (
	headBegin     = "<!--headroom:head-->"
	headEnd       = "<!--headroom:head-end-->"
	titleMarker   = "<!--headroom:title-->"
	pictureMarker = "<!--headroom:picture-->"
	captionMarker = "<!--headroom:caption-->"
)

const (
	// maxPicture bounds both layouts together. A picture that is dearer than the
	// program it stands in for helps nobody.
	maxPicture = 512 << 10
	// keptPages is how many filled pages are remembered; a link that makes the
	// rounds is drawn once.
	keptPages = 32
	// pageTimeout is short, since a page is as good without its picture, only later.
	pageTimeout = 1500 * time.Millisecond
)

var errTooLarge = errors.New("the picture is larger than " + kilobytes(maxPicture))

// pages makes the page for a link and remembers the latest ones.
type pages struct {
	files   Files
	picture func(ctx context.Context, rawQuery string) (Page, error)
	timeout time.Duration
	places  places
	log     *slog.Logger
	kept    *latest[*resource]
}

// at returns a page for a query, absolute addresses in it below an origin. Of the
// pages that there are it always does so: without a picture a page is only a
// little later to show one.
func (p *pages) at(ctx context.Context, name, origin, rawQuery string) (*resource, error) {
	key := name + " " + origin + " " + rawQuery
	if kept, ok := p.kept.get(key); ok {
		return kept, nil
	}
	source, err := p.files.Read(ctx, name)
	if err != nil {
		return nil, err
	}
	page, err := p.draw(ctx, rawQuery)
	if err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "page without a picture",
			slog.String("query", clip(rawQuery)), slog.String("reason", err.Error()))
	}
	filled := newMade(contentTypes[".html"], fill(source, page, origin), careful)
	filled.policy, filled.cacheControl = pagePolicy, cacheAsk
	if name == embedName {
		filled.policy = embedPolicy
	}
	// That a picture is too dear took long to find out, and will be the same again.
	if err == nil || errors.Is(err, errTooMuch) || errors.Is(err, errTooLarge) {
		p.kept.put(key, filled)
	}
	return filled, nil
}

// draw calls picture within the bounds. What it learned before it failed, such as
// what the lab is called, is in the page all the same.
func (p *pages) draw(ctx context.Context, rawQuery string) (Page, error) {
	if p.picture == nil {
		return Page{}, nil
	}
	return within(ctx, p.places, p.timeout, func(ctx context.Context) (Page, error) {
		page, err := p.picture(ctx, rawQuery)
		if err == nil && len(page.Wide)+len(page.Narrow) > maxPicture {
			err = errTooLarge
		}
		if err != nil {
			page.Wide, page.Narrow = nil, nil
		}
		return page, err
	})
}

// fill puts a page into its places. A zero Page takes the markers away.
func fill(source []byte, page Page, origin string) []byte {
	var picture []byte
	picture = appendLayout(picture, "wide", page.Wide)
	picture = appendLayout(picture, "narrow", page.Narrow)
	filled := fillHead(source, page, origin)
	filled = bytes.ReplaceAll(filled, []byte(titleMarker), []byte(html.EscapeString(page.Title)))
	filled = bytes.ReplaceAll(filled, []byte(captionMarker), []byte(html.EscapeString(page.Caption)))
	return bytes.ReplaceAll(filled, []byte(pictureMarker), picture)
}

func appendLayout(dst []byte, layout string, svg []byte) []byte {
	if len(svg) == 0 {
		return dst
	}
	dst = append(dst, `<div class="`+layout+`">`...)
	dst = append(dst, svg...)
	return append(dst, `</div>`...)
}

// newMade is what was filled or drawn, in the codings made here, each when the
// first client asks for it.
func newMade(contentType string, body []byte, with care) *resource {
	forms := make(map[string]func() representation, len(madeCodings))
	for _, made := range madeCodings {
		forms[made.name] = sync.OnceValue(func() representation {
			return newRepresentation(made.name, made.encode(body, with))
		})
	}
	return &resource{
		contentType: contentType,
		codings:     madeNames(),
		varies:      true,
		form:        func(coding string) representation { return forms[coding]() },
	}
}

// coding is a way to compress an answer that is made for a request.
type coding struct {
	name   string
	encode func(body []byte, with care) []byte
}

// care is how much time compressing may take.
type care uint8

const (
	careful care = iota // for what is kept for the next who asks
	quick               // for what is made as often as it is asked for
)

func asItIs(body []byte, _ care) []byte { return body }

func madeNames() []string {
	names := make([]string, 0, len(madeCodings))
	for _, made := range madeCodings {
		names = append(names, made.name)
	}
	return names
}
