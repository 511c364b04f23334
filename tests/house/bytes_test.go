package house

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"headroom/cmd/pack/small"
)

// TestAFirstVisitStaysSmall measures what make build left when it says where, as
// make test does, and refuses to measure something older than the sources. Run
// by hand it packs a site of its own.
func TestAFirstVisitStaysSmall(t *testing.T) {
	_, root := repository(t)
	program := filepath.Join(t.TempDir(), "headroom.wasm")
	built, err := buildProgram(root, program)
	require.NoError(t, err)
	dist := os.Getenv("HEADROOM_DIST")
	if dist != "" {
		built, err = small.Make("headroom.wasm", built)
		require.NoError(t, err)
		report(t, distIsFresh(os.DirFS(dist), os.DirFS(filepath.Join(root, "web")), built))
	} else {
		dist = filepath.Join(t.TempDir(), "dist")
		require.NoError(t, pack(root, program, dist))
	}
	refusals, err := bytesFit(os.DirFS(dist))
	require.NoError(t, err)
	report(t, refusals)
}

func folder(files map[string]string) fstest.MapFS {
	made := fstest.MapFS{}
	for name, body := range files {
		made[name] = &fstest.MapFile{Data: []byte(body)}
	}
	return made
}

func TestTooManyBytesAreRefused(t *testing.T) {
	check := func(files map[string]string) string {
		refusals, err := bytesFit(folder(files))
		require.NoError(t, err)
		return texts(refusals)
	}
	big, little := strings.Repeat("x", maxProgram+1), strings.Repeat("x", 10)
	require.Empty(t, check(map[string]string{"a/headroom.wasm": big, "a/headroom.wasm.br": little, "a/headroom.wasm.gz": big}))
	require.Contains(t, check(map[string]string{"a/headroom.wasm": big}), fmt.Sprintf("the WebAssembly is %d bytes", maxProgram+1))
	require.Contains(t, check(map[string]string{"a/headroom.wasm": little, "a/b.js": big, "a/c.js": big}), fmt.Sprintf("a first visit is %d bytes", 2*maxProgram+12))
	require.Contains(t, check(map[string]string{"index.html": "<p>"}), "there is no headroom.wasm")
}

func TestAStaleSiteIsRefused(t *testing.T) {
	web := folder(map[string]string{"app.js": "let now; // what it is", "index.html": `<script src="assets/app.js">`})
	dist := map[string]string{
		"index.html":                  `<script src="assets/d1/app.js">`,
		"assets/d1/app.js":            "let now;\n",
		"assets/d1/app.js.br":         "n",
		"assets/d1/headroom.wasm":     "program",
		"assets/d1/wasm_exec.js":      "Go's own",
		"assets/d1/wasm_exec.js.gz":   "G",
		"assets/d1/headroom.wasm.gz":  "p",
		"assets/d1/headroom.wasm.br":  "p",
		"index.html.br":               "i",
		"assets/d1/vendor/LICENSE.gz": "l",
	}
	check := func(change, body string) string {
		made := folder(dist)
		made[change] = &fstest.MapFile{Data: []byte(body)}
		return texts(distIsFresh(made, web, []byte("program")))
	}
	require.Empty(t, check("index.html.br", "i"))
	require.Contains(t, check("assets/d1/headroom.wasm", "old program"), "dist/headroom.wasm: is not what the sources give; instead: run `make build`")
	require.Contains(t, check("assets/d1/app.js", "old"), "is not what web/app.js is now")
	require.Contains(t, check("assets/d1/gone.js", "old"), "is not what web/gone.js is now")
	require.Contains(t, check("index.html", `<script src="assets/d1/main.js">`), "is not what web/index.html is now")
	require.Contains(t, check("assets/d2/app.js", "let now;\n"), "is not there or not whole")
	require.Contains(t, texts(distIsFresh(folder(nil), web, nil)), "run `make build`")
}
