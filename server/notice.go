package main

import (
	"html"
	"io"
	"net/http"
	"strconv"
)

// notice is a page that says what went wrong and what to do now. It is plain
// HTML without a style: the policy allows nothing inline, and a page about a
// missing file must not need another one.
type notice struct {
	status        int
	title, advice string
}

var (
	noticeNotFound = notice{http.StatusNotFound, "Nothing at this address",
		"The playground is one page, and a link to it keeps everything after the question mark, as in /?lab=ring."}
	noticeOldBuild = notice{http.StatusNotFound, "This file belongs to another version",
		"The playground has been updated since the page that asks for it was opened. Reload that page; its link keeps the scenario."}
	noticeMethod = notice{http.StatusMethodNotAllowed, "Only reading is possible here",
		"This server answers GET and HEAD. Nothing is stored on it: a scenario lives in its link."}
	noticeNotAcceptable = notice{http.StatusNotAcceptable, "No acceptable encoding",
		"This address is served as br, gzip or identity, and the request's Accept-Encoding refuses all of them."}
	noticeFault = notice{http.StatusInternalServerError, "The server made a mistake",
		"Reload the page; its link keeps the scenario. If it happens again, the server's log has the reason."}
)

// writeNotice answers with a notice. It is never cached: what is missing today
// may be there after the next build.
func writeNotice(w http.ResponseWriter, r *http.Request, n notice) {
	title := html.EscapeString(n.title)
	body := `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width"><title>` + title + ` · Headroom</title></head>` +
		`<body><main><h1>` + title + `</h1><p>` + html.EscapeString(n.advice) + `</p>` +
		`<p><a href="/">Open the playground</a></p></main></body></html>` + "\n"
	header := w.Header()
	clear(header) // of what the answer would have been
	everyAnswer.set(header)
	plainPolicy.set(header)
	header.Set("Cache-Control", cacheNever)
	header.Set("Content-Type", contentTypes[".html"])
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if n.status == http.StatusMethodNotAllowed {
		header.Set("Allow", "GET, HEAD")
	}
	w.WriteHeader(n.status)
	if r.Method != http.MethodHead {
		_, _ = io.WriteString(w, body)
	}
}
