package balancinglab

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
	"headroom/core/session"
	"headroom/core/system"
)

func TestActionsThatCannotBeDoneSayWhy(t *testing.T) {
	for action, want := range map[string]string{
		"kill:server-9":            `there is no server "server-9"; there are server-1, server-2, server-3, server-4`,
		"add:server-2":             "there is a part server-2 already; choose another name",
		"add:balancer":             "there is a part balancer already; choose another name",
		"weight:server-1:3":        "round robin knows no weights",
		"add:" + string(make40(t)): "is too long: a server's name has at most",
	} {
		s, err := session.Open("?lab=balancing&do=1s:"+action+"&t=2s", []*lab.Lab{New()}, nil)
		require.NoError(t, err)
		s.Settle()
		var j lab.JSON
		s.AppendState(&j)
		require.Contains(t, string(j.Bytes()), `"ok":false`, action)
		var said lab.JSON
		said.String(want)
		quoted := string(said.Bytes())
		require.Contains(t, string(j.Bytes()), quoted[1:len(quoted)-1], action)
	}
}

func make40(t *testing.T) []byte {
	name := make([]byte, lab.MaxText)
	for i := range name {
		name[i] = 'x'
	}
	return name
}

func TestTheLastServerStays(t *testing.T) {
	_, w := open(t, "?lab=balancing&servers=1", time.Second)
	require.ErrorContains(t, w.Possible(lab.Action{Name: "remove", Fields: []string{"server-1"}, At: time.Second}), "the last server must stay")
}

func TestWhatActionsDo(t *testing.T) {
	link := "?lab=balancing&do=1s:slow:server-1:0.5&do=1s:kill:server-2&do=1s:drain:server-3&do=1s:split:server-4&do=1s:add:extra&do=1s:pause:extra:60000"
	_, w := open(t, link, 2*time.Second)
	at := func(name string) system.PartState { return seen(w, name, 2*time.Second) }
	require.Equal(t, .5, at("server-1").Speed)
	require.True(t, at("server-2").Down)
	require.True(t, at("server-3").Draining)
	require.True(t, at("to-server-4").Split)
	require.True(t, at("extra").Frozen)
	n, ok := w.Value("servers")
	require.True(t, ok)
	require.Equal(t, "5", n)
	for _, name := range []string{"server-1", "server-2", "server-3", "server-4", "extra"} {
		require.Contains(t, w.Rules().PartActions(w, name), "restore", name)
	}
	_, w = open(t, link+"&do=1.5s:restore:server-1&do=1.5s:restore:server-2&do=1.5s:restore:server-3&do=1.5s:restore:server-4&do=1.5s:restore:extra", 2*time.Second)
	for _, name := range []string{"server-1", "server-2", "server-3", "server-4", "extra"} {
		require.NotContains(t, w.Rules().PartActions(w, name), "restore", name)
	}
}

func TestEveryControlMakesADocumentWithoutFaults(t *testing.T) {
	l := New()
	rapid.Check(t, func(t *rapid.T) {
		values := lab.Defaults(l.Params)
		for i := range l.Params {
			p := &l.Params[i]
			if rapid.Bool().Draw(t, p.Key+" as it is") {
				continue
			}
			text := p.Default
			switch p.Kind {
			case lab.Enum:
				text = p.Options[rapid.IntRange(0, len(p.Options)-1).Draw(t, p.Key)].Value
			case lab.Int, lab.Float:
				x := rapid.Float64Range(p.Min, p.Max).Draw(t, p.Key)
				if p.Kind == lab.Int {
					x = float64(int(x))
				}
				canonical, err := p.Canonical(lab.FormatFixed(x, 6))
				require.NoError(t, err)
				text = canonical
			}
			values = values.With(p.Key, text)
		}
		require.NoError(t, newRules(values).Document().Check())
	})
}

func TestTextsThatAreNoNumbersSayWhatIsAccepted(t *testing.T) {
	l := New()
	for key, bad := range map[string][]string{
		"powers": {"", "0", "1,,2", "x", "1e9"}, "weights": {"", "1.5", "-1", "all"},
		"service": {"", "40ms", "exp", "exp:-1s"}, "profile": {"", "drawn:", "700"},
	} {
		for _, text := range bad {
			_, err := l.Param(key).Canonical(text)
			require.ErrorContains(t, err, key+" was ignored: ", text)
		}
	}
	text, err := l.Param("powers").Canonical("1, 02,0.50")
	require.NoError(t, err)
	require.Equal(t, "1,2,0.5", text)
}

func TestTheTableIsFilledByRuns(t *testing.T) {
	study, err := session.StartStudy("?lab=balancing&seed=3", "best-for", []*lab.Lab{New()}, nil)
	require.NoError(t, err)
	for !study.Work(100_000) {
	}
	var j lab.JSON
	study.AppendJSON(&j)
	text := string(j.Bytes())
	for _, row := range situations {
		require.Contains(t, text, row.row.Label)
	}
	require.Contains(t, text, "algorithm=ip-hash")
	row := text[strings.Index(text, "Long-lived connections"):]
	row = row[:strings.Index(row, "Session affinity")]
	require.Regexp(t, `algorithm=least-connections[^}]*"best":true`, row, "of connections that were cut it takes those that end to where there are none")
	require.Equal(t, 1, strings.Count(row, `"best":true`))
}

