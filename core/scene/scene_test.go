package scene_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/scene"
	"headroom/core/scene/scenetest"
)

// drawn returns the operations of a layer, each with lists of its own.
func drawn(s *scene.Scene, l scene.Layer) []scene.Op {
	var ops []scene.Op
	s.Ops(l, func(op *scene.Op) {
		copied := *op
		copied.Points = append([]float64(nil), op.Points...)
		copied.Text = append([]byte(nil), op.Text...)
		copied.Cells = append([]scene.Role(nil), op.Cells...)
		ops = append(ops, copied)
	})
	return ops
}

func frame(draw func(s *scene.Scene)) *scene.Scene {
	s := scene.New()
	s.Reset(400, 300)
	draw(s)
	return s
}

func TestAShapeIsReadBackAsItWasDrawn(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Rect(1.5, 2, 30, 40, 6, scene.Style{Fill: scene.Panel, Stroke: scene.Border, Width: 2, Dash: 3, Alpha: 0.2})
	})
	require.Equal(t, []scene.Op{{Kind: scene.RectOp, Fill: scene.Panel, Stroke: scene.Border, Alpha: 0.2,
		Width: 2, Dash: 3, X: 1.5, Y: 2, W: 30, H: 40, R: 6}}, drawn(s, scene.Base))
	require.Empty(t, drawn(s, scene.Live))
}

func TestWhatAStyleLeavesOut(t *testing.T) {
	tests := []struct {
		name  string
		style scene.Style
		want  []scene.Op
	}{
		{"an alpha of 0 is opaque and a width of 0 is 1 pixel", scene.Style{Stroke: scene.Ink},
			[]scene.Op{{Kind: scene.CircleOp, Stroke: scene.Ink, Alpha: 1, Width: 1, X: 9, Y: 9, R: 4}}},
		{"without a stroke there is no width", scene.Style{Fill: scene.Ink, Width: 3, Dash: 2},
			[]scene.Op{{Kind: scene.CircleOp, Fill: scene.Ink, Alpha: 1, X: 9, Y: 9, R: 4}}},
		{"without colours nothing is drawn", scene.Style{Width: 3}, nil},
		{"an alpha below 0 draws nothing", scene.Style{Fill: scene.Ink, Alpha: -1}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := frame(func(s *scene.Scene) { s.Circle(9, 9, 4, test.style) })
			require.Equal(t, test.want, drawn(s, scene.Base))
		})
	}
}

func TestGroupsMoveAndFadeAndHoldForBothLayers(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Group(10, 20, 0.6)
		s.Group(1, 2, 2.0/3)
		s.Circle(0, 0, 5, scene.Style{Fill: scene.Ink, Alpha: 0.5})
		s.Layer(scene.Live)
		s.Dots(2, scene.OK, 1, []float64{1, 1, 2, 2})
		s.Mark(scene.Mark{ID: "key:a", X: 3, Y: 4, W: 5, H: 6})
		s.Pop()
		s.Pop()
		s.Circle(0, 0, 5, scene.Style{Fill: scene.Ink})
	})
	require.Equal(t, []scene.Op{{Kind: scene.CircleOp, Fill: scene.Ink, Alpha: 0.2, X: 11, Y: 22, R: 5}}, drawn(s, scene.Base))
	require.Equal(t, []scene.Op{
		{Kind: scene.DotsOp, Fill: scene.OK, Alpha: 0.4, R: 2, Points: []float64{12, 23, 13, 24}},
		{Kind: scene.CircleOp, Fill: scene.Ink, Alpha: 1, R: 5},
	}, drawn(s, scene.Live))
	require.Equal(t, []scene.Mark{{ID: "key:a", X: 14, Y: 26, W: 5, H: 6}}, s.Marks())
}

func TestAGroupOfNoAlphaDrawsNothingButKeepsItsMarks(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Group(0, 0, 0)
		s.Text(0, 0, "gone", scene.TextStyle{Size: 12, Role: scene.Ink})
		s.Mark(scene.Mark{ID: "node:a"})
		s.Pop()
	})
	require.Empty(t, drawn(s, scene.Base))
	require.Len(t, s.Marks(), 1)
}

