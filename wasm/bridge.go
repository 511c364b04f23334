//go:build js && wasm

package main

import (
	"syscall/js"
	"time"
	"unsafe"
)

// A frame may spend so much on the simulation, in pieces of so many units of
// work, after each of which it looks at the clock.
const (
	frameBudgetMs = 8
	pieceUnits    = 4000
)

var performance = js.Global().Get("performance")

func clockMs() float64 { return performance.Call("now").Float() }

// guard turns a panic into the fault flag, which the page checks: an
// unrecovered one would leave exports that seem to succeed.
func guard() {
	if r := recover(); r != nil {
		program.fault = true
		js.Global().Get("console").Call("error", "headroom: "+describe(r))
	}
}

func describe(r any) string {
	switch r := r.(type) {
	case error:
		return r.Error()
	case string:
		return r
	}
	return "an unknown fault"
}

// advance passes time up to the page's clock and works towards the session's
// moment. It returns 1 while playing, plus 2 while there is work left, or 8
// after a fault.
//
//go:wasmexport advance
func advance(nowMs float64) (flags int32) {
	if program.fault {
		return 8
	}
	flags = 8 // what is returned after a panic
	defer guard()
	elapsed := nowMs - program.lastMs
	program.lastMs = nowMs
	s := program.session
	s.Tick(time.Duration(elapsed * float64(time.Millisecond)))
	start := clockMs()
	done := s.Work(pieceUnits) // even with nothing to do it shows where a jump has landed
	for until := start + frameBudgetMs; !done && clockMs() < until; {
		done = s.Work(pieceUnits)
	}
	result := int32(0)
	if s.Playing() {
		result |= 1
	}
	if !done {
		result |= 2
	}
	return result
}

// frame draws the present moment for a space of so many CSS pixels and returns
// where its bytes are, or 0 after a fault. They are good until the next call.
//
//go:wasmexport frame
func frame(width, height float64) (address uint32) {
	if program.fault {
		return 0
	}
	defer guard()
	first := program.frame == nil
	program.frame = program.session.Frame(within(width), within(height))
	if !first { // which waits for nothing, not even for its table
		program.inspector.update(program.session, program.lastMs)
		program.announcer.update(program.session)
	}
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(program.frame))))
}

// within keeps the size of a frame to what a screen can have; a page that does
// not know its size yet may say NaN.
func within(pixels float64) float64 {
	const most = 1 << 14
	if pixels >= 0 {
		return min(pixels, most)
	}
	return 0
}

// frameLength returns how many bytes the last frame has.
//
//go:wasmexport frameLength
func frameLength() uint32 { return uint32(len(program.frame)) }

// Kinds of input.
const (
	inputMove  = 1
	inputLeave = 2
	inputClick = 3
)

// input takes what the pointer does, in pixels of the scene; the next frame
// shows it. It returns 2 when there is something under the pointer, 1 when
// there is nothing, 0 after a fault.
//
//go:wasmexport input
func input(kind int32, x, y float64, _ int32) (under int32) {
	if program.fault {
		return 0
	}
	defer guard()
	switch kind {
	case inputMove:
		program.session.Point(x, y)
	case inputLeave:
		program.session.Leave()
	case inputClick:
		program.session.Click(x, y)
	}
	if program.session.Hovering() {
		return 2
	}
	return 1
}
