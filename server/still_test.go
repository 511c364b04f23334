package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/scene/svg"
)

func TestWhatAPictureIsAskedFor(t *testing.T) {
	const plain = "?lab=ring&v=1"
	for query, want := range map[string]still{
		"":                             {plain, svg.Auto, 880, 600},
		"lab=ring":                     {plain, svg.Auto, 880, 600},
		"theme=light":                  {plain, svg.Light, 880, 600},
		"theme=dark&width=280":         {plain, svg.Dark, 280, 600},
		"width=4000&height=4000":       {plain, svg.Auto, 4000, 4000},
		"height=200&lab=ring&nodes=3":  {plain + "&nodes=3", svg.Auto, 880, 200},
		"%74heme=l%69ght":              {plain, svg.Light, 880, 600},
		"show=play&autoload=visible":   {plain, svg.Auto, 880, 600},
		"nodes=5&seed=1&t=0s&utm=feed": {plain, svg.Auto, 880, 600},
		"nodes=none&t=3s":              {plain + "&t=3s", svg.Auto, 880, 600},
		"theme=dark&theme=light":       {plain, svg.Light, 880, 600},
	} {
		ask, err := parseStill(query)
		require.NoError(t, err, query)
		require.Equal(t, want, ask, query)
	}
}

func TestABadValueIsNamedWithWhatIsPossible(t *testing.T) {
	for query, want := range map[string]string{
		"theme=sepia":                         `theme is "sepia", but takes light, dark or auto.`,
		"theme=":                              `theme is "", but takes light, dark or auto.`,
		"theme":                               `theme is "", but takes light, dark or auto.`,
		"width=279":                           `width is "279", but takes 280 to 4,000 pixels, as a whole number.`,
		"width=4001&height=1":                 `width is "4001", but takes 280 to 4,000 pixels, as a whole number.`,
		"height=199":                          `height is "199", but takes 200 to 4,000 pixels, as a whole number.`,
		"height=600.5":                        `height is "600.5", but takes 200 to 4,000 pixels, as a whole number.`,
		"height=%zz":                          `height is "%zz", but takes 200 to 4,000 pixels, as a whole number.`,
		"width=" + strings.Repeat("9", 100):   `width is "` + strings.Repeat("9", 40) + `…", but takes 280 to 4,000 pixels, as a whole number.`,
		"lab=ring&theme=%3Cscript%3E&nodes=4": `theme is "<script>", but takes light, dark or auto.`,
	} {
		ask, err := parseStill(query)
		require.EqualError(t, err, want, query)
		require.ErrorAs(t, err, new(wrongValue))
		require.NotEmpty(t, ask.link)
	}
}

func TestALinkThatNamesNothingCannotBeDrawn(t *testing.T) {
	for query, want := range map[string]string{
		"lab=nowhere": `there is no lab "nowhere"`,
		"lab=ring&x=" + strings.Repeat("x", 1<<14): "a link has at most 16,384",
	} {
		_, err := parseStill(query)
		require.ErrorAs(t, err, new(unreadable), query)
		require.ErrorContains(t, err, want, query)
	}
}

func TestOneScenarioHasOneKey(t *testing.T) {
	same := []string{"lab=ring&nodes=4&t=2s", "t=2s&nodes=4", "nodes=4&t=2.000s&theme=auto&width=880", "nodes=4&t=2s&show=play"}
	first, err := parseStill(same[0])
	require.NoError(t, err)
	for _, query := range same {
		ask, err := parseStill(query)
		require.NoError(t, err)
		require.Equal(t, first.key(), ask.key(), query)
	}
	for _, other := range []string{"nodes=4&t=2s&theme=dark", "nodes=4&t=2s&width=881", "nodes=4&t=2s&height=601", "nodes=4&t=3s"} {
		ask, err := parseStill(other)
		require.NoError(t, err)
		require.NotEqual(t, first.key(), ask.key(), other)
	}
}

func FuzzWhateverTheQueryAPictureIsAskedForOrRefused(f *testing.F) {
	for _, seed := range []string{
		"", "lab=ring&nodes=5&theme=auto&width=880&height=600", "lab=nowhere", "theme=%3C&width=-1", "width=1e3", "height=+600",
		"do=3s:add:cache-e&t=5s", "=&&=", "theme=light&theme", "%zz=%", "width=280&width=0", "lab=ring#&theme=dark", "data=0123456789abcdef:5:a:b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		ask, err := parseStill(query)
		require.True(t, ask.width >= minWidth && ask.width <= maxWidth && ask.height >= minHeight && ask.height <= maxHeight, query)
		if err != nil {
			return
		}
		// What is drawn and kept is a function of the key alone.
		again, err := parseStill(ask.link[1:] + "&" + url.Values{"theme": {ask.themeName()}}.Encode() +
			"&width=" + number(ask.width) + "&height=" + number(ask.height))
		require.NoError(t, err)
		require.Equal(t, ask, again)
	})
}
