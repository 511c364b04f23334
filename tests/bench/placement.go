package main

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"

	buraksezer "github.com/buraksezer/consistent"
	"github.com/cespare/xxhash/v2"
	dgryskijump "github.com/dgryski/go-jump"
	dgryskimaglev "github.com/dgryski/go-maglev"
	groupcache "github.com/golang/groupcache/consistenthash"
	stathat "stathat.com/c/consistent"

	"headroom/core/hash"
	"headroom/core/placement"
)

const (
	virtualNodes = 160
	keyCount     = 1 << 16 // more than a processor learns by heart
)

// sink keeps results alive, so that no compiler drops the work. It is written once
// per turn: adding to it each time would take longer than the fastest lookups.
var sink int

// Every lookup of a string hashes it, on both sides, by xxHash.
var (
	keys      = numbered("user:", keyCount)
	keyHashes = hashesOf(keys)
)

func placementRows() []row {
	rows := append(ringRows(100, 0.15, 0.30), ringRows(1000, 0.10, 0.40)...)
	for _, n := range []int{10, 1000, 10_000, 1_000_000} {
		r := row{name: fmt.Sprint("jump ", n), ours: jump(n), peer: "dgryski", theirs: dgryskiJump(n)}
		if n >= 1000 {
			r.target = 0.85
		}
		rows = append(rows, r)
	}
	rows = append(rows, row{name: "jump buckets that differ", figure: jumpDifferences, unit: "of a million"})
	rows = append(rows, maglevRows(100, 65537)...)
	rows = append(rows, maglevRows(1000, 65537)...)
	return append(rows, maglevRows(1000, 655373)...)
}

// ringRows are those of a ring of n nodes, with the most that a lookup may take of
// groupcache's time and of buraksezer's.
func ringRows(n int, toGroupcache, toBuraksezer float64) []row {
	at := fmt.Sprintf(" %d x %d", n, virtualNodes)
	return []row{
		against("groupcache", "ring lookup"+at, toGroupcache, ringLookup, groupcacheLookup, n),
		against("buraksezer", "ring lookup"+at, toBuraksezer, ringLookup, buraksezerLookup, n),
		against("stathat", "ring add and remove"+at, 0.35, ringChange, stathatChange, n),
		{name: "ring memory" + at, figure: func() float64 { return ringBytes(n) },
			unit: "B per virtual node", most: 20},
		{name: "ring lookup" + at, figure: func() float64 { return ringAllocations(n) },
			unit: "allocations", most: 0},
	}
}

func maglevRows(n, size int) []row {
	at := fmt.Sprintf(" %d in %d", n, size)
	in := func(set func(n, size int) func(int)) func(int) func(int) {
		return func(n int) func(int) { return set(n, size) }
	}
	return []row{
		against("dgryski", "maglev lookup"+at, 0.6, in(maglevLookup), in(dgryskiLookup), n),
		against("dgryski", "maglev build"+at, 0.6, in(maglevBuild), in(dgryskiBuild), n),
	}
}

// against is a race over n nodes that is set up when its turn comes.
func against(peer, name string, target float64, ours, theirs func(n int) func(int), n int) row {
	return row{name: name, peer: peer, target: target,
		setUp: func() (func(int), func(int)) { return ours(n), theirs(n) }}
}

func ringOf(n int) *placement.Ring {
	ring := placement.NewRing(hash.XXHash64, virtualNodes)
	must(ring.AddAll(nodesOf(n)...))
	return ring
}

func ringLookup(n int) func(int) {
	ring := ringOf(n)
	return func(times int) {
		sum := 0
		for i := range times {
			name, _ := ring.Lookup(keys[i&(keyCount-1)])
			sum += len(name)
		}
		sink = sum
	}
}

func groupcacheLookup(n int) func(int) {
	ring := groupcache.New(virtualNodes, func(data []byte) uint32 { return uint32(xxhash.Sum64(data)) })
	ring.Add(numbered("cache-", n)...)
	return func(times int) {
		sum := 0
		for i := range times {
			sum += len(ring.Get(keys[i&(keyCount-1)]))
		}
		sink = sum
	}
}

type member string

func (m member) String() string { return string(m) }

type hasher struct{}

func (hasher) Sum64(data []byte) uint64 { return xxhash.Sum64(data) }

