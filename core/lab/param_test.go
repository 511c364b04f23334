package lab_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
)

func TestValuesAreShownWithTheirUnits(t *testing.T) {
	l := toy()
	for _, row := range []struct{ key, value, want string }{
		{"count", "14", "14 things"},
		{"count", "10000", "10,000 things"},
		{"count", "0", "No things"},
		{"ratio", "-0.25", "-0.25"},
		{"ratio", "0", "0"},
		{"mode", "a:b:c", "With colons"},
		{"mode", "nowhere", "nowhere"},
		{"label", "", ""},
		{"label", "left-1", "left-1"},
	} {
		require.Equal(t, row.want, l.Param(row.key).Show(row.value))
	}
}

func TestSettingAValueLeavesTheOthersAlone(t *testing.T) {
	before := lab.Defaulted(toy()).Values
	after := before.With("count", "7")
	require.Equal(t, 5, before.Int("count"))
	require.Equal(t, 7, after.Int("count"))
	require.Equal(t, "plain", after.Text("mode"))
}

func TestAskingForWhatALabDoesNotHaveIsAProgrammersError(t *testing.T) {
	v := lab.Defaulted(toy()).Values
	require.PanicsWithValue(t, "lab: no parameter size", func() { v.Text("size") })
	require.PanicsWithValue(t, "lab: no parameter size", func() { v.With("size", "1") })
	require.PanicsWithValue(t, "lab: parameter mode is not a number", func() { v.Float("mode") })
	require.Nil(t, toy().Param("size"))
	require.Nil(t, toy().Action("explode"))
}

func TestNamesOfPartsAreSmallLettersDigitsAndHyphens(t *testing.T) {
	for _, good := range []string{"a", "cache-a", "0", "-", "a-long-name-that-still-fits-in-forty-byt"} {
		require.True(t, lab.ValidName(good), good)
	}
	for _, bad := range []string{"", "A", "a b", "a_b", "a:b", "é", "a\x00", "a-long-name-that-still-fits-in-forty-byte"} {
		require.False(t, lab.ValidName(bad), bad)
	}
}

func TestACanonicalValueIsItsOwnCanonicalForm(t *testing.T) {
	l := toy()
	rapid.Check(t, func(t *rapid.T) {
		p := &l.Params[rapid.IntRange(0, len(l.Params)-1).Draw(t, "param")]
		text, err := p.Canonical(rapid.OneOf(rapid.String(), rapid.StringMatching(`[-+]?[0-9]{0,5}(\.[0-9]{0,9})?(e-?[0-9]{1,3})?`)).Draw(t, "text"))
		if err != nil {
			return
		}
		again, err := p.Canonical(text)
		require.NoError(t, err)
		require.Equal(t, text, again)
		require.LessOrEqual(t, len(text), lab.MaxText)
	})
}

func TestTheKindsOfParametersHaveNames(t *testing.T) {
	require.Equal(t, []string{"int", "float", "enum", "text"}, []string{lab.Int.String(), lab.Float.String(), lab.Enum.String(), lab.Text.String()})
}
