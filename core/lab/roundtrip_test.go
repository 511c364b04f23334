package lab_test

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
)

var name = rapid.StringMatching(`[a-z0-9-]{1,40}`)

// formed are texts of the forms that have a check.
var formed = map[string][]string{
	"dist":    {"fixed:10ms", "exp:1s", "hyper:40ms:40", "erlang:4:40ms"},
	"profile": {"steady:700", "drawn:0s@200,20s@1200,40s@200"},
	"numbers": {"1", "1,2,4"},
}

// value draws a canonical value of a parameter.
func value(t *rapid.T, p *lab.Param) string {
	var text string
	switch p.Kind {
	case lab.Int:
		text = strconv.Itoa(rapid.IntRange(int(p.Min), int(p.Max)).Draw(t, p.Key))
	case lab.Float:
		text = strconv.FormatFloat(rapid.Float64Range(p.Min, p.Max).Draw(t, p.Key), 'g', -1, 64)
	case lab.Enum:
		text = rapid.SampledFrom(p.Options).Draw(t, p.Key).Value
	case lab.Text:
		text = name.Draw(t, p.Key)
		if p.Check != nil {
			text = rapid.SampledFrom(append(formed[p.Form], p.Default)).Draw(t, p.Key)
		}
		if p.Optional && rapid.Bool().Draw(t, "empty") {
			text = ""
		}
	}
	canonical, err := p.Canonical(text)
	require.NoError(t, err)
	return canonical
}

func moment(t *rapid.T) time.Duration {
	return time.Duration(rapid.Int64Range(0, int64(lab.MaxTime/lab.Moment)).Draw(t, "ms")) * lab.Moment
}

func action(t *rapid.T, l *lab.Lab) lab.Action {
	a := lab.Action{At: moment(t)}
	if rapid.Bool().Draw(t, "set") {
		p := &l.Params[rapid.IntRange(0, len(l.Params)-1).Draw(t, "param")]
		if !p.Initial {
			a.Name, a.Fields = lab.Set, []string{p.Key, value(t, p)}
			return a
		}
	}
	spec := &l.Actions[rapid.IntRange(0, len(l.Actions)-1).Draw(t, "action")]
	a.Name = spec.Name
	if spec.Target != lab.NoTarget {
		a.Fields = append(a.Fields, name.Draw(t, "part"))
	}
	for i := range spec.Args {
		a.Fields = append(a.Fields, value(t, &spec.Args[i]))
	}
	return a
}

// scenario draws any scenario of a lab.
func scenario(t *rapid.T, l *lab.Lab) lab.Scenario {
	sc := lab.Defaulted(l)
	sc.Seed = rapid.Uint64().Draw(t, "seed")
	sc.Speed = rapid.Float64Range(lab.MinSpeed, lab.MaxSpeed).Draw(t, "speed")
	sc.Revision = rapid.IntRange(1, math.MaxInt32).Draw(t, "revision")
	for i := range l.Params {
		sc.Values = sc.Values.With(l.Params[i].Key, value(t, &l.Params[i]))
	}
	for range rapid.IntRange(0, 12).Draw(t, "actions") {
		sc.Actions = append(sc.Actions, action(t, l))
	}
	slices.SortStableFunc(sc.Actions, func(a, b lab.Action) int { return int(min(1, max(-1, a.At-b.At))) })
	if rapid.Bool().Draw(t, "named") {
		sc.Moment = lab.When{Event: rapid.IntRange(0, math.MaxInt32).Draw(t, "n"), Named: true}
	} else {
		sc.Moment.At = moment(t)
	}
	if rapid.Bool().Draw(t, "compares") {
		sc.Other = other(t, &sc)
	}
	return sc
}

