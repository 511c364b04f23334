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
	tail   strings.Builder // the last segment of the text
	parts  [256]part       // by the top byte of the hash
}

// part is one table. A slot is 32 bits of the hash over the number of the key
// plus one; zero is a free slot.
type part struct {
	slots []uint64
	used  int
}

// take counts a key that came so many times, in the table unless it is known to
// be new. What is wrong with it is told without its line, and "" is fine.
func (b *builder) take(key []byte, count uint32) string {
	if b.keys.lines += int(count); b.keys.lines > MaxLines {
		return "brings the 10,000,001st key; at most 10,000,000 are read: give the first part of it"
	}
	sum := xxhash.Sum64(key)
	p := &b.parts[sum>>56]
	if p.used*4 >= len(p.slots)*3 {
		p.grow()
	}
	mask := uint32(len(p.slots) - 1)
	slot := uint32(sum) & mask
	for ; p.slots[slot] != 0; slot = (slot + 1) & mask {
		if i := uint32(p.slots[slot]) - 1; uint32(p.slots[slot]>>32) == uint32(sum) && b.keys.Key(int(i)) == string(key) {
			b.keys.counts[i] += count
			return ""
		}
	}
	p.used++
	p.slots[slot] = sum<<32 | uint64(b.keys.Len()+1)
	return b.add(key, count)
}

// grow doubles a table. The low bits of the hash, which say where a key goes, are
// in its slot.
func (p *part) grow() {
	old := p.slots
	p.slots = make([]uint64, max(8, 2*len(old)))
	mask := uint32(len(p.slots) - 1)
	for _, entry := range old {
		if entry == 0 {
			continue
		}
		slot := uint32(entry>>32) & mask
		for p.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		p.slots[slot] = entry
	}
}

// add takes a key that did not come before.
func (b *builder) add(key []byte, count uint32) string {
	k := b.keys
	if b.length += len(key); b.length > MaxText {
		return "brings the different keys over " + thousands(MaxText) + " bytes; give the first part of it, or shorter keys"
	}
	if len(k.at) == MaxKeys {
		return "brings the 1,000,001st different key; at most 1,000,000 are read: give the first part of it, or a column with fewer"
	}
	if len(k.text) == 0 || b.tail.Len()+2+len(key) > 1<<segmentBits {
		k.text = append(k.text, "")
		if b.tail.Reset(); len(k.text) > 1 {
			b.tail.Grow(1 << segmentBits)
		}
	}
	last := len(k.text) - 1
	k.at = append(k.at, uint32(last<<segmentBits|b.tail.Len()))
	k.counts = append(k.counts, count)
	if len(key) >= 0x80 {
		b.tail.WriteByte(byte(len(key)) | 0x80)
		b.tail.WriteByte(byte(len(key) >> 7))
	} else {
		b.tail.WriteByte(byte(len(key)))
	}
	b.tail.Write(key)
	k.text[last] = b.tail.String()
	return ""
}
