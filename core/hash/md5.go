package hash

import "math/bits"

// MD5 is written out here because the standard library's brings a tree of
// packages with it that weighs a fifth of what the playground may weigh in a
// browser. Keys are short, so the message is cut straight out of the string:
// there is no state to keep, nothing to reset and nothing to allocate.

// MD5Sum returns the MD5 digest of a key (RFC 1321).
func MD5Sum(key string) (digest [16]byte) {
	state := md5State(key)
	for i := range digest {
		digest[i] = byte(state[i/4] >> (i % 4 * 8))
	}
	return digest
}

// md5Position reads the digest as one big-endian number.
func md5Position(key string) Position {
	state := md5State(key)
	for i, w := range state {
		state[i] = bits.ReverseBytes32(w)
	}
	return Position{
		Hi: uint64(state[0])<<32 | uint64(state[1]),
		Lo: uint64(state[2])<<32 | uint64(state[3]),
	}
}

// md5State runs the message and its padding: a one bit, zeros, and the length in
// bits in the last eight bytes of the last block.
func md5State(key string) [4]uint32 {
	state := [4]uint32{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}
	var block [16]uint32
	rest := key
	for len(rest) >= 64 {
		for i := range block {
			block[i] = word(rest[4*i:])
		}
		md5Block(&state, &block)
		rest = rest[64:]
	}
	block = md5Tail(rest)
	if len(rest) >= 56 { // no room left for the length: it takes one more block
		md5Block(&state, &block)
		block = [16]uint32{}
	}
	block[14], block[15] = uint32(len(key))<<3, uint32(uint64(len(key))>>29)
	md5Block(&state, &block)
	return state
}

// md5Tail is the last, partial block, closed by the one bit.
func md5Tail(rest string) (block [16]uint32) {
	n := 0
	for ; len(rest) >= 4; n++ {
		block[n&15] = word(rest)
		rest = rest[4:]
	}
	w := uint32(0x80)
	for i := len(rest) - 1; i >= 0; i-- {
		w = w<<8 | uint32(rest[i])
	}
	block[n&15] = w
	return block
}

