package house

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
)

// productsAreRounded refuses x*y + z in floating point, directly or through a
// local variable: some platforms round it once and some twice. A product with a
// power of two is exact and may stand.
func productsAreRounded(t *Tree, s *Source, info *types.Info) []Refusal {
	var found []Refusal
	check := func(sum ast.Node, operand ast.Expr, products map[types.Object]bool) {
		operand = bare(operand)
		name, named := operand.(*ast.Ident)
		if isFusible(operand, info) || named && products[info.ObjectOf(name)] {
			found = append(found, t.at(s, sum, "adds a product that is not rounded, "+types.ExprString(operand)+
				", which some platforms fuse", "float64(x*y) + z"))
		}
	}
	for _, decl := range s.File.Decls {
		products := productVariables(decl, info)
		ast.Inspect(decl, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.BinaryExpr:
				if node.Op == token.ADD || node.Op == token.SUB {
					check(node, node.X, products)
					check(node, node.Y, products)
				}
			case *ast.AssignStmt:
				if node.Tok == token.ADD_ASSIGN || node.Tok == token.SUB_ASSIGN {
					check(node, node.Lhs[0], products)
					check(node, node.Rhs[0], products)
				}
			}
			return true
		})
	}
	return found
}

// productVariables are the variables that are somewhere given a bare product: an
// assignment does not round, the compiler may fuse across it.
func productVariables(decl ast.Node, info *types.Info) map[types.Object]bool {
	products := map[types.Object]bool{}
	ast.Inspect(decl, func(node ast.Node) bool {
		assign, ok := node.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != len(assign.Rhs) {
			return true
		}
		for i, value := range assign.Rhs {
			name, named := assign.Lhs[i].(*ast.Ident)
			becomes := assign.Tok == token.ASSIGN || assign.Tok == token.DEFINE
			scaled := assign.Tok == token.MUL_ASSIGN && isFloat(assign.Lhs[i], info) && !isPowerOfTwo(value, info)
			if named && (becomes && isFusible(bare(value), info) || scaled) {
				products[info.ObjectOf(name)] = true
			}
		}
		return true
	})
	return products
}

// bare takes parentheses and signs off an expression; neither rounds.
func bare(expr ast.Expr) ast.Expr {
	for {
		switch inner := expr.(type) {
		case *ast.ParenExpr:
			expr = inner.X
		case *ast.UnaryExpr:
			if inner.Op != token.SUB && inner.Op != token.ADD {
				return expr
			}
			expr = inner.X
		default:
			return expr
		}
	}
}

// isFusible tells whether an expression is a floating-point product that is
// worked out at run time and may need rounding.
func isFusible(expr ast.Expr, info *types.Info) bool {
	product, ok := expr.(*ast.BinaryExpr)
	return ok && product.Op == token.MUL && info.Types[expr].Value == nil && isFloat(expr, info) &&
		!isPowerOfTwo(product.X, info) && !isPowerOfTwo(product.Y, info)
}

func isFloat(expr ast.Expr, info *types.Info) bool {
	kind := info.TypeOf(expr)
	if kind == nil {
		return false
	}
	basic, ok := kind.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsFloat != 0
}

// isPowerOfTwo tells whether an expression is a constant whose product with
// anything is exact.
func isPowerOfTwo(expr ast.Expr, info *types.Info) bool {
	value := info.Types[expr].Value
	if value == nil {
		return false
	}
	number, _ := constant.Float64Val(constant.ToFloat(value))
	fraction, _ := math.Frexp(math.Abs(number))
	return fraction == 0.5
}
