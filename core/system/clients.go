package system

import (
	"math/bits"
	"time"

	"headroom/core/exact"
	"headroom/core/resilience"
	"headroom/core/sim"
)

// noTime is a time that never comes.
const noTime = sim.Forever

// Numbers of requests beyond those of the open loop, which count from 1: each user of a closed loop has a
// row, and bursts come after the last of them, so that neither moves the numbers of any other.
const (
	perUser    = 1_000_000_000
	burstsFrom = 1_000_000_000_000_000
)

// affine is how many addresses of one kind of clients are watched for affinity: the first ones.
const affine = 4096

// budgetWindow is how long requests pay for retries.
const budgetWindow = 10 * time.Second

// user is one of a closed loop.
type user struct {
	sent  uint32 // requests so far
	waits bool   // for an answer
}

// source is clients.
type source struct {
	spec    Clients
	node    int32
	arrival int32
	seed    uint64
	sent    uint64 // arrivals of an open loop so far, which numbers them
	bursts  uint64 // requests that bursts have sent
	flow    sim.Flow
	gaps    sim.Arrivals
	began   time.Duration // of the gaps
	users   []user        // also those that there were once, so that no number comes twice
	zipf    *sim.Zipf
	budget  resilience.Budget
	hedger  *resilience.Hedger
	served  []int32 // stations by address: who served it last, plus one
}

// setClients gives clients their settings. What has arrived has arrived; the next arrival follows the new ones.
func (s *System) setClients(number int32, spec Clients) {
	c := &s.sources[number]
	old := c.spec
	first := c.seed == 0
	if first {
		c.seed = exact.Draw(s.seed, s.nodes[c.node].key, 0, 0, 0) | 1
		c.flow = sim.NewFlow(c.seed, 0, sim.Profile{})
	}
	c.spec = spec
	c.zipf = nil
	if spec.Zipf > 0 {
		c.zipf = sim.NewZipf(spec.Addresses, spec.Zipf)
	}
	if first || spec.Addresses != old.Addresses {
		c.served = append(make([]int32, 0, min(affine, spec.Addresses)), c.served[:min(len(c.served), spec.Addresses)]...)
		c.served = c.served[:cap(c.served)]
		s.hangUp(number, spec.Addresses, old.Addresses)
	}
	if spec.Budget != old.Budget {
		c.budget, _ = resilience.NewBudget(spec.Budget, 0, budgetWindow) // Check has seen the share
	}
	if spec.Hedge != old.Hedge {
		c.hedger = nil
		if h, err := resilience.NewHedger(spec.Hedge); err == nil {
			c.hedger = &h
		}
	}
	if first || spec.Users != old.Users || spec.Gap != old.Gap || spec.Gap == (sim.Dist{}) && !spec.Profile.Same(&old.Profile) {
		s.setArrivals(c, number, &old)
	}
}

// setArrivals changes when requests are sent.
func (s *System) setArrivals(c *source, number int32, old *Clients) {
	spec := &c.spec
	s.setUsers(c, number, old.Users)
	if spec.Gap != old.Gap || old.Users > 0 && spec.Users == 0 { // the stream went on without them
		c.gaps, c.began = sim.NewArrivals(c.seed, 1, spec.Gap), s.now
	}
	profile := spec.Profile
	if spec.Users > 0 || spec.Gap != (sim.Dist{}) {
		profile = sim.Profile{}
	}
	if s.document == nil { // from the very start: an arrival at 0 is one, too
		c.flow = sim.NewFlow(c.seed, 0, profile)
	} else {
		c.flow.Change(s.now, profile)
	}
	if c.arrival != never && s.due(c.arrival) == s.now {
		return // it comes all the same, and the others after it
	}
	s.cancel(&c.arrival)
	if spec.Users == 0 {
		s.awaitArrival(c, number)
	}
}

// setUsers has users beyond those that there were begin to think, and others send no more.
func (s *System) setUsers(c *source, number int32, had int) {
	users := c.spec.Users
	for i := range s.slots {
		if w := &s.slots[i]; users < had && w.kind == thought && w.part == number && int(w.argument) >= users && s.pending(int32(i)) {
			s.drop(int32(i))
		}
	}
	for len(c.users) < users {
		c.users = append(c.users, user{})
	}
	for u := had; u < users; u++ {
		if !c.users[u].waits { // for the answer to what was sent before leaving
			s.think(number, int32(u))
		}
	}
}

