package main

import (
	"bytes"
	"html"
	"net/http"
	"strconv"
	"strings"
)

// fillHead puts what search engines, chats and feeds read in place of what stands
// between the marks. Where nothing is known of the link that stays.
func fillHead(source []byte, page Page, origin string) []byte {
	before, rest, found := bytes.Cut(source, []byte(headBegin))
	plain, after, closed := bytes.Cut(rest, []byte(headEnd))
	if !found || !closed {
		return source
	}
	head := plain
	if page.Title != "" {
		head = appendHead(nil, page, origin)
	}
	return bytes.Join([][]byte{before, head, after}, nil)
}

func appendHead(dst []byte, page Page, origin string) []byte {
	title := page.Title
	if page.Heading != "" {
		title += ": " + page.Heading
	}
	picture := "render.svg" + page.Link
	line := func(parts ...string) {
		for i, part := range parts {
			if i%2 == 1 {
				part = html.EscapeString(part)
			}
			dst = append(dst, part...)
		}
		dst = append(dst, '\n')
	}
	line(`<title>`, title, ` · Headroom</title>`)
	line(`<meta name="description" content="`, page.Summary, `">`)
	line(`<link rel="canonical" href="`, below(origin, page.Link), `">`)
	line(`<link rel="alternate" type="image/svg+xml" href="`, picture, `">`)
	line(`<meta property="og:site_name" content="Headroom">`)
	line(`<meta property="og:type" content="website">`)
	line(`<meta property="og:title" content="`, title, `">`)
	line(`<meta property="og:description" content="`, page.Summary, `">`)
	if origin == "" { // these have no meaning without a host
		return dst[:len(dst)-1]
	}
	line(`<meta property="og:url" content="`, below(origin, page.Link), `">`)
	line(`<meta property="og:image" content="`, below(origin, picture+"&theme=light"), `">`)
	line(`<meta property="og:image:type" content="image/svg+xml">`)
	line(`<meta property="og:image:width" content="`, strconv.Itoa(defaultWidth), `">`)
	line(`<meta property="og:image:height" content="`, strconv.Itoa(defaultHeight), `">`)
	return dst[:len(dst)-1]
}

// below makes an address of the folder that the page is in, absolute where the
// origin is known.
func below(origin, address string) string {
	if origin == "" {
		return "./" + address
	}
	return origin + "/" + address
}

// originOf returns "https://host" as the client sees this server, or "" where the
// request does not say so in a way that may stand in a page: the header is
// whatever a client sent.
func originOf(r *http.Request) string {
	if !isHost(r.Host) {
		return ""
	}
	switch forwarded := r.Header.Get("X-Forwarded-Proto"); {
	case r.URL.Scheme == "https" || r.TLS != nil || forwarded == "https":
		return "https://" + r.Host
	default:
		return "http://" + r.Host
	}
}

// isHost tells a name or an address, with or without a port: "example.org",
// "localhost:8080", "[::1]:8080".
func isHost(host string) bool {
	const longest = 253 + len(":65535")
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		name, port = host[:i], host[i+1:]
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return false
		}
	}
	digits := "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."
	if inside, ok := strings.CutPrefix(name, "["); ok {
		name, ok = strings.CutSuffix(inside, "]")
		if digits = "0123456789abcdefABCDEF:."; !ok {
			return false
		}
	}
	return name != "" && len(host) <= longest && strings.Trim(name, digits) == ""
}
