package scene

import (
	"errors"
	"strconv"
)

// A Frame is a frame that has been read from the wire. It refers to the bytes it was read from.
type Frame struct {
	Width, Height float64 // in pixels
	Revision      uint32  // of the base operations
	ops           [2][]byte
}

// Decode reads a frame: the twin of AppendWire, and of the page's decoder, which refuses the same
// frames with the same words. It checks the whole frame, so that walking it cannot fail, and
// accepts only what AppendWire writes: encoding the operations again gives the same bytes. The
// error says what is wrong and at which byte.
func Decode(wire []byte) (*Frame, error) {
	if len(wire) < headerSize {
		return nil, errors.New("scene: a frame begins with a header of 32 bytes, here are " + strconv.Itoa(len(wire)))
	}
	if m := get32(wire, 0); m != magic {
		return nil, errors.New("scene: not a frame: it begins with " + hexadecimal(m) + " instead of HRSC")
	}
	if v := get16(wire, 4); v != Version {
		return nil, errors.New("scene: frame of version " + strconv.Itoa(int(v)) + ", this program reads version 1")
	}
	if get16(wire, 6) != 0 || get32(wire, 28) != 0 {
		return nil, errors.New("scene: reserved bytes of the header are not zero")
	}
	base, live, rest := uint64(get32(wire, 20)), uint64(get32(wire, 24)), uint64(len(wire)-headerSize)
	if base+live != rest {
		return nil, errors.New("scene: the header announces " + strconv.FormatUint(base, 10) + " and " +
			strconv.FormatUint(live, 10) + " bytes of operations, here are " + strconv.FormatUint(rest, 10))
	}
	if base%4 != 0 {
		return nil, errors.New("scene: " + strconv.FormatUint(base, 10) + " bytes of operations are not a multiple of 4")
	}
	f := &Frame{Width: pixels(get32(wire, 8)), Height: pixels(get32(wire, 12)), Revision: get32(wire, 16)}
	if f.Width < 0 || f.Height < 0 {
		return nil, errors.New("scene: the frame's size is negative")
	}
	end := headerSize + int(base)
	f.ops[Base], f.ops[Live] = wire[headerSize:end], wire[end:]
	if err := check(wire, end); err != nil {
		return nil, err
	}
	return f, nil
}

// check walks the operations of both layers, neither of which may reach into the other.
func check(wire []byte, end int) error {
	r := reader{buf: wire[:end], at: headerSize}
	for _, r.buf = range [2][]byte{wire[:end], wire} {
		for r.at < len(r.buf) {
			if !r.next() {
				return errors.New("scene: operation at byte " + strconv.Itoa(r.start) + ": " + r.wrong)
			}
		}
	}
	return nil
}

// Ops calls visit with each operation of a layer, in order. The Op is the same each time and valid
// during the call.
func (f *Frame) Ops(l Layer, visit func(*Op)) { walk(f.ops[l], visit) }

// Ops calls visit with each operation that has been drawn on a layer of this frame, as a painter
// sees it. The Op is the same each time and valid during the call.
func (s *Scene) Ops(l Layer, visit func(*Op)) { walk(s.layers[l].buf, visit) }

func walk(ops []byte, visit func(*Op)) {
	r := reader{buf: ops}
	for r.at < len(ops) && r.next() {
		visit(&r.op)
	}
}

func hexadecimal(v uint32) string {
	s := strconv.FormatUint(uint64(v), 16)
	return "0x" + "00000000"[len(s):] + s
}
