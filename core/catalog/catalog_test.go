package catalog_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/session"
)

// each runs a test for every lab.
func each(t *testing.T, check func(t *testing.T, l *lab.Lab)) {
	labs := catalog.Labs()
	require.NotEmpty(t, labs)
	for _, l := range labs {
		t.Run(l.ID, func(t *testing.T) { check(t, l) })
	}
}

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

func TestLabsHaveIDsOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	each(t, func(t *testing.T, l *lab.Lab) {
		require.Regexp(t, kebab, l.ID)
		require.False(t, seen[l.ID])
		seen[l.ID] = true
	})
}

func TestLabsSayWhatTheyAreAbout(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		require.NotEmpty(t, l.Title)
		require.NotEmpty(t, l.Group)
		require.Regexp(t, `^[A-Z].*\.$`, l.Summary)
		require.NotEmpty(t, l.Guide)
		require.Positive(t, l.Revision)
		require.Positive(t, l.Horizon)
		if l.Lookup != nil {
			require.NotEmpty(t, l.Lookup.Label)
			require.NotEmpty(t, l.Lookup.Placeholder)
		}
	})
}

// reserved are the keys of links that belong to no lab. What begins with "b."
// is for the second side of a comparison, d for data.
var reserved = []string{"lab", "v", "m", "n", "seed", "speed", "t", "do", "d", "b"}

func TestParametersAreDeclaredInFull(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		seen := map[string]bool{}
		for i := range l.Params {
			p := &l.Params[i]
			requireSound(t, p)
			require.NotEmpty(t, p.Group, p.Key)
			require.NotContains(t, reserved, p.Key)
			require.False(t, seen[p.Key], "%s stands twice", p.Key)
			require.Same(t, p, l.Param(p.Key))
			seen[p.Key] = true
		}
	})
}

func requireSound(t *testing.T, p *lab.Param) {
	t.Helper()
	require.Regexp(t, kebab, p.Key)
	require.NotEmpty(t, p.Label, p.Key)
	text, err := p.Canonical(p.Default)
	require.NoError(t, err, p.Key)
	require.Equal(t, p.Default, text, "the default of %s is canonical", p.Key)
	require.NotEmpty(t, p.Show(p.Default)+map[bool]string{true: "may be empty"}[p.Optional], p.Key)
	switch p.Kind {
	case lab.Int, lab.Float:
		x, err := strconv.ParseFloat(p.Default, 64)
		require.NoError(t, err)
		require.True(t, p.Min <= x && x <= p.Max && p.Min < p.Max, "%s: %v <= %v <= %v", p.Key, p.Min, x, p.Max)
		require.Positive(t, p.Step, p.Key)
		require.True(t, !p.Log || p.Min >= 0, "%s: ratios of negative numbers", p.Key)
	case lab.Enum:
		require.Greater(t, len(p.Options), 1, p.Key)
		seen := map[string]bool{}
		for _, o := range p.Options {
			require.NotEmpty(t, o.Label, p.Key)
			require.Regexp(t, `^[a-z0-9-]+$`, o.Value, "readable in a link")
			require.False(t, seen[o.Value], "%s: %s stands twice", p.Key, o.Value)
			seen[o.Value] = true
		}
	}
}

func TestEveryParameterHasHelp(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		for _, p := range l.Params {
			require.Regexp(t, `^[A-Z].*\.$`, p.Help, p.Key)
		}
	})
}

func TestEveryParameterIsShownBesideSomeChoice(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		for _, p := range l.Params {
			if p.Shown != nil {
				require.True(t, shownSomewhere(l, &p), "%s is never shown", p.Key)
			}
		}
	})
}

// shownSomewhere tries all options of all words, and the most of all numbers.
func shownSomewhere(l *lab.Lab, p *lab.Param) bool {
	values := lab.Defaults(l.Params)
	if p.Shown(values) {
		return true
	}
	for _, other := range l.Params {
		number := other.Kind == lab.Int || other.Kind == lab.Float
		if number && p.Shown(values.With(other.Key, lab.FormatFixed(other.Max, -1))) {
			return true
		}
		for _, o := range other.Options {
			if p.Shown(values.With(other.Key, o.Value)) {
				return true
			}
		}
	}
	return false
}

