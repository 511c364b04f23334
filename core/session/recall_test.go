package session_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
	"headroom/core/session"
)

const lookedUp = "Its whole story is being looked up."

func requestID(n int) string { return "request:0:" + strconv.Itoa(n) }

// storyOf selects a request and returns what is said of it, after all that there is to do.
func storyOf(t require.TestingT, s *session.Session, id string) (told lab.Selection) {
	s.Select(id)
	s.Settle()
	is := stateOf(t, s).Selection
	require.NotNil(t, is)
	told = lab.Selection{ID: is.ID, Title: is.Title, Text: is.Text}
	for _, row := range is.Rows {
		told.Rows = append(told.Rows, lab.Row{Name: row[0], Text: row[1]})
	}
	return told
}

// witness plays a scenario from its start, event by event, and returns what was said of things as soon as each of
// them was over. Those that are not over in the end are told as of a moment before anything else happens.
func witness(t *rapid.T, link string, end int, until time.Duration, ids []string) (told map[string]testimony) {
	s, err := session.Open(link, []*lab.Lab{find("balancing")}, nil)
	require.NoError(t, err)
	told = map[string]testimony{}
	for n := range end + 1 {
		s.Go(lab.When{Event: n, Named: true})
		s.Settle()
		for _, id := range ids {
			_, over, _ := s.World().(lab.Teller).Told(id)
			if _, seen := told[id]; !seen && (over || n == end) {
				world := s.World()
				if !over {
					world.Rest(until)
				}
				said, _ := world.Explain(id)
				told[id] = testimony{said, over}
			}
		}
	}
	return told
}

// wander does something to a session that may change what has happened, or the moment.
func wander(t *rapid.T, s *session.Session) {
	switch rapid.IntRange(0, 5).Draw(t, "wander") {
	case 0:
		key, value := systemControl(t)
		_ = s.Set(key, value, 0)
	case 1:
		deed := systemDeed(t)
		_ = s.Do(deed[0], deed[1:]...)
	case 2:
		_ = s.MoveMark(0, milliseconds(t, 4000), 0)
	case 3:
		s.Undo()
	case 4:
		_ = s.Compare("")
	case 5:
		_ = s.Side(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "side"))
	}
	s.Seek(milliseconds(t, 4000))
	s.Work(rapid.IntRange(0, 3000).Draw(t, "units"))
}

func TestAnyRequestIsToldAsItWasWhenItEnded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		link := systemLink(t) + rapid.SampledFrom([]string{"", "&retries=10&backoff-base=1", "&arrivals=users&users=20", "&do=1s:split:server-1&do=2s:restore:server-1&do=1.5s:set:powers:2,0.5"}).Draw(t, "more")
		s, err := session.Open(link, []*lab.Lab{find("balancing")}, nil)
		require.NoError(t, err)
		var ids []string
		for range 4 {
			n := rapid.IntRange(1, 400).Draw(t, "request")
			if burst := rapid.IntRange(0, 4).Draw(t, "kind"); burst == 0 {
				n = 1_000_000_000_000_000 + n%40 + 1
			} else if strings.Contains(link, "users") {
				n = 1_000_000_000*(1+n%20) + n/20 + 1
			}
			ids = append(ids, requestID(n))
		}
		for range rapid.IntRange(0, 4).Draw(t, "wandering") {
			s.Select(rapid.SampledFrom(ids).Draw(t, "selected"))
			wander(t, s)
		}
		s.Seek(milliseconds(t, 6000))
		s.Settle()
		print, events, at := s.Fingerprint(), s.Events(), s.Link()
		got := map[string]lab.Selection{}
		for _, id := range ids {
			got[id] = storyOf(t, s, id)
		}
		require.Equal(t, print, s.Fingerprint())
		require.Equal(t, events, s.Events())
		require.Equal(t, at, s.Link())
		side := s.Scenario()
		if s.Comparing() {
			require.NoError(t, s.Uncompare(stateOf(t, s).Compare.Side))
			s.Settle()
			side = s.Scenario()
		}
		until := side.Moment.At
		side.Moment = lab.When{}
		for id, want := range witness(t, side.Format(), s.Events(), until, ids) {
			want.same(t, got[id])
		}
	})
}

