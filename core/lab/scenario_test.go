package lab_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
)

func TestALinkIsReadAndWritten(t *testing.T) {
	for _, row := range []struct{ says, link, want string }{
		{"an empty link opens the first lab", "", "?lab=toy&v=1"},
		{"a bare query is a link", "lab=toy&count=7", "?lab=toy&v=1&count=7"},
		{"a whole address is read from its question mark", "https://example.org/play/?lab=toy&count=7", "?lab=toy&v=1&count=7"},
		{"the fragment is not part of the scenario", "?lab=toy&count=7#d=1.abc&count=8", "?lab=toy&v=1&count=7"},
		{"what equals the default is left out", "?lab=toy&count=5&ratio=0.50&mode=plain&label=&speed=1&seed=1&t=0s", "?lab=toy&v=1"},
		{"parameters stand in the order of the lab", "?ratio=0&count=1&lab=toy", "?lab=toy&v=1&count=1&ratio=0"},
		{"empty parts between ampersands are nothing", "?&&lab=toy&&count=1&", "?lab=toy&v=1&count=1"},
		{"the lab may stand last", "?count=1&lab=toy", "?lab=toy&v=1&count=1"},
		{"an empty lab is the first lab", "?lab=&count=1", "?lab=toy&v=1&count=1"},
		{"numbers lose what says nothing", "?lab=toy&count=%2B007&ratio=-.250", "?lab=toy&v=1&count=7&ratio=-0.25"},
		{"whole numbers may be written with an exponent", "?lab=toy&count=1e3", "?lab=toy&v=1&count=1000"},
		{"minus zero is zero", "?lab=toy&ratio=-0", "?lab=toy&v=1&ratio=0"},
		{"numbers are rounded to a millionth", "?lab=toy&ratio=0.12345678", "?lab=toy&v=1&ratio=0.123457"},
		{"a number next to nothing is nothing", "?lab=toy&ratio=1e-300", "?lab=toy&v=1&ratio=0"},
		{"percent signs encode", "?lab=toy&mode=%c3%A9%20%26+co", "?lab=toy&v=1&mode=%c3%a9%20%26%20co"},
		{"keys may be encoded too", "?l%61b=toy&c%6funt=7", "?lab=toy&v=1&count=7"},
		{"colons in a value stay readable", "?lab=toy&mode=a%3Ab%3ac", "?lab=toy&v=1&mode=a:b:c"},
		{"a seed has 64 bits", "?lab=toy&seed=18446744073709551615", "?lab=toy&v=1&seed=18446744073709551615"},
		{"zero is a seed", "?lab=toy&seed=0", "?lab=toy&v=1&seed=0"},
		{"the speed travels", "?lab=toy&speed=.25", "?lab=toy&v=1&speed=0.25"},
		{"the slowest speed", "?lab=toy&speed=0.001", "?lab=toy&v=1&speed=0.001"},
		{"the fastest speed", "?lab=toy&speed=1000", "?lab=toy&v=1&speed=1000"},
		{"t is a moment", "?lab=toy&t=42.6s", "?lab=toy&v=1&t=42.6s"},
		{"times may have units", "?lab=toy&t=1m30.5s", "?lab=toy&v=1&t=90.5s"},
		{"milliseconds become seconds", "?lab=toy&t=250ms", "?lab=toy&v=1&t=0.25s"},
		{"times are rounded to the millisecond", "?lab=toy&t=1.2345s&do=1499us:reset", "?lab=toy&v=1&do=0.001s:reset&t=1.235s"},
		{"half a millisecond is rounded up", "?lab=toy&t=500us", "?lab=toy&v=1&t=0.001s"},
		{"the latest moment", "?lab=toy&t=1000h", "?lab=toy&v=1&t=3600000s"},
		{"n names an event", "?lab=toy&n=17", "?lab=toy&v=1&n=17"},
		{"n=0 is before all events", "?lab=toy&n=0", "?lab=toy&v=1&n=0"},
		{"actions stand in the order of their times", "?lab=toy&do=3s:reset&do=1s:spawn:x&do=2s:spawn:y", "?lab=toy&v=1&do=1s:spawn:x&do=2s:spawn:y&do=3s:reset"},
		{"actions of one time stay in their order", "?lab=toy&do=1s:spawn:b&do=1000ms:spawn:a", "?lab=toy&v=1&do=1s:spawn:b&do=1s:spawn:a"},
		{"an action's fields are joined by colons", "?lab=toy&do=1s:slow:part-1:0.50:gently", "?lab=toy&v=1&do=1s:slow:part-1:0.5:gently"},
		{"the last field keeps its colons", "?lab=toy&do=1s:slow:part-1:0:at:once", "?lab=toy&v=1&do=1s:slow:part-1:0:at:once"},
		{"fields are joined after decoding", "?lab=toy&do=1s%3Aslow%3apart-1%3A0%3Aat%3Aonce", "?lab=toy&v=1&do=1s:slow:part-1:0:at:once"},
		{"a control that was moved is an action", "?lab=toy&do=12s:set:count:800", "?lab=toy&v=1&do=12s:set:count:800"},
		{"a set value keeps its colons", "?lab=toy&do=12s:set:mode:a:b:c", "?lab=toy&v=1&do=12s:set:mode:a:b:c"},
		{"the other side of a comparison differs in a parameter", "?lab=toy&count=7&b.count=8&t=1s", "?lab=toy&v=1&count=7&b.count=8&t=1s"},
		{"the other side may have the default", "?lab=toy&count=7&b.count=5&b.ratio=0.5", "?lab=toy&v=1&count=7&b.count=5"},
		{"the other side does more", "?lab=toy&do=1s:reset&b.do=2s:spawn:x&b.do=0s:set:count:3", "?lab=toy&v=1&do=1s:reset&b.do=0s:set:count:3&b.do=2s:spawn:x"},
		{"the other side does less", "?lab=toy&do=1s:reset&do=2s:spawn:x&b.undo=2s:spawn:x", "?lab=toy&v=1&do=1s:reset&do=2s:spawn:x&b.undo=2s:spawn:x"},
		{"the other side does another thing", "?lab=toy&b.do=2s:spawn:y&do=2s:spawn:x&b.undo=2s:spawn:x", "?lab=toy&v=1&do=2s:spawn:x&b.undo=2s:spawn:x&b.do=2s:spawn:y"},
		{"the deeds of a moment have an order", "?lab=toy&do=1s:spawn:x&do=1s:reset&b.undo=1s:spawn:x&b.do=1s:spawn:x", "?lab=toy&v=1&do=1s:spawn:x&do=1s:reset&b.undo=1s:spawn:x&b.undo=1s:reset&b.do=1s:reset&b.do=1s:spawn:x"},
		{"two sides may be alike", "?lab=toy&count=7&b.count=7", "?lab=toy&v=1&count=7&b.lab=toy"},
		{"the other side may be of another lab", "?lab=toy&count=7&b.lab=ring&b.nodes=3&seed=4&speed=2", "?lab=toy&v=1&seed=4&count=7&b.lab=ring&b.nodes=3&speed=2"},
		{"keys of the other side may come first", "?b.count=8&lab=toy&count=7", "?lab=toy&v=1&count=7&b.count=8"},
		{"the revision of an older model travels", "?lab=old&m=2", "?lab=old&v=1&m=2"},
	} {
		t.Run(row.says, func(t *testing.T) {
			sc, notices := parse(t, row.link)
			require.Equal(t, row.want, sc.Format())
			if sc.Lab.ID != "old" {
				require.Empty(t, notices)
			}
		})
	}
}

