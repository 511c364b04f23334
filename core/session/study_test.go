package session_test

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
	"headroom/core/session"
)

// studied is the clockwork with a study of its period.
func studied() []*lab.Lab {
	l := *clockwork
	l.Studies = []lab.Study{{ID: "periods", Title: "Periods", Help: "How often it ticks.", Columns: []string{"slow", "fast", "as fast"},
		Rows:   []lab.StudyRow{{Label: "Ticks", Help: "More.", Metric: "ticks", More: true}, {Label: "Time", Metric: "measured"}, {Label: "None", Metric: "none"}},
		Warmup: time.Second, Until: 5 * time.Second,
		Cell: func(from lab.Scenario, row, column int) lab.Scenario {
			from.Values = from.Values.With("period", strconv.Itoa([]int{200, 100, 100}[column]+row))
			return from
		}}}
	return []*lab.Lab{&l}
}

type table struct {
	ID, Title string
	Columns   []string
	Rows      []struct {
		Label, Help, Metric, Unit string
		More                      bool
		Cells                     []struct {
			Value      *float64
			Text, Link string
			Best       bool
		}
	}
}

func tableOf(t *testing.T, s *session.Study) (got table) {
	t.Helper()
	var j lab.JSON
	s.AppendJSON(&j)
	require.NoError(t, json.Unmarshal(j.Bytes(), &got), "%s", j.Bytes())
	return got
}

func TestAStudyFillsItsTable(t *testing.T) {
	s, err := session.StartStudy("?lab=clockwork&wound=1000&do=2s:toil:5&t=3s&b.wound=2", "periods", studied(), nil)
	require.NoError(t, err)
	last := -1.0
	for !s.Work(7) {
		require.GreaterOrEqual(t, s.Progress(), last)
		require.Less(t, s.Progress(), 1.0)
		last = s.Progress()
	}
	require.Equal(t, 1.0, s.Progress())
	got := tableOf(t, s)
	require.Equal(t, "periods", got.ID)
	require.Equal(t, []string{"slow", "fast", "as fast"}, got.Columns)
	require.Len(t, got.Rows, 3)
	ticks := got.Rows[0].Cells
	require.Equal(t, []float64{25, 50, 50}, []float64{*ticks[0].Value, *ticks[1].Value, *ticks[2].Value})
	require.Equal(t, []bool{false, true, true}, []bool{ticks[0].Best, ticks[1].Best, ticks[2].Best}, "as good is best, too")
	require.Equal(t, "?lab=clockwork&v=1&period=200&wound=1000&do=2s:toil:5&t=5s", ticks[0].Link)
	require.Equal(t, 4.0, *got.Rows[1].Cells[0].Value, "the warm-up is left out")
	require.False(t, got.Rows[1].Cells[0].Best, "where all are as good none is best")
	require.Equal(t, "s", got.Rows[1].Unit)
	require.Nil(t, got.Rows[2].Cells[0].Value)
	require.False(t, got.Rows[2].Cells[0].Best)

	again, err := session.Open(ticks[1].Link, studied(), nil)
	require.NoError(t, err)
	again.Settle()
	require.Equal(t, *ticks[1].Value, metric(t, again, "ticks"), "a cell's link plays its run")
}

func TestAStudyThatThereIsNotIsAnError(t *testing.T) {
	_, err := session.StartStudy("?lab=clockwork", "period", studied(), nil)
	require.EqualError(t, err, `the lab clockwork has no study "period"; there is periods`)
	_, err = session.StartStudy("?lab=clockwork", "period", []*lab.Lab{clockwork}, nil)
	require.EqualError(t, err, `the lab clockwork has no study "period"; it has none`)
	_, err = session.StartStudy("?lab=nowhere", "period", studied(), nil)
	require.ErrorContains(t, err, "there is no lab")
}
