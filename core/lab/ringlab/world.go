package ringlab

import (
	"math"
	"slices"
	"time"

	"headroom/core/exact"
	"headroom/core/hash"
	"headroom/core/lab"
	"headroom/core/stats"
)

// world is the state of the lab. What can be derived, who owns a key above
// all, is not in it: arrangements are shared between clones and never change.
type world struct {
	cfg   config
	nodes []node // in the order they joined, those that are down included
	keys  *population
	all   *populations // shared by all clones

	placed int         // keys there are
	now    arrangement // who owns what
	cursor cursor      // places the next key
	tally  tally       // what the nodes hold
	total  float64     // popularity of all keys

	sample  sample   // the keys that are drawn
	recent  arrivals // the keys that are still on their way in
	changes []change

	arrival exact.Rand
	at      time.Duration // of the last arrival
	next    time.Duration // of the next one

	measured window

	job *job // work left by a change
}

// node is a member of the cluster. Its id stays the same while it is one, so
// that it keeps its colour.
type node struct {
	name   string
	id     int
	weight float64
	down   bool
}

// config holds the present values of the parameters.
type config struct {
	method          string
	fn              hash.Func
	virtual, copies int
	bound           float64
	table           int
	prefix          string
	keys            int
	rate            float64
}

const never = time.Duration(math.MaxInt64)

const arrivalStream = 1 // of the scenario's seed

func newWorld(setup lab.Setup, m *memory) lab.World {
	v := setup.Values
	w := &world{cfg: configOf(v), at: -1, arrival: exact.NewRand(setup.Seed, arrivalStream)}
	src := source{data: setup.Data}
	if src.data != nil {
		w.cfg.keys = src.data.Len()
	} else if v.Text("popularity") == "zipf" {
		src.zipf = v.Float("zipf-exponent")
	}
	w.all = m.populations(src)
	w.rehash()
	w.resize(v.Int("nodes"))
	w.placed = w.cfg.keys
	w.now = w.arrange()
	w.tally = newTally(w.idBound())
	w.sample = newSample(w.cfg.keys)
	w.replace(nil, change{})
	w.Measure(0)
	w.schedule(0)
	return w
}

func configOf(v lab.Values) config {
	fn, err := hash.ParseFunc(v.Text("hash"))
	if err != nil {
		panic("ringlab: " + err.Error())
	}
	c := config{
		method: v.Text("method"), fn: fn, virtual: v.Int("virtual-nodes"), copies: v.Int("copies"),
		bound: v.Float("load-bound"), prefix: v.Text("name"), keys: v.Int("keys"), rate: v.Float("arrival-rate"),
		table: int(v.Float("table-size")),
	}
	return c
}

// rehash takes other positions for the keys when the hash is another one.
// Ketama is defined on MD5 only.
func (w *world) rehash() {
	fn := w.cfg.fn
	if w.cfg.method == ketama {
		fn = hash.MD5
	}
	w.keys = w.all.of(fn)
}

// schedule draws the time of the arrival after one at a moment. One beyond the
// end of time never comes, and to a person's own keys none are added.
func (w *world) schedule(after time.Duration) {
	w.next = never
	if w.cfg.rate > 0 && w.all.data == nil && w.placed < maxPopulation {
		gap := w.arrival.Exp() / w.cfg.rate
		if gap < (lab.MaxTime - after).Seconds() {
			w.next = after + time.Duration(float64(gap*float64(time.Second)))
		}
	}
}

func (w *world) At() time.Duration { return w.at }

// Rest changes nothing: keys lie where they are.
func (w *world) Rest(time.Duration) {}

func (w *world) Next() (time.Duration, bool) { return w.next, w.next != never }

func (w *world) Run(until time.Duration, maxEvents, units int) (events, used int) {
	if w.job != nil {
		used = w.job.run(w, units)
	}
	for w.job == nil && events < maxEvents && used < units && w.next <= until && w.next != never {
		w.arrive()
		events++
		used += w.now.cost
	}
	return events, used
}

// arrive places one more key.
func (w *world) arrive() {
	i := w.placed
	w.placed++
	w.at = w.next
	held := w.cursor.place(&w.now, w.keys.position(i))
	pop := w.keys.popularity(i)
	w.tally.add(held, pop)
	w.total += pop
	w.sample.consider(i, held[0])
	w.recent.add(i, int(held[0]), w.at, w.cfg.rate)
	w.schedule(w.at)
}

func (w *world) Busy() (done, total int) {
	if w.job == nil {
		return 0, 0
	}
	return w.job.i, w.placed
}

func (w *world) Clone() lab.World {
	c := *w
	c.nodes = slices.Clone(w.nodes)
	c.cursor = w.cursor.clone()
	c.tally = w.tally.clone()
	c.sample = w.sample.clone()
	c.changes = w.changes[:len(w.changes):len(w.changes)]
	if w.job != nil {
		c.job = w.job.clone()
	}
	return &c
}

// Size counts what a clone does not share. The arrangement is counted too,
// since the clone may be the last that holds it.
func (w *world) Size() int {
	const perNode, perKey, perChange = 64 + 16, 32, 160
	return 1024 + len(w.nodes)*perNode + len(w.sample.keys)*perKey + len(w.changes)*perChange + w.now.size
}

func (w *world) Fingerprint() uint64 {
	var f stats.Fingerprint
	f.Uint64(uint64(w.placed))
	f.Duration(w.at)
	f.Float64(w.total)
	for i := range w.nodes {
		n := &w.nodes[i]
		f.String(n.name)
		f.Float64(n.weight)
		f.Uint64(uint64(w.tally.keys[n.id]))
		f.Float64(w.tally.load[n.id])
	}
	for _, c := range w.changes {
		f.Uint64(uint64(c.moved.keys))
		f.Uint64(uint64(c.least.keys))
		f.Uint64(uint64(c.modulo.keys))
		f.Float64(c.moved.load)
	}
	return f.Sum()
}

// live returns how many nodes are up.
func (w *world) live() int {
	n := 0
	for i := range w.nodes {
		if !w.nodes[i].down {
			n++
		}
	}
	return n
}

// find returns the index of a node, or -1.
func (w *world) find(name string) int {
	return slices.IndexFunc(w.nodes, func(n node) bool { return n.name == name })
}

// idBound is one more than the largest id of a node.
func (w *world) idBound() int {
	bound := 0
	for i := range w.nodes {
		bound = max(bound, w.nodes[i].id+1)
	}
	return bound
}