// testimony is what was said of a thing, and whether it was over then.
type testimony struct {
	said lab.Selection
	over bool
}

// same compares a story with how it was told at once, which may leave out the first of very many attempts, and all
// where more than 32 requests end at once.
func (w testimony) same(t *rapid.T, got lab.Selection) {
	want := w.said
	switch {
	case w.over && strings.Contains(want.Text, "no longer at hand"):
		require.NotEmpty(t, got.Rows)
		require.NotContains(t, got.Text, "no longer at hand")
	case w.over && len(want.Rows) > 0 && strings.Contains(want.Rows[0].Text, "no longer kept"):
		require.Equal(t, want.Text, got.Text)
		require.Equal(t, "the client sends the request", got.Rows[0].Text)
		next := 0
		for _, row := range want.Rows[1:] {
			i := slices.Index(got.Rows[next:], row)
			require.GreaterOrEqual(t, i, 0, "%v in %v", row, got.Rows)
			next += i + 1
		}
		require.Greater(t, len(got.Rows), len(want.Rows))
	default:
		require.Equal(t, want, got)
	}
}

func TestWhatASelectedRequestWentThroughStaysWhileTimeGoesOn(t *testing.T) {
	s := open(t, "?lab=balancing&t=1s")
	require.Contains(t, storyOf(t, s, requestID(800)).Text, "has not been sent yet")
	was := storyOf(t, s, requestID(715))
	require.NotEmpty(t, was.Rows)
	require.NotContains(t, was.Text, "was answered")
	s.Play()
	s.SetSpeed(0.2)
	for range 300 {
		s.Tick(16 * time.Millisecond)
		s.Work(300)
		sel := stateOf(t, s).Selection
		require.Equal(t, was.Rows[0].Text, sel.Rows[0][1])
		require.NotContains(t, sel.Text, lookedUp)
	}
	now := storyOf(t, s, requestID(715))
	require.Contains(t, now.Text, "was answered by server-")
	require.Greater(t, len(now.Rows), len(was.Rows))
	s.Seek(0)
	s.Settle()
	require.Contains(t, stateOf(t, s).Selection.Text, "has not been sent yet")
	s.Seek(20 * time.Second)
	s.Work(0)
	require.NotContains(t, stateOf(t, s).Selection.Text, "was answered", "it is told as of the moment that is drawn")
	s.Settle()
	require.Equal(t, now, storyOf(t, s, requestID(715)))
}

func TestWhileAStoryIsLookedUpItSaysSo(t *testing.T) {
	s := open(t, "?lab=balancing&t=20s")
	s.Select(requestID(100))
	sel := stateOf(t, s).Selection
	require.Equal(t, "Request 100 has left, and its steps are no longer at hand. "+lookedUp, sel.Text)
	require.False(t, s.Work(1), "there is something to do")
	require.False(t, s.Pending(), "which nobody has to wait for")
	rev := stateOf(t, s).Rev
	s.Settle()
	now := stateOf(t, s)
	require.NotEqual(t, rev, now.Rev, "the page is told when it is there")
	require.Contains(t, now.Selection.Text, "Request 100 was answered by server-")
	require.True(t, s.Work(1))
	s.Select("")
	s.Settle()
	require.Nil(t, stateOf(t, s).Selection)
}

