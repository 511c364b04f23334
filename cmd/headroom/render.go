package main

import (
	"fmt"
	"io"
	"os"

	"headroom/core/scene"
	"headroom/core/scene/svg"
)

const renderHelp = `headroom render '<link>' -o FILE [flags]

Draws a scenario at its moment, as the playground shows it, as SVG.

`

func render(args []string, out, errs io.Writer) error {
	fs := flags("render", renderHelp, errs)
	file := fs.String("o", "", "write the picture to `FILE`; - is standard output")
	theme := fs.String("theme", "light", "`light`, dark, or auto for one file that follows its reader")
	width := fs.Int("width", 880, "width in `pixels`, 280 to 4000; below 620 the layout is narrow")
	height := fs.Int("height", 600, "height in `pixels`, 200 to 4000; narrow layouts take what they need")
	var data own
	data.flags(fs)
	link, err := parse(fs, args)
	if err != nil {
		return err
	}
	themes := map[string]svg.Theme{"light": svg.Light, "dark": svg.Dark, "auto": svg.Auto}
	chosen, ok := themes[*theme]
	switch {
	case *file == "":
		fmt.Fprintln(errs, "headroom render: say where the picture goes, such as -o ring.svg, or -o - for standard output")
		return errUsage
	case !ok:
		fmt.Fprintf(errs, "headroom render: -theme %q: takes light, dark or auto\n", *theme)
		return errUsage
	case *width < 280 || *width > 4000 || *height < 200 || *height > 4000:
		fmt.Fprintf(errs, "headroom render: %d x %d: width takes 280 to 4000 pixels, height 200 to 4000\n", *width, *height)
		return errUsage
	}
	if err := data.check(); err != nil {
		fmt.Fprintln(errs, "headroom render:", err)
		return errUsage
	}
	s, err := data.open(link, errs)
	if err != nil {
		return err
	}
	s.Settle()
	on := scene.New()
	s.Draw(on, float64(*width), float64(*height))
	picture := svg.Append(nil, on, svg.Options{Theme: chosen})
	if *file == "-" {
		_, err = out.Write(picture)
		return err
	}
	return os.WriteFile(*file, picture, 0o644)
}
