package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"sync"
	"time"
)

// Page is what the server puts into index.html for one link, so that the exact
// picture is there before the WebAssembly has arrived. Title and Caption are
// plain text. Wide and Narrow are the same moment laid out for a desktop and for
// a phone, each a whole <svg> element; of their wrappers, .wide and .narrow, the
// style sheet shows the one that fits.
type Page struct {
	Title, Caption string
	Wide, Narrow   []byte
}

// The places in index.html that a Page fills. Unfilled they are comments, so the
// same file is whole on a host that fills nothing.
const (
	titleMarker   = "<!--headroom:title-->"
	pictureMarker = "<!--headroom:picture-->"
	captionMarker = "<!--headroom:caption-->"

	// plainTitle is what the tab of a browser says until the page is filled.
	plainTitle = "<title>Headroom</title>"
)

const (
	// maxPicture bounds both layouts together. A picture that is dearer than the
	// program it stands in for helps nobody.
	maxPicture = 512 << 10
	// keptPages is how many filled pages are remembered; a link that makes the
	// rounds is drawn once.
	keptPages = 32
	// maxKeptQuery keeps the remembered links themselves small.
	maxKeptQuery = 2 << 10
)

// pages makes the page for a link and remembers the latest ones.
type pages struct {
	index   []byte
	picture func(ctx context.Context, rawQuery string) (Page, error)
	timeout time.Duration
	slots   chan struct{} // pictures being drawn at once
	log     *slog.Logger

	mu   sync.Mutex
	kept map[string]*resource
	next int // the place in turn that the next page takes
	turn [keptPages]string
}

func newPages(index []byte, o Options) *pages {
	return &pages{
		index:   index,
		picture: o.Picture,
		timeout: o.PictureTimeout,
		slots:   make(chan struct{}, o.Pictures),
		log:     o.Log,
		kept:    map[string]*resource{},
	}
}

// at returns the page for a query. It always succeeds: without a picture the
// page is only a little later to show one.
func (p *pages) at(ctx context.Context, rawQuery string) *resource {
	if kept := p.recall(rawQuery); kept != nil {
		return kept
	}
	page, err := p.draw(ctx, rawQuery)
	if err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "page without a picture",
			slog.String("query", clip(rawQuery)), slog.String("reason", err.Error()))
		return newPage(fill(p.index, Page{}))
	}
	filled := newPage(fill(p.index, page))
	p.remember(rawQuery, filled)
	return filled
}

// draw calls Picture within the bounds. One that does not heed its context
// finishes unheard; it keeps its slot until then, and with it the number of them
// is bounded.
func (p *pages) draw(ctx context.Context, rawQuery string) (Page, error) {
	if p.picture == nil {
		return Page{}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, p.timeout)
	defer cancel()
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return Page{}, fmt.Errorf("all %d places for drawing were taken for %v", cap(p.slots), p.timeout)
	}
	drawn := make(chan func() (Page, error), 1)
	go func() {
		defer func() { <-p.slots }()
		page, err := p.attempt(ctx, rawQuery)
		drawn <- func() (Page, error) { return page, err }
	}()
	select {
	case result := <-drawn:
		return result()
	case <-ctx.Done():
		return Page{}, fmt.Errorf("the picture was not ready within %v", p.timeout)
	}
}

// attempt turns a panic and an oversized picture into errors: a link is a
// stranger's, and none may take the server down.
func (p *pages) attempt(ctx context.Context, rawQuery string) (page Page, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			page, err = Page{}, fmt.Errorf("drawing panicked: %v", fault)
		}
	}()
	page, err = p.picture(ctx, rawQuery)
	if err == nil && len(page.Wide)+len(page.Narrow) > maxPicture {
		return Page{}, errors.New("the picture is larger than " + kilobytes(maxPicture))
	}
	return page, err
}

func (p *pages) recall(rawQuery string) *resource {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept[rawQuery]
}

// remember keeps a page in the place of the one that has been kept longest.
func (p *pages) remember(rawQuery string, page *resource) {
	if len(rawQuery) > maxKeptQuery {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, there := p.kept[rawQuery]; !there {
		delete(p.kept, p.turn[p.next])
		p.turn[p.next] = rawQuery
		p.next = (p.next + 1) % keptPages
	}
	p.kept[rawQuery] = page
}

// fill puts a page into its places. A zero Page takes the markers away.
func fill(index []byte, page Page) []byte {
	var picture []byte
	picture = appendLayout(picture, "wide", page.Wide)
	picture = appendLayout(picture, "narrow", page.Narrow)
	title := html.EscapeString(page.Title)
	filled := bytes.ReplaceAll(index, []byte(titleMarker), []byte(title))
	if title != "" { // a comment inside <title> would be shown as it is
		filled = bytes.Replace(filled, []byte(plainTitle), []byte("<title>"+title+" · Headroom</title>"), 1)
	}
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

// newPage is a filled page in the codings made here, each when the first client
// asks for it.
func newPage(filled []byte) *resource {
	forms := make(map[string]func() representation, len(madeCodings))
	names := make([]string, 0, len(madeCodings))
	for _, made := range madeCodings {
		names = append(names, made.name)
		forms[made.name] = sync.OnceValue(func() representation {
			return newRepresentation(made.name, made.encode(filled))
		})
	}
	return &resource{
		contentType:  contentTypes[".html"],
		cacheControl: cacheAsk,
		codings:      names,
		varies:       true,
		form:         func(coding string) representation { return forms[coding]() },
	}
}

// coding is a way to compress an answer that is made for a request.
type coding struct {
	name   string
	encode func(body []byte) []byte
}

func asItIs(body []byte) []byte { return body }
