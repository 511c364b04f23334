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
	sum := sha256.Sum256(body)
	return representation{
		coding: coding,
		etag:   `"` + base64.RawURLEncoding.EncodeToString(sum[:18]) + `"`,
		body:   body,
	}
}

// resource is something with an address. Its codings are listed best first and
// each is made when it is first asked for: files have theirs ready, a filled
// page compresses only for the clients that come.
type resource struct {
	contentType  string
	cacheControl string
	codings      []string
	varies       bool // with Accept-Encoding, here or on the way
	form         func(coding string) representation
}

const (
	// A folder named by the digest of its content can never change.
	cacheForever = "public, max-age=31536000, immutable"
	// May be kept, but is asked about (If-None-Match) before each use.
	cacheAsk = "no-cache"
	// Says something about this moment only.
	cacheNever = "no-store"
)

// serve answers GET and HEAD with the coding the client prefers, or 304 when it
// has that very form already.
func (res *resource) serve(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	if res.varies {
		header.Set("Vary", "Accept-Encoding")
	}
	coding, ok := negotiate(r.Header.Values("Accept-Encoding"), res.codings)
	if !ok {
		writeNotice(w, r, noticeNotAcceptable)
		return
	}
	form := res.form(coding)
	header.Set("ETag", form.etag)
	header.Set("Cache-Control", res.cacheControl)
	if matchesETag(r.Header.Values("If-None-Match"), form.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header.Set("Content-Type", res.contentType)
	header.Set("Content-Length", strconv.Itoa(len(form.body)))
	if coding != identityCoding {
		header.Set("Content-Encoding", coding)
	}
	w.WriteHeader(http.StatusOK)
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
