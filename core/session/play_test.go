package session_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/session"
)

var (
	methods = rapid.SampledFrom([]string{"ring", "bounded", "ketama", "rendezvous", "jump", "maglev", "modulo"})
	part    = rapid.SampledFrom([]string{"cache-a", "cache-b", "cache-c", "cache-d", "cache-e", "cache-f", "nobody"})
)

// world is a lab to play, and what may be done in it.
type world struct {
	labs    []*lab.Lab
	link    func(*rapid.T) string
	control func(*rapid.T) (key, value string)
	deed    func(*rapid.T) []string
}

var worlds = []world{
	{[]*lab.Lab{find("ring")}, ringLink, ringControl, ringDeed},
	{[]*lab.Lab{clockwork}, clockLink, clockControl, clockDeed},
	{[]*lab.Lab{find("balancing")}, systemLink, systemControl, systemDeed},
}

// find returns a lab of the catalog.
func find(id string) *lab.Lab {
	for _, l := range catalog.Labs() {
		if l.ID == id {
			return l
		}
	}
	panic("there is no lab " + id)
}

// systemLink draws a small system with many things that can go wrong.
func systemLink(t *rapid.T) string {
	link := "?lab=balancing&servers=3&slots=2&room=4&timeout=150&retries=2&rate=" + rapid.SampledFrom([]string{"0", "40", "150"}).Draw(t, "rate")
	link += "&seed=" + strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "seed"))
	for range rapid.IntRange(0, 3).Draw(t, "controls") {
		key, value := systemControl(t)
		link += "&" + key + "=" + value
	}
	for range rapid.IntRange(0, 5).Draw(t, "actions") {
		link += "&do=" + milliseconds(t, 4000).String() + ":" + strings.Join(systemDeed(t), ":")
	}
	return link
}

func systemControl(t *rapid.T) (key, value string) {
	c := rapid.SampledFrom([][]string{
		{"algorithm", "round-robin", "random", "least-connections", "ip-hash", "two-choices"}, {"servers", "1", "4"}, {"slots", "1", "5"},
		{"rate", "20", "200"}, {"service", "fixed:20ms", "exp:60ms"}, {"loss", "0", "0.2"}, {"health-check", "0", "200"}, {"hedge", "none", "p90"},
	}).Draw(t, "control")
	return c[0], rapid.SampledFrom(c[1:]).Draw(t, "value")
}

func systemDeed(t *rapid.T) []string {
	server := rapid.SampledFrom([]string{"server-1", "server-2", "server-3", "server-4"}).Draw(t, "server")
	switch rapid.IntRange(0, 5).Draw(t, "deed") {
	case 0:
		return []string{"slow", server, "0.25"}
	case 1:
		return []string{"kill", server}
	case 2:
		return []string{"restore", server}
	case 3:
		return []string{"add", server}
	case 4:
		return []string{"reconnect", "40"}
	}
	return []string{"remove", server}
}

// each runs a property in every world.
func each(t *testing.T, property func(*rapid.T, world)) {
	for _, w := range worlds {
		t.Run(w.labs[0].ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { property(t, w) })
		})
	}
}

func clockControl(t *rapid.T) (key, value string) {
	return "period", rapid.SampledFrom([]string{"0", "100", "300", "250"}).Draw(t, "period")
}

func clockDeed(t *rapid.T) []string {
	return rapid.SampledFrom([][]string{{"open"}, {"shut"}, {"toil", "30"}, {"toil", "3"}, {"bring", "owl"}}).Draw(t, "deed")
}

// clockLink draws actions at tenths of a second, when it ticks too.
func clockLink(t *rapid.T) string {
	link := "?lab=clockwork&period=" + rapid.SampledFrom([]string{"0", "100", "200"}).Draw(t, "period")
	link += "&wound=" + rapid.SampledFrom([]string{"0", "7", "1000000"}).Draw(t, "wound")
	for range rapid.IntRange(0, 5).Draw(t, "actions") {
		link += "&do=" + strconv.Itoa(100*rapid.IntRange(0, 30).Draw(t, "tenths")) + "ms:" + strings.Join(clockDeed(t), ":")
	}
	return link
}

