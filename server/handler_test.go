package main

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestEachFileHasTheTypeThatBrowsersInsistOn(t *testing.T) {
	h, _ := serving(t, Options{})
	for path, want := range map[string]string{
		"/":                                  "text/html; charset=utf-8",
		"/robots.txt":                        "text/plain; charset=utf-8",
		assetPath + "app.js":                 "text/javascript; charset=utf-8",
		assetPath + "styles.css":             "text/css; charset=utf-8",
		assetPath + "headroom.wasm":          "application/wasm",
		assetPath + "icon.svg":               "image/svg+xml",
		assetPath + "vendor/uplot/u.mjs":     "text/javascript; charset=utf-8",
		assetPath + "vendor/uplot/notice":    "text/plain; charset=utf-8",
		"/healthz":                           "text/plain; charset=utf-8",
		assetPath + "gone.js":                "text/html; charset=utf-8",
		"/nothing-here":                      "text/html; charset=utf-8",
		"/?lab=ring&nodes=5&do=3s:add:e&t=4": "text/html; charset=utf-8",
	} {
		require.Equal(t, want, ask(h, "GET", path).Header.Get("Content-Type"), path)
	}
}

func TestAnUnknownKindOfFileIsServedAsBytes(t *testing.T) {
	require.Equal(t, "application/octet-stream", contentType("assets/data.bin"))
}

func TestAFileGoesOutInTheCodingTheClientPrefers(t *testing.T) {
	h, _ := serving(t, Options{})
	for accept, want := range map[string]string{
		"gzip, deflate, br, zstd": "br",
		"gzip":                    "gzip",
		"br;q=0.5, gzip;q=0.8":    "gzip",
		"br;q=0, gzip;q=0":        "",
		"zstd":                    "",
	} {
		res := ask(h, "GET", assetPath+"app.js", "Accept-Encoding", accept)
		require.Equal(t, http.StatusOK, res.StatusCode, accept)
		require.Equal(t, want, res.Header.Get("Content-Encoding"), accept)
		require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"), accept)
		require.Equal(t, script, read(t, res), accept)
	}
	require.Empty(t, ask(h, "GET", assetPath+"app.js").Header.Get("Content-Encoding"), "no wish, no coding")
}

func TestAFileWithoutCompressedFormsGoesOutAsItIs(t *testing.T) {
	h, _ := serving(t, Options{})
	res := ask(h, "GET", assetPath+"styles.css", "Accept-Encoding", "br, gzip")
	require.Empty(t, res.Header.Get("Content-Encoding"))
	require.Empty(t, res.Header.Get("Vary"), "there is nothing to vary")
	require.Equal(t, "body{}", read(t, res))
}

func TestCompressedFormsHaveNoAddressOfTheirOwn(t *testing.T) {
	h, _ := serving(t, Options{})
	for _, path := range []string{assetPath + "app.js.br", assetPath + "app.js.gz", "/index.html.br", "/_headers"} {
		require.Equal(t, http.StatusNotFound, ask(h, "GET", path).StatusCode, path)
	}
}

func TestWhoRefusesEveryCodingIsToldWhatThereIs(t *testing.T) {
	h, _ := serving(t, Options{})
	res := ask(h, "GET", assetPath+"app.js", "Accept-Encoding", "identity;q=0, zstd")
	require.Equal(t, http.StatusNotAcceptable, res.StatusCode)
	require.Contains(t, read(t, res), "br, gzip or identity")
}

func TestEveryFormHasAStrongETagOfItsOwn(t *testing.T) {
	h, _ := serving(t, Options{})
	seen := map[string]string{}
	for _, accept := range []string{"br", "gzip", "identity"} {
		tag := ask(h, "GET", assetPath+"app.js", "Accept-Encoding", accept).Header.Get("ETag")
		require.Regexp(t, `^"[A-Za-z0-9_-]{24}"$`, tag)
		require.NotContains(t, seen, tag)
		seen[tag] = accept
	}
}

