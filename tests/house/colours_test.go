package house

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/scene"
	"headroom/core/scene/svg"
)

func TestThePageAndThePictureHaveTheSameColours(t *testing.T) {
	all, _ := repository(t)
	report(t, coloursAgree(all))
}

func TestTheServersPicturesAreStyled(t *testing.T) {
	all, _ := repository(t)
	report(t, picturesAreStyled(all))

	check := func(css string) string {
		return texts(picturesAreStyled(sample(t, map[string]string{stylesheet: css})))
	}
	whole := svg.ClassCSS() + ".still .wide { display: none }\n.still .narrow { display: none }"
	require.Empty(t, check(whole))
	require.Empty(t, check(strings.NewReplacer(" ", "", "\n", "", ";}", "}").Replace(whole)), "however it is spaced")
	require.Contains(t, check(strings.Replace(whole, ".s-ink", ".t-ink", 1)), "need 1 rules that are not there, the first .s-ink { stroke: var(--ink); }")
	require.Contains(t, check(strings.Replace(whole, ".narrow", ".slim", 1)), "nothing chooses .narrow")
}

func TestWordsAndMarksCanBeReadInBothThemes(t *testing.T) {
	for _, dark := range []bool{false, true} {
		report(t, contrastSuffices(func(role scene.Role) string { return role.Color(dark) }, pairs()))
	}
}

// tokens writes the custom properties of a theme.
func tokens(dark bool) string {
	var css strings.Builder
	for role := scene.Background; int(role) < scene.Roles; role++ {
		css.WriteString("  --" + role.String() + ": " + role.Color(dark) + ";\n")
	}
	return css.String()
}

// themes is a style sheet with all three blocks.
func themes() string {
	return "/* :root { --background: red } */\nbody { margin: 0; color: var(--ink) }\n" +
		":root {\n" + tokens(false) + "}\n" +
		"@media (prefers-color-scheme: dark) {\n:root:not([data-theme=light]) {\n" + tokens(true) + "}\np { margin: 0 }\n}\n" +
		":root[data-theme=\"dark\"] { color-scheme: dark;\n" + tokens(true) + "}\n"
}

func TestAColourThatDiffersIsRefused(t *testing.T) {
	check := func(css string) string { return texts(coloursAgree(sample(t, map[string]string{stylesheet: css}))) }
	require.Empty(t, check(themes()))
	require.Empty(t, check(strings.ToLower(themes())), "letters of a colour have no case")

	ink := scene.Ink.Color(true)
	require.Contains(t, check(strings.Replace(themes(), ink, "#123456", 1)), `--ink is "#123456"`)
	require.Contains(t, check(strings.Replace(themes(), "--series-8", "--series-9", 1)), `--series-8 is ""`)
	half, _, _ := strings.Cut(themes(), ":root[data-theme")
	require.Contains(t, check(half), "and the dark ones 1;")
	require.Contains(t, check(""), "the light colours stand 0 times")
}

func TestContrastIsMeasuredAsWCAGDoes(t *testing.T) {
	require.InDelta(t, 21, contrast("#000000", "#FFFFFF"), 1e-9)
	require.InDelta(t, 1, contrast("#777777", "#777777"), 1e-9)
	require.InDelta(t, 4.48, contrast("#777777", "#FFFFFF"), 0.005, "the best known grey that just fails")
	require.Panics(t, func() { luminance("red") })
}

func TestAPaleColourIsRefused(t *testing.T) {
	pale := func(role scene.Role) string {
		if role == scene.Muted {
			return "#9A9A9A"
		}
		return role.Color(false)
	}
	require.Contains(t, texts(contrastSuffices(pale, pairs())), "muted (#9A9A9A) on background")
}
