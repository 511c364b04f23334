package scenetest

import (
	"headroom/core/exact"
	"headroom/core/scene"
)

// Gallery draws one of everything: each operation, each role, clips, groups, both layers. The
// picture is 560 by 420.
func Gallery(s *scene.Scene) {
	s.Reset(560, 420)
	s.SetTitle("Gallery <of> everything & more")
	s.SetDesc("One of each operation, \"quoted\".")
	roles(s)
	shapes(s)
	texts(s)
	layers(s)
}

func roles(s *scene.Scene) {
	for i := 1; i < scene.Roles; i++ {
		r := scene.Role(i)
		s.Rect(float64(20+25*(i-1)), 16, 20, 20, 4, scene.Style{Fill: r, Stroke: scene.Border})
	}
}

func shapes(s *scene.Scene) {
	s.Rect(20, 56, 80, 44, 8, scene.Style{Fill: scene.Panel, Stroke: scene.Border})
	s.Rect(112, 56, 80, 44, 0, scene.Style{Stroke: scene.Danger, Width: 2, Dash: 4})
	s.Circle(226, 78, 20, scene.Style{Fill: scene.AccentSoft, Stroke: scene.Accent, Width: 1.5})
	s.Polygon([]float64{262, 78, 274, 58, 298, 58, 310, 78, 298, 98, 274, 98}, scene.Style{Fill: scene.Panel, Stroke: scene.Ink, Width: 1.5})
	s.Polyline([]float64{330, 96, 350, 60, 370, 90, 390, 66}, scene.Style{Stroke: scene.Series4, Width: 2})
	s.Line(410, 60.3, 540, 60.3, scene.Style{Stroke: scene.Ink})
	s.Line(410, 72, 540, 72, scene.Style{Stroke: scene.Muted, Dash: 3})
	s.Line(410, 90, 540, 98, scene.Style{Stroke: scene.OK, Width: 2, Arrow: true})
	s.Line(475.4, 56, 475.4, 100, scene.Style{Stroke: scene.Hairline})
	s.Polyline([]float64{420, 130, 450, 112, 500, 140, 540, 120}, scene.Style{Stroke: scene.Series5, Arrow: true})
	for i := range 24 {
		from := float64(i) / 24
		s.Arc(80, 170, 50, from, from+1.0/30, scene.Style{Stroke: scene.Series(i % 5), Width: 12, Alpha: 0.85})
	}
	s.Arc(80, 170, 30, 0.9, 1.6, scene.Style{Stroke: scene.Accent, Width: 4})
	s.Arc(80, 170, 16, 0, 1, scene.Style{Stroke: scene.Faint, Width: 2})
	slots := make([]scene.Role, 21)
	for i := range slots {
		slots[i] = [...]scene.Role{scene.Series1, scene.None, scene.Danger}[i%3]
	}
	s.Cells(150, 130, 12, 3, 8, slots)
	s.Cells(290, 130, 4, 1, 10, slots)
	s.Cells(290, 150, 12, 3, 3, slots[:0])
}

func texts(s *scene.Scene) {
	at := func(anchor scene.Anchor, max float64) scene.TextStyle {
		return scene.TextStyle{Size: 13, Role: scene.Ink, Anchor: anchor, Max: max}
	}
	s.Line(280, 180, 280, 250, scene.Style{Stroke: scene.Hairline})
	s.Text(280, 192, "start 0123456789", at(scene.Start, 0))
	s.Text(280, 210, "middle <b>&amp;", at(scene.Middle, 0))
	s.Text(280, 228, "at the end", at(scene.End, 0))
	s.Text(280, 246, "much too long for the width it has", at(scene.Start, 110))
	s.Text(410, 192, "14.7%", scene.TextStyle{Size: 30, Bold: true, Role: scene.Ink})
	s.Text(410, 212, "müde Grüße, привет", scene.TextStyle{Size: 12, Role: scene.Muted})
	s.Text(410, 230, "  two  spaces\tand a tab", scene.TextStyle{Size: 12, Role: scene.Warn})
	s.Text(410, 248, "broken \xff and \x07", scene.TextStyle{Size: 12, Bold: true, Role: scene.Danger, Alpha: 0.7})
}

func layers(s *scene.Scene) {
	s.Mark(scene.Mark{ID: "box:<one>", Kind: "box", Label: "box <one> & \"two\"", Listed: true, X: 20, Y: 260, W: 160, H: 140})
	s.Value("Load", "84%")
	s.Value("Queue", "3 waiting")
	s.Rect(20, 260, 160, 140, 6, scene.Style{Fill: scene.Panel, Stroke: scene.Border})
	s.Clip(20, 260, 160, 140)
	s.Circle(180, 400, 50, scene.Style{Fill: scene.Series3})
	s.Dots(2, scene.Series2, 1, []float64{30, 270, 36, 270, 42, 270})
	s.Pop()
	s.Layer(scene.Live)
	s.Group(200, 260, 0.8)
	s.Rect(0, 0, 160, 140, 6, scene.Style{Stroke: scene.Border})
	s.Line(10, 70, 150, 70, scene.Style{Stroke: scene.Ink, Width: 2})
	s.Clip(40, 20, 80, 100)
	cloud(s, 80, 70)
	s.Pop()
	s.Pop()
	s.DotsHollow(4, scene.Danger, 1, []float64{400, 280, 412, 292, 424, 304})
	s.DotsHollow(4, scene.Danger, 0.4, []float64{436, 316})
	s.Dots(4, scene.Series1, 0.5, []float64{400, 340, 404, 340, 408, 340, 412, 340})
	s.Dots(0.7, scene.Ink, 1, []float64{440, 340, 444, 340.5, 448, 341})
	s.Dots(60, scene.Accent, 0.2, []float64{480, 340})
}

func cloud(s *scene.Scene, x, y float64) {
	draws := exact.NewRand(3, 4)
	var points []float64
	for range 60 {
		sin, cos := exact.SinCos(draws.Float64())
		r := 70 * draws.Float64()
		points = append(points, x+float64(sin*r), y+float64(cos*r))
	}
	s.Dots(3, scene.Series5, 0.7, points)
}
