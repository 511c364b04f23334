package balancinglab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/dataset"
	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/session"
	"headroom/core/sim"
)

// timestamps makes a dataset as a file of the lab's is read.
func timestamps(t require.TestingT, lines ...string) *dataset.Keys {
	r := dataset.NewReader(dataset.Options{Cut: cutTime})
	_, err := r.Write([]byte(strings.Join(lines, "\n")))
	require.NoError(t, err)
	keys, err := r.Close()
	require.NoError(t, err)
	return keys
}

func TestTimestampsAreReadToTheNanosecond(t *testing.T) {
	const nov24 = 1_795_514_400 // 2026-11-24T10:00:00Z
	for text, want := range map[string]time.Duration{
		"0": 0, "0.125": 125 * time.Millisecond, ".5": -1, "7.": 7 * time.Second, " 3 ": 3 * time.Second,
		"0.1": 100 * time.Millisecond, "0.000000001": 1, "0.30000000000000004": 300 * time.Millisecond, "0.9999999999": 999_999_999,
		"1700000000.250": 1_700_000_000_250_000_000, "9223372035": 9_223_372_035_000_000_000, "9223372036": -1, "12345678901": -1,
		"1700000000250": 1_700_000_000_250_000_000, "1700000000250.4": 1_700_000_000_250_400_000, "1700000000250123": 1_700_000_000_250_123_000,
		"1700000000250123456": 1_700_000_000_250_123_456, "9999999999999999999": -1, "99999999999999999999": -1,
		"2026-11-24T10:00:00Z": nov24 * time.Second, "2026-11-24t10:00:00.125z": nov24*time.Second + 125*time.Millisecond,
		"2026-11-24 10:00:00": nov24 * time.Second, "2026-11-24 10:00:00,125": nov24*time.Second + 125*time.Millisecond,
		"2026-11-24T11:30:00+01:30": nov24 * time.Second, "2026-11-24 05:00:00-0500": nov24 * time.Second, "2026-11-24 12:00:00.000000001+02": nov24*time.Second + 1,
		"24/Nov/2026:10:00:00 +0000": nov24 * time.Second, "[24/Nov/2026:11:00:00 +0100]": nov24 * time.Second, "[24/Nov/2026:10:00:00": nov24 * time.Second,
		"1970-01-01T00:00:00Z": 0, "2000-02-29T00:00:00Z": 951_782_400 * time.Second, "2016-12-31T23:59:60Z": 1_483_228_800 * time.Second,
		"2100-02-29T00:00:00Z": -1, "2026-11-31T00:00:00Z": -1, "2026-13-01T00:00:00Z": -1, "2026-11-24T24:00:00Z": -1, "2026-11-24T10:60:00Z": -1,
		"1969-12-31T23:59:59Z": -1, "2262-01-01T00:00:00Z": -1, "2026-11-24": -1, "2026-11-24T10:00": -1, "24/nov/2026:10:00:00": -1, "24/": -1, "24/No": -1,
		"": -1, "-1": -1, "+1": -1, "1e3": -1, "0x10": -1, "1,5": -1, "12 ms": -1, "alice": -1, "1.5.2": -1, "2026-11-24T10:00:00+": -1, "[5": 5 * time.Second,
	} {
		ns, ok := parseTime(text)
		require.Equal(t, want >= 0, ok, text)
		if ok {
			require.Equal(t, int64(want), ns, text)
		}
	}
}

func TestDatesAreThoseOfTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(86400, 9_200_000_000).Draw(t, "second"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns"))
		at = at.In(time.FixedZone("", 60*rapid.IntRange(-14*60, 14*60).Draw(t, "minutes")))
		ns, ok := parseTime(at.Format(time.RFC3339Nano))
		require.True(t, ok, at)
		require.Equal(t, at.UnixNano(), ns)
		ns, ok = parseTime(at.Format("[02/Jan/2006:15:04:05 -0700]"))
		require.True(t, ok, at)
		require.Equal(t, at.Unix()*1e9, ns)
	})
}

