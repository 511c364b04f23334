// Package golden holds the pictures of a lab's presets to those that somebody has looked at: as SVG, wide
// and narrow, light and dark, at the moment that a preset opens with and after its first action.
//
// To write them anew, and then look at what has changed before it is committed:
//
//	go test ./core/lab/ringlab -run Picture -update
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// layouts are the sizes of a stage beside the panel and of one on a phone.
var layouts = []struct {
	name          string
	width, height float64
}{{"wide", 880, 600}, {"narrow", 390, 500}}

// moment is one that is looked at.
type moment struct {
	name   string
	preset lab.Preset
	after  time.Duration // the first action, or 0 for the moment of the link
	last   bool          // of its preset
}

// Presets draws every preset of a lab and compares with the files of the folder testdata, where there is no
// other picture. After is how long after the first action of a preset the second picture is. Of the dark
// pictures only the last wide one of each preset is stored; the others are proved to differ from the
// light ones in nothing but colours.
func Presets(t *testing.T, l *lab.Lab, after time.Duration) {
	expected := map[string]bool{}
	check := func(name string, picture []byte) {
		file := filepath.Join("testdata", name+".svg")
		compare(t, file, picture)
		expected[file] = true
	}
	for _, m := range moments(l, after) {
		s := m.open(t, l)
		for _, layout := range layouts {
			on := scene.New()
			s.Draw(on, layout.width, layout.height)
			light := svg.Append(nil, on, svg.Options{Theme: svg.Light})
			dark := svg.Append(nil, on, svg.Options{Theme: svg.Dark})
			if inTheDark(string(light)) != string(dark) {
				t.Errorf("%s: the themes differ in more than colours", m.name)
			}
			check(m.name+"-"+layout.name+"-light", light)
			if layout.name == "wide" && m.last {
				check(m.name+"-"+layout.name+"-dark", dark)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.svg"))
	must(t, err)
	for _, file := range files {
		if !expected[file] {
			t.Errorf("%s belongs to no preset", file)
		}
	}
}

func moments(l *lab.Lab, after time.Duration) []moment {
	var all []moment
	for i, p := range l.Presets {
		name := strconv.Itoa(i+1) + "-" + strings.Map(letters, strings.ToLower(p.Name))
		acts := strings.Contains(p.Link, "do=")
		all = append(all, moment{name, p, 0, !acts})
		if acts {
			all = append(all, moment{name + "-after", p, after, true})
		}
	}
	return all
}

func letters(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
		return r
	}
	return -1
}

func (m *moment) open(t *testing.T, l *lab.Lab) *session.Session {
	s, err := session.Open(m.preset.Link, []*lab.Lab{l}, nil)
	must(t, err)
	if m.after > 0 {
		s.Seek(s.Scenario().Actions[0].At + m.after)
	}
	s.Settle()
	return s
}

// inTheDark changes the colours of the light theme to those of the dark one.
func inTheDark(picture string) string {
	var pairs []string
	for r := scene.None + 1; int(r) < scene.Roles; r++ {
		pairs = append(pairs, r.Color(false), r.Color(true))
	}
	return strings.NewReplacer(pairs...).Replace(picture)
}

func compare(t *testing.T, file string, picture []byte) {
	t.Helper()
	if *update {
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		must(t, os.WriteFile(file, picture, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if string(want) != string(picture) {
		t.Errorf("%s is not what is drawn now: %s", file, firstDifference(string(want), string(picture)))
	}
}

// firstDifference shows where two pictures part.
func firstDifference(want, got string) string {
	at := 0
	for at < min(len(want), len(got)) && want[at] == got[at] {
		at++
	}
	from := max(0, at-60)
	return "at byte " + strconv.Itoa(at) + " …" + want[from:min(len(want), at+60)] + "… has become …" + got[from:min(len(got), at+60)] + "…"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
