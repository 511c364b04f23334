package main

import "testing"

// The benchmarks run the pairs of the table as Go benchmarks, for those who want to
// profile one side or to compare two versions with benchstat.
func BenchmarkPlacement(b *testing.B) { pairs(b, placementRows()) }
func BenchmarkBalancing(b *testing.B) { pairs(b, balancerRows()) }

func pairs(b *testing.B, rows []row) {
	for _, r := range rows {
		if r.figure != nil {
			continue
		}
		b.Run(r.name+" beside "+r.peer, func(b *testing.B) {
			if r.setUp != nil {
				r.ours, r.theirs = r.setUp()
			}
			b.Run("headroom", func(b *testing.B) { b.ReportAllocs(); r.ours(b.N) })
			b.Run(r.peer, func(b *testing.B) { b.ReportAllocs(); r.theirs(b.N) })
		})
	}
}
