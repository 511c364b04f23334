package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

const (
	digest    = "0123456789ab"
	assetPath = "/assets/" + digest + "/"
	indexHTML = "<!doctype html><!--headroom:head--><title>Headroom</title><meta name=\"description\" content=\"See.\"><!--headroom:head-end-->" +
		"<p><!--headroom:title--></p><figure><!--headroom:picture--></figure><p><!--headroom:caption--></p>"
	embedHTML = "<!doctype html data-embed>" + indexHTML
)

// presetLink is the one of which the site has a picture, in one theme.
const presetLink = "?lab=ring&v=1&nodes=3&keys=50"

// script is long enough to be worth compressing.
var script = strings.Repeat("export const room = 1;\n", 200)

// site is a small folder as cmd/pack writes it.
func site() fstest.MapFS {
	file := func(body string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(body)} }
	folder := "assets/" + digest + "/"
	return fstest.MapFS{
		"index.html":                   file(indexHTML),
		"index.html.br":                file(string(brotliOf([]byte(indexHTML), careful))),
		"embed.html":                   file(embedHTML),
		"embed.js":                     file("customElements.define()"),
		"_headers":                     file("/*"),
		"pictures/index.json":          file(`{"build":"b1","pictures":{"` + presetLink + `":"ring/made"}}`),
		"pictures/ring/made-auto.svg":  file("<svg>made by the build</svg>"),
		"robots.txt":                   file("User-agent: *\n"),
		".hidden":                      file("not for the public"),
		folder + "app.js":              file(script),
		folder + "app.js.br":           file(string(brotliOf([]byte(script), careful))),
		folder + "app.js.gz":           file(string(gzipOf([]byte(script), careful))),
		folder + "styles.css":          file("body{}"),
		folder + "worker.js":           file("onmessage = null"),
		folder + "headroom.wasm":       file("\x00asm\x01\x00\x00\x00"),
		folder + "icon.svg":            file("<svg xmlns='http://www.w3.org/2000/svg'/>"),
		folder + "vendor/uplot/u.mjs":  file("export{}"),
		folder + "vendor/uplot/notice": file("MIT"),
	}
}

// records collects the log of a handler under test.
type records struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (l *records) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.out.Write(p)
}

func (l *records) all(t testing.TB) []map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []map[string]any
	for line := range strings.Lines(l.out.String()) {
		var record map[string]any
		require.NoError(t, json.Unmarshal([]byte(line), &record), "a log record is one line of JSON")
		found = append(found, record)
	}
	return found
}

// named returns the records with one message.
func (l *records) named(t testing.TB, message string) []map[string]any {
	var found []map[string]any
	for _, record := range l.all(t) {
		if record["msg"] == message {
			found = append(found, record)
		}
	}
	return found
}

func serving(t testing.TB, o Options) (http.Handler, *records) {
	log := &records{}
	o.Log = slog.New(slog.NewJSONHandler(log, nil))
	h, err := NewHandler(site(), o)
	require.NoError(t, err)
	return h, log
}

// ask sends one request; headers come as name, value, name, value.
func ask(h http.Handler, method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// read returns a body as the client sees it, decoded by its Content-Encoding.
func read(t testing.TB, res *http.Response) string {
	var in io.Reader = res.Body
	switch coding := res.Header.Get("Content-Encoding"); coding {
	case "":
	case brotliCoding:
		in = brotli.NewReader(in)
	case gzipCoding:
		unzipped, err := gzip.NewReader(in)
		require.NoError(t, err)
		in = unzipped
	default:
		require.Failf(t, "unknown coding", "%q", coding)
	}
	body, err := io.ReadAll(in)
	require.NoError(t, err)
	return string(body)
}
