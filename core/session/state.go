package session

import (
	"slices"
	"strconv"

	"headroom/core/dataset"
	"headroom/core/lab"
)

// AppendState writes all that a page shows beside the scene, as JSON.
func (s *Session) AppendState(j *lab.JSON) {
	p := s.main()
	l := p.sc.Lab
	preset := s.preset()
	j.Open('{').Key("rev").Int(int(s.revision))
	j.Key("lab").Open('{').Text("id", l.ID).Text("title", l.Title).Text("group", l.Group).Close('}')
	j.Key("preset").Int(preset).Text("heading", s.heading(preset))
	j.Text("link", s.Link())
	j.Key("t").Number(seconds(p.now())).Key("end").Number(seconds(s.End())).Key("n").Int(s.Events())
	j.Text("position", p.drawn().Position(p.now(), p.played(), len(p.sc.Actions)))
	j.Key("playing").Bool(s.playing).Key("pending").Bool(s.Pending())
	j.Key("speed").Number(s.speed).Text("seed", strconv.FormatUint(p.sc.Seed, 10))
	j.Key("undo").Bool(len(s.undo) > 0).Key("redo").Bool(len(s.redo) > 0)
	s.appendData(j)
	p.appendParams(j.Key("params"))
	p.appendActions(j.Key("actions"))
	p.appendParts(j.Key("parts"))
	p.appendMarks(j.Key("marks"))
	s.appendWords(j)
	p.appendStory(j)
	AppendMetrics(j.Key("metrics"), p.metrics())
	s.AppendCompare(j.Key("compare"))
	s.appendSelection(j.Key("selection"))
	if l.Lookup != nil {
		j.Key("lookup").Open('{').Text("label", l.Lookup.Label).Text("placeholder", l.Lookup.Placeholder).Close('}')
	} else {
		j.Key("lookup").Null()
	}
	j.Close('}')
}

// preset returns the index of the preset that is being played, or -1.
func (s *Session) preset() int {
	now := s.Scenario()
	for i, p := range s.sides[0].sc.Lab.Presets {
		sc, _, err := lab.Parse(p.Link, s.labs)
		if err == nil && sc.SameExperiment(&now) {
			return i
		}
	}
	return -1
}

// heading names what is on screen: a preset, or what has been done last.
func (s *Session) heading(preset int) string {
	p := s.main()
	if preset >= 0 {
		return s.sides[0].sc.Lab.Presets[preset].Name
	}
	for i := min(p.played(), len(p.sc.Actions)) - 1; i >= 0; i-- { // one that was undone may be drawn still
		if i >= len(p.judged) || p.judged[i] == "" {
			return actionLabel(p.sc.Lab, &p.sc.Actions[i])
		}
	}
	sc, plain := *p.sc, lab.Defaulted(p.sc.Lab)
	if sc.Actions = nil; plain.SameExperiment(&sc) {
		return ""
	}
	return "your own settings"
}

// appendData writes what data the side in front takes and what it is about.
func (s *Session) appendData(j *lab.JSON) {
	p := s.main()
	j.Key("takesData")
	if spec := p.sc.Lab.Data; spec != nil && s.linked() {
		j.Open('{').Text("label", spec.Label).Text("one", spec.One).Text("made", spec.Made).Text("example", spec.Example).Text("help", spec.Help).Close('}')
	} else {
		j.Null()
	}
	j.Key("data")
	ref := p.sc.Data
	if ref == nil {
		j.Null()
		return
	}
	keys, missing := p.data()
	j.Open('{').Text("name", ref.Name).Key("keys").Int(ref.Keys).Key("lines").Int(keys.Lines()).Text("digest", ref.Digest)
	j.Key("missing").Bool(missing).Key("inline").Bool(!missing && keys.PackedLen() <= dataset.MaxInline).Close('}')
}

