package session

import (
	"math"
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
)

// StatusSize is the length of the block before the scene in a frame.
const StatusSize = 64

// Flags of a frame's status.
const (
	FlagPlaying = 1 << iota // time passes
	FlagPending             // the world is on its way to the goal
	FlagChanged             // unused by Go; the revision says it
	FlagFault               // the program has failed and its answers are worth nothing
)

// The status block, little-endian; web/frame.js opens with the same table.
//
//	 0  4  magic "HRFS"
//	 4  u16 version (1)
//	 6  u16 flags
//	 8  f64 moment, seconds
//	16  f64 end of the timeline, seconds
//	24  u32 revision of the state that op "state" answers
//	28  u32 events played, low 32 bits
//	32  f32 progress of pending work, 0 to 1
//	36  f32 speed asked, times real time
//	40  f32 speed reached, times real time
//	44  zero
const statusVersion = 1

// Frame draws the present moment for a space of the given size in CSS pixels
// and returns status and scene as the page reads them. The bytes are good until
// the next call.
func (s *Session) Frame(width, height float64) []byte {
	s.width, s.height = width, height
	s.Draw(s.canvas, width, height)
	s.frame = s.appendStatus(s.frame[:0])
	s.frame = s.canvas.AppendWire(s.frame)
	return s.frame
}

// Draw draws the present moment on a scene, which it resets.
func (s *Session) Draw(on *scene.Scene, width, height float64) {
	on.Reset(width, height)
	p := s.main()
	if p.missing {
		p.drawMissing(on, width, height)
		return
	}
	p.drawn().Draw(on, s.look(width, height))
}

// Follow takes another session's place in front of whoever paints: what rarely
// changes keeps counting on from what was painted last, so that it is painted anew.
func (s *Session) Follow(other *Session) { s.canvas = other.canvas }

// Canvas returns the scene of the last frame, for its marks.
func (s *Session) Canvas() *scene.Scene { return s.canvas }

// Point says where the pointer is, in the scene of the last frame.
func (s *Session) Point(x, y float64) {
	p := s.main()
	if p.missing {
		return
	}
	if id := p.drawn().Pick(s.look(s.width, s.height), x, y); id != s.hover {
		s.hover = id
		s.touch()
	}
}

// Leave says that the pointer is nowhere.
func (s *Session) Leave() {
	if s.hover != "" {
		s.hover = ""
		s.touch()
	}
}

// Hovering reports whether the pointer is on something that can be selected.
func (s *Session) Hovering() bool { return s.hover != "" }

// Click selects what stands at a point.
func (s *Session) Click(x, y float64) {
	s.Point(x, y)
	s.Select(s.hover)
}

func (s *Session) look(width, height float64) lab.Look {
	p := s.main()
	look := lab.Look{Width: width, Height: height, Now: p.now(), Hover: s.hover, Selected: s.selected, Speed: s.speed}
	if o := s.other(); o != nil && o.sc.Lab == p.sc.Lab && o.now() == look.Now && !o.missing {
		look.Other = o.drawn()
	}
	return look
}

func (s *Session) appendStatus(b []byte) []byte {
	flags := uint16(0)
	if s.playing {
		flags |= FlagPlaying
	}
	if s.Pending() {
		flags |= FlagPending
	}
	b = append(b, "HRFS"...)
	b = append32(b, statusVersion|uint32(flags)<<16)
	b = append64(b, math.Float64bits(seconds(s.main().now())))
	b = append64(b, math.Float64bits(seconds(s.End())))
	b = append32(b, s.revision)
	b = append32(b, uint32(s.Events()))
	b = append32(b, math.Float32bits(float32(s.Progress())))
	b = append32(b, math.Float32bits(float32(s.speed)))
	b = append32(b, math.Float32bits(float32(s.reached)))
	return append(b, make([]byte, StatusSize-len(b))...)
}

// append32 and append64 write little-endian; encoding/binary would bring in reflect.
//
//go:noinline
func append32(b []byte, x uint32) []byte {
	return append(b, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
}

//go:noinline
func append64(b []byte, x uint64) []byte { return append32(append32(b, uint32(x)), uint32(x>>32)) }

func seconds(d time.Duration) float64 { return d.Seconds() }
