package house

import (
	"go/ast"
	"go/types"
	"strings"
)

// orderExcuse is how a line says that the order of a map reaches nothing.
const orderExcuse = "// order does not matter: "

// noOrderFromMaps refuses ranges over maps and over the iterators of package
// maps, unless the keys are sorted at once or the line gives its reason.
func noOrderFromMaps(t *Tree, s *Source, info *types.Info) []Refusal {
	var found []Refusal
	names, excused := imported(s), excuses(t, s)
	refuse := func(node ast.Node, what string) {
		if line := t.line(node); !excused[line] && !excused[line-1] {
			found = append(found, t.at(s, node, what, "slices.Sorted(maps.Keys(m)), a slice kept in order beside the map, or "+
				"the comment \""+orderExcuse+"reason\" on the line"))
		}
	}
	sorted := map[ast.Node]bool{}
	ast.Inspect(s.File, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.RangeStmt:
			if _, isMap := info.TypeOf(node.X).Underlying().(*types.Map); isMap {
				refuse(node, "ranges over a map, whose order is another each time")
			}
		case *ast.CallExpr:
			pick, ok := node.Fun.(*ast.SelectorExpr)
			switch {
			case !ok:
			case names.isFrom(pick, "slices") && strings.HasPrefix(pick.Sel.Name, "Sorted") && len(node.Args) > 0:
				sorted[node.Args[0]] = true
			case names.isFrom(pick, "maps") && !sorted[node] && strings.Contains("Keys Values All", pick.Sel.Name):
				refuse(node, "takes maps."+pick.Sel.Name+" as it comes, in another order each time")
			}
		}
		return true
	})
	return found
}

// excuses are the lines with a comment that gives a reason.
func excuses(t *Tree, s *Source) map[int]bool {
	lines := map[int]bool{}
	for _, group := range s.File.Comments {
		for _, comment := range group.List {
			if reason, ok := strings.CutPrefix(comment.Text, orderExcuse); ok && strings.TrimSpace(reason) != "" {
				lines[t.line(comment)] = true
			}
		}
	}
	return lines
}
