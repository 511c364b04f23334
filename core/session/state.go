package session

import (
	"strconv"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
)

// AppendState writes all that a page shows beside the scene, as JSON.
func (s *Session) AppendState(j *lab.JSON) {
	l := s.sc.Lab
	preset := s.preset()
	j.Open('{').Key("rev").Int(int(s.revision))
	j.Key("lab").Open('{').Key("id").String(l.ID).Key("title").String(l.Title).Key("group").String(l.Group).Close('}')
	j.Key("preset").Int(preset).Key("heading").String(s.heading(preset))
	j.Key("link").String(s.Link())
	j.Key("t").Number(seconds(s.now())).Key("end").Number(seconds(s.End())).Key("n").Int(s.head.n)
	j.Key("position").String(s.drawn().Position(s.now(), s.played(), len(s.sc.Actions)))
	j.Key("playing").Bool(s.playing).Key("pending").Bool(s.Pending())
	j.Key("speed").Number(s.sc.Speed).Key("seed").String(strconv.FormatUint(s.sc.Seed, 10))
	j.Key("undo").Bool(len(s.undo) > 0).Key("redo").Bool(len(s.redo) > 0)
	s.appendData(j)
	s.appendParams(j.Key("params"))
	s.appendActions(j.Key("actions"))
	s.appendParts(j.Key("parts"))
	s.appendMarks(j.Key("marks"))
	s.appendWords(j)
	AppendMetrics(j.Key("metrics"), s.drawn().Metrics(s.now()))
	s.appendSelection(j.Key("selection"))
	if l.Lookup != nil {
		j.Key("lookup").Open('{').Key("label").String(l.Lookup.Label).Key("placeholder").String(l.Lookup.Placeholder).Close('}')
	} else {
		j.Key("lookup").Null()
	}
	j.Close('}')
}

// preset returns the index of the preset that is being played, or -1.
func (s *Session) preset() int {
	for i, p := range s.sc.Lab.Presets {
		sc, _, err := lab.Parse(p.Link, s.labs)
		if err == nil && sc.SameExperiment(&s.sc) {
			return i
		}
	}
	return -1
}

func (s *Session) heading(preset int) string {
	if preset >= 0 {
		return s.sc.Lab.Presets[preset].Name
	}
	if n := len(s.sc.Actions); n > 0 {
		return actionLabel(s.sc.Lab, &s.sc.Actions[n-1])
	}
	if plain := lab.Defaulted(s.sc.Lab); plain.SameExperiment(&s.sc) {
		return ""
	}
	return "your own settings"
}

// appendData writes what data the lab takes and what the scenario is about.
func (s *Session) appendData(j *lab.JSON) {
	j.Key("takesData")
	if spec := s.sc.Lab.Data; spec != nil {
		j.Open('{').Key("label").String(spec.Label).Key("example").String(spec.Example).Close('}')
	} else {
		j.Null()
	}
	j.Key("data")
	ref := s.sc.Data
	if ref == nil {
		j.Null()
		return
	}
	keys, missing := s.data()
	j.Open('{').Key("name").String(ref.Name).Key("keys").Int(ref.Keys).Key("lines").Int(keys.Lines()).Key("digest").String(ref.Digest)
	j.Key("missing").Bool(missing).Key("inline").Bool(!missing && keys.PackedLen() <= dataset.MaxInline).Close('}')
}

func (s *Session) appendParams(j *lab.JSON) {
	values := s.values()
	j.Open('[')
	for i := range s.sc.Lab.Params {
		p := &s.sc.Lab.Params[i]
		value := values.Text(p.Key)
		j.Open('{')
		lab.AppendParam(j, p)
		j.Key("value").String(value).Key("text").String(p.Show(value))
		j.Key("shown").Bool((p.Shown == nil || p.Shown(values)) && !(p.Made && s.sc.Data != nil))
		j.Close('}')
	}
	j.Close(']')
}

func (s *Session) appendActions(j *lab.JSON) {
	j.Open('[')
	for i := range s.sc.Lab.Actions {
		lab.AppendAction(j.Open('{'), &s.sc.Lab.Actions[i])
		j.Key("enabled").Bool(true).Key("reason").String("").Close('}')
	}
	j.Close(']')
}

func (s *Session) appendParts(j *lab.JSON) {
	parts := s.drawn().Parts()
	j.Open('{').Key("title").String(parts.Title).Key("more").Int(parts.More).Key("rows").Open('[')
	for _, p := range parts.Rows {
		j.Open('{').Key("id").String(p.ID).Key("name").String(p.Name).Key("role").Int(int(p.Role))
		j.Key("state").String(p.State).Key("note").String(p.Note)
		j.Key("values").Open('{')
		for _, v := range p.Values {
			j.Key(v.Name).String(v.Text)
		}
		j.Close('}').Key("actions").Open('[')
		for _, a := range p.Actions {
			j.String(a)
		}
		j.Close(']').Close('}')
	}
	j.Close(']').Close('}')
}

