package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// The pages, which go out filled: the playground, and the one that stands in a
// frame on other people's pages.
const (
	indexName = "index.html"
	embedName = "embed.html"
)

// maxServed bounds what is read into memory at the start. The whole playground
// is a few megabytes; more than this is the wrong folder.
const maxServed = 64 << 20

// contentTypes are said outright and not guessed, because browsers refuse a
// module or a WebAssembly stream of another type and this server tells them not
// to sniff.
var contentTypes = map[string]string{
	"":             "text/plain; charset=utf-8", // LICENSE
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// isHashed tells the names in a folder that cmd/pack has called by the digest of
// its content.
func isHashed(name string) bool {
	folder, ok := strings.CutPrefix(name, "assets/")
	digest, _, found := strings.Cut(folder, "/")
	return ok && found && len(digest) == 12 && strings.Trim(digest, "0123456789abcdef") == ""
}

// compressedSuffix maps each coding made ahead to the name it has beside the file.
var compressedSuffix = []struct{ coding, suffix string }{
	{brotliCoding, ".br"},
	{gzipCoding, ".gz"},
}

// Files is where the handler finds what it fills and hands on: memory natively,
// the platform's assets at the edge.
type Files interface {
	// Read returns the content of a file of dist/. The error is fs.ErrNotExist
	// where there is none, and nobody writes to the bytes.
	Read(ctx context.Context, name string) ([]byte, error)
}

// memory is a folder that was read at the start.
type memory map[string][]byte

func (m memory) Read(_ context.Context, name string) ([]byte, error) {
	body, ok := m[name]
	if !ok {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return body, nil
}

// loadFiles reads everything there is to serve. A request then looks a name up
// in a map and never touches the file system, so no path can leave the folder
// and a build that runs meanwhile cannot mix two versions in one visit.
func loadFiles(dist fs.FS) (memory, map[string]*resource, error) {
	content, err := readAll(dist)
	if err != nil {
		return nil, nil, err
	}
	if _, ok := content[indexName]; !ok {
		return nil, nil, errors.New("there is no " + indexName + " to serve: run `make build` first, " +
			"or name the folder it wrote with -dist")
	}
	files := make(map[string]*resource, len(content))
	for name := range content {
		if name != indexName && name != embedName && name[0] != '_' && !isCompressed(name, content) {
			files[name] = newFile(name, content)
		}
	}
	return content, files, nil
}

func readAll(dist fs.FS) (memory, error) {
	content := memory{}
	total := 0
	err := fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading what is to be served: %w", err)
		}
		if !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			return nil
		}
		body, err := fs.ReadFile(dist, name)
		if err != nil {
			return fmt.Errorf("reading what is to be served: %w", err)
		}
		if total += len(body); total > maxServed {
			return fmt.Errorf("more than %d MB to serve: -dist must name the folder that `make build` wrote", maxServed>>20)
		}
		content[name] = body
		return nil
	})
	return content, err
}

// isCompressed tells the forms made ahead from files in their own right: they
// have no address, only the file beside them has.
func isCompressed(name string, content memory) bool {
	for _, made := range compressedSuffix {
		if base, cut := strings.CutSuffix(name, made.suffix); cut {
			if _, beside := content[base]; beside {
				return true
			}
		}
	}
	return false
}

func newFile(name string, content memory) *resource {
	forms := map[string]representation{}
	res := &resource{contentType: contentType(name)}
	res.policy, res.cacheControl = keeping(name)
	for _, made := range compressedSuffix {
		if body, ok := content[name+made.suffix]; ok {
			res.codings = append(res.codings, made.coding)
			forms[made.coding] = newRepresentation(made.coding, body)
		}
	}
	res.varies = len(res.codings) > 0
	res.codings = append(res.codings, identityCoding)
	forms[identityCoding] = newRepresentation(identityCoding, content[name])
	res.form = func(coding string) representation { return forms[coding] }
	return res
}

// keeping returns how a file is shared and for how long it is kept.
func keeping(name string) (policy, string) {
	switch {
	case isHashed(name) && path.Base(name) == "worker.js":
		return workerPolicy, cacheForever
	case isHashed(name):
		return sharedPolicy, cacheForever
	case strings.HasPrefix(name, picturesPrefix):
		return picturePolicy, cacheBriefly
	case name == "embed.js":
		return sharedPolicy, cacheBriefly
	}
	return plainPolicy, cacheAsk
}

func contentType(name string) string {
	if known, ok := contentTypes[path.Ext(name)]; ok {
		return known
	}
	return "application/octet-stream"
}
