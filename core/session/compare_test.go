package session_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
	"headroom/core/session"
)

// compareOf is what is said of two sides, after all that there is to do.
func compareOf(t *testing.T, s *session.Session) *comparison {
	t.Helper()
	s.Settle()
	return stateOf(t, s).Compare
}

func TestACopyDiffersInNothingUntilItIsChanged(t *testing.T) {
	s := clockAt(t, "&do=1s:open&t=2s")
	require.NoError(t, s.Compare(""))
	got := compareOf(t, s)
	require.Equal(t, "b", got.Side)
	require.Equal(t, "Original", got.A.Name)
	require.Equal(t, "Copy", got.B.Name)
	require.Empty(t, got.Differs)
	require.Nil(t, got.Divergence)
	require.Equal(t, "No difference so far: ticks 20, measured 2s on both sides.", got.Verdict)
	require.Equal(t, "&do=1s:open&b.lab=clockwork&t=2s", scenario(s))

	require.NoError(t, s.Do("shut"))
	require.Equal(t, "&do=1s:open&b.do=2s:shut&t=2s", scenario(s), "what is done is done on the side in front")
	got = compareOf(t, s)
	require.Equal(t, "Shut", got.B.Name)
	require.Equal(t, "Without: shut", got.A.Name)
	require.Equal(t, 2.0, got.Divergence.T)
	require.Equal(t, "Without: shut: tick; Shut: shut", got.Divergence.Text, "the very event, where more than one comes at a time")

	require.True(t, s.Undo())
	require.Nil(t, compareOf(t, s).Divergence)
	require.True(t, s.Undo())
	require.Nil(t, compareOf(t, s), "a comparison is undone, too")
	require.Equal(t, "&do=1s:open&t=2s", scenario(s))
	require.True(t, s.Redo())
	require.True(t, s.Redo())
	require.Equal(t, "&do=1s:open&b.do=2s:shut&t=2s", scenario(s))
	require.Equal(t, "b", compareOf(t, s).Side, "with the side in front that was")
}

func TestSidesAreNamedByWhatTheyDifferIn(t *testing.T) {
	for _, row := range []struct{ says, link, a, b string }{
		{"a number", "&b.period=200", "Period 100 ms", "Period 200 ms"},
		{"a number that is none", "&b.period=0", "Period 100 ms", "No ticks"},
		{"a number and more", "&b.period=200&b.wound=7", "Period 100 ms and 1 more", "Period 200 ms and 1 more"},
		{"a control that is moved", "&b.do=1s:set:period:200", "Period 100 ms", "Period 200 ms"},
		{"a control that is moved at another time", "&do=1s:set:period:200&b.undo=1s:set:period:200&b.do=2s:set:period:200", "100 ms, 200 ms from 1s", "100 ms, 200 ms from 2s"},
		{"a deed", "&do=1s:bring:owl&b.undo=1s:bring:owl", "Bring owl", "Without: bring owl"},
		{"a deed at another time", "&do=1s:bring:owl&b.undo=1s:bring:owl&b.do=2s:bring:owl", "Bring owl at 1s", "Bring owl at 2s"},
		{"a deed of the same moment", "&do=1s:open&do=1s:shut&b.undo=1s:shut", "Shut", "Without: shut"},
	} {
		t.Run(row.says, func(t *testing.T) {
			got := compareOf(t, clockAt(t, row.link))
			require.Equal(t, [2]string{row.a, row.b}, [2]string{got.A.Name, got.B.Name})
			require.NotEmpty(t, got.Differs)
		})
	}
	got := compareOf(t, open(t, "?lab=ring&keys=100&method=modulo&b.method=jump&b.nodes=4"))
	require.Equal(t, "Modulo and 1 more", got.A.Name, "options speak for themselves")
	require.Equal(t, "Jump and 1 more", got.B.Name)
	require.Equal(t, struct{ Key, Label, A, B string }{"nodes", "Count", "5", "4"}, got.Differs[1])
}