// appendMarks writes the timeline's marks: one for each action, hollow with
// the reason where it turned out to be impossible.
func (s *Session) appendMarks(j *lab.JSON) {
	j.Open('[')
	for i := range s.sc.Actions {
		a := &s.sc.Actions[i]
		reason := ""
		if i < len(s.judged) {
			reason = s.judged[i]
		}
		role := scene.Accent
		if len(a.Fields) > 0 && a.Name != lab.Set {
			role = s.drawn().RoleOf(a.Fields[0])
		}
		j.Open('{').Key("i").Int(i).Key("t").Number(seconds(a.At)).Key("label").String(actionLabel(s.sc.Lab, a))
		j.Key("role").Int(int(role)).Key("ok").Bool(reason == "").Key("reason").String(reason).Close('}')
	}
	j.Close(']')
}

// actionLabel says what an action does: "Add node cache-e", "Virtual nodes: 14".
func actionLabel(l *lab.Lab, a *lab.Action) string {
	if a.Name == lab.Set {
		p := l.Param(a.Fields[0])
		return p.Label + ": " + p.Show(a.Fields[1])
	}
	label := l.Action(a.Name).Label
	for _, f := range a.Fields {
		label += " " + f
	}
	return label
}

func (s *Session) appendWords(j *lab.JSON) {
	caption := s.Caption()
	if s.hover != "" && s.hover != s.selected {
		if sel, ok := s.drawn().Explain(s.hover); ok {
			caption = lab.Caption{Now: sel.Text}
		}
	}
	j.Key("caption").Open('{').Key("now").String(caption.Now).Key("try").String(caption.Try).Close('}')
	n, text := s.drawn().Said()
	j.Key("said").Open('{').Key("n").Int(n).Key("text").String(text).Close('}')
	j.Key("notices").Open('[')
	for _, text := range s.notices {
		j.String(text)
	}
	j.Close(']')
}

// AppendMetrics writes a list of metrics as JSON.
func AppendMetrics(j *lab.JSON, metrics []lab.Metric) {
	j.Open('[')
	for _, m := range metrics {
		j.Open('{').Key("name").String(m.Name).Key("label").String(m.Label).Key("value").Number(m.Value)
		j.Key("text").String(m.Text).Key("unit").String(m.Unit)
		if t := m.Theory; t != nil {
			j.Key("theory").Open('{').Key("value").Number(t.Value).Key("text").String(t.Text)
			j.Key("holds").Bool(t.Holds).Key("reason").String(t.Reason).Close('}')
		}
		j.Close('}')
	}
	j.Close(']')
}

func (s *Session) appendSelection(j *lab.JSON) {
	sel, ok := lab.Selection{}, false
	if s.selected != "" {
		sel, ok = s.drawn().Explain(s.selected)
	}
	if !ok {
		j.Null()
		return
	}
	j.Open('{').Key("id").String(sel.ID).Key("title").String(sel.Title).Key("text").String(sel.Text).Key("rows").Open('[')
	for _, r := range sel.Rows {
		j.Open('[').String(r.Name).String(r.Text).Close(']')
	}
	j.Close(']').Close('}')
}

// AppendCharts writes the charts of the dock as JSON.
func (s *Session) AppendCharts(j *lab.JSON) {
	j.Open('[')
	for _, c := range s.drawn().Charts() {
		kind := "line"
		if c.Bars {
			kind = "bars"
		}
		j.Open('{').Key("title").String(c.Title).Key("sub").String(c.Sub).Key("kind").String(kind)
		appendAxis(j.Key("x"), c.X)
		appendAxis(j.Key("y"), c.Y)
		j.Key("series").Open('[')
		for _, line := range c.Series {
			j.Open('{').Key("name").String(line.Name).Key("role").Int(int(line.Role)).Key("dashed").Bool(line.Dashed)
			appendNumbers(j.Key("x"), line.X)
			appendNumbers(j.Key("y"), line.Y)
			j.Close('}')
		}
		j.Close(']').Key("timed").Bool(c.Timed).Close('}')
	}
	j.Close(']')
}

func appendAxis(j *lab.JSON, a lab.Axis) {
	j.Open('{').Key("label").String(a.Label).Key("unit").String(a.Unit).Key("format").String(a.Format).Key("log").Bool(a.Log).Close('}')
}

func appendNumbers(j *lab.JSON, xs []float64) {
	j.Open('[')
	for _, x := range xs {
		j.Number(x)
	}
	j.Close(']')
}
