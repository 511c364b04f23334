package scenetest

import (
	"headroom/core/exact"
	"headroom/core/scene"
)

// Dots draws n live dots of all colours, all over the frame; phase moves them.
func Dots(s *scene.Scene, width, height float64, n int, phase float64) {
	s.Reset(width, height)
	s.SetTitle("Dots")
	s.Layer(scene.Live)
	dots(s, width, height, n, phase)
}

// Boxes draws n labelled boxes, as a system has them, in rows of 20, and dots that move between;
// the boxes rest in the base layer, or move with the dots.
func Boxes(s *scene.Scene, width, height float64, n, moving int, live bool, phase float64) {
	s.Reset(width, height)
	s.SetTitle("Boxes")
	moved := 0.0
	if live {
		s.Layer(scene.Live)
		moved = float64(phase * 10)
	}
	slots := make([]scene.Role, 8)
	for i := range n {
		for j := range slots {
			slots[j] = scene.None
			if (i+j)%3 != 0 {
				slots[j] = scene.Series1
			}
		}
		s.Group(float64(8+72*(i%20)), float64(8+88*(i/20))+moved, 1)
		box(s, slots)
		s.Pop()
	}
	s.Layer(scene.Live)
	dots(s, width, height, moving, phase)
}

func box(s *scene.Scene, slots []scene.Role) {
	s.Rect(0, 0, 64, 72, 6, scene.Style{Fill: scene.Panel, Stroke: scene.Border})
	s.Text(6, 16, "server-1", scene.TextStyle{Size: 11, Bold: true, Role: scene.Ink, Max: 54})
	s.Cells(6, 24, 10, 3, 4, slots)
	s.Rect(6, 60, 52, 4, 2, scene.Style{Fill: scene.Hairline})
	s.Rect(6, 60, 30, 4, 2, scene.Style{Fill: scene.Series1})
}

func dots(s *scene.Scene, width, height float64, n int, phase float64) {
	draws := exact.NewRand(11, 3)
	points := make([]float64, 0, 2*n)
	for range n {
		sin, cos := exact.SinCos(draws.Float64() + phase)
		points = append(points, float64(draws.Float64()*width)+float64(5*sin), float64(draws.Float64()*height)+float64(5*cos))
	}
	for i := range 8 {
		from, to := 2*(n*i/8), 2*(n*(i+1)/8)
		s.Dots(2.5, scene.Series(i), 0.8, points[from:to])
	}
}
