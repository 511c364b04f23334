package house

import (
	"go/ast"
	"path"
	"slices"
	"strconv"
	"strings"
)

const modulePath = "headroom"

// layer says what the files of a folder may import of this module and of other
// people's. A folder that ends in /* stands for each folder directly in it.
type layer struct {
	folder    string
	own       []string
	libraries []string
}

var (
	ground   = []string{"core/exact", "core/hash"}
	patterns = []string{
		"core/placement", "core/balancer", "core/ratelimit", "core/cache", "core/replication", "core/sharding",
		"core/queue", "core/pubsub", "core/eventstore", "core/cqrs", "core/resilience", "core/capacity", "core/advisor",
	}
	measures = []string{"core/sim", "core/stats"}
	drawing  = []string{"core/scene"}
	data     = []string{"core/dataset"} // what a person brings along
	// outside is what the three mains are made of.
	outside = []string{"core/catalog", "core/session", "core/lab", "core/dataset", "core/scene", "core/scene/svg", "core/stats"}
)

// layers is the plan's list of who may import whom, from the ground up. A folder
// that is not here belongs to nobody yet and is refused until somebody decides.
var layers = append(patternLayers(),
	layer{folder: "core"},
	layer{folder: "core/exact"},
	layer{folder: "core/hash", libraries: []string{"github.com/cespare/xxhash/v2", "github.com/twmb/murmur3"}},
	layer{folder: "core/dataset", own: ground, libraries: []string{"github.com/cespare/xxhash/v2"}},
	layer{folder: "core/stats", own: ground},
	layer{folder: "core/sim", own: join(ground, []string{"core/stats"})},
	layer{folder: "core/scene", own: ground},
	layer{folder: "core/scene/*", own: join(ground, drawing)}, // svg, and pictures to test painters with
	layer{folder: "core/system", own: join(ground, patterns, measures)},
	layer{folder: "core/lab", own: join(ground, data, measures, drawing)},
	layer{folder: "core/graph", own: join(ground, patterns, measures, drawing, []string{"core/lab", "core/system"})},
	layer{folder: "core/lab/*", own: join(ground, patterns, data, measures, drawing, []string{"core/lab", "core/system", "core/graph"})},
	layer{folder: "core/session", own: join(ground, data, measures, drawing, []string{"core/lab"})},
	layer{folder: "core/catalog", own: []string{"core/lab", "core/lab/*"}},
	layer{folder: "wasm", own: outside, libraries: []string{"honnef.co/go/js/dom/v2"}},
	layer{folder: "server", own: outside, libraries: []string{"github.com/andybalholm/brotli", "github.com/syumai/workers", "github.com/syumai/workers/cloudflare", "github.com/syumai/workers/cloudflare/fetch"}},
	layer{folder: "cmd/headroom", own: outside},
	layer{folder: "cmd/pack", own: join(outside, []string{"cmd/pack/small"}), libraries: []string{"github.com/andybalholm/brotli"}},
	layer{folder: "cmd/pack/small", libraries: []string{"github.com/evanw/esbuild/pkg/api"}},
	layer{folder: "tests/golden", own: outside},
	layer{folder: "tests/house", own: join(drawing, []string{"core/scene/svg", "cmd/pack/small"})},
	layer{folder: "tests/conformance", own: join(ground, patterns, measures, outside, []string{"core/lab/*"})},
	layer{folder: "tests/browser", own: join(outside, []string{"core/scene/*"})},
)

// patternLayers are the packages that could be lifted out on their own: they
// stand on the ground, and on each other only where one is made of another.
func patternLayers() []layer {
	madeOf := map[string][]string{
		"core/sharding": {"core/placement"},
		"core/balancer": {"core/placement"},
		"core/cqrs":     {"core/eventstore"},
		"core/advisor":  {"core/capacity"},
	}
	var all []layer
	for _, folder := range patterns {
		all = append(all, layer{folder: folder, own: join(ground, madeOf[folder])})
	}
	return all
}

func join(lists ...[]string) []string { return slices.Concat(lists...) }

func importsPointDown(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if s.Test || inFolder(s.Folder, "tests/bench") { // the peers' module is its own
			continue
		}
		place, ok := layerOf(s.Folder)
		if !ok {
			found = append(found, Refusal{Path: s.Path, What: "the folder " + s.Folder + " has no place in the house",
				Instead: "give it a line in layers of tests/house/imports.go that says whom it may import"})
			continue
		}
		for _, spec := range s.File.Imports {
			own, inside := strings.CutPrefix(importPath(spec), modulePath+"/")
			if inside && !allowed(own, place.own) {
				found = append(found, t.at(s, spec, s.Folder+" imports "+own, mayImport(place)))
			}
		}
	}
	return found
}

func mayImport(place layer) string {
	if len(place.own) == 0 {
		return "nothing of this module; pass in what is needed as an argument"
	}
	return "one of " + strings.Join(place.own, ", ") + ", or an interface that belongs to the consumer"
}

func layerOf(folder string) (layer, bool) {
	for _, place := range layers {
		if allowed(folder, []string{place.folder}) {
			return place, true
		}
	}
	return layer{}, false
}

// allowed tells whether a folder is in a list in which /* stands for one more name.
func allowed(folder string, list []string) bool {
	for _, entry := range list {
		parent, each := strings.CutSuffix(entry, "/*")
		if entry == folder || each && path.Dir(folder) == parent {
			return true
		}
	}
	return false
}

func importPath(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic("the parser accepted the import " + spec.Path.Value)
	}
	return name
}

func isLibrary(name string) bool { return strings.Contains(strings.Split(name, "/")[0], ".") }

func librariesStayInPlace(t *Tree) []Refusal {
	var found []Refusal
	for _, s := range t.Go {
		if inFolder(s.Folder, "tests/bench") {
			continue
		}
		place, _ := layerOf(s.Folder)
		for _, spec := range s.File.Imports {
			name := importPath(spec)
			switch {
			case name == "syscall/js" && s.Folder != "wasm":
				found = append(found, t.at(s, spec, "imports syscall/js outside wasm/",
					"numbers and bytes handed to wasm/, which alone talks to the browser"))
			case !isLibrary(name) || slices.Contains(place.libraries, name):
			case s.Test && slices.ContainsFunc(testLibraries, func(l string) bool { return inFolder(name, l) }):
			case inFolder(name, "github.com/stretchr/testify"):
				found = append(found, t.at(s, spec, "imports testify in what is shipped", "a _test.go file"))
			case inFolder(name, "honnef.co/go/js/dom/v2"):
				found = append(found, t.at(s, spec, "imports dom/v2 outside wasm/", "marks and texts handed to wasm/"))
			default:
				found = append(found, t.at(s, spec, "imports "+name,
					"the standard library, or a paragraph in RATIONALE.md and a line in layers of tests/house/imports.go"))
			}
		}
	}
	return found
}

// testLibraries may be imported by any test: the tools, and those that serve as
// oracles for what is written here.
var testLibraries = []string{
	"github.com/stretchr/testify", "pgregory.net/rapid", "github.com/cespare/xxhash/v2", "github.com/twmb/murmur3",
	"github.com/andybalholm/brotli",
}
