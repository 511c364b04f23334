// Package hash turns keys into places on a circle and into numbers to divide.
//
// Every placement method starts by hashing a key, and which hash it takes
// decides how even the outcome is and whether another program finds the same
// owner. A [Func] names one of four:
//
//   - [MD5] is what the classic rings use: slow as hashes go, here only because
//     owners must equal those of other programs. It is no longer safe against
//     an attacker and nothing here relies on that.
//   - [XXHash64] is the one to take when nothing speaks for another: a few
//     nanoseconds for a short key, every bit of it good.
//   - [Murmur3] is what many databases use (the 128-bit variant for 64-bit
//     machines, of which the first half is taken).
//   - [FNV1a] is tiny and old. The last bytes of a key hardly reach its top
//     bits, so keys that differ only there stand close together on a circle.
//
// A place is a [Position]: a 128-bit number read as a fraction of one turn. MD5
// fills all of it, the 64-bit hashes the upper half. Nothing here allocates, for
// keys of any length, and every function is the same on every platform.
//
// Sources: RFC 1321 (MD5); Collet's xxHash specification; Appleby's
// MurmurHash3_x64_128; Fowler, Noll and Vo for FNV-1a.
package hash
