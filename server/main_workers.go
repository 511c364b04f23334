//go:build js

// Command server on Cloudflare's edge: the same handler, in an instance of its
// own for each request. The platform answers for the files of dist/ by itself;
// what comes here is the page, to be filled. worker/entry.mjs starts it.
package main

import (
	"net/http"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
)

// pageBinding is where the worker's script leaves the source of the page that is
// asked for; it is empty where the request is for none.
const pageBinding = "PAGE"

func main() {
	o := Options{Picture: drawPicture}.withDefaults()
	inner := &handler{pages: newPages([]byte(cloudflare.Getenv(pageBinding)), o)}
	workers.Serve(observed(o.Log, http.Handler(inner)))
}
