package balancer_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
)

func TestALockedPoolServesManyGoroutines(t *testing.T) {
	const workers, each = 8, 2000
	p := pool(t, balancer.Config{Policy: balancer.TwoChoices}, even(5)...)
	locked := balancer.NewLocked(p, new(sync.Mutex))
	var wait sync.WaitGroup
	for worker := range uint64(workers) {
		wait.Go(func() {
			for i := range uint64(each) {
				slot, err := locked.Pick(request(worker*each + i))
				if err != nil {
					t.Error(err)
					return
				}
				locked.Done(slot, 0, 0, true)
			}
		})
	}
	wait.Wait()
	locked.Do(func(p *balancer.Pool) {
		for slot := range p.Slots() {
			require.Zero(t, p.Active(slot))
		}
	})
	c, err := locked.Choose(request(1))
	require.NoError(t, err)
	require.EqualValues(t, 2, c.Draws)
	locked.Do(func(p *balancer.Pool) { require.Equal(t, 1, p.Active(c.Slot)) })
}
