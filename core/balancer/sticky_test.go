package balancer_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/balancer"
)

func session(key uint64) balancer.Request { return balancer.Request{Session: key} }

func TestASessionStaysWithItsBackend(t *testing.T) {
	p := pool(t, balancer.Config{Sessions: 100}, even(3)...)
	require.Equal(t, 0, pick(t, p, session(4711)))
	require.Equal(t, "sticky: session 4711 is new; round robin: turn 1 of 3", words(p))
	require.Equal(t, 1, pick(t, p, session(4712)))
	for range 5 {
		require.Equal(t, 0, pick(t, p, session(4711)))
		require.Equal(t, "sticky: session 4711 is bound to server-1", words(p))
	}
	require.Equal(t, 2, pick(t, p, session(0)), "no session, no binding")
	require.Equal(t, "round robin: turn 3 of 3", words(p))
	require.Equal(t, 2, p.Sessions())
}

func TestASessionIsBoundAnewWhenItsBackendTakesNothing(t *testing.T) {
	p := pool(t, balancer.Config{Sessions: 100}, even(3)...)
	pick(t, p, session(1))
	p.Drain(0)
	require.Equal(t, 1, pick(t, p, session(1)))
	require.Equal(t, "sticky: session 4711 was bound to server-1, which is draining; round robin: turn 1 of 2; skipped server-1: draining", words(p))
	p.Resume(0)
	require.Equal(t, 1, pick(t, p, session(1)), "and stays there")
	p.Remove(1)
	require.Equal(t, 2, pick(t, p, session(1)))
	require.Equal(t, "sticky: session 4711 was bound to server-2, which is gone; round robin: turn 2 of 2", words(p))
}

func TestASessionDoesNotFollowToWhoeverHasTheSlotNext(t *testing.T) {
	p := pool(t, balancer.Config{Sessions: 100}, even(2)...)
	p.Done(pick(t, p, session(1)), 0, 0, true)
	p.Remove(0)
	require.NoError(t, p.Add(0, balancer.Backend{Name: "new", Weight: 1}))
	require.Equal(t, 0, p.Slot("new"))
	pick(t, p, session(0))
	require.Equal(t, 0, pick(t, p, session(1)))
	require.Equal(t, "sticky: session 4711 was bound to a backend that is gone; round robin: turn 1 of 2", words(p))
}

func TestABackendOfWeight0KeepsItsSessionsOnly(t *testing.T) {
	p := pool(t, balancer.Config{Policy: balancer.TwoChoices, Sessions: 100}, even(2)...)
	home := pick(t, p, session(1))
	p.SetWeight(home, 0)
	require.Equal(t, balancer.Idle, p.State(home, 0))
	for i := range uint64(10) {
		require.Equal(t, home, pick(t, p, session(1)))
		require.Equal(t, 1-home, pick(t, p, session(i+2)))
	}
}

func TestTheTableForgetsTheSessionUsedLeastRecently(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 9).Draw(t, "limit")
		p := pool(t, balancer.Config{Sessions: limit}, even(3)...)
		where, recent, turn := map[uint64]int{}, []uint64{}, 0
		for _, key := range rapid.SliceOf(rapid.Uint64Range(1, 14)).Draw(t, "keys") {
			if key == 14 {
				limit = rapid.IntRange(1, 9).Draw(t, "limit")
				require.NoError(t, p.Configure(balancer.Config{Sessions: limit}))
				recent = recent[max(0, len(recent)-limit):]
				p = p.Clone()
				continue
			}
			at := slices.Index(recent, key)
			if at >= 0 {
				recent = slices.Delete(recent, at, at+1)
			} else {
				where[key] = turn % 3
				turn++
			}
			recent = append(recent, key)
			recent = recent[max(0, len(recent)-limit):]
			require.Equal(t, where[key], pick(t, p, session(key)))
			require.Equal(t, at >= 0, p.Why().Bound)
			require.Equal(t, len(recent), p.Sessions())
		}
	})
}

func TestWithoutATableNobodyIsBound(t *testing.T) {
	p := pool(t, balancer.Config{}, even(2)...)
	require.Equal(t, []int{0, 1}, []int{pick(t, p, session(1)), pick(t, p, session(1))})
	require.Equal(t, "round robin: turn 2 of 2", words(p))
	require.NoError(t, p.Configure(balancer.Config{Sessions: 4}))
	pick(t, p, session(1))
	require.Equal(t, 1, p.Sessions())
	require.NoError(t, p.Configure(balancer.Config{}))
	require.Zero(t, p.Sessions())
}
