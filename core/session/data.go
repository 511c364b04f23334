package session

import (
	"errors"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
)

const missingTitle = "This runs on private data"

// data returns the data that the scenario is about, or nil where the lab makes
// up its own. What is not on the shelf is missing, and nothing stands in for it.
func (s *Session) data() (keys *dataset.Keys, missing bool) {
	if s.sc.Data == nil {
		return nil, false
	}
	if keys = s.shelf.Get(s.sc.Data.Digest); keys != nil {
		return keys, false
	}
	return &dataset.Keys{}, true
}

// Missing returns what data the scenario is about when it is not there: the link
// only names it. Until Use brings it, a neutral frame is drawn and time rests.
func (s *Session) Missing() (dataset.Ref, bool) {
	if !s.missing {
		return dataset.Ref{}, false
	}
	return *s.sc.Data, true
}

// Data returns the data that the scenario is about, or nil.
func (s *Session) Data() *dataset.Keys {
	keys, missing := s.data()
	if missing {
		return nil
	}
	return keys
}

// Use makes the scenario one about a person's own data, under a name that links
// carry. Undo takes that back, unless it is the very data that was missing. The
// error is for labs that take none.
func (s *Session) Use(keys *dataset.Keys, name string) error {
	if s.sc.Lab.Data == nil {
		return errors.New("the lab " + s.sc.Lab.Title + " makes up its own data and takes none")
	}
	ref := keys.Ref(name)
	s.shelf.Put(keys)
	if s.missing && s.sc.Data.Digest == ref.Digest {
		s.restart()
		return nil
	}
	s.about(&ref)
	return nil
}

// Generate makes the scenario one about what the lab makes up itself.
func (s *Session) Generate() { s.about(nil) }

// about changes what the scenario is about, as an edit.
func (s *Session) about(ref *dataset.Ref) {
	s.reach()
	before, blank := s.snapshot(), s.missing
	s.sc.Data = ref
	if old := s.sc.Data; old == before.data || old != nil && before.data != nil && *old == *before.data {
		return
	}
	s.remember(before)
	s.replay(before)
	if blank {
		s.shown = nil
	}
}

// restart plays the scenario anew up to where it is going.
func (s *Session) restart() {
	s.judged, s.shown = nil, nil
	s.start()
	s.touch()
}

// drawMissing draws the neutral frame: which data it would take, and that it is
// not here. A server draws it, too, for links whose fragment holds the data.
func (s *Session) drawMissing(on *scene.Scene, width, height float64) {
	const most = 420.0 // pixels of the box
	ref := s.sc.Data
	title, where := missingTitle, "It never reaches a server."
	what := ref.Name + ", " + lab.FormatCount(ref.Keys) + " keys"
	on.SetTitle(s.sc.Lab.Title)
	on.SetDesc(title + ": " + what + ". " + where)
	w := min(most, width-32)
	x, y := (width-w)/2, max(16, (height-132)/2)
	on.Rect(x, y, w, 132, 12, scene.Style{Fill: scene.Panel, Stroke: scene.Border, Width: 1})
	for i, line := range []struct {
		text string
		bold bool
		role scene.Role
	}{{title, true, scene.Ink}, {what, false, scene.Ink}, {where, false, scene.Muted}} {
		on.Text(width/2, y+42+float64(float64(i)*28), line.text, scene.TextStyle{Size: 15 - float64(min(i, 1)), Bold: line.bold, Role: line.role, Anchor: scene.Middle, Max: w - 32})
	}
}
