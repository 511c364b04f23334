package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// Options is what a handler needs beside the files.
type Options struct {
	// Picture draws a page's picture for the part of the address after "?". It is
	// called from several goroutines at once and should give up when the context
	// ends. Beside an error it may return what it has learned. Nil leaves pages
	// without one, as on a static host.
	Picture func(ctx context.Context, rawQuery string) (Page, error)
	// Still draws what /render.svg is asked for, on the same terms; nil is for
	// handlers without that address.
	Still func(ctx context.Context, ask still) ([]byte, error)
	// Timeout is how long an answer waits for its picture; zero means 1.5 s for a
	// page and 5 s for a picture alone, and noLimit is for where no clock runs
	// while the program does.
	Timeout time.Duration
	// Places is how many pictures are drawn at the same time; zero means one per
	// processor.
	Places int
	// Forget keeps no answer for the next who asks the same.
	Forget bool
	// Log gets one record per request. Nil discards them.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Places == 0 {
		o.Places = runtime.GOMAXPROCS(0)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// drawing fills in what draws with the labs of the catalog.
func (o Options) drawing() Options {
	all := &desks{}
	o.Picture, o.Still = all.page, all.still
	return o
}

// handler answers for the pages, the pictures, the files and /healthz, and for
// nothing else.
type handler struct {
	files  map[string]*resource
	pages  *pages
	stills *stills
}

// NewHandler serves a folder that cmd/pack has written. It reads all of it at
// once and fails if there is no page in it. The handler holds no other state, so
// any number of them may stand behind a balancer.
func NewHandler(dist fs.FS, o Options) (http.Handler, error) {
	content, files, err := loadFiles(dist)
	if err != nil {
		return nil, err
	}
	return newHandler(content, files, o), nil
}

// newHandler answers with what it finds among the files: it fills pages and draws
// pictures. The files in their own right are those in served, none where somebody
// else serves them.
func newHandler(files Files, served map[string]*resource, o Options) http.Handler {
	o = o.withDefaults()
	places := make(places, o.Places)
	keep := func(most int) *latest[*resource] {
		if o.Forget {
			most = 0
		}
		return newLatest[*resource](most)
	}
	return observed(o.Log, &handler{
		files: served,
		pages: &pages{files: files, picture: o.Picture, timeout: cmp.Or(o.Timeout, pageTimeout),
			places: places, log: o.Log, kept: keep(keptPages)},
		stills: &stills{files: files, draw: o.Still, timeout: cmp.Or(o.Timeout, stillTimeout),
			places: places, log: o.Log, kept: keep(keptStills)},
	})
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		writeNotice(w, r, noticeMethod)
		return
	}
	switch name := r.URL.Path; name {
	case "/", "/" + indexName:
		h.servePage(w, r, indexName)
	case "/embed", "/" + embedName:
		h.servePage(w, r, embedName)
	case "/healthz":
		healthy.serve(w, r)
	case "/render.svg":
		if h.stills.draw != nil {
			h.stills.serve(w, r)
			return
		}
		fallthrough
	default:
		h.serveFile(w, r, strings.TrimPrefix(name, "/"))
	}
}

// servePage answers with a page, filled for the link.
func (h *handler) servePage(w http.ResponseWriter, r *http.Request, name string) {
	page, err := h.pages.at(r.Context(), name, originOf(r), r.URL.RawQuery)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		writeNotice(w, r, noticeNotFound)
	case err != nil:
		h.pages.log.LogAttrs(r.Context(), slog.LevelError, "page not found", slog.String("reason", err.Error()))
		writeNotice(w, r, noticeFault)
	default:
		page.serve(w, r)
	}
}

// serveFile answers for a name that was there when the server started; the map
// is the whole of what can be asked for.
func (h *handler) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	if file, ok := h.files[name]; ok {
		file.serve(w, r)
		return
	}
	if isHashed(name) {
		writeNotice(w, r, noticeOldBuild)
		return
	}
	writeNotice(w, r, noticeNotFound)
}

// healthy answers /healthz. Whoever reads it has proof that the files were
// loaded, since the server does not listen before.
var healthy = &resource{
	policy:       plainPolicy,
	contentType:  contentTypes[".txt"],
	cacheControl: cacheNever,
	codings:      []string{identityCoding},
	form: func(string) representation {
		return newRepresentation(identityCoding, []byte("ok\n"))
	},
}
