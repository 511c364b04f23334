package session_test

import (
	"encoding/binary"
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/session"
)

func TestTimePassesWithTicksWhilePlaying(t *testing.T) {
	s := clockAt(t, "&speed=2")
	s.Tick(100 * time.Millisecond)
	require.Zero(t, s.Moment().At, "not while paused")
	s.Play()
	s.Tick(100 * time.Millisecond)
	s.Settle()
	require.Equal(t, 200*time.Millisecond, s.Now())
	require.Equal(t, 2, s.Events())
}

func TestALongGapIsNotCaughtUp(t *testing.T) {
	s := clockAt(t, "")
	s.Play()
	for _, gap := range []time.Duration{501 * time.Millisecond, time.Hour, 0, -time.Second} {
		s.Tick(gap)
		s.Settle()
		require.Zero(t, s.Now())
	}
	s.Tick(500 * time.Millisecond)
	s.Settle()
	require.Equal(t, 500*time.Millisecond, s.Now())
}

func TestTimeWaitsForTheWorld(t *testing.T) {
	s := clockAt(t, "&do=100ms:toil:1000")
	s.Play()
	s.Tick(100 * time.Millisecond)
	s.Work(10)
	for range 5 {
		s.Tick(100 * time.Millisecond)
	}
	s.Settle()
	require.Equal(t, 100*time.Millisecond, s.Now(), "what cannot be done in time takes longer")
}

func TestPausingRoundsUpToTheMillisecond(t *testing.T) {
	s := clockAt(t, "")
	s.Play()
	s.Tick(1234567 * time.Nanosecond)
	s.Settle()
	require.Equal(t, 1234567*time.Nanosecond, s.Now())
	s.Pause()
	s.Settle()
	require.Equal(t, 2*time.Millisecond, s.Now())
	require.Equal(t, "&t=0.002s", scenario(s))
	s.Pause()
	require.Equal(t, "&t=0.002s", scenario(s), "pausing twice is pausing once")
}

func TestSpeedStaysWithinItsBounds(t *testing.T) {
	s := clockAt(t, "")
	for asked, want := range map[float64]float64{2: 2, 0: lab.MinSpeed, -1: lab.MinSpeed, 1e9: lab.MaxSpeed, math.Inf(1): lab.MaxSpeed} {
		s.SetSpeed(asked)
		require.Equal(t, want, s.Scenario().Speed)
	}
	s.SetSpeed(math.NaN())
	require.Equal(t, 1.0, s.Scenario().Speed)
}

func TestMomentsStayWithinTheScenariosTimes(t *testing.T) {
	s := clockAt(t, "&wound=3")
	s.Seek(-time.Second)
	s.Settle()
	require.Zero(t, s.Now())
	s.Seek(2 * lab.MaxTime)
	s.Settle()
	require.Equal(t, lab.MaxTime, s.Now())
	s.Play()
	s.Tick(time.Millisecond)
	s.Settle()
	require.Equal(t, lab.MaxTime, s.Now())
	s.Seek(1234567 * time.Nanosecond)
	require.Equal(t, time.Millisecond, s.Moment().At, "and are rounded")
}

func TestSteppingPausesAndGoesEventByEvent(t *testing.T) {
	s := clockAt(t, "&do=250ms:open")
	s.Play()
	s.Step()
	require.False(t, s.Playing())
	for i, at := range []time.Duration{100, 200, 250, 300} {
		s.Settle()
		require.Equal(t, at*time.Millisecond, s.Now())
		require.Equal(t, "&do=0.25s:open&n="+strconv.Itoa(i+1), scenario(s))
		s.Step()
	}
	s.Back()
	s.Back()
	s.Settle()
	require.Equal(t, 250*time.Millisecond, s.Now())
	for range 9 {
		s.Back()
	}
	s.Settle()
	require.Zero(t, s.Now(), "before the first event there is only the start")
	require.Equal(t, "&do=0.25s:open&n=0", scenario(s))
}

func TestStepsInQuickSuccessionAddUp(t *testing.T) {
	s := clockAt(t, "")
	for range 5 {
		s.Step()
	}
	s.Settle()
	require.Equal(t, 5, s.Events())
}

func TestBackIsFromTheMomentAndNotOnlyFromEvents(t *testing.T) {
	s := clockAt(t, "&t=450ms")
	s.Back()
	s.Settle()
	require.Equal(t, 300*time.Millisecond, s.Now())
	require.Equal(t, 3, s.Events())
}

