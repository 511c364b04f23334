// Package stats measures a simulation while it runs: latencies, means and how sure they are, levels,
// rates and curves over time, in bounded memory and without allocating per observation.
//
//   - Histogram holds latencies and answers for quantiles.
//   - Moments holds mean and variance of independent observations; Batches does so for observations
//     in a row, where one long wait follows another and the plain standard error would be too small.
//   - Level holds a number that changes at moments, such as the requests in a system, and its exact
//     integral over time.
//   - Rate counts events per second over a sliding window; Series is a curve that halves its
//     resolution when it is full.
//   - Fingerprint hashes outcomes, so that two runs can be told to be the same, bit for bit.
//
// The zero values of Moments, Batches, Level and Fingerprint are ready for use. All are plain
// single-threaded state; a copy of Moments, Batches, Level, Rate or Fingerprint is a copy in full,
// while Histogram and Series own memory and have a Clone.
//
// Time is virtual: an argument of each call, in time.Duration since the start. Every product that
// feeds a sum is rounded, so that all results have the same bits on every platform.
package stats
