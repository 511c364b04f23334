package conformance

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
	"headroom/core/placement"
)

// The capacity is ceil((1+eps)m/n) for the eps that is written, in decimal: with
// the binary fraction nearest to 0.1, 2000 keys on 10 nodes would give 221
// instead of the 220 of the file.
type boundedCase struct {
	Nodes, Keys, Vnodes int
	Eps                 float64
	Capacity            int
	MaxLoad             int `json:"max_load"`
	NotOnFirst          int `json:"keys_not_on_first_choice"`
	RemoveLast          struct {
		Moved int
		Owned int `json:"owned_by_removed"`
	} `json:"remove_last_node"`
	Owners []int
}

func TestBoundedLoadsPutEveryKeyWhereTheReferenceDoes(t *testing.T) {
	var file struct {
		Header  header
		Summary []boundedCase
		Vectors []boundedCase
	}
	vectors(t, "bounded_loads", &file)
	require.NotEmpty(t, file.Summary)
	require.NotEmpty(t, file.Vectors)
	for _, c := range append(file.Summary, file.Vectors...) {
		name := fmt.Sprintf("%d keys on %d nodes, epsilon %v", c.Keys, c.Nodes, c.Eps)
		t.Run(name, func(t *testing.T) { c.check(t, file.Header) })
	}
}

func (c boundedCase) check(t *testing.T, h header) {
	names := numbered(h.nodePrefix(t), c.Nodes)
	keys := positions(numbered(h.keyPrefix(t), c.Keys))
	bounded, err := placement.NewBounded(hash.MD5, c.Vnodes, c.Eps)
	require.NoError(t, err)
	require.NoError(t, bounded.AddAll(even(names...)...))
	ring := reference(t, c.Vnodes, names...)

	bounded.Plan(c.Keys)
	require.Equal(t, c.Capacity, bounded.Capacity())
	before := make([]string, c.Keys)
	notOnFirst, most := 0, 0
	for i, key := range keys {
		slot := bounded.Assign(key)
		before[i] = bounded.Name(slot)
		if before[i] != ring.Name(ring.Owner(key)) {
			notOnFirst++
		}
		most = max(most, bounded.Load(slot))
		if c.Owners != nil {
			require.Equal(t, names[c.Owners[i]], before[i], "key %d", i)
		}
	}
	require.Equal(t, c.NotOnFirst, notOnFirst)
	require.Equal(t, c.MaxLoad, most)
	require.LessOrEqual(t, most, c.Capacity)

	fewer := bounded.Clone()
	removed := names[c.Nodes-1]
	require.NoError(t, fewer.Remove(removed))
	moved := placement.Moves(bounded, fewer, keys)
	require.Equal(t, c.RemoveLast.Moved, moved.Keys)
	owned := 0
	for _, name := range before {
		if name == removed {
			owned++
		}
	}
	require.Equal(t, c.RemoveLast.Owned, owned)
}

func positions(keys []string) []hash.Position {
	all := make([]hash.Position, len(keys))
	for i, key := range keys {
		all[i] = hash.MD5.Position(key)
	}
	return all
}