func TestWhatCannotBeReadIsIgnoredWithANotice(t *testing.T) {
	for _, row := range []struct{ says, link, want, notice string }{
		{"an unknown key", "?lab=toy&size=3&count=7", "?lab=toy&v=1&count=7", `"size" was ignored: the lab toy has no such parameter`},
		{"a key in capitals", "?lab=toy&Count=3", "?lab=toy&v=1", `"Count" was ignored: the lab toy has no such parameter`},
		{"a number out of range", "?lab=toy&count=10001", "?lab=toy&v=1", `count "10001" was ignored: it takes a whole number from 0 to 10,000`},
		{"a fraction of a whole number", "?lab=toy&count=1.5", "?lab=toy&v=1", `count "1.5" was ignored: it takes a whole number from 0 to 10,000`},
		{"no number at all", "?lab=toy&ratio=half", "?lab=toy&v=1", `ratio "half" was ignored: it takes a number from -1 to 1`},
		{"not a number", "?lab=toy&ratio=NaN", "?lab=toy&v=1", `ratio "NaN" was ignored: it takes a number from -1 to 1`},
		{"an infinite number", "?lab=toy&ratio=inf", "?lab=toy&v=1", `ratio "inf" was ignored: it takes a number from -1 to 1`},
		{"an empty number", "?lab=toy&count=", "?lab=toy&v=1", `count "" was ignored: it takes a whole number from 0 to 10,000`},
		{"an unknown word", "?lab=toy&mode=fancy", "?lab=toy&v=1", `mode "fancy" was ignored: it takes one of plain, a:b:c, é & co`},
		{"a name with a space", "?lab=toy&label=a+b", "?lab=toy&v=1", `label "a b" was ignored: it takes up to 40 small letters, digits and hyphens`},
		{"a name that is too long", "?lab=toy&label=" + strings.Repeat("x", 41), "?lab=toy&v=1", `label "` + strings.Repeat("x", 41) + `" was ignored: it takes up to 40 small letters, digits and hyphens`},
		{"a value that is far too long", "?lab=toy&mode=" + strings.Repeat("x", 9000), "?lab=toy&v=1", `mode "` + strings.Repeat("x", 60) + `…" was ignored: it takes one of plain, a:b:c, é & co`},
		{"bytes that are no text", "?lab=toy&label=a%ff", "?lab=toy&v=1", "label \"a\uFFFD\" was ignored: it takes up to 40 small letters, digits and hyphens"},
		{"an escape that is none", "?lab=toy&label=50%", "?lab=toy&v=1", `label "50%" was ignored: it takes up to 40 small letters, digits and hyphens`},
		{"a seed below zero", "?lab=toy&seed=-1", "?lab=toy&v=1", `seed "-1" was ignored: it takes a whole number from 0 to 18446744073709551615`},
		{"a seed of 65 bits", "?lab=toy&seed=18446744073709551616", "?lab=toy&v=1", `seed "18446744073709551616" was ignored: it takes a whole number from 0 to 18446744073709551615`},
		{"a speed of zero", "?lab=toy&speed=0", "?lab=toy&v=1", `speed "0" was ignored: it takes a number from 0.001 to 1000`},
		{"a speed that is no number", "?lab=toy&speed=NaN", "?lab=toy&v=1", `speed "NaN" was ignored: it takes a number from 0.001 to 1000`},
		{"a time before the start", "?lab=toy&t=-1s", "?lab=toy&v=1", `time "-1s" was ignored: it takes a time from 0s to 1000h, such as 42.6s, 250ms or 1m30s`},
		{"a time without a unit", "?lab=toy&t=42", "?lab=toy&v=1", `time "42" was ignored: it takes a time from 0s to 1000h, such as 42.6s, 250ms or 1m30s`},
		{"a time that is too late", "?lab=toy&t=1001h", "?lab=toy&v=1", `time "1001h" was ignored: it takes a time from 0s to 1000h, such as 42.6s, 250ms or 1m30s`},
		{"an event below zero", "?lab=toy&n=-1&t=2s", "?lab=toy&v=1&t=2s", `n "-1" was ignored: it takes a whole number from 0`},
		{"an event beside a time", "?lab=toy&t=2s&n=3", "?lab=toy&v=1&n=3", "t was ignored: n names the moment already"},
		{"another grammar", "?lab=toy&v=2&count=7", "?lab=toy&v=1&count=7", `v "2" was ignored: it takes 1, the version of links that this page reads`},
		{"revision zero", "?lab=toy&m=0", "?lab=toy&v=1", `m "0" was ignored: it takes a whole number from 1`},
		{"a model from the future", "?lab=toy&m=7", "?lab=toy&v=1&m=7", "this link was made with revision 7 of the model; with revision 1 its numbers may differ"},
		{"a model of the past", "?lab=old", "?lab=old&v=1", "this link was made with revision 1 of the model; with revision 3 its numbers may differ"},
		{"a parameter twice", "?lab=toy&count=3&count=4", "?lab=toy&v=1&count=4", "count stands in the link more than once; the last value that can be read counts"},
		{"the lab twice", "?lab=ring&lab=toy", "?lab=toy&v=1", "lab stands in the link more than once; the last value that can be read counts"},
		{"a key of the other side that nobody knows", "?lab=toy&b.size=3&b.count=7", "?lab=toy&v=1&b.count=7", `side B: "size" was ignored: the lab toy has no such parameter`},
		{"a value of the other side out of range", "?lab=toy&b.count=-1", "?lab=toy&v=1&b.lab=toy", `side B: count "-1" was ignored: it takes a whole number from 0 to 10,000`},
		{"a parameter of the other side twice", "?lab=toy&b.count=3&b.count=4", "?lab=toy&v=1&b.count=4", "side B: count stands in the link more than once; the last value that can be read counts"},
		{"another moment of the other side", "?lab=toy&t=1s&b.t=2s", "?lab=toy&v=1&b.lab=toy&t=1s", "side B: t was ignored: both sides have the same"},
		{"another seed of the other side", "?lab=toy&seed=3&b.seed=2&b.count=1", "?lab=toy&v=1&seed=3&b.count=1", "side B: seed was ignored: both sides have the same"},
		{"another lab that there is not", "?lab=toy&count=7&b.lab=toys&b.count=8", "?lab=toy&v=1&count=7", `side B: there is no lab "toys"; the labs are ` + labNames()},
		{"an action that the other side cannot leave out", "?lab=toy&do=1s:reset&b.undo=2s:reset", "?lab=toy&v=1&do=1s:reset&b.lab=toy", "side B: undo was ignored: side A does not do 2s:reset"},
		{"an action to leave out without another side", "?lab=toy&do=1s:reset&undo=1s:reset", "?lab=toy&v=1&do=1s:reset", `"undo" was ignored: the lab toy has no such parameter`},
		{"a third side", "?lab=toy&b.b.count=2", "?lab=toy&v=1&b.lab=toy", `side B: "b.count" was ignored: the lab toy has no such parameter`},
		{"an action at no time", "?lab=toy&do=soon:reset", "?lab=toy&v=1", `time "soon" was ignored: it takes a time from 0s to 1000h, such as 42.6s, 250ms or 1m30s`},
		{"an empty action", "?lab=toy&do=", "?lab=toy&v=1", `time "" was ignored: it takes a time from 0s to 1000h, such as 42.6s, 250ms or 1m30s`},
		{"an action without a name", "?lab=toy&do=1s", "?lab=toy&v=1", `action "" was ignored: it takes one of set, reset, spawn, slow`},
		{"an unknown action", "?lab=toy&do=1s:explode:x", "?lab=toy&v=1", `action "explode" was ignored: it takes one of set, reset, spawn, slow`},
		{"an action with too few fields", "?lab=toy&do=1s:slow:part-1:0.5", "?lab=toy&v=1", "action slow was ignored: it takes 3 fields and 2 were given"},
		{"an action with fields that takes none", "?lab=toy&do=1s:reset:all", "?lab=toy&v=1", "action reset was ignored: it takes 0 fields and 1 were given"},
		{"a part of no name", "?lab=toy&do=1s:spawn:", "?lab=toy&v=1", `spawn "" was ignored: it takes the name of a part: small letters, digits and hyphens`},
		{"a part in capitals", "?lab=toy&do=1s:spawn:X", "?lab=toy&v=1", `spawn "X" was ignored: it takes the name of a part: small letters, digits and hyphens`},
		{"an argument out of range", "?lab=toy&do=1s:slow:part-1:2:gently", "?lab=toy&v=1", `factor "2" was ignored: it takes a number from 0 to 1`},
		{"a set without a value", "?lab=toy&do=1s:set:count", "?lab=toy&v=1", "action set was ignored: it takes a parameter and a value"},
		{"a set of an unknown parameter", "?lab=toy&do=1s:set:size:3", "?lab=toy&v=1", `action set was ignored: the lab toy has no parameter "size"`},
		{"a set out of range", "?lab=toy&do=1s:set:count:-1", "?lab=toy&v=1", `count "-1" was ignored: it takes a whole number from 0 to 10,000`},
		{"a set of what holds from the start", "?lab=toy&do=1s:set:start:3", "?lab=toy&v=1", "action set was ignored: start holds from the start and cannot change later"},
	} {
		t.Run(row.says, func(t *testing.T) {
			sc, notices := parse(t, row.link)
			require.Equal(t, []string{row.notice}, notices)
			require.Equal(t, row.want, sc.Format())
		})
	}
}

