package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/lab"
)

const page = `<!doctype html><title>Headroom</title>
<link rel="stylesheet" href="assets/styles.css"><script type="module" src='assets/app.js'></script>
<p><!--headroom:picture--></p>`

const headers = "/\n  X-Frame-Options: deny\n/assets/*\n  A: b\n/assets/room.js\n  C: d\n"

// empty is the smallest program.
const empty = "\x00asm\x01\x00\x00\x00"

// oneLab is a catalog of one lab with one small preset, of which many builds can be made.
func oneLab() []*lab.Lab {
	labs := catalog.Labs()[:1]
	labs[0].Presets = []lab.Preset{{Name: "Three & one's enough", Link: "?lab=ring&nodes=3&keys=30&arrival-rate=0"}}
	return labs
}

func packing(args []string) error { return run(args, oneLab(), io.Discard) }

// sources writes a small page with its WebAssembly and returns the flags that
// pack it into the folder out.
func sources(t *testing.T, change map[string]string) (args []string, out string) {
	folder := t.TempDir()
	files := map[string]string{
		"web/index.html":             page,
		"web/embed.html":             page,
		"web/embed.js":               "// what it is\ncustomElements.define();\n",
		"web/_headers":               headers,
		"web/app.js":                 strings.Repeat("import './room.js';\n", 50),
		"web/room.js":                "export{}",
		"web/styles.css":             "body{}",
		"web/types.d.ts":             "declare const x: number",
		"web/package.json":           "{}",
		"web/vendor/uplot/README.md": "# for people",
		"web/vendor/uplot/LICENSE":   "MIT",
		"web/.draft":                 "not yet",
		"headroom.wasm":              empty + "\x00\xa0\x1f" + strings.Repeat("code", 1000), // a section that nobody knows
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
	require.NoError(t, packing(args))
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
		for _, left := range []string{".d.ts", ".md", "package.json", ".draft"} {
			require.NotContains(t, name, left, "what only people and the type checker read stays home")
		}
	}
	require.Contains(t, dist[indexName], "src='"+folder+"app.js'")
	require.Contains(t, dist[indexName], "<!--headroom:picture-->", "the server fills the page, not the build")
}

func TestTheFolderIsRenamedWhenAnyAssetChanges(t *testing.T) {
	before := folderOf(t, packed(t, nil))
	require.NotEqual(t, before, folderOf(t, packed(t, map[string]string{"web/room.js": "export const doors = 2"})), "content")
	require.NotEqual(t, before, folderOf(t, packed(t, map[string]string{"headroom.wasm": empty})), "the program")
	require.NotEqual(t, before, folderOf(t, packed(t, map[string]string{"web/room.js": "", "web/rook.js": "export{}", "web/_headers": "/*"})), "a name")
	for name, body := range map[string]string{indexName: page + "<p>", "embed.html": page + "<p>", "embed.js": "", headersName: "/*"} {
		require.Equal(t, before, folderOf(t, packed(t, map[string]string{"web/" + name: body + " "})), "%s is no asset", name)
	}
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

func TestTheTableEndsWithAllThatThePlaygroundIs(t *testing.T) {
	args, out := sources(t, nil)
	var table bytes.Buffer
	require.NoError(t, run(args, oneLab(), &table))
	dist := tree(t, out)
	total := 0
	for name, body := range dist {
		if strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") || strings.HasPrefix(name, "pictures/") {
			continue
		}
		if smaller, ok := dist[name+".br"]; ok {
			body = smaller
		}
		total += len(body)
	}
	lines := strings.Split(strings.TrimSpace(table.String()), "\n")
	require.Regexp(t, `^file +raw +gzip +brotli$`, lines[0])
	require.Regexp(t, `^everything but pictures .* `+thousands(total)+`$`, lines[len(lines)-1])
}

func TestWhatIsAtAFixedAddressPointsAtTheFolder(t *testing.T) {
	dist := packed(t, nil)
	folder := folderOf(t, dist)
	require.Equal(t, dist[indexName], dist["embed.html"])
	require.Equal(t, "customElements.define();\n", dist["embed.js"], "it finds the rest from its own address")
	require.Equal(t, strings.Replace(headers, "/assets/room.js", "/"+folder+"room.js", 1), dist["_headers"])
	for _, name := range fixed {
		require.NotContains(t, dist, folder+name)
	}
}

func TestPresetsAreDrawnAndListedByLink(t *testing.T) {
	dist := packed(t, nil)
	const link, name = "?lab=ring&v=1&nodes=3&keys=30&arrival-rate=0", "ring/three-ones-enough"
	var list album
	require.NoError(t, json.Unmarshal([]byte(dist["pictures/index.json"]), &list))
	require.Equal(t, map[string]string{link: name}, list.Pictures)
	require.Regexp(t, "^[0-9a-f]{12}$", list.Build)
	require.Contains(t, dist["pictures/index.json"], link, "as it stands in an address")
	for theme, colour := range map[string]string{"light": "#FAFAF7", "dark": "#0E1116", "auto": "prefers-color-scheme"} {
		picture := dist["pictures/"+list.Pictures[link]+"-"+theme+".svg"]
		require.Contains(t, picture, `viewBox="0 0 880 600"`)
		require.Contains(t, picture, "<title>Hash ring</title>")
		require.Contains(t, picture, colour)
	}
}