func TestAnEditForgetsTheStoriesThatItChanges(t *testing.T) {
	s := open(t, "?lab=balancing&do=4s:kill:server-4&t=20s")
	first := storyOf(t, s, requestID(100))
	require.NotEmpty(t, first.Rows)
	for what, edit := range map[string]func() error{
		"an action after its end": func() error { return s.Do("kill", "server-2") },
		"a mark moved later":      func() error { return s.MoveMark(0, 5*time.Second, 0) },
		"a mark removed":          func() error { return s.RemoveMark(0) },
		"a fork":                  s.Fork,
	} {
		require.NoError(t, edit(), what)
		s.Work(0)
		for s.Pending() {
			s.Work(100)
		}
		require.Equal(t, first.Text, stateOf(t, s).Selection.Text, "%s is no reason to look it up again", what)
		require.True(t, s.Undo())
		s.Settle()
	}
	edits := map[string]func() error{
		"a mark moved before its end": func() error { return s.MoveMark(0, 50*time.Millisecond, 0) },
		"an action before it":         func() error { s.Seek(0); s.Settle(); return s.Do("kill", "server-4") },
		"a seed":                      func() error { s.Reseed(7); return nil },
		"a control from the start":    func() error { s.Seek(0); s.Settle(); return s.Set("service", "fixed:60ms", 0) },
	}
	for what, edit := range edits {
		require.NoError(t, edit(), what)
		s.Seek(20 * time.Second)
		changed := storyOf(t, s, requestID(100))
		require.NotEqual(t, first.Rows, changed.Rows, what)
		require.Equal(t, storyOf(t, open(t, s.Link()), requestID(100)), changed, what)
		for s.Undo() {
		}
		s.Seek(20 * time.Second)
		require.Equal(t, first, storyOf(t, s, requestID(100)), what)
	}
}

func TestEachSideTellsItsOwnStories(t *testing.T) {
	s := open(t, "?lab=balancing&b.algorithm=random&t=20s")
	a := storyOf(t, s, requestID(100))
	require.NoError(t, s.Side("b"))
	require.NotEqual(t, a.Rows, stateOf(t, s).Selection.Rows)
	b := storyOf(t, s, requestID(100))
	require.NotEqual(t, a.Rows, b.Rows)
	require.Contains(t, b.Rows[2].Text+b.Rows[3].Text, "random")
	require.NoError(t, s.Side("a"))
	require.Equal(t, a.Text, stateOf(t, s).Selection.Text, "it is known still")
	require.Equal(t, b, storyOf(t, open(t, "?lab=balancing&algorithm=random&t=20s"), requestID(100)))
}

func TestOfThousandsThatEndAtOnceEachCanBeTold(t *testing.T) {
	s := open(t, "?lab=balancing&servers=1&slots=1&room=20000&rate=0&service=fixed:1s&do=1s:reconnect:10000&do=3s:kill:server-1&t=4s")
	for _, n := range []int{1, 2, 3, 4, 5, 33, 5000, 9950, 9999, 10_000} {
		told := storyOf(t, s, requestID(1_000_000_000_000_000+n))
		require.Equal(t, "1.000 s", told.Rows[0].Name)
		last := told.Rows[len(told.Rows)-1]
		if n <= 1 {
			require.Contains(t, last.Text, "the client has the answer", n)
			continue
		}
		require.Contains(t, last.Text, "the client ends it: failed after ", n)
		crash := told.Rows[slices.IndexFunc(told.Rows, func(r lab.Row) bool { return strings.Contains(r.Text, "crashes") })]
		require.Equal(t, "3.000 s", crash.Name, n)
	}
}

// counted is a world that counts the units that it and its copies use.
type counted struct {
	lab.World
	used *int
}

func (c counted) Run(until time.Duration, maxEvents, units int) (events, used int) {
	events, used = c.World.Run(until, maxEvents, units)
	*c.used += used
	return events, used
}

func (c counted) Clone() lab.World { return counted{c.World.Clone(), c.used} }

func (c counted) Told(id string) (begun, over, whole bool) { return c.World.(lab.Teller).Told(id) }

func (c counted) Keep(id string) { c.World.(lab.Teller).Keep(id) }

func TestAStoryIsLookedUpInSlicesFromNearby(t *testing.T) {
	used := 0
	l := *find("balancing")
	made := l.New
	l.New = func(s lab.Setup) lab.World { return counted{made(s), &used} }
	s, err := session.Open("?lab=balancing&t=120s", []*lab.Lab{&l}, nil)
	require.NoError(t, err)
	s.Settle()
	whole := used
	for _, n := range []int{5, 20_000, 43_210, 70_000, 80_000} {
		s.Select(requestID(n))
		used = 0
		calls := 0
		for done := false; !done; calls++ {
			before := used
			done = s.Work(1000)
			require.LessOrEqual(t, used-before, 1000+2)
		}
		require.Contains(t, stateOf(t, s).Selection.Text, "was answered by")
		require.Less(t, used, whole/20, "request %d", n)
		require.GreaterOrEqual(t, calls, used/1000)
	}
}
