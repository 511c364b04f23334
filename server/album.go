package main

import (
	"context"
	"encoding/json"
	"fmt"
)

const (
	// picturesPrefix opens the names of pictures that the build has made.
	picturesPrefix = "pictures/"
	albumName      = picturesPrefix + "index.json"
)

// album lists the pictures of presets that the build has made, at the size that a
// picture has where nobody says another.
type album struct {
	// Build is another one whenever the same link could be another picture.
	Build string `json:"build"`
	// Pictures maps links, as Scenario.Format writes them, to the names of their
	// files without theme and ending.
	Pictures map[string]string `json:"pictures"`
}

// readAlbum reads the list. A folder without one has no pictures and a build
// without a name.
func readAlbum(ctx context.Context, files Files) (album, error) {
	var found album
	body, err := files.Read(ctx, albumName)
	if err != nil {
		return found, err
	}
	if err := json.Unmarshal(body, &found); err != nil {
		return album{}, fmt.Errorf("reading %s: %w", albumName, err)
	}
	return found, nil
}

// file returns the name of the file that has a picture, or "".
func (a *album) file(ask *still) string {
	name := a.Pictures[ask.link]
	if name == "" || !ask.isPlain() {
		return ""
	}
	return picturesPrefix + name + "-" + ask.themeName() + ".svg"
}

// tagOf returns the ETags of a picture, one for each coding.
func (a *album) tagOf(ask *still) func(coding string) string {
	return func(coding string) string { return tagOf([]byte(a.Build + " " + coding + " " + ask.key())) }
}
