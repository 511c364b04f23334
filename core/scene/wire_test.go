package scene_test

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/scene"
	"headroom/core/scene/scenetest"
)

var update = flag.Bool("update", false, "write the vectors anew")

const vectorFile = "testdata/wire.json"

// A vector is bytes and what they say, or why they say nothing; tests/wasm reads the same file.
type vector struct {
	Name  string     `json:"name"`
	Wire  string     `json:"wire"`
	Frame *wireFrame `json:"frame,omitempty"`
	Error string     `json:"error,omitempty"`
}

type wireFrame struct {
	Width    float64          `json:"width"`
	Height   float64          `json:"height"`
	Revision uint32           `json:"revision"`
	Base     []map[string]any `json:"base"`
	Live     []map[string]any `json:"live"`
}

// describe says what an operation holds, field by field.
func describe(op *scene.Op) map[string]any {
	said := map[string]any{"kind": op.Kind}
	put := func(names string, values ...any) {
		for i, name := range strings.Fields(names) {
			said[name] = values[i]
		}
	}
	if op.Kind <= scene.ArcOp {
		put("fill stroke alpha width dash", op.Fill, op.Stroke, op.Alpha, op.Width, op.Dash)
	}
	switch op.Kind {
	case scene.RectOp:
		put("x y w h r", op.X, op.Y, op.W, op.H, op.R)
	case scene.CircleOp:
		put("x y r", op.X, op.Y, op.R)
	case scene.LineOp:
		put("x y x2 y2", op.X, op.Y, op.X2, op.Y2)
	case scene.PolylineOp, scene.PolygonOp:
		put("points", append([]float64{}, op.Points...))
	case scene.ArcOp:
		put("x y r from to", op.X, op.Y, op.R, op.From, op.To)
	case scene.TextOp:
		put("fill alpha x y size bold anchor text", op.Fill, op.Alpha, op.X, op.Y, op.Size, op.Bold, op.Anchor, string(op.Text))
	case scene.DotsOp:
		put("fill alpha r hollow points", op.Fill, op.Alpha, op.R, op.Hollow, append([]float64{}, op.Points...))
	case scene.CellsOp:
		cells := make([]int, len(op.Cells))
		for i, r := range op.Cells {
			cells[i] = int(r)
		}
		put("alpha x y size gap columns cells", op.Alpha, op.X, op.Y, op.Size, op.Gap, op.Columns, cells)
	case scene.ClipOp:
		put("x y w h", op.X, op.Y, op.W, op.H)
	}
	return said
}

func describeFrame(f *scene.Frame) *wireFrame {
	said := &wireFrame{Width: f.Width, Height: f.Height, Revision: f.Revision, Base: []map[string]any{}, Live: []map[string]any{}}
	f.Ops(scene.Base, func(op *scene.Op) { said.Base = append(said.Base, describe(op)) })
	f.Ops(scene.Live, func(op *scene.Op) { said.Live = append(said.Live, describe(op)) })
	return said
}

// whole are frames that both decoders read.
var whole = []struct {
	name string
	draw func(s *scene.Scene)
}{
	{"nothing", func(s *scene.Scene) { s.Reset(0, 0) }},
	{"a size to 1/64 pixel", func(s *scene.Scene) { s.Reset(320.25, 1.0/64) }},
	{"one of everything", scenetest.Gallery},
	{"a ring", func(s *scene.Scene) { scenetest.Ring{Arcs: 6, Dots: 9, Nodes: 3, Ticks: true}.Draw(s, 884, 598) }},
	{"letters of one to four bytes", func(s *scene.Scene) {
		s.Reset(10, 10)
		s.Text(1, 2, "aß→😀 \ufeff", scene.TextStyle{Size: 12.5, Role: scene.Muted, Bold: true, Anchor: scene.End, Alpha: 0.4})
	}},
	{"the ends of the number range", func(s *scene.Scene) {
		s.Reset(math.MaxFloat64, 1e300)
		s.Circle(-1e300, 1e300, 1e300, scene.Style{Stroke: scene.Series8, Width: 1e9, Dash: 1e9, Alpha: 7})
		s.Line(-0.0078125, 0.0078124, 0.0078125, -0.008, scene.Style{Stroke: scene.Background, Width: 0.001, Dash: 2})
	}},
}

