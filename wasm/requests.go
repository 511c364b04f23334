//go:build js && wasm

package main

import (
	"errors"
	"strconv"
	"syscall/js"
	"time"

	"headroom/core/lab"
	"headroom/core/session"
)

// send answers a request of the page: {"op": …} in, {"data": …} or
// {"error": {code, message}} out.
func send(request string) (answer []byte) {
	if program.fault {
		return refusal("fault", errors.New("the program has failed; reload the page"))
	}
	defer func() {
		if r := recover(); r != nil {
			program.fault = true
			answer = refusal("fault", errors.New("the program has failed: "+describe(r)))
		}
	}()
	tree := js.Global().Get("JSON").Call("parse", request)
	var j lab.JSON
	j.Open('{').Key("data")
	if err := perform(tree, &j); err != nil {
		return refusal("refused", err)
	}
	return j.Close('}').Bytes()
}

func refusal(code string, err error) []byte {
	var j lab.JSON
	j.Open('{').Key("error").Open('{').Key("code").String(code).Key("message").String(err.Error())
	return j.Close('}').Close('}').Bytes()
}

// perform does what a request asks for and writes its answer.
func perform(tree js.Value, j *lab.JSON) error {
	s := program.session
	switch op := text(tree, "op"); op {
	case "catalog":
		lab.AppendCatalog(j, program.labs)
		return nil
	case "charts":
		s.AppendCharts(j)
		return nil
	case "fingerprint":
		j.String(strconv.FormatUint(s.Fingerprint(), 16))
		return nil
	case "open":
		next, err := session.Open(text(tree, "link"), program.labs)
		if err != nil {
			return err
		}
		program.session = next
	default:
		if err := change(s, op, tree); err != nil {
			return err
		}
	}
	program.session.AppendState(j)
	return nil
}

// change does what changes the session.
func change(s *session.Session, op string, tree js.Value) error {
	switch op {
	case "state":
	case "set":
		return s.Set(text(tree, "key"), text(tree, "value"), int(number(tree, "gesture")))
	case "do":
		return s.Do(text(tree, "action"), texts(tree, "args")...)
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
		s.Seek(time.Duration(number(tree, "t") * float64(time.Second)))
	case "seed":
		seed, err := lab.ParseSeed(text(tree, "seed"))
		if err != nil {
			return err
		}
		s.Reseed(seed)
	case "speed":
		s.SetSpeed(number(tree, "speed"))
	case "select":
		s.Select(text(tree, "id"))
	case "lookup":
		return s.Find(text(tree, "text"))
	default:
		return errors.New("there is no operation " + strconv.Quote(op))
	}
	return nil
}

// text returns a member that is a string, or "".
func text(tree js.Value, name string) string {
	if v := tree.Get(name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// number returns a member that is a number, or 0.
func number(tree js.Value, name string) float64 {
	if v := tree.Get(name); v.Type() == js.TypeNumber {
		return v.Float()
	}
	return 0
}

// texts returns a member that is a list of strings.
func texts(tree js.Value, name string) []string {
	v := tree.Get(name)
	if v.Type() != js.TypeObject {
		return nil
	}
	list := make([]string, v.Length())
	for i := range list {
		list[i] = v.Index(i).String()
	}
	return list
}
