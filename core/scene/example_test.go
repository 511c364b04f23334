package scene_test

import (
	"fmt"

	"headroom/core/scene"
)

func Example() {
	s := scene.New()
	s.Reset(320, 200)
	s.SetTitle("Keys per node")
	for i, name := range []string{"cache-a", "cache-b"} {
		s.Group(10, float64(10+40*i), 1)
		s.Text(0, 12, name, scene.TextStyle{Size: 13, Role: scene.Ink, Max: 100})
		s.Rect(0, 20, 200, 12, 2, scene.Style{Fill: scene.Series(i)})
		s.Mark(scene.Mark{ID: "node:" + name, Kind: "node", Label: name, Listed: true, W: 200, H: 32})
		s.Value("Keys", "100")
		s.Pop()
	}
	s.Layer(scene.Live)
	s.Dots(2.5, scene.Accent, 1, []float64{300, 100, 310, 104})
	wire := s.AppendWire(nil)

	frame, err := scene.Decode(wire)
	fmt.Println(frame.Width, frame.Height, err)
	frame.Ops(scene.Base, func(op *scene.Op) { fmt.Printf("%d at %v, %v %q\n", op.Kind, op.X, op.Y, op.Text) })
	fmt.Println(s.Marks()[s.Hit(50, 60, 0)].ID)
	// Output:
	// 320 200 <nil>
	// 7 at 10, 22 "cache-a"
	// 1 at 10, 30 ""
	// 7 at 10, 62 "cache-b"
	// 1 at 10, 70 ""
	// node:cache-b
}

func ExampleCut() {
	fmt.Println(scene.Cut("a name that is much too long", 12, false, 90))
	// Output: a name that…
}
