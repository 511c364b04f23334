package session_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
	"headroom/core/session"
)

// clockAt opens the clockwork and goes to its link's moment.
func clockAt(t *testing.T, link string) *session.Session {
	t.Helper()
	s, err := openClock(link)
	require.NoError(t, err)
	s.Settle()
	return s
}

// scenario is the link of the clockwork without what all of them have.
func scenario(s *session.Session) string {
	return strings.TrimPrefix(s.Link(), "?lab=clockwork&v=1")
}

func TestActionsComeBeforeEventsOfTheSameTime(t *testing.T) {
	s := clockAt(t, "&do=100ms:open&n=1")
	require.Equal(t, 100*time.Millisecond, s.Now())
	opened := s.Fingerprint()
	s.Step()
	s.Settle()
	require.Equal(t, 100*time.Millisecond, s.Now(), "and then it ticks")
	require.NotEqual(t, opened, s.Fingerprint())
	require.Equal(t, 2, s.Events())
	s = clockAt(t, "&do=101ms:open&n=1")
	require.NotEqual(t, opened, s.Fingerprint(), "before a later action it ticks")
}

func TestActionsOfOneTimeHappenInTheirOrder(t *testing.T) {
	s := clockAt(t, "&do=1s:shut&do=1s:open&t=1s")
	require.Equal(t, []bool{false, true}, marks(t, s), "a door that is shut cannot be shut")
	s = clockAt(t, "&do=1s:open&do=1s:shut&t=1s")
	require.Equal(t, []bool{true, true}, marks(t, s))
}

// marks tells of each action on the timeline whether it was possible.
func marks(t *testing.T, s *session.Session) []bool {
	t.Helper()
	var possible []bool
	for _, m := range stateOf(t, s).Marks {
		require.Equal(t, m.OK, m.Reason == "", "a reason where it was impossible")
		possible = append(possible, m.OK)
	}
	return possible
}

func TestEditingThePastKeepsLaterActions(t *testing.T) {
	s := clockAt(t, "&do=2s:open&do=3s:shut&t=4s")
	require.Equal(t, []bool{true, true}, marks(t, s))
	s.Seek(time.Second)
	s.Settle()
	require.NoError(t, s.Do("open"))
	s.Seek(4 * time.Second)
	s.Settle()
	require.Equal(t, "&do=1s:open&do=2s:open&do=3s:shut&t=4s", scenario(s))
	require.Equal(t, []bool{true, false, true}, marks(t, s), "the second opening has become impossible")
	require.Equal(t, "the door is so already", stateOf(t, s).Marks[1].Reason)
	s.Seek(time.Second)
	s.Settle()
	require.Equal(t, []bool{true, false, true}, marks(t, s), "and is known to be so when it lies ahead again")
	require.True(t, s.Undo())
	s.Settle()
	require.Equal(t, "&do=2s:open&do=3s:shut&t=1s", scenario(s))
	require.Equal(t, []bool{true, true}, marks(t, s))
}

func TestThePositionCountsWhatHasBeenPlayed(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=2s:open&do=3s:toil:100&t=2s")
	require.Equal(t, "2 of 3", stateOf(t, s).Position, "the impossible ones too")
	s.Seek(3 * time.Second)
	s.Work(15)
	require.True(t, s.Pending())
	require.Equal(t, "2 of 3", stateOf(t, s).Position, "as long as the state before is shown")
	s.Settle()
	require.Equal(t, "3 of 3", stateOf(t, s).Position)
}

func TestAnEditOnTheWayToAnEventCountsAtTheEvent(t *testing.T) {
	s := clockAt(t, "&t=1s")
	for range 3 {
		s.Step()
	}
	require.NoError(t, s.Do("open"))
	require.NoError(t, s.Do("shut"))
	require.Equal(t, "&do=1.3s:open&do=1.3s:shut&t=1.3s", scenario(s))
}

func TestAnActionIsPutBehindThoseOfItsTime(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=2s:open&t=1s")
	require.NoError(t, s.Do("shut"))
	require.Equal(t, "&do=1s:open&do=1s:shut&do=2s:open&t=1s", scenario(s))
}

