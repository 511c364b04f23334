package house

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"headroom/cmd/pack/small"
)

// What a first visit may cost, in bytes as brotli leaves them. A KB is 1000.
const (
	maxFirstVisit = 1_025_000
	maxProgram    = 925_000
)

// elsewhere is what a visit to the playground never fetches: it is for other
// people's pages, and for the host.
var elsewhere = []string{".assetsignore", "_headers", "embed.html", "embed.js", "pictures"}

func isElsewhere(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return slices.Contains(elsewhere, first)
}

const remake = "run `make build`"

// bytesFit measures a packed site: every file that a first visit may fetch, in
// the smallest form there is of it.
func bytesFit(dist fs.FS) ([]Refusal, error) {
	total, program := 0, 0
	err := eachServed(dist, func(name string) error {
		if isElsewhere(name) {
			return nil
		}
		least, err := leastForm(dist, name)
		total += least
		if path.Base(name) == "headroom.wasm" {
			program = least
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var found []Refusal
	if program == 0 {
		found = append(found, Refusal{Path: "dist", What: "there is no headroom.wasm", Instead: remake})
	}
	if program > maxProgram {
		found = append(found, Refusal{Path: "dist", What: fmt.Sprintf("the WebAssembly is %d bytes, more than %d", program, maxProgram),
			Instead: "less code in it: go list -deps ./wasm shows who came, go tool nm -size -sort size what is large"})
	}
	if total > maxFirstVisit {
		found = append(found, Refusal{Path: "dist", What: fmt.Sprintf("a first visit is %d bytes, more than %d", total, maxFirstVisit),
			Instead: "less of what make build lists as largest"})
	}
	return found, nil
}

// eachServed calls visit for every file that is not the compressed form of another.
func eachServed(dist fs.FS, visit func(name string) error) error {
	return fs.WalkDir(dist, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".br" || path.Ext(name) == ".gz" {
			return err
		}
		return visit(name)
	})
}

func leastForm(dist fs.FS, name string) (int, error) {
	body, err := fs.ReadFile(dist, name)
	if err != nil {
		return 0, err
	}
	if smaller, err := fs.ReadFile(dist, name+".br"); err == nil {
		return min(len(smaller), len(body)), nil
	}
	return len(body), nil
}

// distIsFresh compares a packed site with the sources it should be made of: the
// program built from them just now and made small, and the page's files.
func distIsFresh(dist, web fs.FS, program []byte) []Refusal {
	stale := func(name, why string) []Refusal {
		return []Refusal{{Path: "dist/" + name, What: why, Instead: remake}}
	}
	folders, err := fs.Glob(dist, "assets/*")
	if err != nil || len(folders) != 1 {
		return stale("", "is not there or not whole")
	}
	if built, err := fs.ReadFile(dist, folders[0]+"/headroom.wasm"); err != nil || !bytes.Equal(built, program) {
		return stale("headroom.wasm", "is not what the sources give")
	}
	var found []Refusal
	err = eachServed(dist, func(name string) error {
		from := strings.TrimPrefix(name, folders[0]+"/")
		if from == "headroom.wasm" || from == "wasm_exec.js" || from == ".assetsignore" || strings.HasPrefix(from, "pictures/") {
			return nil // made by the build, not taken from web/
		}
		packed, err := fs.ReadFile(dist, name)
		if path.Ext(from) == ".html" || from == "_headers" { // the build points it at the folder
			packed = bytes.ReplaceAll(packed, []byte(folders[0]+"/"), []byte("assets/"))
		}
		source, missing := fs.ReadFile(web, from)
		if missing == nil {
			source, missing = small.Make(from, source)
		}
		if missing != nil || !bytes.Equal(source, packed) {
			found = append(found, stale(name, "is not what web/"+from+" is now")...)
		}
		return err
	})
	if err != nil {
		return stale("", err.Error())
	}
	return found
}

// buildProgram builds the WebAssembly as the Makefile does, before it is made small.
func buildProgram(root, out string) ([]byte, error) {
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", out, "./wasm")
	build.Dir, build.Stderr = root, os.Stderr
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("building the WebAssembly: %w", err)
	}
	return os.ReadFile(out)
}

// pack packs the site as the Makefile does.
func pack(root, program, out string) error {
	home, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	run := exec.Command("go", "run", "./cmd/pack", "-web", "web", "-wasm", program, "-out", out,
		"-exec", filepath.Join(strings.TrimSpace(string(home)), "lib", "wasm", "wasm_exec.js"))
	run.Dir, run.Stderr = root, os.Stderr
	if err := run.Run(); err != nil {
		return fmt.Errorf("packing: %w", err)
	}
	return nil
}
