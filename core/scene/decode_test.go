package scene

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// encoded encodes the operations of a frame again.
func encoded(f *Frame) []byte {
	wire := append([]byte(nil), f.ops[Base]...)[:0]
	for _, l := range []Layer{Base, Live} {
		f.Ops(l, func(op *Op) { wire = appendOp(wire, op) })
	}
	return wire
}

func FuzzDecode(f *testing.F) {
	file, err := os.ReadFile("testdata/wire.json")
	require.NoError(f, err)
	var vectors []struct{ Wire string }
	require.NoError(f, json.Unmarshal(file, &vectors))
	for _, v := range vectors {
		wire, err := hex.DecodeString(v.Wire)
		require.NoError(f, err)
		f.Add(wire)
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		frame, err := Decode(wire)
		if err != nil {
			require.Nil(t, frame)
			return
		}
		require.Equal(t, wire[headerSize:], append([]byte{}, encoded(frame)...), "encoding again gives the same bytes")
	})
}

func TestWhateverIsDrawnCanBeReadAndEncodedAgain(t *testing.T) {
	s := New()
	rapid.Check(t, func(t *rapid.T) {
		s.Reset(rapid.Float64Range(0, 4000).Draw(t, "width"), rapid.Float64Range(0, 4000).Draw(t, "height"))
		open := 0
		for range rapid.IntRange(0, 40).Draw(t, "operations") {
			open += drawSomething(t, s, open)
		}
		for range open {
			s.Pop()
		}
		wire := s.AppendWire(nil)
		frame, err := Decode(wire)
		require.NoError(t, err)
		require.Equal(t, wire[headerSize:], append([]byte{}, encoded(frame)...))
	})
}

// drawSomething draws at random and returns by how much it nests deeper.
func drawSomething(t *rapid.T, s *Scene, open int) int {
	v := func() float64 { return rapid.Float64Range(-1e9, 1e9).Draw(t, "v") }
	role := func() Role { return Role(rapid.IntRange(0, Roles-1).Draw(t, "role")) }
	points := func() []float64 {
		list := rapid.SliceOfN(rapid.Float64Range(-1e4, 1e4), 0, 20).Draw(t, "points")
		return list[:len(list)&^1]
	}
	st := Style{Fill: role(), Stroke: role(), Alpha: rapid.Float64Range(-1, 2).Draw(t, "alpha"), Width: v(), Dash: v(), Arrow: rapid.Bool().Draw(t, "arrow")}
	ts := TextStyle{Size: rapid.Float64Range(-1, 2000).Draw(t, "size"), Bold: st.Arrow, Role: role(), Alpha: st.Alpha,
		Anchor: Anchor(rapid.IntRange(0, 2).Draw(t, "anchor")), Max: rapid.Float64Range(-10, 200).Draw(t, "max")}
	switch rapid.IntRange(0, 14).Draw(t, "kind") {
	case 0:
		s.Rect(v(), v(), v(), v(), v(), st)
	case 1:
		s.Circle(v(), v(), v(), st)
	case 2:
		s.Line(v(), v(), v(), v(), st)
	case 3:
		s.Polyline(points(), st)
	case 4:
		s.Polygon(points(), st)
	case 5:
		s.Arc(v(), v(), v(), v(), v(), st)
	case 6:
		s.Text(v(), v(), rapid.String().Draw(t, "text"), ts)
	case 7:
		s.TextBytes(v(), v(), rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"), ts)
	case 8:
		s.Dots(v(), role(), st.Alpha, points())
	case 9:
		s.DotsHollow(v(), role(), st.Alpha, points())
	case 10:
		s.Cells(v(), v(), v(), v(), rapid.IntRange(1, 9).Draw(t, "columns"), []Role{role(), role(), role()})
	case 11:
		s.Layer(Layer(rapid.IntRange(0, 1).Draw(t, "layer")))
	case 12:
		if open < maxDepth {
			s.Group(v(), v(), st.Alpha)
			return 1
		}
	case 13:
		if open < maxDepth {
			s.Clip(v(), v(), v(), v())
			return 1
		}
	case 14:
		if open > 0 {
			s.Pop()
			return -1
		}
	}
	return 0
}

func TestEveryCharacterHasAWidthAndMarksHaveNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rapid.Rune().Draw(t, "character")
		regular, bold := advance(r, false), advance(r, true)
		require.GreaterOrEqual(t, bold, 0)
		require.GreaterOrEqual(t, regular, 0)
		require.LessOrEqual(t, regular, ligatureWidth)
	})
	require.Zero(t, advance('\u0301', false))
}

func TestATextIsCutWhereItFitsAndNotEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		size := rapid.Float64Range(6, 40).Draw(t, "size")
		bold := rapid.Bool().Draw(t, "bold")
		room := rapid.Float64Range(0, 400).Draw(t, "room")
		cut := Cut(text, size, bold, room)
		require.LessOrEqual(t, Width(cut, size, bold), room+1e-6)
		if Width(text, size, bold) <= room {
			require.Equal(t, text, cut)
			return
		}
		if cut == "" {
			require.Greater(t, Width(ellipsis, size, bold), room)
			return
		}
		kept := cut[:len(cut)-len(ellipsis)]
		require.Equal(t, text[:len(kept)], kept)
		rest := text[len(kept):]
		for len(rest) > 0 && rest[0] == ' ' { // spaces before the ellipsis have been dropped
			kept, rest = kept+" ", rest[1:]
		}
		_, n := utf8.DecodeRuneInString(rest)
		require.Greater(t, Width(kept+rest[:n]+ellipsis, size, bold), room-1e-6, "one letter more would not fit")
	})
}
