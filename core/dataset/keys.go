package dataset

import (
	"math"

	"github.com/cespare/xxhash/v2"
)

// Limits of a dataset. What is beyond them is an error.
const (
	MaxKeys   = 1_000_000  // different keys
	MaxLines  = 10_000_000 // keys, repeats included
	MaxKey    = 1024       // bytes of a key
	MaxLine   = 65_536     // bytes of a line
	MaxText   = 64 << 20   // bytes of different keys together
	MaxInline = 16 * 1024  // bytes of the packed form that a link may carry
)

// Keys are different keys in the order in which they first came, with how often
// each one came. They never change. Beside the text a key takes nine bytes.
type Keys struct {
	// text holds each key behind its length as a varint. It is in segments of a
	// megabyte, so that no allocation is huge; no key lies across two of them.
	text   []string
	at     []uint32 // where each key is: its segment, and its place in it
	counts []uint32
	lines  int
	packed int
	digest string
}

// A place is segment<<segmentBits | byte in the segment.
const segmentBits = 20

// Len returns how many different keys there are.
func (k *Keys) Len() int { return len(k.at) }

// Lines returns how many keys were read, repeats included.
func (k *Keys) Lines() int { return k.lines }

// Key returns the i-th key without allocating.
func (k *Keys) Key(i int) string {
	record := k.record(i)
	return record[1+record[0]>>7:]
}

// record is a key with its length before it, which takes a second byte from 128 on.
func (k *Keys) record(i int) string {
	at := k.at[i]
	rest := k.text[at>>segmentBits][at&(1<<segmentBits-1):]
	n := int(rest[0])
	if n >= 0x80 {
		n = n - 0x7f + int(rest[1])<<7
	}
	return rest[:1+n]
}

// Count returns how often the i-th key came: at least once.
func (k *Keys) Count(i int) int { return int(k.counts[i]) }

// Find returns which key has this text. It looks at all of them.
func (k *Keys) Find(key string) (i int, ok bool) {
	for i := range k.at {
		if k.Key(i) == key {
			return i, true
		}
	}
	return 0, false
}

// Digest returns the name of the keys and their counts: 16 hexadecimal digits,
// the xxHash64 of the packed form. It tells files apart that differ by accident;
// somebody who wants to can make two with the same digest.
func (k *Keys) Digest() string { return k.digest }

// PackedLen returns how many bytes the packed form has.
func (k *Keys) PackedLen() int { return k.packed }

// AppendPacked appends the packed form of the keys from number from on, until
// that is limit bytes or a record more, and returns the number of the key to go
// on with, which is Len at the end.
func (k *Keys) AppendPacked(dst []byte, from, limit int) (out []byte, next int) {
	limit += len(dst)
	for ; from < len(k.at) && len(dst) < limit; from++ {
		dst = append(dst, k.record(from)...)
		dst = appendUvarint(dst, k.counts[from])
	}
	return dst, from
}

// Ref returns the name by which a link carries these keys. The name is cleaned.
func (k *Keys) Ref(name string) Ref {
	return Ref{Name: CleanName(name), Keys: len(k.at), Digest: k.digest}
}

// signing is how far the digest of keys has got.
type signing struct {
	sum  *xxhash.Digest
	next int
	buf  []byte
}

// sign goes on working out what the keys are called by, once all of them are there,
// for about so many bytes of them, and reports whether that was all.
func (k *Keys) sign(s *signing, bytes int) (done bool) {
	if s.sum == nil {
		s.sum = xxhash.New()
	}
	for until := k.packed + min(bytes, math.MaxInt-k.packed); s.next < len(k.at) && k.packed < until; {
		s.buf, s.next = k.AppendPacked(s.buf[:0], s.next, 1<<15)
		s.sum.Write(s.buf)
		k.packed += len(s.buf)
	}
	if s.next < len(k.at) {
		return false
	}
	k.digest = hexadecimal(s.sum.Sum64())
	return true
}
