package svg

import "headroom/core/scene"

// ClassCSS returns the rules that a page needs for documents of the theme Classes: for each role
// one for what is filled and one for what is stroked, by the page's custom properties.
//
//	.f-ink { fill: var(--ink); }
//	.s-ink { stroke: var(--ink); }
func ClassCSS() string {
	return string(appendRules(nil, func(role scene.Role) string { return "var(--" + role.String() + ")" }))
}

// appendAutoCSS appends what documents of the theme Auto carry: the same rules with the literal
// colours of both themes. Custom properties would be shorter, but not every program that shows
// SVG knows them.
func appendAutoCSS(css []byte) []byte {
	css = appendRules(css, func(role scene.Role) string { return role.Color(false) })
	css = append(css, "@media (prefers-color-scheme: dark) {\n"...)
	css = appendRules(css, func(role scene.Role) string { return role.Color(true) })
	return append(css, '}')
}

func appendRules(css []byte, color func(scene.Role) string) []byte {
	for i := 1; i < scene.Roles; i++ {
		role := scene.Role(i)
		name, value := role.String(), color(role)
		css = append(css, ".f-"+name+" { fill: "+value+"; }\n"...)
		css = append(css, ".s-"+name+" { stroke: "+value+"; }\n"...)
	}
	return css
}