func TestANewPartGetsANameThatNoOtherActionBringsIn(t *testing.T) {
	s := clockAt(t, "&do=5s:bring:bird-1&t=1s")
	require.NoError(t, s.Do("bring"))
	require.NoError(t, s.Do("bring", ""))
	require.NoError(t, s.Do("bring", "owl"))
	require.Equal(t, "&do=1s:bring:bird-0&do=1s:bring:bird-2&do=1s:bring:owl&do=5s:bring:bird-1&t=1s", scenario(s))
}

func TestTwoNodesCanBeAddedWhileTheKeysAreStillMoving(t *testing.T) {
	s := open(t, "?lab=ring&nodes=4&keys=2000&do=3s:add:cache-e&t=1s")
	require.NoError(t, s.Do("add"))
	s.Work(1)
	require.True(t, s.Pending())
	require.NoError(t, s.Do("add"))
	s.Seek(4 * time.Second)
	s.Settle()
	require.Equal(t, "?lab=ring&v=1&nodes=4&keys=2000&do=1s:add:cache-f&do=1s:add:cache-g&do=3s:add:cache-e&t=4s", s.Link())
	require.Equal(t, []bool{true, true, true}, marks(t, s))
}

func TestAWorldThatIsStillMovingKeysCanBeAsked(t *testing.T) {
	s := open(t, "?lab=ring&nodes=4&keys=2000&t=1s")
	require.NoError(t, s.Do("add"))
	for !s.Work(1) {
		s.Fingerprint()
		s.Metrics()
		stateOf(t, s)
		s.Frame(600, 500)
	}
}

func TestAControlMovedAtTheStartChangesTheBeginning(t *testing.T) {
	s := clockAt(t, "")
	require.NoError(t, s.Set("period", "200", 0))
	require.Equal(t, "&period=200", scenario(s))
}

func TestAControlMovedAtTheStartComesAfterWhatHappensThen(t *testing.T) {
	s := clockAt(t, "&do=0s:set:period:300")
	require.NoError(t, s.Set("period", "200", 0))
	require.Equal(t, "&do=0s:set:period:200", scenario(s), "or it would have no effect")
	s = clockAt(t, "&do=0s:open")
	require.NoError(t, s.Set("period", "200", 0))
	require.Equal(t, "&do=0s:open&do=0s:set:period:200", scenario(s))
}

func TestAControlMovedLaterIsAnAction(t *testing.T) {
	s := clockAt(t, "&t=1s")
	require.NoError(t, s.Set("period", "200", 0))
	require.Equal(t, "&do=1s:set:period:200&t=1s", scenario(s))
}

func TestWhatHoldsFromTheStartChangesTheBeginningAtAnyTime(t *testing.T) {
	s := clockAt(t, "&t=1s")
	require.NoError(t, s.Set("wound", "3", 0))
	s.Settle()
	require.Equal(t, "&wound=3&t=1s", scenario(s))
	require.Equal(t, 3, s.Events())
}

func TestMovesOfOneControlAtOneMomentAreOne(t *testing.T) {
	s := clockAt(t, "&t=1s")
	for _, ms := range []string{"200", "300", "400"} {
		require.NoError(t, s.Set("period", ms, 0))
	}
	require.Equal(t, "&do=1s:set:period:400&t=1s", scenario(s))
	require.NoError(t, s.Do("open"))
	require.NoError(t, s.Set("period", "500", 0))
	require.Equal(t, "&do=1s:set:period:400&do=1s:open&do=1s:set:period:500&t=1s", scenario(s), "but not across what was done in between")
}

func TestAGestureIsOneMoveHoweverLongItTakes(t *testing.T) {
	s := clockAt(t, "&t=1s")
	s.Play()
	for i := range 5 {
		require.NoError(t, s.Set("period", strconv.Itoa(200+i), 7))
		s.Settle()
		s.Tick(20 * time.Millisecond)
		s.Settle()
	}
	require.Equal(t, "&do=1s:set:period:204&t=1.1s", scenario(s))
	require.NoError(t, s.Set("period", "300", 8))
	s.Pause()
	s.Settle()
	require.Equal(t, "&do=1s:set:period:204&do=1.1s:set:period:300&t=1.1s", scenario(s), "another gesture is another move")
	require.True(t, s.Undo())
	require.True(t, s.Undo())
	require.False(t, s.Undo(), "a gesture is undone in one")
	require.Equal(t, "&t=1.1s", scenario(s))
}

