package system

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Change gives parts another Spec of the same kind, and a balancer other weights with it; To does not matter, it
// stays as it is. What is in service goes on with the work it has. It costs a clone, for however many parts.
func (s *System) Change(now time.Duration, parts ...Part) error {
	d, names := &Document{Version: s.document.Version, Parts: slices.Clone(s.document.Parts)}, ""
	for _, p := range parts {
		n, err := s.part(now, p.Name)
		if err != nil {
			return err
		}
		i := s.nodes[n].index
		old := &s.document.Parts[i]
		if p.Spec == nil || p.Spec.Kind() != old.Spec.Kind() {
			return errors.New(p.Name + " is a " + old.Spec.Kind().String() + " and stays one: give it settings of that kind")
		}
		d.Parts[i].Spec = p.Spec
		names += p.Name + " "
	}
	return s.become(now, d, "other settings: "+names)
}

// Join brings in parts. The balancer named under gets an edge to the first of them, with a weight; without a name
// the parts stand for themselves, such as further clients.
func (s *System) Join(now time.Duration, under string, weight int, parts ...Part) error {
	if len(parts) == 0 {
		return errors.New("no parts to join")
	}
	d := &Document{Version: s.document.Version, Parts: slices.Concat(s.document.Parts, parts)}
	if under != "" {
		n, err := s.part(now, under)
		if err != nil {
			return err
		}
		p := &d.Parts[s.nodes[n].index]
		b, ok := p.Spec.(Balancer)
		if !ok {
			return errors.New(under + " is a " + p.Spec.Kind().String() + ": parts join below a balancer")
		}
		if b.Weights == nil && weight != 1 {
			b.Weights = slices.Repeat([]int{1}, len(p.To))
		}
		if b.Weights != nil {
			b.Weights = slices.Concat(b.Weights, []int{weight})
		}
		p.Spec, p.To = b, slices.Concat(p.To, []string{parts[0].Name})
	}
	if len(s.nodes)+len(parts) > maxNodes {
		return errors.New(parts[0].Name + " cannot join: there have been " + strconv.Itoa(len(s.nodes)) + " parts, and there may be " +
			strconv.Itoa(maxNodes) + " over time")
	}
	return s.become(now, d, parts[0].Name+" joined")
}

// Leave removes parts, and the links that lead nowhere else. What is under way there fails, and clients that
// leave end all their requests so.
func (s *System) Leave(now time.Duration, parts ...string) error {
	for _, part := range parts {
		if _, err := s.part(now, part); err != nil {
			return err
		}
	}
	gone, part := slices.Clone(parts), strings.Join(parts, " ")
	for again := true; again; {
		again = false
		for _, p := range s.document.Parts {
			if p.Spec.Kind() == LinkKind && slices.Contains(gone, p.To[0]) && !slices.Contains(gone, p.Name) {
				gone, again = append(gone, p.Name), true
			}
		}
	}
	d := &Document{Version: s.document.Version}
	for _, p := range s.document.Parts {
		if !slices.Contains(gone, p.Name) {
			d.Parts = append(d.Parts, p.without(gone))
		}
	}
	if err := s.become(now, d, part+" left"); err != nil {
		return errors.New(part + " cannot leave: " + err.Error())
	}
	return nil
}

// without is the part with no edges to some others.
func (p Part) without(gone []string) Part {
	var to []string
	var weights []int
	b, chooses := p.Spec.(Balancer)
	for i, name := range p.To {
		if slices.Contains(gone, name) {
			continue
		}
		to = append(to, name)
		if len(b.Weights) > 0 {
			weights = append(weights, b.Weights[i])
		}
	}
	p.To = to
	if chooses {
		b.Weights = weights
		p.Spec = b
	}
	return p
}

// become makes the system what another document says, or leaves it as it is.
func (s *System) become(now time.Duration, d *Document, text string) error {
	if now < s.now {
		return errors.New("a change at " + now.String() + " comes too late: the system is at " + s.now.String())
	}
	if err := d.Check(); err != nil {
		return err
	}
	c := s.Clone() // for what a ring has no room for is found out on the way
	c.did(now, text)
	for _, n := range c.order {
		if !slices.ContainsFunc(d.Parts, func(p Part) bool { return p.Name == c.nodes[n].name }) {
			c.nodes[n].index, c.nodes[n].gone = -1, now
		}
	}
	c.desert()
	if err := c.adopt(d); err != nil {
		return err
	}
	*s = *c
	return nil
}

// desert ends all that is under way at parts that leave, and what they would do.
func (s *System) desert() {
	for _, n := range s.order {
		if s.nodes[n].index < 0 {
			s.retire(n)
		}
	}
	for a := range s.attempts {
		t := &s.attempts[a]
		if n := &s.nodes[t.part]; t.live && n.index < 0 && n.kind == LinkKind {
			s.cancel(&t.event)
			n.ended[Failed]++
			s.answer(int32(a), Failed)
		}
	}
}

// retire ends what a part that leaves does by itself.
func (s *System) retire(n int32) {
	number := s.nodes[n].number
	switch s.nodes[n].kind {
	case ClientsKind:
		c := &s.sources[number]
		had := c.spec.Users
		c.spec.Users = 0
		s.setUsers(c, number, had)
		s.cancel(&c.arrival)
		s.hangUp(number, 0, c.spec.Addresses)
		for r := range s.requests {
			if q := &s.requests[r]; q.number > 0 && q.clients == number && q.outcome == UnderWay {
				s.settle(int32(r), Failed)
			}
		}
	case BalancerKind:
		s.cancel(&s.pickers[number].check)
	case ServerKind, PoolKind:
		st := &s.stations[number]
		s.empty(st)
		s.cancel(&st.pause)
		s.cancel(&st.resume)
		s.cancel(&st.warmer)
	}
}