func TestTheVerdictTellsOfTheBetterSideFirst(t *testing.T) {
	got := compareOf(t, clockAt(t, "&b.period=200&t=2s"))
	require.Equal(t, "Ticks 20 with period 100 ms against 10 with period 200 ms.", got.Verdict)
	got = compareOf(t, clockAt(t, "&b.period=50&t=2s"))
	require.Equal(t, "Ticks 40 with period 50 ms against 20 with period 100 ms.", got.Verdict)
	got = compareOf(t, open(t, "?lab=balancing&do=2s:kill:server-2&b.undo=2s:kill:server-2&t=3s"))
	require.Regexp(t, "^Came to nothing 0.0% without: kill server-2 against 8.9% with kill server-2;", got.Verdict)
	got = compareOf(t, clockAt(t, "&b.period=110&t=2s"))
	require.Equal(t, "No difference so far: measured 2s on both sides.", got.Verdict, "less than the grain says nothing")
	got = compareOf(t, open(t, "?lab=balancing&b.do=5s:split:server-3&t=10s"))
	require.Regexp(t, "^Came to nothing 0.0% without: split server-3 against 12.9% with split server-3; kept their server ", got.Verdict, "messages that are lost count")
	got = compareOf(t, open(t, "?lab=balancing&rate=2000&room=50000&b.algorithm=two-choices&t=100s"))
	require.Equal(t, "No difference so far: came to nothing 0.0%, p99 20.1 s on both sides.", got.Verdict, "what reads the same is none")
}

func TestTwoSidesStandAtTheSameMoment(t *testing.T) {
	s := clockAt(t, "&b.period=70&t=1s")
	a := s.Fingerprint()
	require.Equal(t, 10+14, s.Events())
	require.NoError(t, s.Side("b"))
	require.Equal(t, time.Second, s.Now())
	require.Equal(t, 14.0, metric(t, s, "ticks"))
	s.Play()
	s.Tick(400 * time.Millisecond)
	s.Settle()
	require.Equal(t, 20.0, metric(t, s, "ticks"))
	require.NoError(t, s.Side("a"))
	require.Equal(t, 14.0, metric(t, s, "ticks"))
	s.Seek(time.Second)
	s.Settle()
	require.Equal(t, a, s.Fingerprint())
}

func TestAStepIsTheEarlierEventOfTwoSides(t *testing.T) {
	s := clockAt(t, "&b.period=70&b.do=150ms:open")
	for _, want := range []struct {
		at, a, b int
	}{{70, 0, 1}, {100, 1, 1}, {140, 1, 2}, {150, 1, 3}, {200, 2, 3}, {210, 2, 4}} {
		s.Step()
		s.Settle()
		require.Equal(t, time.Duration(want.at)*time.Millisecond, s.Now())
		require.Equal(t, want.a+want.b, s.Events())
		require.Equal(t, float64(want.a), metric(t, s, "ticks"))
	}
	for range 3 {
		s.Back()
	}
	s.Settle()
	require.Equal(t, "&b.period=70&b.do=0.15s:open&n=3", scenario(s))
	require.Equal(t, 140*time.Millisecond, s.Now())
	for range 9 {
		s.Back()
	}
	s.Settle()
	require.Zero(t, s.Now())
	require.Equal(t, "&b.period=70&b.do=0.15s:open&n=0", scenario(s))
}

func TestAStepOfTwoSidesWithNothingToComeStaysWhereItIs(t *testing.T) {
	s := clockAt(t, "&wound=3&b.wound=2&t=2s")
	s.Step()
	s.Settle()
	require.Equal(t, "&wound=3&b.wound=2&t=2s", scenario(s))
	require.Equal(t, 2*time.Second, s.Now())
	s = clockAt(t, "&wound=3&b.wound=2&n=99")
	require.Equal(t, "&wound=3&b.wound=2&n=5", scenario(s))
	require.Equal(t, 300*time.Millisecond, s.Now())
}

