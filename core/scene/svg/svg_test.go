package svg_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/scene"
	"headroom/core/scene/scenetest"
	"headroom/core/scene/svg"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestPicturesAreWhatTheGoldenFilesShow(t *testing.T) {
	pictures := []struct {
		name string
		draw func(s *scene.Scene)
	}{
		{"gallery", scenetest.Gallery},
		{"ring", func(s *scene.Scene) { scenetest.Ring{Arcs: 70, Dots: 120, Nodes: 5, Ticks: true}.Draw(s, 884, 598) }},
	}
	themes := []struct {
		name  string
		theme svg.Theme
	}{{"light", svg.Light}, {"dark", svg.Dark}, {"classes", svg.Classes}, {"auto", svg.Auto}}
	for _, picture := range pictures {
		for _, theme := range themes {
			t.Run(picture.name+" "+theme.name, func(t *testing.T) {
				s := scene.New()
				picture.draw(s)
				found := svg.Append(nil, s, svg.Options{Theme: theme.theme})
				file := filepath.Join("testdata", picture.name+"-"+theme.name+".svg")
				if *update {
					require.NoError(t, os.MkdirAll("testdata", 0o755))
					require.NoError(t, os.WriteFile(file, found, 0o644))
				}
				want, err := os.ReadFile(file)
				require.NoError(t, err)
				require.Equal(t, string(want), string(found), "go test -update writes them anew, if the change is meant")
				requireHarmless(t, found)
			})
		}
	}
}

// write draws on a frame of 100 by 50 and returns what is written for it, without the frame's own
// lines.
func write(t *testing.T, theme svg.Theme, draw func(s *scene.Scene)) string {
	s := scene.New()
	s.Reset(100, 50)
	draw(s)
	document := string(svg.Append(nil, s, svg.Options{Theme: theme}))
	lines := strings.SplitAfter(document, "\n")
	from := 1
	if theme != svg.Classes {
		from = 2
	}
	require.Equal(t, "</svg>\n", lines[len(lines)-2])
	return strings.Join(lines[from:len(lines)-2], "")
}

// A writing is a drawing and the elements that are written for it.
type writing struct {
	name  string
	theme svg.Theme
	draw  func(s *scene.Scene)
	want  string
}

func requireWritten(t *testing.T, tests []writing) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.Equal(t, test.want+"\n", write(t, test.theme, test.draw))
		})
	}
}

var ink = scene.Style{Stroke: scene.Ink}

