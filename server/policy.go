package main

import "net/http"

// field is one line of a header.
type field struct{ name, value string }

// A policy is what a browser is told about one kind of answer: what may run in
// it, who may frame it and who may fetch it. web/_headers says the same to static
// hosts, and a test holds the two together.
type policy []field

const (
	// runsPage lets the page run its own modules and its WebAssembly, draw and work
	// in the background, and nothing else: no inline script or style, no other host,
	// no form. The data: images are the page's own small pictures.
	runsPage = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
		"img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
	// runsWorker is for the script of a worker, which is under a policy of its own
	// and not that of the page. What a person hands it cannot leave the machine.
	runsWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
	// runsNothing is for pictures that carry their colours in a style element.
	runsNothing = "default-src 'none'; style-src 'unsafe-inline'"
)

const (
	runs      = "Content-Security-Policy"
	opener    = "Cross-Origin-Opener-Policy"
	embedder  = "Cross-Origin-Embedder-Policy"
	fetchers  = "Cross-Origin-Resource-Policy"
	readers   = "Access-Control-Allow-Origin"
	sniffing  = "X-Content-Type-Options"
	referring = "Referrer-Policy"
	devices   = "Permissions-Policy"
	noDevices = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
)

var (
	// everyAnswer has these, errors included. A link holds the whole scenario, and
	// no other site needs to read it.
	everyAnswer = policy{{sniffing, "nosniff"}, {referring, "no-referrer"}}

	// pagePolicy leaves the page alone in its process, with precise clocks for the
	// frames and nothing for neighbours to measure. It frames the embedded page, for
	// the preview of an embed, and is framed by nobody.
	pagePolicy = policy{
		{runs, runsPage + "frame-src 'self'; frame-ancestors 'none'"},
		{opener, "same-origin"}, {embedder, "require-corp"}, {fetchers, "same-origin"}, {devices, noDevices},
	}

	// embedPolicy is the page's, but any site may frame it.
	embedPolicy = policy{
		{runs, runsPage + "frame-ancestors *"},
		{embedder, "require-corp"}, {fetchers, "cross-origin"}, {devices, noDevices},
	}

	// sharedPolicy is for what other origins may fetch and read. The frame of an embed
	// that is sandboxed is one, even towards the host it comes from.
	sharedPolicy = policy{{fetchers, "cross-origin"}, {readers, "*"}}

	// workerPolicy is for a script that begins a worker of a page that asks for
	// require-corp, and so has to ask for it as well.
	workerPolicy = append(policy{{runs, runsWorker}, {embedder, "require-corp"}}, sharedPolicy...)

	// picturePolicy is for SVG, which is a document when it is opened by itself.
	picturePolicy = append(policy{{runs, runsNothing}}, sharedPolicy...)

	// plainPolicy is for what is about this server and no part of the playground.
	plainPolicy = policy{{runs, "default-src 'none'; frame-ancestors 'none'"}, {fetchers, "same-origin"}}
)

func (p policy) set(header http.Header) {
	for _, f := range p {
		header.Set(f.name, f.value)
	}
}
