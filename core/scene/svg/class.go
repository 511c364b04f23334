package svg

import "headroom/core/scene"

// ClassCSS returns the rules that a page needs for documents of the theme Classes: for each role
// one for what is filled and one for what is stroked, by the page's custom properties.
//
//	.f-ink { fill: var(--ink); }
//	.s-ink { stroke: var(--ink); }
func ClassCSS() string {
	var css []byte
	for i := 1; i < scene.Roles; i++ {
		role := scene.Role(i).String()
		css = append(css, ".f-"+role+" { fill: var(--"+role+"); }\n"...)
		css = append(css, ".s-"+role+" { stroke: var(--"+role+"); }\n"...)
	}
	return string(css)
}
