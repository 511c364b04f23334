// The command bench measures Headroom beside the libraries that do the same work.
//
// Both sides of a comparison run in turns in the same process, on the same data,
// so that a slow moment of a shared machine hits both; the medians of the turns
// are printed with their ratio and the target that the project has set itself.
// It is a module of its own, so that no peer ever enters the project's go.mod.
//
//	go run .            everything
//	go run . -only ring what has "ring" in its name
//	go test -bench .    the same pairs as Go benchmarks
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// sections are what there is to measure, in the order in which it is printed.
var sections = []section{
	{"Placement", placementRows},
	{"Balancing", balancerRows},
	{"Simulation", simRows},
}

type section struct {
	title string
	rows  func() []row
}

// row is one line of the table: two sides to race, or one figure to look at.
type row struct {
	name string
	// A race. Each side does its work n times. Where setting up takes time or memory
	// it is done when the turn of the row has come, and let go after it.
	setUp        func() (ours, theirs func(n int))
	ours, theirs func(n int)
	peer         string
	target       float64 // the greatest ratio of times, 0 where there is none
	// Or a figure with the greatest value that it may have, or the least.
	figure      func() float64
	unit        string
	most, least float64
}

func main() {
	only := flag.String("only", "", "measure only what has this `text` in its name")
	turns := flag.Int("turns", 15, "`turns` that each side has")
	each := flag.Duration("each", 20*time.Millisecond, "`time` that a turn takes")
	flag.Parse()

	misses := 0
	for _, s := range sections {
		out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintf(out, "%s\theadroom\tpeer\t\tratio\ttarget\t\n", s.title)
		for _, r := range s.rows() {
			if strings.Contains(strings.ToLower(r.name+" "+r.peer), strings.ToLower(*only)) {
				misses += r.print(out, *turns, *each)
			}
		}
		out.Flush()
		fmt.Println()
	}
	if misses > 0 {
		fmt.Println("targets missed:", misses)
	}
}

// print measures and writes a line, and returns 1 where a target was missed.
func (r row) print(out *tabwriter.Writer, turns int, each time.Duration) int {
	if r.figure != nil {
		value := r.figure()
		bound, miss := fmt.Sprintf("<= %g", r.most), value > r.most
		if r.least > 0 {
			bound, miss = fmt.Sprintf(">= %g", r.least), value < r.least
		}
		fmt.Fprintf(out, "%s\t%.4g\t%s\t\t\t%s\t%s\n", r.name, value, r.unit, bound, verdict[miss])
		return missed[miss]
	}
	if r.setUp != nil {
		r.ours, r.theirs = r.setUp()
	}
	runtime.GC()
	ours, theirs := race(r.ours, r.theirs, turns, each)
	ratio := ours / theirs
	fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%.3f\t", r.name, perOp(ours), perOp(theirs), r.peer, ratio)
	if r.target == 0 {
		fmt.Fprint(out, "\t\n")
		return 0
	}
	fmt.Fprintf(out, "<= %.2f\t%s\n", r.target, verdict[ratio > r.target])
	return missed[ratio > r.target]
}

var (
	verdict = map[bool]string{false: "met", true: "MISSED"}
	missed  = map[bool]int{true: 1}
)

// race lets both sides run in turns and returns the median time of one operation
// of each, in nanoseconds.
func race(ours, theirs func(n int), turns int, each time.Duration) (a, b float64) {
	n, m := calibrate(ours, each), calibrate(theirs, each)
	var as, bs []float64
	for turn := range turns {
		if turn%2 == 0 {
			as = append(as, timed(ours, n))
			bs = append(bs, timed(theirs, m))
		} else {
			bs = append(bs, timed(theirs, m))
			as = append(as, timed(ours, n))
		}
	}
	return median(as), median(bs)
}

// calibrate finds how many operations take about that long.
func calibrate(work func(n int), each time.Duration) int {
	for n := 1; ; n *= 2 {
		if took := timed(work, n) * float64(n); took > float64(each)/4 {
			return max(1, int(float64(each)/took*float64(n)))
		}
	}
}

func timed(work func(n int), n int) float64 {
	start := time.Now()
	work(n)
	return float64(time.Since(start)) / float64(n)
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func perOp(nanoseconds float64) string {
	switch {
	case nanoseconds < 1000:
		return fmt.Sprintf("%.1f ns", nanoseconds)
	case nanoseconds < 1e6:
		return fmt.Sprintf("%.1f µs", nanoseconds/1e3)
	}
	return fmt.Sprintf("%.2f ms", nanoseconds/1e6)
}