// damage is what makes a frame of one circle in each layer unreadable.
var damage = []struct {
	name   string
	change func(b []byte) []byte
}{
	{"no header", func(b []byte) []byte { return b[:28] }},
	{"another magic", func(b []byte) []byte { b[3] = 'X'; return b }},
	{"a version to come", func(b []byte) []byte { b[4] = 2; return b }},
	{"reserved bytes of the header", func(b []byte) []byte { b[28] = 1; return b }},
	{"a negative size", func(b []byte) []byte { b[11] = 0x80; return b }},
	{"fewer bytes than announced", func(b []byte) []byte { return b[:len(b)-4] }},
	{"more bytes than announced", func(b []byte) []byte { return append(b, 0, 0, 0, 0) }},
	{"layers that are no whole words", func(b []byte) []byte { b[20]++; b[24]--; return b }},
	{"an operation that reaches into the next layer", func(b []byte) []byte { b[20] -= 4; b[24] += 4; return b }},
	{"an unknown kind", func(b []byte) []byte { b[32] = 12; return b }},
	{"kind zero", func(b []byte) []byte { b[32] = 0; return b }},
	{"an unknown role to fill with", func(b []byte) []byte { b[33] = 21; return b }},
	{"an unknown role to stroke with", func(b []byte) []byte { b[34] = 255; return b }},
	{"a negative radius", func(b []byte) []byte { b[51] = 0x80; return b }},
	{"a fault in the live layer", func(b []byte) []byte { b[52] = 99; return b }},
	{"reserved bytes of a clip", func(b []byte) []byte { b[32], b[33] = 10, 1; return b }},
	{"reserved bytes of cells", func(b []byte) []byte { b[32], b[33] = 9, 1; return b }},
	{"a clip of negative size", func(b []byte) []byte {
		copy(b[32:], []byte{10, 0, 0, 0})
		b[47] = 0x80
		return b
	}},
	{"more points than there are bytes", func(b []byte) []byte {
		b[32], b[40], b[41], b[42] = 5, 9, 0, 0
		return b
	}},
	{"more points than a frame may have", func(b []byte) []byte {
		b[32], b[40], b[41], b[42], b[43] = 4, 0, 0, 0, 1
		return b
	}},
	{"a text longer than its frame", func(b []byte) []byte {
		copy(b[32:], []byte{7, 1, 0, 255, 0, 3, 9, 0})
		return b
	}},
	{"an anchor that does not exist", func(b []byte) []byte {
		copy(b[32:], []byte{7, 1, 3, 255, 0, 3, 4, 0})
		return b
	}},
	{"a text that is not UTF-8", func(b []byte) []byte {
		copy(b[32:], []byte{7, 1, 0, 255, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a', 0xff, 'b', 'c'})
		return b
	}},
	{"a text with a control character", func(b []byte) []byte {
		copy(b[32:], []byte{7, 1, 0, 255, 0, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', '\n', 'c'})
		return b
	}},
	{"a text that is not filled up with zeros", func(b []byte) []byte {
		copy(b[32:], []byte{7, 1, 0, 255, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 'd'})
		return b
	}},
	{"dots neither hollow nor not", func(b []byte) []byte {
		copy(b[32:], []byte{8, 1, 2, 255, 0, 0, 0, 0, 1, 0, 0, 0})
		return b
	}},
	{"cells without columns", func(b []byte) []byte {
		copy(b[32:], []byte{9, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
		return b
	}},
	{"a cell of an unknown role", func(b []byte) []byte {
		b = append(b, 0, 0, 0, 0)
		b[20] += 4
		copy(b[56:], b[52:])
		copy(b[32:], []byte{9, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 77, 0, 0, 0})
		return b
	}},
}

func vectors(t *testing.T) []vector {
	var all []vector
	for _, v := range whole {
		s := scene.New()
		v.draw(s)
		wire := s.AppendWire(nil)
		f, err := scene.Decode(wire)
		require.NoError(t, err, v.name)
		all = append(all, vector{Name: v.name, Wire: hex.EncodeToString(wire), Frame: describeFrame(f)})
	}
	for _, v := range damage {
		wire := v.change(twoCircles())
		_, err := scene.Decode(wire)
		require.Error(t, err, v.name)
		all = append(all, vector{Name: v.name, Wire: hex.EncodeToString(wire), Error: err.Error()})
	}
	return all
}

func twoCircles() []byte {
	s := scene.New()
	s.Reset(10, 10)
	s.Circle(1, 2, 3, scene.Style{Fill: scene.Ink})
	s.Layer(scene.Live)
	s.Circle(4, 5, 6, scene.Style{Fill: scene.Ink})
	return s.AppendWire(nil)
}

func TestFramesAreWhatTheVectorsSay(t *testing.T) {
	found, err := json.MarshalIndent(vectors(t), "", " ")
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(vectorFile, append(found, '\n'), 0o644))
	}
	want, err := os.ReadFile(vectorFile)
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(found), "go test -update writes them anew, if the change is meant")
}

func TestACircleIsThesePreciseBytes(t *testing.T) {
	s := scene.New()
	s.Reset(320, 200)
	s.Layer(scene.Live)
	s.Circle(1, -2.5, 100, scene.Style{Fill: scene.Accent, Stroke: scene.Series8, Alpha: 0.5, Width: 1.5, Dash: 4})
	require.Equal(t, []byte{
		'H', 'R', 'S', 'C', 1, 0, 0, 0,
		0x00, 0x50, 0, 0, 0x00, 0x32, 0, 0, // 320 and 200 pixels
		1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, // revision, bytes of base and of live
		2, 8, 20, 128, 96, 0, 0, 1, // a circle, its roles, half an alpha; 1.5 and 4 pixels
		64, 0, 0, 0, 0x60, 0xff, 0xff, 0xff, 0x00, 0x19, 0, 0,
	}, s.AppendWire(nil))
}

func TestTheBaseRevisionChangesExactlyWhenTheBaseBytesDo(t *testing.T) {
	s := scene.New()
	draw := func(base, live, width float64) uint32 {
		s.Reset(width, 100)
		s.Circle(base, 0, 5, scene.Style{Fill: scene.Ink})
		s.Layer(scene.Live)
		s.Circle(live, 0, 5, scene.Style{Fill: scene.Ink})
		f, err := scene.Decode(s.AppendWire(nil))
		require.NoError(t, err)
		again, err := scene.Decode(s.AppendWire(nil))
		require.NoError(t, err)
		require.Equal(t, f.Revision, again.Revision, "encoding twice")
		return f.Revision
	}
	first := draw(1, 1, 100)
	require.NotZero(t, first)
	require.Equal(t, first, draw(1, 2, 100), "only what lives has moved")
	require.Equal(t, first, draw(1.001, 2, 100), "less than 1/64 of a pixel")
	require.Equal(t, first, draw(1, 2, 200), "another size")
	second := draw(2, 2, 200)
	require.NotEqual(t, first, second)
	require.NotEqual(t, second, draw(1, 2, 200), "back to what it was, but not to the frame before")
	s.Reset(1, 1)
	s.Circle(9, 9, 9, scene.Style{Fill: scene.Ink})
	third := draw(1, 3, 200)
	require.Equal(t, third, draw(1, 3, 200), "a frame that nobody encoded counts for nothing")
}

func TestAFrameBeyondALimitIsRefused(t *testing.T) {
	repeat := func(n int, op ...byte) []byte {
		wire := twoCircles()[:32]
		for range n {
			wire = append(wire, op...)
		}
		live := len(wire) - 32
		copy(wire[20:], []byte{0, 0, 0, 0, byte(live), byte(live >> 8), byte(live >> 16), byte(live >> 24)})
		return wire
	}
	text := append([]byte{7, 1, 0, 255, 0, 3, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0}, strings.Repeat("x", 2048)...)
	tests := []struct {
		name, want string
		wire       []byte
	}{
		{"operations", "scene: operation at byte 262176: the frame has more than 65,536 operations", repeat(65_537, 11, 0, 0, 0)},
		{"bytes of text", "scene: operation at byte 1056800: the frame has more than 1,048,576 bytes of text", repeat(513, text...)},
		{"bytes of one text", "scene: operation at byte 32: its text is longer than 2,048 bytes",
			repeat(1, append([]byte{7, 1, 0, 255, 0, 3, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0}, strings.Repeat("x", 2052)...)...)},
		{"points", "scene: operation at byte 2100256: the frame has more than 262,144 points",
			repeat(257, append([]byte{8, 1, 0, 255, 0, 0, 0, 0, 0, 4, 0, 0}, make([]byte, 8192)...)...)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := scene.Decode(test.wire)
			require.EqualError(t, err, test.want)
		})
	}
}
