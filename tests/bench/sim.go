package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"headroom/core/sim"
	"headroom/core/system"
)

// simRows are the speed of the machine under every simulation: M/M/1 with load .9, statistics and a
// record of each request. An arrival is one event and the end of a service another.
func simRows() []row {
	rows := []row{
		{name: "M/M/1, natively", figure: func() float64 { return megaevents(step(mm1())) }, unit: "M events/s", least: 8},
		{name: "M/M/1, allocations", figure: simAllocations, unit: "per event", most: 0},
		{name: "M/M/1, WebAssembly in Node", figure: func() float64 { return wasmMegaevents("./core/sim", "BenchmarkMM1") }, unit: "M events/s", least: 3},
		{name: "M/M/64 pool through a balancer, natively", figure: poolMegaevents, unit: "M events/s", least: 4},
		{name: "M/M/64 pool through a balancer, WebAssembly in Node", figure: func() float64 {
			return wasmMegaevents("./core/system", "BenchmarkPoolThroughABalancer")
		}, unit: "M events/s", least: 1.5},
	}
	if peer, err := startSimPy(); err == nil {
		rows = append(rows, row{name: "M/M/1, one event", ours: step(mm1()), theirs: peer, peer: "SimPy"})
	} else {
		fmt.Fprintln(os.Stderr, "left out: SimPy,", err)
	}
	return rows
}

// mm1 returns a system that has been running long enough to have all its memory.
func mm1() *sim.Multiserver {
	m := sim.NewMultiserver(sim.Config{
		Seed: 1, Servers: 1, Room: sim.Roomy,
		Gap: sim.Exponential(time.Second * 10 / 9), Service: sim.Exponential(time.Second),
	})
	m.Run(5 * time.Hour)
	return m
}

func step(m *sim.Multiserver) func(n int) {
	return func(n int) {
		for range n {
			m.Step(sim.Forever)
		}
	}
}

// megaevents is the speed of the fastest of many short turns, in millions of events per second: what
// else a shared machine does can only slow one down.
func megaevents(step func(n int)) float64 {
	least := math.Inf(1)
	for range 100 {
		least = min(least, timed(step, 200_000))
	}
	return 1e3 / least
}

// poolMegaevents is the speed of the whole graph: clients, a balancer and a pool with 64 slots behind it
// at load .9, with statistics, history and the story of each request.
func poolMegaevents() float64 {
	const document = "system 1\nclients web profile=steady:1440 > lb\nbalancer lb > pool\npool pool servers=4 slots=16 service=exp:40ms\n"
	d, err := system.ParseDocument(document)
	if err != nil {
		return fail(err)
	}
	s, err := system.New(d, 1)
	if err != nil {
		return fail(err)
	}
	s.Run(time.Minute, math.MaxInt, math.MaxInt)
	return megaevents(func(n int) { s.Run(sim.Forever-1, n, math.MaxInt) })
}

func simAllocations() float64 {
	work := step(mm1())
	return testing.AllocsPerRun(3, func() { work(1_000_000) }) / 1_000_000
}

// wasmMegaevents runs a Go benchmark of the same system as WebAssembly, under the Node that is
// there, and takes the fastest turn as well.
func wasmMegaevents(folder, benchmark string) float64 {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fail(err)
	}
	runner := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	run := exec.Command("go", "test", "-run=^$", "-bench=^"+benchmark+"$", "-count=50", "-benchtime=50ms",
		"-exec="+runner, folder)
	run.Dir = filepath.Join("..", "..")
	run.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := run.CombinedOutput()
	if err != nil {
		return fail(fmt.Errorf("%w: %s", err, out))
	}
	fastest := 0.0
	for _, found := range regexp.MustCompile(`([0-9.]+) Mevents/s`).FindAllSubmatch(out, -1) {
		value, err := strconv.ParseFloat(string(found[1]), 64)
		if err != nil {
			return fail(err)
		}
		fastest = max(fastest, value)
	}
	return fastest
}

// fail says why there is no figure; 0 misses the target.
func fail(err error) float64 {
	fmt.Fprintln(os.Stderr, err)
	return 0
}

// startSimPy starts the same M/M/1 in SimPy, in a process that plays on when it is asked to, so that
// neither its start nor its imports count. It ends with the pipe to it.
func startSimPy() (play func(n int), err error) {
	python, err := pythonWithSimPy()
	if err != nil {
		return nil, err
	}
	peer := exec.Command(python, filepath.Join("simpy", "mm1.py"))
	peer.Stderr = os.Stderr
	in, err := peer.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := peer.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := peer.Start(); err != nil {
		return nil, err
	}
	answers := bufio.NewScanner(out)
	return func(n int) {
		fmt.Fprintln(in, n)
		if !answers.Scan() {
			panic("SimPy stopped: " + fmt.Sprint(answers.Err()))
		}
	}, nil
}

// pythonWithSimPy prefers the system's Python, where Debian's python3-simpy3 is.
func pythonWithSimPy() (string, error) {
	pythons := []string{"/usr/bin/python3", "python3"}
	found := slices.IndexFunc(pythons, func(python string) bool {
		return exec.Command(python, "-I", "-c", "import simpy").Run() == nil // and not our folder of that name
	})
	if found < 0 {
		return "", errors.New("which no python3 here has (Debian's package is python3-simpy3)")
	}
	return pythons[found], nil
}
