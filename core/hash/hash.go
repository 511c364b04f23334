package hash

import (
	"errors"
	"math/bits"
	"strconv"

	"github.com/cespare/xxhash/v2"
	"github.com/twmb/murmur3"
)

// Func is a hash function for keys. The zero value is MD5, so that a
// placement that names none gives the owners of the classic ring.
type Func uint8

// The hash functions, in the order in which they are offered.
const (
	MD5      Func = iota // 128 bits, RFC 1321
	XXHash64             // 64 bits, seed 0
	Murmur3              // the first 64 bits of x64_128, seed 0
	FNV1a                // 64 bits
)

var names = [...]string{MD5: "md5", XXHash64: "xxhash", Murmur3: "murmur3", FNV1a: "fnv-1a"}

// String returns the name that ParseFunc reads: md5, xxhash, murmur3 or fnv-1a.
func (f Func) String() string {
	if int(f) >= len(names) {
		return "hash(" + strconv.Itoa(int(f)) + ")"
	}
	return names[f]
}

// ParseFunc returns the function of that name. Names are lower case; any other
// text is an error that lists them.
func ParseFunc(name string) (Func, error) {
	for f, known := range names {
		if name == known {
			return Func(f), nil
		}
	}
	return 0, errors.New("unknown hash " + strconv.Quote(name) +
		": use md5, xxhash, murmur3 or fnv-1a")
}

// Position returns the place of a key on the circle. MD5 gives all 128 bits,
// read big-endian; the others leave Lo at zero.
func (f Func) Position(key string) Position {
	if f == XXHash64 { // first, since it is what lookups are timed on
		return Position{Hi: xxhash.Sum64String(key)}
	}
	if f == MD5 {
		return md5Position(key)
	}
	return Position{Hi: f.Sum64(key)}
}

// Sum64 returns 64 bits of the key's hash; of MD5 its first eight bytes, read
// big-endian, which are also the upper half of the key's position.
func (f Func) Sum64(key string) uint64 {
	switch f {
	case XXHash64:
		return xxhash.Sum64String(key)
	case Murmur3:
		sum, _ := murmur3.StringSum128(key)
		return sum
	case FNV1a:
		return fnv1a64(key)
	case MD5:
		return md5Position(key).Hi
	}
	panic("hash: no function has number " + strconv.Itoa(int(f)))
}

// Pair returns two hashes of one key for the methods that need two, as Maglev
// and double hashing do: the halves of a 128-bit hash, xxHash64 with seeds 0 and
// 1, or FNV-1a and a remix of it (as good as two hashes where each is reduced to
// a different range, but equal firsts have equal seconds).
func (f Func) Pair(key string) (first, second uint64) {
	switch f {
	case XXHash64:
		return xxhash.Sum64String(key), xxHashSeeded(key, 1)
	case Murmur3:
		return murmur3.StringSum128(key)
	case FNV1a:
		first = fnv1a64(key)
		return first, Mix(first)
	}
	p := f.Position(key)
	return p.Hi, p.Lo
}

// xxHashSeeded hashes with a seed, for which the library has no one-shot call.
func xxHashSeeded(key string, seed uint64) uint64 {
	var digest xxhash.Digest
	digest.ResetWithSeed(seed)
	digest.WriteString(key)
	return digest.Sum64()
}

// Mix scrambles 64 bits one to one so that each bit of the input reaches every
// bit of the output (the finalizer of splitmix64; Stafford's thirteenth variant).
// It makes a hash of a number, or a second hash of a first.
func Mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Position is a place on the circle: a 128-bit number, clockwise from the top.
type Position struct{ Hi, Lo uint64 }

// Less reports whether p comes before q, going clockwise from the top.
func (p Position) Less(q Position) bool {
	return p.Hi < q.Hi || p.Hi == q.Hi && p.Lo < q.Lo
}

// Compare is -1 where p comes before q, 1 where it comes after, 0 where equal.
func (p Position) Compare(q Position) int {
	if p == q {
		return 0
	}
	if p.Less(q) {
		return -1
	}
	return 1
}

// Turn returns the place as a fraction of one turn, in [0, 1), to 53 bits.
func (p Position) Turn() float64 { return float64(p.Hi>>11) / (1 << 53) }

// Sub returns how far p lies clockwise of q, all the way round where need be.
func (p Position) Sub(q Position) Position {
	lo, borrow := bits.Sub64(p.Lo, q.Lo, 0)
	hi, _ := bits.Sub64(p.Hi, q.Hi, borrow)
	return Position{Hi: hi, Lo: lo}
}
