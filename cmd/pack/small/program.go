package small

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// joinGap is how many zeros between two segments are better written out than left to another header. From 64 on
// the download is the same to two thousandths; with this one a single segment is left.
const joinGap = 4096

const preamble = "\x00asm\x01\x00\x00\x00"

// Numbers of sections, and what a segment begins with that goes to a constant address of the only memory
// (WebAssembly 2.0, sections 5.4.9 and 5.5).
const (
	memorySection    = 5
	dataSection      = 11
	dataCountSection = 12
	active           = 0x00
	constant         = 0x41
	endOfExpression  = 0x0b
)

// segment is what the memory of a program begins with at an address.
type segment struct {
	at   int64
	body []byte
}

func (s segment) end() int64 { return s.at + int64(len(s.body)) }

// smaller writes the memory that a program begins with in a few long segments, without what only traces of failures
// read, and all else as it is, byte for byte. Go's linker begins another segment after every eight zeros, fifty thousand in all, whose headers hardly
// compress. A program that is not as Go's linker writes it stays whole: one that counts its segments ahead, since
// its code may name them; one without a memory of its own, which may hold something between them; and one whose
// segments overlap or have no constant address. The error says at which byte a program cannot be read.
func smaller(program []byte) ([]byte, error) {
	r := reader{body: program}
	r.expect(preamble)
	out := []byte(preamble)
	for own := false; r.more(); {
		from := r.at
		id, length := r.byte(), r.unsigned()
		content := reader{at: r.at}
		r.bytes(length)
		content.body = program[:r.at]
		switch {
		case r.err != nil:
			return nil, r.err
		case id == memorySection:
			own = true
		case id == dataCountSection:
			return program, nil
		case id == dataSection:
			segments, plain := content.segments()
			if content.err != nil {
				return nil, content.err
			}
			if !plain || !own {
				return program, nil
			}
			segments = join(segments)
			for i := range segments {
				segments[i].body = withoutLines(segments[i].body)
			}
			out = appendData(out, segments)
			continue
		}
		out = append(out, program[from:r.at]...)
	}
	return out, r.err
}

// segments reads a data section and returns its segments by address. It is not plain when something else is in it
// than segments at constant addresses that leave each other alone, so that their order says nothing.
func (r *reader) segments() (all []segment, plain bool) {
	for count := r.unsigned(); count > 0 && r.err == nil; count-- {
		if r.byte() != active || r.byte() != constant {
			return nil, false
		}
		one := segment{at: r.signed()}
		if r.byte() != endOfExpression || one.at < 0 {
			return nil, false
		}
		one.body = r.bytes(r.unsigned())
		all = append(all, one)
	}
	if r.more() {
		r.fail("the data section goes on after its last segment")
	}
	slices.SortFunc(all, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	for i := 1; i < len(all); i++ {
		if all[i].at < all[i-1].end() {
			return nil, false
		}
	}
	return all, true
}

// join fills short gaps with the zeros that are there anyway.
func join(segments []segment) []segment {
	var all []segment
	for _, next := range segments {
		if len(all) > 0 {
			last := &all[len(all)-1]
			if gap := next.at - last.end(); gap <= joinGap {
				last.body = append(append(last.body, make([]byte, gap)...), next.body...)
				continue
			}
		}
		all = append(all, segment{next.at, append([]byte(nil), next.body...)})
	}
	return all
}

func appendData(out []byte, segments []segment) []byte {
	content := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, one := range segments {
		content = appendSigned(append(content, active, constant), one.at)
		content = binary.AppendUvarint(append(content, endOfExpression), uint64(len(one.body)))
		content = append(content, one.body...)
	}
	out = binary.AppendUvarint(append(out, dataSection), uint64(len(content)))
	return append(out, content...)
}