// buraksezerLookup has enough partitions for its bound on loads, over which it
// panics otherwise.
func buraksezerLookup(n int) func(int) {
	var members []buraksezer.Member
	for _, name := range numbered("cache-", n) {
		members = append(members, member(name))
	}
	ring := buraksezer.New(members, buraksezer.Config{
		PartitionCount: max(271, 20*n+1), ReplicationFactor: virtualNodes, Load: 1.25, Hasher: hasher{},
	})
	return func(times int) {
		sum := 0
		for i := range times {
			sum += len(ring.LocateKey([]byte(keys[i&(keyCount-1)])).String())
		}
		sink = sum
	}
}

func ringChange(n int) func(int) {
	ring := ringOf(n)
	return func(times int) {
		for range times {
			must(ring.Add(placement.Node{Name: "one-more", Weight: 1}))
			must(ring.Remove("one-more"))
		}
	}
}

func stathatChange(n int) func(int) {
	ring := stathat.New()
	ring.NumberOfReplicas = virtualNodes
	for _, name := range numbered("cache-", n) {
		ring.Add(name)
	}
	return func(times int) {
		for range times {
			ring.Add("one-more")
			ring.Remove("one-more")
		}
	}
}

// ringBytes is what the heap holds for a whole ring, names included.
func ringBytes(n int) float64 {
	list := nodesOf(n)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ring := placement.NewRing(hash.XXHash64, virtualNodes)
	must(ring.AddAll(list...))
	runtime.GC()
	runtime.ReadMemStats(&after)
	return float64(after.HeapAlloc-before.HeapAlloc) / float64(ring.Points())
}

func ringAllocations(n int) float64 {
	ring, i := ringOf(n), 0
	return testing.AllocsPerRun(1000, func() {
		name, _ := ring.Lookup(keys[i&(keyCount-1)])
		sink += len(name)
		i++
	})
}

func jump(n int) func(int) {
	return func(times int) {
		sum := 0
		for i := range times {
			sum += placement.JumpHash(keyHashes[i&(keyCount-1)], n)
		}
		sink = sum
	}
}

func dgryskiJump(n int) func(int) {
	return func(times int) {
		sum := 0
		for i := range times {
			sum += int(dgryskijump.Hash(keyHashes[i&(keyCount-1)], n))
		}
		sink = sum
	}
}

func jumpDifferences() float64 {
	differ := 0
	for i := range uint64(1_000_000) {
		key, buckets := hash.Mix(i), 1+int(hash.Mix(^i)>>(33+i%31))
		if placement.JumpHash(key, buckets) != int(dgryskijump.Hash(key, buckets)) {
			differ++
		}
	}
	return float64(differ)
}

func maglevOf(list []placement.Node, size int) *placement.Maglev {
	m, err := placement.NewMaglev(hash.XXHash64, size)
	must(err)
	must(m.AddAll(list...))
	return m
}

func maglevLookup(n, size int) func(int) {
	m := maglevOf(nodesOf(n), size)
	return func(times int) {
		sum := 0
		for i := range times {
			sum += m.Owner(hash.Position{Hi: keyHashes[i&(keyCount-1)]})
		}
		sink = sum
	}
}

func dgryskiLookup(n, size int) func(int) {
	m := dgryskimaglev.New(numbered("cache-", n), uint64(size))
	return func(times int) {
		sum := 0
		for i := range times {
			sum += m.Lookup(keyHashes[i&(keyCount-1)])
		}
		sink = sum
	}
}

func maglevBuild(n, size int) func(int) {
	list := nodesOf(n)
	return func(times int) {
		for range times {
			sink += maglevOf(list, size).Len()
		}
	}
}

func dgryskiBuild(n, size int) func(int) {
	names := numbered("cache-", n)
	return func(times int) {
		for range times {
			sink += dgryskimaglev.New(names, uint64(size)).Lookup(0)
		}
	}
}

func nodesOf(n int) []placement.Node {
	list := make([]placement.Node, n)
	for i, name := range numbered("cache-", n) {
		list[i] = placement.Node{Name: name, Weight: 1}
	}
	return list
}

func numbered(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = prefix + strconv.Itoa(i)
	}
	return all
}

func hashesOf(keys []string) []uint64 {
	all := make([]uint64, len(keys))
	for i, key := range keys {
		all[i] = hash.XXHash64.Sum64(key)
	}
	return all
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
