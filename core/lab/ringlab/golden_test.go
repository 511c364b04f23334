package ringlab_test

import (
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
	"headroom/core/lab/ringlab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

// update writes the pictures anew; look at what changed before it is committed:
//
//	go test ./core/lab/ringlab -run Picture -update
var update = flag.Bool("update", false, "write the golden pictures anew")

// golden is a moment that is looked at.
type golden struct {
	name   string
	preset lab.Preset
	after  time.Duration // the first action, or 0 for the moment of the link
	last   bool          // of its preset
}

func goldens(l *lab.Lab) []golden {
	var all []golden
	for i, p := range l.Presets {
		name := strconv.Itoa(i+1) + "-" + strings.Map(letters, strings.ToLower(p.Name))
		acts := strings.Contains(p.Link, "do=")
		all = append(all, golden{name, p, 0, !acts})
		if acts {
			all = append(all, golden{name + "-after", p, 1500 * time.Millisecond, true})
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

func (g *golden) open(t *testing.T, l *lab.Lab) *session.Session {
	s, err := session.Open(g.preset.Link, []*lab.Lab{l}, nil)
	require.NoError(t, err)
	if g.after > 0 {
		s.Seek(s.Scenario().Actions[0].At + g.after)
	}
	s.Settle()
	return s
}

// layouts are the sizes of a stage beside the panel and of one on a phone.
var layouts = []struct {
	name          string
	width, height float64
}{{"wide", 880, 600}, {"narrow", 390, 500}}

func TestPicturesOfEveryPreset(t *testing.T) {
	l := ringlab.New()
	expected := map[string]bool{}
	check := func(name string, picture []byte) {
		file := filepath.Join("testdata", name+".svg")
		compare(t, file, picture)
		expected[file] = true
	}
	for _, g := range goldens(l) {
		s := g.open(t, l)
		for _, layout := range layouts {
			on := scene.New()
			s.Draw(on, layout.width, layout.height)
			light := svg.Append(nil, on, svg.Options{Theme: svg.Light})
			dark := svg.Append(nil, on, svg.Options{Theme: svg.Dark})
			require.Equal(t, inTheDark(string(light)), string(dark), "the themes differ in colours only")
			check(g.name+"-"+layout.name+"-light", light)
			if layout.name == "wide" && g.last {
				check(g.name+"-"+layout.name+"-dark", dark)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join("testdata", "*.svg"))
	require.NoError(t, err)
	for _, file := range files {
		require.True(t, expected[file], "%s belongs to no preset", file)
	}
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
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, picture, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
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