func TestActionsAreDeclaredInFull(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		seen := map[string]bool{lab.Set: true}
		for i := range l.Actions {
			a := &l.Actions[i]
			require.Regexp(t, kebab, a.Name)
			require.NotEmpty(t, a.Label, a.Name)
			require.Regexp(t, `^[A-Z].*\.$`, a.Help, a.Name)
			require.False(t, seen[a.Name], "%s stands twice", a.Name)
			require.Same(t, a, l.Action(a.Name))
			seen[a.Name] = true
			for k := range a.Args {
				requireSound(t, &a.Args[k])
			}
		}
	})
}

func TestPresetsAreLinksThatSayNothingNeedless(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		require.NotEmpty(t, l.Presets)
		names, experiments := map[string]bool{}, []lab.Scenario{}
		for _, p := range l.Presets {
			require.NotEmpty(t, p.Name)
			require.False(t, strings.HasSuffix(p.Name, "."), "a name is no sentence: %s", p.Name)
			require.False(t, names[p.Name], "%s stands twice", p.Name)
			names[p.Name] = true
			sc, notices, err := lab.Parse(p.Link, catalog.Labs())
			require.NoError(t, err, p.Link)
			require.Empty(t, notices, p.Link)
			require.Equal(t, l.ID, sc.Lab.ID)
			require.ElementsMatch(t, strings.Split(sc.Format(), "&"), append(strings.Split(p.Link, "&"), "v=1"), "only what differs from the defaults")
			sc.Lab = l
			for _, other := range experiments {
				require.False(t, other.SameExperiment(&sc), "%s shows what another preset shows", p.Name)
			}
			experiments = append(experiments, sc)
		}
	})
}

func TestEverythingInAPresetHappens(t *testing.T) {
	each(t, func(t *testing.T, l *lab.Lab) {
		for i, p := range l.Presets {
			s, err := session.Open(p.Link, catalog.Labs(), nil)
			require.NoError(t, err)
			s.Seek(s.End())
			s.Settle()
			var state struct {
				Preset  int
				Heading string
				Marks   []struct {
					OK            bool
					Label, Reason string
				}
			}
			var j lab.JSON
			s.AppendState(&j)
			require.NoError(t, json.Unmarshal(j.Bytes(), &state))
			require.Equal(t, i, state.Preset)
			require.Equal(t, p.Name, state.Heading)
			for _, m := range state.Marks {
				require.True(t, m.OK, "%s: %s: %s", p.Name, m.Label, m.Reason)
			}
		}
	})
}

func TestTheCatalogIsWrittenAsJSON(t *testing.T) {
	var j lab.JSON
	lab.AppendCatalog(&j, catalog.Labs())
	var got []struct {
		ID, Title string
		Params    []map[string]any
		Actions   []map[string]any
		Presets   []struct{ Name, Link string }
	}
	require.NoError(t, json.Unmarshal(j.Bytes(), &got))
	require.Len(t, got, len(catalog.Labs()))
	for i, l := range catalog.Labs() {
		require.Equal(t, l.ID, got[i].ID)
		require.Len(t, got[i].Params, len(l.Params))
		require.Len(t, got[i].Actions, len(l.Actions))
		require.Len(t, got[i].Presets, len(l.Presets))
		for k, p := range l.Params {
			for _, member := range []string{"key", "label", "kind", "default", "min", "max", "step", "unit", "options", "help"} {
				require.Contains(t, got[i].Params[k], member)
			}
			number := p.Kind == lab.Int || p.Kind == lab.Float
			require.Equal(t, number, got[i].Params[k]["min"] != nil, "only numbers have a range")
			_, isNumber := got[i].Params[k]["default"].(float64)
			require.Equal(t, number, isNumber, "the default of %s is of its kind", p.Key)
		}
	}
}