func TestALinkWithoutALabToOpenIsAnError(t *testing.T) {
	_, _, err := lab.Parse("?lab=rings", labs)
	require.EqualError(t, err, `there is no lab "rings"; the labs are `+labNames())
	_, _, err = lab.Parse("?lab="+strings.Repeat("x", 9000), labs)
	require.Less(t, len(err.Error()), 200, "the error repeats only the beginning")
}

func TestALinkHasAtMostSixteenKilobytes(t *testing.T) {
	pad := func(n int) string { return "?lab=toy&label=" + strings.Repeat("x", n-len("?lab=toy&label=")) }
	_, notices := parse(t, pad(lab.MaxLink))
	require.Len(t, notices, 1)
	_, _, err := lab.Parse(pad(lab.MaxLink+1), labs)
	require.EqualError(t, err, "the link has 16,385 bytes and a link has at most 16,384")
}

func TestMoreActionsThanThereMayBeAreLeftOut(t *testing.T) {
	link := "?lab=toy" + strings.Repeat("&do=1s:reset", lab.MaxActions+3)
	sc, notices := parse(t, link)
	require.Len(t, sc.Actions, lab.MaxActions)
	require.Len(t, notices, 3)
	require.Equal(t, "an action was ignored: a scenario has at most 200", notices[0])
}

