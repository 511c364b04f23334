package lab

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/core/dataset"
)

// Limits of a scenario. What is beyond them is left out with a notice.
const (
	MaxActions = 200       // timed actions: even the longest ones fit a link
	MaxLink    = 16 * 1024 // bytes of a link
	maxNotices = 20        // told one by one; of the others only how many
	MinSpeed   = 0.001     // times real time
	MaxSpeed   = 1000.0
	// Grammar is the version of the links that Format writes.
	Grammar = 1
)

// Scenario is an experiment: a lab, its parameters, a seed, timed actions, and
// the moment to look at.
type Scenario struct {
	Lab      *Lab
	Seed     uint64
	Values   Values       // at time zero
	Data     *dataset.Ref // a person's own data, or nil; never changed in place
	Actions  []Action
	Moment   When
	Speed    float64 // times real time
	Revision int     // of the model the link was made with
	// Other is the second side of a comparison, or nil: of the same seed, data,
	// moment and speed, and without a further one.
	Other *Scenario
}

// When is a moment: after all events up to a time or, for stepping, after so
// many events.
type When struct {
	At    time.Duration
	Event int // counts when Named
	Named bool
}

// Action is something done at a moment. Its fields are the target, where the
// action has one, and the arguments.
type Action struct {
	At     time.Duration
	Name   string
	Fields []string
}

// Set is the name of the action that moves a control: its fields are the
// parameter's key and the value.
const Set = "set"

// Defaulted returns the scenario of a lab in which nothing has been changed.
func Defaulted(l *Lab) Scenario {
	return Scenario{Lab: l, Seed: 1, Values: Defaults(l.Params), Speed: l.speed(), Revision: l.Revision}
}

// Parse reads a link. A bad value never breaks it: the rest loads, and a notice
// names what was ignored and what is accepted. The error is for a link without
// a lab that can be opened.
func Parse(link string, labs []*Lab) (Scenario, []string, error) {
	var p parser
	if len(link) > MaxLink {
		return Scenario{}, nil, errors.New("the link has " + FormatCount(len(link)) + " bytes and a link has at most " + FormatCount(MaxLink))
	}
	pairs := splitQuery(link)
	l, err := findLab(pairs, labs)
	if err != nil {
		return Scenario{}, nil, err
	}
	p.sc = Defaulted(l)
	p.sc.Revision = 1
	for _, kv := range pairs {
		if !strings.HasPrefix(kv.key, otherPrefix) {
			p.take(kv)
		}
	}
	if p.sc.Moment.Named && p.sc.Moment.At != 0 {
		p.sc.Moment.At = 0
		p.note("t was ignored: n names the moment already")
	}
	p.checkRevision()
	p.other(pairs, labs)
	if p.unsaid > 0 {
		p.notices = append(p.notices, "and "+FormatCount(p.unsaid)+" more like these")
	}
	return p.sc, p.notices, nil
}

func findLab(pairs []pair, labs []*Lab) (*Lab, error) {
	id := ""
	for _, kv := range pairs {
		if kv.key == "lab" {
			id = kv.value
		}
	}
	if id == "" {
		return labs[0], nil
	}
	ids := make([]string, len(labs))
	for i, l := range labs {
		if l.ID == id {
			return l, nil
		}
		ids[i] = l.ID
	}
	return nil, errors.New(`there is no lab "` + echo(id) + `"; the labs are ` + strings.Join(ids, ", "))
}

// parser gathers a scenario and what there is to say about the link.
type parser struct {
	sc      Scenario
	notices []string
	unsaid  int // notices beyond the most that are told
	seen    []string
	side    string // begins notices about the second side
}

func (p *parser) checkRevision() {
	if now := p.sc.Lab.Revision; p.sc.Revision != now {
		p.note("this link was made with revision " + strconv.Itoa(p.sc.Revision) + " of the model; with revision " + strconv.Itoa(now) + " its numbers may differ")
	}
}

func (p *parser) note(text string) {
	if len(p.notices) == maxNotices {
		p.unsaid++
		return
	}
	p.notices = append(p.notices, p.side+text)
}

func (p *parser) take(kv pair) {
	if slices.Contains(presenterKeys, kv.key) {
		return
	}
	if err := p.read(kv); err != nil {
		p.note(err.Error())
	}
	known := slices.Contains(scenarioKeys, kv.key) || p.sc.Lab.Param(kv.key) != nil
	switch {
	case !known || kv.key == "do" || kv.key == "undo":
	case slices.Contains(p.seen, kv.key):
		p.note(kv.key + " stands in the link more than once; the last value that can be read counts")
	default:
		p.seen = append(p.seen, kv.key)
	}
}

// scenarioKeys are what read knows beside the lab's parameters, none of which
// may be called so.
var scenarioKeys = []string{"lab", "v", "m", "n", "seed", "speed", "t", "do", "undo", "data"}

// presenterKeys say how whoever shows the scenario is to show it. They are no
// part of it, and no parameter may be called so either.
var presenterKeys = []string{"show", "theme", "width", "height", "autoload"}

