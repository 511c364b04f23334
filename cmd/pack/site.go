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
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"headroom/cmd/pack/small"
	"headroom/core/lab"
)

const (
	indexName   = "index.html"
	headersName = "_headers"
	// ignoreName is where Cloudflare reads what not to serve.
	ignoreName = ".assetsignore"
	// assetPrefix opens every address of an asset in the page's source.
	assetPrefix = "assets/"
	// digestLength is 48 bits in hexadecimal: builds are told apart, and nobody
	// types it.
	digestLength = 12
)

// fixed are the files that keep their addresses from build to build, because
// people type them, other sites name them or hosts look for them.
var fixed = []string{indexName, "embed.html", "embed.js", headersName}

// ignored are the compressed forms, since Cloudflare compresses by itself.
const ignored = "*.br\n*.gz\n"

// file is one file of the site under the name it is served by.
type file struct {
	name string
	body []byte
}

// gather reads the sources and returns the site, sorted by name: the assets in
// their folder, the pages that ask for them there, and the pictures of presets.
func gather(in inputs, labs []*lab.Lab) ([]file, error) {
	assets, roots, err := readWeb(in.web)
	if err != nil {
		return nil, err
	}
	for name, from := range map[string]string{"headroom.wasm": in.wasm, "wasm_exec.js": in.exec} {
		read := os.ReadFile // the script keeps its licence
		if path.Ext(name) == ".wasm" {
			read = readProgram
		}
		body, err := read(from)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w (`make build` builds it and passes it here)", name, err)
		}
		assets = append(assets, file{name, body})
	}
	sortByName(assets)
	digest := digestOf(assets)
	folder := assetPrefix + digest + "/"
	site, err := placed(roots, folder, assets)
	if err != nil {
		return nil, err
	}
	for _, asset := range assets {
		site = append(site, file{folder + asset.name, asset.body})
	}
	pictures, err := draw(labs, digest)
	if err != nil {
		return nil, err
	}
	site = append(site, pictures...)
	site = append(site, file{ignoreName, []byte(ignored)})
	sortByName(site)
	return site, nil
}

// readProgram reads a WebAssembly and makes it smaller.
func readProgram(name string) ([]byte, error) {
	body, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if body, err = small.Make(filepath.Base(name), body); err != nil {
		return nil, fmt.Errorf("making the program smaller: %w", err)
	}
	return body, nil
}

// readWeb reads the page's folder: all of what it holds for the browser, and
// apart what keeps its address.
func readWeb(web string) (assets, roots []file, err error) {
	tree := os.DirFS(web)
	err = fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isServed(name) {
			return err
		}
		body, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		body, err = small.Make(name, body)
		if slices.Contains(fixed, name) {
			roots = append(roots, file{name, body})
		} else {
			assets = append(assets, file{name, body})
		}
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the page's sources: %w", err)
	}
	for _, name := range fixed {
		if !slices.ContainsFunc(roots, func(f file) bool { return f.name == name }) {
			return nil, nil, fmt.Errorf("reading the page's sources: there is no %s in %s", name, web)
		}
	}
	return assets, roots, nil
}

// placed points what keeps its address at the folder of the assets.
func placed(roots []file, folder string, assets []file) ([]file, error) {
	known := map[string]bool{}
	for _, asset := range assets {
		known[asset.name] = true
	}
	var site []file
	for _, root := range roots {
		var err error
		switch {
		case path.Ext(root.name) == ".html":
			root.body, err = rewrite(root, folder, known)
		case root.name == headersName:
			root.body, err = rewriteHeaders(root.body, folder, known)
		}
		if err != nil {
			return nil, err
		}
		site = append(site, root)
	}
	return site, nil
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

// rewrite points a page at the folder. One that asks for a file that is not there
// would fail in front of somebody, so it fails here.
func rewrite(page file, folder string, known map[string]bool) ([]byte, error) {
	found := assetAddress.FindAllSubmatch(page.body, -1)
	if len(found) == 0 {
		return nil, errors.New(page.name + ` asks for no asset: their addresses must start with "` + assetPrefix + `"`)
	}
	for _, match := range found {
		if name := string(match[2]); !known[name] {
			return nil, fmt.Errorf("%s asks for %s%s, but there is no web/%s", page.name, assetPrefix, name, name)
		}
	}
	body := assetAddress.ReplaceAll(page.body, []byte("${1}"+folder+"${2}${3}"))
	if count := bytes.Count(body, []byte(assetPrefix)); count != len(found) {
		return nil, fmt.Errorf(`%s names "%s" %d times outside an attribute, where it is not rewritten: `+
			"write such a path relative to import.meta.url in a module", page.name, assetPrefix, count-len(found))
	}
	return body, nil
}

// assetRule finds the rules of _headers that are about one asset.
var assetRule = regexp.MustCompile(`(?m)^/` + assetPrefix + `([^*\n]+)$`)

// rewriteHeaders points the rules of single assets at the folder. One about a file
// that is not there protects nothing.
func rewriteHeaders(body []byte, folder string, known map[string]bool) ([]byte, error) {
	for _, match := range assetRule.FindAllSubmatch(body, -1) {
		if name := string(match[1]); !known[name] {
			return nil, fmt.Errorf("%s has a rule for /%s%s, but there is no web/%s", headersName, assetPrefix, name, name)
		}
	}
	return assetRule.ReplaceAll(body, []byte("/"+folder+"${1}")), nil
}

func sortByName(files []file) {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
}
