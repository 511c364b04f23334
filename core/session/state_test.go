package session_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
	"headroom/core/session"
)

// state is what the page reads; web/types.d.ts says the same to the page.
type state struct {
	Rev        int
	Lab        struct{ ID, Title, Group string }
	Preset     int
	Heading    string
	Link       string
	T, End     float64
	N          int
	Position   string
	Playing    bool
	Pending    bool
	Speed      float64
	Seed       string
	Undo, Redo bool
	Params     []struct {
		Key, Label, Group, Kind, Value, Text, Unit, Scale, Help string
		Default                                                 any
		Min, Max, Step                                          *float64
		Options                                                 []struct{ Value, Label string }
		Shown, Initial                                          bool
	}
	Actions []struct {
		Name, Label, Help, Target, Reason string
		Args                              []map[string]any
		Enabled                           bool
	}
	Parts struct {
		Title string
		More  int
		Rows  []struct {
			ID, Name, State, Note string
			Role                  int
			Values                map[string]string
			Actions               []string
		}
	}
	Marks []struct {
		I             int
		T             float64
		Label, Reason string
		OK            bool
	}
	Caption struct{ Now, Try string }
	Said    struct {
		N    int
		Text string
	}
	Notices []string
	Metrics []struct {
		Name, Label, Text, Unit string
		Value                   float64
		Theory                  *struct {
			Value        float64
			Text, Reason string
			Holds        bool
		}
	}
	Selection *struct {
		ID, Title, Text string
		Rows            [][2]string
	}
	Lookup     *struct{ Label, Placeholder string }
	Happened   string
	Bottleneck *struct{ ID, Text string }
	Slowest    bool
	Studies    []struct{ ID, Title, Help string }
	Compare    *comparison
}

type comparison struct {
	Side    string
	A, B    struct{ Name string }
	Differs []struct{ Key, Label, A, B string }
	Verdict string
	// Divergence is null as long as the sides are the same.
	Divergence *struct {
		T    float64
		Text string
	}
}

// stateOf reads the state, and nothing that is not in the table above.
func stateOf(t require.TestingT, s *session.Session) state {
	var j lab.JSON
	s.AppendState(&j)
	var got state
	require.NoError(t, json.Unmarshal(j.Bytes(), &got), "%s", j.Bytes())
	return got
}

func members(t *testing.T, data []byte) map[string]any {
	t.Helper()
	var got map[string]any
	require.NoError(t, json.Unmarshal(data, &got))
	return got
}

func TestTheStateHasAllThatThePageShows(t *testing.T) {
	s := open(t, "?lab=ring&keys=1000&nodes=3&seed=18446744073709551615&speed=2&do=1s:add:cache-z&do=2s:remove:nobody&do=3s:set:virtual-nodes:9&t=4s&size=3")
	require.NoError(t, s.Find("user:7"))
	got := stateOf(t, s)
	require.Equal(t, "ring", got.Lab.ID)
	require.Equal(t, -1, got.Preset)
	require.Equal(t, s.Link(), got.Link)
	require.Equal(t, 4.0, got.T)
	require.Equal(t, 20.0, got.End)
	require.Equal(t, s.Events(), got.N)
	require.Equal(t, 2.0, got.Speed)
	require.Equal(t, "18446744073709551615", got.Seed, "a text, since a number of JavaScript cannot hold it")
	require.False(t, got.Playing || got.Pending || got.Undo || got.Redo)
	require.Equal(t, []string{`"size" was ignored: the lab ring has no such parameter`}, got.Notices)
	require.NotEmpty(t, got.Caption.Now)
	require.NotEmpty(t, got.Said.Text)
	require.Equal(t, "Virtual nodes: 9 per node", got.Heading)

	params := map[string]string{}
	for _, p := range got.Params {
		params[p.Key] = p.Value
		if p.Key == "load-bound" {
			require.False(t, p.Shown, "only bounded loads have a bound")
		}
	}
	require.Equal(t, "9", params["virtual-nodes"], "as it is now")
	require.Equal(t, "4", params["nodes"], "with the one that joined")

	require.Len(t, got.Parts.Rows, 4)
	require.Equal(t, "node:cache-z", got.Parts.Rows[3].ID)
	require.Equal(t, map[string]string{"weight": "1"}, got.Parts.Rows[3].Values)

	require.Len(t, got.Marks, 3)
	require.Equal(t, "Add node cache-z", got.Marks[0].Label)
	require.False(t, got.Marks[1].OK)
	require.Contains(t, got.Marks[1].Reason, `there is no node "nobody"`)
	require.Equal(t, "key:user:7", got.Selection.ID)
	require.NotEmpty(t, got.Selection.Rows)
	require.Equal(t, "user:4711", got.Lookup.Placeholder)
}

