package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

const page = `<!doctype html><title>Headroom</title>
<link rel="stylesheet" href="assets/styles.css"><script type="module" src='assets/app.js'></script>
<p><!--headroom:picture--></p>`

// sources writes a small page with its WebAssembly and returns the flags that
// pack it into the folder out.
func sources(t *testing.T, change map[string]string) (args []string, out string) {
	folder := t.TempDir()
	files := map[string]string{
		"web/index.html":             page,
		"web/app.js":                 strings.Repeat("import './room.js';\n", 50),
		"web/room.js":                "export{}",
		"web/styles.css":             "body{}",
		"web/types.d.ts":             "declare const x: number",
		"web/package.json":           "{}",
		"web/vendor/uplot/README.md": "# for people",
		"web/vendor/uplot/LICENSE":   "MIT",
		"web/.draft":                 "not yet",
		"headroom.wasm":              "\x00asm" + strings.Repeat("code", 1000),
		"wasm_exec.js":               "globalThis.Go = class {};",
	}
	for name, body := range change {
		files[name] = body
	}
	for name, body := range files {
		if body != "" {
			require.NoError(t, writeFile(filepath.Join(folder, name), []byte(body)))
		}
	}
	out = filepath.Join(folder, "dist")
	return []string{"-web", filepath.Join(folder, "web"), "-wasm", filepath.Join(folder, "headroom.wasm"),
		"-exec", filepath.Join(folder, "wasm_exec.js"), "-out", out}, out
}

// tree reads a folder back.
func tree(t *testing.T, folder string) map[string]string {
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		rel, _ := filepath.Rel(folder, name)
		found[filepath.ToSlash(rel)] = string(body)
		return err
	}))
	return found
}

func packed(t *testing.T, change map[string]string) map[string]string {
	args, out := sources(t, change)
	require.NoError(t, run(args, io.Discard))
	return tree(t, out)
}

// folderOf finds the assets' folder in a packed page.
func folderOf(t *testing.T, dist map[string]string) string {
	match := regexp.MustCompile(`href="(assets/[0-9a-f]{12}/)styles.css"`).FindStringSubmatch(dist[indexName])
	require.NotNil(t, match, dist[indexName])
	return match[1]
}

func TestAssetsStandInAFolderNamedByTheirContent(t *testing.T) {
	dist := packed(t, nil)
	folder := folderOf(t, dist)
	for _, name := range []string{"app.js", "room.js", "styles.css", "headroom.wasm", "wasm_exec.js", "vendor/uplot/LICENSE"} {
		require.Contains(t, dist, folder+name)
	}
	for name := range dist {
		for _, left := range []string{".d.ts", ".md", ".json", ".draft"} {
			require.NotContains(t, name, left, "what only people and the type checker read stays home")
		}
	}
	require.Contains(t, dist[indexName], "src='"+folder+"app.js'")
	require.Contains(t, dist[indexName], "<!--headroom:picture-->", "the server fills the page, not the build")
}

func TestTheFolderIsRenamedWhenAnyAssetChanges(t *testing.T) {
	before := folderOf(t, packed(t, nil))
	require.NotEqual(t, before, folderOf(t, packed(t, map[string]string{"web/room.js": "export {}"})), "content")
	require.NotEqual(t, before, folderOf(t, packed(t, map[string]string{"headroom.wasm": "\x00asm"})), "the program")
	require.NotEqual(t, before, folderOf(t, packed(t, map[string]string{"web/room.js": "", "web/rook.js": "export{}"})), "a name")
	require.Equal(t, before, folderOf(t, packed(t, map[string]string{indexName: page + "<p>"})), "the page is no asset")
}

func TestBytesMoveBetweenNeighboursWithoutTheSameDigest(t *testing.T) {
	a := []file{{"a", []byte("1b")}, {"b", nil}}
	b := []file{{"a", []byte("1")}, {"bb", nil}}
	require.NotEqual(t, digestOf(a), digestOf(b))
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	require.Equal(t, packed(t, nil), packed(t, nil))
}

func TestCompressedFormsUnpackToTheFileAndAreLeftOutWhereNotSmaller(t *testing.T) {
	dist := packed(t, nil)
	folder := folderOf(t, dist)
	wasm := dist[folder+"headroom.wasm"]
	unbrotlied, err := io.ReadAll(brotli.NewReader(strings.NewReader(dist[folder+"headroom.wasm.br"])))
	require.NoError(t, err)
	require.Equal(t, wasm, string(unbrotlied))
	zipped, err := gzip.NewReader(strings.NewReader(dist[folder+"headroom.wasm.gz"]))
	require.NoError(t, err)
	unzipped, err := io.ReadAll(zipped)
	require.NoError(t, err)
	require.Equal(t, wasm, string(unzipped))
	require.True(t, zipped.ModTime.IsZero(), "no clock in the bytes")
	require.NotContains(t, dist, folder+"styles.css.br")
	require.NotContains(t, dist, folder+"styles.css.gz")
}

func TestTheTableEndsWithTheFirstVisit(t *testing.T) {
	args, out := sources(t, nil)
	var table bytes.Buffer
	require.NoError(t, run(args, &table))
	dist := tree(t, out)
	total := 0
	for name, body := range dist {
		if strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
			continue
		}
		if smaller, ok := dist[name+".br"]; ok {
			body = smaller
		}
		total += len(body)
	}
	lines := strings.Split(strings.TrimSpace(table.String()), "\n")
	require.Regexp(t, `^file +raw +gzip +brotli$`, lines[0])
	require.Regexp(t, `^first visit, everything .* `+thousands(total)+`$`, lines[len(lines)-1])
}

func TestFiguresAreGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		require.Equal(t, want, thousands(n))
	}
}

func TestTheOldSiteMakesWayForTheNew(t *testing.T) {
	args, out := sources(t, nil)
	require.NoError(t, run(args, io.Discard))
	old := folderOf(t, tree(t, out))
	require.NoError(t, writeFile(filepath.Join(args[1], "room.js"), []byte("export const a = 1")))
	require.NoError(t, run(args, io.Discard))
	for name := range tree(t, out) {
		require.NotContains(t, name, old)
	}
	require.NoDirExists(t, out+".new")
}

func TestSomebodyElsesFolderIsNotCleared(t *testing.T) {
	args, out := sources(t, nil)
	require.NoError(t, writeFile(filepath.Join(out, "thesis.txt"), []byte("years")))
	require.ErrorContains(t, run(args, io.Discard), "something else than a packed site")
	require.FileExists(t, filepath.Join(out, "thesis.txt"))
}

func TestAPageThatWouldFailInFrontOfSomebodyFailsHere(t *testing.T) {
	for want, change := range map[string]map[string]string{
		"but there is no web/app.js":      {"web/app.js": ""},
		"there is no index.html":          {"web/index.html": ""},
		"reading headroom.wasm":           {"headroom.wasm": ""},
		"reading wasm_exec.js":            {"wasm_exec.js": ""},
		"asks for no asset":               {"web/index.html": "<p>"},
		"outside an attribute":            {"web/index.html": page + "see assets/app.js"},
		"index.html asks for assets/gone": {"web/index.html": page + `<img src="assets/gone.svg">`},
	} {
		args, _ := sources(t, change)
		require.ErrorContains(t, run(args, io.Discard), want)
	}
}
