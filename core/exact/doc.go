// Package exact computes logarithms, exponentials, powers, sines and random numbers that have the
// same bits on every platform.
//
// A run of the simulator must come out the same in a browser, in a test and on a server, or a link
// would show one reader something else than another. Go promises that for a single float64
// operation, but not for two things built from it. The functions of package math are written in
// assembly on some platforms and in Go on others, and the two differ in the last bit; and a
// compiler may fuse a product and the sum that follows it into one instruction that rounds once
// instead of twice. Both happen: the first between amd64 and wasm, the second with GOAMD64=v3 and
// on arm64.
//
// So what decides an outcome calls this package, and rounds each product that feeds a sum:
//
//	y := float64(a*b) + c // the conversion forbids fusing
//
// The same holds for a product that is stored, passed or returned first and added elsewhere: after
// inlining the compiler sees one expression. The conversion costs nothing where there is no fused
// instruction. What stays safe from package math is what IEEE 754 prescribes exactly: Sqrt, Floor,
// Trunc, Mod, Abs, Float64bits.
//
// # Functions
//
// Log, Exp, Pow and SinCos are within one unit in the last place of the true value, on all
// arguments that the tests try; the polynomials are Chebyshev fits, and the comment beside each
// says how close they are. They take some 10 to 30 ns, Pow 100.
//
// # Random numbers
//
// Rand is xoshiro256++ by Blackman and Vigna (Scrambled linear pseudorandom number generators, ACM
// Transactions on Mathematical Software 47, 2021), seeded by splitmix64. It is for a sequence whose
// order is part of the model, such as the gaps between arrivals. It is a plain value: copying it
// forks it, and a copy of a world draws on as the original would.
//
// Draw is for what belongs to one request: its key, its size, its demand at a server. It hashes
// the names of the draw, so that the same request has the same demand whichever server it meets and
// in whatever order, and two systems can be compared on the very same work. Simulation texts call
// that common random numbers.
package exact
