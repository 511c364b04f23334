//go:build js && wasm

package main

import (
	"errors"
	"math"
	"strconv"
	"syscall/js"
	"time"

	"headroom/core/lab"
	"headroom/core/session"
)

// send answers a request of the page: {"op": …} in, {"data": …} or
// {"error": {code, message}} out.
func send(text string) (answer []byte) {
	if program.fault {
		return refusal("fault", errors.New("the program has failed; reload the page"))
	}
	defer func() {
		if r := recover(); r != nil {
			program.fault = true
			answer = refusal("fault", errors.New("the program has failed: "+describe(r)))
		}
	}()
	r, err := parse(text)
	if err != nil {
		return refusal("malformed", err)
	}
	var j lab.JSON
	j.Open('{').Key("data")
	if err := perform(r, &j); err != nil {
		return refusal("refused", err)
	}
	return j.Close('}').Bytes()
}

func refusal(code string, err error) []byte {
	var j lab.JSON
	j.Open('{').Key("error").Open('{').Text("code", code).Text("message", err.Error())
	return j.Close('}').Close('}').Bytes()
}

// perform does what a request asks for and writes its answer: for what changes the session its state, or
// nothing where the request is to be answered in brief.
func perform(r *request, j *lab.JSON) error {
	s := program.session
	switch op := r.text("op"); op {
	case "catalog":
		lab.AppendCatalog(j, program.labs)
		return nil
	case "charts":
		s.AppendCharts(j)
		return nil
	case "pin":
		sc := s.Scenario()
		j.String(sc.Pinned())
		return nil
	case "fingerprint":
		j.String(strconv.FormatUint(s.Fingerprint(), 16))
		return nil
	default:
		if ok, err := work(op, r, j); ok {
			return err
		}
		if err := change(s, op, r); err != nil {
			return err
		}
	}
	if r.tree.Get("brief").Truthy() {
		j.Null()
	} else {
		program.session.AppendState(j)
	}
	return nil
}

// change does what changes the session. Everything is read before anything is
// done: a request that is refused leaves all as it was.
func change(s *session.Session, op string, r *request) error {
	switch op {
	case "state":
	case "open":
		return open(r)
	case "set":
		key, value, gesture := r.text("key"), r.text("value"), r.number("gesture", 0, math.MaxInt32)
		if r.err == nil {
			return s.Set(key, value, int(gesture))
		}
	case "do":
		action, args := r.text("action"), r.texts("args")
		if r.err == nil {
			return s.Do(action, args...)
		}
	case "undo":
		s.Undo()
	case "redo":
		s.Redo()
	case "play":
		s.Play()
	case "pause":
		s.Pause()
	case "step":
		s.Step()
	case "back":
		s.Back()
	case "restart":
		s.Seek(0)
	case "seek":
		if t := r.number("t", 0, lab.MaxTime.Seconds()); r.err == nil {
			s.Seek(time.Duration(t * float64(time.Second)))
		}
	case "speed":
		if x := r.number("speed", lab.MinSpeed, lab.MaxSpeed); r.err == nil {
			s.SetSpeed(x)
		}
	case "seed":
		return reseed(s, r)
	case "data":
		return use(r)
	case "generate":
		s.Generate()
	case "select":
		if id := r.text("id"); r.err == nil {
			s.Select(id)
		}
	case "lookup":
		if text := r.text("text"); r.err == nil {
			return s.Find(text)
		}
	default:
		return compare(s, op, r)
	}
	return r.err
}

// compare does what is about marks and about two sides.
func compare(s *session.Session, op string, r *request) error {
	text, i, gesture, at := "", 0.0, 0.0, 0.0
	switch op {
	case "move-mark":
		i, gesture, at = r.number("i", 0, lab.MaxActions), r.number("gesture", 0, math.MaxInt32), r.number("t", 0, lab.MaxTime.Seconds())
	case "remove-mark":
		i = r.number("i", 0, lab.MaxActions)
	case "side":
		text = r.text("side")
	case "uncompare":
		text = r.text("keep")
	case "compare":
		if r.tree.Get("link").Truthy() {
			text = r.text("link")
		}
	}
	if r.err != nil {
		return r.err
	}
	switch op {
	case "move-mark":
		return s.MoveMark(int(i), time.Duration(at*float64(time.Second)), int(gesture))
	case "remove-mark":
		return s.RemoveMark(int(i))
	case "slowest":
		return s.ToSlowest()
	case "compare":
		return s.Compare(text)
	case "fork":
		return s.Fork()
	case "swap":
		return s.Swap()
	case "side":
		return s.Side(text)
	case "uncompare":
		return s.Uncompare(text)
	}
	return errors.New("there is no operation " + strconv.Quote(op))
}

func open(r *request) error {
	link := r.text("link")
	if r.err != nil {
		return r.err
	}
	next, err := session.Open(link, program.labs, program.shelf)
	if err == nil {
		next.Follow(program.session)
		program.session = next
		if r.tree.Get("play").Truthy() {
			next.Play()
		}
	}
	return err
}

func reseed(s *session.Session, r *request) error {
	text := r.text("seed")
	if r.err != nil {
		return r.err
	}
	seed, err := lab.ParseSeed(text)
	if err == nil {
		s.Reseed(seed)
	}
	return err
}

// request is what a page sent. It remembers the first member that was not what
// it has to be.
type request struct {
	tree js.Value
	err  error
}

// parse reads a request. JSON.parse throws, and an exception that nobody catches
// here would be the end of the program.
func parse(text string) (r *request, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			thrown, ok := fault.(js.Error)
			if !ok {
				panic(fault)
			}
			err = errors.New("the request is not JSON: " + thrown.Error())
		}
	}()
	tree := js.Global().Get("JSON").Call("parse", text)
	if tree.Type() != js.TypeObject {
		return nil, errors.New(`a request is an object such as {"op":"state"}`)
	}
	return &request{tree: tree}, nil
}

func (r *request) wants(name, what string) {
	if r.err == nil {
		r.err = errors.New(name + " has to be " + what)
	}
}

// text returns a member that is a string.
func (r *request) text(name string) string {
	v := r.tree.Get(name)
	if v.Type() != js.TypeString {
		r.wants(name, "a string")
		return ""
	}
	return v.String()
}

// number returns a member that is a number between two limits.
func (r *request) number(name string, low, high float64) float64 {
	v := r.tree.Get(name)
	x := math.NaN()
	if v.Type() == js.TypeNumber {
		x = v.Float()
	}
	if !(x >= low && x <= high) {
		r.wants(name, "a number from "+strconv.FormatFloat(low, 'f', -1, 64)+" to "+strconv.FormatFloat(high, 'f', -1, 64))
	}
	return x
}

// flag returns a member that is true or false.
func (r *request) flag(name string) bool {
	v := r.tree.Get(name)
	if v.Type() != js.TypeBoolean {
		r.wants(name, "true or false")
		return false
	}
	return v.Bool()
}

// texts returns a member that is a list of strings.
func (r *request) texts(name string) []string {
	v := r.tree.Get(name)
	if !js.Global().Get("Array").Call("isArray", v).Bool() {
		r.wants(name, "a list of strings")
		return nil
	}
	list := make([]string, v.Length())
	for i := range list {
		item := v.Index(i)
		if item.Type() != js.TypeString {
			r.wants(name, "a list of strings")
			return nil
		}
		list[i] = item.String()
	}
	return list
}
