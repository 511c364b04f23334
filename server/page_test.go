package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func jsonLog(log *records) *slog.Logger { return slog.New(slog.NewJSONHandler(log, nil)) }

func drawnAs(page Page) Options {
	return Options{Picture: func(context.Context, string) (Page, error) { return page, nil }}
}

// bare is the page as a host without pictures sends it.
const bare = "<!doctype html><title>Headroom</title><meta name=\"description\" content=\"See.\"><p></p><figure></figure><p></p>"

func TestThePageHoldsThePictureOfItsLink(t *testing.T) {
	var asked []string
	h, _ := serving(t, Options{Picture: func(_ context.Context, rawQuery string) (Page, error) {
		asked = append(asked, rawQuery)
		return Page{Title: "Ring <5>", Caption: "a & b", Wide: []byte("<svg>w</svg>"), Narrow: []byte("<svg>n</svg>")}, nil
	}})
	want := "<p>Ring &lt;5&gt;</p>" +
		`<figure><div class="wide"><svg>w</svg></div><div class="narrow"><svg>n</svg></div></figure>` +
		"<p>a &amp; b</p>"
	for _, path := range []string{"/?lab=ring&t=4%20s", "/", "/embed?lab=ring", "/embed.html?lab=ring"} {
		page := read(t, ask(h, "GET", path))
		require.True(t, strings.HasSuffix(page, want), "%s: %s", path, page)
	}
	require.Equal(t, []string{"lab=ring&t=4%20s", "", "lab=ring"}, asked,
		"the query arrives as it was written, and two names of one page are drawn once")
}

func TestTheFilledPageIsCompressedForWhoAccepts(t *testing.T) {
	h, _ := serving(t, drawnAs(Page{Wide: []byte("<svg>" + strings.Repeat("<circle/>", 500) + "</svg>")}))
	plain := ask(h, "GET", "/")
	for _, coding := range []string{"br", "gzip"} {
		res := ask(h, "GET", "/", "Accept-Encoding", coding)
		require.Equal(t, coding, res.Header.Get("Content-Encoding"))
		require.Equal(t, "Accept-Encoding", res.Header.Get("Vary"))
		require.Less(t, res.ContentLength, plain.ContentLength/10)
		require.NotEqual(t, plain.Header.Get("ETag"), res.Header.Get("ETag"))
		require.Contains(t, read(t, res), "<circle/>")
	}
}

func TestTheETagCoversTheFilledPage(t *testing.T) {
	h, _ := serving(t, Options{Picture: func(_ context.Context, rawQuery string) (Page, error) {
		return Page{Wide: []byte("<svg>" + rawQuery + "</svg>")}, nil
	}})
	a, b := ask(h, "GET", "/?t=1").Header.Get("ETag"), ask(h, "GET", "/?t=2").Header.Get("ETag")
	require.NotEqual(t, a, b)
	require.Equal(t, http.StatusNotModified, ask(h, "GET", "/?t=1", "If-None-Match", a).StatusCode)
	require.Equal(t, http.StatusOK, ask(h, "GET", "/?t=2", "If-None-Match", a).StatusCode)
}

func TestWithoutAPictureThePageIsServedAndTheLogSaysWhy(t *testing.T) {
	hold := make(chan struct{})
	defer close(hold)
	for reason, picture := range map[string]func(context.Context, string) (Page, error){
		"no such lab": func(context.Context, string) (Page, error) {
			return Page{Wide: []byte("half done")}, errors.New("no such lab")
		},
		"drawing panicked: index out of range": func(context.Context, string) (Page, error) {
			panic("index out of range")
		},
		"larger than 524 KB": func(context.Context, string) (Page, error) {
			return Page{Wide: make([]byte, maxPicture), Narrow: make([]byte, 1)}, nil
		},
		"not ready within 10ms": func(context.Context, string) (Page, error) {
			<-hold
			return Page{}, nil
		},
	} {
		h, log := serving(t, Options{Picture: picture, Timeout: 10 * time.Millisecond})
		res := ask(h, "GET", "/?lab=ring")
		require.Equal(t, http.StatusOK, res.StatusCode, reason)
		require.Equal(t, bare, read(t, res), reason)
		record := log.named(t, "page without a picture")[0]
		require.Contains(t, record["reason"], reason)
		require.Equal(t, "lab=ring", record["query"])
		require.Equal(t, "WARN", record["level"])
	}
}