func TestHowShapesAreWritten(t *testing.T) {
	requireWritten(t, []writing{
		{"a colour in the light", svg.Light, func(s *scene.Scene) { s.Circle(1, 2, 3, scene.Style{Fill: scene.Accent}) },
			`<circle cx="1" cy="2" r="3" fill="#2B59E0"/>`},
		{"and in the dark", svg.Dark, func(s *scene.Scene) { s.Circle(1, 2, 3, scene.Style{Fill: scene.Accent}) },
			`<circle cx="1" cy="2" r="3" fill="#86A6FF"/>`},
		{"and as a class", svg.Classes, func(s *scene.Scene) {
			s.Circle(1, 2, 3, scene.Style{Fill: scene.AccentSoft, Stroke: scene.Series2, Width: 2, Alpha: 0.5})
		}, `<circle cx="1" cy="2" r="3" class="f-accent-soft s-series-2" fill-opacity="0.502" stroke-opacity="0.502" stroke-width="2"/>`},
		{"outlines lie between pixels", svg.Classes, func(s *scene.Scene) { s.Rect(1, 2, 3, 4, 0, ink) },
			`<rect x="1.5" y="2.5" width="3" height="4" class="s-ink"/>`},
		{"areas lie where they are", svg.Classes, func(s *scene.Scene) { s.Rect(1.25, 2, 3, 4, 1.5, scene.Style{Fill: scene.OK}) },
			`<rect x="1.25" y="2" width="3" height="4" rx="1.5" class="f-ok"/>`},
		{"hairlines lie between pixels, thick lines on them", svg.Classes, func(s *scene.Scene) {
			s.Line(1, 2, 9, 2, ink)
			s.Line(1, 2.3, 1, 9, scene.Style{Stroke: scene.Ink, Width: 2, Dash: 3})
		}, `<path d="M1 2.5H9" class="s-ink"/>` + "\n" + `<path d="M1 2.3V9" class="s-ink" stroke-width="2" stroke-dasharray="3"/>`},
		{"lines in a row are joined by style", svg.Classes, func(s *scene.Scene) {
			for x := 0.0; x < 4; x++ {
				s.Line(x, -1, x+1, 1, scene.Style{Stroke: scene.Series(int(x) % 2)})
			}
		}, `<path d="M0-1L1 1M2-1L3 1" class="s-series-1"/>` + "\n" + `<path d="M1-1L2 1M3-1L4 1" class="s-series-2"/>`},
		{"but not over what lies between", svg.Classes, func(s *scene.Scene) {
			s.Line(0, 0, 1, 1, ink)
			s.Polygon([]float64{0, 0, 2, 0, 1, 1}, scene.Style{Fill: scene.Panel})
			s.Line(1, 1, 2, 2, ink)
		}, `<path d="M0 0L1 1" class="s-ink"/>` + "\n" + `<path d="M0 0L2 0L1 1z" class="f-panel"/>` + "\n" + `<path d="M1 1L2 2" class="s-ink"/>`},
		{"a quarter of a circle", svg.Classes, func(s *scene.Scene) { s.Arc(50, 25, 20, 0, 0.25, ink) },
			`<path d="M50 5A20 20 0 0 1 70 25" class="s-ink"/>`},
		{"a whole circle takes two arcs", svg.Classes, func(s *scene.Scene) { s.Arc(50, 25, 20, 0, 1, ink) },
			`<path d="M50 5A20 20 0 0 1 50 45A20 20 0 0 1 50 5" class="s-ink"/>`},
	})
}

func TestHowDotsTextsAndMarksAreWritten(t *testing.T) {
	requireWritten(t, []writing{
		{"dots are strokes without length", svg.Classes, func(s *scene.Scene) { s.Dots(2.5, scene.OK, 0.5, []float64{1, 2, 3, -4}) },
			`<path d="M1 2h.01M3-4h.01" stroke-linecap="round" class="s-ok" stroke-opacity="0.502" stroke-width="5"/>`},
		{"hollow dots are circles", svg.Classes, func(s *scene.Scene) { s.DotsHollow(4, scene.OK, 1, []float64{10, 20}) },
			`<path d="M13.25 20a3.25 3.25 0 0 1 -6.5 0a3.25 3.25 0 0 1 6.5 0" class="s-ok" stroke-width="1.5"/>`},
		{"small cells are square", svg.Classes, func(s *scene.Scene) {
			s.Cells(1, 1, 4, 1, 2, []scene.Role{scene.OK, scene.None, scene.OK})
		}, `<path d="M6.5 1.5h3v3h-3z" class="s-border"/>` + "\n" + `<path d="M1 1h4v4h-4zM1 6h4v4h-4z" class="f-ok"/>`},
		{"texts", svg.Classes, func(s *scene.Scene) {
			s.Text(1, 2, "a < b & c", scene.TextStyle{Size: 12.5, Role: scene.Muted, Bold: true, Anchor: scene.End})
		}, `<text x="1" y="2" font-size="12.5" font-weight="600" text-anchor="end" class="f-muted">a &lt; b &amp; c</text>`},
		{"spaces that XML would drop", svg.Classes, func(s *scene.Scene) {
			s.Text(1, 2, "a  b", scene.TextStyle{Size: 12, Role: scene.Ink})
		}, `<text x="1" y="2" font-size="12" xml:space="preserve" class="f-ink">a  b</text>`},
		{"a clip is a document of its own", svg.Classes, func(s *scene.Scene) {
			s.Clip(1, 2, 30, 40)
			s.Circle(1, 2, 3, scene.Style{Fill: scene.OK})
			s.Pop()
			s.Circle(4, 5, 6, scene.Style{Fill: scene.OK})
		}, `<svg x="1" y="2" width="30" height="40" viewBox="1 2 30 40" overflow="hidden">` + "\n" +
			`<circle cx="1" cy="2" r="3" class="f-ok"/>` + "\n</svg>\n" + `<circle cx="4" cy="5" r="6" class="f-ok"/>`},
		{"live dots lie beneath the rest of their layer", svg.Classes, func(s *scene.Scene) {
			s.Layer(scene.Live)
			s.Circle(1, 2, 3, scene.Style{Fill: scene.OK})
			s.Dots(17, scene.Warn, 1, []float64{1, 1})
			s.Dots(2, scene.Danger, 1, []float64{1, 1})
			s.Layer(scene.Base)
			s.Circle(1, 2, 3, scene.Style{Fill: scene.Ink})
		}, `<circle cx="1" cy="2" r="3" class="f-ink"/>` + "\n" +
			`<path d="M1 1h.01" stroke-linecap="round" class="s-danger" stroke-width="4"/>` + "\n" +
			`<circle cx="1" cy="2" r="3" class="f-ok"/>` + "\n" +
			`<path d="M1 1h.01" stroke-linecap="round" class="s-warn" stroke-width="34"/>`},
		{"listed marks can be pointed at", svg.Classes, func(s *scene.Scene) {
			s.Mark(scene.Mark{ID: "node:a", Label: "a <b>", Listed: true, X: 1, Y: 2, W: 3, H: 4})
			s.Value("Keys", "1 & 2")
			s.Value("Share", "50%")
			s.Mark(scene.Mark{ID: "key:b", Label: "not listed", X: 1, Y: 2, W: 3, H: 4})
		}, `<rect x="1" y="2" width="3" height="4" pointer-events="all"><title>a &lt;b&gt;: Keys 1 &amp; 2, Share 50%</title></rect>`},
	})
}

