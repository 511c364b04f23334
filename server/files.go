package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// indexName is the page itself. It is kept apart from the files, because the
// server fills it in before it goes out.
const indexName = "index.html"

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

// hashedPath matches the folders that cmd/pack names by the digest of their content.
var hashedPath = regexp.MustCompile(`^assets/[0-9a-f]{12}/`)

// compressedSuffix maps each coding made ahead to the name it has beside the file.
var compressedSuffix = []struct{ coding, suffix string }{
	{brotliCoding, ".br"},
	{gzipCoding, ".gz"},
}

// loadFiles reads everything there is to serve. A request then looks a name up
// in a map and never touches the file system, so no path can leave the folder
// and a build that runs meanwhile cannot mix two versions in one visit.
func loadFiles(dist fs.FS) (files map[string]*resource, index []byte, err error) {
	content, err := readAll(dist)
	if err != nil {
		return nil, nil, err
	}
	index, ok := content[indexName]
	if !ok {
		return nil, nil, errors.New("there is no " + indexName + " to serve: run `make build` first, " +
			"or name the folder it wrote with -dist")
	}
	files = make(map[string]*resource, len(content))
	for name := range content {
		if name != indexName && !isCompressed(name, content) {
			files[name] = newFile(name, content)
		}
	}
	return files, index, nil
}

func readAll(dist fs.FS) (map[string][]byte, error) {
	content := map[string][]byte{}
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
func isCompressed(name string, content map[string][]byte) bool {
	for _, made := range compressedSuffix {
		if base, cut := strings.CutSuffix(name, made.suffix); cut {
			if _, beside := content[base]; beside {
				return true
			}
		}
	}
	return false
}

func newFile(name string, content map[string][]byte) *resource {
	forms := map[string]representation{}
	res := &resource{contentType: contentType(name), cacheControl: cacheAsk}
	if hashedPath.MatchString(name) {
		res.cacheControl = cacheForever
	}
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

func contentType(name string) string {
	if known, ok := contentTypes[path.Ext(name)]; ok {
		return known
	}
	return "application/octet-stream"
}
