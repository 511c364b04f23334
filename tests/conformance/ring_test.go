package conformance

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
	"headroom/core/placement"
)

// reference is the ring of the notebook: MD5, 128 bits.
func reference(t *testing.T, replicas int, names ...string) *placement.Ring {
	t.Helper()
	ring := placement.NewRing(hash.MD5, replicas)
	require.NoError(t, ring.AddAll(even(names...)...))
	return ring
}

func TestTheReferenceRingIsThereInEveryPointAndEveryOwner(t *testing.T) {
	type ringCase struct {
		Set           string
		Nodes         []string
		Replicas      int
		RingLen       int      `json:"ring_len"`
		RingFirst     []string `json:"ring_first"`
		RingLast      string   `json:"ring_last"`
		RingSHA256    string   `json:"ring_sha256"`
		Owners        []int    `json:"owners"`
		SpecialOwners []int    `json:"special_owners"`
		Counts        []int    `json:"counts"`
	}
	var file struct {
		Header      header
		SpecialKeys []string `json:"special_keys"`
		Cases       []ringCase
	}
	vectors(t, "ring_placement", &file)
	require.NotEmpty(t, file.Cases)
	prefix := file.Header.keyPrefix(t)
	for _, c := range file.Cases {
		t.Run(fmt.Sprintf("%s with %d virtual nodes", c.Set, c.Replicas), func(t *testing.T) {
			ring := reference(t, c.Replicas, c.Nodes...)
			require.Equal(t, c.RingLen, ring.Points())
			for i, first := range c.RingFirst {
				p, _ := ring.Point(i)
				require.Equal(t, first, decimal(p), "point %d", i)
			}
			last, _ := ring.Point(ring.Points() - 1)
			require.Equal(t, c.RingLast, decimal(last))
			require.Equal(t, c.RingSHA256, digest(ring))

			counts := make([]int, len(c.Nodes))
			for i, want := range c.Owners {
				key := prefix + strconv.Itoa(i)
				require.Equal(t, c.Nodes[want], owner(ring, key), "key %q", key)
				counts[want]++
			}
			require.Equal(t, c.Counts, counts)
			require.Len(t, c.SpecialOwners, len(file.SpecialKeys))
			for i, want := range c.SpecialOwners {
				require.Equal(t, c.Nodes[want], owner(ring, file.SpecialKeys[i]),
					"special key %q", file.SpecialKeys[i])
			}
		})
	}
}

func decimal(p hash.Position) string {
	n := new(big.Int).SetUint64(p.Hi)
	n.Lsh(n, 64)
	return n.Or(n, new(big.Int).SetUint64(p.Lo)).String()
}

