package main

import "sync"

// maxKeptKey keeps what is remembered by small: a giant link is made anew.
const maxKeptKey = 2 << 10

// latest remembers what was made last, so many of it, for several goroutines. The
// one that has been kept longest makes way, asked for or not: what is popular is
// made again soon and what was made by mistake is gone soon.
type latest[T any] struct {
	mu   sync.Mutex
	kept map[string]T
	turn []string
	next int // the place in turn that the next one takes
}

func newLatest[T any](most int) *latest[T] {
	return &latest[T]{kept: map[string]T{}, turn: make([]string, max(most, 0))}
}

func (l *latest[T]) get(key string) (T, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	kept, ok := l.kept[key]
	return kept, ok
}

func (l *latest[T]) put(key string, made T) {
	if len(key) > maxKeptKey || len(l.turn) == 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, there := l.kept[key]; !there {
		delete(l.kept, l.turn[l.next])
		l.turn[l.next] = key
		l.next = (l.next + 1) % len(l.turn)
	}
	l.kept[key] = made
}