func TestNoPictureAtAllIsNotWorthARecord(t *testing.T) {
	h, log := serving(t, Options{})
	require.Equal(t, bare, read(t, ask(h, "GET", "/")))
	require.Empty(t, log.named(t, "page without a picture"))
}

func TestNoMoreThanSoManyPicturesAreDrawnAtOnce(t *testing.T) {
	hold, begun := make(chan struct{}), make(chan struct{}, 1)
	h, log := serving(t, Options{Places: 1, Timeout: 10 * time.Millisecond, Picture: func(context.Context, string) (Page, error) {
		begun <- struct{}{}
		<-hold
		return Page{}, nil
	}})
	ask(h, "GET", "/?t=1")
	<-begun
	ask(h, "GET", "/?t=2")
	close(hold)
	require.Empty(t, begun, "the second found no place and was never begun")
	require.Contains(t, log.named(t, "page without a picture")[1]["reason"], "all 1 places for drawing were taken")
}

func TestALinkThatMakesTheRoundsIsDrawnOnce(t *testing.T) {
	var drawn atomic.Int64
	h, _ := serving(t, Options{Picture: func(_ context.Context, rawQuery string) (Page, error) {
		drawn.Add(1)
		return Page{Title: rawQuery}, nil
	}})
	for range 5 {
		require.Contains(t, read(t, ask(h, "GET", "/?t=1")), "t=1")
	}
	require.EqualValues(t, 1, drawn.Load())

	for i := range keptPages {
		ask(h, "GET", "/?other="+strconv.Itoa(i))
	}
	ask(h, "GET", "/?t=1")
	require.EqualValues(t, 2+keptPages, drawn.Load(), "what is remembered is bounded")

	long := "/?" + strings.Repeat("x", maxKeptKey+1)
	ask(h, "GET", long)
	ask(h, "GET", long)
	require.EqualValues(t, 4+keptPages, drawn.Load(), "a giant link is not kept")
}

func TestThatAPictureIsTooDearIsFoundOutOnce(t *testing.T) {
	for _, row := range []struct {
		picture Page
		err     error
		drawn   int64
	}{
		{Page{Title: "Ring"}, fmt.Errorf("the wide one: %w", errTooMuch), 1},
		{Page{Title: "Ring", Wide: make([]byte, maxPicture+1)}, nil, 1},
		{Page{Title: "Ring"}, errors.New("something that may pass"), 3},
	} {
		var drawn atomic.Int64
		h, log := serving(t, Options{Picture: func(context.Context, string) (Page, error) {
			drawn.Add(1)
			return row.picture, row.err
		}})
		for range 3 {
			require.Contains(t, read(t, ask(h, "GET", "/?lab=ring")), "<p>Ring</p><figure></figure>")
		}
		require.Equal(t, row.drawn, drawn.Load(), row.err)
		require.Len(t, log.named(t, "page without a picture"), int(row.drawn))
	}
}

func TestPagesAreMadeForManyAtOnce(t *testing.T) {
	h, _ := serving(t, Options{Timeout: time.Minute, Picture: func(_ context.Context, rawQuery string) (Page, error) {
		return Page{Title: rawQuery, Wide: []byte("<svg/>")}, nil
	}})
	together(t, 64, func(i int) {
		query := "t=" + strconv.Itoa(i%40)
		body := read(t, ask(h, "GET", "/?"+query, "Accept-Encoding", "br"))
		if !strings.Contains(body, "<p>"+query+"</p>") {
			t.Errorf("the page of %s is %s", query, body)
		}
	})
}

// together does something so many times at once.
func together(t *testing.T, times int, do func(i int)) {
	t.Helper()
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