// ringControl draws a parameter and a value for it, as a link has them.
func ringControl(t *rapid.T) (key, value string) {
	switch rapid.IntRange(0, 6).Draw(t, "control") {
	case 0:
		return "method", methods.Draw(t, "method")
	case 1:
		return "hash", rapid.SampledFrom([]string{"md5", "xxhash", "murmur3", "fnv-1a"}).Draw(t, "hash")
	case 2:
		return "virtual-nodes", strconv.Itoa(rapid.IntRange(1, 8).Draw(t, "virtual"))
	case 3:
		return "nodes", strconv.Itoa(rapid.IntRange(1, 7).Draw(t, "nodes"))
	case 4:
		return "copies", strconv.Itoa(rapid.IntRange(1, 3).Draw(t, "copies"))
	case 5:
		return "arrival-rate", rapid.SampledFrom([]string{"0", "3", "40", "0.5"}).Draw(t, "rate")
	}
	return "load-bound", rapid.SampledFrom([]string{"0.05", "0.25", "2"}).Draw(t, "bound")
}

// ringDeed draws something to do, possible or not, as a link has it.
func ringDeed(t *rapid.T) []string {
	switch rapid.IntRange(0, 4).Draw(t, "deed") {
	case 0:
		return []string{"add", part.Draw(t, "part")}
	case 1:
		return []string{"remove", part.Draw(t, "part")}
	case 2:
		return []string{"kill", part.Draw(t, "part")}
	case 3:
		return []string{"restore", part.Draw(t, "part")}
	}
	return []string{"weight", part.Draw(t, "part"), rapid.SampledFrom([]string{"0.5", "1", "3"}).Draw(t, "weight")}
}

// milliseconds draws a time. Tenths of a second are likely, so that much happens
// at the same time.
func milliseconds(t *rapid.T, most int) time.Duration {
	if rapid.Bool().Draw(t, "round") {
		return time.Duration(rapid.IntRange(0, most/100).Draw(t, "tenths")) * 100 * time.Millisecond
	}
	return time.Duration(rapid.IntRange(0, most).Draw(t, "ms")) * time.Millisecond
}

// ringLink draws a small scenario with a few seconds of actions.
func ringLink(t *rapid.T) string {
	link := "?lab=ring&table-size=251&keys=" + strconv.Itoa(rapid.IntRange(1, 120).Draw(t, "keys"))
	link += "&seed=" + strconv.Itoa(rapid.IntRange(0, 3).Draw(t, "seed")) + "&nodes=" + strconv.Itoa(rapid.IntRange(1, 5).Draw(t, "n"))
	link += "&virtual-nodes=4&arrival-rate=" + rapid.SampledFrom([]string{"0", "2", "20"}).Draw(t, "rate") + "&method=" + methods.Draw(t, "method")
	if rapid.Bool().Draw(t, "zipf") {
		link += "&popularity=zipf"
	}
	for range rapid.IntRange(0, 6).Draw(t, "actions") {
		link += "&do=" + milliseconds(t, 4000).String() + ":"
		if rapid.Bool().Draw(t, "set") {
			key, value := ringControl(t)
			link += "set:" + key + ":" + value
		} else {
			link += strings.Join(ringDeed(t), ":")
		}
	}
	return link
}

// requireAsFresh compares a session with one that goes straight to its link.
func (w world) requireAsFresh(t *rapid.T, s *session.Session) {
	s.Pause()
	s.Settle()
	fresh, err := session.Open(s.Link(), w.labs, nil)
	require.NoError(t, err)
	require.Empty(t, fresh.Notices())
	fresh.Settle()
	require.Equal(t, fresh.Link(), s.Link())
	require.Equal(t, fresh.Now(), s.Now(), s.Link())
	require.Equal(t, fresh.Events(), s.Events(), s.Link())
	require.Equal(t, fresh.Fingerprint(), s.Fingerprint(), s.Link())
	requireAlikeSides(t, fresh, s)
	require.Equal(t, fresh.Metrics(), s.Metrics(), s.Link())
	require.Equal(t, picture(fresh), picture(s), s.Link())
}

// requireAlikeSides compares what is said of two sides, and brings the same one
// to the front. A session that has been further may know more.
func requireAlikeSides(t *rapid.T, fresh, s *session.Session) {
	one, two := stateOf(t, s).Compare, stateOf(t, fresh).Compare
	if require.Equal(t, one == nil, two == nil, s.Link()); one == nil {
		return
	}
	if one.Side == "b" {
		require.NoError(t, fresh.Side("b"))
		two.Side = "b"
	}
	if two.Divergence == nil {
		one.Divergence = nil
	}
	require.Equal(t, two, one, s.Link())
}

// picture is a frame without what counts how often something was drawn.
func picture(s *session.Session) []byte {
	wire := s.Frame(700, 500)[session.StatusSize:]
	return append(append([]byte(nil), wire[:16]...), wire[20:]...)
}