func TestClipsIntersectAndAreWrittenWhereSomethingIsDrawn(t *testing.T) {
	dot := func(s *scene.Scene) { s.Circle(1, 1, 1, scene.Style{Fill: scene.Ink}) }
	s := frame(func(s *scene.Scene) {
		s.Group(100, 0, 1)
		s.Clip(0, 0, 50, 50)
		s.Clip(20, 10, 100, 10)
		dot(s)
		dot(s)
		s.Pop()
		s.Clip(60, 0, 10, 10)
		dot(s)
		s.Pop()
		s.Pop()
		s.Layer(scene.Live)
		dot(s)
		s.Pop()
		s.Layer(scene.Base)
		dot(s)
	})
	circle := func(x float64) scene.Op {
		return scene.Op{Kind: scene.CircleOp, Fill: scene.Ink, Alpha: 1, X: x, Y: 1, R: 1}
	}
	require.Equal(t, []scene.Op{
		{Kind: scene.ClipOp, X: 120, Y: 10, W: 30, H: 10}, circle(101), circle(101),
		{Kind: scene.UnclipOp}, circle(1),
	}, drawn(s, scene.Base), "a clip that leaves nothing is not written, nor what it hides")
	require.Equal(t, []scene.Op{circle(101)}, drawn(s, scene.Live))
}

func TestAnArrowIsALineThatEndsInATriangle(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Line(10, 50, 110, 50, scene.Style{Stroke: scene.Ink, Width: 2, Arrow: true})
		s.Group(5, 5, 1)
		s.Polyline([]float64{0, 0, 0, 0}, scene.Style{Stroke: scene.Ink, Arrow: true})
		s.Pop()
	})
	require.Equal(t, []scene.Op{
		{Kind: scene.LineOp, Stroke: scene.Ink, Alpha: 1, Width: 2, X: 10, Y: 50, X2: 102, Y2: 50},
		{Kind: scene.PolygonOp, Fill: scene.Ink, Alpha: 1, Points: []float64{110, 50, 102, 54, 102, 46}},
		{Kind: scene.PolylineOp, Stroke: scene.Ink, Alpha: 1, Width: 1, Points: []float64{5, 5, 5, 5}},
	}, drawn(s, scene.Base), "a line without a direction has no head")
}

func TestArcsAreBroughtIntoOneTurn(t *testing.T) {
	tests := []struct {
		name             string
		from, to         float64
		wantFrom, wantTo float64
	}{
		{"as it is", 0.25, 0.5, 0.25, 0.5},
		{"over the top", 0.75, 1.25, 0.75, 1.25},
		{"from the turn before", -0.25, 0.25, 0.75, 1.25},
		{"many turns later", 7.5, 7.75, 0.5, 0.75},
		{"more than once around", 0.5, 9, 0.5, 1.5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := frame(func(s *scene.Scene) { s.Arc(5, 5, 4, test.from, test.to, scene.Style{Stroke: scene.Ink}) })
			require.Len(t, drawn(s, scene.Base), 1)
			require.Equal(t, test.wantFrom, drawn(s, scene.Base)[0].From)
			require.Equal(t, test.wantTo, drawn(s, scene.Base)[0].To)
		})
	}
	require.Empty(t, drawn(frame(func(s *scene.Scene) {
		s.Arc(5, 5, 4, 0.5, 0.5, scene.Style{Stroke: scene.Ink})
	}), scene.Base), "an arc without length")
}

func TestValuesBelongToTheMarkBeforeThem(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Mark(scene.Mark{ID: "node:a"})
		s.Value("Keys", "12")
		s.ValueBytes("Share", []byte("50%"))
		s.Mark(scene.Mark{ID: "node:b"})
		s.Mark(scene.Mark{ID: "node:c"})
		s.Value("Keys", "13")
	})
	require.Equal(t, []scene.Value{{"Keys", []byte("12")}, {"Share", []byte("50%")}}, s.Values(0))
	require.Empty(t, s.Values(1))
	require.Equal(t, []scene.Value{{"Keys", []byte("13")}}, s.Values(2))
	s.Reset(1, 1)
	require.Empty(t, s.Marks())
}

