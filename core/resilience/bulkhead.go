package resilience

import (
	"errors"
	"strconv"
	"time"
)

// waiter is one in the line before a bulkhead.
type waiter struct {
	id    uint64
	since time.Duration
}

// Bulkhead lets so many calls through at once, keeps so many more waiting in the order in which
// they came, and refuses the rest. One for each callee keeps a slow one from taking
// all of a caller's workers, as the walls in a ship's hull keep a leak from filling it.
//
//	why := b.Enter(now, id)  // Entered: go; Queued: wait; Full: fail
//	...
//	b.Leave()                // when one is through
//	for {                    // then, and whenever somebody's patience ends
//		id, why, ok := b.Next(now)
//		if !ok { break }
//		// it enters now, or has waited too long: why says which
//	}
//
// Who waits is known by a number of the caller's choice. The line's memory grows to the longest
// it ever was, 16 bytes each, and is reused from then on.
type Bulkhead struct {
	line     []waiter // a ring; its length is a power of two
	head, n  int
	busy     int
	limit    int
	room     int
	patience time.Duration
}

// NewBulkhead returns an empty one with so many places, 1 to 2^20, and room for so many to
// wait, 0 to 2^20, each for so long at most, up to MaxDuration; 0 for as long as it
// takes.
func NewBulkhead(limit, room int, patience time.Duration) (Bulkhead, error) {
	const most = 1 << 20
	switch {
	case limit < 1 || limit > most:
		return Bulkhead{}, errors.New("bulkhead: " + strconv.Itoa(limit) + " places: it has 1 to 1048576")
	case room < 0 || room > most:
		return Bulkhead{}, errors.New("bulkhead: room for " + strconv.Itoa(room) + " to wait: it has 0 to 1048576")
	case patience < 0 || patience > MaxDuration:
		return Bulkhead{}, errors.New("bulkhead: a patience of " + patience.String() + ": it is 0s to " + MaxDuration.String())
	}
	return Bulkhead{limit: limit, room: room, patience: patience}, nil
}

// Enter decides on one who comes. Nobody overtakes those who wait.
func (b *Bulkhead) Enter(now time.Duration, id uint64) Reason {
	switch {
	case b.busy < b.limit && b.n == 0:
		b.busy++
		return Reason{Entered, int64(b.busy), int64(b.limit)}
	case b.n >= b.room:
		return Reason{Full, int64(b.n), int64(b.room)}
	}
	if b.n == len(b.line) {
		b.grow()
	}
	*b.place(b.n) = waiter{id, now}
	b.n++
	return Reason{Queued, int64(b.n), int64(b.room)}
}

// place returns the one who is i-th in line.
func (b *Bulkhead) place(i int) *waiter { return &b.line[(b.head+i)&(len(b.line)-1)] }

// grow doubles the ring and straightens it.
func (b *Bulkhead) grow() {
	line := make([]waiter, max(16, 2*len(b.line)))
	n := copy(line, b.line[b.head:])
	copy(line[n:], b.line[:b.head])
	b.line, b.head = line, 0
}

// Leave gives up the place of one who is through. It panics when there is none.
func (b *Bulkhead) Leave() {
	if b.busy == 0 {
		panic("resilience: a call left a bulkhead that nobody had entered")
	}
	b.busy--
}

// Next takes the first out of the line, if its patience is at an end, with a refusal, or if there is
// a place, which it enters; otherwise ok is false.
func (b *Bulkhead) Next(now time.Duration) (id uint64, why Reason, ok bool) {
	if b.n == 0 {
		return 0, Reason{}, false
	}
	first := b.place(0)
	switch waited := now - first.since; {
	case b.patience > 0 && waited >= b.patience:
		why = Reason{Impatient, int64(waited), int64(b.patience)}
	case b.busy < b.limit:
		b.busy++
		why = Reason{Entered, int64(b.busy), int64(b.limit)}
	default:
		return 0, Reason{}, false
	}
	id = first.id
	b.head = (b.head + 1) & (len(b.line) - 1)
	b.n--
	return id, why, true
}

// Cancel takes one out of the line who no longer wants to wait, and tells whether it was there.
// It looks through the line and closes the gap.
func (b *Bulkhead) Cancel(id uint64) bool {
	for i := range b.n {
		if b.place(i).id != id {
			continue
		}
		for ; i+1 < b.n; i++ {
			*b.place(i) = *b.place(i + 1)
		}
		b.n--
		return true
	}
	return false
}

// Busy returns how many places are taken.
func (b *Bulkhead) Busy() int { return b.busy }

// Waiting returns how many wait.
func (b *Bulkhead) Waiting() int { return b.n }

// Clone returns an independent copy.
func (b *Bulkhead) Clone() Bulkhead {
	c := *b
	c.line = append([]waiter(nil), b.line...)
	return c
}
