package house

import (
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"

	"headroom/core/scene"
	"headroom/core/scene/svg"
)

// stylesheet is where the page's custom properties stand.
const stylesheet = "web/styles.css"

// coloursAgree compares the custom properties of the style sheet with the roles
// of core/scene, since the canvas is painted with the one and the server's
// picture with the other.
func coloursAgree(t *Tree) []Refusal {
	var found []Refusal
	seen := map[bool]int{}
	for _, block := range tokenBlocks(t.Texts[stylesheet]) {
		seen[block.dark]++
		for role := scene.Background; int(role) < scene.Roles; role++ {
			want, got := strings.ToUpper(role.Color(block.dark)), strings.ToUpper(block.tokens["--"+role.String()])
			if got != want {
				found = append(found, Refusal{Path: stylesheet, Line: block.line,
					What:    "--" + role.String() + " is \"" + got + "\" and the picture's " + want,
					Instead: "the colour of core/scene/role.go, or a change in both"})
			}
		}
	}
	if seen[false] < 1 || seen[true] < 2 {
		found = append(found, Refusal{Path: stylesheet,
			What:    "the light colours stand " + strconv.Itoa(seen[false]) + " times and the dark ones " + strconv.Itoa(seen[true]),
			Instead: "light on :root, dark by prefers-color-scheme and again by [data-theme=dark]"})
	}
	return found
}

// tokenBlock is a rule of the style sheet that sets the colours.
type tokenBlock struct {
	dark   bool
	line   int
	tokens map[string]string
}

var (
	cssComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssProperty = regexp.MustCompile(`(--[a-z0-9-]+)\s*:\s*([^;}]+)`)
)

// tokenBlocks finds the rules that set --background, and whether they are for
// the dark theme, by what their selectors and the media around them say.
func tokenBlocks(css string) []tokenBlock {
	css = cssComment.ReplaceAllStringFunc(css, func(comment string) string {
		return strings.Repeat("\n", strings.Count(comment, "\n"))
	})
	var found []tokenBlock
	var around []string
	start, line, opened := 0, 1, 1
	for i, c := range css {
		switch c {
		case '\n':
			line++
		case ';':
			if !strings.Contains(css[start:i], "--") {
				start = i + 1
			}
		case '{':
			around, start, opened = append(around, css[start:i]), i+1, line
		case '}':
			if tokens := properties(css[start:i]); tokens["--background"] != "" {
				found = append(found, tokenBlock{isDark(around), opened, tokens})
			}
			around, start = around[:max(len(around)-1, 0)], i+1
		}
	}
	return found
}

func properties(body string) map[string]string {
	tokens := map[string]string{}
	for _, match := range cssProperty.FindAllStringSubmatch(body, -1) {
		tokens[match[1]] = strings.TrimSpace(match[2])
	}
	return tokens
}

var darkSelector = regexp.MustCompile(`prefers-color-scheme:\s*dark|\[data-theme=["']?dark["']?\]`)

func isDark(around []string) bool { return darkSelector.MatchString(strings.Join(around, " ")) }

// picturesAreStyled wants the rules that the server's pictures are coloured by:
// the policy allows an inline picture no style of its own.
func picturesAreStyled(t *Tree) []Refusal {
	var found []Refusal
	css := bareCSS(t)
	var missing []string
	rules := strings.Split(strings.TrimSpace(svg.ClassCSS()), "\n")
	for _, rule := range rules {
		if !strings.Contains(css, strings.TrimSuffix(strings.Join(strings.Fields(rule), ""), ";}")) {
			missing = append(missing, rule)
		}
	}
	if len(missing) > 0 {
		found = append(found, Refusal{Path: stylesheet,
			What:    "the server's pictures need " + strconv.Itoa(len(missing)) + " rules that are not there, the first " + missing[0],
			Instead: "all " + strconv.Itoa(len(rules)) + " rules of svg.ClassCSS"})
	}
	for _, layout := range []string{".wide", ".narrow"} {
		if !strings.Contains(css, layout) {
			found = append(found, Refusal{Path: stylesheet, What: "the server's picture comes in two layouts, and nothing chooses " + layout,
				Instead: "rules that show " + layout + " only where it fits"})
		}
	}
	return found
}

// bareCSS is all of the page's style sheets without comments and blanks.
func bareCSS(t *Tree) string {
	var all strings.Builder
	for _, name := range sortedKeys(t.Texts) {
		if path.Ext(name) == ".css" && inFolder(name, "web") && !inFolder(name, "web/vendor") {
			all.WriteString(strings.Join(strings.Fields(cssComment.ReplaceAllString(t.Texts[name], "")), ""))
		}
	}
	return all.String()
}

// pair is something that is read or seen on a surface.
type pair struct {
	over, under scene.Role
	least       float64
}

const (
	leastWordContrast = 4.5 // WCAG 2.2, 1.4.3
	leastMarkContrast = 3.0 // WCAG 2.2, 1.4.11
)

// pairs lists what stands on what: words and marks on both surfaces, and the
// words that stand on a fill.
func pairs() []pair {
	words := []scene.Role{scene.Ink, scene.Muted, scene.Accent, scene.OK, scene.Warn, scene.Danger}
	marks := []scene.Role{scene.Faint}
	for i := range 8 {
		marks = append(marks, scene.Series(i))
	}
	all := []pair{
		{scene.Accent, scene.AccentSoft, leastWordContrast}, // what is chosen in a list
		{scene.Ink, scene.AccentSoft, leastWordContrast},
		{scene.Panel, scene.Accent, leastWordContrast}, // the primary button
	}
	for _, surface := range []scene.Role{scene.Background, scene.Panel} {
		for _, word := range words {
			all = append(all, pair{word, surface, leastWordContrast})
		}
		for _, mark := range marks {
			all = append(all, pair{mark, surface, leastMarkContrast})
		}
	}
	return all
}

// contrastSuffices checks a table of colours by the formula of WCAG 2.2.
func contrastSuffices(colour func(role scene.Role) string, all []pair) []Refusal {
	var found []Refusal
	for _, p := range all {
		ratio := contrast(colour(p.over), colour(p.under))
		if ratio < p.least {
			found = append(found, Refusal{Path: "core/scene/role.go",
				What: p.over.String() + " (" + colour(p.over) + ") on " + p.under.String() + " (" + colour(p.under) + ") has " +
					strconv.FormatFloat(ratio, 'f', 2, 64) + ":1",
				Instead: "a colour with at least " + strconv.FormatFloat(p.least, 'f', 1, 64) + ":1"})
		}
	}
	return found
}

// contrast is the ratio of the lighter to the darker luminance, from 1 to 21.
func contrast(a, b string) float64 {
	high, low := luminance(a), luminance(b)
	if high < low {
		high, low = low, high
	}
	return (high + 0.05) / (low + 0.05)
}

// luminance is the relative luminance of a colour written #rrggbb in sRGB.
func luminance(colour string) float64 {
	value, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil || len(colour) != len("#rrggbb") {
		panic("not a colour as #rrggbb: " + colour)
	}
	channel := func(shift uint) float64 {
		c := float64(value>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