func TestOfALineOfAnAccessLogTheTimeCounts(t *testing.T) {
	const line = `::1 - [x] [24/Nov/2026:10:00:0%d +0000] "GET /a,b;c[d] HTTP/1.1" 200 61%d "-" "Mozilla/5.0 (X11; Linux)"`
	keys := timestamps(t, fmt.Sprintf(line, 1, 1), fmt.Sprintf(line, 0, 2), fmt.Sprintf(line, 1, 3))
	require.Equal(t, []int{2, 3}, []int{keys.Len(), keys.Lines()})
	require.Equal(t, "24/Nov/2026:10:00:01 +0000", keys.Key(0))
	require.Equal(t, "[::1]", string(cutTime([]byte("[::1]"))))
}

// sends plays a recording and returns when its requests were sent.
func sends(t *testing.T, link string, keys *dataset.Keys) (at []time.Duration, s *session.Session) {
	t.Helper()
	s, err := session.Open(link, []*lab.Lab{New()}, nil)
	require.NoError(t, err)
	require.NoError(t, s.Use(keys, "access.log"))
	s.Settle()
	for came, events := uint64(0), -1; events != s.Events(); {
		for now := sent(s); came < now; came++ {
			at = append(at, s.Now())
		}
		events = s.Events()
		s.Step()
		s.Settle()
	}
	return at, s
}

// sent is how many requests the clients of the side in front have sent.
func sent(s *session.Session) uint64 {
	return seen(s.World().(*graph.World), clientsName, s.Now()).Arrived
}

func TestRequestsAreSentAtTheTimesOfTheFile(t *testing.T) {
	keys := timestamps(t, "1700000000.25", "1700000003", "1700000000.250000001", "1700000000.25", "1699999999.000000007")
	want := []time.Duration{0, 1_249_999_993, 1_249_999_993, 1_249_999_994, 4*time.Second - 7}
	at, _ := sends(t, "?lab=balancing", keys)
	require.Equal(t, want, at)
	for _, link := range []string{"?lab=balancing&arrivals=closed&rate=1", "?lab=balancing&arrivals=even&do=1s:set:rate:9000&do=1.5s:set:arrivals:closed", "?lab=balancing&seed=9&do=1s:set:service:fixed:3ms",
		"?lab=balancing&algorithm=ip-hash&do=1s:set:addresses:9&do=1.25s:set:timeout:100&do=2s:add:more"} {
		at, _ = sends(t, link, keys)
		require.Equal(t, want, at, link)
	}
}

func TestManyTimestampsInAnyOrderAreSorted(t *testing.T) {
	rand := rand.New(rand.NewPCG(1, 2))
	var lines []string
	var want []time.Duration
	for range 100_000 {
		at := time.Duration(rand.Int64N(int64(time.Hour))).Truncate(time.Microsecond)
		lines, want = append(lines, fmt.Sprintf("%.6f", at.Seconds())), append(want, at)
	}
	slices.Sort(want)
	first := want[0]
	for i := range want {
		want[i] -= first
	}
	keys := timestamps(t, lines...)
	whole, sliced := &recordings{}, &recordings{}
	_, err := whole.check(keys, math.MaxInt)
	require.NoError(t, err)
	for done := false; !done; {
		done, err = sliced.check(keys, 999)
		require.NoError(t, err)
	}
	for _, r := range []*recordings{whole, sliced} {
		got := r.of(keys)
		flow := sim.NewFlow(1, 0, got.profile)
		for i := range want {
			_, at := flow.Next()
			require.Equal(t, want[i], at, i)
		}
		require.Same(t, got, r.of(timestamps(t, lines...)), "it is read once")
		require.Equal(t, want[len(want)-1], r.of(keys).length)
	}
}

