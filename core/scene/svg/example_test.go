package svg_test

import (
	"os"

	"headroom/core/scene"
	"headroom/core/scene/svg"
)

func Example() {
	s := scene.New()
	s.Reset(100, 40)
	s.SetTitle("A node")
	s.Rect(10, 10, 80, 20, 4, scene.Style{Fill: scene.Panel, Stroke: scene.Border})
	os.Stdout.Write(svg.Append(nil, s, svg.Options{Theme: svg.Classes}))
	// Output:
	// <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100" height="40" role="img" fill="none" stroke-linejoin="round" font-variant="tabular-nums" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"><title>A node</title>
	// <rect x="10.5" y="10.5" width="80" height="20" rx="4" class="f-panel s-border"/>
	// </svg>
}
