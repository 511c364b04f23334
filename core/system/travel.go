package system

// descend takes an attempt to a node, and on from there as far as it gets without time passing.
func (s *System) descend(a, n int32) {
	for {
		switch node := &s.nodes[n]; node.kind {
		case LinkKind:
			if s.enterLink(a, n) {
				return
			}
			n = node.to
		case BalancerKind:
			if n = s.pick(a, n); n == none {
				return
			}
		default:
			s.enter(a, n)
			return
		}
	}
}

// answer sends an attempt back with what became of it.
func (s *System) answer(a int32, outcome Outcome) {
	t := &s.attempts[a]
	t.outcome, t.left = outcome, s.now
	if outcome != OK {
		s.note(t, t.part, outcome)
	}
	s.ascend(a)
}

// ascend takes an answer back up the way that its request came, as far as it gets without time passing.
func (s *System) ascend(a int32) {
	t := &s.attempts[a]
	for t.depth > 0 {
		t.depth--
		h := s.hop(a, t.depth)
		h.back = s.now
		switch n := &s.nodes[h.node]; n.kind {
		case LinkKind:
			if s.returnBy(a, int32(h.node)) {
				return
			}
		case BalancerKind:
			if h.slot >= 0 {
				s.heard(&s.pickers[n.number], h, t.outcome)
			}
		}
	}
	s.receive(a)
}

// deliver is the event that a link has brought an attempt, or its answer, to its end.
func (s *System) deliver(a int32) {
	t := &s.attempts[a]
	t.event = never
	n := &s.nodes[t.part]
	switch {
	case s.wires[n.number].swallows(t.since):
		s.lose(a)
	case t.phase == Going:
		s.descend(a, n.to)
	default:
		s.ascend(a)
	}
}

// lose ends an attempt that a link has swallowed. Who waits for it with a clock finds out by that.
func (s *System) lose(a int32) {
	t := &s.attempts[a]
	q := &s.requests[t.request]
	t.over, t.live, t.swallowed = s.now, false, true
	t.split = s.wires[s.nodes[t.part].number].swallows(t.since)
	q.live--
	s.nodes[t.part].ended[Lost]++
	s.note(t, t.part, Lost)
	switch {
	case t.abandoned:
		s.unhook(a)
		s.release(t.request)
	case q.giveUp != noTime:
		t.lost = true
	default:
		s.unhook(a)
		s.miss(a, Lost)
	}
}

// unhook tells the balancers that a lost attempt passed, and that its answer did not, that it is over.
func (s *System) unhook(a int32) {
	t := &s.attempts[a]
	t.lost = false
	for i := range int32(t.kept) {
		if h := s.hop(a, i); h.slot >= 0 && h.back < 0 {
			s.pickers[s.nodes[h.node].number].pool.Done(int(h.slot), s.now, s.now-h.at, false)
		}
	}
}