func TestTheFrameOfADocument(t *testing.T) {
	s := scene.New()
	s.Reset(884, 598.5)
	s.SetTitle("Ring & co")
	const begin = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 884 598.5" width="`
	own := string(svg.Append([]byte("before "), s, svg.Options{}))
	require.True(t, strings.HasPrefix(own, "before "+begin+`884" height="598.5" role="img"`), own)
	require.Contains(t, own, "<title>Ring &amp; co</title>\n<rect width=\"884\" height=\"598.5\" fill=\"#FAFAF7\"/>\n</svg>\n")
	require.NotContains(t, own, "<desc>")
	asked := string(svg.Append(nil, s, svg.Options{Theme: svg.Classes, Width: 442, Height: 299}))
	require.True(t, strings.HasPrefix(asked, begin+`442" height="299"`), asked)
	require.NotContains(t, asked, "<rect", "the page's own background shows")
}

func TestThePageNeedsARuleForEachClass(t *testing.T) {
	s := scene.New()
	scenetest.Gallery(s)
	rules := svg.ClassCSS()
	require.Contains(t, rules, ".f-ink { fill: var(--ink); }\n.s-ink { stroke: var(--ink); }\n")
	for _, used := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(string(svg.Append(nil, s, svg.Options{Theme: svg.Classes})), -1) {
		for _, class := range strings.Fields(used[1]) {
			require.Contains(t, rules, "."+class+" { ")
		}
	}
}

func TestOneFileFollowsLightAndDark(t *testing.T) {
	s := scene.New()
	scenetest.Gallery(s)
	document := string(svg.Append(nil, s, svg.Options{Theme: svg.Auto}))
	style := regexp.MustCompile(`(?s)<style>(.*)@media \(prefers-color-scheme: dark\) \{(.*)\}</style>`).FindStringSubmatch(document)
	require.NotNil(t, style, document)
	for i := 1; i < scene.Roles; i++ {
		role := scene.Role(i)
		for dark, rules := range map[bool]string{false: style[1], true: style[2]} {
			require.Contains(t, rules, ".f-"+role.String()+" { fill: "+role.Color(dark)+"; }\n")
			require.Contains(t, rules, ".s-"+role.String()+" { stroke: "+role.Color(dark)+"; }\n")
		}
	}
	require.Contains(t, document, `</style>`+"\n"+`<rect width="560" height="420" class="f-background"/>`, "it stands by itself")
	classes := string(svg.Append(nil, s, svg.Options{Theme: svg.Classes}))
	_, body, _ := strings.Cut(classes, "</desc>\n")
	require.True(t, strings.HasSuffix(document, body), "what is drawn is the same")
}

