package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"headroom/core/dataset"
)

// Small data travels in the fragment of a link, which browsers never send to a
// server: "#d=1." and base64url of the raw deflate of the packed form.
const (
	fragmentKey     = "d="
	fragmentVersion = "1"
	// longestFragment is more letters than deflate and base64 make of the most
	// that a link may carry.
	longestFragment = 24 * 1024
)

var errFragment = errors.New("the keys in the link cannot be read: the link was cut off or changed on its way; copy it again, or give the file with -data FILE")

// fragmentOf returns the fragment that carries keys, "#" and all, or "" where
// they are too many for a link.
func fragmentOf(keys *dataset.Keys) string {
	if keys.PackedLen() > dataset.MaxInline {
		return ""
	}
	packed, _ := keys.AppendPacked(nil, 0, dataset.MaxInline)
	var deflated bytes.Buffer
	w, err := flate.NewWriter(&deflated, flate.BestCompression)
	if err != nil {
		panic("flate: " + err.Error()) // the level is one of its own
	}
	w.Write(packed) // writing to memory does not fail
	w.Close()
	return "#" + fragmentKey + fragmentVersion + "." + base64.RawURLEncoding.EncodeToString(deflated.Bytes())
}

// keysIn returns the keys that the fragment of a link carries, or nil where it
// carries none. A stranger may have made it: no more than a link may carry is
// inflated, whatever it would come to.
func keysIn(link string) (*dataset.Keys, error) {
	_, fragment, _ := strings.Cut(link, "#")
	text, found := strings.CutPrefix(fragment, fragmentKey)
	if !found {
		return nil, nil
	}
	version, letters, dotted := strings.Cut(text, ".")
	switch {
	case !dotted:
		return nil, errFragment
	case version != fragmentVersion:
		return nil, fmt.Errorf("the keys in the link are written as version %.20q, and this program reads version %s; use a newer one, or give the file with -data FILE", version, fragmentVersion)
	case len(letters) > longestFragment:
		return nil, errTooMuch
	}
	packed, err := inflate(letters)
	if err != nil {
		return nil, err
	}
	keys, err := dataset.Unpack(packed)
	if err != nil {
		return nil, errFragment
	}
	return keys, nil
}

var errTooMuch = fmt.Errorf("the keys in the link come to more than %d bytes, which is the most that a link carries; give the file with -data FILE", dataset.MaxInline)

func inflate(letters string) ([]byte, error) {
	deflated, err := base64.RawURLEncoding.DecodeString(letters)
	if err != nil {
		return nil, errFragment
	}
	rest := bytes.NewReader(deflated)
	packed, err := io.ReadAll(io.LimitReader(flate.NewReader(rest), dataset.MaxInline+1))
	switch {
	case len(packed) > dataset.MaxInline:
		return nil, errTooMuch
	case err != nil || rest.Len() > 0:
		return nil, errFragment
	}
	return packed, nil
}
