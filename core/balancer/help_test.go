package balancer_test

import (
	"strconv"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
	"headroom/core/hash"
)

// pool is a pool of these backends, joined at time zero.
func pool(t require.TestingT, c balancer.Config, list ...balancer.Backend) *balancer.Pool {
	p, err := balancer.New(c)
	require.NoError(t, err)
	require.NoError(t, p.Add(0, list...))
	return p
}

// servers are server-1, server-2 and so on, of these weights.
func servers(weights ...int) []balancer.Backend {
	list := make([]balancer.Backend, len(weights))
	for i, w := range weights {
		list[i] = balancer.Backend{Name: "server-" + strconv.Itoa(i+1), Weight: w}
	}
	return list
}

// even are so many servers of weight 1.
func even(n int) []balancer.Backend {
	list := servers(make([]int, n)...)
	for i := range list {
		list[i].Weight = 1
	}
	return list
}

// weighed are so many servers of weights from 100 to 199.
func weighed(n int) []balancer.Backend {
	list := servers(make([]int, n)...)
	for i := range list {
		list[i].Weight = 100 + i*37%100
	}
	return list
}

// request is the request of a number: its draw and its client are hashes of it.
func request(i uint64) balancer.Request {
	return balancer.Request{Draw: hash.Mix(i), Client: hash.Position{Hi: hash.Mix(^i), Lo: i}}
}

func pick(t require.TestingT, p *balancer.Pool, r balancer.Request) int {
	slot, err := p.Pick(r)
	require.NoError(t, err)
	require.Equal(t, slot, p.Why().Slot)
	return slot
}

// picks picks so often and returns the slots.
func picks(t require.TestingT, p *balancer.Pool, n int) []int {
	slots := make([]int, n)
	for i := range slots {
		slots[i] = pick(t, p, request(uint64(i)))
	}
	return slots
}
