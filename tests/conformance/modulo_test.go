package conformance

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/placement"
)

// Remainders repeat after the least common multiple of the two numbers of nodes,
// so that many keys in a row give the fraction without drawing any.
func TestResizingModuloMovesTheFractionOfTheClosedForm(t *testing.T) {
	var file struct {
		Rows []struct {
			From, To int
			Moved    float64 `json:"moved_fraction_modN"`
			Ideal    float64 `json:"ideal_consistent"`
		}
	}
	vectors(t, "resharding_modn", &file)
	require.NotEmpty(t, file.Rows)
	for _, row := range file.Rows {
		t.Run(fmt.Sprintf("%d to %d", row.From, row.To), func(t *testing.T) {
			before, after := placement.NewModulo(hash.XXHash64), placement.NewModulo(hash.XXHash64)
			require.NoError(t, before.AddAll(even(numbered("shard-", row.From)...)...))
			require.NoError(t, after.AddAll(even(numbered("shard-", row.To)...)...))
			keys := make([]hash.Position, lcm(row.From, row.To))
			for i := range keys {
				keys[i].Hi = uint64(i)
			}
			moved := placement.Moves(before, after, keys)
			fraction := float64(moved.Keys) / float64(len(keys))
			require.InEpsilon(t, row.Moved, fraction, 1e-9)
			require.InEpsilon(t, row.Ideal, float64(moved.Least)/float64(len(keys)), 1e-9)

			closed := 1 - float64(min(row.From, row.To))/float64(len(keys))
			require.InEpsilon(t, closed, fraction, 1e-9)
		})
	}
}

// Jump moves no more than the ideal when it grows: within four standard errors.
func TestGrowingJumpMovesTheIdealFraction(t *testing.T) {
	var file struct {
		Rows []struct {
			From, To int
			Ideal    float64 `json:"ideal_consistent"`
		}
	}
	vectors(t, "resharding_modn", &file)
	const keys = 400_000
	for _, row := range file.Rows {
		moved := 0
		rand := exact.NewRand(uint64(row.From), uint64(row.To))
		for range keys {
			key := rand.Uint64()
			if placement.JumpHash(key, row.From) != placement.JumpHash(key, row.To) {
				moved++
			}
		}
		standardError := math.Sqrt(row.Ideal * (1 - row.Ideal) / keys)
		require.InDelta(t, row.Ideal, float64(moved)/keys, 4*standardError, "%d to %d", row.From, row.To)
	}
}

func lcm(a, b int) int {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x * b
}