func TestWhoHasTheFileAlreadyGets304(t *testing.T) {
	h, _ := serving(t, Options{})
	first := ask(h, "GET", assetPath+"app.js", "Accept-Encoding", "br")
	tag := first.Header.Get("ETag")
	for _, condition := range []string{tag, "W/" + tag, `"other", ` + tag, `"a,b",W/"c" , ` + tag, "*"} {
		for _, method := range []string{"GET", "HEAD"} {
			res := ask(h, method, assetPath+"app.js", "Accept-Encoding", "br", "If-None-Match", condition)
			require.Equal(t, http.StatusNotModified, res.StatusCode, condition)
			require.Empty(t, read(t, res))
			require.Equal(t, tag, res.Header.Get("ETag"))
			require.Equal(t, first.Header.Get("Cache-Control"), res.Header.Get("Cache-Control"))
			require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
		}
	}
	for _, condition := range []string{`"other"`, "", "nonsense", `"unclosed`, "W/", tag[:len(tag)-1], `x, ` + tag} {
		res := ask(h, "GET", assetPath+"app.js", "Accept-Encoding", "br", "If-None-Match", condition)
		require.Equal(t, http.StatusOK, res.StatusCode, condition)
	}
	other := ask(h, "GET", assetPath+"app.js", "Accept-Encoding", "gzip", "If-None-Match", tag)
	require.Equal(t, http.StatusOK, other.StatusCode, "the brotli form's tag says nothing about the gzip form")
}

func TestHEADAnswersLikeGETWithoutABody(t *testing.T) {
	h, _ := serving(t, Options{})
	for _, path := range []string{"/", "/embed", assetPath + "app.js", "/healthz", "/nothing-here"} {
		get, head := ask(h, "GET", path, "Accept-Encoding", "br"), ask(h, "HEAD", path, "Accept-Encoding", "br")
		require.Equal(t, get.StatusCode, head.StatusCode, path)
		require.Equal(t, get.Header, head.Header, path)
		require.Positive(t, get.ContentLength, path)
		require.Empty(t, read(t, &http.Response{Body: head.Body}), path)
	}
}

func TestHashedAssetsAreKeptForeverAndThePageIsAskedAbout(t *testing.T) {
	h, _ := serving(t, Options{})
	for path, want := range map[string]string{
		assetPath + "app.js": "public, max-age=31536000, immutable",
		"/":                  "no-cache",
		"/index.html":        "no-cache",
		"/robots.txt":        "no-cache",
		"/healthz":           "no-store",
		"/nothing-here":      "no-store",
	} {
		require.Equal(t, want, ask(h, "GET", path).Header.Get("Cache-Control"), path)
	}
}

func TestAMissingAddressSaysWhatToDo(t *testing.T) {
	h, _ := serving(t, Options{})
	res := ask(h, "GET", "/labs/ring")
	require.Equal(t, http.StatusNotFound, res.StatusCode)
	require.Contains(t, read(t, res), `<a href="/">Open the playground</a>`)

	res = ask(h, "GET", "/assets/ba9876543210/app.js")
	require.Equal(t, http.StatusNotFound, res.StatusCode)
	require.Contains(t, read(t, res), "Reload that page; its link keeps the scenario.")
}

func TestOnlyReadingIsPossible(t *testing.T) {
	h, _ := serving(t, Options{})
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
		res := ask(h, method, "/")
		require.Equal(t, http.StatusMethodNotAllowed, res.StatusCode, method)
		require.Equal(t, "GET, HEAD", res.Header.Get("Allow"), method)
		require.Contains(t, read(t, res), "answers GET and HEAD", method)
	}
}

func TestHealthzSaysOk(t *testing.T) {
	h, _ := serving(t, Options{})
	res := ask(h, "GET", "/healthz")
	require.Equal(t, http.StatusOK, res.StatusCode)
	require.Equal(t, "ok\n", read(t, res))
}