// think has a user send the next request after a while, if there still is such a user.
func (s *System) think(number, user int32) {
	c := &s.sources[number]
	c.users[user].waits = false
	if int(user) >= c.spec.Users {
		return
	}
	takes := c.spec.Think.At(exact.Draw(c.seed, thinkStream, userNumber(user, c.users[user].sent+1), 0, 0))
	s.schedule(after(s.now, takes), thought, number, user)
}

func userNumber(user int32, sent uint32) uint64 { return uint64(user+1)*perUser + uint64(sent) }

// thought is the event that a user has thought.
func (s *System) thought(number, user int32) {
	c := &s.sources[number]
	u := &c.users[user]
	u.sent++
	u.waits = true
	s.begin(number, userNumber(user, u.sent), user)
}

// awaitArrival puts in the next arrival of an open loop.
func (s *System) awaitArrival(c *source, number int32) {
	var at time.Duration
	if c.spec.Gap == (sim.Dist{}) {
		_, at = c.flow.Next()
	} else {
		_, at = c.gaps.Next()
		at = after(c.began, at)
	}
	c.arrival = s.schedule(at, arrival, number, 0)
}

// arrive is the event that a request is sent.
func (s *System) arrive(number int32) {
	c := &s.sources[number]
	c.arrival = never
	c.sent++
	id := c.sent
	if c.spec.Users == 0 {
		s.awaitArrival(c, number)
	}
	s.begin(number, id, -1)
}

// begin sends a request for the first time.
func (s *System) begin(number int32, id uint64, user int32) {
	c := &s.sources[number]
	n := &s.nodes[c.node]
	n.arrived++
	s.current.Sent++
	s.print.Duration(s.now)
	r, ok := s.takeRequest()
	s.last.argument = r
	if !ok {
		n.ended[Refused]++
		s.current.Bad++
		if user >= 0 {
			s.think(number, user)
		}
		return
	}
	q := &s.requests[r]
	*q = request{number: id, sent: s.now, deadline: noTime, clients: number, user: user, last: none, alarm: never}
	if c.spec.Deadline > 0 {
		q.deadline = after(s.now, c.spec.Deadline)
	}
	q.address = c.address(id)
	s.level.Add(s.now, +1)
	if c.spec.Budget > 0 {
		c.budget.Request(s.now)
	}
	s.try(r)
}

// address draws the address of a request.
func (c *source) address(number uint64) int32 {
	if c.spec.Addresses == 1 {
		return 0
	}
	if c.spec.Shared > 0 && exact.Unit(exact.Draw(c.seed, addressStream, number, 0, 1)) < c.spec.Shared {
		return 0
	}
	u := exact.Draw(c.seed, addressStream, number, 0, 0)
	if c.zipf != nil {
		return int32(c.zipf.Rank(u))
	}
	i, _ := bits.Mul64(u, uint64(c.spec.Addresses))
	return int32(i)
}

// try sends a request, for the first time or again.
func (s *System) try(r int32) {
	q := &s.requests[r]
	c := &s.sources[q.clients]
	q.backing, q.since, q.out, q.copies = false, s.now, 0, 0
	q.giveUp, q.hedge = q.deadline, noTime
	if c.spec.Timeout > 0 {
		q.giveUp = min(q.giveUp, after(s.now, c.spec.Timeout))
	}
	if c.hedger != nil {
		wait := c.hedger.Delay()
		if q.tries == 0 {
			wait = c.hedger.Request(s.now)
		}
		q.hedge = after(s.now, wait)
	}
	if q.tries++; q.tries > 1 {
		s.retries++
	}
	s.setAlarm(r)
	s.launch(r)
}

// setAlarm wakes the clients when they are to do something about a request.
func (s *System) setAlarm(r int32) {
	q := &s.requests[r]
	s.wake(q, r, min(q.giveUp, q.hedge))
}

func (s *System) wake(q *request, r int32, at time.Duration) {
	switch {
	case at == noTime:
		s.cancel(&q.alarm)
	case q.alarm == never:
		q.alarm = s.push(at, alarm, 0, r)
	default:
		s.move(q.alarm, at)
	}
}