func (p *play) appendParams(j *lab.JSON) {
	values := p.values()
	j.Open('[')
	for i := range p.sc.Lab.Params {
		param := &p.sc.Lab.Params[i]
		value := values.Text(param.Key)
		j.Open('{')
		lab.AppendParam(j, param)
		j.Text("value", value).Text("text", param.Show(value))
		j.Key("shown").Bool((param.Shown == nil || param.Shown(values)) && !(param.Made && p.sc.Data != nil))
		j.Close('}')
	}
	j.Close(']')
}

func (p *play) appendActions(j *lab.JSON) {
	j.Open('[')
	for i := range p.sc.Lab.Actions {
		lab.AppendAction(j.Open('{'), &p.sc.Lab.Actions[i])
		j.Key("enabled").Bool(true).Text("reason", "").Close('}')
	}
	j.Close(']')
}

func (p *play) appendParts(j *lab.JSON) {
	parts := p.drawn().Parts()
	j.Open('{').Text("title", parts.Title).Key("more").Int(parts.More).Key("rows").Open('[')
	for i := range parts.Rows {
		row := &parts.Rows[i]
		j.Open('{').Text("id", row.ID).Text("name", row.Name).Key("role").Int(int(row.Role))
		j.Text("state", row.State).Text("note", row.Note)
		j.Key("values").Open('{')
		for _, v := range row.Values {
			j.Key(v.Name).String(v.Text)
		}
		j.Close('}').Key("actions").Open('[')
		for _, a := range row.Actions {
			j.String(a)
		}
		j.Close(']').Close('}')
	}
	j.Close(']').Close('}')
}

// appendMarks writes the timeline's marks: one for each action, hollow with
// the reason where it turned out to be impossible.
func (p *play) appendMarks(j *lab.JSON) {
	j.Open('[')
	for i := range p.sc.Actions {
		a := &p.sc.Actions[i]
		reason := ""
		if i < len(p.judged) {
			reason = p.judged[i]
		}
		j.Open('{').Key("i").Int(i).Key("t").Number(seconds(a.At)).Text("label", actionLabel(p.sc.Lab, a))
		j.Key("ok").Bool(reason == "").Text("reason", reason).Close('}')
	}
	j.Close(']')
}

// Impossible says for each action so far that could not be done why not, of both
// sides: "Kill server-9 at 5s was not done: there is no server-9".
func (s *Session) Impossible() (said []string) {
	for _, p := range s.sides {
		for i, reason := range p.head.outcomes {
			if a := &p.sc.Actions[i]; reason != "" {
				said = append(said, actionLabel(p.sc.Lab, a)+" at "+a.At.String()+" was not done: "+reason)
			}
		}
	}
	return said
}

// actionLabel says what an action does: "Add node cache-e", "Virtual nodes: 14", "Slow down server-3: 0.25×".
func actionLabel(l *lab.Lab, a *lab.Action) string {
	if a.Name == lab.Set {
		p := l.Param(a.Fields[0])
		return p.Label + ": " + p.Show(a.Fields[1])
	}
	spec := l.Action(a.Name)
	label, args := spec.Label, spec.Args
	for i, f := range a.Fields {
		if k := i - (len(a.Fields) - len(args)); k >= 0 {
			label += ": " + args[k].Show(f)
		} else {
			label += " " + f
		}
	}
	return label
}

// appendStory writes what happened last, what limits the whole, whether there is
// a slowest, and which studies can be made.
func (p *play) appendStory(j *lab.JSON) {
	world := p.drawn()
	j.Text("happened", world.Happened()).Key("bottleneck")
	if id, text := world.Bottleneck(); id != "" {
		j.Open('{').Text("id", id).Text("text", text).Close('}')
	} else {
		j.Null()
	}
	_, _, timed := world.Slowest()
	j.Key("slowest").Bool(timed).Key("studies").Open('[')
	for i := range p.sc.Lab.Studies {
		study := &p.sc.Lab.Studies[i]
		j.Open('{').Text("id", study.ID).Text("title", study.Title).Text("help", study.Help).Close('}')
	}
	j.Close(']')
}