func word(s string) uint32 {
	_ = s[3]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func md5Block(state *[4]uint32, x *[16]uint32) {
	a, b, c, d := state[0], state[1], state[2], state[3]
	a, b, c, d = md5Round1(a, b, c, d, x)
	a, b, c, d = md5Round2(a, b, c, d, x)
	a, b, c, d = md5Round3(a, b, c, d, x)
	a, b, c, d = md5Round4(a, b, c, d, x)
	state[0] += a
	state[1] += b
	state[2] += c
	state[3] += d
}

// The four rounds are unrolled: in a loop the rotation of the four registers
// would cost more than the steps. What depends on the step before is added last,
// so that the chain from step to step is as short as it can be. The constants are
// floor(2^32 * |sin i|).

func md5Round1(a, b, c, d uint32, x *[16]uint32) (uint32, uint32, uint32, uint32) {
	a = b + bits.RotateLeft32(a+x[0]+0xd76aa478+(d^b&(c^d)), 7)
	d = a + bits.RotateLeft32(d+x[1]+0xe8c7b756+(c^a&(b^c)), 12)
	c = d + bits.RotateLeft32(c+x[2]+0x242070db+(b^d&(a^b)), 17)
	b = c + bits.RotateLeft32(b+x[3]+0xc1bdceee+(a^c&(d^a)), 22)
	a = b + bits.RotateLeft32(a+x[4]+0xf57c0faf+(d^b&(c^d)), 7)
	d = a + bits.RotateLeft32(d+x[5]+0x4787c62a+(c^a&(b^c)), 12)
	c = d + bits.RotateLeft32(c+x[6]+0xa8304613+(b^d&(a^b)), 17)
	b = c + bits.RotateLeft32(b+x[7]+0xfd469501+(a^c&(d^a)), 22)
	a = b + bits.RotateLeft32(a+x[8]+0x698098d8+(d^b&(c^d)), 7)
	d = a + bits.RotateLeft32(d+x[9]+0x8b44f7af+(c^a&(b^c)), 12)
	c = d + bits.RotateLeft32(c+x[10]+0xffff5bb1+(b^d&(a^b)), 17)
	b = c + bits.RotateLeft32(b+x[11]+0x895cd7be+(a^c&(d^a)), 22)
	a = b + bits.RotateLeft32(a+x[12]+0x6b901122+(d^b&(c^d)), 7)
	d = a + bits.RotateLeft32(d+x[13]+0xfd987193+(c^a&(b^c)), 12)
	c = d + bits.RotateLeft32(c+x[14]+0xa679438e+(b^d&(a^b)), 17)
	b = c + bits.RotateLeft32(b+x[15]+0x49b40821+(a^c&(d^a)), 22)
	return a, b, c, d
}

func md5Round2(a, b, c, d uint32, x *[16]uint32) (uint32, uint32, uint32, uint32) {
	a = b + bits.RotateLeft32(a+x[1]+0xf61e2562+c&^d+b&d, 5)
	d = a + bits.RotateLeft32(d+x[6]+0xc040b340+b&^c+a&c, 9)
	c = d + bits.RotateLeft32(c+x[11]+0x265e5a51+a&^b+d&b, 14)
	b = c + bits.RotateLeft32(b+x[0]+0xe9b6c7aa+d&^a+c&a, 20)
	a = b + bits.RotateLeft32(a+x[5]+0xd62f105d+c&^d+b&d, 5)
	d = a + bits.RotateLeft32(d+x[10]+0x02441453+b&^c+a&c, 9)
	c = d + bits.RotateLeft32(c+x[15]+0xd8a1e681+a&^b+d&b, 14)
	b = c + bits.RotateLeft32(b+x[4]+0xe7d3fbc8+d&^a+c&a, 20)
	a = b + bits.RotateLeft32(a+x[9]+0x21e1cde6+c&^d+b&d, 5)
	d = a + bits.RotateLeft32(d+x[14]+0xc33707d6+b&^c+a&c, 9)
	c = d + bits.RotateLeft32(c+x[3]+0xf4d50d87+a&^b+d&b, 14)
	b = c + bits.RotateLeft32(b+x[8]+0x455a14ed+d&^a+c&a, 20)
	a = b + bits.RotateLeft32(a+x[13]+0xa9e3e905+c&^d+b&d, 5)
	d = a + bits.RotateLeft32(d+x[2]+0xfcefa3f8+b&^c+a&c, 9)
	c = d + bits.RotateLeft32(c+x[7]+0x676f02d9+a&^b+d&b, 14)
	b = c + bits.RotateLeft32(b+x[12]+0x8d2a4c8a+d&^a+c&a, 20)
	return a, b, c, d
}

func md5Round3(a, b, c, d uint32, x *[16]uint32) (uint32, uint32, uint32, uint32) {
	a = b + bits.RotateLeft32(a+x[5]+0xfffa3942+(c^d^b), 4)
	d = a + bits.RotateLeft32(d+x[8]+0x8771f681+(b^c^a), 11)
	c = d + bits.RotateLeft32(c+x[11]+0x6d9d6122+(a^b^d), 16)
	b = c + bits.RotateLeft32(b+x[14]+0xfde5380c+(d^a^c), 23)
	a = b + bits.RotateLeft32(a+x[1]+0xa4beea44+(c^d^b), 4)
	d = a + bits.RotateLeft32(d+x[4]+0x4bdecfa9+(b^c^a), 11)
	c = d + bits.RotateLeft32(c+x[7]+0xf6bb4b60+(a^b^d), 16)
	b = c + bits.RotateLeft32(b+x[10]+0xbebfbc70+(d^a^c), 23)
	a = b + bits.RotateLeft32(a+x[13]+0x289b7ec6+(c^d^b), 4)
	d = a + bits.RotateLeft32(d+x[0]+0xeaa127fa+(b^c^a), 11)
	c = d + bits.RotateLeft32(c+x[3]+0xd4ef3085+(a^b^d), 16)
	b = c + bits.RotateLeft32(b+x[6]+0x04881d05+(d^a^c), 23)
	a = b + bits.RotateLeft32(a+x[9]+0xd9d4d039+(c^d^b), 4)
	d = a + bits.RotateLeft32(d+x[12]+0xe6db99e5+(b^c^a), 11)
	c = d + bits.RotateLeft32(c+x[15]+0x1fa27cf8+(a^b^d), 16)
	b = c + bits.RotateLeft32(b+x[2]+0xc4ac5665+(d^a^c), 23)
	return a, b, c, d
}

func md5Round4(a, b, c, d uint32, x *[16]uint32) (uint32, uint32, uint32, uint32) {
	a = b + bits.RotateLeft32(a+x[0]+0xf4292244+(c^(b|^d)), 6)
	d = a + bits.RotateLeft32(d+x[7]+0x432aff97+(b^(a|^c)), 10)
	c = d + bits.RotateLeft32(c+x[14]+0xab9423a7+(a^(d|^b)), 15)
	b = c + bits.RotateLeft32(b+x[5]+0xfc93a039+(d^(c|^a)), 21)
	a = b + bits.RotateLeft32(a+x[12]+0x655b59c3+(c^(b|^d)), 6)
	d = a + bits.RotateLeft32(d+x[3]+0x8f0ccc92+(b^(a|^c)), 10)
	c = d + bits.RotateLeft32(c+x[10]+0xffeff47d+(a^(d|^b)), 15)
	b = c + bits.RotateLeft32(b+x[1]+0x85845dd1+(d^(c|^a)), 21)
	a = b + bits.RotateLeft32(a+x[8]+0x6fa87e4f+(c^(b|^d)), 6)
	d = a + bits.RotateLeft32(d+x[15]+0xfe2ce6e0+(b^(a|^c)), 10)
	c = d + bits.RotateLeft32(c+x[6]+0xa3014314+(a^(d|^b)), 15)
	b = c + bits.RotateLeft32(b+x[13]+0x4e0811a1+(d^(c|^a)), 21)
	a = b + bits.RotateLeft32(a+x[4]+0xf7537e82+(c^(b|^d)), 6)
	d = a + bits.RotateLeft32(d+x[11]+0xbd3af235+(b^(a|^c)), 10)
	c = d + bits.RotateLeft32(c+x[2]+0x2ad7d2bb+(a^(d|^b)), 15)
	b = c + bits.RotateLeft32(b+x[9]+0xeb86d391+(d^(c|^a)), 21)
	return a, b, c, d
}
