package lab_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
)

// tree writes a random JSON value and returns what a reader should find.
func tree(t *rapid.T, j *lab.JSON, depth int) any {
	kind := rapid.IntRange(0, 6).Draw(t, "kind")
	if depth == 0 && kind > 4 {
		kind = 0
	}
	switch kind {
	case 0:
		s := rapid.String().Draw(t, "text")
		j.String(s)
		return s
	case 1:
		x := rapid.Float64().Draw(t, "number")
		j.Number(x)
		return x
	case 2:
		n := rapid.IntRange(-1<<53, 1<<53).Draw(t, "whole")
		j.Int(n)
		return float64(n)
	case 3:
		b := rapid.Bool().Draw(t, "truth")
		j.Bool(b)
		return b
	case 4:
		j.Null()
		return nil
	case 5:
		list := []any{}
		j.Open('[')
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			list = append(list, tree(t, j, depth-1))
		}
		j.Close(']')
		return list
	}
	members := map[string]any{}
	j.Open('{')
	for _, key := range rapid.SliceOfNDistinct(rapid.String(), 0, 4, rapid.ID[string]).Draw(t, "keys") {
		members[key] = tree(t, j.Key(key), depth-1)
	}
	j.Close('}')
	return members
}

func TestWhatIsWrittenIsReadBySomebodyElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var j lab.JSON
		want := tree(t, &j, 4)
		var got any
		require.NoError(t, json.Unmarshal(j.Bytes(), &got), "%s", j.Bytes())
		require.Equal(t, want, got)
	})
}

func TestNumbersThatJSONLacksAreNull(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		var j lab.JSON
		require.Equal(t, "null", string(j.Number(x).Bytes()))
	}
}

func TestNumbersKeepAllTheirDigits(t *testing.T) {
	var j lab.JSON
	j.Open('[').Number(0.1).Number(1e21).Number(math.SmallestNonzeroFloat64).Number(math.Copysign(0, -1)).Int(math.MinInt64).Close(']')
	require.Equal(t, "[0.1,1e+21,5e-324,-0,-9223372036854775808]", string(j.Bytes()))
}

// FuzzStrings looks for a text that does not come back, or that could close
// the script element or the string literal that it stands in.
func FuzzStrings(f *testing.F) {
	for _, s := range []string{"", `"\`, "\n\t\x00\x7f", "</script><!--", "\u2028\u2029", "\xff\xc3(", "héllo", "\U0001F600"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var j lab.JSON
		j.String(s)
		var got string
		require.NoError(t, json.Unmarshal(j.Bytes(), &got), "%q", j.Bytes())
		require.Equal(t, string([]rune(s)), got)
		require.NotContains(t, string(j.Bytes()), "<")
		require.NotContains(t, string(j.Bytes()), "\u2028")
	})
}
