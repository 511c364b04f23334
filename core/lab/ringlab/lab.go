// Package ringlab is the lab about placement: which node holds a key, and what
// moves when the nodes change. It runs the algorithms of core/placement on up
// to a million keys and shows, for every change, how many keys moved beside the
// least that could have and beside what modulo would have moved.
package ringlab

import (
	_ "embed"
	"time"

	"headroom/core/lab"
)

//go:embed guide.md
var guide string

// Limits of the lab.
const (
	MaxNodes = 1000
	MaxKeys  = 1_000_000
	// maxPopulation bounds the keys with those that arrive later.
	maxPopulation = MaxKeys + 1<<18
	// maxPoints bounds the virtual nodes of all nodes together. A ring is made
	// in one piece of work, some 0.6 microseconds a point in a browser.
	maxPoints = 160_000
)

// The methods of placement, as links name them.
const (
	ring       = "ring"
	bounded    = "bounded"
	ketama     = "ketama"
	modulo     = "modulo"
	rendezvous = "rendezvous"
	jump       = "jump"
	maglev     = "maglev"
)

const (
	placementGroup = "Placement"
	nodesGroup     = "Nodes"
	keysGroup      = "Keys"
)

// New declares the lab.
func New() *lab.Lab {
	m := &memory{}
	return &lab.Lab{
		ID: "ring", Title: "Hash ring", Group: "Traffic",
		Summary:   "Which node holds a key, and which keys move when nodes come and go.",
		Guide:     guide,
		Revision:  1,
		Horizon:   20 * time.Second,
		Headlines: []lab.Headline{{Metric: "busiest-node", Grain: 0.005}, {Metric: "moved", Grain: 0.0005}},
		Lookup:    &lab.Lookup{Label: "Find a key", Placeholder: "user:4711"},
		Params:    params(),
		Actions:   actions(),
		Presets:   presets(),
		Data: &lab.DataSpec{Label: keysGroup, One: "key", Made: "made-up keys", Example: "user:4711",
			Help: "One per line, a column of CSV or a field of JSON lines. Keys that repeat are asked for more often."},
		New: func(setup lab.Setup) lab.World { return newWorld(setup, m) },
	}
}

func has(key string, values ...string) func(lab.Values) bool {
	return func(v lab.Values) bool {
		got := v.Text(key)
		for _, want := range values {
			if got == want {
				return true
			}
		}
		return false
	}
}

func params() []lab.Param {
	return []lab.Param{
		{Key: "method", Label: "Method", Group: placementGroup, Kind: lab.Enum, Default: ring,
			Help: "How the node of a key is chosen.",
			Options: []lab.Option{{Value: ring, Label: "Consistent hash ring"}, {Value: bounded, Label: "Ring with bounded loads"},
				{Value: ketama, Label: "Ketama"}, {Value: rendezvous, Label: "Rendezvous"}, {Value: jump, Label: "Jump"},
				{Value: maglev, Label: "Maglev"}, {Value: modulo, Label: "Modulo"}}},
		{Key: "hash", Label: "Hash", Group: placementGroup, Kind: lab.Enum, Default: "xxhash",
			Help:    "What turns a key into a position. MD5 is the reference: points are MD5 of node:i, 128 bits wide.",
			Options: []lab.Option{{Value: "md5", Label: "MD5"}, {Value: "xxhash", Label: "xxHash"}, {Value: "murmur3", Label: "Murmur3"}, {Value: "fnv-1a", Label: "FNV-1a"}},
			Shown:   has("method", ring, bounded, rendezvous, jump, maglev, modulo)},
		{Key: "virtual-nodes", Label: "Virtual nodes", Group: placementGroup, Kind: lab.Int, Default: "20", Unit: "per node",
			Min: 1, Max: 2000, Step: 1, Log: true,
			Help:  "How many points each node of weight 1 has on the ring. More points make the shares more even.",
			Shown: has("method", ring, bounded)},
		{Key: "load-bound", Label: "Load bound", Group: placementGroup, Kind: lab.Float, Default: "0.25", Unit: "over the average",
			Min: 0.01, Max: 4, Step: 0.01,
			Help:  "A node is full when it holds this much more than the average; its further keys go on clockwise.",
			Shown: has("method", bounded)},
		{Key: "table-size", Label: "Table size", Group: placementGroup, Kind: lab.Enum, Default: "65537",
			Help:    "How many entries the lookup table has: a prime, well over a hundred times the nodes.",
			Options: []lab.Option{{Value: "251", Label: "251"}, {Value: "2039", Label: "2,039"}, {Value: "65537", Label: "65,537"}, {Value: "655373", Label: "655,373"}},
			Shown:   has("method", maglev)},
		{Key: "copies", Label: "Copies", Group: placementGroup, Kind: lab.Int, Default: "1", Min: 1, Max: 5, Step: 1,
			Help:  "How many distinct nodes hold each key. The first one answers.",
			Shown: has("method", ring, ketama, rendezvous)},
		{Key: "nodes", Label: "Count", Group: nodesGroup, Kind: lab.Int, Default: "5", Min: 1, Max: MaxNodes, Step: 1, Log: true,
			Help: "How many nodes there are. Later, it adds at the end and takes from the end."},
		{Key: "name", Label: "Name", Group: nodesGroup, Kind: lab.Text, Default: "", Optional: true, Initial: true,
			Help: "Prefix of the nodes' names: server makes server-1, server-2 and so on; empty makes cache-a, cache-b and so on."},
		{Key: "keys", Label: "Count", Group: keysGroup, Kind: lab.Int, Default: "10000", Min: 1, Max: MaxKeys, Step: 1, Log: true, Initial: true, Made: true,
			Help: "How many keys there are from the start: user:0, user:1 and so on."},
		{Key: "arrival-rate", Label: "Arrival rate", Group: keysGroup, Kind: lab.Float, Default: "6", Min: 0, Max: 20000, Step: 1, Log: true, Unit: "per s", Made: true,
			Help: "How many further keys arrive each second, at random moments."},
		{Key: "popularity", Label: "Popularity", Group: keysGroup, Kind: lab.Enum, Default: "uniform", Initial: true, Made: true,
			Help:    "How often each key is asked for: all alike, or a few far more often than the rest.",
			Options: []lab.Option{{Value: "uniform", Label: "Uniform"}, {Value: "zipf", Label: "Zipf"}}},
		{Key: "zipf-exponent", Label: "Zipf exponent", Group: keysGroup, Kind: lab.Float, Default: "0.9", Min: 0.1, Max: 2, Step: 0.05, Initial: true, Made: true,
			Help:  "The key of rank r is asked for in proportion to 1 over r to this power.",
			Shown: has("popularity", "zipf")},
	}
}

