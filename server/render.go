package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

const (
	// keptStills is how many finished pictures are remembered: some 2 MB of them, and
	// no more than 32.
	keptStills = 64
	// stillTimeout is longer than a page waits, since here is nothing but the picture.
	stillTimeout = 5 * time.Second
)

// stills answers /render.svg. Its answers are a function of the address and the
// build.
type stills struct {
	files   Files
	draw    func(ctx context.Context, ask still) ([]byte, error)
	timeout time.Duration
	places  places
	log     *slog.Logger
	kept    *latest[*resource]

	mu   sync.Mutex
	made *album // once it has been read
}

// serve answers with the picture of a link. Whoever has it is told so without
// drawing it again: the ETag is made of what the picture depends on.
func (st *stills) serve(w http.ResponseWriter, r *http.Request) {
	ask, err := parseStill(r.URL.RawQuery)
	if err != nil {
		refusal(err, ask).serve(w, r)
		return
	}
	made := st.album(r.Context())
	if made.Build != "" {
		known := &resource{policy: picturePolicy, cacheControl: cacheBriefly, codings: madeNames(), varies: true, etag: made.tagOf(&ask)}
		if _, ok := known.agree(w, r); !ok {
			return
		}
	}
	st.at(r.Context(), made, ask).serve(w, r)
}

// at returns the picture, or what stands in for it and says why.
func (st *stills) at(ctx context.Context, made *album, ask still) *resource {
	key := ask.key()
	if kept, ok := st.kept.get(key); ok {
		return kept
	}
	body, err := st.picture(ctx, made, ask)
	if err != nil {
		st.log.LogAttrs(ctx, slog.LevelWarn, "picture refused",
			slog.String("link", clip(ask.link)), slog.String("reason", err.Error()))
		no := refusal(err, ask)
		if no.cacheControl != cacheNever { // it took long to find out, and will be the same again
			st.kept.put(key, no)
		}
		return no
	}
	picture := newMade(contentTypes[".svg"], body, quick)
	picture.policy, picture.cacheControl = picturePolicy, cacheBriefly
	if made.Build != "" {
		picture.etag = made.tagOf(&ask)
	}
	st.kept.put(key, picture)
	return picture
}

// picture takes the picture from the build where it has made it, and draws it
// where not.
func (st *stills) picture(ctx context.Context, made *album, ask still) ([]byte, error) {
	if name := made.file(&ask); name != "" {
		body, err := st.files.Read(ctx, name)
		if err == nil {
			return body, nil
		}
		st.log.LogAttrs(ctx, slog.LevelWarn, "drawing what the build has drawn", slog.String("reason", err.Error()))
	}
	return within(ctx, st.places, st.timeout, func(ctx context.Context) ([]byte, error) {
		body, err := st.draw(ctx, ask)
		if err == nil && len(body) > maxPicture {
			err = errTooLarge
		}
		return body, err
	})
}

// album returns the list of the build's pictures, an empty one where there is none.
func (st *stills) album(ctx context.Context) *album {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.made == nil {
		made, err := readAlbum(ctx, st.files)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			st.log.LogAttrs(ctx, slog.LevelWarn, "the list of pictures", slog.String("reason", err.Error()))
			return &made // the next request tries again
		}
		st.made = &made
	}
	return st.made
}