func TestAMoveThatChangesNothingLeavesNothingToUndo(t *testing.T) {
	s := clockAt(t, "&t=1s")
	require.NoError(t, s.Set("period", "100", 1))
	require.NoError(t, s.Set("wound", "1000000", 2))
	s.Reseed(1)
	require.False(t, s.Undo())
	require.NoError(t, s.Set("period", "200", 1))
	require.True(t, s.Undo(), "also when the gesture began with nothing")
}

func TestUndoAndRedoGoThroughAllThatWasDone(t *testing.T) {
	s := clockAt(t, "&t=1s")
	var links []string
	var prints []uint64
	look := func() {
		s.Settle()
		links, prints = append(links, s.Link()), append(prints, s.Fingerprint())
	}
	look()
	for _, do := range []func() error{
		func() error { return s.Do("open") },
		func() error { return s.Set("period", "300", 0) },
		func() error { s.Reseed(9); return nil },
		func() error { return s.Set("wound", "5", 0) },
		func() error { return s.Do("shut") },
	} {
		require.NoError(t, do())
		look()
	}
	for i := len(links) - 2; i >= 0; i-- {
		require.True(t, s.Undo())
		s.Settle()
		require.Equal(t, links[i], s.Link())
		require.Equal(t, prints[i], s.Fingerprint())
	}
	require.False(t, s.Undo())
	for i := 1; i < len(links); i++ {
		require.True(t, s.Redo())
		s.Settle()
		require.Equal(t, links[i], s.Link())
		require.Equal(t, prints[i], s.Fingerprint())
	}
	require.False(t, s.Redo())
	require.True(t, s.Undo())
	require.NoError(t, s.Do("bring"))
	require.False(t, s.Redo(), "something new was done instead")
}

func TestUndoRemembersSoMuch(t *testing.T) {
	s := clockAt(t, "&t=1s")
	for i := range 300 {
		s.Reseed(uint64(i + 2))
	}
	steps := 0
	for s.Undo() {
		steps++
	}
	require.Equal(t, 200, steps)
}

func TestAScenarioTakesSoManyActions(t *testing.T) {
	s := clockAt(t, strings.Repeat("&do=1s:bring:owl", lab.MaxActions)+"&t=2s")
	link := s.Link()
	require.EqualError(t, s.Do("open"), "a scenario has at most 200 actions; undo some, or start anew")
	require.EqualError(t, s.Set("period", "200", 0), "a scenario has at most 200 actions; undo some, or start anew")
	require.Equal(t, link, s.Link())
	require.False(t, s.Undo())
	require.NoError(t, s.Set("wound", "7", 0), "the beginning can still change")
}

func TestWhatNobodyKnowsIsRefused(t *testing.T) {
	s := clockAt(t, "&t=1s")
	require.EqualError(t, s.Set("size", "1", 0), `the lab clockwork has no parameter "size"`)
	require.EqualError(t, s.Set("period", "fast", 0), `period "fast" was ignored: it takes a whole number from 0 to 10,000`)
	require.ErrorContains(t, s.Do("explode"), "one of set, open, shut, toil, bring")
	require.ErrorContains(t, s.Do("toil"), "it takes 1 fields and 0 were given")
	require.EqualError(t, s.Do("shut"), "the door is so already")
	require.False(t, s.Undo())
}

func TestAnotherSeedPlaysTheSameScenario(t *testing.T) {
	s := open(t, "?lab=ring&keys=500&do=1s:kill:cache-a&t=2s")
	before := s.Fingerprint()
	s.Reseed(2)
	s.Settle()
	require.NotEqual(t, before, s.Fingerprint())
	require.Equal(t, "?lab=ring&v=1&seed=2&keys=500&do=1s:kill:cache-a&t=2s", s.Link())
}