func TestNoticesAreBounded(t *testing.T) {
	link := "?lab=toy"
	for i := range 1000 {
		link += "&x" + strconv.Itoa(i) + "=1"
	}
	_, notices := parse(t, link)
	require.Len(t, notices, 21)
	require.Equal(t, `"x0" was ignored: the lab toy has no such parameter`, notices[0])
	require.Equal(t, "and 980 more like these", notices[20])
}

func TestADefaultedScenarioIsTheShortestLink(t *testing.T) {
	sc := lab.Defaulted(toy())
	require.Equal(t, "?lab=toy&v=1", sc.Format())
	require.Equal(t, 5, sc.Values.Int("count"))
	require.Equal(t, 0.5, sc.Values.Float("ratio"))
	sc = lab.Defaulted(old())
	require.Equal(t, "?lab=old&v=1&m=3", sc.Format(), "a link says which model made its numbers")
}

func TestScenariosAreTheSameExperimentAtAnyMoment(t *testing.T) {
	one, _ := parse(t, "?lab=ring&nodes=4&do=1s:kill:cache-a&t=3s")
	for _, row := range []struct {
		says, link string
		same       bool
	}{
		{"another moment", "?lab=ring&nodes=4&do=1s:kill:cache-a&n=7", true},
		{"another speed", "?lab=ring&nodes=4&do=1s:kill:cache-a&speed=2", true},
		{"another seed", "?lab=ring&nodes=4&do=1s:kill:cache-a&seed=2", false},
		{"another value", "?lab=ring&nodes=5&do=1s:kill:cache-a", false},
		{"another time", "?lab=ring&nodes=4&do=1.001s:kill:cache-a", false},
		{"another part", "?lab=ring&nodes=4&do=1s:kill:cache-b", false},
		{"another deed", "?lab=ring&nodes=4&do=1s:remove:cache-a", false},
		{"one deed less", "?lab=ring&nodes=4", false},
		{"another lab", "?lab=toy", false},
		{"a second side", "?lab=ring&nodes=4&do=1s:kill:cache-a&b.nodes=5", false},
	} {
		t.Run(row.says, func(t *testing.T) {
			other, _ := parse(t, row.link)
			require.Equal(t, row.same, one.SameExperiment(&other))
		})
	}
}