func TestPointingFindsTheTopmostMarkAndSmallOnesNearby(t *testing.T) {
	s := frame(func(s *scene.Scene) {
		s.Mark(scene.Mark{ID: "box", X: 0, Y: 0, W: 100, H: 100})
		s.Mark(scene.Mark{ID: "dot", X: 40, Y: 40, W: 4, H: 4})
		s.Mark(scene.Mark{ID: "far", X: 200, Y: 0, W: 4, H: 4})
	})
	require.Equal(t, 1, s.Hit(42, 42, 0))
	require.Equal(t, 0, s.Hit(50, 42, 10), "what contains the point beats what is near")
	require.Equal(t, 2, s.Hit(190, 2, 12))
	require.Equal(t, -1, s.Hit(150, 50, 12))
}

func TestInternReturnsTheSameTextForTheSameParts(t *testing.T) {
	s := scene.New()
	require.Equal(t, "key:user:1", s.Intern("key:", "user:1"))
	require.Equal(t, "key:user:1", s.Intern("key:user", ":1"))
	for i := range 10_000 {
		require.Len(t, s.Intern("n", string(rune('a'+i%26)), string(rune(0x100+i))), 2+len(string(rune(0x100+i))))
	}
}

func TestTheSizeOfAFrameIsWhatResetAndSetHeightSay(t *testing.T) {
	s := scene.New()
	s.Reset(320, 400)
	s.SetHeight(760)
	width, height := s.Size()
	require.Equal(t, []float64{320, 760}, []float64{width, height})
	s.SetTitle("a")
	s.SetDesc("b")
	require.Equal(t, "a b", s.Title()+" "+s.Desc())
	s.Reset(1, 1)
	require.Empty(t, s.Title()+s.Desc())
}

func TestMistakesOfAViewPanicWithTheFact(t *testing.T) {
	ink := scene.Style{Fill: scene.Ink, Stroke: scene.Ink}
	text := scene.TextStyle{Size: 12, Role: scene.Ink}
	tests := []struct {
		name, want string
		draw       func(s *scene.Scene)
	}{
		{"no number", "scene: a coordinate is NaN", func(s *scene.Scene) { s.Circle(math.NaN(), 0, 1, ink) }},
		{"infinity", "scene: a coordinate is +Inf", func(s *scene.Scene) { s.Text(math.Inf(1), 0, "a", text) }},
		{"no number among points", "scene: a coordinate is NaN", func(s *scene.Scene) { s.Dots(1, scene.Ink, 1, []float64{1, math.NaN()}) }},
		{"half a point", "scene: 3 coordinates are not pairs of x and y", func(s *scene.Scene) { s.Polyline([]float64{1, 2, 3}, ink) }},
		{"a role too many", "scene: role 21 does not exist; roles are 0 to 20", func(s *scene.Scene) { s.Circle(0, 0, 1, scene.Style{Fill: 21}) }},
		{"no columns", "scene: 1 cells in 0 columns; both go up to 65,535, columns from 1", func(s *scene.Scene) { s.Cells(0, 0, 9, 1, 0, []scene.Role{scene.Ink}) }},
		{"a pop too many", "scene: Pop without a Group or Clip that is open", func(s *scene.Scene) { s.Pop() }},
		{"a group left open", "scene: 1 of Group and Clip are still open", func(s *scene.Scene) { s.Group(0, 0, 1); s.AppendWire(nil) }},
		{"too deep", "scene: Group and Clip nest deeper than 32", func(s *scene.Scene) {
			for range 33 {
				s.Clip(0, 0, 1, 1)
			}
		}},
		{"a value of nothing", "scene: Value before the first Mark", func(s *scene.Scene) { s.Value("a", "b") }},
		{"a third layer", "scene: layer 2 is neither Base nor Live", func(s *scene.Scene) { s.Layer(2) }},
		{"a fourth anchor", "scene: an anchor is Start, Middle or End", func(s *scene.Scene) {
			s.Text(0, 0, "a", scene.TextStyle{Size: 9, Role: scene.Ink, Anchor: 3})
		}},
		{"too many operations", "scene: more than 65,536 operations in a frame; draw fewer, or use Dots or Cells", func(s *scene.Scene) {
			for range scene.MaxOps + 1 {
				s.Circle(0, 0, 1, ink)
			}
		}},
		{"too many points", "scene: more than 262,144 points or 1,048,576 bytes of text in a frame; draw fewer", func(s *scene.Scene) {
			s.Dots(1, scene.Ink, 1, make([]float64, 2*scene.MaxPoints+2))
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			require.PanicsWithValue(t, test.want, func() { frame(test.draw) })
		})
	}
}