func TestWhatIsNoTimeIsRefusedAndChangesNothing(t *testing.T) {
	s, err := session.Open("?lab=balancing&t=1s", []*lab.Lab{New()}, nil)
	require.NoError(t, err)
	s.Settle()
	link, print := s.Link(), s.Fingerprint()
	require.EqualError(t, s.Use(timestamps(t, "0.5", "timestamp"), "x"), `there is "timestamp", which is no time that a request came at; expected seconds such as 0.125 or 1700000000.25, `+
		`milliseconds since 1970 in 13 digits, or a date such as 2026-11-24T10:00:00.125Z or 24/Nov/2026:10:00:00 +0000: give another column, or take the line out`)
	require.ErrorContains(t, s.Use(timestamps(t, strings.Repeat("é", 100)), "x"), `éé", which is no time`)
	require.EqualError(t, s.Use(timestamps(t, "7200", "2026-11-24 10:00:00", "3600"), "x"),
		`from the first timestamp to the last it is 498,753 hours; expected 1,000 at most, as long as a scenario lasts: give a part of the file, and all of it in one kind of times`)
	s.Settle()
	require.Equal(t, link, s.Link())
	require.Equal(t, print, s.Fingerprint())
	require.False(t, s.Undo())

	shelf := &dataset.Shelf{} // a link that was put together by hand
	bad := timestamps(t, "alice")
	shelf.Put(bad)
	ref := bad.Ref("bad.txt")
	s, err = session.Open("?lab=balancing&data="+ref.String()+"&b.rate=9", []*lab.Lab{New()}, shelf)
	require.NoError(t, err)
	s.Settle()
	_, missing := s.Missing()
	require.True(t, missing)
	require.ErrorContains(t, s.Use(bad, "bad.txt"), `there is "alice"`)
}

func TestARecordingIsToldAsOne(t *testing.T) {
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf("2026-11-24 10:00:%02d", i))
	}
	keys := timestamps(t, lines...)
	_, s := sends(t, "?lab=balancing&do=2s:set:rate:900&t=5s", keys)
	require.Equal(t, 24*time.Second, s.End())
	require.Contains(t, s.World().Caption(5*time.Second).Now, "; 6 of 20 recorded requests have come.")
	require.Contains(t, s.World().Caption(time.Minute).Now, "The last of 20 recorded requests came at 19.000 s, and nothing comes after it.")
	sel, _ := s.World().Explain(clientsName)
	require.Contains(t, sel.Text, "send requests at the times that were recorded")
	for _, m := range s.Metrics() {
		require.True(t, m.Theory == nil || !m.Theory.Holds && m.Theory.Reason == "requests come as they were recorded", m.Name)
	}
	var j lab.JSON
	s.AppendState(&j)
	require.Contains(t, string(j.Bytes()), `"Rate means nothing here: access.log takes the place of made-up traffic"`)
	s.Generate()
	s.Settle()
	require.Equal(t, time.Minute, s.End())
}

func TestBothSidesOfAComparisonPlayTheRecording(t *testing.T) {
	_, s := sends(t, "?lab=balancing&b.algorithm=random&t=3s", timestamps(t, "0", "1", "2"))
	require.NoError(t, s.Side("b"))
	require.Equal(t, uint64(3), sent(s))
}

func TestTheTableOfRunsIsAboutPoissonStreams(t *testing.T) {
	keys := timestamps(t, "0", "1")
	ref := keys.Ref("access.log")
	sc := lab.Defaulted(New())
	sc.Data = &ref
	cell := bestFor().Cell(sc, 0, 0)
	require.Nil(t, cell.Data)
	require.Equal(t, "poisson", cell.Values.Text("arrivals"))
	require.NotNil(t, sc.Data)
}

func BenchmarkRecording(b *testing.B) {
	rand := rand.New(rand.NewPCG(1, 2))
	lines := make([]string, dataset.MaxKeys)
	for i := range lines {
		lines[i] = time.Unix(1_795_514_400, rand.Int64N(int64(time.Hour))).UTC().Format("2006-01-02T15:04:05.000000000Z")
	}
	keys := timestamps(b, lines...)
	for b.Loop() {
		if _, err := new(recordings).check(keys, math.MaxInt); err != nil {
			b.Fatal(err)
		}
	}
}
