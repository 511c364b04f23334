package balancer

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The errors of Pick are one of these or wrap it; their text says how many backends
// there are and what keeps them out.
var (
	// ErrEmpty is the error of a pool without backends.
	ErrEmpty = errors.New("the pool is empty: it has no backends")
	// ErrAllDown is wrapped by the error of a pool of which no backend takes requests.
	ErrAllDown = errors.New("no backend takes requests")
)

// rotation is the backends that take requests at the moment, and what follows from
// that. It is worked out when something has changed, not for each pick.
type rotation struct {
	up       []uint16 // slots, ascending
	weights  []int32  // of up: as given, or in tenths of that while somebody starts slowly
	tenths   bool
	total    int64  // of weights
	rotating []bool // by slot
	busy     int64  // active requests on up
	held     int64  // open connections of up
	alias    alias  // of weights, for WeightedRandom
	wake     time.Duration
	blank    Choice // with what is the same for every pick
	refusal  error  // where up is empty
}

func (r *rotation) clone() rotation {
	c := *r
	c.up, c.weights, c.rotating = slices.Clone(r.up), copied(r.weights), slices.Clone(r.rotating)
	return c
}

// refresh works the rotation out for a moment. It allocates where the pool has
// grown, and for the tables of a new rotation.
func (p *Pool) refresh(now time.Duration) {
	p.smooth.settle(&p.rotation)
	p.wake = math.MaxInt64
	p.endEjections(now)
	wasTenths := p.tenths
	p.tenths = p.warming(now)
	p.up, p.weights, p.total, p.busy, p.held = p.up[:0], p.weights[:0], 0, 0, 0
	for slot := range p.members {
		m := &p.members[slot]
		p.rotating[slot] = m.name != "" && m.state() == Up
		if !p.rotating[slot] {
			continue
		}
		weight := m.weight
		if p.tenths {
			weight *= int32(p.tenth(m, now))
		}
		p.up, p.weights = append(p.up, uint16(slot)), append(p.weights, weight)
		p.total += int64(weight)
		p.busy += int64(p.active[slot])
		p.held += int64(p.open[slot])
	}
	if p.tenths != wasTenths {
		p.forget()
	}
	p.smooth.restart(&p.rotation)
	p.alias = alias{}
	if p.config.Policy == WeightedRandom && len(p.up) > 0 {
		p.alias = newAlias(p.weights, p.total)
	}
	p.turn, _ = slices.BinarySearch(p.up, uint16(p.lastTurn+1))
	p.turn--
	p.mapRing()
	p.summarize()
}

// forget takes back what was earned in weights that are no more.
func (p *Pool) forget() {
	p.smooth.record, p.smooth.at, p.smooth.replaying = nil, 0, false
	clear(p.smooth.current)
	clear(p.tie)
}

// mapRing relates the ring's slots, which are free sooner, to ours.
func (p *Pool) mapRing() {
	if p.ring == nil {
		return
	}
	p.ringSlots = slices.Grow(p.ringSlots[:0], p.ring.Slots())[:p.ring.Slots()]
	for _, slot := range p.sorted {
		p.ringSlots[p.ring.Slot(p.members[slot].name)] = slot
	}
}

// summarize notes who is left out and why, for every choice and for the refusal.
func (p *Pool) summarize() {
	p.blank = Choice{Slot: -1, Policy: p.config.Policy, WasBound: -1, WasConnected: -1, Skipped: -1}
	var counts [Left]int
	for slot := range p.members {
		m := &p.members[slot]
		if m.name == "" || m.left || p.rotating[slot] {
			continue
		}
		counts[m.state()]++
		if p.blank.Skipped < 0 {
			p.blank.Skipped, p.blank.SkippedState = int32(slot), m.state()
		} else {
			p.blank.SkippedMore++
		}
	}
	p.why, p.refusal = p.blank, nil
	switch {
	case p.Len() == 0:
		p.refusal = ErrEmpty
	case len(p.up) == 0:
		p.refusal = allDown(p.Len(), counts[:])
	}
}

type allDownError struct{ text string }

func (e allDownError) Error() string { return e.text }
func (e allDownError) Unwrap() error { return ErrAllDown }

// allDown says how many backends are in which state.
func allDown(all int, counts []int) error {
	var parts []string
	for state, count := range counts {
		if count > 0 {
			parts = append(parts, strconv.Itoa(count)+" "+State(state).String())
		}
	}
	text := ErrAllDown.Error() + ": of " + strconv.Itoa(all) + " backend"
	if all > 1 {
		text += "s"
	}
	return allDownError{text + ", " + strings.Join(parts, ", ")}
}
