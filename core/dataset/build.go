package dataset

import (
	"strings"

	"github.com/cespare/xxhash/v2"
)

// builder gathers keys and finds those that came before. Its table is open
// addressing in many small parts that grow one by one, so that no single key
// pays for moving a million, and it points at the text instead of owning some.
type builder struct {
	keys   *Keys
	length int             // bytes of the different keys
	record []byte          // of a key on its way into the text
	tail   strings.Builder // the last segment of the text
	parts  [256]part       // by the top byte of the hash
}

// part is one table. A slot is 32 bits of the hash over the number of the key
// plus one; zero is a free slot.
type part struct {
	slots []uint64
	used  int
}

// take counts a key, which may have come before. It says what is wrong, without
// the line, or nothing.
func (b *builder) take(key []byte, times uint32) string {
	sum := xxhash.Sum64(key)
	p := &b.parts[sum>>56]
	if p.used*4 >= len(p.slots)*3 {
		p.grow()
	}
	slot := uint32(sum)
	for ; ; slot++ {
		slot &= uint32(len(p.slots) - 1)
		entry := p.slots[slot]
		if entry == 0 {
			break
		}
		if i := uint32(entry) - 1; entry>>32 == sum&0xffffffff && b.keys.Key(int(i)) == string(key) {
			b.keys.lines += int(times)
			b.keys.counts[i] += times
			return b.full()
		}
	}
	p.used++
	p.slots[slot] = sum<<32 | uint64(b.keys.Len()+1)
	return b.add(key, times)
}

// grow doubles a table. The low bits of the hash, which say where a key goes, are
// in its slot.
func (p *part) grow() {
	old := p.slots
	p.slots = make([]uint64, max(8, 2*len(old)))
	for _, entry := range old {
		slot := entry >> 32
		for ; ; slot++ {
			slot &= uint64(len(p.slots) - 1)
			if entry == 0 || p.slots[slot] == 0 {
				break
			}
		}
		if entry != 0 {
			p.slots[slot] = entry
		}
	}
}

// add counts a key that did not come before.
func (b *builder) add(key []byte, times uint32) string {
	k := b.keys
	b.record = append(appendUvarint(b.record[:0], uint32(len(key))), key...)
	if len(k.text) == 0 || b.tail.Len()+len(b.record) > 1<<segmentBits {
		if b.tail.Reset(); len(k.text) > 0 {
			b.tail.Grow(1 << segmentBits) // there is much of it
		}
		k.text = append(k.text, "")
	}
	last := len(k.text) - 1
	k.at = append(k.at, uint32(last<<segmentBits|b.tail.Len()))
	k.counts = append(k.counts, times)
	k.lines += int(times)
	b.length += len(key)
	b.tail.Write(b.record)
	k.text[last] = b.tail.String()
	return b.full()
}

// full says which limit the last key was too much for, or nothing.
func (b *builder) full() string {
	switch {
	case b.keys.Len() > MaxKeys:
		return "brings the 1,000,001st different key; at most 1,000,000 can be read: give the first part of it, or another column"
	case b.keys.lines > MaxLines:
		return "brings the 10,000,001st key; at most 10,000,000 can be read: give the first part of it"
	case b.length > MaxText:
		return "brings more than 67,108,864 bytes of different keys; give the first part of it, or another column"
	}
	return ""
}

//go:noinline
func appendUvarint(dst []byte, x uint32) []byte {
	for ; x >= 0x80; x >>= 7 {
		dst = append(dst, byte(x)|0x80)
	}
	return append(dst, byte(x))
}
