package conformance

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
	"headroom/core/placement"
)

const balanceTolerance = 0.05

// The shares are those of the arcs, so no keys are drawn: what varies from ring
// to ring is only where the virtual nodes fall.
func TestSharesOfTheRingVaryAsTheirTheorySays(t *testing.T) {
	var file struct {
		Rows []struct {
			Nodes, Vnodes int
			Theory        float64 `json:"rel_sd_theory"`
		}
		Published [][]float64 // virtual nodes, relative deviation among 1000 nodes, ...
	}
	vectors(t, "ring_balance", &file)
	require.NotEmpty(t, file.Rows)
	published := map[int]float64{}
	for _, row := range file.Published {
		published[int(row[0])] = row[1]
	}
	for _, row := range file.Rows {
		t.Run(fmt.Sprintf("%d nodes with %d virtual nodes", row.Nodes, row.Vnodes), func(t *testing.T) {
			t.Parallel()
			n, v := float64(row.Nodes), float64(row.Vnodes)
			require.InEpsilon(t, math.Sqrt((n-1)/(n*v+1)), row.Theory, 1e-9)
			measured := deviation(t, row.Nodes, row.Vnodes)
			within(t, balanceTolerance, row.Theory, measured, "theory")
			if want := published[row.Vnodes]; want != 0 && row.Nodes == 1000 {
				within(t, balanceTolerance, want, measured, "published")
			}
		})
	}
}

// deviation is the relative standard deviation of a node's share, over rings
// enough for a standard error of a percent or so. MD5 does for the small rings
// what costs too long for the large ones.
func deviation(t *testing.T, nodes, virtual int) float64 {
	t.Helper()
	rings := max(8, 16_000/nodes)
	f := hash.MD5
	if rings*nodes*virtual > 1_000_000 {
		f, rings = hash.XXHash64, max(8, 8_000/nodes)
	}
	sum := 0.0
	for seed := range rings {
		ring := placement.NewRing(f, virtual)
		require.NoError(t, ring.AddAll(even(numbered(fmt.Sprint("ring-", seed, "-node-"), nodes)...)...))
		for _, share := range arcs(ring) {
			off := share*float64(nodes) - 1
			sum += off * off
		}
	}
	return math.Sqrt(sum / float64(rings*nodes))
}

// arcs is the part of the circle that belongs to each slot.
func arcs(ring *placement.Ring) []float64 {
	share := make([]float64, ring.Slots())
	last, _ := ring.Point(ring.Points() - 1)
	for i := range ring.Points() {
		p, slot := ring.Point(i)
		if ring.Points() == 1 {
			share[slot] = 1
		} else {
			share[slot] += p.Sub(last).Turn()
		}
		last = p
	}
	return share
}