// digest is the SHA-256 of the ring in order, as the header describes it.
func digest(ring *placement.Ring) string {
	lines := make([]string, ring.Points())
	for i := range lines {
		p, slot := ring.Point(i)
		lines[i] = fmt.Sprintf("%016x%016x %s", p.Hi, p.Lo, ring.Name(slot))
	}
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

var replicasOf = regexp.MustCompile(`(\d+) replicas`)

func TestTheDemoOfTheNotebookSharesItsKeysAsPrinted(t *testing.T) {
	var file struct {
		Header       header
		Distribution map[string]int
		Printed      []string
	}
	vectors(t, "ring_demo", &file)
	require.NotEmpty(t, file.Distribution)
	replicas := replicasOf.FindStringSubmatch(file.Header.What)
	require.NotNil(t, replicas, "the header gives no number of replicas")
	count, err := strconv.Atoi(replicas[1])
	require.NoError(t, err)

	var names []string
	for name := range file.Distribution {
		names = append(names, name)
	}
	ring := reference(t, count, names...)
	counts := map[string]int{}
	keys := file.Header.keyCount(t)
	for _, key := range numbered(file.Header.keyPrefix(t), keys) {
		counts[owner(ring, key)]++
	}
	require.Equal(t, file.Distribution, counts)
	for _, line := range file.Printed {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		share := 100 * float64(counts[name]) / float64(keys)
		require.Equal(t, line, fmt.Sprintf("  %s: %d keys (%.1f%%)", name, counts[name], share))
	}
}

func TestAddingAndRemovingMovesExactlyTheListedKeys(t *testing.T) {
	var file struct {
		Header header
		Cases  []struct {
			Set, Op, Node string
			Nodes         []string
			Replicas      int
			MovedCount    int      `json:"moved_count"`
			Moved         [][3]int // key, old owner, new owner
		}
	}
	vectors(t, "ring_movement", &file)
	require.NotEmpty(t, file.Cases)
	keys := numbered(file.Header.keyPrefix(t), file.Header.keyCount(t))
	for _, c := range file.Cases {
		t.Run(fmt.Sprintf("%s %s with %d virtual nodes", c.Set, c.Op, c.Replicas), func(t *testing.T) {
			with := reference(t, c.Replicas, c.Nodes...)
			without := with.Clone()
			require.NoError(t, without.Remove(c.Node))
			before, after := with, without
			if c.Op == "add" {
				before, after = without, with
			}
			var moved [][3]int
			for i, key := range keys {
				was, is := index(t, c.Nodes, owner(before, key)), index(t, c.Nodes, owner(after, key))
				if was != is {
					moved = append(moved, [3]int{i, was, is})
				}
			}
			require.Len(t, moved, c.MovedCount)
			require.Equal(t, c.Moved, moved)

			again := without.Clone()
			require.NoError(t, again.Add(placement.Node{Name: c.Node, Weight: 1}))
			require.Equal(t, digest(with), digest(again), "removing and adding is the identity")
		})
	}
}

func index(t *testing.T, names []string, name string) int {
	t.Helper()
	for i, n := range names {
		if n == name {
			return i
		}
	}
	require.Fail(t, "no such node", "%q", name)
	return -1
}

var addedTwice = regexp.MustCompile(`^add_node\("(.*)"\) twice, replicas=(\d+)$`)

// Where the reference breaks, ours is what its map says it should be: a node that
// is added twice is there once, and is gone when it is removed.
func TestWhereTheReferenceRingBreaksOursDoesWhatIsRight(t *testing.T) {
	var file struct {
		Observations []struct {
			Case   string
			Result *string
			MapLen *int `json:"map_len"`
		}
	}
	vectors(t, "ring_edge", &file)
	var ring *placement.Ring
	var name string
	for _, o := range file.Observations {
		added := addedTwice.FindStringSubmatch(o.Case)
		switch {
		case strings.HasPrefix(o.Case, "empty ring"):
			_, ok := placement.NewRing(hash.MD5, 1).Lookup("x")
			require.False(t, ok, o.Case)
		case added != nil:
			replicas, err := strconv.Atoi(added[2])
			require.NoError(t, err)
			name = added[1]
			ring = reference(t, replicas, name)
			require.NoError(t, ring.Add(placement.Node{Name: name, Weight: 1}))
			require.Equal(t, *o.MapLen, ring.Points(), o.Case)
		case strings.HasPrefix(o.Case, "then remove_node"):
			require.NotNil(t, ring, "nothing was added before: %s", o.Case)
			require.NoError(t, ring.Remove(name))
			require.Equal(t, *o.MapLen, ring.Points(), o.Case)
			_, ok := ring.Lookup("x")
			require.False(t, ok, o.Case)
		case strings.HasPrefix(o.Case, "remove_node of unknown"):
			full := reference(t, 10, "a", "b")
			before := digest(full)
			require.ErrorIs(t, full.Remove("nobody"), placement.ErrUnknown)
			require.Equal(t, before, digest(full), o.Case)
		default:
			require.Fail(t, "an observation that no test knows", o.Case)
		}
	}
	require.NotNil(t, ring)
}
