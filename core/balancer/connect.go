package balancer

// connected sends a request over the open connection of its client. Where there is none, the
// choice notes what became of the last one.
func (p *Pool) connected(key uint64, c *Choice) bool {
	c.Connection = true
	e := p.connections.use(key)
	if e == nil {
		return false
	}
	m := &p.members[e.slot]
	if m.name != "" && m.serial <= e.serial {
		c.WasConnected = int32(e.slot)
	}
	if int(e.used) >= p.config.Requests {
		c.UsedUp = true
		return false
	}
	if m.lives != e.serial {
		c.CutOff = true
		return false
	}
	if e.used++; int(e.used) == p.config.Requests {
		p.opened(int(e.slot), -1)
	}
	c.Slot, c.Connected = int(e.slot), true
	c.Value, c.Of = int64(e.used), int64(p.config.Requests)
	return true
}

// connect opens a connection for a client that has none, and sends its first request over it.
func (p *Pool) connect(key uint64, slot int) {
	t := &p.connections
	if t.find(key) == 0 && len(t.entries) == t.limit {
		if e := &t.entries[t.oldest-1]; p.isOpen(e) {
			p.opened(int(e.slot), -1)
		}
	}
	t.bind(key, uint16(slot), p.members[slot].lives).used = 1
	p.opened(slot, +1)
}

// isOpen and opened are called rather than copied, for the bytes of them.
//
//go:noinline
func (p *Pool) isOpen(e *session) bool {
	return int(e.used) < p.config.Requests && p.members[e.slot].lives == e.serial
}

// opened counts connections of a backend.
//
//go:noinline
func (p *Pool) opened(slot int, n int32) {
	p.open[slot] += n
	if p.rotating[slot] {
		p.held += int64(n)
	}
}

// Cut tells the pool that all connections of a backend were cut off, as when it crashes: each
// client is chosen for anew at its next request. A backend that leaves, that its health checks
// take down or that is ejected is cut by itself; one whose request failed is not, for over a
// connection that answers 503 the next request can come. It costs O(1).
func (p *Pool) Cut(slot int) {
	m := p.member(slot)
	if p.open[slot] == 0 {
		return
	}
	p.opened(slot, -p.open[slot])
	p.serial++
	m.lives = p.serial
}

// Close tells the pool that a client has closed its connection, or has left: it is as if that
// were used up. Without one nothing happens. It costs O(1).
func (p *Pool) Close(session uint64) {
	i := p.connections.find(session)
	if i == 0 {
		return
	}
	if e := &p.connections.entries[i-1]; p.isOpen(e) {
		p.opened(int(e.slot), -1)
		e.used = MaxRequests
	}
}

// Open returns how many connections of a backend are open, 0 in a pool without connections.
func (p *Pool) Open(slot int) int {
	p.member(slot)
	return int(p.open[slot])
}

// Connections returns the number of clients whose connection is remembered, be it open, used up
// or cut off.
func (p *Pool) Connections() int { return len(p.connections.entries) }

// aim has policies count what the configuration says, where that lies now.
func (p *Pool) aim() {
	p.loads = p.active
	if p.config.Requests > 1 {
		p.loads = p.open
	}
}

// retire has the connections that are used up stay so, however many requests the next may have.
func (p *Pool) retire() {
	for i := range p.connections.entries {
		if e := &p.connections.entries[i]; int(e.used) >= p.config.Requests {
			e.used = MaxRequests
		}
	}
}

// recount counts the open connections after the table, or what is used up, has changed.
func (p *Pool) recount() {
	clear(p.open)
	for i := range p.connections.entries {
		if e := &p.connections.entries[i]; p.isOpen(e) {
			p.open[e.slot]++
		}
	}
}