// jump goes somewhere.
func jump(t *rapid.T, s *session.Session) {
	switch rapid.IntRange(0, 4).Draw(t, "jump") {
	case 0:
		s.Seek(milliseconds(t, 5000))
	case 1:
		s.Step()
	case 2:
		s.Back()
	case 3:
		s.Play()
		for range rapid.IntRange(1, 4).Draw(t, "ticks") {
			s.Tick(time.Duration(rapid.IntRange(1, 400_000_000).Draw(t, "ns")))
			s.Work(rapid.IntRange(1, 5000).Draw(t, "units"))
		}
	case 4:
		s.Go(lab.When{Event: rapid.IntRange(0, 60).Draw(t, "event"), Named: true})
	}
}

func TestHoweverOneGetsSomewhereItLooksTheSame(t *testing.T) {
	each(t, func(t *rapid.T, w world) {
		s, err := session.Open(w.link(t), w.labs, nil)
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "two sides") {
			require.NoError(t, s.Compare(w.link(t)))
		}
		for range rapid.IntRange(1, 8).Draw(t, "jumps") {
			jump(t, s)
			if rapid.Bool().Draw(t, "settle") {
				w.requireAsFresh(t, s)
			}
		}
		w.requireAsFresh(t, s)
	})
}

// edit changes the scenario, as far as that is possible.
func (w world) edit(t *rapid.T, s *session.Session) {
	switch rapid.IntRange(0, 8).Draw(t, "edit") {
	case 6:
		w.compare(t, s)
	case 7:
		if err := s.MoveMark(rapid.IntRange(0, 3).Draw(t, "mark"), milliseconds(t, 4000), rapid.IntRange(0, 2).Draw(t, "gesture")); err != nil {
			require.ErrorContains(t, err, "there is no mark")
		}
	case 8:
		_ = s.RemoveMark(rapid.IntRange(0, 3).Draw(t, "mark"))
	case 0, 1:
		d := w.deed(t)
		_ = s.Do(d[0], d[1:]...)
	case 2, 3:
		key, value := w.control(t)
		require.NoError(t, s.Set(key, value, rapid.IntRange(0, 2).Draw(t, "gesture")))
	case 4:
		s.Undo()
	case 5:
		s.Redo()
	}
}

// compare changes what the sides are. Half of the time it leaves two, if there are any.
func (w world) compare(t *rapid.T, s *session.Session) {
	switch rapid.IntRange(0, 6).Draw(t, "compare") {
	case 0:
		require.NoError(t, s.Compare(""))
	case 1:
		require.NoError(t, s.Compare(w.link(t)))
	case 2:
		require.NoError(t, s.Fork())
	case 3:
		require.Equal(t, s.Comparing(), s.Swap() == nil)
	case 4, 5:
		require.Equal(t, s.Comparing(), s.Side(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "side")) == nil)
	case 6:
		require.Equal(t, s.Comparing(), s.Uncompare(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "keep")) == nil)
	}
}

func TestHoweverAScenarioIsEditedItsLinkPlaysTheSame(t *testing.T) {
	each(t, func(t *rapid.T, w world) {
		s, err := session.Open(w.link(t), w.labs, nil)
		require.NoError(t, err)
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "jump") {
				jump(t, s)
			} else {
				w.edit(t, s)
			}
			switch rapid.IntRange(0, 3).Draw(t, "then") {
			case 0:
				w.requireAsFresh(t, s)
			case 1:
				s.Work(rapid.IntRange(1, 300).Draw(t, "units"))
			case 2:
				s.Frame(700, 500)
			}
		}
		w.requireAsFresh(t, s)
	})
}

func TestWorkInTinySlicesEndsWhereOneBigOneDoes(t *testing.T) {
	each(t, func(t *rapid.T, w world) {
		sliced, err := session.Open(w.link(t)+"&t=4.5s", w.labs, nil)
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "two sides") {
			require.NoError(t, sliced.Compare(w.link(t)))
			sliced.Seek(milliseconds(t, 5000))
		}
		units := rapid.IntRange(1, 40).Draw(t, "units")
		for slice := 0; !sliced.Work(units); slice++ {
			if slice%16 == 0 {
				_, err := scene.Decode(sliced.Frame(400, 400)[session.StatusSize:])
				require.NoError(t, err, "also on the way there is something to see")
			}
		}
		w.requireAsFresh(t, sliced)
	})
}
