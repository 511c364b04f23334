package house

import (
	"go/ast"
	"go/types"
	"regexp"
	"slices"
	"strings"
)

var leftOver = regexp.MustCompile(`\b(TODO|FIXME|XXX|HACK)\b`)

func nothingIsLeftForLater(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		for _, group := range s.File.Comments {
			if word := leftOver.FindString(group.Text()); word != "" {
				found = append(found, t.at(s, group, "a comment says "+word, "doing it now, or an issue"))
			}
		}
		for _, call := range selfSkips(s) {
			found = append(found, t.at(s, call, "a test may skip itself", "a test that runs everywhere, or none"))
		}
	}
	for _, name := range sortedKeys(t.Texts) {
		if !isScript(name) {
			continue
		}
		for line, text := range numbered(t.Texts[name]) {
			if leftOver.MatchString(text) {
				found = append(found, Refusal{name, line, "a comment says " + leftOver.FindString(text), "doing it now, or an issue"})
			}
			if skippedTest.MatchString(text) {
				found = append(found, Refusal{name, line, "a test is skipped or run alone", "tests that all run"})
			}
		}
	}
	return found
}

// selfSkips finds the calls of Skip on what package testing hands to a test. (On
// what a property test is handed it only draws the next case.)
func selfSkips(s *Source) []ast.Node {
	var found []ast.Node
	ast.Inspect(s.File, func(node ast.Node) bool {
		var kind *ast.FuncType
		switch node := node.(type) {
		case *ast.FuncDecl:
			kind = node.Type
		case *ast.FuncLit:
			kind = node.Type
		default:
			return true
		}
		if name := testingParameter(kind); name != "" {
			found = append(found, skipsOf(name, node)...)
		}
		return true
	})
	return found
}

// testingParameter is the name of a function's *testing.T, B or F, or "".
func testingParameter(kind *ast.FuncType) string {
	for _, field := range kind.Params.List {
		shown := types.ExprString(field.Type)
		if strings.HasPrefix(strings.TrimPrefix(shown, "*"), "testing.") && len(field.Names) == 1 {
			return field.Names[0].Name
		}
	}
	return ""
}

// skipsOf finds name.Skip() in a function, but not in those within it that take
// parameters of their own: they are looked at by themselves, or mean another name.
func skipsOf(name string, function ast.Node) []ast.Node {
	var found []ast.Node
	ast.Inspect(function, func(node ast.Node) bool {
		if inner, ok := node.(*ast.FuncLit); ok && inner != function && len(inner.Type.Params.List) > 0 {
			return false
		}
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		pick, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		on, ok := pick.X.(*ast.Ident)
		if ok && on.Name == name && slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, pick.Sel.Name) {
			found = append(found, call)
		}
		return true
	})
	return found
}

var skippedTest = regexp.MustCompile(`\b(test|it|describe)\.(skip|only|todo)\(`)
