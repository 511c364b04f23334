//go:build !js

package main

import (
	"bytes"
	"compress/gzip"

	"github.com/andybalholm/brotli"
)

// madeCodings are the codings of an answer that is made for a request, best first.
var madeCodings = []coding{{brotliCoding, brotliOf}, {gzipCoding, gzipOf}, {identityCoding, asItIs}}

// levels of compression for each care. Brotli's 5 takes a few milliseconds for a
// page, at nine tenths of what the slowest level saves; its 1 takes a quarter of
// that and leaves a sixth more.
var brotliLevels, gzipLevels = [...]int{careful: 5, quick: 1}, [...]int{careful: 5, quick: 3}

func brotliOf(body []byte, with care) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotliLevels[with])
	mustCompress(w.Write(body))
	mustCompress(0, w.Close())
	return out.Bytes()
}

func gzipOf(body []byte, with care) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzipLevels[with])
	mustCompress(0, err)
	mustCompress(w.Write(body))
	mustCompress(0, w.Close())
	return out.Bytes()
}

// mustCompress states that compressing into memory cannot fail.
func mustCompress(_ int, err error) {
	if err != nil {
		panic("compressing into a buffer failed: " + err.Error())
	}
}
