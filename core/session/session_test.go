package session_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/session"
)

func open(t *testing.T, link string) *session.Session {
	t.Helper()
	s, err := session.Open(link, catalog.Labs(), nil)
	require.NoError(t, err)
	s.Settle()
	return s
}

func metric(t *testing.T, s *session.Session, name string) float64 {
	t.Helper()
	for _, m := range s.Metrics() {
		if m.Name == name {
			return m.Value
		}
	}
	t.Fatalf("no metric %s", name)
	return 0
}

func TestTheNotebooksDemoHasItsNumbers(t *testing.T) {
	s := open(t, "?lab=ring&hash=md5&virtual-nodes=50&nodes=3&name=server&keys=1000&arrival-rate=0")
	require.Equal(t, 390.0, metric(t, s, "keys-server-1"))
	require.Equal(t, 329.0, metric(t, s, "keys-server-2"))
	require.Equal(t, 281.0, metric(t, s, "keys-server-3"))
}

func TestAddingANodeLiveEqualsPlayingTheLink(t *testing.T) {
	s := open(t, "?lab=ring&nodes=4&keys=20000&t=3s")
	require.NoError(t, s.Do("add"))
	s.Settle()
	require.Positive(t, metric(t, s, "moved-keys"))
	require.Equal(t, metric(t, s, "moved-keys-least"), metric(t, s, "moved-keys"))
	again := open(t, s.Link())
	require.Equal(t, s.Fingerprint(), again.Fingerprint())
	require.Equal(t, s.Link(), again.Link())
}

func TestSteppingBackReturnsTheEarlierState(t *testing.T) {
	s := open(t, "?lab=ring&keys=1000&do=2s:kill:cache-b&t=4s")
	at := s.Fingerprint()
	n := s.Events()
	s.Back()
	s.Settle()
	require.Equal(t, n-1, s.Events())
	require.NotEqual(t, at, s.Fingerprint())
	s.Step()
	s.Settle()
	require.Equal(t, at, s.Fingerprint())
}

func TestUndoAndRedo(t *testing.T) {
	s := open(t, "?lab=ring&keys=1000&t=2s")
	at := s.Fingerprint()
	require.NoError(t, s.Do("kill", "cache-c"))
	s.Settle()
	after := s.Fingerprint()
	require.NotEqual(t, at, after)
	require.True(t, s.Undo())
	s.Settle()
	require.Equal(t, at, s.Fingerprint())
	require.True(t, s.Redo())
	s.Settle()
	require.Equal(t, after, s.Fingerprint())
	require.False(t, s.Redo())
}

func TestSeekEqualsPlay(t *testing.T) {
	link := "?lab=ring&keys=5000&arrival-rate=300&do=2s:add:cache-f&do=4s:set:method:bounded&do=6s:remove:cache-a"
	s := open(t, link)
	s.Play()
	at := map[time.Duration]uint64{}
	for range 900 {
		s.Tick(10 * time.Millisecond)
		s.Settle()
		at[s.Now()] = s.Fingerprint()
	}
	for when, want := range at {
		s.Seek(when)
		s.Settle()
		require.Equal(t, want, s.Fingerprint(), "at %v", when)
	}
}

func TestWhatIsImpossibleIsRefusedAndChangesNothing(t *testing.T) {
	s := open(t, "?lab=ring&keys=1000&nodes=2&do=1s:kill:cache-a&t=2s")
	link := s.Link()
	require.ErrorContains(t, s.Do("kill", "cache-b"), "last node")
	require.ErrorContains(t, s.Do("remove", "cache-x"), "cache-a, cache-b")
	require.ErrorContains(t, s.Set("virtual-nodes", "0", 0), "from 1 to 2,000")
	require.Equal(t, link, s.Link())
}

func TestGoingBackWorksAfterThousandsOfEvents(t *testing.T) {
	s := open(t, "?lab=ring&keys=200&nodes=8&arrival-rate=2000&do=1s:add:cache-z&do=4s:kill:cache-b&do=7s:restore:cache-b&t=9s")
	require.Greater(t, s.Events(), 15_000)
	for _, link := range []string{"&n=14000", "&t=8s", "&t=7s", "&n=9001", "&t=3.999s", "&n=1", "&t=0s", "&t=9s"} {
		want := open(t, "?lab=ring&keys=200&nodes=8&arrival-rate=2000&do=1s:add:cache-z&do=4s:kill:cache-b&do=7s:restore:cache-b"+link)
		s.Go(want.Moment())
		s.Settle()
		require.Equal(t, want.Fingerprint(), s.Fingerprint(), link)
		require.Equal(t, want.Now(), s.Now(), link)
	}
}
