//go:build js

// Command server on Cloudflare's edge: the same handler, in an instance of its
// own for each request. The platform answers for the files of dist/ by itself;
// what comes here is the page, to be filled. worker/entry.mjs starts it.
package main

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
)

// pageBinding is where the worker's script leaves the source of the page that is
// asked for; it is empty where the request is for none.
const pageBinding = "PAGE"

func main() {
	o := Options{Timeout: noLimit, Places: 1, Forget: true}.drawing()
	workers.Serve(newHandler(handed{}, nil, o))
}

// handed is what the worker's script hands over with a request.
type handed struct{}

func (handed) Read(_ context.Context, name string) ([]byte, error) {
	page := cloudflare.Getenv(pageBinding)
	if page == "" || name != indexName && name != embedName {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return []byte(page), nil
}
