package small

import "fmt"

// reader reads WebAssembly. After a failure it gives zeros, and err says at which byte what was wrong.
type reader struct {
	body []byte
	at   int
	err  error
}

func (r *reader) more() bool { return r.err == nil && r.at < len(r.body) }

func (r *reader) fail(why string) {
	if r.err == nil {
		r.err = fmt.Errorf("byte %d: %s", r.at, why)
	}
}

func (r *reader) bytes(length uint64) []byte {
	if left := len(r.body) - r.at; length > uint64(left) {
		r.fail(fmt.Sprintf("%d bytes are announced here, and %d are left", length, left))
	}
	if r.err != nil {
		return nil
	}
	r.at += int(length)
	return r.body[r.at-int(length) : r.at : r.at]
}

func (r *reader) expect(text string) {
	if got := r.bytes(uint64(len(text))); r.err == nil && string(got) != text {
		r.at = 0
		r.fail(fmt.Sprintf("a program begins with %q, and this with %q", text, got))
	}
}

func (r *reader) byte() byte {
	one := r.bytes(1)
	if len(one) == 0 {
		return 0
	}
	return one[0]
}

// digits reads a number of at most 32 bits in base 128, lowest digits first, and says how many bits they have.
func (r *reader) digits() (value uint64, bits int) {
	for {
		digit := r.byte()
		value |= uint64(digit&0x7f) << bits
		bits += 7
		if digit < 0x80 {
			return value, bits
		}
		if bits >= 35 {
			r.fail("a number has more than five digits of seven bits")
			return 0, bits
		}
	}
}

func (r *reader) unsigned() uint64 {
	value, _ := r.digits()
	if value>>32 != 0 {
		r.fail("a number has more than 32 bits")
	}
	return value
}

func (r *reader) signed() int64 {
	value, bits := r.digits()
	number := int64(value<<(64-bits)) >> (64 - bits)
	if number != int64(int32(number)) {
		r.fail("a number has more than 32 bits")
	}
	return number
}

// appendSigned writes what signed reads.
func appendSigned(out []byte, number int64) []byte {
	for number < -64 || number > 63 {
		out = append(out, byte(number)|0x80)
		number >>= 7
	}
	return append(out, byte(number)&0x7f)
}