func TestEachRequestLeavesOneStructuredRecord(t *testing.T) {
	h, log := serving(t, Options{})
	ask(h, "GET", assetPath+"app.js", "Accept-Encoding", "br", "User-Agent", "test")
	ask(h, "HEAD", "/missing?lab=ring")
	ask(h, "GET", "/?"+strings.Repeat("q", 5000))
	got := log.all(t)
	require.Len(t, got, 3)
	require.Equal(t, "request", got[0]["msg"])
	require.Equal(t, "GET", got[0]["method"])
	require.Equal(t, assetPath+"app.js", got[0]["path"])
	require.EqualValues(t, 200, got[0]["status"])
	require.EqualValues(t, len(brotliOf([]byte(script), careful)), got[0]["bytes"])
	require.Equal(t, "br", got[0]["encoding"])
	require.Equal(t, "test", got[0]["agent"])
	require.NotEmpty(t, got[0]["remote"])
	require.Contains(t, got[0], "ms")
	require.EqualValues(t, 404, got[1]["status"])
	require.EqualValues(t, 0, got[1]["bytes"])
	require.Len(t, got[2]["query"], maxLogged+len("…"), "a stranger's text is cut")
}

func TestAPanicIsAnsweredAndLogged(t *testing.T) {
	log := &records{}
	h := observed(jsonLog(log), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("lost the plot") }))
	res := ask(h, "GET", "/")
	require.Equal(t, http.StatusInternalServerError, res.StatusCode)
	require.Contains(t, read(t, res), "Reload the page")
	require.Equal(t, "lost the plot", log.named(t, "panic")[0]["fault"])
	require.EqualValues(t, 500, log.named(t, "request")[0]["status"])
}

func TestAPanicAmidAnAnswerBreaksItOff(t *testing.T) {
	log := &records{}
	h := observed(jsonLog(log), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("half"))
		panic("lost the plot")
	}))
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { ask(h, "GET", "/") })
	require.Len(t, log.named(t, "request"), 1)
}

func TestNoPathLeavesTheFolder(t *testing.T) {
	h, _ := serving(t, Options{})
	for _, path := range []string{
		"/../go.mod", "/assets/../.hidden", "/.hidden", "/%2e%2e/%2e%2e/etc/passwd", "/assets/" + digest + "/../../index.html",
		"//etc/passwd", "/./index.html", "/assets/" + digest, "/assets/" + digest + "/", `/..\go.mod`, "/index.html/", "/app.js%00",
	} {
		require.Equal(t, http.StatusNotFound, ask(h, "GET", path).StatusCode, path)
	}
}

func TestWithoutAPageThereIsNoServer(t *testing.T) {
	_, err := NewHandler(fstest.MapFS{"app.js": {}}, Options{})
	require.ErrorContains(t, err, "run `make build` first")
}

func TestTheWrongFolderIsNotReadIntoMemory(t *testing.T) {
	big := fstest.MapFS{"index.html": {}, "film": {Data: make([]byte, maxServed+1)}}
	_, err := NewHandler(big, Options{})
	require.ErrorContains(t, err, "more than 64 MB")
}

func FuzzPath(f *testing.F) {
	for _, seed := range []string{"/", "/index.html", assetPath + "app.js", "/../x", "/%", "//", "/.hidden", "/\x00", ""} {
		f.Add(seed)
	}
	h, _ := serving(f, Options{})
	known := map[string]bool{"/": true, "/healthz": true, "/index.html": true, "/robots.txt": true,
		"/embed": true, "/embed.html": true, "/embed.js": true,
		"/pictures/index.json": true, "/pictures/ring/made-auto.svg": true}
	for name := range site() {
		if strings.HasPrefix(name, "assets/") && !strings.HasSuffix(name, ".br") && !strings.HasSuffix(name, ".gz") {
			known["/"+name] = true
		}
	}
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		// A path without its leading slash cannot arrive from the network, but means the same.
		wanted := known[path] || known["/"+path] && path != ""
		require.Equal(t, wanted, w.Code == http.StatusOK, strconv.Quote(path))
		require.NotContains(t, w.Body.String(), "not for the public")
	})
}
