package ringlab

import (
	"math"
	"slices"
	"time"
)

// maxDots bounds how many keys are drawn.
const maxDots = 600

// sample is the keys that are drawn: every stride-th.
type sample struct {
	stride int
	keys   []dot
}

// dot is one drawn key.
type dot struct {
	key   int
	owner uint16  // the id of the node that answers for it
	was   uint16  // and before the last change
	from  float64 // its place before the last change, in turns
	moved bool    // by the last change
}

func newSample(keys int) sample {
	return sample{stride: max(1, (keys+maxDots-1)/maxDots)}
}

// consider draws a key if it is the turn of one.
func (s *sample) consider(key int, owner uint16) {
	if key%s.stride == 0 && len(s.keys) < 2*maxDots {
		s.keys = append(s.keys, dot{key: key, owner: owner, was: owner, from: math.NaN()})
	}
}

func (s *sample) clone() sample { return sample{s.stride, slices.Clone(s.keys)} }

// arrivals remembers the last keys that arrived, for as long as they fly. It is
// a value: a copy of the world copies it.
type arrivals struct {
	ring  [48]arrival
	count int
}

type arrival struct {
	key, owner int
	at         time.Duration
}

// flight is how long a key takes to its place on screen.
const flight = 700 * time.Millisecond

// add remembers one arrival in so many that those in flight fit the ring.
func (a *arrivals) add(key, owner int, at time.Duration, rate float64) {
	if every := 1 + int(rate*flight.Seconds()/float64(len(a.ring)-8)); key%every == 0 {
		a.ring[a.count%len(a.ring)] = arrival{key, owner, at}
		a.count++
	}
}

// first returns the first key that is remembered, or one beyond all keys.
func (a *arrivals) first() int {
	first := math.MaxInt
	for i := range min(a.count, len(a.ring)) {
		first = min(first, a.ring[i].key)
	}
	return first
}

// move says that another node answers for a key.
func (a *arrivals) move(key, owner int) {
	for i := range min(a.count, len(a.ring)) {
		if a.ring[i].key == key {
			a.ring[i].owner = owner
		}
	}
}

// flying calls visit for each arrival of the last span before now, with its age.
func (a *arrivals) flying(now, span time.Duration, visit func(arrival, time.Duration)) {
	for i := max(0, a.count-len(a.ring)); i < a.count; i++ {
		if one := a.ring[i%len(a.ring)]; one.at <= now && now-one.at < span {
			visit(one, now-one.at)
		}
	}
}