func TestAnEventBeyondTheLastIsTheLast(t *testing.T) {
	s := clockAt(t, "&wound=3&n=99")
	require.Equal(t, "&wound=3&n=3", scenario(s))
	require.Equal(t, 300*time.Millisecond, s.Now())
	require.False(t, s.Pending())
	s = clockAt(t, "&period=0&n=99")
	require.Equal(t, "&period=0&n=0", scenario(s))
	s = open(t, "?lab=ring&keys=50&arrival-rate=0&n=5")
	require.Equal(t, 0, s.Events(), "nothing arrives at the end of time")
}

func TestAStepWithNothingToComeStaysWhereItIs(t *testing.T) {
	s := clockAt(t, "&wound=3&t=2s")
	s.Step()
	s.Settle()
	require.Equal(t, "&wound=3&t=2s", scenario(s))
	require.Equal(t, 2*time.Second, s.Now())
}

func TestAWayGoneInOnePieceLeavesPointsToComeBackTo(t *testing.T) {
	s := clockAt(t, "&period=1&t=400s") // as many events as milliseconds
	for _, back := range []time.Duration{399 * time.Second, 240 * time.Second, 10 * time.Second} {
		s.Seek(back)
		pieces := 1
		for ; !s.Work(1000); pieces++ {
			require.Less(t, pieces, 60, "to %v", back)
		}
		require.Equal(t, int(back/time.Millisecond), s.Events())
	}
}

func TestNoEventComesAfterTheEndOfTime(t *testing.T) {
	s := open(t, "?lab=ring&keys=50&arrival-rate=0.000001&n=20000")
	require.LessOrEqual(t, s.Now(), lab.MaxTime)
	require.Less(t, s.Events(), 50)
	require.False(t, s.Pending())
}

func TestTheTimelineIsAsLongAsItHasToBe(t *testing.T) {
	for _, row := range []struct {
		says, link string
		want       time.Duration
	}{
		{"the lab's horizon", "", 10 * time.Second},
		{"some time after the last action", "&do=8s:open", 13 * time.Second},
		{"as far as the moment", "&t=17s", 20 * time.Second},
		{"as far as a moment far away", "&t=103s&wound=0", 105 * time.Second},
	} {
		require.Equal(t, row.want, clockAt(t, row.link).End(), row.says)
	}
	s := clockAt(t, "&t=17s")
	s.Frame(600, 400)
	s.Seek(0)
	s.Settle()
	require.Equal(t, 20*time.Second, s.End(), "it does not shrink behind one's back")
	require.NoError(t, s.Open("?lab=clockwork"))
	require.Equal(t, 10*time.Second, s.End())
}

func TestOpeningABadLinkChangesNothing(t *testing.T) {
	s := clockAt(t, "&t=1s")
	require.ErrorContains(t, s.Open("?lab=nowhere"), "there is no lab")
	require.Equal(t, "&t=1s", scenario(s))
	_, err := session.Open("?lab=nowhere", []*lab.Lab{clockwork}, nil)
	require.EqualError(t, err, `there is no lab "nowhere"; the labs are clockwork`)
}

func TestMeasuringAnewLeavesTheWarmUpOut(t *testing.T) {
	s := clockAt(t, "&t=2s")
	s.Measure()
	s.Seek(5 * time.Second)
	s.Settle()
	require.Equal(t, 3.0, metric(t, s, "measured"))
}

func TestTheFrameBeginsWithTheStatus(t *testing.T) {
	s := clockAt(t, "&speed=2.5&t=2.5s&do=2s:toil:10")
	s.Play()
	for range 60 {
		s.Tick(10 * time.Millisecond)
		s.Settle()
	}
	wire := s.Frame(640, 480)
	le := binary.LittleEndian
	number := func(at int) float64 { return math.Float64frombits(le.Uint64(wire[at:])) }
	single := func(at int) float32 { return math.Float32frombits(le.Uint32(wire[at:])) }
	require.Equal(t, "HRFS", string(wire[:4]))
	require.Equal(t, uint16(1), le.Uint16(wire[4:]))
	require.Equal(t, uint16(session.FlagPlaying), le.Uint16(wire[6:]))
	require.Equal(t, 4.0, number(8))
	require.Equal(t, 10.0, number(16))
	require.Equal(t, uint32(stateOf(t, s).Rev), le.Uint32(wire[24:]))
	require.Equal(t, uint32(41), le.Uint32(wire[28:]))
	require.Equal(t, float32(1), single(32))
	require.Equal(t, float32(2.5), single(36))
	require.InDelta(t, 2.5, single(40), 0.01)
	require.Equal(t, make([]byte, 20), wire[44:session.StatusSize])
	frame, err := scene.Decode(wire[session.StatusSize:])
	require.NoError(t, err)
	require.Equal(t, 640.0, frame.Width)
}

