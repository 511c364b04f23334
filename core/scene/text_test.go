package scene_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/scene"
)

func TestTextsAreCleanedAndCutOnTheirWayIntoTheScene(t *testing.T) {
	tests := []struct {
		name, text, want string
		max              float64
	}{
		{"as it is", "cache-a", "cache-a", 0},
		{"with room to spare", "cache-a", "cache-a", 100},
		{"too long", "cache-a took a slice", "cache-a…", 64},
		{"no space before the ellipsis", "a         b", "a…", 35},
		{"no room for a letter", "cache", "…", 13},
		{"no room for anything", "cache", "", 3},
		{"a width below 0", "cache", "", -5},
		{"breaks and tabs are spaces", "a\tb\r\nc\u2028d", "a b  c d", 0},
		{"control characters show as such", "a\x00b\x7fc\u0090", "a\ufffdb\ufffdc\ufffd", 0},
		{"what is not UTF-8 shows as such", "a\xffb\xc3", "a\ufffdb\ufffd", 0},
		{"longer than any text may be", strings.Repeat("ü", 1025), strings.Repeat("ü", 1022) + "…", 0},
		{"as long as a text may be", strings.Repeat("ü", 1024), strings.Repeat("ü", 1024), 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			style := scene.TextStyle{Size: 12, Role: scene.Ink, Max: test.max}
			s := frame(func(s *scene.Scene) {
				s.Text(1, 2, test.text, style)
				s.TextBytes(1, 2, []byte(test.text), style)
			})
			for _, op := range drawn(s, scene.Base) {
				require.Equal(t, test.want, string(op.Text))
			}
			require.Len(t, drawn(s, scene.Base), map[bool]int{true: 2, false: 0}[test.want != ""])
		})
	}
}

func TestATextWithoutSizeOrColourIsNotDrawn(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Text(0, 0, "a", scene.TextStyle{Role: scene.Ink, Max: 10})
		s.Text(0, 0, "a", scene.TextStyle{Size: -3, Role: scene.Ink})
		s.Text(0, 0, "a", scene.TextStyle{Size: 12})
		s.Text(0, 0, "", scene.TextStyle{Size: 12, Role: scene.Ink})
	})
	require.Empty(t, drawn(s, scene.Base))
}

// The widths that Chromium measured at 100 pixels, in DejaVu Sans, the widest of the usual fonts, and
// in Roboto or Liberation Sans, the narrowest.
func TestWidthsAreGenerous(t *testing.T) {
	tests := []struct {
		text      string
		bold      bool
		widest    float64
		narrowest float64
	}{
		{"cache-e took a slice from each of the other four.", false, 2409.0, 2112.3},
		{"Keys per node", true, 805.9, 637.1},
		{"0123456789", false, 636.2, 556.2},
		{"14.7% × 25,221", true, 886.2, 689.3},
		{"p99 412 ms", false, 594.7, 522.6},
		{"Größe, naïve café", false, 883.6, 768.4},
		{"Round robin", true, 689.6, 543.8},
		{"привет, мир", false, 640.0, 540.4},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			width := scene.Width(test.text, 100, test.bold)
			require.GreaterOrEqual(t, width, test.widest)
			require.LessOrEqual(t, width, 1.4*test.narrowest)
		})
	}
}

func TestWidthGrowsWithSize(t *testing.T) {
	require.Zero(t, scene.Width("", 12, false))
	require.InDelta(t, 2*scene.Width("cache-a", 12, false), scene.Width("cache-a", 24, false), 1e-9)
	require.Greater(t, scene.Width("cache-a", 12, true), scene.Width("cache-a", 12, false))
}
