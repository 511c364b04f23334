package house

import (
	"go/importer"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// sample makes a tree of a few files.
func sample(t *testing.T, files map[string]string) *Tree {
	made := fstest.MapFS{}
	for name, body := range files {
		made[name] = &fstest.MapFile{Data: []byte(body)}
	}
	all, err := Load(made)
	require.NoError(t, err)
	return all
}

// trial is a small bad tree, what is refused about it, and the same tree mended.
type trial struct {
	file, bad, refused, good string
}

const vendored = "web/vendor/uplot/u.js"

// trials has at least one for each rule: what cannot refuse is no rule.
var trials = map[string][]trial{
	"imports point down": {
		{"core/placement/a.go", `package placement; import "headroom/core/sim"`, "core/placement imports core/sim",
			`package placement; import "headroom/core/hash"`},
		{"core/lab/ringlab/a.go", `package ringlab; import "headroom/core/lab/cachelab"`, "imports core/lab/cachelab",
			`package ringlab; import "headroom/core/lab"`},
		{"core/scene/a.go", `package scene; import "headroom/core/placement"`, "imports core/placement", `package scene`},
		{"server/a.go", `package main; import "headroom/cmd/headroom"`, "imports cmd/headroom", `package main; import "headroom/core/catalog"`},
		{"core/exact/a.go", `package exact; import "headroom/core/hash"`, "pass in what is needed as an argument", `package exact`},
		{"core/util/a.go", `package util`, "has no place in the house", ``},
	},
	"the core imports only what is pure": {
		{"core/sim/a.go", `package sim; import "math/rand/v2"`, "core/exact's Rand", `package sim; import "math/bits"`},
		{"core/sim/a.go", `package sim; import "container/heap"`, "boxes every event", `package sim; import "slices"`},
		{"core/lab/a.go", `package lab; import "embed"`, "a file system in the core", `package lab; import _ "embed"`},
		{"core/lab/a.go", `package lab; import "go/ast"`, "one of bytes, cmp", `package lab; import "errors"`},
		{"core/lab/a.go", `package lab; import "os/exec"`, "files and environment belong", `package lab`},
	},
	"the browser's program imports nothing heavy": {
		{"wasm/a.go", `package main; import "fmt"`, "fmt adds 150 KB", `package main; import "strconv"`},
		{"wasm/a.go", `package main; import "compress/flate"`, "CompressionStream", `package main`},
		{"core/hash/a.go", `package hash; import "crypto/md5"`, "core/hash; crypto/md5 alone", `package hash`},
	},
	"libraries stay in their places": {
		{"core/lab/a.go", `package lab; import "github.com/stretchr/testify/require"`, "a _test.go file", `package lab`},
		{"core/scene/a.go", `package scene; import "syscall/js"`, "outside wasm/", `package scene`},
		{"server/a.go", `package main; import "honnef.co/go/js/dom/v2"`, "dom/v2 outside wasm/", `package main; import "github.com/andybalholm/brotli"`},
		{"core/hash/a.go", `package hash; import "github.com/dchest/siphash"`, "RATIONALE.md", `package hash; import "github.com/cespare/xxhash/v2"`},
		{"core/hash/a_test.go", `package hash; import "example.com/x"`, "imports example.com/x", `package hash; import "pgregory.net/rapid"`},
	},
	"the core knows no clock and no goroutine": {
		{"core/sim/a.go", `package sim; import "time"; var t = time.Now()`, "time.Now", `package sim; import "time"; var t = time.Second`},
		{"core/sim/a.go", `package sim; import clock "time"; func f() { clock.Sleep(1) }`, "time.Sleep", `package sim`},
		{"core/sim/a.go", `package sim; func f() { go f() }`, "goroutine", `package sim; func f() { f() }`},
		{"core/sim/a.go", `package sim; var c chan int`, "goroutine", `package sim; var c []int`},
	},
	"the core has the same bits everywhere": {
		{"core/sim/a.go", `package sim; import "math"; var x = math.Exp(1)`, "core/exact", `package sim; import "math"; var x = math.Sqrt(2)`},
		{"core/sim/a.go", `package sim; import m "math"; var x = m.Hypot(3, 4)`, "math.Hypot", `package sim`},
		{"core/sim/a.go", `package sim; import "math"; var f = math.Pow`, "math.Pow", `package sim; import "math"; var f = math.Floor`},
	},
	"functions fit a screen": {
		{"server/a.go", "package main\nfunc f() {\n" + strings.Repeat("f()\n", 69) + "}\n", "f has 71 lines, more than 70",
			"package main\nfunc f() {\n" + strings.Repeat("f()\n", 68) + "}\n"},
		{"core/sim/a_test.go", "package sim\nfunc f() {" + strings.Repeat("\n", 80) + "}", "more than 70", "package sim"},
	},
	"files stay readable": {
		{"server/a.go", "package main\n" + strings.Repeat("\n", 500), "has 501 lines", "package main\n"},
		{"web/app.js", strings.Repeat("f()\n", 501), "a file per concern", strings.Repeat("f()\n", 500)},
		{"web/styles.css", strings.Repeat("a{}\n", 501), "a file per concern", "a{}"},
	},
	"packages say what they are": {
		{"core/sim/a.go", `package sim`, `opens with "Package sim "`,
			"// Package sim runs events in the order of virtual time, for the labs and the tests alike.\npackage sim"},
		{"core/sim/a.go", "// Package sim simulates.\npackage sim", "says only", "// Package sim " + strings.Repeat("word ", leastWords) + "\npackage sim"},
		{"cmd/headroom/a.go", "// This is it.\npackage main", `opens with "Command "`, "// Command headroom plays.\npackage main"},
	},
	"exported names are documented": {
		{"core/sim/a.go", `package sim; func Run() {}`, "Run is exported", "package sim\n// Run runs.\nfunc Run() {}"},
		{"core/sim/a.go", `package sim; type T struct{}; func (t *T) Go() {}`, "T.Go is exported", "package sim\ntype t struct{}\nfunc (t t) Go() {}"},
		{"core/sim/a.go", `package sim; const Max = 1`, "Max is exported", "package sim\nconst Max = 1 // at most"},
		{"core/sim/a.go", `package sim; type T[V any] struct{}; func (t T[V]) Go() {}`, "T.Go is exported", "package sim"},
		{"core/sim/a.go", `package sim; var (A, B int)`, "B is exported", "package sim\n// both\nvar (\nA, B int)"},
	},
	"packages export little": {
		{"core/queue/a.go", "package queue; func A() {}; func B() {}; func C() {}; func D() {}; func E() {}; func F() {}; func G() {};" +
			"func H() {}; func I() {}; func J() {}; var K, L, M int", "exports 13 names, more than 12",
			"package sim; type A struct{}; func New() *A { return nil }; func NewBig() (A, error) { return A{}, nil };" +
				"func (a A) B() {}; func (a A) C() {}; func (a A) D() {}; func (a A) E() {}; func (a A) F() {}; func (a A) G() {};" +
				"const (H A = iota; I; J; K; L; M; N; O; P; Q; R; S; T)"},
	},
	"nothing is left for later": {
		{"core/sim/a.go", "package sim\n// TODO: the rest\n", "says TODO", "package sim\n// The rest is elsewhere.\n"},
		{"core/sim/a_test.go", `package sim; func f(t *testing.T) { t.Skip("slow") }`, "may skip itself",
			`package sim; func f(t *testing.T) { check(t, func(t *rapid.T) { t.Skip("next") }) }; var skip = turn.Skip`},
		{"core/sim/a_test.go", `package sim; func f(t T) { t.Run("a", func(t *testing.T) { t.SkipNow() }) }`, "may skip itself", `package sim`},
		{"core/sim/a_test.go", `package sim; func f(b *testing.B) { func() { b.Skipf("a") }() }`, "may skip itself", `package sim`},
		{"tests/browser/a.test.mjs", "test.skip('x')", "skipped", "test('x')"},
		{"web/app.js", "// FIXME", "says FIXME", "// whole"},
	},
	"the page has nothing inline": {
		{"web/index.html", "<p>\n<style>p{}</style>", "a <style> element", `<link rel="stylesheet" href="assets/styles.css">`},
		{"web/index.html", `<p style="color:red">`, "a style attribute", `<p class="red">`},
		{"web/index.html", `<button onclick="go()">`, "an event attribute", `<button id="go">`},
		{"web/index.html", `<script>go()</script>`, "a script written into the page", `<script src="assets/app.js"></script>`},
		{"web/index.html", `<a href="javascript:go()">`, "a javascript: address", `<a href="?">`},
		{"web/index.html", `<img src="https://example.com/x.png">`, "another host", `<img src="assets/x.png">`},
	},
	"scripts respect the policy": {
		{"web/a.js", "eval('1')", "text run as code", "evaluate('1')"},
		{"web/a.js", "e.innerHTML = text", "textContent", "e.textContent = text"},
		{"web/a.js", "e.setAttribute('style', 'x')", "which the policy drops", "e.style.left = x"},
		{"web/a.js", "fetch('https://example.com')", "another host", "ns = 'http://www.w3.org/2000/svg'"},
		{"web/a.js", "setTimeout('go()', 1)", "text run as code", "setTimeout(go, 1)"},
	},
	"the lock file names no host": {
		{"tests/package-lock.json", `"resolved": "https://registry"`, "omit-lockfile-registry-resolved", `"integrity": "sha512-x"`},
		{"tests/package.json", `{"devDependencies": {"typescript": "^5.9.3"}}`, "an exact version", `{"devDependencies": {"typescript": "5.9.3"}}`},
		{"tests/package.json", `[`, "is not JSON", `{}`},
	},
	"what is vendored says where it is from": {
		{vendored, "/*! v1.6.31 */", `opens with version "1.6.31"`, "/*! v1.6.32 */"},
		{vendored, "var u", `opens with version ""`, "/*! v1.6.32 */"},
		{"web/vendor/other/README.md", "# Other 1.0.0", "no licence", ""},
		{"web/vendor/other/LICENSE", "MIT", "no version", ""},
	},
}

func TestEveryRuleRefusesItsBadSamplesAndNothingElse(t *testing.T) {
	for _, rule := range Rules {
		require.NotEmpty(t, trials[rule.Name], "a rule without a bad sample: %s", rule.Name)
		for _, trial := range trials[rule.Name] {
			bad := texts(rule.Check(sample(t, complete(trial.file, trial.bad))))
			require.Contains(t, bad, trial.refused, "%s: %s", rule.Name, trial.bad)
			require.Contains(t, bad, "; instead: ", "a refusal says what to use")
			if trial.good != "" {
				require.Empty(t, texts(rule.Check(sample(t, complete(trial.file, trial.good)))), "%s: %s", rule.Name, trial.good)
			}
		}
	}
}

// complete adds the files that some rules miss where they are not.
func complete(file, body string) map[string]string {
	files := map[string]string{
		"tests/package.json":          "{}",
		vendored:                      "/*! v1.6.32 */",
		"web/vendor/uplot/README.md":  "# uPlot 1.6.32",
		"web/vendor/uplot/LICENSE":    "MIT",
		"node_modules/x/index_go.go":  "not Go at all",
		"web/vendor/uplot/styles.css": "a{}",
	}
	files[file] = body
	return files
}

func texts(refusals []Refusal) string {
	var all []string
	for _, refusal := range refusals {
		all = append(all, refusal.String())
	}
	return strings.Join(all, "\n")
}

// typed checks one file of a sample package against the rules about types.
func typed(t *testing.T, body string) string {
	all := sample(t, map[string]string{"core/sim/a.go": "package sim\n" + body})
	refusals, err := checkTypedFolder(all, all.Go, importer.Default())
	require.NoError(t, err)
	return texts(refusals)
}

func TestAMapsOrderIsRefusedUnlessALineSaysWhyNot(t *testing.T) {
	ranging := "func f(m map[int]int) (s int) {\n%\nfor k := range m {\ns += k\n}\nreturn\n}"
	require.Contains(t, typed(t, strings.Replace(ranging, "%", "", 1)), "core/sim/a.go:4: ranges over a map")
	require.Empty(t, typed(t, strings.Replace(ranging, "%", "// order does not matter: a sum of integers", 1)))
	require.Contains(t, typed(t, strings.Replace(ranging, "%", "// order does not matter: ", 1)), "ranges over a map", "no reason, no excuse")

	require.Contains(t, typed(t, "type index map[string]int\nfunc f(m index) { for range m {} }"), "ranges over a map")
	require.Empty(t, typed(t, "func f(m []int) { for range m {} }"))

	maps := "import (\n\"maps\"\n\"slices\"\n)\nvar m map[int]int\nvar all = "
	require.Contains(t, typed(t, maps+"slices.Collect(maps.Keys(m))"), "takes maps.Keys as it comes")
	require.Empty(t, typed(t, maps+"slices.Sorted(maps.Keys(m))"))
}

func TestProductsThatMayFuseAreRefused(t *testing.T) {
	for body, why := range map[string]string{
		"return x*y + z":                         "a product in a sum",
		"return z - x*y":                         "a product in a difference",
		"return z + -(x * y)":                    "signs and parentheses do not round",
		"z += x * y; return z":                   "adding in place",
		"p := x * y; return p + z":               "a variable does not round",
		"p := x; p *= y; return z + p":           "scaling in place",
		"return x*0.1 + z":                       "a constant that is no power of two",
		"return x*float64(len(\"ab\"))*y + z":    "a product of products",
		"var w float32; return float64(w*w + w)": "the smaller type too",
	} {
		require.Contains(t, typed(t, "func f(x, y, z float64) float64 { "+body+" }"), "adds a product that is not rounded", why)
	}
	for body, why := range map[string]string{
		"return float64(x*y) + z":                   "rounded",
		"p := float64(x * y); return p + z":         "rounded, then kept",
		"return x*2 + z*0.5":                        "powers of two are exact",
		"return (x + y) * z":                        "a sum in a product",
		"const c = 3.0 * 7.0; return x + c":         "worked out by the compiler",
		"i := 3; return float64(i*i+i) + x":         "integers",
		"return x*y/z + z":                          "the quotient is rounded",
		"var p bool = x*y > z; _ = p; return x * y": "a comparison",
	} {
		require.Empty(t, typed(t, "func f(x, y, z float64) float64 { "+body+" }"), why)
	}
}
