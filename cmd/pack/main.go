// Command pack turns web/ and the WebAssembly into dist/, the folder that any
// static host or the server here can serve as it is.
//
//	pack -web web -wasm .build/headroom.wasm -exec wasm_exec.js -out dist
//	pack -smaller app.wasm
//
// The second form makes one program smaller in its place, as the first does with
// the page's, and nothing else.
//
// What the pages ask for goes into one folder named by the digest of its content,
// so that it may be cached for ever and relative imports inside stay as they are;
// the pages, index.html and embed.html, are rewritten to that folder. They and
// embed.js keep their addresses. The presets of all labs are drawn into pictures/,
// which pictures/index.json lists by link, and _headers tells hosts who may frame
// and fetch what. Beside each file stand its brotli and gzip forms where they are
// smaller. All addresses are relative, so the folder works under any path. The
// same input gives the same bytes, whatever the machine, the clock or the folder.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"headroom/core/catalog"
	"headroom/core/lab"
)

// inputs names what goes in and where it comes out.
type inputs struct {
	web, wasm, exec, out string
}

func main() {
	if err := run(os.Args[1:], catalog.Labs(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "pack: "+err.Error())
		os.Exit(1)
	}
}

func run(args []string, labs []*lab.Lab, stdout io.Writer) error {
	var in inputs
	flags := flag.NewFlagSet("pack", flag.ContinueOnError)
	flags.SetOutput(stdout)
	flags.StringVar(&in.web, "web", "web", "the folder of the page's sources")
	flags.StringVar(&in.wasm, "wasm", ".build/headroom.wasm", "the WebAssembly, built by GOOS=js GOARCH=wasm go build")
	flags.StringVar(&in.exec, "exec", "", "wasm_exec.js of the same Go: $(go env GOROOT)/lib/wasm/wasm_exec.js")
	flags.StringVar(&in.out, "out", "dist", "the folder to write; what was in it goes")
	alone := flags.String("smaller", "", "a WebAssembly to make smaller in its place, instead of all else")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return err
	}
	if *alone != "" {
		return makeSmaller(*alone)
	}
	site, err := gather(in, labs)
	if err != nil {
		return err
	}
	packed := compressAll(site)
	if err := writeOut(in.out, packed); err != nil {
		return err
	}
	_, err = io.WriteString(stdout, table(packed))
	return err
}

// makeSmaller writes a program in its place without what only a linker or the trace
// of a failure needs. One that cannot be read stays as it is.
func makeSmaller(name string) error {
	body, err := readProgram(name)
	if err != nil {
		return err
	}
	return writeFile(name, body)
}

// writeOut puts the whole site in place at once: it is written beside the old
// one, which then makes way, so an interrupted build leaves no half of a site.
func writeOut(out string, packed []packedFile) error {
	if err := refuseForeign(out); err != nil {
		return err
	}
	fresh := filepath.Clean(out) + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return fmt.Errorf("clearing %s: %w", fresh, err)
	}
	for _, file := range packed {
		for _, form := range file.forms() {
			if err := writeFile(filepath.Join(fresh, filepath.FromSlash(form.name)), form.body); err != nil {
				return err
			}
		}
	}
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("clearing %s: %w", out, err)
	}
	if err := os.Rename(fresh, out); err != nil {
		return fmt.Errorf("putting the new %s in place: %w", out, err)
	}
	return nil
}

func writeFile(name string, body []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	if err := os.WriteFile(name, body, 0o644); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// refuseForeign keeps a mistyped -out from clearing somebody's folder: only a
// folder with our page in it, an empty or a missing one is taken.
func refuseForeign(out string) error {
	entries, err := os.ReadDir(out)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at %s: %w", out, err)
	}
	page, err := os.ReadFile(filepath.Join(out, indexName))
	if err != nil || !bytes.Contains(page, []byte(assetPrefix)) {
		return fmt.Errorf("%s holds something else than a packed site: empty it first or choose another -out", out)
	}
	return nil
}
