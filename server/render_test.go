package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

func number(n int) string { return strconv.Itoa(n) }

// counting draws a picture that says what it is of, and counts.
func counting(drawn *atomic.Int64) Options {
	return Options{Still: func(_ context.Context, ask still) ([]byte, error) {
		drawn.Add(1)
		return []byte("<svg>" + ask.key() + "</svg>"), nil
	}}
}

// inSVG returns the texts of a well-formed picture in which nothing runs.
func inSVG(t testing.TB, body string) string {
	var words strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(body))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return words.String()
		}
		require.NoError(t, err, body)
		switch token := token.(type) {
		case xml.StartElement:
			require.Contains(t, []string{"svg", "title", "desc", "style", "rect", "circle", "path", "text"}, token.Name.Local, body)
			for _, a := range token.Attr {
				require.False(t, strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href", "%s", a.Name.Local)
			}
		case xml.CharData:
			words.Write(token)
			words.WriteByte(' ')
		}
	}
}

func TestThePictureIsTheMomentThatThePageShows(t *testing.T) {
	h, _ := serving(t, Options{}.drawing())
	const link = "?lab=ring&nodes=4&keys=3000&do=1s:add:cache-e&do=2s:kill:cache-b&t=3s"
	s, err := session.Open(link, catalog.Labs(), nil)
	require.NoError(t, err)
	s.Settle()
	for theme, drawn := range map[string]svg.Theme{"": svg.Auto, "&theme=auto": svg.Auto, "&theme=light": svg.Light, "&theme=dark": svg.Dark} {
		for size, at := range map[string][2]float64{"": {880, 600}, "&width=390&height=506": {390, 506}, "&height=300": {880, 300}} {
			on := scene.New()
			s.Draw(on, at[0], at[1])
			res := ask(h, "GET", "/render.svg"+link+theme+size)
			require.Equal(t, http.StatusOK, res.StatusCode)
			require.Equal(t, "image/svg+xml", res.Header.Get("Content-Type"))
			body := read(t, res)
			require.Equal(t, string(svg.Append(nil, on, svg.Options{Theme: drawn})), body, theme+size)
			require.Contains(t, body, "<title>Hash ring</title>")
			require.Contains(t, body, "<desc>"+s.Caption().Now)
		}
	}
}

func TestWhoHasAPictureIsToldSoWithoutDrawing(t *testing.T) {
	var drawn atomic.Int64
	h, _ := serving(t, counting(&drawn))
	tags := map[string]string{}
	for _, accept := range []string{"br", "gzip", "identity"} {
		tag := ask(h, "GET", "/render.svg?nodes=4&t=2s", "Accept-Encoding", accept).Header.Get("ETag")
		require.Regexp(t, `^"[A-Za-z0-9_-]{24}"$`, tag)
		require.NotContains(t, tags, tag)
		tags[tag] = accept
	}
	require.EqualValues(t, 1, drawn.Load())

	h, _ = serving(t, counting(&drawn)) // another one of several, or started anew
	for tag, accept := range tags {
		for _, path := range []string{"/render.svg?nodes=4&t=2s", "/render.svg?t=2.000s&lab=ring&nodes=4&theme=auto"} {
			res := ask(h, "GET", path, "If-None-Match", tag, "Accept-Encoding", accept)
			require.Equal(t, http.StatusNotModified, res.StatusCode)
			require.Equal(t, tag, res.Header.Get("ETag"))
			require.Equal(t, cacheBriefly, res.Header.Get("Cache-Control"))
			require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
			require.Empty(t, read(t, res))
		}
		res := ask(h, "GET", "/render.svg?nodes=4&t=2s&theme=dark", "If-None-Match", tag, "Accept-Encoding", accept)
		require.Equal(t, http.StatusOK, res.StatusCode)
	}
	require.EqualValues(t, 2, drawn.Load(), "once before and once in the dark")
}

func TestANewBuildIsANewPicture(t *testing.T) {
	tag := func(build string) string {
		files := site()
		files["pictures/index.json"] = &fstest.MapFile{Data: []byte(`{"build":"` + build + `"}`)}
		h, err := NewHandler(files, counting(new(atomic.Int64)))
		require.NoError(t, err)
		return ask(h, "GET", "/render.svg").Header.Get("ETag")
	}
	require.Equal(t, tag("a"), tag("a"))
	require.NotEqual(t, tag("a"), tag("b"))
}

