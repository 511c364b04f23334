package house

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// leastWords is how much a package of the core says about itself: what it is,
// when to use it, what it costs, where it comes from.
const leastWords = 12

func packagesSayWhatTheyAre(t *Tree) []Refusal {
	var found []Refusal
	for _, files := range t.folders() {
		var said string
		for _, s := range files {
			if s.File.Doc != nil {
				said += s.File.Doc.Text()
			}
		}
		name := files[0].File.Name.Name
		opening := "Package " + name + " "
		if name == "main" {
			opening = "Command "
		}
		switch {
		case !strings.HasPrefix(said, opening) && !(name == "main" && strings.HasPrefix(said, "The command ")):
			found = append(found, Refusal{Path: files[0].Folder, What: "no package comment that opens with \"" + opening + "\"",
				Instead: "a comment above one file's package clause: what it is, when to use it, what it costs, where it is from"})
		case files[0].Core() && len(strings.Fields(said)) < leastWords:
			found = append(found, Refusal{Path: files[0].Folder, What: "the package comment says only: " + strings.TrimSpace(said),
				Instead: "a comment that teaches: what it is, when to use it, what it costs, where it is from"})
		}
	}
	return found
}

// export is one exported declaration.
type export struct {
	name       string
	node       ast.Node
	documented bool
	counts     bool // towards maxExports
}

func exportedNamesAreDocumented(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if s.Test {
			continue
		}
		for _, e := range exports(s) {
			if !e.documented {
				found = append(found, t.at(s, e.node, e.name+" is exported without a comment",
					"a comment: what it is, units, ranges, errors, cost, source; or a name in lower case"))
			}
		}
	}
	return found
}

func exports(s *Source) []export {
	var all []export
	for _, decl := range s.File.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if e, ok := exportOfFunc(decl); ok {
				all = append(all, e)
			}
		case *ast.GenDecl:
			all = append(all, exportsOfGroup(decl)...)
		}
	}
	return all
}

func exportOfFunc(function *ast.FuncDecl) (export, bool) {
	e := export{name: function.Name.Name, node: function, documented: function.Doc != nil, counts: true}
	if function.Recv != nil {
		receiver := typeName(function.Recv.List[0].Type)
		e.name, e.counts = receiver+"."+e.name, false
		return e, ast.IsExported(receiver) && function.Name.IsExported()
	}
	if results := function.Type.Results; results != nil && strings.HasPrefix(e.name, "New") {
		e.counts = !ast.IsExported(typeName(results.List[0].Type))
	}
	return e, function.Name.IsExported()
}

func exportsOfGroup(group *ast.GenDecl) []export {
	var all []export
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			all = append(all, export{spec.Name.Name, spec, group.Doc != nil || spec.Doc != nil, true})
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				all = append(all, export{name.Name, spec, group.Doc != nil || spec.Doc != nil || spec.Comment != nil,
					group.Tok == token.VAR})
			}
		}
	}
	return slices.DeleteFunc(all, func(e export) bool { return !ast.IsExported(e.name) })
}

// typeName is the name of a type of the same package, through pointers and type
// arguments, and "" for others.
func typeName(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.StarExpr:
		return typeName(expr.X)
	case *ast.IndexExpr:
		return typeName(expr.X)
	case *ast.IndexListExpr:
		return typeName(expr.X)
	}
	return ""
}

// maxExports is how many types, functions and variables a reader of a package
// has to know. Methods and constructors come with their type, and constants are
// the values of one or state a bound.
const maxExports = 12

// moreExports are the packages that have a reason for more.
var moreExports = map[string]struct {
	names  int
	reason string
}{
	"core/dataset":    {14, "what goes in (formats, readers), what comes out, and the name that links give it"},
	"core/lab":        {49, "the vocabulary in which labs declare themselves: a plain type for each thing on the page"},
	"core/placement":  {20, "seven published methods, each a type, and what they are compared by"},
	"core/resilience": {18, "eight patterns, each a type and some with settings, and the reason that all of them give"},
	"core/scene":      {15, "the drawing vocabulary, both ends of the wire, and the widths that texts are cut by"},
	"core/system":     {28, "five kinds of parts, the document that joins them, its layout, and what can be seen of a running one"},
	"core/sim":        {33, "event queue, stations, seven distributions and six profiles of arrivals, which are always used together"},
}

func packagesExportLittle(t *Tree) []Refusal {
	var found []Refusal
	for _, files := range t.folders() {
		var names []string
		for _, s := range files {
			for _, e := range exports(s) {
				if e.counts {
					names = append(names, e.name)
				}
			}
		}
		allowance := max(maxExports, moreExports[files[0].Folder].names)
		if files[0].File.Name.Name != "main" && len(names) > allowance {
			slices.Sort(names)
			found = append(found, Refusal{Path: files[0].Folder,
				What: "exports " + strconv.Itoa(len(names)) + " names, more than " + strconv.Itoa(allowance) +
					": " + strings.Join(names, ", "),
				Instead: "fewer names that do more, or a line with the reason in moreExports of tests/house/words.go"})
		}
	}
	return found
}

// numbered yields the lines of a text, counting from one.
func numbered(text string) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		line := 0
		for each := range strings.Lines(text) {
			line++
			if !yield(line, strings.TrimSuffix(each, "\n")) {
				return
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