func TestBuildingAndEncodingAllocateNothingOnceWarm(t *testing.T) {
	s := scene.New()
	var wire []byte
	number := make([]byte, 0, 16)
	points := make([]float64, 2_000)
	build := func(shift float64) {
		s.Reset(884, 598)
		for i := range 300 {
			turn := float64(i) / 300
			s.Arc(400, 300, 200, turn, turn+1.0/400, scene.Style{Stroke: scene.Series(i), Width: 12})
			s.Group(shift, 0, 0.5)
			s.Clip(0, 0, 500, 500)
			s.Text(10, 20, "a label that is much too long", scene.TextStyle{Size: 12, Role: scene.Ink, Max: 60})
			s.Line(0, 0, 10, 10, scene.Style{Stroke: scene.Ink, Arrow: true})
			s.Pop()
			s.Pop()
			number = append(number[:0], "12,345"...)
			s.TextBytes(10, 40, number, scene.TextStyle{Size: 12, Role: scene.Ink, Anchor: scene.End})
			s.Mark(scene.Mark{ID: s.Intern("node:", "cache-a"), Label: "cache-a", Listed: true})
			s.ValueBytes("Keys", number)
		}
		s.Layer(scene.Live)
		s.Dots(2, scene.Ink, 1, points)
		wire = s.AppendWire(wire[:0])
	}
	shift := 0.0
	build(shift)
	require.Zero(t, testing.AllocsPerRun(20, func() { shift++; build(shift) }))
}

func BenchmarkBuildAndEncodeOneThousandOperations(b *testing.B) {
	s := scene.New()
	var wire []byte
	b.ReportAllocs()
	for b.Loop() {
		s.Reset(884, 598)
		for i := range 250 {
			x := float64(i)
			s.Rect(x, 20, 30, 40, 4, scene.Style{Fill: scene.Panel, Stroke: scene.Border})
			s.Arc(400, 300, 200, x/250, (x+0.5)/250, scene.Style{Stroke: scene.Series(i), Width: 12})
			s.Line(x, 0, x, 100, scene.Style{Stroke: scene.Hairline})
			s.Text(x, 20, "cache-a", scene.TextStyle{Size: 12, Role: scene.Ink, Max: 80})
		}
		wire = s.AppendWire(wire[:0])
	}
}

func BenchmarkBuildAndEncodeTwentyThousandDots(b *testing.B) {
	s := scene.New()
	points := make([]float64, 40_000)
	var wire []byte
	b.ReportAllocs()
	for b.Loop() {
		s.Reset(1440, 900)
		s.Layer(scene.Live)
		s.Dots(2, scene.Ink, 1, points)
		wire = s.AppendWire(wire[:0])
	}
}

func BenchmarkDecodeTheDefaultScene(b *testing.B) {
	s := scene.New()
	scenetest.Ring{Arcs: 600, Dots: 600, Nodes: 8}.Draw(s, 884, 598)
	wire := s.AppendWire(nil)
	b.ReportAllocs()
	for b.Loop() {
		_, err := scene.Decode(wire)
		require.NoError(b, err)
	}
}
