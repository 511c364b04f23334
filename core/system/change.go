package system

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/resilience"
)

// The changes happen at a moment that Run has reached and that no event so far comes after. On an error, which
// names what was given and what is possible, nothing has changed.

// Bounds of changes.
const (
	MaxBurst  = 100_000 // requests at once
	MaxFactor = 1000    // of Slow; its inverse is the least
)

// changed is the kind of what happened when it was a change.
const changed = warmer + 1

// did takes note of a change, in words.
func (s *System) did(now time.Duration, text ...string) {
	s.pass(now)
	s.last = happening{kind: changed}
	s.change = strings.Join(text, "")
}

// part returns the number of the part with a name at a moment that is not in the past.
func (s *System) part(now time.Duration, name string) (int32, error) {
	if now < s.now {
		return none, errors.New("a change at " + now.String() + " comes too late: the system is at " + s.now.String())
	}
	if n := s.find(name); n != none {
		return n, nil
	}
	return none, errors.New("there is no part " + quote(name))
}

// station returns the station with a name, for what is done to those alone.
func (s *System) station(now time.Duration, name, what string) (*station, error) {
	n, err := s.part(now, name)
	if err != nil {
		return nil, err
	}
	if kind := s.nodes[n].kind; kind < ServerKind {
		return nil, errors.New(name + " is a " + kind.String() + ": only servers and pools " + what)
	}
	return &s.stations[s.nodes[n].number], nil
}

// Slow makes a server or pool work at a factor of its documented speed, 0.001 to MaxFactor; 1 is as documented.
func (s *System) Slow(now time.Duration, part string, factor float64) error {
	st, err := s.station(now, part, "work at a speed")
	if err != nil {
		return err
	}
	if !(factor >= 1.0/MaxFactor && factor <= MaxFactor) {
		return errors.New(number(factor) + " times its speed for " + part + ": use 0.001 to " + strconv.Itoa(MaxFactor) +
			", such as 0.5 for half")
	}
	s.did(now, part, " works at ", number(factor), " times its speed")
	st.factor = factor
	s.setRate(st)
	return nil
}

// Crash takes a server or pool down. What is there fails, and so does what arrives from now on.
func (s *System) Crash(now time.Duration, part string) error {
	st, err := s.station(now, part, "crash")
	if err != nil {
		return err
	}
	if st.down {
		return errors.New(part + " is down already: restore it first")
	}
	s.did(now, part, " crashed")
	st.down = true
	s.thaw(st)
	s.empty(st)
	return nil
}

// Freeze stops all work of a server or pool for a while, as a pause for garbage collection does.
func (s *System) Freeze(now time.Duration, part string, length time.Duration) error {
	st, err := s.station(now, part, "pause")
	switch {
	case err != nil:
		return err
	case length <= 0 || length > resilience.MaxDuration:
		return errors.New("a pause of " + length.String() + " for " + part + ": use more than 0s, up to " +
			resilience.MaxDuration.String())
	case st.down:
		return errors.New(part + " is down: it does nothing that could pause")
	}
	s.did(now, part, " pauses for ", length.String())
	s.freeze(st, now+length)
	return nil
}

// Drain has the balancers above a part send it nothing new, while it finishes what it has.
func (s *System) Drain(now time.Duration, part string) error {
	n, err := s.part(now, part)
	if err != nil {
		return err
	}
	if len(s.nodes[n].above) == 0 {
		return errors.New(part + " cannot be drained: no balancer chooses it")
	}
	if s.drained(n) {
		return errors.New(part + " is draining already")
	}
	s.did(now, part, " is drained")
	for _, perch := range s.nodes[n].above {
		s.pickers[perch.picker].pool.Drain(int(perch.slot))
	}
	return nil
}

// drained tells whether every balancer above a part drains it.
func (s *System) drained(n int32) bool {
	for _, perch := range s.nodes[n].above {
		if s.pickers[perch.picker].pool.State(int(perch.slot), s.now) != balancer.Draining {
			return false
		}
	}
	return len(s.nodes[n].above) > 0
}

// Split cuts a link, or the links that lead straight to another part: what is on them and what enters them, in
// both directions, is swallowed.
func (s *System) Split(now time.Duration, part string) error {
	n, err := s.part(now, part)
	if err != nil {
		return err
	}
	links := s.linksTo(n)
	if len(links) == 0 {
		return errors.New(part + " cannot be split off: no link leads to it")
	}
	whole := false
	for _, w := range links {
		whole = whole || !s.wires[w].split
	}
	if !whole {
		return errors.New(part + " is split off already")
	}
	s.did(now, part, " is split off")
	for _, w := range links {
		s.wires[w].split, s.wires[w].lost = true, s.now+1
	}
	return nil
}

// linksTo returns the link itself, or those that lead straight to another part.
func (s *System) linksTo(n int32) (links []int32) {
	if s.nodes[n].kind == LinkKind {
		return []int32{s.nodes[n].number}
	}
	for _, m := range s.order {
		if s.nodes[m].kind == LinkKind && s.nodes[m].to == n {
			links = append(links, s.nodes[m].number)
		}
	}
	return links
}

// Restore ends what is wrong with a part: crash, slowness, pause, drain, and splits of the links that lead to it.
// Health checks find out by themselves.
func (s *System) Restore(now time.Duration, part string) error {
	n, err := s.part(now, part)
	if err != nil {
		return err
	}
	links := s.linksTo(n)
	ill := false
	for _, w := range links {
		ill = ill || s.wires[w].split
	}
	for _, perch := range s.nodes[n].above {
		ill = ill || s.pickers[perch.picker].pool.State(int(perch.slot), now) == balancer.Draining
	}
	var st *station
	if s.nodes[n].kind >= ServerKind {
		st = &s.stations[s.nodes[n].number]
		ill = ill || st.down || st.frozen || st.factor != 1
	}
	if !ill {
		return errors.New(part + " needs no restoring: it is as documented")
	}
	s.did(now, part, " is restored")
	for _, w := range links {
		s.wires[w].split = false
	}
	for _, perch := range s.nodes[n].above {
		s.pickers[perch.picker].pool.Resume(int(perch.slot))
	}
	if st != nil {
		s.heal(st)
	}
	return nil
}

func (s *System) heal(st *station) {
	st.factor = 1
	s.thaw(st)
	if st.down {
		st.down = false
		s.warmAgain(st)
	}
}

// Burst has clients send n requests at once, up to MaxBurst, beside those that they send anyway.
func (s *System) Burst(now time.Duration, clients string, n int) error {
	at, err := s.part(now, clients)
	switch {
	case err != nil:
		return err
	case s.nodes[at].kind != ClientsKind:
		return errors.New(clients + " is a " + s.nodes[at].kind.String() + ": only clients send requests")
	case n < 1 || n > MaxBurst:
		return errors.New(strconv.Itoa(n) + " requests at once: use 1 to " + strconv.Itoa(MaxBurst))
	}
	s.did(now, clients, " sent ", thousands(uint64(n)), " requests at once")
	c := &s.sources[s.nodes[at].number]
	for range n {
		c.bursts++
		s.begin(s.nodes[at].number, burstsFrom+c.bursts, -1)
	}
	return nil
}