func TestTheStateHasAllItsMembersEvenWhenEmpty(t *testing.T) {
	s := clockAt(t, "")
	var j lab.JSON
	s.AppendState(&j)
	got := members(t, j.Bytes())
	for _, name := range []string{"rev", "lab", "heading", "preset", "link", "t", "end", "n", "position", "playing", "pending", "speed", "seed",
		"params", "actions", "parts", "marks", "caption", "notices", "said", "metrics", "selection", "lookup", "undo", "redo",
		"compare", "happened", "bottleneck", "slowest", "studies"} {
		require.Contains(t, got, name)
	}
	for _, name := range []string{"marks", "notices", "params", "actions", "studies"} {
		require.IsType(t, []any{}, got[name], "%s is a list, never null", name)
	}
	require.Nil(t, got["selection"])
	require.Nil(t, got["lookup"])
	require.Nil(t, got["compare"])
}

func TestThePresetThatIsPlayedIsNamed(t *testing.T) {
	s := open(t, "?lab=ring")
	for i, p := range s.Scenario().Lab.Presets {
		require.NoError(t, s.Open(p.Link))
		got := stateOf(t, s)
		require.Equal(t, i, got.Preset)
		require.Equal(t, p.Name, got.Heading)
	}
	require.NoError(t, s.Set("keys", "77", 0))
	require.Equal(t, -1, stateOf(t, s).Preset)
}

func TestTheHeadingNamesWhatHasBeenDoneLastAndNotWhatIsToCome(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=3s:shut&t=0.5s")
	for _, row := range []struct {
		at   time.Duration
		want string
	}{{500 * time.Millisecond, ""}, {time.Second, "Open"}, {2 * time.Second, "Open"}, {4 * time.Second, "Shut"}, {0, ""}} {
		s.Seek(row.at)
		s.Settle()
		require.Equal(t, row.want, stateOf(t, s).Heading, "at %v", row.at)
	}
	s = open(t, "?lab=ring&do=1s:add:cache-z&do=2s:kill:nobody&t=3s")
	s.Settle()
	require.Equal(t, "Add node cache-z", stateOf(t, s).Heading, "what was impossible has not been done")
	s = clockAt(t, "&period=70&do=3s:shut&t=1s")
	require.Equal(t, "your own settings", stateOf(t, s).Heading)
}

func TestTheRevisionRisesWithWhateverIsToldOfTheSession(t *testing.T) {
	s := clockAt(t, "&t=1s")
	last := stateOf(t, s).Rev
	for _, row := range []struct {
		says string
		do   func()
	}{
		{"play", s.Play},
		{"pause", s.Pause},
		{"step", s.Step},
		{"back", s.Back},
		{"seek", func() { s.Seek(2e9) }},
		{"speed", func() { s.SetSpeed(3) }},
		{"select", func() { s.Select("door") }},
		{"do", func() { require.NoError(t, s.Do("bring", "owl")) }},
		{"set", func() { require.NoError(t, s.Set("wound", "77", 0)) }},
		{"undo", func() { s.Undo() }},
		{"redo", func() { s.Redo() }},
		{"seed", func() { s.Reseed(9) }},
		{"open", func() { require.NoError(t, s.Open("?lab=clockwork")) }},
	} {
		row.do()
		s.Settle()
		rev := stateOf(t, s).Rev
		require.Greater(t, rev, last, row.says)
		last = rev
	}
	require.Equal(t, last, stateOf(t, s).Rev, "and not by itself")
}

func TestTheChartsAreWrittenAsJSON(t *testing.T) {
	for _, link := range []string{"?lab=ring&keys=1000", "?lab=ring&keys=1000&do=1s:add:x&do=2s:set:method:modulo&do=3s:kill:x&t=4s", "?lab=ring&keys=500&nodes=1&method=jump"} {
		s := open(t, link)
		var j lab.JSON
		s.AppendCharts(&j)
		var got []struct {
			Title, Sub, Kind string
			X, Y             struct {
				Label, Unit, Format string
				Log                 bool
			}
			Timed  bool
			Series []struct {
				Name   string
				Role   int
				Dashed bool
				X, Y   []float64
			}
		}
		require.NoError(t, json.Unmarshal(j.Bytes(), &got), "%s", j.Bytes())
		require.Len(t, got, 3)
		for _, c := range got {
			require.NotEmpty(t, c.Title)
			require.NotEmpty(t, c.Sub)
			require.Contains(t, []string{"line", "bars"}, c.Kind)
			require.Contains(t, []string{"count", "percent", "number"}, c.X.Format)
			require.Contains(t, []string{"count", "percent", "number"}, c.Y.Format)
			for _, line := range c.Series {
				require.NotNil(t, line.X)
				require.Len(t, line.Y, len(line.X), "%s: %s", c.Title, line.Name)
				require.IsIncreasing(t, append([]float64{-1}, line.X...), "%s: %s", c.Title, line.Name)
				require.Positive(t, line.Role)
			}
		}
	}
}

func TestWhatWasUndoneHeadsNothingThoughItIsDrawnStill(t *testing.T) {
	s := clockAt(t, "&do=1s:open&t=2s")
	require.NoError(t, s.Do("toil", "1000"))
	s.Settle()
	require.Equal(t, "Toil: 1,000", stateOf(t, s).Heading)
	require.True(t, s.Undo())
	require.Equal(t, "Open", stateOf(t, s).Heading)
	s.Settle()
	require.Equal(t, "Open", stateOf(t, s).Heading)
}
