package conformance

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/placement"
)

// vectors reads one file of vectors, given by its name without the ending.
func vectors(t *testing.T, name string, into any) {
	t.Helper()
	folder := os.Getenv("HEADROOM_VECTORS")
	if folder == "" {
		folder = filepath.Join("testdata", "vectors")
	}
	data, err := os.ReadFile(filepath.Join(folder, name+".json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into), "%s.json", name)
}

// header is what the headers of the placement files say beside their sources.
// Some name a prefix in a field of its own, others only in the sentence.
type header struct {
	What      string  `json:"what"`
	Keys      string  `json:"keys"`
	Nodes     string  `json:"nodes"`
	KeyPrefix *string `json:"key_prefix"`
}

var (
	firstKey  = regexp.MustCompile(`(\S*?)0\.\.`)
	firstNode = regexp.MustCompile(`^(\S*?)0,`)
)

// keyPrefix is the text before the number of a key, as in "keys user:0..user:999".
func (h header) keyPrefix(t *testing.T) string {
	t.Helper()
	if h.KeyPrefix != nil {
		return *h.KeyPrefix
	}
	found := firstKey.FindStringSubmatch(h.Keys + " " + h.What)
	require.NotNil(t, found, "the header says nothing of keys: %q", h.What)
	return found[1]
}

// keyCount is the number of keys in "keys user:0..user:999".
func (h header) keyCount(t *testing.T) int {
	t.Helper()
	prefix := regexp.QuoteMeta(h.keyPrefix(t))
	last := regexp.MustCompile(prefix + `0\.\.` + prefix + `(\d+)`)
	found := last.FindStringSubmatch(h.Keys + " " + h.What)
	require.NotNil(t, found, "the header gives no last key: %q", h.Keys+h.What)
	number, err := strconv.Atoi(found[1])
	require.NoError(t, err)
	return number + 1
}

// nodePrefix is the text before the number of a node, as in "node0, node1, ...".
func (h header) nodePrefix(t *testing.T) string {
	t.Helper()
	found := firstNode.FindStringSubmatch(h.Nodes)
	require.NotNil(t, found, "the header says nothing of nodes: %q", h.Nodes)
	return found[1]
}

// numbered returns prefix0, prefix1 and so on.
func numbered(prefix string, count int) []string {
	all := make([]string, count)
	for i := range all {
		all[i] = prefix + strconv.Itoa(i)
	}
	return all
}

// even returns nodes of weight 1.
func even(names ...string) []placement.Node {
	all := make([]placement.Node, len(names))
	for i, name := range names {
		all[i] = placement.Node{Name: name, Weight: 1}
	}
	return all
}

// owner returns the name of the node that a key is on.
func owner(p interface{ Lookup(string) (string, bool) }, key string) string {
	name, ok := p.Lookup(key)
	if !ok {
		return "(none)"
	}
	return name
}

func within(t *testing.T, tolerance, want, got float64, what string, args ...any) {
	t.Helper()
	require.LessOrEqual(t, math.Abs(got-want), tolerance*want,
		append([]any{what + ": %v expected, %v found"}, append(args, want, got)...)...)
}