func TestTheStatusTellsOfPendingWork(t *testing.T) {
	s := clockAt(t, "&do=1s:toil:1000&t=500ms")
	s.Seek(2 * time.Second)
	s.Work(260)
	wire := s.Frame(640, 480)
	require.Equal(t, uint16(session.FlagPending), binary.LittleEndian.Uint16(wire[6:]))
	progress := math.Float32frombits(binary.LittleEndian.Uint32(wire[32:]))
	require.InDelta(t, 1.0/3, progress, 0.001, "half a second of one and a half")
	require.Equal(t, 0.9, math.Float64frombits(binary.LittleEndian.Uint64(wire[8:])), "what is drawn is from before the work")
	s.Settle()
	require.Equal(t, 2.0, math.Float64frombits(binary.LittleEndian.Uint64(s.Frame(640, 480)[8:])))
}

func TestProgressIsTheShareOfTheWayFromWhereItBegan(t *testing.T) {
	s := clockAt(t, "&period=1&t=10s")
	require.Equal(t, 1.0, s.Progress())
	s.Seek(20 * time.Second)
	last := s.Progress()
	require.Less(t, last, 0.05)
	for !s.Work(1000) {
		require.Greater(t, s.Progress(), last)
		last = s.Progress()
		require.InDelta(t, (s.Now().Seconds()-10)/10, last, 1e-9)
	}
	require.Equal(t, 1.0, s.Progress())
	s.Go(lab.When{Event: 30_000, Named: true})
	s.Work(5000)
	require.InDelta(t, 0.5, s.Progress(), 0.01)
}

func TestThePointerIsWhereItWasAskedToBeDrawn(t *testing.T) {
	s := clockAt(t, "")
	s.Frame(400, 300) // which the scene makes 900 high
	s.Point(10, 299)
	before := stateOf(t, s)
	require.Equal(t, "A door.", before.Caption.Now, "what is pointed at is explained")
	s.Point(10, 301)
	require.Equal(t, "It ticks.", stateOf(t, s).Caption.Now, "sizes are those that were asked for")
	s.Click(10, 10)
	require.Equal(t, "door", stateOf(t, s).Selection.ID)
	s.Leave()
	s.Click(399, 10)
	require.Nil(t, stateOf(t, s).Selection)
	require.EqualError(t, s.Find("window"), "there is a door, and no window")
	require.NoError(t, s.Find("door"))
	require.Equal(t, "door", stateOf(t, s).Selection.ID)
}

func TestStepsOnTheWayToATimeCountFromThere(t *testing.T) {
	for _, link := range []string{"?lab=balancing&t=1s", "?lab=balancing&b.algorithm=random&t=1s"} {
		for _, by := range []func(*session.Session){
			func(s *session.Session) { s.Step() }, func(s *session.Session) { s.Back() },
			func(s *session.Session) { s.Step(); s.Step(); s.Back() },
		} {
			there := open(t, link)
			there.Seek(20 * time.Second)
			there.Settle()
			by(there)
			there.Settle()
			s := open(t, link)
			s.Seek(20 * time.Second)
			s.Work(10)
			by(s)
			require.True(t, s.Pending())
			s.Settle()
			require.Equal(t, there.Link(), s.Link())
			require.Equal(t, there.Fingerprint(), s.Fingerprint())
			s.Seek(40 * time.Second)
			s.Work(10)
			by(s)
			s.Seek(5 * time.Second)
			s.Settle()
			require.Equal(t, 5*time.Second, s.Moment().At, "who goes elsewhere has given up stepping")
		}
	}
}

func TestWhatIsToldIsOfTheMomentAlsoWhereNothingHappens(t *testing.T) {
	s := open(t, "?lab=balancing&servers=1&rate=390&do=10s:set:rate:0&t=60s")
	require.Equal(t, "Round robin: the servers are 0% busy and nobody waits.", s.Caption().Now)
	got := stateOf(t, s)
	require.Nil(t, got.Bottleneck)
	charts := s.World().Charts()
	require.Equal(t, "0 per s", charts[0].Sub)
	require.Equal(t, "nothing answered", charts[1].Sub)
	s.Seek(9 * time.Second)
	s.Settle()
	require.NotContains(t, s.Caption().Now, " 0% busy")
}
