package main

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// told are the headers that policies are made of.
var told = []string{runs, opener, embedder, fetchers, readers, sniffing, referring, devices}

// policyOf returns what an answer says of them.
func policyOf(header http.Header) map[string]string {
	found := map[string]string{}
	for _, name := range told {
		if value := header.Get(name); value != "" {
			found[name] = value
		}
	}
	return found
}

func TestEachKindOfAnswerHasItsPolicy(t *testing.T) {
	h, _ := serving(t, Options{}.drawing())
	for want, paths := range map[*policy][]string{
		&pagePolicy:    {"/", "/index.html", "/?lab=ring"},
		&embedPolicy:   {"/embed", "/embed.html", "/embed?lab=ring&theme=dark"},
		&workerPolicy:  {assetPath + "worker.js"},
		&sharedPolicy:  {assetPath + "app.js", assetPath + "headroom.wasm", assetPath + "styles.css", "/embed.js"},
		&picturePolicy: {"/pictures/ring/made-auto.svg", "/render.svg?lab=ring", "/render.svg?lab=nowhere", "/render.svg?width=1"},
		&plainPolicy:   {"/healthz", "/robots.txt", "/nothing-here", "/pictures/gone.svg"},
	} {
		header := http.Header{}
		everyAnswer.set(header)
		want.set(header)
		for _, path := range paths {
			for _, method := range []string{"GET", "HEAD"} {
				require.Equal(t, policyOf(header), policyOf(ask(h, method, path).Header), path)
			}
			if tag := ask(h, "GET", path).Header.Get("ETag"); tag != "" {
				res := ask(h, "GET", path, "If-None-Match", tag)
				require.Equal(t, http.StatusNotModified, res.StatusCode, path)
				require.Equal(t, policyOf(header), policyOf(res.Header), path)
			}
		}
	}
}

func TestWhoMayFrameWhat(t *testing.T) {
	h, _ := serving(t, Options{})
	directives := func(path string) []string {
		return strings.Split(ask(h, "GET", path).Header.Get(runs), "; ")
	}
	require.Contains(t, directives("/"), "frame-ancestors 'none'")
	require.Contains(t, directives("/"), "frame-src 'self'", "the preview of an embed")
	require.Contains(t, directives("/embed"), "frame-ancestors *")
	require.Empty(t, ask(h, "GET", "/embed").Header.Get(opener), "a frame has no say in that")
	require.Equal(t, "cross-origin", ask(h, "GET", "/embed").Header.Get(fetchers), "pages with require-corp frame it, too")
}

func TestNoPolicyLetsAPageRunWhatIsWrittenIntoIt(t *testing.T) {
	for _, p := range []policy{pagePolicy, embedPolicy, workerPolicy} {
		value := p[0].value
		require.Equal(t, runs, p[0].name)
		for _, part := range []string{"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'"} {
			require.Contains(t, strings.Split(value, "; "), part)
		}
		require.NotContains(t, value, "unsafe-inline")
	}
	require.Equal(t, "default-src 'none'; style-src 'unsafe-inline'", picturePolicy[0].value)
}

// parseHeaders reads a _headers file: addresses at the margin, and what their
// answers have below them.
func parseHeaders(t *testing.T, text string) map[string]http.Header {
	found := map[string]http.Header{}
	var rule http.Header
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '/':
			require.NotContains(t, found, line)
			rule = http.Header{}
			found[line] = rule
		default:
			name, value, ok := strings.Cut(strings.TrimPrefix(line, "  "), ": ")
			require.True(t, ok, line)
			rule.Set(name, value)
		}
	}
	return found
}

// TestStaticHostsAreToldTheSame compares web/_headers with what this server says,
// address by address.
func TestStaticHostsAreToldTheSame(t *testing.T) {
	text, err := os.ReadFile("../web/_headers")
	require.NoError(t, err)
	rules := parseHeaders(t, string(text))
	matches := func(rule, path string) bool {
		prefix, all := strings.CutSuffix(rule, "*")
		return rule == path || all && strings.HasPrefix(path, prefix)
	}
	used := map[string]bool{}
	h, _ := serving(t, Options{})
	for path, asked := range map[string]string{
		"/": "/", "/index.html": "/index.html", "/embed": "/embed", "/embed.html": "/embed.html", "/embed.js": "/embed.js",
		assetPath + "app.js": "/assets/app.js", assetPath + "worker.js": "/assets/worker.js",
		"/pictures/ring/made-auto.svg": "/pictures/ring/made-auto.svg",
	} {
		said := http.Header{}
		for rule, header := range rules {
			if matches(rule, asked) {
				used[rule] = true
				for name, values := range header {
					require.Empty(t, said[name], "%s of %s: two rules that match are joined by hosts", name, asked)
					said[name] = values
				}
			}
		}
		ours := ask(h, "GET", path).Header
		for _, name := range append([]string{"Cache-Control"}, told...) {
			require.Equal(t, ours.Get(name), said.Get(name), "%s of %s", name, asked)
		}
	}
	for rule := range rules {
		require.True(t, used[rule], "no address that is served matches %s", rule)
	}
	require.False(t, slices.ContainsFunc(strings.Split(string(text), "\n"), func(line string) bool { return len(line) > 2000 }),
		"Cloudflare takes lines of up to 2,000 characters")
}