func (p *parser) read(kv pair) (err error) {
	if p.side != "" && slices.Contains(sharedKeys, kv.key) {
		return errors.New(kv.key + " was ignored: both sides have the same")
	}
	switch kv.key {
	case "lab":
	case "v":
		if kv.value != strconv.Itoa(Grammar) {
			err = invalid("v", kv.value, strconv.Itoa(Grammar)+", the version of links that this page reads")
		}
	case "m":
		err = whole(&p.sc.Revision, "m", kv.value, 1)
	case "n":
		if err = whole(&p.sc.Moment.Event, "n", kv.value, 0); err == nil {
			p.sc.Moment.Named = true
		}
	case "seed":
		err = p.seed(kv.value)
	case "speed":
		err = p.speed(kv.value)
	case "t":
		var at time.Duration
		if at, err = ParseTime(kv.value); err == nil {
			p.sc.Moment.At = at
		}
	case "do":
		err = p.do(kv.value)
	case "data":
		err = p.data(kv.value)
	default:
		if kv.key == "undo" && p.side != "" {
			return p.undo(kv.value)
		}
		err = p.param(kv)
	}
	return err
}

func (p *parser) data(text string) error {
	if p.sc.Lab.Data == nil {
		return errors.New("data was ignored: the lab " + p.sc.Lab.ID + " takes none")
	}
	ref, err := dataset.ParseRef(text)
	if err == nil {
		p.sc.Data = &ref
	}
	return err
}

func whole(dst *int, key, text string, least int) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		return invalid(key, text, "a whole number from "+strconv.Itoa(least))
	}
	*dst = n
	return nil
}

func (p *parser) seed(text string) error {
	seed, err := ParseSeed(text)
	if err == nil {
		p.sc.Seed = seed
	}
	return err
}

// ParseSeed reads a seed: any whole number of 64 bits.
func ParseSeed(text string) (uint64, error) {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, invalid("seed", text, "a whole number from 0 to 18446744073709551615")
	}
	return seed, nil
}

func (p *parser) speed(text string) error {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= MinSpeed && x <= MaxSpeed) {
		return invalid("speed", text, "a number from 0.001 to 1000")
	}
	p.sc.Speed = x
	return nil
}

func (p *parser) param(kv pair) error {
	param := p.sc.Lab.Param(kv.key)
	if param == nil {
		return errors.New(`"` + echo(kv.key) + `" was ignored: the lab ` + p.sc.Lab.ID + " has no such parameter")
	}
	text, err := param.Canonical(kv.value)
	if err == nil {
		p.sc.Values = p.sc.Values.With(kv.key, text)
	}
	return err
}

func (p *parser) do(text string) error {
	if len(p.sc.Actions) == MaxActions {
		return errors.New("an action was ignored: a scenario has at most " + strconv.Itoa(MaxActions))
	}
	a, err := p.action(text)
	if err == nil {
		p.sc.Insert(a)
	}
	return err
}

// action reads an action: its time, its name and its fields.
func (p *parser) action(text string) (Action, error) {
	when, rest, _ := strings.Cut(text, ":")
	at, err := ParseTime(when)
	if err != nil {
		return Action{}, err
	}
	name, rest, found := strings.Cut(rest, ":")
	var fields []string
	if found {
		fields = strings.SplitN(rest, ":", max(1, fieldCount(p.sc.Lab, name)))
	}
	a, err := p.sc.Lab.Check(name, fields)
	a.At = at
	return a, err
}

// Insert adds an action behind those of its time and returns its index.
func (s *Scenario) Insert(a Action) int {
	i := len(s.Actions)
	for i > 0 && s.Actions[i-1].At > a.At {
		i--
	}
	s.Actions = slices.Insert(s.Actions, i, a)
	return i
}

// Remove takes out the action of an index.
func (s *Scenario) Remove(i int) { s.Actions = append(s.Actions[:i], s.Actions[i+1:]...) }

func fieldCount(l *Lab, name string) int {
	if name == Set {
		return 2
	}
	if spec := l.Action(name); spec != nil {
		return spec.Fields()
	}
	return 0
}

// Check validates an action and returns it with canonical fields and no time.
// Whether it is possible at its moment is for the world to say.
func (l *Lab) Check(name string, fields []string) (Action, error) {
	if name == Set {
		return l.checkSet(fields)
	}
	spec := l.Action(name)
	if spec == nil {
		names := []string{Set}
		for i := range l.Actions {
			names = append(names, l.Actions[i].Name)
		}
		return Action{}, invalid("action", name, "one of "+strings.Join(names, ", "))
	}
	if len(fields) != spec.Fields() {
		return Action{}, errors.New("action " + name + " was ignored: it takes " + strconv.Itoa(spec.Fields()) + " fields and " + strconv.Itoa(len(fields)) + " were given")
	}
	checked := slices.Clone(fields)
	args := checked
	if spec.Target != NoTarget {
		if !ValidName(fields[0]) {
			return Action{}, invalid(name, fields[0], "the name of a part: small letters, digits and hyphens")
		}
		args = checked[1:]
	}
	for i := range args {
		text, err := spec.Args[i].Canonical(args[i])
		if err != nil {
			return Action{}, err
		}
		args[i] = text
	}
	return Action{Name: name, Fields: checked}, nil
}

func (l *Lab) checkSet(fields []string) (Action, error) {
	if len(fields) != 2 {
		return Action{}, errors.New("action set was ignored: it takes a parameter and a value")
	}
	p := l.Param(fields[0])
	if p == nil {
		return Action{}, errors.New(`action set was ignored: the lab ` + l.ID + ` has no parameter "` + echo(fields[0]) + `"`)
	}
	if p.Initial {
		return Action{}, errors.New("action set was ignored: " + p.Key + " holds from the start and cannot change later")
	}
	text, err := p.Canonical(fields[1])
	if err != nil {
		return Action{}, err
	}
	return Action{Name: Set, Fields: []string{p.Key, text}}, nil
}
