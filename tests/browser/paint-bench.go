// Command paint-bench writes the pictures that paint-bench.mjs measures painting with, as frames
// that the page reads and as SVG documents, and the colours that they are painted in.
//
//	go run ./tests/browser -o <folder>
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"headroom/core/scene"
	"headroom/core/scene/scenetest"
	"headroom/core/scene/svg"
)

const (
	stageWidth, stageHeight = 884, 598 // the stage of a window of 1440x900
	width, height           = 1440, 900
	phases                  = 20 // frames of a movement
)

// A picture is drawn once for each phase of its movement, 0 to 1.
type picture struct {
	name string
	draw func(s *scene.Scene, phase float64)
}

var pictures = []picture{
	{"gallery", func(s *scene.Scene, _ float64) { scenetest.Gallery(s) }},
	{"ring", func(s *scene.Scene, phase float64) {
		scenetest.Ring{Arcs: 70, Dots: 600, Nodes: 5, Turn: phase}.Draw(s, stageWidth, stageHeight)
	}},
	{"default", func(s *scene.Scene, phase float64) {
		scenetest.Ring{Arcs: 600, Dots: 600, Nodes: 8, Ticks: true, Turn: phase}.Draw(s, stageWidth, stageHeight)
	}},
	{"boxes", func(s *scene.Scene, phase float64) { scenetest.Boxes(s, width, height, 200, 5_000, false, phase) }},
	{"moving-boxes", func(s *scene.Scene, phase float64) { scenetest.Boxes(s, width, height, 200, 5_000, true, phase) }},
	{"dots", func(s *scene.Scene, phase float64) { scenetest.Dots(s, width, height, 20_000, phase) }},
}

func main() {
	folder := flag.String("o", "", "the folder to write to")
	flag.Parse()
	if *folder == "" {
		fmt.Fprintln(os.Stderr, "paint-bench: say where to write, with -o <folder>")
		os.Exit(2)
	}
	if err := write(*folder); err != nil {
		fmt.Fprintln(os.Stderr, "paint-bench:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	if err := os.WriteFile(filepath.Join(folder, "colours.css"), colours(), 0o644); err != nil {
		return err
	}
	s := scene.New()
	for _, p := range pictures {
		for phase := range phases {
			p.draw(s, float64(phase)/phases)
			name := fmt.Sprintf("%s-%d.frame", p.name, phase)
			if err := os.WriteFile(filepath.Join(folder, name), s.AppendWire(nil), 0o644); err != nil {
				return err
			}
		}
		p.draw(s, 0)
		for suffix, theme := range map[string]svg.Theme{"light": svg.Light, "dark": svg.Dark, "classes": svg.Classes} {
			document := svg.Append(nil, s, svg.Options{Theme: theme})
			if err := os.WriteFile(filepath.Join(folder, p.name+"-"+suffix+".svg"), document, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

func colours() []byte {
	css := []byte(svg.ClassCSS())
	for _, dark := range []bool{false, true} {
		css = fmt.Appendf(css, ":root[data-theme=%s] {\n", map[bool]string{false: "light", true: "dark"}[dark])
		for r := scene.Background; int(r) < scene.Roles; r++ {
			css = fmt.Appendf(css, "  --%s: %s;\n", r, r.Color(dark))
		}
		css = append(css, "}\n"...)
	}
	return css
}
