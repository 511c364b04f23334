package balancer

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/core/hash"
	"headroom/core/placement"
)

// Backend is what serves requests: a name of 1 to 255 bytes, alone in its pool, and
// a whole weight from 0 to MaxWeight. Weights count relative to each other, on the
// policies that know them. On every policy a backend of weight 0 is out of rotation,
// and only its sticky sessions still reach it.
type Backend struct {
	Name   string
	Weight int
}

// Request is what a pick goes by. What a policy does not look at may be left out: all
// but Now, by which ejections and slow starts end.
type Request struct {
	Now     time.Duration // since any start, within 146 years of all other moments
	Draw    uint64        // 64 random bits of its own, such as exact.Draw gives
	Client  hash.Position // of the client's address, by Config.Hash; for policies that hash
	Session uint64        // whose it is, for sticky sessions and connections; 0 for nobody's
}

// Pool holds backends and picks one for each request. Each backend has a slot, a
// small number that it keeps from Add until it has left and its last request is
// done; a new one takes the lowest free. Methods that take a slot panic where there
// is no backend in it. A pool belongs to one goroutine; New makes one.
type Pool struct {
	config  Config
	members []member // by slot
	active  []int32  // by slot: requests picked and not done
	open    []int32  // by slot: open connections
	loads   []int32  // what policies count: active, or open where connections are on
	peaks   []peak   // by slot
	sorted  []uint16 // the slots of those that have not left, by name
	vacant  int      // slots that are free
	serial  uint32   // of the last backend that joined

	ring      *placement.Ring // of sorted; nil unless the policy stands on one
	ringSlots []uint16        // our slots by the ring's
	billion   uint64          // 1+Epsilon in parts per billion

	rotation
	smooth   smooth
	tie      []int64 // by slot: nginx's current weight among those that tie
	turn     int     // index in rotation of whose turn it was last
	lastTurn int     // its slot
	why      Choice  // the last pick
	keeps    bool    // there are sessions or connections
	sessions sessions

	connections sessions
}

// New returns a pool without backends, or what is wrong with the configuration.
func New(c Config) (*Pool, error) {
	p := &Pool{turn: -1, lastTurn: -1}
	if err := p.Configure(c); err != nil {
		return nil, err
	}
	return p, nil
}

// Configure changes how the pool behaves from the next pick on, its policy for one.
// Backends, their active requests and what is known of them stay; of the sticky
// sessions those used last. What is wrong with the configuration, or a ring
// that has no room for its virtual nodes, is an error and changes nothing.
func (p *Pool) Configure(c Config) error {
	c, err := c.withDefaults()
	if err != nil {
		return err
	}
	ring := p.ring
	if !c.Policy.hashes() {
		ring = nil
	} else if ring == nil || c.Hash != p.config.Hash || c.VirtualNodes != p.config.VirtualNodes {
		ring = placement.NewRing(c.Hash, c.VirtualNodes)
		if err := ring.AddAll(p.nodes()...); err != nil {
			return err
		}
	}
	p.retire()
	p.ring, p.config = ring, c
	p.billion = parts + uint64(float64(c.Epsilon*parts)+0.5)
	p.sessions.resize(c.Sessions)
	p.connections.resize(c.Connections)
	p.keeps = c.Sessions+c.Connections > 0
	p.recount()
	p.aim()
	p.stale()
	return nil
}

// Config returns the configuration, with its defaults filled in.
func (p *Pool) Config() Config { return p.config }

// nodes are the backends as the ring knows them. It takes no weights: with few
// virtual nodes for one unit they would be uneven, with many too large.
func (p *Pool) nodes() []placement.Node {
	list := make([]placement.Node, len(p.sorted))
	for i, slot := range p.sorted {
		list[i] = placement.Node{Name: p.members[slot].name, Weight: 1}
	}
	return list
}

// Add puts backends in, all of them or, on an error, none. One that is there
// already only has its weight changed. A new one starts healthy, and slowly where
// the pool has a slow start.
func (p *Pool) Add(now time.Duration, list ...Backend) error {
	var fresh []placement.Node
	names := map[string]bool{}
	for _, b := range list {
		if err := b.check(); err != nil {
			return err
		}
		if p.Slot(b.Name) < 0 && !names[b.Name] {
			names[b.Name] = true
			fresh = append(fresh, placement.Node{Name: b.Name, Weight: 1})
		}
	}
	if held := len(p.members) - p.vacant + len(fresh); held > MaxBackends {
		return errors.New(strconv.Itoa(held) + " backends: a pool has at most " + strconv.Itoa(MaxBackends))
	}
	if p.ring != nil {
		if err := p.ring.AddAll(fresh...); err != nil {
			return err
		}
	}
	for _, b := range list {
		p.join(now, b)
	}
	p.aim()
	p.stale()
	return nil
}

func (b Backend) check() error {
	if b.Name == "" {
		return errors.New("a backend needs a name")
	}
	if len(b.Name) > MaxName {
		return errors.New("the name " + strconv.Quote(b.Name[:20]) + "… has " +
			strconv.Itoa(len(b.Name)) + " bytes: at most " + strconv.Itoa(MaxName))
	}
	if b.Weight < 0 || b.Weight > MaxWeight {
		return errors.New("backend " + strconv.Quote(b.Name) + " has weight " + strconv.Itoa(b.Weight) +
			": a weight is a whole number from 0 to " + strconv.Itoa(MaxWeight) + ", usually 1")
	}
	return nil
}

