package dataset

import (
	"errors"
	"unicode/utf8"
)

// Loader takes the packed form of keys from the worker that made it, in pieces of
// any size. It believes that no key comes twice and that the digest is right, and
// is quick for that; whatever else the bytes are, it ends with an error at worst.
type Loader struct {
	builder
	ref   Ref
	lines int
	rest  []byte // the beginning of a record
	err   error
}

// NewLoader expects the keys of that name, which were so many with repeats.
func NewLoader(ref Ref, lines int) *Loader {
	return &Loader{builder: builder{keys: &Keys{digest: ref.Digest}}, ref: ref, lines: lines}
}

var errPacked = errors.New("the packed keys are damaged: some of them are missing or no keys; give the file again")

// Lines returns how many keys were read so far, repeats included.
func (l *Loader) Lines() int { return l.keys.lines }

// Write takes the next bytes. After an error it returns that error for ever.
func (l *Loader) Write(p []byte) (int, error) {
	l.keys.packed += len(p)
	l.rest = append(l.rest, p...)
	at := 0
	for l.err == nil {
		key, count, size := unpackRecord(l.rest[at:])
		if size == 0 {
			break
		}
		at += size
		l.keys.lines += int(count)
		if size < 0 || l.keys.Len() >= l.ref.Keys || l.keys.lines > l.lines || l.add(key, count) != "" {
			l.err = errPacked
		}
	}
	if l.err != nil {
		return 0, l.err
	}
	l.rest = l.rest[:copy(l.rest, l.rest[at:])]
	return len(p), nil
}

// Close ends the keys and returns them, or the error that Write returned, or one
// that says that some are missing.
func (l *Loader) Close() (*Keys, error) {
	if l.err == nil && (len(l.rest) > 0 || l.keys.Len() < l.ref.Keys || l.keys.lines < l.lines) {
		l.err = errPacked
	}
	if l.err != nil {
		return nil, l.err
	}
	l.err = errPacked // nothing can be added any more
	return l.keys, nil
}

// Unpack reads the packed form of at most MaxInline bytes that a stranger sent:
// the keys are text, no key comes twice, and nothing is missing or left over.
func Unpack(packed []byte) (*Keys, error) {
	if len(packed) > MaxInline {
		return nil, errors.New("the packed keys have " + thousands(len(packed)) + " bytes; expected at most " + thousands(MaxInline))
	}
	b := builder{keys: &Keys{}}
	for at := 0; at < len(packed); {
		key, count, size := unpackRecord(packed[at:])
		if size <= 0 || !utf8.Valid(key) || b.take(key, count) != "" {
			return nil, errPacked
		}
		at += size
	}
	b.keys.sign()
	if b.keys.packed != len(packed) || len(packed) == 0 {
		return nil, errPacked
	}
	return b.keys, nil
}

// unpackRecord reads a key and its count. The size is 0 where more bytes are
// needed, and negative where no more bytes can help.
func unpackRecord(p []byte) (key []byte, count uint32, size int) {
	length, head := uvarint(p)
	if head <= 0 {
		return nil, 0, head
	}
	if length == 0 || length > MaxKey {
		return nil, 0, -1
	}
	end := head + int(length)
	if len(p) <= end {
		return nil, 0, 0
	}
	count, size = uvarint(p[end:])
	if size <= 0 {
		return nil, 0, size
	}
	if count == 0 || count > MaxLines {
		return nil, 0, -1
	}
	return p[head:end], count, end + size
}

// uvarint reads what appendUvarint wrote, of at most four bytes.
func uvarint(p []byte) (x uint32, size int) {
	for i := range min(len(p), 4) {
		x |= uint32(p[i]&0x7f) << (7 * i)
		if p[i] < 0x80 {
			return x, i + 1
		}
	}
	if len(p) < 4 {
		return 0, 0
	}
	return 0, -1
}
