package sim_test

import (
	"testing"

	"headroom/core/sim"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAStationServesInTheOrderOfArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		servers := rapid.IntRange(1, 4).Draw(t, "servers")
		room := rapid.IntRange(0, 40).Draw(t, "room")
		s := sim.NewStation(servers, room)
		var line []int32 // the oracle
		busy, next := 0, int32(0)
		t.Repeat(map[string]func(*rapid.T){
			"arrive": func(t *rapid.T) {
				got := s.Arrive(next)
				switch {
				case busy < servers:
					busy++
					require.Equal(t, sim.Served, got)
				case len(line) < room:
					line = append(line, next)
					require.Equal(t, sim.Waits, got)
				default:
					require.Equal(t, sim.Refused, got)
				}
				next++
			},
			"leave": func(t *rapid.T) {
				if busy == 0 {
					require.Panics(t, func() { s.Leave() })
					return
				}
				request, ok := s.Leave()
				require.Equal(t, len(line) > 0, ok)
				if ok {
					require.Equal(t, line[0], request)
					line = line[1:]
				} else {
					busy--
				}
			},
			"go on with a copy": func(t *rapid.T) {
				old := s
				s = s.Clone()
				for old.Busy() > 0 {
					old.Leave()
					old.Arrive(-1)
					old.Leave()
				}
			},
			"": func(t *rapid.T) {
				require.Equal(t, busy, s.Busy())
				require.Equal(t, len(line), s.Waiting())
			},
		})
	})
}

func TestAStationNeedsServers(t *testing.T) {
	require.PanicsWithValue(t, "sim: a station cannot have 0 servers and room for 0",
		func() { sim.NewMultiserver(sim.Config{}) })
	require.PanicsWithValue(t, "sim: a station cannot have 0 servers and room for 5", func() { sim.NewStation(0, 5) })
}
