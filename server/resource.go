package main

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
)

// representation is one form of a resource: its bytes under one content coding.
// The ETag is strong because it is a digest of exactly these bytes, so that two
// codings of one file never share it.
type representation struct {
	coding string
	etag   string
	body   []byte
}

func newRepresentation(coding string, body []byte) representation {
	return representation{coding: coding, etag: tagOf(body), body: body}
}

// tagOf makes an ETag of what an answer depends on.
func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`
}

// resource is something with an address. Its codings are listed best first and
// each is made when it is first asked for: files have theirs ready, what is filled
// or drawn is compressed only for the clients that come.
type resource struct {
	status       int // 0 is 200
	policy       policy
	contentType  string
	cacheControl string
	codings      []string
	varies       bool // another client may get another coding
	form         func(coding string) representation
	// etag returns the tag of a form without making it; nil asks the form.
	etag func(coding string) string
}

const (
	// A folder named by the digest of its content can never change.
	cacheForever = "public, max-age=31536000, immutable"
	// May be kept, but is asked about (If-None-Match) before each use.
	cacheAsk = "no-cache"
	// For what only a new build changes but has the same address then, and is asked
	// for from pages all over: for five minutes nobody has to ask. For a day after
	// that the old one may still be shown while it is asked about, so that readers of
	// other people's pages never wait for us.
	cacheBriefly = "public, max-age=300, stale-while-revalidate=86400"
	// Says something about this moment only.
	cacheNever = "no-store"
)

// serve answers GET and HEAD with the coding the client prefers, or 304 when it
// has that very form already.
func (res *resource) serve(w http.ResponseWriter, r *http.Request) {
	if coding, ok := res.agree(w, r); ok {
		res.send(w, r, coding)
	}
}

// agree finds the coding to answer with. It answers itself, and returns false,
// where there is none or the client has what it would get.
func (res *resource) agree(w http.ResponseWriter, r *http.Request) (coding string, ok bool) {
	coding, ok = negotiate(r.Header.Values("Accept-Encoding"), res.codings)
	if !ok {
		writeNotice(w, r, noticeNotAcceptable)
		return "", false
	}
	if etag := res.tag(coding); etag != "" && matchesETag(r.Header.Values("If-None-Match"), etag) {
		res.describe(w.Header(), etag)
		w.WriteHeader(http.StatusNotModified)
		return "", false
	}
	return coding, true
}

// tag returns the ETag of a form, or "" where there is none: what says that
// something went wrong is nothing to have already.
func (res *resource) tag(coding string) string {
	switch {
	case res.status != 0:
		return ""
	case res.etag != nil:
		return res.etag(coding)
	}
	return res.form(coding).etag
}

// describe writes what an answer has with and without its body.
func (res *resource) describe(header http.Header, etag string) {
	res.policy.set(header)
	header.Set("Cache-Control", res.cacheControl)
	if res.varies {
		header.Set("Vary", "Accept-Encoding")
	}
	if etag != "" {
		header.Set("ETag", etag)
	}
}

// send answers in a coding that was agreed on.
func (res *resource) send(w http.ResponseWriter, r *http.Request, coding string) {
	form, header := res.form(coding), w.Header()
	res.describe(header, res.tag(coding))
	header.Set("Content-Type", res.contentType)
	header.Set("Content-Length", strconv.Itoa(len(form.body)))
	if coding != identityCoding {
		header.Set("Content-Encoding", coding)
	}
	w.WriteHeader(max(res.status, http.StatusOK))
	if r.Method != http.MethodHead {
		// A client that went away is not an error of ours; the access log has the count.
		_, _ = w.Write(form.body)
	}
}

// matchesETag reads If-None-Match (RFC 9110, section 13.1.2): a star, or a list
// of tags of which weak ones count too, since only equality of content is asked.
// A tag may hold commas, so the list is read tag by tag and not split.
func matchesETag(header []string, etag string) bool {
	for _, rest := range header {
		for {
			rest = strings.TrimLeft(rest, " \t,")
			if rest == "*" {
				return true
			}
			rest = strings.TrimPrefix(rest, "W/")
			if !strings.HasPrefix(rest, `"`) {
				break
			}
			end := strings.IndexByte(rest[1:], '"')
			if end < 0 {
				break
			}
			if rest[:end+2] == etag {
				return true
			}
			rest = rest[end+2:]
		}
	}
	return false
}
