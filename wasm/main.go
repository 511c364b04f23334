//go:build js && wasm

// Command wasm is the playground's core in the browser: it plays one session,
// answers the page's requests as JSON, and hands it a frame of bytes to paint.
package main

import (
	"syscall/js"

	"headroom/core/catalog"
	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/session"
)

// program is all the state there is. JavaScript runs one call at a time.
var program = struct {
	labs    []*lab.Lab
	shelf   *dataset.Shelf // of the person's own data
	session *session.Session
	lastMs  float64
	frame   []byte
	fault   bool

	inspector inspector
	announcer announcer
}{labs: catalog.Labs(), shelf: &dataset.Shelf{}}

func main() {
	s, err := session.Open("", program.labs, program.shelf)
	if err != nil {
		panic(err)
	}
	program.session = s
	if document.Truthy() { // a worker has none
		program.inspector.attach("inspector")
		program.announcer.attach("announcer")
	}
	api := js.Global().Get("Object").New()
	api.Set("send", js.FuncOf(func(_ js.Value, args []js.Value) any { return string(send(args[0].String())) }))
	js.Global().Set("headroom", api)
	js.Global().Call("headroomReady")
	select {}
}
