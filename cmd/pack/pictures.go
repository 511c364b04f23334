package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

const (
	picturesPrefix = "pictures/"
	// The size of a picture where nobody says another, as /render.svg has it.
	pictureWidth, pictureHeight = 880, 600
)

// pictureThemes are drawn of each preset.
var pictureThemes = []struct {
	name  string
	theme svg.Theme
}{{"light", svg.Light}, {"dark", svg.Dark}, {"auto", svg.Auto}}

// album is pictures/index.json, by which servers find the pictures and tell one
// build's from another's.
type album struct {
	// Build changes whenever the same link could be another picture.
	Build string `json:"build"`
	// Pictures maps links, as Scenario.Format writes them, to files without
	// "-light.svg", "-dark.svg" or "-auto.svg".
	Pictures map[string]string `json:"pictures"`
}

// draw makes the pictures of all presets and their list. Assets is the digest of
// the rest of the build.
func draw(labs []*lab.Lab, assets string) ([]file, error) {
	var made []file
	list := album{Pictures: map[string]string{}}
	for _, l := range labs {
		for _, preset := range l.Presets {
			name := l.ID + "/" + slug(preset.Name)
			link, files, err := drawPreset(preset.Link, picturesPrefix+name, labs)
			if err != nil {
				return nil, fmt.Errorf("drawing the preset %q of %s: %w", preset.Name, l.ID, err)
			}
			if other, taken := list.Pictures[link]; taken {
				return nil, fmt.Errorf("the presets %s and %s are the same scenario", other, name)
			}
			list.Pictures[link] = name
			made = append(made, files...)
		}
	}
	list.Build = digestOf(append([]file{{assets, nil}}, made...))
	body, err := list.json()
	return append(made, file{picturesPrefix + "index.json", body}), err
}

// drawPreset draws a link in all themes.
func drawPreset(link, name string, labs []*lab.Lab) (canonical string, files []file, err error) {
	scenario, notices, err := lab.Parse(link, labs)
	if err != nil {
		return "", nil, err
	}
	if len(notices) > 0 {
		return "", nil, fmt.Errorf("%s", strings.Join(notices, "; "))
	}
	canonical = scenario.Format()
	s, err := session.Open(canonical, labs, nil)
	if err != nil {
		return "", nil, err
	}
	s.Settle()
	on := scene.New()
	for _, theme := range pictureThemes {
		s.Draw(on, pictureWidth, pictureHeight)
		files = append(files, file{name + "-" + theme.name + ".svg", svg.Append(nil, on, svg.Options{Theme: theme.theme})})
	}
	return canonical, files, nil
}

func (a *album) json() ([]byte, error) {
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false) // links stay readable
	to.SetIndent("", "  ")
	err := to.Encode(a)
	return out.Bytes(), err
}

// slug makes a file's name of a preset's: "the notebook's demo" is the-notebooks-demo.
func slug(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "'", "")
	words := strings.FieldsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}