func TestWithoutAListOfPicturesTheTagIsThatOfTheBytes(t *testing.T) {
	for _, list := range []*fstest.MapFile{nil, {Data: []byte("{")}} {
		files := site()
		delete(files, "pictures/index.json")
		if list != nil {
			files["pictures/index.json"] = list
		}
		h, err := NewHandler(files, counting(new(atomic.Int64)))
		require.NoError(t, err)
		res := ask(h, "GET", "/render.svg"+presetLink)
		require.Equal(t, tagOf([]byte(read(t, res))), res.Header.Get("ETag"))
		res = ask(h, "GET", "/render.svg"+presetLink, "If-None-Match", res.Header.Get("ETag"))
		require.Equal(t, http.StatusNotModified, res.StatusCode)
	}
}

func TestAPictureIsDrawnOnceAndAPresetNotAtAll(t *testing.T) {
	var drawn atomic.Int64
	h, _ := serving(t, counting(&drawn))
	for range 3 {
		require.Contains(t, read(t, ask(h, "GET", "/render.svg?nodes=4", "Accept-Encoding", "br")), "nodes=4")
	}
	require.EqualValues(t, 1, drawn.Load())
	for _, path := range []string{presetLink, presetLink + "&theme=auto", "?keys=50&nodes=3&width=880&height=600&utm=x"} {
		require.Equal(t, "<svg>made by the build</svg>", read(t, ask(h, "GET", "/render.svg"+path)), path)
	}
	require.EqualValues(t, 1, drawn.Load())
	for i, path := range []string{presetLink + "&width=881", presetLink + "&theme=dark", presetLink + "&t=1s"} {
		require.NotContains(t, read(t, ask(h, "GET", "/render.svg"+path)), "made by the build", path)
		require.EqualValues(t, 2+i, drawn.Load(), "neither another size, nor a file that is not there, nor another moment")
	}
}

func TestAPictureIsCompressedForWhoAccepts(t *testing.T) {
	h, _ := serving(t, Options{}.drawing())
	plain := ask(h, "GET", "/render.svg?keys=1000")
	for _, coding := range []string{"br", "gzip"} {
		res := ask(h, "GET", "/render.svg?keys=1000", "Accept-Encoding", coding)
		require.Equal(t, coding, res.Header.Get("Content-Encoding"))
		require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
		require.Less(t, res.ContentLength, plain.ContentLength/2)
		require.Contains(t, read(t, res), "</svg>")
	}
	res := ask(h, "GET", "/render.svg", "Accept-Encoding", "identity;q=0, zstd")
	require.Equal(t, http.StatusNotAcceptable, res.StatusCode)
}

func TestHEADIsAnsweredForPicturesToo(t *testing.T) {
	h, _ := serving(t, Options{}.drawing())
	for _, path := range []string{"/render.svg?keys=100", "/render.svg?theme=pink", "/render.svg" + presetLink} {
		get, head := ask(h, "GET", path), ask(h, "HEAD", path)
		require.Equal(t, get.StatusCode, head.StatusCode, path)
		require.Equal(t, get.Header, head.Header, path)
		require.Positive(t, get.ContentLength, path)
		require.Empty(t, read(t, head), path)
	}
}

func TestARefusalIsAPictureThatSaysWhy(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	fails := func(err error) func(context.Context, still) ([]byte, error) {
		return func(context.Context, still) ([]byte, error) { return nil, err }
	}
	for _, test := range []struct {
		name, query, want string
		status            int
		cached            string
		draw              func(context.Context, still) ([]byte, error)
	}{
		{"a bad value", "width=5000", `width is "5000", but takes 280 to 4,000 pixels`, 400, cacheNever, nil},
		{"no lab", "lab=nowhere", `There is no lab "nowhere"; the labs are ring, balancing.`, 400, cacheNever, nil},
		{"too much work", "method=rendezvous&nodes=1000&keys=1000000", "more than 4,000,000 units of work", 422, cacheBriefly, nil},
		{"too many dear changes", "keys=1&nodes=80&virtual-nodes=2000" + strings.Repeat("&do=1s:add:cache-x&do=1s:remove:cache-x", 100) + "&t=2s",
			"more than 4,000,000 units of work", 422, cacheBriefly, nil},
		{"too large", "", "larger than 524 KB", 422, cacheBriefly,
			func(context.Context, still) ([]byte, error) { return make([]byte, maxPicture+1), nil }},
		{"too slow", "", "The picture was not ready within 100ms.", 503, cacheNever,
			func(context.Context, still) ([]byte, error) { <-hold; return nil, nil }},
		{"late in a lull", "", "The picture was not ready within 100ms.", 503, cacheNever, fails(context.DeadlineExceeded)},
		{"a fault", "", "the server's log has the reason", 500, cacheNever,
			func(context.Context, still) ([]byte, error) { panic("index out of range") }},
		{"an error", "", "the server's log has the reason", 500, cacheNever, fails(errors.New("out of paint"))},
	} {
		o := Options{Still: test.draw, Places: 1}
		if test.draw == nil {
			o = Options{Timeout: time.Minute}.drawing()
		} else {
			o.Timeout = 100 * time.Millisecond
		}
		h, _ := serving(t, o)
		for range 2 { // the second may come from what is kept
			res := ask(h, "GET", "/render.svg?theme=light&"+test.query)
			require.Equal(t, test.status, res.StatusCode, test.name)
			require.Equal(t, "image/svg+xml", res.Header.Get("Content-Type"), test.name)
			require.Equal(t, test.cached, res.Header.Get("Cache-Control"), test.name)
			require.Empty(t, res.Header.Get("ETag"), test.name)
			require.Equal(t, test.status == 503, res.Header.Get("Retry-After") == "5", test.name)
			require.Equal(t, "*", res.Header.Get(readers), test.name)
			body := read(t, res)
			require.Contains(t, inSVG(t, body), test.want, test.name)
			require.Contains(t, body, "#FAFAF7", "in the theme that was asked for")
			if test.status == 503 {
				break // the only place is taken for good
			}
		}
	}
}

