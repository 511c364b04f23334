package conformance

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/placement"
)

func TestMaglevGivesTheTableOfThePaper(t *testing.T) {
	var file struct {
		Paper map[string]json.RawMessage `json:"paper_table1"`
	}
	vectors(t, "maglev", &file)
	field := func(name string, into any) {
		require.NoError(t, json.Unmarshal(file.Paper[name], into), name)
	}
	var size int
	var offsetSkip [][2]int
	var permutation [][]int
	var before, after, changed []uint16
	field("M", &size)
	field("offset_skip", &offsetSkip)
	field("permutation", &permutation)
	field("before", &before)
	field("changed", &changed)

	var turns []placement.Turn
	for i, pair := range offsetSkip {
		turns = append(turns, placement.Turn{Offset: pair[0], Skip: pair[1], Weight: 1})
		for j, entry := range permutation[i] {
			require.Equal(t, entry, (pair[0]+j*pair[1])%size)
		}
	}
	require.Equal(t, before, placement.FillMaglev(size, turns))

	removed := -1
	for name := range file.Paper {
		if number, found := strings.CutPrefix(name, "after_removing_index_"); found {
			removed, _ = strconv.Atoi(number)
			field(name, &after)
		}
	}
	require.GreaterOrEqual(t, removed, 0, "the table after a removal")
	fewer := placement.FillMaglev(size, slices.Delete(slices.Clone(turns), removed, removed+1))
	for entry, turn := range fewer {
		if int(turn) >= removed { // the vector keeps the numbers that the others had before
			fewer[entry]++
		}
	}
	require.Equal(t, after, fewer)
	var differ []uint16
	for entry := range before {
		if before[entry] != after[entry] {
			differ = append(differ, uint16(entry))
		}
	}
	require.Equal(t, changed, differ)
}

// Envoy's hosts take turns as they are listed, ours in the order of their names,
// so that a listing in another order gives the same table everywhere. Where the
// list is in order the two are the same.
func TestMaglevGivesTheTablesOfEnvoy(t *testing.T) {
	var file struct {
		Envoy []struct {
			M     int
			Names []string
			Table []uint16
		}
	}
	vectors(t, "maglev", &file)
	require.NotEmpty(t, file.Envoy)
	for _, row := range file.Envoy {
		m := maglev(t, hash.XXHash64, row.M, row.Names)
		var turns []placement.Turn
		for _, name := range row.Names {
			turns = append(turns, m.Turn(m.Slot(name)))
		}
		require.Equal(t, row.Table, placement.FillMaglev(row.M, turns))
		if !slices.IsSorted(row.Names) {
			continue
		}
		for entry, want := range row.Table {
			require.Equal(t, row.Names[want], m.Name(m.Owner(hash.Position{Hi: uint64(entry)})))
		}
	}
}

func maglev(t *testing.T, f hash.Func, size int, names []string) *placement.Maglev {
	t.Helper()
	m, err := placement.NewMaglev(f, size)
	require.NoError(t, err)
	require.NoError(t, m.AddAll(even(names...)...))
	return m
}

type maglevRow struct {
	What, Method string
	M, N, Failed int
	Min, Max     int
	Changed      float64 `json:"pct_changed"`
	Unnecessary  float64 `json:"pct_unnecessary"`
	MeanPercent  float64 `json:"mean_pct"`
}

// statsTolerance is the header's: a tenth, on means over random failures or keys.
const statsTolerance = 0.10

func TestMaglevBalanceDisruptionAndTheOverprovisionOfOthers(t *testing.T) {
	var file struct{ Rows []maglevRow }
	vectors(t, "maglev_stats", &file)
	require.NotEmpty(t, file.Rows)
	for _, row := range file.Rows {
		name := fmt.Sprintf("%s %s %d of %d in %d", row.What, row.Method, row.Failed, row.N, row.M)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			switch row.What {
			case "maglev balance":
				row.balance(t)
			case "maglev disruption":
				row.disruption(t)
			case "overprovision":
				row.overprovision(t)
			default:
				require.Fail(t, "a row that no test knows", row.What)
			}
		})
	}
}

func (row maglevRow) balance(t *testing.T) {
	counts := entries(maglev(t, hash.XXHash64, row.M, numbered("", row.N)))
	require.Equal(t, row.Max, slices.Max(counts))
	require.Equal(t, row.Min, slices.Min(counts))
	require.LessOrEqual(t, row.Max-row.Min, 1)
}

// entries is how many entries of its table each slot has.
func entries(m *placement.Maglev) []int {
	counts := make([]int, m.Slots())
	for entry := range m.TableSize() {
		counts[m.Owner(hash.Position{Hi: uint64(entry)})]++
	}
	return counts
}

// disruption takes random nodes out together and counts the entries that changed,
// and those that changed though their node was not among the failed. How many do
// depends on the table as well as on the nodes, hence several hashes.
func (row maglevRow) disruption(t *testing.T) {
	hashes := []hash.Func{hash.XXHash64, hash.Murmur3, hash.MD5}
	seeds := 12 + 2_000_000/row.M
	changed, unnecessary := 0, 0
	for seed := range uint64(seeds) {
		f := hashes[seed%3]
		whole := maglev(t, f, row.M, numbered("", row.N))
		rand := exact.NewRand(seed, 0)
		failed := map[string]bool{}
		for len(failed) < row.Failed {
			failed[strconv.Itoa(rand.IntN(row.N))] = true
		}
		left := maglev(t, f, row.M, slices.DeleteFunc(numbered("", row.N),
			func(name string) bool { return failed[name] }))
		for entry := range row.M {
			p := hash.Position{Hi: uint64(entry)}
			was, is := whole.Name(whole.Owner(p)), left.Name(left.Owner(p))
			if was != is {
				changed++
				if !failed[was] {
					unnecessary++
				}
			}
		}
	}
	percent := 100 / float64(seeds*row.M)
	within(t, statsTolerance, row.Changed, float64(changed)*percent, "entries changed")
	within(t, statsTolerance, row.Unnecessary, float64(unnecessary)*percent, "entries changed unnecessarily")
}

// overprovision is by how much the busiest node is over the mean when M keys are
// placed. The header does not say how many virtual nodes the ring ("karger") had;
// a thousand each reproduce both of its rows.
func (row maglevRow) overprovision(t *testing.T) {
	const virtual = 1000
	seeds := 8
	if row.Method == "hrw" { // the busiest of few keys is the most a matter of luck
		seeds = max(seeds, 2_000_000/row.M)
	}
	sum := 0.0
	for seed := range uint64(seeds) {
		var p placement.Placement
		switch row.Method {
		case "hrw":
			r := placement.NewRendezvous(hash.XXHash64)
			require.NoError(t, r.AddAll(even(numbered("", row.N)...)...))
			p = r
		case "karger":
			r := placement.NewRing(hash.XXHash64, virtual)
			require.NoError(t, r.AddAll(even(numbered(fmt.Sprint(seed, "-"), row.N)...)...))
			p = r
		default:
			require.Fail(t, "a method that no test knows", row.Method)
		}
		rand := exact.NewRand(seed, 1)
		counts := make([]int, p.Slots())
		for range row.M {
			counts[p.Owner(hash.Position{Hi: rand.Uint64()})]++
		}
		sum += 100 * (float64(slices.Max(counts))*float64(row.N)/float64(row.M) - 1)
	}
	within(t, statsTolerance, row.MeanPercent, sum/float64(seeds), "overprovision of %s", row.Method)
}
