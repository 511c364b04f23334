package house

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// chosen are the libraries that the browser's program is built on. What little
// of the heavy kind they bring has been looked at: dom/v2 reads with bufio, and
// xxhash reads words with encoding/binary, of whose reflect the linker keeps the
// initial values only.
var chosen = []string{"honnef.co/go/js/dom/v2", "github.com/cespare/xxhash/v2", "github.com/twmb/murmur3"}

// tolerable is what a chosen library may bring along; the rest of the heavy kind
// may come from nobody.
var tolerable = []string{"bufio", "encoding/binary", "reflect"}

// linkedIsLight looks at everything that is linked into the WebAssembly, however
// deep. brought is what the chosen libraries link.
func linkedIsLight(linked, brought []string) []Refusal {
	var found []Refusal
	for _, name := range linked {
		if isHeavy(name) && !(slices.Contains(tolerable, name) && slices.Contains(brought, name)) {
			found = append(found, Refusal{Path: "wasm", What: "links " + name, Instead: replacement(name) +
				" (GOOS=js GOARCH=wasm go list -deps ./wasm shows who came)"})
		}
	}
	return found
}

// dependencies lists what is linked into packages for the browser.
func dependencies(root string, packages ...string) ([]string, error) {
	list := exec.Command("go", append([]string{"list", "-deps"}, packages...)...)
	list.Dir, list.Stderr = root, os.Stderr
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -deps %v: %w", packages, err)
	}
	return strings.Fields(string(out)), nil
}

// products are the names that a build leaves, and what a person keeps locally.
var products = []string{".wasm", ".br", ".gz", ".test", ".exe", ".prof", ".out", ".log", ".tgz", ".zip"}

// maxTracked is the largest file anybody has a reason to keep in the repository.
const maxTracked = 700_000

// noProductsTracked checks the list of files that version control has.
func noProductsTracked(names []string, size func(name string) int64) []Refusal {
	var found []Refusal
	for _, name := range names {
		folders := strings.Split(path.Dir(name), "/")
		switch {
		case slices.Contains(products, path.Ext(name)),
			slices.ContainsFunc(leftOut, func(folder string) bool { return slices.Contains(folders, folder) }):
			found = append(found, Refusal{Path: name, What: "a build product is tracked", Instead: "git rm --cached, and a line in .gitignore"})
		case size(name) > maxTracked:
			found = append(found, Refusal{Path: name, What: fmt.Sprintf("%d bytes are tracked", size(name)),
				Instead: "a smaller sample, or a program that makes it"})
		}
	}
	return found
}

// trackedFiles lists what version control has. A copy of the sources without it
// tracks nothing.
func trackedFiles(root string) ([]string, error) {
	if _, err := os.Stat(path.Join(root, ".git")); os.IsNotExist(err) {
		return nil, nil
	}
	list := exec.Command("git", "ls-files", "-z")
	list.Dir, list.Stderr = root, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("git ls-files: %w", err)
	}
	return strings.Split(strings.TrimRight(string(out), "\x00"), "\x00"), nil
}