// other draws a second side: of another lab, or like the first but for some
// values and actions. Few actions and times make it likely that some are the same.
func other(t *rapid.T, a *lab.Scenario) *lab.Scenario {
	b := a.Copy()
	if rapid.Bool().Draw(t, "another lab") {
		l := rapid.SampledFrom(labs).Draw(t, "lab")
		if l == a.Lab {
			return b
		}
		*b = lab.Defaulted(l)
		b.Match(a)
		b.Revision = rapid.IntRange(1, 9).Draw(t, "m")
	}
	for range rapid.IntRange(0, 3).Draw(t, "values") {
		if n := len(b.Lab.Params); n > 0 {
			p := &b.Lab.Params[rapid.IntRange(0, n-1).Draw(t, "which")]
			b.Values = b.Values.With(p.Key, value(t, p))
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "without") {
		if n := len(b.Actions); n > 0 {
			i := rapid.IntRange(0, n-1).Draw(t, "i")
			b.Actions = slices.Delete(b.Actions, i, i+1)
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "more") {
		if n := len(b.Actions); n > 0 && rapid.Bool().Draw(t, "again") {
			b.Insert(b.Actions[rapid.IntRange(0, n-1).Draw(t, "i")])
		} else if len(b.Lab.Actions) > 0 {
			d := action(t, b.Lab)
			if n > 0 && rapid.Bool().Draw(t, "at once") {
				d.At = b.Actions[0].At
			}
			b.Insert(d)
		}
	}
	return b
}

// requireEqual compares scenarios in all. One without actions may have an empty list of them.
func requireEqual(t require.TestingT, want, got *lab.Scenario) {
	for _, sc := range []*lab.Scenario{want, want.Other, got, got.Other} {
		if sc != nil && len(sc.Actions) == 0 {
			sc.Actions = nil
		}
	}
	require.Equal(t, want, got)
}

func TestALinkCarriesTheWholeScenario(t *testing.T) {
	for _, l := range labs {
		if len(l.Params) == 0 {
			continue
		}
		rapid.Check(t, func(t *rapid.T) {
			sc := scenario(t, l)
			for _, link := range []string{sc.Format(), sc.Pinned()} {
				again, _ := parse(t, link)
				requireEqual(t, &sc, &again)
				require.True(t, sc.SameExperiment(&again))
			}
		})
	}
}

// scrap is a piece of a link, likely to be nearly right.
var scrap = rapid.OneOf(
	rapid.SampledFrom([]string{"&", "=", ":", "%", "+", "#", "?", "lab", "ring", "toy", "do", "set", "add", "kill", "weight", "t", "n", "m", "v", "seed", "speed",
		"1s", "2.5s", "1ms", "nodes", "method", "modulo", "count", "ratio", "mode", "a:b:c", "b.", "b.do", "b.undo", "b.lab", "b.t", "b.nodes", "undo", "cache-a", "1", "-1", "1e9", "0.5", "%c3%a9", "%ff", "slow", "reset"}),
	rapid.String(),
)

func TestAFormattedLinkStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		link := "?lab=" + rapid.SampledFrom([]string{"toy", "ring"}).Draw(t, "lab")
		for range rapid.IntRange(0, 8).Draw(t, "pairs") {
			link += "&" + strings.Join(rapid.SliceOfN(scrap, 0, 9).Draw(t, "pair"), rapid.SampledFrom([]string{"", ":", "="}).Draw(t, "glue"))
		}
		sc, _, err := lab.Parse(link, labs)
		if err != nil {
			return
		}
		formatted := sc.Format()
		again, _ := parse(t, formatted)
		requireEqual(t, &sc, &again)
		require.Equal(t, formatted, again.Format())
	})
}

// longest returns the longest value that a parameter can be written with.
func longest(p *lab.Param) string {
	switch p.Kind {
	case lab.Enum:
		text := ""
		for _, o := range p.Options {
			if len(o.Value) > len(text) {
				text = o.Value
			}
		}
		return text
	case lab.Text:
		return strings.Repeat("x", lab.MaxText)
	}
	whole := max(len(strconv.Itoa(int(p.Min))), len(strconv.Itoa(int(p.Max))))
	return strings.Repeat("9", whole+len(".123456"))
}