// launch sends an attempt.
func (s *System) launch(r int32) {
	s.attempted++
	s.current.Attempts++
	a, ok := s.takeAttempt(r)
	q := &s.requests[r]
	c := &s.sources[q.clients]
	if !ok {
		if q.out == 0 {
			s.fail(r, Refused)
		}
		return
	}
	q.out++
	q.copies++
	t := &s.attempts[a]
	t.since, t.hedge = s.now, q.copies > 1
	s.reach(a, c.node, s.now)
	s.descend(a, s.nodes[c.node].to)
}

// ring is the event that it is time to do something about a request.
func (s *System) ring(r int32) {
	q := &s.requests[r]
	q.alarm = never
	switch {
	case q.backing:
		s.try(r)
	case s.now >= q.giveUp:
		s.abandon(r)
		s.note(&s.attempts[q.last], s.sources[q.clients].node, TimedOut)
		s.fail(r, TimedOut)
	default:
		s.hedgeNow(r)
	}
}

// hedgeNow sends a copy, where one may be sent.
func (s *System) hedgeNow(r int32) {
	q := &s.requests[r]
	h := s.sources[q.clients].hedger
	q.hedge = noTime
	if h != nil {
		why := h.Send(s.now, int(q.copies))
		if why.OK() {
			q.hedge = after(s.now, h.Delay())
			s.hedges++
			s.setAlarm(r)
			s.launch(r)
			return
		}
		if why.Code != resilience.OutOfCopies { // having them all is no surprise
			q.denied, q.deniedAt = why, s.now
		}
	}
	s.setAlarm(r)
}

// abandon stops waiting for the attempts of the present try.
func (s *System) abandon(r int32) {
	for a := s.requests[r].last; a != none; a = s.attempts[a].earlier {
		t := &s.attempts[a]
		if t.live || t.lost {
			if !t.abandoned {
				t.abandoned, t.gaveUp = true, s.now
			}
		}
		if t.lost {
			s.unhook(a)
		}
	}
}

// receive takes in the answer to an attempt.
func (s *System) receive(a int32) {
	t := &s.attempts[a]
	t.live, t.over = false, s.now
	r := t.request
	q := &s.requests[r]
	q.live--
	switch {
	case t.abandoned:
		s.release(r)
	case t.outcome == OK:
		if t.started > t.arrived {
			q.waited = t.started - t.arrived
		}
		if h := s.sources[q.clients].hedger; h != nil {
			h.Observe(s.now - q.since)
		}
		s.settle(r, OK)
	default:
		s.miss(a, t.outcome)
	}
}

// miss takes note that an attempt has failed; the others of its try may still be answered.
func (s *System) miss(a int32, outcome Outcome) {
	r := s.attempts[a].request
	if q := &s.requests[r]; q.out > 1 {
		q.out--
		return
	}
	s.fail(r, outcome)
}

// fail decides whether a request whose try has failed is sent again, and ends it otherwise.
func (s *System) fail(r int32, outcome Outcome) {
	q := &s.requests[r]
	c := &s.sources[q.clients]
	q.out = 0
	if retry := &c.spec.Retry; retry.Attempts > 1 {
		wait, why := retry.Next(int(q.tries), q.wait, exact.Draw(c.seed, jitterStream, q.number, uint64(q.tries), 0))
		if in := resilience.Deadline(q.deadline).Admit(s.now, wait); why.OK() && !in.OK() {
			why = in
		}
		if why.OK() && c.spec.Budget > 0 {
			why = c.budget.Retry(s.now)
		}
		if q.last != none {
			s.attempts[q.last].why = why
		}
		if why.OK() {
			q.backing, q.wait, q.since = true, wait, s.now
			s.wake(q, r, s.now+wait)
			return
		}
	}
	s.settle(r, outcome)
}

// settle ends a request.
func (s *System) settle(r int32, outcome Outcome) {
	q := &s.requests[r]
	q.outcome, q.ended, q.out, q.backing = outcome, s.now, 0, false
	s.cancel(&q.alarm)
	if q.live > 0 || q.attempts > 1 || outcome != OK { // one that was swallowed holds its place until then
		s.abandon(r)
	}
	s.nodes[s.sources[q.clients].node].ended[outcome]++
	s.level.Add(s.now, -1)
	s.measure(q)
	s.print.Uint64(q.number<<3 | uint64(outcome))
	s.print.Duration(s.now)
	if q.user >= 0 {
		s.think(q.clients, q.user)
	}
	s.remember(r)
}
