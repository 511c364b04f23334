package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/session"
	"headroom/core/stats"
)

const runHelp = `headroom run '<link>' [flags]

Plays a scenario to its moment and prints {link, fingerprint, metrics}, each
metric with value, unit and standard error (null for a single run). The moment
is the link's t= or n=, or -until. The link that is printed carries small data.
A link with b. keys has two sides: {link, fingerprint, metrics, b: {metrics}},
and for a single run compare, with what they differ in, since when, and how they did.

`

const labsHelp = `headroom labs

Prints the catalog as JSON: [{id, title, params, actions, presets: [{name, link}]}].
A parameter is {key, label, kind, default, min, max, step, unit, options, help};
its key is its name in links.

`

func labs(args []string, out, errs io.Writer) error {
	fs := flags("labs", labsHelp, errs)
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return errUsage
	case fs.NArg() > 0:
		fmt.Fprintln(errs, "headroom labs: takes no arguments")
		return errUsage
	}
	var j lab.JSON
	lab.AppendCatalog(&j, catalog.Labs())
	_, err := out.Write(append(j.Bytes(), '\n'))
	return err
}

// plan is what the flags of run ask for.
type plan struct {
	seeds         int
	warmup, until time.Duration
}

func run(args []string, out, errs io.Writer) error {
	var p plan
	fs := flags("run", runHelp, errs)
	fs.IntVar(&p.seeds, "seeds", 0, "play seeds 1 to `N` and print means with standard errors (0: the link's own seed, once)")
	fs.DurationVar(&p.warmup, "warmup", 0, "leave the first `D` of each run out of rates and means")
	fs.DurationVar(&p.until, "until", -1, "play to time `T` instead of the link's moment")
	var data own
	data.flags(fs)
	link, err := parse(fs, args)
	if err != nil {
		return err
	}
	if err := errors.Join(p.check(), data.check()); err != nil {
		fmt.Fprintln(errs, "headroom run:", err)
		return errUsage
	}
	s, err := data.open(link, errs)
	if err != nil {
		return err
	}
	r, err := p.play(s)
	if err != nil {
		return err
	}
	for _, text := range r.impossible {
		note(errs, text)
	}
	_, err = out.Write(append(r.json(), '\n'))
	return err
}

func (p *plan) check() error {
	switch {
	case p.seeds < 0 || p.seeds > 100_000:
		return fmt.Errorf("-seeds %d: takes 0 to 100000", p.seeds)
	case p.warmup < 0 || p.warmup > lab.MaxTime:
		return fmt.Errorf("-warmup %v: takes 0 to %v", p.warmup, lab.MaxTime)
	case p.until > lab.MaxTime || p.until < -1:
		return fmt.Errorf("-until %v: takes 0 to %v", p.until, lab.MaxTime)
	}
	return nil
}

// result gathers the runs of a plan.
type result struct {
	link        string
	fingerprint uint64
	sides       []*measured      // one, or two that are compared
	single      *session.Session // that was run, once
	impossible  []string         // what could not be done, in the last run
}

// measured is the metrics of a side, over all runs.
type measured struct {
	names  []string
	units  map[string]string
	values map[string]*stats.Moments
}

func (p *plan) play(s *session.Session) (*result, error) {
	r := &result{sides: []*measured{newMeasured()}}
	if s.Comparing() {
		r.sides = append(r.sides, newMeasured())
	}
	goal := s.Moment()
	if p.until >= 0 {
		goal = lab.When{At: p.until.Round(lab.Moment)}
	}
	if p.seeds == 0 {
		err := p.once(s, goal, r)
		r.fingerprint, r.link = s.Fingerprint(), linkOf(s)
		r.single = s
		return r, err
	}
	var all stats.Fingerprint
	for seed := 1; seed <= p.seeds; seed++ {
		s.Reseed(uint64(seed))
		if err := p.once(s, goal, r); err != nil {
			return nil, err
		}
		all.Uint64(s.Fingerprint())
	}
	r.fingerprint = all.Sum()
	s.Reseed(1)
	s.Go(goal)
	r.link = linkOf(s)
	return r, nil
}

// linkOf returns the link of a session, with its data where a link can carry it.
func linkOf(s *session.Session) string {
	if keys := s.Data(); keys != nil {
		return s.Link() + fragmentOf(keys)
	}
	return s.Link()
}

// once plays one run and adds what it measures.
func (p *plan) once(s *session.Session, goal lab.When, r *result) error {
	if p.warmup > 0 {
		s.Seek(p.warmup)
		s.Settle()
		s.Measure()
	}
	s.Go(goal)
	s.Settle()
	r.impossible = s.Impossible()
	if s.Now() < p.warmup {
		return fmt.Errorf("-warmup %v is longer than the run, which ends at %v; give a later -until or t=", p.warmup, s.Now())
	}
	for i, m := range slices.Backward(r.sides) { // which leaves the first in front
		if len(r.sides) > 1 {
			if err := s.Side([]string{"a", "b"}[i]); err != nil {
				return err
			}
		}
		m.add(s.Metrics())
	}
	return nil
}

func newMeasured() *measured {
	return &measured{units: map[string]string{}, values: map[string]*stats.Moments{}}
}

func (m *measured) add(metrics []lab.Metric) {
	for _, one := range metrics {
		if m.values[one.Name] == nil {
			m.names = append(m.names, one.Name)
			m.values[one.Name] = &stats.Moments{}
		}
		m.units[one.Name] = one.Unit
		m.values[one.Name].Add(one.Value)
	}
}

func (r *result) json() []byte {
	var j lab.JSON
	j.Open('{').Key("link").String(r.link).Key("fingerprint").String(hex(r.fingerprint))
	r.sides[0].append(j.Key("metrics"))
	if len(r.sides) > 1 {
		r.sides[1].append(j.Key("b").Open('{').Key("metrics"))
		j.Close('}')
		if r.single != nil {
			r.single.AppendCompare(j.Key("compare"))
		}
	}
	return j.Close('}').Bytes()
}

func (m *measured) append(j *lab.JSON) {
	j.Open('{')
	for _, name := range m.names {
		v := m.values[name]
		j.Key(name).Open('{').Key("value").Number(v.Mean()).Key("unit").String(m.units[name]).Key("se")
		se := math.NaN() // null: a single run has no standard error
		if v.Count() > 1 {
			se = v.StandardError()
		}
		j.Number(se).Close('}')
	}
	j.Close('}')
}

func hex(x uint64) string {
	s := strconv.FormatUint(x, 16)
	for len(s) < 16 {
		s = "0" + s
	}
	return s
}
