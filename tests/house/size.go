package house

import (
	"go/ast"
	"path"
	"strconv"
	"strings"
)

const (
	// maxFunction is what one screen shows. Most functions are a third of it.
	maxFunction = 70
	// maxFile is what one head holds. Most files are half of it.
	maxFile = 500
)

func functionsFitAScreen(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		for _, decl := range s.File.Decls {
			function, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := t.Set.Position(function.End()).Line - t.line(function) + 1
			if lines > maxFunction {
				found = append(found, t.at(s, function,
					function.Name.Name+" has "+strconv.Itoa(lines)+" lines, more than "+strconv.Itoa(maxFunction),
					"functions that each do one of the things in it, named for that thing"))
			}
		}
	}
	return found
}

func filesStayReadable(t *Tree) []Refusal {
	var found []Refusal
	check := func(name string, lines int) {
		if lines > maxFile {
			found = append(found, Refusal{Path: name,
				What:    "has " + strconv.Itoa(lines) + " lines, more than " + strconv.Itoa(maxFile),
				Instead: "a file per concern, named after it"})
		}
	}
	for _, s := range t.Go {
		check(s.Path, s.Lines)
	}
	for _, name := range sortedKeys(t.Texts) {
		if isScript(name) || path.Ext(name) == ".css" && !inFolder(name, "web/vendor") {
			check(name, strings.Count(t.Texts[name], "\n"))
		}
	}
	return found
}

// isScript tells whether a text is JavaScript of ours.
func isScript(name string) bool {
	return (path.Ext(name) == ".js" || path.Ext(name) == ".mjs") && !inFolder(name, "web/vendor")
}
