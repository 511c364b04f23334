package main

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var headed = Page{Title: "Ring <5>", Heading: `a "fifth" joins`, Summary: "17.9% & more", Link: "?lab=ring&v=1"}

func TestTheHeadSaysWhatTheLinkIsAbout(t *testing.T) {
	h, _ := serving(t, drawnAs(headed))
	for _, path := range []string{"/?x=1", "/embed?x=1"} {
		page := read(t, ask(h, "GET", "http://lab.example:8080"+path))
		head, _, found := strings.Cut(page, "<p>")
		require.True(t, found)
		require.Equal(t, []string{
			`<title>Ring &lt;5&gt;: a &#34;fifth&#34; joins · Headroom</title>`,
			`<meta name="description" content="17.9% &amp; more">`,
			`<link rel="canonical" href="http://lab.example:8080/?lab=ring&amp;v=1">`,
			`<link rel="alternate" type="image/svg+xml" href="render.svg?lab=ring&amp;v=1">`,
			`<meta property="og:site_name" content="Headroom">`,
			`<meta property="og:type" content="website">`,
			`<meta property="og:title" content="Ring &lt;5&gt;: a &#34;fifth&#34; joins">`,
			`<meta property="og:description" content="17.9% &amp; more">`,
			`<meta property="og:url" content="http://lab.example:8080/?lab=ring&amp;v=1">`,
			`<meta property="og:image" content="http://lab.example:8080/render.svg?lab=ring&amp;v=1&amp;theme=light">`,
			`<meta property="og:image:type" content="image/svg+xml">`,
			`<meta property="og:image:width" content="880">`,
			`<meta property="og:image:height" content="600">`,
		}, strings.Split(head[strings.Index(head, "<title>"):], "\n"))
		require.NotContains(t, page, "headroom:head")
	}
}

func TestWithoutATrustworthyHostNothingAbsoluteIsWritten(t *testing.T) {
	head := string(fillHead([]byte(indexHTML), headed, ""))
	require.Contains(t, head, `<link rel="canonical" href="./?lab=ring&amp;v=1">`)
	require.Contains(t, head, `href="render.svg?lab=ring&amp;v=1"`)
	for _, absolute := range []string{"og:url", "og:image", "://"} {
		require.NotContains(t, head, absolute)
	}
}

func TestAnUnknownLinkLeavesTheHeadOfThePage(t *testing.T) {
	head := string(fillHead([]byte(indexHTML), Page{}, "http://lab.example"))
	require.Contains(t, head, `<!doctype html><title>Headroom</title><meta name="description" content="See."><p>`)
	for _, source := range []string{"", "<p>", headBegin, headEnd + headBegin} {
		require.Equal(t, source, string(fillHead([]byte(source), headed, "")), "a page without the marks is left alone")
	}
}

func TestTheOriginIsWhatTheClientAskedForOrNothing(t *testing.T) {
	origin := func(host string, headers ...string) string {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		return originOf(r)
	}
	for _, host := range []string{"example.org", "localhost:8080", "a-b.c:1", "127.0.0.1:80", "[::1]:8080", "[2001:db8::1]", "EXAMPLE.org"} {
		require.Equal(t, "http://"+host, origin(host))
		require.Equal(t, "https://"+host, origin(host, "X-Forwarded-Proto", "https"))
		require.Equal(t, "http://"+host, origin(host, "X-Forwarded-Proto", "javascript"))
	}
	for _, host := range []string{
		"", ":80", "a:", "a:0", "a:65536", "a:b", "a:+1", `a"onload=`, "a<b", "a b", "a/b", "a@b", "a?b", "a\\b", "[::1", "::1]", "[]", "[a]x:1", "a:1:2",
		"a%2e", "ä.example", "a\x00", strings.Repeat("a", 300),
	} {
		require.Empty(t, origin(host), "%q", host)
	}
}

func FuzzNoHostBreaksOutOfThePage(f *testing.F) {
	for _, seed := range []string{"example.org", `"><script>`, "[::1]:1", "a:99999", "'"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = host
		if origin := originOf(r); origin != "" {
			require.Regexp(t, `^http://[0-9A-Za-z.:\[\]-]+$`, origin)
		}
	})
}

// TestThePagesHaveThePlacesThatAreFilled reads the sources, since a mark that was
// renamed in one place only would leave its place empty without a word.
func TestThePagesHaveThePlacesThatAreFilled(t *testing.T) {
	for _, name := range []string{indexName, embedName} {
		source, err := os.ReadFile("../web/" + name)
		require.NoError(t, err)
		for _, mark := range []string{headBegin, headEnd, titleMarker, pictureMarker, captionMarker} {
			require.Equal(t, 1, strings.Count(string(source), mark), "%s in %s", mark, name)
		}
		head := string(fillHead(source, headed, ""))
		require.Equal(t, 1, strings.Count(head, "<title>"), name)
		require.LessOrEqual(t, strings.Count(head, `name="description"`), 1, name)
	}
}
