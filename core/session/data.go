package session

import (
	"errors"
	"math"
	"time"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
)

const missingTitle = "This runs on private data"

// data returns the data that the scenario is about, or nil where the lab makes
// up its own. What is not on the shelf is missing, and nothing stands in for it; so
// is what the lab does not take, since a link can be put together by hand.
func (p *play) data() (keys *dataset.Keys, missing bool) {
	if p.sc.Data == nil {
		return nil, false
	}
	if keys = p.shelf.Get(p.sc.Data.Digest); keys != nil {
		if _, err := p.sc.Lab.CheckData(keys, math.MaxInt); err == nil {
			return keys, false
		}
	}
	return &dataset.Keys{}, true
}

// asked is how long the timeline has to be for what the scenario is about.
func (p *play) asked() time.Duration {
	if keys, missing := p.data(); keys != nil && !missing && p.sc.Lab.Data.Length != nil {
		return p.sc.Lab.Data.Length(keys) + after
	}
	return p.sc.Lab.Horizon
}

// vain says why a control that an action moves means nothing: it shapes what the
// lab makes up, and a person has brought that. "" is for all others.
func (p *play) vain(a *lab.Action) string {
	if p.sc.Data == nil || a.Name != lab.Set {
		return ""
	}
	if param := p.sc.Lab.Param(a.Fields[0]); param.Made {
		return param.Label + " means nothing here: " + p.sc.Data.Name + " takes the place of " + p.sc.Lab.Data.Made
	}
	return ""
}

// Missing returns what data the scenario is about when it is not there: the link
// only names it. Until Use brings it, a neutral frame is drawn and time rests.
//
//go:noinline
func (s *Session) Missing() (dataset.Ref, bool) {
	for _, p := range s.sides {
		if p.missing {
			return *p.sc.Data, true
		}
	}
	return dataset.Ref{}, false
}

// Data returns the data that the scenario is about, or nil.
func (s *Session) Data() *dataset.Keys {
	for _, p := range s.sides {
		if keys, missing := p.data(); keys != nil && !missing {
			return keys
		}
	}
	return nil
}

// linked reports whether a link could carry data of the side in front: it carries
// those of side A.
func (s *Session) linked() bool { return s.main().sc.Lab == s.sides[0].sc.Lab }

// Check goes on looking at keys that are to be used, about so many of them, and
// reports whether that was all. It says what Use says, which has nothing left to
// do then.
func (s *Session) Check(keys *dataset.Keys, n int) (done bool, err error) {
	if !s.linked() {
		return true, errors.New("side B is of another lab than side A, and a link carries the data of side A only; " +
			"bring side A to the front, or swap the sides first")
	}
	return s.main().sc.Lab.CheckData(keys, n)
}

// Use makes the scenario one about a person's own data, under a name that links
// carry. Undo takes that back, unless it is the very data that was missing. The
// error says why the lab does not take it, and then nothing has changed.
func (s *Session) Use(keys *dataset.Keys, name string) error {
	if _, err := s.Check(keys, math.MaxInt); err != nil {
		return err
	}
	ref := keys.Ref(name)
	s.shelf.Put(keys)
	if missing, ok := s.Missing(); ok && missing.Digest == ref.Digest {
		s.restart()
		return nil
	}
	s.about(&ref)
	return nil
}

// Generate makes the scenario one about what the lab makes up itself.
func (s *Session) Generate() { s.about(nil) }

// about changes what the sides of the lab in front are about, as an edit.
func (s *Session) about(ref *dataset.Ref) {
	s.end = 0 // the timeline is as long as the data asks for
	before := s.begin()
	_, blank := s.Missing()
	for _, p := range s.sides {
		if old := p.sc.Data; p.sc.Lab == s.main().sc.Lab && (old == nil || ref == nil || *old != *ref) {
			p.sc.Data = ref
		}
	}
	_ = s.commit(before, 0, nil) // the data's name is short
	for _, p := range s.sides {
		if blank {
			p.shown = nil
		}
	}
}

// restart plays the scenario anew up to where it is going.
func (s *Session) restart() {
	for _, p := range s.sides {
		p.judged, p.shown = nil, nil
		p.recall.forget("")
		p.kept.clear()
		p.start()
		p.depart()
	}
	s.search = newSearch()
	s.touch()
}

// drawMissing draws the neutral frame: which data it would take, and that it is
// not here. A server draws it, too, for links whose fragment holds the data.
func (p *play) drawMissing(on *scene.Scene, width, height float64) {
	const most = 420.0 // pixels of the box
	ref := p.sc.Data
	title, where := missingTitle, "It never reaches a server."
	what := ref.Name + ", " + p.sc.Lab.Data.Count(ref.Keys)
	on.SetTitle(p.sc.Lab.Title)
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