func TestComparisonsAreTheSameExperimentWhereBothSidesAre(t *testing.T) {
	one, _ := parse(t, "?lab=ring&b.nodes=4&t=3s")
	for link, same := range map[string]bool{"?lab=ring&b.nodes=4&speed=2": true, "?lab=ring&b.nodes=5": false, "?lab=ring&b.lab=ring": false, "?lab=ring": false} {
		other, _ := parse(t, link)
		require.Equal(t, same, one.SameExperiment(&other), link)
		require.Equal(t, same, other.SameExperiment(&one), link)
	}
	require.Equal(t, one.Seed, one.Other.Seed)
	require.Equal(t, one.Moment, one.Other.Moment)
}

func TestAPinnedComparisonKeepsItsMeaning(t *testing.T) {
	sc, _ := parse(t, "?lab=old&m=3&b.lab=toy&b.count=7")
	require.Equal(t, "?lab=old&v=1&m=3&seed=1&b.lab=toy&b.m=1&b.count=7&b.ratio=0.5&b.mode=plain&b.label=&b.start=0", sc.Pinned())
	sc, _ = parse(t, "?lab=toy&b.count=7")
	require.Equal(t, "?lab=toy&v=1&m=1&seed=1&count=5&ratio=0.5&mode=plain&label=&start=0&b.count=7", sc.Pinned(), "what does not differ is as in A")
}