func TestNoneIsBestThatLeavesMoreRequestsWithoutAnAnswer(t *testing.T) {
	study, err := session.StartStudy("?lab=balancing&timeout=100&weights=9,1", "best-for", []*lab.Lab{New()}, nil)
	require.NoError(t, err)
	for !study.Work(100_000) {
	}
	var j lab.JSON
	study.AppendJSON(&j)
	row := string(j.Bytes())
	row = row[strings.Index(row, "Mixed capacity"):strings.Index(row, "Long-lived connections")]
	require.Regexp(t, `"text":"93.8 ms","link":"[^"]*algorithm=ip-hash[^}]*"best":false,"behind":"52.3% came to nothing"`, row, "the shortest time, of the half that got an answer")
	require.Regexp(t, `algorithm=smooth-weighted[^}]*"best":true`, row)
	require.Equal(t, 1, strings.Count(row, `"best":true`))
}

func TestTheTableIsFilledForSlowServicesToo(t *testing.T) {
	study, err := session.StartStudy("?lab=balancing&service=fixed:60s&slots=1", "best-for", []*lab.Lab{New()}, nil)
	require.NoError(t, err)
	for !study.Work(100_000) {
	}
	var j lab.JSON
	study.AppendJSON(&j)
	require.Contains(t, string(j.Bytes()), "&rate=0.06&", "0.9 requests a minute for each of four servers")
}

func TestWhoSendsIsAskedWhereItMatters(t *testing.T) {
	l := New()
	for link, want := range map[string]bool{
		"": false, "algorithm=two-choices": false, "algorithm=ip-hash": true, "algorithm=bounded-loads": true, "sticky=1": true, "per-connection=2": true,
	} {
		s, err := session.Open("?lab=balancing&"+link, []*lab.Lab{l}, nil)
		require.NoError(t, err)
		for _, key := range []string{"addresses", "shared"} {
			require.Equal(t, want, l.Param(key).Shown(s.Scenario().Values), link)
		}
	}
}

func TestPartsTellOfConnectionsAndSessions(t *testing.T) {
	rows := func(link, part string) string {
		_, w := open(t, "?lab=balancing&"+link, 5*time.Second)
		sel, ok := w.Explain(part)
		require.True(t, ok)
		text := sel.Text
		for _, row := range sel.Rows {
			text += "; " + row.Name + ": " + row.Text
		}
		return text
	}
	of := rows("per-connection=500&addresses=40", "balancer")
	require.Contains(t, of, "by round robin, once for each connection.")
	require.Contains(t, of, "; Connections: 500 requests each; Open connections: 40; ")
	require.Regexp(t, "; server-1: 2[0-9]%, [0-9]+ active, 10 open; ", of)
	require.Contains(t, rows("per-connection=500&addresses=40", "server-1"), "; Open connections: 10; ")
	require.NotContains(t, rows("", "server-1")+rows("", "balancer"), "onnection")
	require.Contains(t, rows("sticky=1000", "balancer"), "by round robin, and sends clients where they were before.; Policy: Round robin; Remembers: up to 1,000 clients; ")
}

func TestUsersLetTimePass(t *testing.T) {
	for _, think := range []string{"fixed:0s", "exp:1ns", "exp:1999us"} {
		link := "?lab=balancing&arrivals=closed&users=20000&t=1ms&think="
		s, err := session.Open(link+think, []*lab.Lab{New()}, nil)
		require.NoError(t, err)
		require.Equal(t, []string{`think was ignored: "` + think + `" is not what it takes: users think for 2ms on average at least, such as exp:100ms`}, s.Notices())
		s, err = session.Open(link+"fixed:2ms", []*lab.Lab{New()}, nil)
		require.NoError(t, err)
		require.Empty(t, s.Notices())
	}
}

func TestWordsOfPackagesStayInside(t *testing.T) {
	for _, control := range []string{"service", "latency", "think", "profile"} {
		s, err := session.Open("?lab=balancing&"+control+"=zig", []*lab.Lab{New()}, nil)
		require.NoError(t, err)
		require.Len(t, s.Notices(), 1)
		require.Contains(t, s.Notices()[0], control+` was ignored: "zig" is no `)
	}
}

func TestServersThatTakeNoTimeHaveNoCapacity(t *testing.T) {
	for service, want := range map[string]bool{"fixed:0s": false, "fixed:1ms": true} {
		_, w := open(t, "?lab=balancing&service="+service, time.Second)
		require.Equal(t, want, slices.ContainsFunc(w.Metrics(time.Second), func(m lab.Metric) bool { return m.Name == "capacity" }), service)
	}
}

func TestServersLeave(t *testing.T) {
	for link, want := range map[string]string{
		"do=1s:remove:server-2":                                                           "server-1 server-3 server-4",
		"do=1s:add:extra&do=2s:remove:extra":                                              "server-1 server-2 server-3 server-4",
		"do=1s:set:servers:2":                                                             "server-1 server-2",
		"servers=100&do=1s:set:servers:1":                                                 "server-1",
		"do=1s:remove:server-1&do=1s:add:server-1&do=1s:set:servers:3":                    "server-2 server-3 server-4",
		"algorithm=smooth-weighted&powers=1,2,3,4&do=1s:remove:server-3":                  "server-1 server-2 server-4",
		"do=1s:split:server-2&do=1s:kill:server-3&do=2s:remove:server-2":                  "server-1 server-3 server-4",
		"timeout=100&retries=2&do=1s:split:server-2&do=2s:remove:server-2&do=2s:add:next": "server-1 server-3 server-4 next",
	} {
		s, w := open(t, "?lab=balancing&"+link, 3*time.Second)
		var names []string
		for _, p := range w.Parts().Rows {
			names = append(names, p.Name)
		}
		require.Equal(t, want, strings.Join(names, " "), link)
		all := w.System().Totals()
		require.Equal(t, all.Sent, all.OK+all.Failed+all.TimedOut+all.Refused+all.Lost+all.UnderWay)
		if strings.HasPrefix(link, "do=1s:remove:server-2") {
			require.Positive(t, all.Failed, "what it was working on")
		}
		s.Settle()
	}
}
