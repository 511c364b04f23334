package main

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// Options is what a handler needs beside the files.
type Options struct {
	// Picture draws the page's picture for the part of the address after "?".
	// It is called from several goroutines at once and should give up when the
	// context ends. Nil leaves pages without one, as on a static host.
	Picture func(ctx context.Context, rawQuery string) (Page, error)
	// PictureTimeout is how long a page waits for its picture; zero means 1.5 s.
	PictureTimeout time.Duration
	// Pictures is how many are drawn at the same time; zero means one per processor.
	Pictures int
	// Log gets one record per request. Nil discards them.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.PictureTimeout == 0 {
		o.PictureTimeout = 1500 * time.Millisecond
	}
	if o.Pictures == 0 {
		o.Pictures = runtime.GOMAXPROCS(0)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// handler answers for the page, its files and /healthz, and for nothing else.
type handler struct {
	files map[string]*resource
	pages *pages
}

// NewHandler serves a folder that cmd/pack has written. It reads all of it at
// once and fails if there is no page in it. The handler holds no other state, so
// any number of them may stand behind a balancer.
func NewHandler(dist fs.FS, o Options) (http.Handler, error) {
	files, index, err := loadFiles(dist)
	if err != nil {
		return nil, err
	}
	o = o.withDefaults()
	inner := &handler{files: files, pages: newPages(index, o)}
	return observed(o.Log, inner), nil
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		writeNotice(w, r, noticeMethod)
		return
	}
	switch name := r.URL.Path; name {
	case "/", "/" + indexName:
		h.pages.at(r.Context(), r.URL.RawQuery).serve(w, r)
	case "/healthz":
		healthy.serve(w, r)
	default:
		h.serveFile(w, r, strings.TrimPrefix(name, "/"))
	}
}

// serveFile answers for a name that was there when the server started; the map
// is the whole of what can be asked for.
func (h *handler) serveFile(w http.ResponseWriter, r *http.Request, name string) {
	if file, ok := h.files[name]; ok {
		file.serve(w, r)
		return
	}
	if hashedPath.MatchString(name) {
		writeNotice(w, r, noticeOldBuild)
		return
	}
	writeNotice(w, r, noticeNotFound)
}

// healthy answers /healthz. Whoever reads it has proof that the files were
// loaded, since the server does not listen before.
var healthy = &resource{
	contentType:  contentTypes[".txt"],
	cacheControl: cacheNever,
	codings:      []string{identityCoding},
	form: func(string) representation {
		return newRepresentation(identityCoding, []byte("ok\n"))
	},
}
