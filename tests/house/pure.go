package house

import (
	"go/ast"
	"slices"
	"strings"
)

// pureStd is what of the standard library the core may import: no I/O, no
// randomness, nothing that costs the browser much.
var pureStd = []string{
	"bytes", "cmp", "errors", "iter", "maps", "math", "math/bits", "slices", "sort", "strconv", "strings",
	"time", "unicode", "unicode/utf8",
}

// insteadOf names the replacement for what people reach for first.
var insteadOf = map[string]string{
	"bufio":           "bytes and strings; reading is the caller's",
	"compress":        "the browser's CompressionStream, or the server's side",
	"container":       "a slice kept as a heap of values, as core/sim does: container/heap boxes every event",
	"crypto":          "core/hash; crypto/md5 alone adds 95 KB to the download",
	"embed":           `import _ "embed" with a string variable; a file system in the core is I/O`,
	"encoding/binary": "shifts, as core/scene's wire does: encoding/binary pulls in reflect",
	"encoding/json":   "a plain tree from the edge, and appending for the way out: encoding/json adds 270 KB",
	"fmt":             "errors, strconv and concatenation: fmt adds 150 KB",
	"html/template":   "appending to a byte slice: templates defeat the removal of dead code",
	"log":             "returning what happened; the edge logs",
	"math/rand":       "core/exact's Rand, a value that is passed in",
	"net":             "arguments; the network belongs to server/",
	"os":              "arguments; files and environment belong to cmd/ and server/",
	"reflect":         "types that are known when it is compiled",
	"runtime":         "nothing: the core does not look at the machine it runs on",
	"sync":            "plain single-threaded state, or a locked type beside it that says so in its name",
	"syscall":         "arguments; the system belongs to the edges",
	"text/template":   "appending to a byte slice: templates defeat the removal of dead code",
	"unsafe":          "copying; what is saved is not worth what can break",
}

// replacement finds the advice for a package or for the family it belongs to.
func replacement(name string) string {
	for family := name; family != ""; {
		if advice, ok := insteadOf[family]; ok {
			return advice
		}
		cut := strings.LastIndexByte(family, '/')
		family = family[:max(cut, 0)]
	}
	return "one of " + strings.Join(pureStd, ", ")
}

func coreImportsArePure(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if !s.Core() {
			continue
		}
		for _, spec := range s.File.Imports {
			name := importPath(spec)
			blank := spec.Name != nil && spec.Name.Name == "_"
			if isLibrary(name) || inFolder(name, modulePath) || slices.Contains(pureStd, name) || name == "embed" && blank {
				continue
			}
			found = append(found, t.at(s, spec, "the core imports "+name, replacement(name)))
		}
	}
	return found
}

// heavy is what the browser must not load: packages that cost more than they
// give there.
var heavy = []string{
	"bufio", "compress", "crypto", "encoding/binary", "encoding/json", "fmt", "html/template", "log", "net", "os",
	"reflect", "text/template",
}

func isHeavy(name string) bool {
	return slices.ContainsFunc(heavy, func(family string) bool { return inFolder(name, family) })
}

func browserImportsAreLight(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if !s.Browser() {
			continue
		}
		for _, spec := range s.File.Imports {
			if name := importPath(spec); isHeavy(name) {
				found = append(found, t.at(s, spec, "what the browser loads imports "+name, replacement(name)))
			}
		}
	}
	return found
}

// clocks are the names of package time that look at the world. Duration and its
// constants are what the core uses of it.
var clocks = []string{
	"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation",
}

func coreIsPure(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if !s.Core() {
			continue
		}
		names := imported(s)
		ast.Inspect(s.File, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.GoStmt, *ast.SelectStmt, *ast.SendStmt, *ast.ChanType:
				found = append(found, t.at(s, node, "the core starts or talks to a goroutine",
					"work in slices: a method that does a bounded part and says whether more is left"))
			case *ast.SelectorExpr:
				if names.isFrom(node, "time") && slices.Contains(clocks, node.Sel.Name) {
					found = append(found, t.at(s, node, "the core reads the clock with time."+node.Sel.Name,
						"the virtual time that the caller passes in"))
				}
			}
			return true
		})
	}
	return found
}

// inexact are the functions of package math whose last bits differ between
// platforms, by their own code or by fused multiplication.
var inexact = []string{
	"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atan2", "Atanh", "Cos", "Cosh", "Erf", "Erfc", "Erfcinv", "Erfinv",
	"Exp", "Exp2", "Expm1", "Gamma", "Hypot", "J0", "J1", "Jn", "Lgamma", "Log", "Log10", "Log1p", "Log2", "Pow",
	"Pow10", "Sin", "Sincos", "Sinh", "Tan", "Tanh", "Y0", "Y1", "Yn",
}

func coreMathIsExact(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if !s.Core() {
			continue
		}
		names := imported(s)
		ast.Inspect(s.File, func(node ast.Node) bool {
			pick, ok := node.(*ast.SelectorExpr)
			if ok && names.isFrom(pick, "math") && slices.Contains(inexact, pick.Sel.Name) {
				found = append(found, t.at(s, pick, "math."+pick.Sel.Name+" has other last bits on other platforms",
					"core/exact: Log, Exp, Pow, SinCos"))
			}
			return true
		})
	}
	return found
}

// fileNames maps the names that a file's imports have in it to their paths.
type fileNames map[string]string

func imported(s *Source) fileNames {
	names := fileNames{}
	for _, spec := range s.File.Imports {
		name := importPath(spec)
		short := name[strings.LastIndexByte(name, '/')+1:]
		if spec.Name != nil {
			short = spec.Name.Name
		}
		names[short] = name
	}
	return names
}

// isFrom tells whether x.Name is a name of the given package.
func (names fileNames) isFrom(pick *ast.SelectorExpr, pkg string) bool {
	x, ok := pick.X.(*ast.Ident)
	return ok && names[x.Name] == pkg
}