func (s *Session) appendWords(j *lab.JSON) {
	caption := s.Caption()
	if s.hover != "" && s.hover != s.selected {
		if sel, ok := s.main().drawn().Explain(s.hover); ok {
			caption = lab.Caption{Now: sel.Text}
		}
	}
	j.Key("caption").Open('{').Text("now", caption.Now).Text("try", caption.Try).Close('}')
	n, text := s.Said()
	j.Key("said").Open('{').Key("n").Int(n).Text("text", text).Close('}')
	j.Key("notices").Open('[')
	for _, text := range s.notices {
		j.String(text)
	}
	j.Close(']')
}

// AppendMetrics writes a list of metrics as JSON.
func AppendMetrics(j *lab.JSON, metrics []lab.Metric) {
	j.Open('[')
	for i := range metrics {
		m := &metrics[i]
		j.Open('{').Text("name", m.Name).Text("label", m.Label).Key("value").Number(m.Value)
		j.Text("text", m.Text).Text("unit", m.Unit)
		if t := m.Theory; t != nil {
			j.Key("theory").Open('{').Key("value").Number(t.Value).Text("text", t.Text)
			j.Key("holds").Bool(t.Holds).Text("reason", t.Reason).Close('}')
		}
		j.Close('}')
	}
	j.Close(']')
}

func (s *Session) appendSelection(j *lab.JSON) {
	if s.selected == "" {
		j.Null()
		return
	}
	sel := s.main().explain(s.selected)
	if sel == nil {
		j.Null()
		return
	}
	j.Open('{').Text("id", sel.ID).Text("title", sel.Title).Text("text", sel.Text).Key("rows").Open('[')
	for _, r := range sel.Rows {
		j.Open('[').String(r.Name).String(r.Text).Close(']')
	}
	j.Close(']').Close('}')
}

// AppendCharts writes the charts of the dock as JSON. The lines of the other side
// of a comparison lie over those of the one in front, in the charts of the same title.
func (s *Session) AppendCharts(j *lab.JSON) {
	charts := s.main().drawn().Charts()
	if o := s.other(); o != nil {
		overlay(charts, o.drawn().Charts(), s.names()[1-s.front])
	}
	j.Open('[')
	for i := range charts {
		c := &charts[i]
		kind := "line"
		if c.Bars {
			kind = "bars"
		}
		j.Open('{').Text("title", c.Title).Text("sub", c.Sub).Text("kind", kind)
		appendAxis(j.Key("x"), &c.X)
		appendAxis(j.Key("y"), &c.Y)
		j.Key("series").Open('[')
		for k := range c.Series {
			line := &c.Series[k]
			j.Open('{').Text("name", line.Name).Key("role").Int(int(line.Role)).Key("dashed").Bool(line.Dashed).Key("other").Bool(line.Other)
			appendNumbers(j.Key("x"), line.X)
			appendNumbers(j.Key("y"), line.Y)
			j.Close('}')
		}
		j.Close(']').Key("timed").Bool(c.Timed).Close('}')
	}
	j.Close(']')
}

// overlay lays what the other side measured over the charts. Theory stays with
// the side that it is about.
//
//go:noinline
func overlay(charts, others []lab.Chart, name string) {
	for i := range charts {
		c := &charts[i]
		c.Series = slices.Clip(c.Series)
		for k := range others {
			if others[k].Title != c.Title {
				continue
			}
			for _, line := range others[k].Series {
				if !line.Dashed {
					line.Name, line.Other = line.Name+" · "+name, true
					c.Series = append(c.Series, line)
				}
			}
		}
	}
}

func appendAxis(j *lab.JSON, a *lab.Axis) {
	j.Open('{').Text("label", a.Label).Text("unit", a.Unit).Text("format", a.Format).Key("log").Bool(a.Log).Close('}')
}

func appendNumbers(j *lab.JSON, xs []float64) {
	j.Open('[')
	for _, x := range xs {
		j.Number(x)
	}
	j.Close(']')
}
