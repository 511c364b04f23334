package system_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/sim"
	"headroom/core/system"
)

func TestClientsThatLeaveTakeAlongWhatALinkHasSwallowed(t *testing.T) {
	s := must(system.New(must(system.ParseDocument(`system 1
clients web profile=steady:100 timeout=10s attempts=2 > lb
clients more profile=steady:1 > lb
balancer lb > a
link a latency=fixed:5ms > one
server one service=fixed:5ms
`)), 1))
	s.Run(time.Second, math.MaxInt, math.MaxInt)
	require.NoError(t, s.Split(time.Second, "a"))
	s.Run(2*time.Second, math.MaxInt, math.MaxInt)
	require.NoError(t, s.Leave(2*time.Second, "web"))
	require.NoError(t, s.Restore(2*time.Second, "a"))
	s.Run(20*time.Second, math.MaxInt, math.MaxInt)
	require.LessOrEqual(t, s.Part(s.Index("lb"), 20*time.Second).Active, 2, "of those who are left")
	s.Flights(func(f *system.Flight) { require.GreaterOrEqual(t, f.Clients, 0) })
}

func TestTimeGoesOnWhereUsersComeAndGo(t *testing.T) {
	s := must(system.New(must(system.ParseDocument("system 1\nclients web gap=exp:10ms > one\nserver one service=fixed:1ms\n")), 1))
	clients := s.Document().Parts[0]
	to := func(at time.Duration, users int) {
		spec := s.Document().Parts[0].Spec.(system.Clients)
		spec.Users, spec.Think = users, sim.Fixed(time.Second)
		clients.Spec = spec
		require.NoError(t, s.Change(at, clients))
	}
	s.Run(time.Second, math.MaxInt, math.MaxInt)
	to(time.Second, 5)
	s.Run(10*time.Second, math.MaxInt, math.MaxInt)
	to(10*time.Second, 0)
	next, ok := s.Next()
	require.True(t, ok)
	require.GreaterOrEqual(t, next, 10*time.Second)
}

// checked is two servers whose balancer checks their health.
func checked() *system.System {
	return must(system.New(must(system.ParseDocument(`system 1
clients web profile=steady:100 > lb
balancer lb check=100ms > one two
server one service=fixed:5ms
server two service=fixed:5ms
`)), 1))
}

func TestAServerThatDrainsIsUpAgainWhenChecksEnd(t *testing.T) {
	s := checked()
	require.NoError(t, s.Crash(0, "one"))
	s.Run(time.Second, math.MaxInt, math.MaxInt)
	require.True(t, s.Part(s.Index("one"), time.Second).OutOfRotation)
	require.NoError(t, s.Drain(time.Second, "one"))
	lb := s.Document().Parts[1]
	spec := lb.Spec.(system.Balancer)
	spec.CheckEvery = 0
	lb.Spec = spec
	require.NoError(t, s.Change(time.Second, lb))
	require.NoError(t, s.Restore(time.Second, "one"))
	s.Run(10*time.Second, math.MaxInt, math.MaxInt)
	require.Greater(t, s.Part(s.Index("one"), 10*time.Second).Share, 0.2)
}

func TestAPauseFailsHealthChecks(t *testing.T) {
	s := checked()
	require.NoError(t, s.Freeze(0, "one", time.Minute))
	s.Run(5*time.Second, math.MaxInt, math.MaxInt)
	require.True(t, s.Part(s.Index("one"), 5*time.Second).OutOfRotation)
	s.Run(65*time.Second, math.MaxInt, math.MaxInt)
	require.False(t, s.Part(s.Index("one"), 65*time.Second).OutOfRotation)
}

func TestACheckOfManyLayersLooksAtEachPartOnce(t *testing.T) {
	text := "system 1\nclients web profile=steady:1 > b0\n"
	const layers, width = 8, 28
	row := func(prefix string, layer int) (names string) {
		for i := range width {
			names += " " + prefix + strconv.Itoa(layer) + "-" + strconv.Itoa(i)
		}
		return names
	}
	text += "balancer b0 check=10ms >" + row("b", 1) + "\n"
	for layer := 1; layer < layers; layer++ {
		for i := range width {
			below := row("b", layer+1)
			if layer == layers-1 {
				below = " one"
			}
			text += "balancer b" + strconv.Itoa(layer) + "-" + strconv.Itoa(i) + " >" + below + "\n"
		}
	}
	d, err := system.ParseDocument(text + "server one service=fixed:5ms\n")
	require.NoError(t, err)
	s := must(system.New(d, 1))
	require.NoError(t, s.Crash(0, "one"))
	s.Run(time.Second, math.MaxInt, math.MaxInt) // 28 to the seventh ways lead to the server
	require.True(t, s.Part(s.Index("b1-0"), time.Second).OutOfRotation)
}

func TestWhatWasOnALinkIsLostAlsoWhereTheSplitWasShort(t *testing.T) {
	s := must(system.New(must(system.ParseDocument("system 1\nclients web profile=steady:0 > a\nlink a latency=fixed:100ms > one\nserver one service=fixed:5ms\n")), 1))
	require.NoError(t, s.Burst(0, "web", 1))
	s.Run(10*time.Millisecond, math.MaxInt, math.MaxInt)
	require.NoError(t, s.Split(10*time.Millisecond, "a"))
	require.NoError(t, s.Restore(20*time.Millisecond, "a"))
	require.NoError(t, s.Burst(20*time.Millisecond, "web", 1))
	s.Run(time.Second, math.MaxInt, math.MaxInt)
	require.Equal(t, []uint64{1, 1}, []uint64{s.Totals().Lost, s.Totals().OK})
}

func TestWhatCannotBeSummedIsNotTold(t *testing.T) {
	s := must(system.New(must(system.ParseDocument("system 1\nclients web profile=steady:0 > one\nserver one service=fixed:78h slots=1 room=100000\n")), 1))
	require.NoError(t, s.Burst(0, "web", 100_000))
	s.Run(time.Hour, math.MaxInt, math.MaxInt)
	require.InDelta(t, 100_000, s.InSystem(time.Hour), 1)
	require.True(t, math.IsNaN(s.InSystem(40*time.Hour)))
	require.True(t, math.IsNaN(s.Part(1, 40*time.Hour).MeanWaiting))
}