func TestTheBuildIsCalledAnotherWhenAPictureIs(t *testing.T) {
	build := func(change map[string]string, labs []*lab.Lab) string {
		args, out := sources(t, change)
		require.NoError(t, run(args, labs, io.Discard))
		var list album
		require.NoError(t, json.Unmarshal([]byte(tree(t, out)["pictures/index.json"]), &list))
		return list.Build
	}
	first := build(nil, oneLab())
	require.Equal(t, first, build(nil, oneLab()))
	require.NotEqual(t, first, build(map[string]string{"headroom.wasm": empty}, oneLab()), "what draws may have changed")
	other := oneLab()
	other[0].Presets[0].Link += "&do=1s:kill:cache-a&t=2s"
	require.NotEqual(t, first, build(nil, other))
}

func TestEveryPresetOfTheCatalogHasAFileOfItsOwn(t *testing.T) {
	names := map[string]bool{}
	for _, l := range catalog.Labs() {
		for _, preset := range l.Presets {
			name := l.ID + "/" + slug(preset.Name)
			require.False(t, names[name], name)
			require.Regexp(t, "^[a-z0-9-]+/[a-z0-9]+(-[a-z0-9]+)*$", name)
			names[name] = true
		}
	}
}

func TestAPresetThatCannotBeDrawnStopsTheBuild(t *testing.T) {
	args, _ := sources(t, nil)
	for want, link := range map[string]string{
		`there is no lab "nowhere"`: "?lab=nowhere",
		"pink":                      "?lab=ring&nodes=pink",
	} {
		labs := oneLab()
		labs[0].Presets[0].Link = link
		err := run(args, labs, io.Discard)
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, `the preset "Three & one's enough" of ring`)
	}
	labs := oneLab()
	labs[0].Presets = append(labs[0].Presets, labs[0].Presets[0])
	require.ErrorContains(t, run(args, labs, io.Discard), "are the same scenario")
}

func TestFiguresAreGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567"} {
		require.Equal(t, want, thousands(n))
	}
}

func TestTheOldSiteMakesWayForTheNew(t *testing.T) {
	args, out := sources(t, nil)
	require.NoError(t, packing(args))
	old := folderOf(t, tree(t, out))
	require.NoError(t, writeFile(filepath.Join(args[1], "room.js"), []byte("export const a = 1")))
	require.NoError(t, packing(args))
	for name := range tree(t, out) {
		require.NotContains(t, name, old)
	}
	require.NoDirExists(t, out+".new")
}

func TestSomebodyElsesFolderIsNotCleared(t *testing.T) {
	args, out := sources(t, nil)
	require.NoError(t, writeFile(filepath.Join(out, "thesis.txt"), []byte("years")))
	require.ErrorContains(t, packing(args), "something else than a packed site")
	require.FileExists(t, filepath.Join(out, "thesis.txt"))
}

func TestAProgramAloneIsMadeSmallerInItsPlace(t *testing.T) {
	program := filepath.Join(t.TempDir(), "app.wasm")
	segments := "\x00\x41\x01\x0b\x01a" + "\x00\x41\x02\x0b\x01b"
	require.NoError(t, os.WriteFile(program, []byte("\x00asm\x01\x00\x00\x00\x05\x03\x01\x00\x01\x0b\x0d\x02"+segments), 0o644))
	require.NoError(t, packing([]string{"-smaller", program}))
	body, err := os.ReadFile(program)
	require.NoError(t, err)
	require.True(t, bytes.HasSuffix(body, []byte("\x01\x00\x41\x01\x0b\x02ab")), "%q", body)

	require.NoError(t, os.WriteFile(program, []byte("<!doctype html>"), 0o644))
	require.ErrorContains(t, packing([]string{"-smaller", program}), "smaller: app.wasm: byte 0")
	body, err = os.ReadFile(program)
	require.NoError(t, err)
	require.Equal(t, "<!doctype html>", string(body), "what cannot be read stays")
}

func TestAPageThatWouldFailInFrontOfSomebodyFailsHere(t *testing.T) {
	for want, change := range map[string]map[string]string{
		"but there is no web/app.js":      {"web/app.js": ""},
		"there is no index.html":          {"web/index.html": ""},
		"there is no embed.html":          {"web/embed.html": ""},
		"there is no embed.js":            {"web/embed.js": ""},
		"there is no _headers":            {"web/_headers": ""},
		"embed.html asks for assets/lost": {"web/embed.html": page + `<img src="assets/lost.svg">`},
		"a rule for /assets/room.js, but": {"web/room.js": ""},
		"reading headroom.wasm":           {"headroom.wasm": ""},
		"smaller: headroom.wasm: byte 0":  {"headroom.wasm": "<!doctype html>"},
		"reading wasm_exec.js":            {"wasm_exec.js": ""},
		"asks for no asset":               {"web/index.html": "<p>"},
		"outside an attribute":            {"web/index.html": page + "see assets/app.js"},
		"index.html asks for assets/gone": {"web/index.html": page + `<img src="assets/gone.svg">`},
	} {
		args, _ := sources(t, change)
		require.ErrorContains(t, packing(args), want)
	}
}
