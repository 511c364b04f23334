package balancinglab

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCaptionsSayWhatIsDoneToAServer(t *testing.T) {
	for _, row := range []struct{ link, now, try string }{
		{"do=1s:kill:server-2", "server-2 is down and stays in rotation: ", "Try health checks"},
		{"do=1s:kill:server-2&health-check=5000", "server-2 is down and stays in rotation: ", "Three failed health checks"},
		{"do=1s:kill:server-2&health-check=100", "server-2 is down and out of rotation; ", "Restore it."},
		{"do=1s:split:server-2&timeout=500", "What goes to server-2 is swallowed", "Try health checks"},
		{"do=1s:drain:server-2", "server-2 gets nothing new and has 0 left to do", "It can be removed"},
		{"do=1s:drain:server-1&do=1s:slow:server-2:0.5", "Round robin keeps sending 3", "Try least connections, which would send it less."},
		{"do=1s:pause:server-2:9000", "server-2 stands still, and 100 requests wait there.", "Try two choices"},
		{"do=1s:slow:server-4:0.5&powers=1,1,1,2&rate=900", "to server-4, which works at 0.5 of its speed: nobody waits there.", "Try least connections, which would send it less."},
		{"do=1s:slow:server-2:0.5&algorithm=two-choices", "Two choices notices that server-2 works at 0.5 of its speed and has it do ", "Compare with round robin."},
		{"rate=1390&timeout=200&do=1s:pause:server-2:600&do=2s:restore:server-2", "requests wait at server-2, and", "Try a deadline"},
		{"servers=2&do=1s:kill:server-1&do=1s:kill:server-2", "All 2 servers are down, and nobody gets an answer.", "Restore one"},
		{"servers=1&do=1s:kill:server-1", "server-1 is down and stays in rotation: ", "Restore it, or add a server."},
		{"per-connection=500&addresses=3&rate=20", "Round robin: the servers are", "Slow a server down"}, // three connections cannot lead to four servers
		{"per-connection=500&addresses=60&do=1s:add:server-5", "server-5 has 0 of the 60 open connections, and requests go where those lead: it is 0% busy, and nobody waits.", "Try least connections, or fewer"},
		{"per-connection=500&algorithm=two-choices&addresses=60&do=1s:add:server-5", "server-5 has 0 of the 60 open", "Try fewer requests per connection: "},
		{"per-connection=500&algorithm=least-connections&addresses=60&do=1s:slow:server-2:0.5", "Least connections keeps sending 2", "Try fewer requests per connection: "},
		{"algorithm=random", "Random: the servers are ", "Try two choices."},
		{"rate=1700", "1,700 requests come each second and the servers can do 1,600", "Add a server."},
		{"servers=1&health-check=100&do=1s:kill:server-1", "server-1 is down and out of rotation; there is no other to do its work.", "Restore it, or add"},
		{"servers=2&do=1s:drain:server-1&do=1s:drain:server-2", "there is no other to take what comes.", "It can be removed"},
		{"algorithm=two-choices&do=1s:pause:server-2:9000", "server-2 stands still, and ", "Restore it, or compare"},
		{"do=1s:slow:server-3:0.25&do=1.1s:set:algorithm:least-connections&do=2.5s:set:algorithm:round-robin", "Round robin keeps sending 25% of", "Try least connections, which would send it less."},
		{"servers=1&algorithm=least-connections&rate=200&do=3.9s:reconnect:200", " at server-1.", "Add a server"},
		{"algorithm=smooth-weighted&weights=1,1,1,5&rate=1300", "which now gets 62% of the new ones by its weight, more than it can do.", "Give it a smaller weight."},
		{"algorithm=smooth-weighted&weights=0", "No server has a weight, so none gets a request, and all are refused.", "Give one a weight."},
		{"servers=1&slots=1&rate=5&service=exp:3s&timeout=500", "5 requests come each second and the servers can do 0.33, so", "Add a server."},
		{"do=1s:slow:server-3:2", "Round robin keeps sending 25% of the requests to server-3, which works at 2 times its speed: nobody waits", "Try least connections, which would send it more."},
		{"loss=0.1&timeout=400&retries=3&do=1s:kill:server-2", "server-2 is down and stays in rotation", "Try health checks"},
		{"rate=1500&algorithm=two-choices", "Two choices: the servers are 9", "Add a server, or slow one down."},
		{"servers=1&do=1s:drain:server-1", "there is no other to take what comes.", "Restore it, or add"},
		{"servers=1&algorithm=two-choices&do=1s:slow:server-1:0.25", "Two choices keeps sending 100% of", "Restore it, or add"},
		{"servers=1&do=1s:pause:server-1:9000", "server-1 stands still, and ", "Restore it, or add"},
		{"servers=1&algorithm=random&rate=300", "Random: the servers are ", "Slow a server down"},
		{"per-connection=100&algorithm=least-connections&do=1s:pause:server-2:9000", "server-2 stands still, and ", "Try fewer requests per connection: "},
		{"rate=1300&timeout=200&retries=3&do=3s:slow:server-3:0.25", "Round robin keeps sending 2", "What times out there is sent again: watch what that adds, or try a retry budget."},
		{"rate=1300&timeout=200&retries=3&retry-budget=0.1&do=3s:slow:server-3:0.25", "Round robin keeps sending 2", "What times out there is sent again, as far as"},
		{"retries=2&do=1s:slow:server-2:0.25", "Round robin keeps sending 2", "Try least connections, which"}, // without a time-out nothing times out
		{"rate=50&latency=fixed:300ms&timeout=500&retries=2", "nobody gets an answer in time: the way there and back and the work take 1,240 ms on average, and the time-out is 500 ms.", "Try a longer"},
		{"rate=300&service=fixed:300ms&timeout=200&retries=3&retry-budget=0.5", "the way there and back and the work take 340 ms on average", "Try a longer"},
		{"rate=1700&timeout=200&retries=3&do=1500ms:set:rate:0", "Round robin: the servers are 0% busy and nobody waits.", "Slow a server"}, // the storm is over
		{"rate=1700&timeout=200&retries=3", "the servers are well and busy, and nobody", "Try a retry budget"},
		{"servers=2&rate=10&do=3700ms:kill:server-1", "server-1 is down and stays in rotation: 1 request failed there.", "Try health"},
		{"rate=1500&timeout=200&retries=3&do=1.5s:set:retry-budget:0.1&do=1.5s:set:rate:700", "Round robin: the servers are ", "Slow a server"},
		{"algorithm=weighted-least-connections&weights=1,1,1,5&rate=1500", " at server-4, which has 62% of all weight and 25% of the power.", "Give it a smaller weight."},
		{"rate=1700&deadline=100", "1,700 requests come each second and the servers can do 1,600, so some of them come to nothing.", "Add a server."},
		{"arrivals=closed&users=30", "Round robin: the servers are ", "Slow a server down, or bring more load."},
		{"algorithm=smooth-weighted&powers=1,3&weights=1&per-connection=100&rate=2600", " at server-", "Try fewer requests per connection: "},
		{"rate=0", "Round robin: the servers are 0% busy and nobody waits.", "Slow a server down"},
	} {
		s, _ := open(t, "?lab=balancing&"+row.link, 4*time.Second)
		require.Contains(t, s.Caption().Now, row.now, row.link)
		require.True(t, strings.HasPrefix(s.Caption().Try, row.try), "%s: %s", row.link, s.Caption().Try)
	}
}

// What is said of the latest second is not what was true before.
func TestCaptionsSpeakOfTheLatestSecond(t *testing.T) {
	s, _ := open(t, preset(t, "weights mend it"), 7500*time.Millisecond)
	require.Contains(t, s.Caption().Now, "at server-1, which now gets 12% of the new ones by its weight.")
	s, _ = open(t, preset(t, "ten thousand clients reconnect at once"), 20*time.Second)
	require.Regexp(t, `nobody waits; the latest p99 is [12]\d\d ms\.`, s.Caption().Now)
	s, _ = open(t, preset(t, "IP hash behind one NAT"), 7*time.Second)
	require.Contains(t, s.Caption().Now, ": IP hash gives it the one address that sends 50% of all.")
}
