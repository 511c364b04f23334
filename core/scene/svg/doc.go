// Package svg writes a scene as an SVG document: the picture that the page paints on its canvas,
// for the server's pages and previews, for the command line, and for golden tests.
//
//	document = svg.Append(document[:0], s, svg.Options{Theme: svg.Light})
//
// With Light and Dark the colours are literal and the background is painted, so that the document
// stands by itself, in an <img> or a file. With Classes it is meant to stand inside a page, follows
// the page's theme, and lets the page's background through; the page needs the rules of ClassCSS
// in its style sheet and the custom properties --ink, --series-1 and so on that they refer to. With
// Auto the document stands by itself, too, and carries the rules for both themes in a style element:
// one file for pages that are light by day and dark by night. It must not stand inside a page, whose
// classes of the same names it would colour. No other document has a style element, and none style
// attributes, both of which a Content-Security-Policy of style-src 'self' would drop, nor ids, so
// that several may stand in one page, nor anything that runs.
//
// Title and description of the scene, and the marks that are listed, with their values, are there
// for those who listen and for those who point. Every text is escaped; what XML cannot hold becomes
// U+FFFD. The same scene gives the same bytes on every platform. Shapes of one style are joined to
// one path: a ring of 500 arcs in five colours takes about 20 KB, and less than half of that
// compressed. Writing it takes well under a millisecond.
package svg
