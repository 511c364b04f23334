//go:build !js

package main

import (
	"bytes"
	"compress/gzip"

	"github.com/andybalholm/brotli"
)

// madeCodings are the codings of an answer that is made for a request, best first.
var madeCodings = []coding{{brotliCoding, brotliOf}, {gzipCoding, gzipOf}, {identityCoding, asItIs}}

// madeQuality compresses a filled page in a few milliseconds, at nine tenths of
// what the slowest level saves.
const madeQuality = 5

func brotliOf(body []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, madeQuality)
	mustCompress(w.Write(body))
	mustCompress(0, w.Close())
	return out.Bytes()
}

func gzipOf(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, madeQuality)
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
