package sim_test

import (
	"testing"

	"headroom/core/exact"
	"headroom/core/sim"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestRecordsOfAPoolAreNeverSharedByTwoRequests(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := sim.NewPool(20, 0)
		live := map[int32]uint64{}
		number := uint64(0)
		t.Repeat(map[string]func(*rapid.T){
			"take": func(t *rapid.T) {
				i, err := p.Take()
				if len(live) == 20 {
					require.ErrorIs(t, err, sim.ErrFull)
					return
				}
				require.NoError(t, err)
				require.NotContains(t, live, i)
				require.Zero(t, p.At(i).Number, "the record is empty")
				number++
				p.At(i).Number, live[i] = number, number
			},
			"free": func(t *rapid.T) {
				for i := range int32(20) {
					if _, ok := live[i]; ok && rapid.Bool().Draw(t, "free") {
						p.Free(i)
						delete(live, i)
					}
				}
			},
			"go on with a copy": func(t *rapid.T) {
				old := p
				p = p.Clone()
				for i := range live {
					old.At(i).Number = 0
				}
			},
			"": func(t *rapid.T) {
				require.Equal(t, len(live), p.Len())
				for i, want := range live {
					require.Equal(t, want, p.At(i).Number)
				}
			},
		})
	})
}

func TestAFullPoolSaysSo(t *testing.T) {
	p := sim.NewPool(1, 0)
	i, err := p.Take()
	require.NoError(t, err)
	_, err = p.Take()
	require.EqualError(t, err, "sim: 1 requests are under way, which is the limit")
	p.Free(i)
	require.PanicsWithValue(t, "sim: request 0 was freed twice", func() { p.Free(i) })
	require.Panics(t, func() { sim.NewPool(0, 1) })
}

func TestAPathKeepsTheLatestHopsInOrder(t *testing.T) {
	p := sim.NewPool(10, 3)
	other, _ := p.Take()
	i, _ := p.Take()
	p.Hop(other, sim.Hop{Part: 99})
	for part := range int32(5) {
		path, forgotten := p.Path(nil, i)
		require.Len(t, path, min(3, int(part)))
		require.Equal(t, max(0, int(part)-3), forgotten)
		for k, h := range path {
			require.Equal(t, int32(forgotten+k), h.Part)
		}
		p.Hop(i, sim.Hop{Part: part})
	}
	fork := p.Clone()
	p.Hop(i, sim.Hop{Part: 77})
	path, _ := fork.Path(nil, i)
	require.Equal(t, []sim.Hop{{Part: 2}, {Part: 3}, {Part: 4}}, path)
	p.Free(i)
	again, _ := p.Take()
	require.Equal(t, i, again)
	path, forgotten := p.Path(nil, again)
	require.Empty(t, path)
	require.Zero(t, forgotten)
}

func TestAPoolWithoutPathsForgetsHops(t *testing.T) {
	p := sim.NewPool(1, 0)
	i, _ := p.Take()
	p.Hop(i, sim.Hop{Part: 1})
	path, forgotten := p.Path(nil, i)
	require.Empty(t, path)
	require.Zero(t, forgotten)
}

func TestARequestsDrawsAreThoseOfItsName(t *testing.T) {
	r := sim.Request{Number: 17, Attempt: 2}
	require.Equal(t, exact.Draw(7, 1, 17, 2, 3), r.Draw(7, 1, 3))
}
