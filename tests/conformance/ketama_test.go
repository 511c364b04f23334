package conformance

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/placement"
)

// ketamaCase is one set of nodes. The names of its fields say which keys were
// looked up: counts_100000 over the first 100,000, owner_foo0_499 from foo0 on.
type ketamaCase map[string]json.RawMessage

var ownersField = regexp.MustCompile(`^owner_(.*?)0_(\d+)$`)

// owners returns the prefix of the keys and who owned each of the first ones.
func (c ketamaCase) owners(t *testing.T) (prefix string, owners []string) {
	t.Helper()
	for _, field := range slices.Sorted(maps.Keys(c)) {
		if found := ownersField.FindStringSubmatch(field); found != nil {
			require.NoError(t, json.Unmarshal(c[field], &owners))
			return found[1], owners
		}
	}
	require.Fail(t, "the case lists no owners")
	return "", nil
}

// counts returns how many of how many keys each node got.
func (c ketamaCase) counts(t *testing.T) (keys int, counts map[string]int) {
	t.Helper()
	for _, field := range slices.Sorted(maps.Keys(c)) {
		if number, found := strings.CutPrefix(field, "counts_"); found {
			keys, err := strconv.Atoi(number)
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(c[field], &counts))
			return keys, counts
		}
	}
	require.Fail(t, "the case counts nothing")
	return 0, nil
}

func TestKetamaSharesKeysAsLibketamaDoes(t *testing.T) {
	var file struct {
		Equal    ketamaCase `json:"equal_weights"`
		Weighted ketamaCase `json:"weighted"`
	}
	vectors(t, "ketama", &file)

	keys, want := file.Equal.counts(t)
	ring := placement.NewKetama()
	require.NoError(t, ring.AddAll(even(slices.Collect(maps.Keys(want))...)...))
	prefix, owners := file.Equal.owners(t)
	counts := map[string]int{}
	for i, key := range numbered(prefix, keys) {
		name := owner(ring, key)
		counts[name]++
		if i < len(owners) {
			require.Equal(t, owners[i], name, "key %q", key)
		}
	}
	require.Equal(t, want, counts)
}

func TestKetamaWeighsNodesAsLibketamaDoes(t *testing.T) {
	var file struct {
		Weighted ketamaCase `json:"weighted"`
	}
	vectors(t, "ketama", &file)
	var buckets []struct {
		Label  string
		Weight float64
	}
	require.NoError(t, json.Unmarshal(file.Weighted["buckets"], &buckets))
	ring := placement.NewKetama()
	for _, b := range buckets {
		require.NoError(t, ring.Add(placement.Node{Name: b.Label, Weight: b.Weight}))
	}
	prefix, owners := file.Weighted.owners(t)
	require.NotEmpty(t, owners)
	for i, key := range numbered(prefix, len(owners)) {
		require.Equal(t, owners[i], owner(ring, key), "key %q", key)
	}
}
