package balancer

import "time"

// locker is what a sync.Mutex is.
type locker interface {
	Lock()
	Unlock()
}

// Locked is a pool with a lock around each call, for several goroutines at once.
// The lock is an argument too: NewLocked(pool, new(sync.Mutex)).
type Locked struct {
	lock locker
	pool *Pool
}

// NewLocked returns a pool with a lock around it. From here on the pool belongs to
// it: call it through Do only.
func NewLocked(p *Pool, lock interface {
	Lock()
	Unlock()
}) *Locked {
	return &Locked{lock, p}
}

// Pick is Pool.Pick under the lock.
func (l *Locked) Pick(r Request) (slot int, err error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.pool.Pick(r)
}

// Choose is Pool.Pick and Pool.Why under one lock, since after that another's pick may
// have been the last.
func (l *Locked) Choose(r Request) (Choice, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	_, err := l.pool.Pick(r)
	return l.pool.Why(), err
}

// Done is Pool.Done under the lock.
func (l *Locked) Done(slot int, now, latency time.Duration, ok bool) (ejected bool) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.pool.Done(slot, now, latency, ok)
}

// Do calls a function with the pool under the lock, for everything else. The
// function must not keep the pool, nor call l.
func (l *Locked) Do(work func(*Pool)) {
	l.lock.Lock()
	defer l.lock.Unlock()
	work(l.pool)
}