// longestAction returns the longest action that a lab knows.
func longestAction(l *lab.Lab) lab.Action {
	var all []lab.Action
	for i := range l.Params {
		all = append(all, lab.Action{Name: lab.Set, Fields: []string{l.Params[i].Key, longest(&l.Params[i])}})
	}
	for i := range l.Actions {
		a := lab.Action{Name: l.Actions[i].Name}
		if l.Actions[i].Target != lab.NoTarget {
			a.Fields = append(a.Fields, strings.Repeat("x", lab.MaxText))
		}
		for k := range l.Actions[i].Args {
			a.Fields = append(a.Fields, longest(&l.Actions[i].Args[k]))
		}
		all = append(all, a)
	}
	return slices.MaxFunc(all, func(a, b lab.Action) int {
		return len(a.Name+strings.Join(a.Fields, ":")) - len(b.Name+strings.Join(b.Fields, ":"))
	})
}

func TestEvenTheLongestScenarioFitsALink(t *testing.T) {
	for _, l := range labs {
		if len(l.Params) == 0 {
			continue
		}
		sc := lab.Defaulted(l)
		sc.Seed, sc.Speed, sc.Revision = math.MaxUint64, 0.0012345678901234567, math.MaxInt
		for i := range l.Params {
			sc.Values = sc.Values.With(l.Params[i].Key, longest(&l.Params[i]))
		}
		a := longestAction(l)
		a.At = lab.MaxTime - time.Millisecond
		sc.Actions = slices.Repeat([]lab.Action{a}, lab.MaxActions)
		sc.Moment.At = a.At
		require.LessOrEqual(t, len(sc.Format()), lab.MaxLink, l.ID)
	}
}

// FuzzParse looks for links that break the promise that none does.
func FuzzParse(f *testing.F) {
	for _, l := range labs {
		for _, p := range l.Presets {
			f.Add(p.Link)
		}
	}
	f.Add("https://example.org/?lab=toy&do=1s:slow:part-1:0:at:once&do=2s:set:mode:a%3Ab:c&n=3&t=1m1.5s#x")
	f.Add("?lab=toy&do=1s:reset&b.count=3&b.undo=1s:reset&b.do=1s:spawn:x&b.mode=a:b:c&b.t=2s&undo=1s:reset&t=3s")
	f.Add("?lab=toy&b.lab=ring&b.nodes=3&b.do=1s:kill:cache-a&b.m=7&b.do=0s:set:virtual-nodes:7")
	f.Add("?lab=toy&ratio=0x1p-2&count=1_0&seed=007&speed=1e3&m=99&do=1s:spawn:%ff&&=&%%%&mode=%zz")
	f.Fuzz(func(t *testing.T, link string) {
		sc, notices, err := lab.Parse(link, labs)
		if err != nil {
			require.Less(t, len(err.Error()), 400)
			return
		}
		requireInRange(t, &sc)
		require.LessOrEqual(t, len(notices), 22)
		for _, n := range notices {
			require.Less(t, len(n), 600)
		}
		if formatted := sc.Format(); len(formatted) <= lab.MaxLink {
			again, _ := parse(t, formatted)
			requireEqual(t, &sc, &again)
		}
	})
}

func requireInRange(t *testing.T, sc *lab.Scenario) {
	for i := range sc.Lab.Params {
		p := &sc.Lab.Params[i]
		text := sc.Values.Text(p.Key)
		again, err := p.Canonical(text)
		require.NoError(t, err)
		require.Equal(t, text, again)
	}
	require.True(t, sc.Speed >= lab.MinSpeed && sc.Speed <= lab.MaxSpeed)
	require.LessOrEqual(t, len(sc.Actions), lab.MaxActions)
	last := time.Duration(0)
	for _, a := range sc.Actions {
		checked, err := sc.Lab.Check(a.Name, a.Fields)
		require.NoError(t, err)
		checked.At = a.At
		require.True(t, checked.Equal(&a))
		require.True(t, a.At >= last && a.At <= lab.MaxTime && a.At%lab.Moment == 0)
		last = a.At
	}
	require.True(t, sc.Moment.At >= 0 && sc.Moment.At <= lab.MaxTime && sc.Moment.Event >= 0)
}
