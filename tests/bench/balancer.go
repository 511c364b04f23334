package main

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/smallnest/weighted"

	"headroom/core/balancer"
	"headroom/core/hash"
)

func balancerRows() []row {
	return []row{
		{name: "smooth weighted pick of 100", peer: "smallnest", target: 0.1, setUp: func() (func(int), func(int)) {
			return poolPicks(balancer.SmoothWeighted), smallnestPicks()
		}},
		{name: "two choices pick and done of 100", figure: func() float64 { return fastest(poolServes(balancer.TwoChoices)) },
			unit: "ns", most: 25},
		{name: "pick and done of 100, every policy", figure: poolAllocations, unit: "allocations", most: 0},
	}
}

// backendWeights are 100 weights between 100 and 199, as smallnest's own benchmark has
// them, in an order of no meaning.
func backendWeights() []int {
	weights := make([]int, 100)
	for i := range weights {
		weights[i] = 100 + i*37%100
	}
	return weights
}

func poolOf100(policy balancer.Policy) *balancer.Pool {
	pool, err := balancer.New(balancer.Config{Policy: policy})
	must(err)
	for i, weight := range backendWeights() {
		must(pool.Add(0, balancer.Backend{Name: fmt.Sprint("server-", i), Weight: weight}))
	}
	return pool
}

// poolPicks are picks alone, as libraries without a Done are timed. The first period,
// in which the cycle is recorded, is over.
func poolPicks(policy balancer.Policy) func(int) {
	pool := poolOf100(policy)
	work := func(times int) {
		sum := 0
		for range times {
			slot, _ := pool.Pick(balancer.Request{})
			sum += slot
		}
		sink = sum
	}
	work(20_000)
	return work
}

func smallnestPicks() func(int) {
	var peer weighted.SW
	for i, weight := range backendWeights() {
		peer.Add(i, weight)
	}
	return func(times int) {
		sum := 0
		for range times {
			sum += peer.Next().(int)
		}
		sink = sum
	}
}

// poolServes are requests from pick to done, 64 of them active at any time.
func poolServes(policy balancer.Policy) func(int) {
	pool, now, active := poolOf100(policy), time.Duration(0), [64]int{}
	serve := func(i uint64) {
		x := hash.Mix(i)
		active[i%64], _ = pool.Pick(balancer.Request{Now: now, Draw: x, Client: hash.Position{Hi: x}})
		now += time.Microsecond
	}
	for i := range uint64(64) {
		serve(i)
	}
	return func(times int) {
		for i := range uint64(times) {
			pool.Done(active[i%64], now, time.Millisecond, true)
			serve(i)
		}
	}
}

func poolAllocations() float64 {
	most := 0.0
	for policy := range balancer.Policy(balancer.Policies) {
		work := poolServes(policy)
		work(20_000)
		most = max(most, testing.AllocsPerRun(100, func() { work(100) }))
	}
	return most
}

// fastest is the fastest of many short turns, in nanoseconds: what else a shared machine does
// can only slow one down.
func fastest(work func(int)) float64 {
	least := math.Inf(1)
	for range 250 {
		least = min(least, timed(work, 20_000))
	}
	return least
}
