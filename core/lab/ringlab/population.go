package ringlab

import (
	"strconv"

	"headroom/core/exact"
	"headroom/core/hash"
)

const keyPrefix = "user:"

// population is what can be derived of the keys: where each one hashes to and
// how popular it is. It grows on demand and is shared by all clones of a world,
// since its contents do not depend on the world's state.
type population struct {
	fn   hash.Func
	zipf float64 // exponent; 0 is uniform
	hi   []uint64
	lo   []uint64 // of 128-bit positions only
	pop  []float64
}

// populations holds one for each hash, so that going from one hash to another and
// back finds what was worked out before.
type populations struct {
	zipf   float64
	byHash map[hash.Func]*population
}

func (all *populations) of(fn hash.Func) *population {
	if all.byHash[fn] == nil {
		all.byHash[fn] = &population{fn: fn, zipf: all.zipf}
	}
	return all.byHash[fn]
}

// position returns where key i is.
func (p *population) position(i int) hash.Position {
	for len(p.hi) <= i {
		p.grow()
	}
	if p.lo == nil {
		return hash.Position{Hi: p.hi[i]}
	}
	return hash.Position{Hi: p.hi[i], Lo: p.lo[i]}
}

func (p *population) grow() {
	var buf [24]byte
	pos := p.fn.Position(string(appendKey(buf[:0], len(p.hi))))
	p.hi = append(p.hi, pos.Hi)
	if p.fn == hash.MD5 {
		p.lo = append(p.lo, pos.Lo)
	}
}

// popularity returns how often key i is asked for, relative to key 0.
func (p *population) popularity(i int) float64 {
	if p.zipf == 0 {
		return 1
	}
	for n := len(p.pop); n <= i; n++ {
		p.pop = append(p.pop, exact.Pow(float64(n+1), -p.zipf))
	}
	return p.pop[i]
}

func keyName(i int) string { return string(appendKey(nil, i)) }

func appendKey(b []byte, i int) []byte {
	return strconv.AppendInt(append(b, keyPrefix...), int64(i), 10)
}

// keyIndex returns which generated key a name is, and false for any other name.
func keyIndex(name string) (int, bool) {
	if len(name) <= len(keyPrefix) || name[:len(keyPrefix)] != keyPrefix {
		return 0, false
	}
	i, err := strconv.Atoi(name[len(keyPrefix):])
	return i, err == nil && i >= 0 && keyName(i) == name
}
