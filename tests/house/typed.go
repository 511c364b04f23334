package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
)

// TypedRule is a rule that has to know types.
type TypedRule struct {
	Name  string
	Check func(*Tree, *Source, *types.Info) []Refusal
}

// TypedRules are applied to what the core ships.
var TypedRules = []TypedRule{
	{"no order comes from a map", noOrderFromMaps},
	{"products are rounded before they are added", productsAreRounded},
}

// CheckTyped type-checks the core and applies the typed rules to it. The
// compiler's own export data serves for what is imported, so it takes a second.
func CheckTyped(root string, t *Tree) ([]Refusal, error) {
	exports, err := exportData(root)
	if err != nil {
		return nil, err
	}
	from := importer.ForCompiler(t.Set, "gc", func(name string) (io.ReadCloser, error) {
		file, ok := exports[name]
		if !ok {
			return nil, errors.New("no export data for " + name)
		}
		return os.Open(file)
	})
	var found []Refusal
	for _, files := range t.folders() {
		if !files[0].Core() {
			continue
		}
		refusals, err := checkTypedFolder(t, files, from)
		if err != nil {
			return nil, err
		}
		found = append(found, refusals...)
	}
	return found, nil
}

func checkTypedFolder(t *Tree, files []*Source, from types.Importer) ([]Refusal, error) {
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{},
		Defs:  map[*ast.Ident]types.Object{},
		Uses:  map[*ast.Ident]types.Object{},
	}
	var parsed []*ast.File
	for _, s := range files {
		parsed = append(parsed, s.File)
	}
	config := types.Config{Importer: from}
	if _, err := config.Check(modulePath+"/"+files[0].Folder, t.Set, parsed, info); err != nil {
		return nil, fmt.Errorf("type-checking %s: %w", files[0].Folder, err)
	}
	var found []Refusal
	for _, s := range files {
		for _, rule := range TypedRules {
			found = append(found, rule.Check(t, s, info)...)
		}
	}
	return found, nil
}

// exportData asks the go command where the compiled packages lie.
func exportData(root string) (map[string]string, error) {
	list := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "./core/...")
	list.Dir, list.Stderr = root, os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -export ./core/...: %w", err)
	}
	exports := map[string]string{}
	for stream := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg struct{ ImportPath, Export string }
		if err := stream.Decode(&pkg); errors.Is(err, io.EOF) {
			return exports, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		exports[pkg.ImportPath] = pkg.Export
	}
}
