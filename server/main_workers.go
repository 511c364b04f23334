//go:build js

// Command server on Cloudflare's edge: the same handler, in an instance of its
// own for each request. The platform answers for the files of dist/ by itself;
// what comes here is to be filled, drawn or refused. worker/entry.mjs starts it.
package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
	"github.com/syumai/workers/cloudflare/fetch"
)

func main() {
	o := Options{Timeout: noLimit, Places: 1, Forget: true}.drawing()
	workers.Serve(newHandler(platform{}, nil, o))
}

// platform reads dist/ from the platform's assets.
type platform struct{}

// Read asks by the binding of the platform's assets, in the form that
// worker/entry.mjs hands on.
func (platform) Read(ctx context.Context, name string) ([]byte, error) {
	ask, err := fetch.NewRequest(ctx, http.MethodGet, "https://assets/"+name, nil)
	if err != nil {
		return nil, fmt.Errorf("asking for the asset %s: %w", name, err)
	}
	assets := fetch.NewClient(fetch.WithBinding(cloudflare.GetBinding("FILES")))
	res, err := assets.Do(ask, nil)
	if err != nil {
		return nil, fmt.Errorf("asking for the asset %s: %w", name, err)
	}
	defer res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		return io.ReadAll(res.Body)
	case http.StatusNotFound:
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return nil, fmt.Errorf("the platform answered %s about the asset %s", res.Status, name)
}