func TestNoMorePicturesThanPlacesAreDrawnAtOnce(t *testing.T) {
	hold, begun := make(chan struct{}), make(chan struct{}, 9)
	h, log := serving(t, Options{Places: 1, Timeout: 20 * time.Millisecond, Still: func(context.Context, still) ([]byte, error) {
		begun <- struct{}{}
		<-hold
		return nil, nil
	}})
	for i := range 3 {
		require.Equal(t, http.StatusServiceUnavailable, ask(h, "GET", "/render.svg?t="+number(i)+"s").StatusCode)
	}
	close(hold)
	require.Len(t, begun, 1, "the others found no place")
	require.Contains(t, log.named(t, "picture refused")[1]["reason"], "all 1 places for drawing were taken")
}

func TestARefusalForTooMuchWorkIsFoundOutOnce(t *testing.T) {
	var drawn atomic.Int64
	h, _ := serving(t, Options{Still: func(context.Context, still) ([]byte, error) {
		drawn.Add(1)
		return nil, errTooMuch
	}})
	for range 3 {
		require.Equal(t, http.StatusUnprocessableEntity, ask(h, "GET", "/render.svg").StatusCode)
	}
	require.EqualValues(t, 1, drawn.Load())
}

func TestPrivateDataIsANeutralFrame(t *testing.T) {
	h, _ := serving(t, Options{}.drawing())
	res := ask(h, "GET", "/render.svg?lab=ring&data=0123456789abcdef:1200:orders.csv")
	require.Equal(t, http.StatusOK, res.StatusCode)
	require.NotEmpty(t, res.Header.Get("ETag"))
	words := inSVG(t, read(t, res))
	require.Contains(t, words, "orders.csv, 1,200 keys")
	require.NotContains(t, words, "cache-a", "nothing stands in for them")
}

func TestTheLabsOfOneDeskBelongToOneAtATime(t *testing.T) {
	h, _ := serving(t, Options{Forget: true, Timeout: time.Minute}.drawing())
	want := map[string]string{}
	for i := range 8 {
		query := "/render.svg?keys=" + number(2000+500*i) + "&do=1s:add:cache-f&t=2s"
		want[query] = read(t, ask(h, "GET", query))
	}
	together(t, 32, func(i int) {
		query := "/render.svg?keys=" + number(2000+500*(i%8)) + "&do=1s:add:cache-f&t=2s"
		if body := read(t, ask(h, "GET", query)); body != want[query] {
			t.Errorf("%s is another picture when others are drawn", query)
		}
	})
}

func FuzzWhateverTheLinkThePictureIsSound(f *testing.F) {
	for _, seed := range []string{
		"lab=ring&name=%3Cscript%3E", "lab=%3Csvg/onload=alert(1)%3E", "theme=%22%3E%3Cscript%3E", "width=%00%ff", "do=1s:add:%22&t=2s",
		"data=0123456789abcdef:5:%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E", "nodes=9&keys=90&theme=light&width=300",
	} {
		f.Add(seed)
	}
	h, _ := serving(f, Options{Forget: true}.drawing())
	f.Fuzz(func(t *testing.T, query string) {
		r, err := http.NewRequest("GET", "/render.svg", nil)
		require.NoError(t, err)
		r.URL.RawQuery = "keys=100&" + query
		w := &answered{header: http.Header{}}
		h.ServeHTTP(w, r)
		require.Contains(t, []int{200, 400, 422, 503}, w.status, query)
		inSVG(t, w.body.String())
	})
}

// answered is the least that takes an answer.
type answered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answered) Header() http.Header         { return a.header }
func (a *answered) WriteHeader(status int)      { a.status = status }
func (a *answered) Write(p []byte) (int, error) { return a.body.Write(p) }
