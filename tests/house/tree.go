package house

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Tree is the repository as the rules see it: Go files parsed, others as text.
// Paths are relative to the root, with slashes.
type Tree struct {
	Set   *token.FileSet
	Go    []*Source
	Texts map[string]string // .html, .css, .js, .mjs, .json, and what lies in web/vendor
}

// Source is one Go file.
type Source struct {
	Path   string
	Folder string
	Test   bool
	Lines  int
	File   *ast.File
}

// Core tells whether the file is part of the simulation itself.
func (s *Source) Core() bool { return !s.Test && inFolder(s.Folder, "core") }

// Browser tells whether the file is linked into what the browser loads.
func (s *Source) Browser() bool { return s.Core() || !s.Test && inFolder(s.Folder, "wasm") }

// Root finds the repository: the nearest folder upward with the module's go.mod.
func Root() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		mod, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(mod), "module headroom\n") {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("no go.mod of module headroom in this folder or above")
		}
		folder = parent
	}
}

// leftOut are folders that hold nothing of ours.
var leftOut = []string{"node_modules", "dist", ".git", ".build"}

// Load reads the tree.
func Load(root fs.FS) (*Tree, error) {
	tree := &Tree{Set: token.NewFileSet(), Texts: map[string]string{}}
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains(leftOut, entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || !isRead(name):
			return nil
		}
		body, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		return tree.add(name, body)
	})
	return tree, err
}

func isRead(name string) bool {
	return inFolder(name, "web/vendor") ||
		slices.Contains([]string{".go", ".html", ".css", ".js", ".mjs", ".json"}, path.Ext(name))
}

func (t *Tree) add(name string, body []byte) error {
	if path.Ext(name) != ".go" {
		t.Texts[name] = string(body)
		return nil
	}
	file, err := parser.ParseFile(t.Set, name, body, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("parsing: %w", err)
	}
	t.Go = append(t.Go, &Source{
		Path:   name,
		Folder: path.Dir(name),
		Test:   strings.HasSuffix(name, "_test.go"),
		Lines:  strings.Count(string(body), "\n"),
		File:   file,
	})
	return nil
}

// line is the line of a node.
func (t *Tree) line(node ast.Node) int { return t.Set.Position(node.Pos()).Line }

// at makes a refusal about a node.
func (t *Tree) at(s *Source, node ast.Node, what, instead string) Refusal {
	return Refusal{Path: s.Path, Line: t.line(node), What: what, Instead: instead}
}

// folders groups the files that are not tests by folder, in the order of paths.
func (t *Tree) folders() [][]*Source {
	byFolder := map[string][]*Source{}
	for _, s := range t.Go {
		if !s.Test {
			byFolder[s.Folder] = append(byFolder[s.Folder], s)
		}
	}
	var all [][]*Source
	for _, folder := range sortedKeys(byFolder) {
		all = append(all, byFolder[folder])
	}
	return all
}

// inFolder tells whether a path is a folder or lies in it.
func inFolder(name, folder string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}
