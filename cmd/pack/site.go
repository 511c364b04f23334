package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
)

const (
	indexName = "index.html"
	// assetPrefix opens every address of an asset in the page's source.
	assetPrefix = "assets/"
	// digestLength is 48 bits in hexadecimal: builds are told apart, and nobody
	// types it.
	digestLength = 12
)

// file is one file of the site under the name it is served by.
type file struct {
	name string
	body []byte
}

// gather reads the sources and returns the site, sorted by name: the assets in
// their folder and the page that asks for them there.
func gather(in inputs) ([]file, error) {
	assets, index, err := readWeb(in.web)
	if err != nil {
		return nil, err
	}
	for name, from := range map[string]string{"headroom.wasm": in.wasm, "wasm_exec.js": in.exec} {
		body, err := os.ReadFile(from)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w (`make build` builds it and passes it here)", name, err)
		}
		assets = append(assets, file{name, body})
	}
	sortByName(assets)
	folder := assetPrefix + digestOf(assets) + "/"
	page, err := rewrite(index, folder, assets)
	if err != nil {
		return nil, err
	}
	site := []file{{indexName, page}}
	for _, asset := range assets {
		site = append(site, file{folder + asset.name, asset.body})
	}
	sortByName(site)
	return site, nil
}

// readWeb reads the page's folder: all of what it holds for the browser, and
// the page apart.
func readWeb(web string) (assets []file, index []byte, err error) {
	tree := os.DirFS(web)
	err = fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isServed(name) {
			return err
		}
		body, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		if name == indexName {
			index = body
			return nil
		}
		assets = append(assets, file{name, body})
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the page's sources: %w", err)
	}
	if index == nil {
		return nil, nil, fmt.Errorf("reading the page's sources: there is no %s in %s", indexName, web)
	}
	return assets, index, nil
}

// isServed leaves out what only people, the type checker and Node read.
func isServed(name string) bool {
	base := path.Base(name)
	return base != "package.json" && !strings.HasPrefix(base, ".") &&
		!strings.HasSuffix(base, ".d.ts") && !strings.HasSuffix(base, ".md")
}

// digestOf names the assets' folder. Names and lengths are part of it, so that
// no two different folders are spelled alike.
func digestOf(assets []file) string {
	sum := sha256.New()
	for _, asset := range assets {
		header := binary.LittleEndian.AppendUint64(nil, uint64(len(asset.name)))
		header = append(header, asset.name...)
		header = binary.LittleEndian.AppendUint64(header, uint64(len(asset.body)))
		sum.Write(header)
		sum.Write(asset.body)
	}
	return hex.EncodeToString(sum.Sum(nil))[:digestLength]
}

// assetAddress finds the addresses of assets in the page: attribute values that
// start with the prefix.
var assetAddress = regexp.MustCompile(`(=\s*["'])` + assetPrefix + `([^"']*)(["'])`)

// rewrite points the page at the folder. A page that asks for a file that is not
// there would fail in front of somebody, so it fails here.
func rewrite(index []byte, folder string, assets []file) ([]byte, error) {
	known := map[string]bool{}
	for _, asset := range assets {
		known[asset.name] = true
	}
	found := assetAddress.FindAllSubmatch(index, -1)
	if len(found) == 0 {
		return nil, errors.New(indexName + ` asks for no asset: their addresses must start with "` + assetPrefix + `"`)
	}
	for _, match := range found {
		if name := string(match[2]); !known[name] {
			return nil, fmt.Errorf("%s asks for %s%s, but there is no web/%s", indexName, assetPrefix, name, name)
		}
	}
	page := assetAddress.ReplaceAll(index, []byte("${1}"+folder+"${2}${3}"))
	if count := bytes.Count(page, []byte(assetPrefix)); count != len(found) {
		return nil, fmt.Errorf(`%s names "%s" %d times outside an attribute, where it is not rewritten: `+
			"write such a path relative to import.meta.url in a module", indexName, assetPrefix, count-len(found))
	}
	return page, nil
}

func sortByName(files []file) {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
}