func TestARingOfFiveHundredArcsStaysSmall(t *testing.T) {
	s := scene.New()
	scenetest.Ring{Arcs: 500, Nodes: 5}.Draw(s, 884, 598)
	document := svg.Append(nil, s, svg.Options{Theme: svg.Classes})
	require.Less(t, len(document), 25_000)
	require.Less(t, bytes.Count(document, []byte("<path")), 10)
}

func BenchmarkAppendTheDefaultScene(b *testing.B) {
	s := scene.New()
	scenetest.Ring{Arcs: 600, Dots: 600, Nodes: 8, Ticks: true}.Draw(s, 884, 598)
	var document []byte
	b.ReportAllocs()
	for b.Loop() {
		document = svg.Append(document[:0], s, svg.Options{Theme: svg.Classes})
	}
}

func FuzzWhateverTheTextTheDocumentIsSound(f *testing.F) {
	f.Add("cache-a", "]]>", `" onload="alert(1)`)
	f.Add("<script>alert(1)</script>", "\x00\x1b\xff\xfe", "&#0;")
	f.Add("  two  spaces ", "\ufffe\uffff\U0001ffff", "'><svg/onload=alert(1)>")
	f.Fuzz(func(t *testing.T, title, label, text string) {
		s := scene.New()
		s.Reset(100, 100)
		s.SetTitle(title)
		s.SetDesc(text)
		s.Text(1, 2, text, scene.TextStyle{Size: 12, Role: scene.Ink})
		s.Text(1, 2, title, scene.TextStyle{Size: 12, Role: scene.Ink, Max: 60})
		s.Mark(scene.Mark{ID: title, Kind: label, Label: label, Listed: true, W: 1, H: 1})
		s.Value(title, text)
		for _, theme := range []svg.Theme{svg.Light, svg.Dark, svg.Classes, svg.Auto} {
			requireHarmless(t, svg.Append(nil, s, svg.Options{Theme: theme}))
		}
	})
}

// allowed are the elements of a picture, with their attributes.
var allowed = map[string]string{
	"style":  "",
	"svg":    "xmlns viewBox width height role fill stroke-linejoin font-variant font-family x y overflow",
	"title":  "",
	"desc":   "",
	"rect":   "x y width height rx pointer-events",
	"circle": "cx cy r",
	"path":   "d stroke-linecap",
	"text":   "x y font-size font-weight text-anchor space",
}

const painting = " class fill stroke fill-opacity stroke-opacity stroke-width stroke-dasharray "

// requireHarmless fails unless a document is well-formed and has nothing but what pictures need.
func requireHarmless(t *testing.T, document []byte) {
	decoder := xml.NewDecoder(bytes.NewReader(document))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		require.NoError(t, err, "%q", document)
		switch token := token.(type) {
		case xml.StartElement:
			attributes, ok := allowed[token.Name.Local]
			require.True(t, ok, "element %s", token.Name.Local)
			if token.Name.Local == "style" {
				requireOnlyColours(t, decoder)
			}
			for _, a := range token.Attr {
				require.Contains(t, painting+attributes+" ", " "+a.Name.Local+" ", "attribute of %s", token.Name.Local)
			}
		case xml.CharData, xml.EndElement:
		default:
			require.Failf(t, "unexpected", "%T", token)
		}
	}
}

// requireOnlyColours fails unless a style element holds rules for classes and nothing that a text
// of the scene could have put there.
func requireOnlyColours(t *testing.T, decoder *xml.Decoder) {
	content, err := decoder.Token()
	require.NoError(t, err)
	require.Regexp(t, `^(\.[fs]-[a-z0-9-]+ \{ (fill|stroke): #[0-9A-F]{6}; \}\n|@media \(prefers-color-scheme: dark\) \{\n)+\}$`,
		string(content.(xml.CharData)))
}
