package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAMarkIsMoved(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=2s:bring:owl&do=3s:shut&t=4s")
	before := s.Fingerprint()
	require.NoError(t, s.MoveMark(0, 2500*time.Millisecond, 0))
	s.Settle()
	require.Equal(t, "&do=2s:bring:owl&do=2.5s:open&do=3s:shut&t=4s", scenario(s))
	require.NotEqual(t, before, s.Fingerprint())
	require.Equal(t, 4*time.Second, s.Now(), "the moment stays")
	require.NoError(t, s.MoveMark(1, 3500*time.Millisecond, 0))
	s.Settle()
	require.Equal(t, []bool{true, false, true}, marks(t, s), "it cannot be shut before it is open")
	require.True(t, s.Undo())
	require.True(t, s.Undo())
	require.False(t, s.Undo())
	s.Settle()
	require.Equal(t, before, s.Fingerprint())
}

func TestADragIsOneGesture(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=2s:bring:owl&do=3s:shut&t=4s")
	for ms := 1000; ms <= 3500; ms += 100 { // past the two others, which makes it the last
		require.NoError(t, s.MoveMark(0, time.Duration(ms)*time.Millisecond, 7))
	}
	require.Equal(t, "&do=2s:bring:owl&do=3s:shut&do=3.5s:open&t=4s", scenario(s))
	require.NoError(t, s.MoveMark(0, time.Second, 8))
	require.Equal(t, "&do=1s:bring:owl&do=3s:shut&do=3.5s:open&t=4s", scenario(s), "another gesture is about another mark")
	require.True(t, s.Undo())
	require.True(t, s.Undo())
	require.False(t, s.Undo())
	require.Equal(t, "&do=1s:open&do=2s:bring:owl&do=3s:shut&t=4s", scenario(s))
}

func TestAMarkThatIsMovedNowhereIsNoEdit(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=1s:shut&t=4s")
	require.NoError(t, s.MoveMark(0, time.Second, 1))
	require.NoError(t, s.MoveMark(0, 1000400*time.Microsecond, 1), "times are rounded")
	require.Equal(t, "&do=1s:open&do=1s:shut&t=4s", scenario(s))
	require.False(t, s.Undo())
	require.NoError(t, s.MoveMark(1, -time.Second, 1))
	require.Equal(t, "&do=0s:shut&do=1s:open&t=4s", scenario(s), "nothing comes before the start")
}

func TestAMarkIsRemoved(t *testing.T) {
	s := clockAt(t, "&do=1s:open&do=2s:shut&t=4s")
	require.NoError(t, s.RemoveMark(0))
	s.Settle()
	require.Equal(t, "&do=2s:shut&t=4s", scenario(s))
	require.Equal(t, []bool{false}, marks(t, s))
	require.EqualError(t, s.RemoveMark(1), "there is no mark 1; this side has 1, counted from 0")
	require.EqualError(t, s.MoveMark(-1, 0, 0), "there is no mark -1; this side has 1, counted from 0")
	require.True(t, s.Undo())
	require.Equal(t, "&do=1s:open&do=2s:shut&t=4s", scenario(s))
}

func TestMarksAreThoseOfTheSideInFront(t *testing.T) {
	s := clockAt(t, "&do=1s:open&b.do=2s:shut&t=4s")
	require.Len(t, marks(t, s), 1)
	require.NoError(t, s.Side("b"))
	require.Len(t, marks(t, s), 2)
	require.NoError(t, s.RemoveMark(0))
	require.Equal(t, "&do=1s:open&b.undo=1s:open&b.do=2s:shut&t=4s", scenario(s))
}

func TestTheSlowestIsGoneTo(t *testing.T) {
	s := clockAt(t, "&t=500ms")
	require.False(t, stateOf(t, s).Slowest)
	require.ErrorContains(t, s.ToSlowest(), "nothing that takes time has ended yet")
	s.Play()
	s.Seek(3 * time.Second)
	s.Settle()
	require.True(t, stateOf(t, s).Slowest)
	s.Play()
	s.Seek(5400 * time.Millisecond)
	s.Settle()
	require.NoError(t, s.ToSlowest())
	s.Settle()
	require.False(t, s.Playing())
	require.Equal(t, "&t=5.001s", scenario(s), "after it has ended")
	require.Equal(t, "door", stateOf(t, s).Selection.ID)
}

func TestTheStateTellsWhatHappenedAndWhatLimits(t *testing.T) {
	s := clockAt(t, "&do=250ms:open&t=240ms")
	got := stateOf(t, s)
	require.Equal(t, "tick", got.Happened)
	require.Equal(t, &struct{ ID, Text string }{"door", "nobody gets in"}, got.Bottleneck)
	s.Step()
	s.Settle()
	got = stateOf(t, s)
	require.Equal(t, "open", got.Happened)
	require.Nil(t, got.Bottleneck)
}