func TestAForkLeavesTheFutureOpen(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=3s:shut&t=2s")
	at := s.Fingerprint()
	require.NoError(t, s.Fork())
	got := compareOf(t, s)
	require.Equal(t, "&do=1s:open&do=3s:shut&b.undo=3s:shut&t=2s", scenario(s))
	require.Equal(t, "b", got.Side)
	require.Nil(t, got.Divergence)
	require.Equal(t, at, s.World().Fingerprint())
	s.Seek(4 * time.Second)
	got = compareOf(t, s)
	require.Equal(t, 3.0, got.Divergence.T)
	require.Equal(t, "Shut: shut; Without: shut: tick", got.Divergence.Text)
	s.Seek(2 * time.Second)
	require.Equal(t, got.Divergence, compareOf(t, s).Divergence, "it is known from then on")

	s = clockAt(t, "&do=1s:bring:owl&do=1s:open&n=10")
	require.NoError(t, s.Fork())
	require.Equal(t, "&do=1s:bring:owl&do=1s:open&b.undo=1s:bring:owl&b.undo=1s:open&b.do=1s:bring:owl&t=1s", scenario(s),
		"between two deeds of a moment the second lies ahead")
}

func TestOneOfTwoSidesIsKept(t *testing.T) {
	s := clockAt(t, "&b.period=200&t=1s")
	require.NoError(t, s.Swap())
	require.Equal(t, "&period=200&b.period=100&t=1s", scenario(s))
	require.NoError(t, s.Uncompare("b"))
	s.Settle()
	require.Equal(t, "&t=1s", scenario(s))
	require.Equal(t, 10, s.Events())
	require.ErrorContains(t, s.Uncompare("a"), "there is one side only")
	require.ErrorContains(t, s.Swap(), "there is one side only")
	require.ErrorContains(t, s.Side("a"), "there is one side only")
	require.True(t, s.Undo())
	s.Settle()
	require.Equal(t, "&period=200&b.period=100&t=1s", scenario(s))
	require.Equal(t, 15, s.Events())
}

func TestAScenarioIsComparedWithThatOfALink(t *testing.T) {
	s := open(t, "?lab=ring&keys=500&seed=7&t=2s&speed=3")
	require.NoError(t, s.Compare("?lab=ring&keys=300&seed=8&do=1s:kill:cache-a&t=9s&b.nodes=3"))
	s.Settle()
	require.Equal(t, "?lab=ring&v=1&seed=7&keys=500&b.keys=300&b.do=1s:kill:cache-a&speed=3&t=2s", s.Link())
	require.ErrorContains(t, s.Compare("?lab=nowhere"), "there is no lab")
	require.Equal(t, "?lab=ring&v=1&seed=7&keys=500&b.keys=300&b.do=1s:kill:cache-a&speed=3&t=2s", s.Link())
	s.Reseed(9)
	s.Settle()
	require.Equal(t, open(t, s.Link()).Fingerprint(), s.Fingerprint(), "another seed is one for both")
	require.Equal(t, uint64(9), s.Scenario().Other.Seed)
}

func TestLabsAreComparedWithOthers(t *testing.T) {
	labs := append([]*lab.Lab{clockwork}, open(t, "?lab=ring").Scenario().Lab)
	s, err := session.Open("?lab=ring&keys=100&b.lab=clockwork&b.period=300&t=1s", labs, nil)
	require.NoError(t, err)
	got := compareOf(t, s)
	require.Equal(t, "Hash ring", got.A.Name)
	require.Equal(t, "Clockwork", got.B.Name)
	require.Equal(t, "Nothing that both sides measure so far says which does better.", got.Verdict)
	require.NoError(t, s.Side("b"))
	require.NoError(t, s.Set("period", "200", 0))
	s.Settle()
	require.Equal(t, "?lab=ring&v=1&keys=100&b.lab=clockwork&b.period=300&b.do=1s:set:period:200&t=1s", s.Link())
	require.ErrorContains(t, s.Set("keys", "7", 0), "the lab clockwork has no parameter")
}

func TestAComparisonThatNoLinkCanCarryIsRefused(t *testing.T) {
	long := strings.Repeat("x", lab.MaxText)
	s := clockAt(t, strings.Repeat("&do=1000s:bring:"+long, 100)+"&t=2s")
	require.ErrorContains(t, s.Compare("?lab=clockwork"+strings.Repeat("&do=1001s:bring:"+long, 120)), "no link could carry so much")
	require.False(t, s.Comparing())
	require.False(t, s.Undo())
	require.NoError(t, s.Compare("?lab=clockwork"+strings.Repeat("&do=1001s:bring:"+long, 40)))
	for s.Do("bring", long) == nil {
		require.LessOrEqual(t, len(s.Link()), lab.MaxLink)
	}
	require.ErrorContains(t, s.Do("bring", long), "no link could carry so much")
}