func TestTimesAreWrittenInSeconds(t *testing.T) {
	for _, row := range []struct {
		d    time.Duration
		want string
	}{
		{0, "0s"}, {time.Millisecond, "0.001s"}, {1200 * time.Millisecond, "1.2s"}, {time.Minute, "60s"},
		{lab.MaxTime, "3600000s"}, {lab.MaxTime - time.Millisecond, "3599999.999s"},
		{1499 * time.Microsecond, "0.001s"}, {1500 * time.Microsecond, "0.002s"},
	} {
		require.Equal(t, row.want, lab.FormatTime(row.d))
		again, err := lab.ParseTime(row.want)
		require.NoError(t, err)
		require.Equal(t, row.d.Round(lab.Moment), again)
	}
}

func TestNumbersAreWrittenForPeople(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 14659: "14,659", 1000000: "1,000,000",
		-5: "-5", -1234567: "-1,234,567", math.MaxInt64: "9,223,372,036,854,775,807", math.MinInt64: "-9,223,372,036,854,775,808"} {
		require.Equal(t, want, lab.FormatCount(n))
	}
	require.Equal(t, "14.7%", lab.FormatPercent(0.14659))
	require.Equal(t, "100.0%", lab.FormatPercent(1))
	require.Equal(t, "1.26", lab.FormatFixed(1.2649, 2))
}
