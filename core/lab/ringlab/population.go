package ringlab

import (
	"slices"
	"strconv"

	"headroom/core/dataset"
	"headroom/core/exact"
	"headroom/core/hash"
)

const keyPrefix = "user:"

// source is where the keys come from: a person's own, or made up as user:0,
// user:1 and so on with the popularity of Zipf's law.
type source struct {
	data *dataset.Keys // nil: made up
	zipf float64       // exponent; 0 is uniform
}

// skewed reports whether some keys are asked for more often than others.
func (src source) skewed() bool {
	if src.data != nil {
		return src.data.Lines() > src.data.Len()
	}
	return src.zipf > 0
}

func (src source) name(i int) string {
	if src.data != nil {
		return src.data.Key(i)
	}
	return string(appendKey(nil, i))
}

// index returns which key a name is, and false for any other name.
func (src source) index(name string) (int, bool) {
	if src.data != nil {
		return src.data.Find(name)
	}
	if len(name) <= len(keyPrefix) || name[:len(keyPrefix)] != keyPrefix {
		return 0, false
	}
	i, err := strconv.Atoi(name[len(keyPrefix):])
	return i, err == nil && i >= 0 && src.name(i) == name
}

func appendKey(b []byte, i int) []byte {
	return strconv.AppendInt(append(b, keyPrefix...), int64(i), 10)
}

// population is what can be derived of the keys under one hash: where each one
// is and how popular it is. It is shared by all worlds with the same keys, since
// its contents do not depend on their state.
type population struct {
	source
	fn     hash.Func
	points *positions
	shares *popularities
	hot    []int // the most popular keys, where popularity is skewed
}

// positions grow on demand.
type positions struct {
	hi []uint64
	lo []uint64 // of 128-bit positions only
}

// popularities grow on demand: how often key i is asked for.
type popularities struct{ of []float64 }

// position returns where key i is.
func (p *population) position(i int) hash.Position {
	for len(p.points.hi) <= i {
		p.grow()
	}
	if p.points.lo == nil {
		return hash.Position{Hi: p.points.hi[i]}
	}
	return hash.Position{Hi: p.points.hi[i], Lo: p.points.lo[i]}
}

// reserve makes room for so many keys at once: growing step by step would copy
// megabytes in the middle of a frame.
func (p *population) reserve(keys int) {
	room := max(0, keys-len(p.points.hi))
	p.points.hi = slices.Grow(p.points.hi, room)
	if p.fn == hash.MD5 {
		p.points.lo = slices.Grow(p.points.lo, room)
	}
}

func (p *population) grow() {
	var pos hash.Position
	if at := len(p.points.hi); p.data != nil {
		pos = p.fn.Position(p.data.Key(at))
	} else {
		var buf [24]byte
		pos = p.fn.Position(string(appendKey(buf[:0], at)))
	}
	p.points.hi = append(p.points.hi, pos.Hi)
	if p.fn == hash.MD5 {
		p.points.lo = append(p.points.lo, pos.Lo)
	}
}

// popularity returns how often key i is asked for: as often as it stands in a
// person's data, or relative to the first of those made up.
func (p *population) popularity(i int) float64 {
	if p.data != nil {
		return float64(p.data.Count(i))
	}
	if p.zipf == 0 {
		return 1
	}
	for n := len(p.shares.of); n <= i; n++ {
		p.shares.of = append(p.shares.of, exact.Pow(float64(n+1), -p.zipf))
	}
	return p.shares.of[i]
}

// hottest is how many of the most popular keys are drawn larger.
const hottest = 6

// hottestOf returns the most popular keys, the most popular first.
func hottestOf(src source) []int {
	hot := make([]int, 0, hottest+1)
	switch {
	case !src.skewed():
	case src.data == nil:
		for i := range hottest {
			hot = append(hot, i)
		}
	default:
		for i := range src.data.Len() {
			if len(hot) == hottest && src.data.Count(i) <= src.data.Count(hot[hottest-1]) {
				continue
			}
			hot = append(hot, i)
			for at := len(hot) - 1; at > 0 && src.data.Count(hot[at-1]) < src.data.Count(i); at-- {
				hot[at-1], hot[at] = i, hot[at-1]
			}
			hot = hot[:min(len(hot), hottest)]
		}
	}
	return hot
}

// populations holds one for each hash, so that going from one hash to another and
// back finds what was worked out before.
type populations struct {
	source
	memory *memory
	hot    []int
	byHash map[hash.Func]*population
	found  found // the key that was looked for last
}

// found is which key a name is.
type found struct {
	key string
	i   int
	ok  bool
}

func (all *populations) of(fn hash.Func) *population {
	if all.byHash[fn] == nil {
		all.byHash[fn] = &population{source: all.source, fn: fn, hot: all.hot,
			points: all.memory.positionsOf(fn, all.data), shares: all.memory.popularitiesOf(all.zipf)}
	}
	return all.byHash[fn]
}

// memory keeps what was worked out about keys from one world to the next: those
// that are made up are the same in every scenario, and so is a person's own file
// after an edit. It holds one file and one law of popularity at most; worlds
// that are still about keep their own.
type memory struct {
	made, own map[hash.Func]*positions
	data      *dataset.Keys // that own is of
	zipf      float64       // that shares is of
	shares    *popularities
	last      *populations
}

func (m *memory) populations(src source) *populations {
	if m.last == nil || m.last.source != src {
		m.last = &populations{source: src, memory: m, hot: hottestOf(src), byHash: map[hash.Func]*population{}}
	}
	return m.last
}

func (m *memory) positionsOf(fn hash.Func, data *dataset.Keys) *positions {
	at := &m.made
	if data != nil {
		at = &m.own
		if m.data != data {
			m.data, m.own = data, nil
		}
	}
	if *at == nil {
		*at = map[hash.Func]*positions{}
	}
	if (*at)[fn] == nil {
		(*at)[fn] = &positions{}
	}
	return (*at)[fn]
}

func (m *memory) popularitiesOf(zipf float64) *popularities {
	if zipf == 0 {
		return nil // all alike
	}
	if m.shares == nil || m.zipf != zipf {
		m.zipf, m.shares = zipf, &popularities{}
	}
	return m.shares
}
