package system

import "time"

// The changes happen at a moment that Run has reached and that no event so far comes after. On an error, which
// names what was given and what is possible, nothing has changed.

// Slow makes a server or pool work at a factor of its speed, above 0 up to 100; 1 is as documented.
func (s *System) Slow(now time.Duration, part string, factor float64) error { return nil }

// Crash takes a server down. What is under way there fails.
func (s *System) Crash(now time.Duration, part string) error { return nil }

// Restore ends what is wrong with a part, and splits of the links that lead to it.
func (s *System) Restore(now time.Duration, part string) error { return nil }

// Drain has the balancers above a part send it nothing new.
func (s *System) Drain(now time.Duration, part string) error { return nil }

// Freeze stops all work of a server or pool for a while.
func (s *System) Freeze(now time.Duration, part string, length time.Duration) error { return nil }

// Split cuts a link, or the links that lead to another part: what enters them is swallowed.
func (s *System) Split(now time.Duration, part string) error { return nil }

// Burst has clients send n requests at once, beside those they send anyway.
func (s *System) Burst(now time.Duration, clients string, n int) error { return nil }

// Change gives a part another Spec of the same kind; its To stays as it is.
func (s *System) Change(now time.Duration, p Part) error { return nil }

// Join brings in parts; the balancer named under gets an edge of that weight to the first of them.
func (s *System) Join(now time.Duration, under string, weight int, parts ...Part) error { return nil }

// Leave removes a part, and the links that lead nowhere else. What is under way there fails.
func (s *System) Leave(now time.Duration, part string) error { return nil }