func (p *Pool) join(now time.Duration, b Backend) {
	at, found := p.search(b.Name)
	if found {
		p.members[p.sorted[at]].weight = int32(b.Weight)
		return
	}
	slot := len(p.members)
	if p.vacant > 0 {
		slot = slices.IndexFunc(p.members, func(m member) bool { return m.name == "" })
		p.vacant--
	} else {
		p.members = append(p.members, member{})
		p.active, p.open = append(p.active, 0), append(p.open, 0)
		p.peaks = append(p.peaks, peak{})
		p.tie = append(p.tie, 0)
		p.smooth.current = append(p.smooth.current, 0)
		p.rotating = append(p.rotating, false)
	}
	p.serial++
	p.peaks[slot], p.tie[slot], p.smooth.current[slot] = peak{stamp: now}, 0, 0
	p.members[slot] = member{name: b.Name, weight: int32(b.Weight), serial: p.serial, lives: p.serial, warming: true, since: now}
	p.sorted = slices.Insert(p.sorted, at, uint16(slot))
}

// Remove takes a backend out of the pool at once. Its active requests may still be
// done; until then its slot and name stay, in the state Left.
func (p *Pool) Remove(slot int) {
	m := p.present(slot)
	at, _ := p.search(m.name)
	p.sorted = slices.Delete(p.sorted, at, at+1)
	if p.ring != nil {
		if err := p.ring.Remove(m.name); err != nil {
			panic("balancer: the ring misses a backend: " + err.Error())
		}
	}
	p.Cut(slot)
	m.left = true
	p.vacate(slot)
	p.stale()
}

// vacate frees the slot of a backend that left, when nothing is active on it. What
// is remembered by slot has to be settled before somebody else moves in.
func (p *Pool) vacate(slot int) {
	if m := &p.members[slot]; m.left && p.active[slot] == 0 {
		p.stale()
		*m = member{}
		p.vacant++
	}
}

// SetWeight changes a backend's weight. Smooth weighted round robin, and ties by it,
// then begin anew, as nginx does with another configuration. It panics unless the weight is 0 to
// MaxWeight.
func (p *Pool) SetWeight(slot, weight int) {
	m := p.present(slot)
	if err := (Backend{m.name, weight}).check(); err != nil {
		panic("balancer: " + err.Error())
	}
	if m.weight != int32(weight) {
		m.weight = int32(weight)
		p.forget()
		p.stale()
	}
}

// Drain lets a backend finish what it has and gives it nothing new. Sticky sessions
// move to others; open connections stay until they are used up. It is finished when
// Active and Open are 0.
func (p *Pool) Drain(slot int) {
	p.present(slot).draining = true
	p.stale()
}

// Resume ends a drain.
func (p *Pool) Resume(slot int) {
	p.present(slot).draining = false
	p.stale()
}

// Len returns the number of backends, whatever their state, without those that left.
func (p *Pool) Len() int { return len(p.sorted) }

// Slots returns one more than the highest slot that there has been.
func (p *Pool) Slots() int { return len(p.members) }

// Slot returns the slot of the backend of that name, or -1. It searches, in O(log n).
func (p *Pool) Slot(name string) int {
	if at, found := p.search(name); found {
		return int(p.sorted[at])
	}
	return -1
}

func (p *Pool) search(name string) (at int, found bool) {
	return slices.BinarySearchFunc(p.sorted, name, func(slot uint16, name string) int {
		return strings.Compare(p.members[slot].name, name)
	})
}

// Name returns the name of the backend in a slot, "" where there is none.
func (p *Pool) Name(slot int) string {
	if uint(slot) >= uint(len(p.members)) {
		return ""
	}
	return p.members[slot].name
}

// Weight returns the weight that a backend was given.
func (p *Pool) Weight(slot int) int { return int(p.member(slot).weight) }

// Active returns how many requests were picked for a backend and are not done.
func (p *Pool) Active(slot int) int {
	p.member(slot)
	return int(p.active[slot])
}

// member returns the backend in a slot, one that left as well.
func (p *Pool) member(slot int) *member {
	if uint(slot) >= uint(len(p.members)) || p.members[slot].name == "" {
		panic("balancer: there is no backend in slot " + strconv.Itoa(slot))
	}
	return &p.members[slot]
}

// present returns the backend in a slot, one that has not left.
func (p *Pool) present(slot int) *member {
	m := p.member(slot)
	if m.left {
		panic("balancer: " + m.name + " in slot " + strconv.Itoa(slot) + " has left")
	}
	return m
}

// stale has the rotation worked out anew before the next pick. What smooth weighted
// round robin replays ends here, while slots and weights are what they were.
func (p *Pool) stale() {
	p.smooth.settle(&p.rotation)
	p.wake = math.MinInt64
}

// Clone returns a pool that can be changed apart from this one. What is large and
// finished is shared.
func (p *Pool) Clone() *Pool {
	c := *p
	c.members, c.active, c.peaks = slices.Clone(p.members), copied(p.active), slices.Clone(p.peaks)
	c.open, c.connections = copied(p.open), p.connections.clone()
	c.aim()
	c.sorted, c.tie = slices.Clone(p.sorted), slices.Clone(p.tie)
	c.rotation, c.smooth, c.sessions = p.rotation.clone(), p.smooth.clone(), p.sessions.clone()
	if p.ring != nil {
		c.ring, c.ringSlots = p.ring.Clone(), slices.Clone(p.ringSlots)
	}
	return &c
}
