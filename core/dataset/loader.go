package dataset

import "errors"

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
		key, times, size := unpackRecord(l.rest[at:])
		if size == 0 {
			break
		}
		at += size
		if size < 0 || l.add(key, times) != "" || l.keys.Len() > l.ref.Keys || l.keys.lines > l.lines {
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
	if l.err == nil && (l.keys.Len() != l.ref.Keys || l.keys.lines != l.lines || len(l.rest) > 0 || l.lines == 0) {
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
	for rest := packed; len(rest) > 0; {
		key, times, size := unpackRecord(rest)
		if size <= 0 || textLen(key) < len(key) || b.take(key, times) != "" {
			return nil, errPacked
		}
		rest = rest[size:]
	}
	if b.keys.sign(&signing{}, MaxInline); b.keys.packed != len(packed) || len(packed) == 0 {
		return nil, errPacked
	}
	return b.keys, nil
}

// unpackRecord reads a key and how often it came. The size is 0 where more bytes
// are needed, and negative where no more bytes can help.
func unpackRecord(p []byte) (key []byte, times uint32, size int) {
	length, head := uvarint(p, MaxKey)
	end := head + int(length)
	if head <= 0 || len(p) < end {
		return nil, 0, min(head, 0)
	}
	if times, size = uvarint(p[end:], MaxLines); size > 0 {
		size += end
	}
	return p[head:end], times, size
}

// uvarint reads what appendUvarint wrote, a number from 1 to most.
func uvarint(p []byte, most uint32) (x uint32, size int) {
	for i, c := range p[:min(len(p), 4)] {
		x |= uint32(c&0x7f) << (7 * i)
		if c < 0x80 {
			if x == 0 || x > most {
				return 0, -1
			}
			return x, i + 1
		}
	}
	return 0, -(len(p) / 4) // at most four bytes are used
}