func TestChartsLieOverEachOther(t *testing.T) {
	s := clockAt(t, "&b.period=200&t=2s")
	var j lab.JSON
	s.AppendCharts(&j)
	var got []struct {
		Series []struct {
			Name          string
			Dashed, Other bool
			Y             []float64
		}
	}
	require.NoError(t, json.Unmarshal(j.Bytes(), &got))
	require.Len(t, got[0].Series, 3, "theory is not laid over")
	require.Equal(t, "ticks", got[0].Series[0].Name)
	require.False(t, got[0].Series[0].Other)
	require.Equal(t, []float64{20}, got[0].Series[0].Y)
	require.Equal(t, "ticks · Period 200 ms", got[0].Series[2].Name)
	require.True(t, got[0].Series[2].Other)
	require.Equal(t, []float64{10}, got[0].Series[2].Y)
}

func TestBothSidesOfARingMeetTheSameKeys(t *testing.T) {
	s := open(t, "?lab=ring&keys=1000&arrival-rate=50&b.method=modulo&t=10s")
	arrived := metric(t, s, "keys")
	require.NoError(t, s.Side("b"))
	require.Equal(t, arrived, metric(t, s, "keys"))
	require.Greater(t, arrived, 1300.0)
	require.Zero(t, compareOf(t, s).Divergence.T)
	require.Equal(t, "from the start", compareOf(t, s).Divergence.Text)
}

func TestTheFirstDivergenceIsFoundWhereverItLies(t *testing.T) {
	for _, row := range []struct {
		link string
		at   float64
		text string
	}{
		{"&b.do=1.23s:open&t=9s", 1.23, "Open: open"},
		{"&do=1.234s:open&b.undo=1.234s:open&b.do=1.235s:open&t=9s", 1.234, "Open at 1.234s: open"},
		{"&do=3s:set:period:300&b.period=100&t=9s&b.undo=3s:set:period:300", 3, "Period 300 ms: set; Period 100 ms: tick"},
		{"&do=3s:set:period:300&b.do=3.1s:shut&b.do=3.2s:open&t=9s", 3.2, "Shut and 1 more: open"},
		{"&wound=4000&b.wound=4001&period=1&t=9s", 4.001, "Wound 4,001: tick"},
		{"&b.do=0s:open", 0, "Open: open"},
	} {
		s := clockAt(t, row.link)
		got := compareOf(t, s).Divergence
		require.NotNil(t, got, row.link)
		require.Equal(t, row.at, got.T, row.link)
		require.Equal(t, row.text, got.Text, row.link)
	}
	s := clockAt(t, "&b.do=3.1s:shut&t=9s")
	require.Nil(t, compareOf(t, s).Divergence, "what was impossible made no difference")
}

func TestBothSidesServeTheVerySameRequests(t *testing.T) {
	s := open(t, "?lab=balancing&servers=1&slots=40&b.algorithm=random&t=20s")
	one := s.Metrics()
	require.NoError(t, s.Side("b"))
	require.Equal(t, one, s.Metrics(), "with one server there is nothing to choose")
	s = open(t, "?lab=balancing&rate=1300&b.algorithm=random&t=20s")
	sent, mean := metric(t, s, "sent"), metric(t, s, "latency-mean")
	require.Greater(t, sent, 20_000.0)
	require.NoError(t, s.Side("b"))
	require.Equal(t, sent, metric(t, s, "sent"))
	require.Less(t, mean, metric(t, s, "latency-mean"), "chance is worse than taking turns")
	got := compareOf(t, s)
	require.Equal(t, "Round robin", got.A.Name)
	require.Equal(t, "Random", got.B.Name)
	require.Contains(t, got.Verdict, "with round robin against")
	require.Positive(t, got.Divergence.T)
	require.Less(t, got.Divergence.T, 0.1)
	require.Regexp(t, `^request \d+ came through; it is on the link to server-\d with round robin, server-\d with random$`, got.Divergence.Text)
}