func actions() []lab.ActionSpec {
	return []lab.ActionSpec{
		{Name: "add", Label: "Add node", Target: lab.NewTarget, Help: "A node joins and takes its share of the keys."},
		{Name: "remove", Label: "Remove", Target: lab.PartTarget, Help: "The node leaves for good and its keys move to others."},
		{Name: "kill", Label: "Kill", Target: lab.PartTarget, Help: "The node is down: its keys move to others until it is restored."},
		{Name: "restore", Label: "Restore", Target: lab.PartTarget, Help: "The node comes back where it was."},
		{Name: "weight", Label: "Weight", Target: lab.PartTarget, Help: "A node of weight 2 should hold twice as many keys as one of weight 1.",
			Args: []lab.Param{{Key: "weight", Label: "Weight", Kind: lab.Float, Default: "1", Min: 0.1, Max: 10, Step: 0.1}}},
	}
}

// presets open just before the interesting moment, and play from there.
func presets() []lab.Preset {
	return []lab.Preset{
		{Name: "a fifth cache joins", Link: "?lab=ring&nodes=4&virtual-nodes=14&hash=md5&keys=100000&do=3s:add:cache-e&t=2.5s"},
		{Name: "the notebook's demo", Link: "?lab=ring&hash=md5&virtual-nodes=50&nodes=3&name=server&keys=1000&arrival-rate=0"},
		{Name: "modulo against a ring", Link: "?lab=ring&method=modulo&virtual-nodes=100&nodes=4&keys=100000&do=3s:add:cache-e&do=6s:set:method:ring&do=9s:add:cache-f&t=2.5s"},
		{Name: "too few virtual nodes", Link: "?lab=ring&virtual-nodes=1&nodes=8&keys=100000&do=3s:set:virtual-nodes:10&do=6s:set:virtual-nodes:100&t=2.5s"},
		{Name: "a node dies", Link: "?lab=ring&nodes=6&keys=100000&do=3s:kill:cache-c&do=8s:restore:cache-c&t=2.5s"},
		{Name: "unequal weights", Link: "?lab=ring&virtual-nodes=80&keys=100000&do=3s:weight:cache-b:2&do=7s:weight:cache-d:0.5&t=2.5s"},
		{Name: "bounded loads", Link: "?lab=ring&nodes=6&virtual-nodes=10&load-bound=0.1&keys=100000&do=3s:set:method:bounded&t=2.5s"},
		{Name: "Maglev", Link: "?lab=ring&method=maglev&table-size=251&keys=100000&do=3s:add:cache-f&do=7s:kill:cache-b&t=2.5s"},
		{Name: "jump", Link: "?lab=ring&method=jump&keys=100000&do=3s:add:cache-f&do=7s:remove:cache-b&t=2.5s"},
		{Name: "hot keys", Link: "?lab=ring&virtual-nodes=100&popularity=zipf&zipf-exponent=1.1&keys=100000&do=3s:add:cache-f&t=2.5s"},
	}
}
