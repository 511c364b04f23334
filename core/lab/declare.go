package lab

// AppendCatalog writes the labs as the JSON that the command line prints and
// the page reads: [{id, title, params, actions, presets: [{name, link}]}].
func AppendCatalog(j *JSON, labs []*Lab) {
	j.Open('[')
	for _, l := range labs {
		j.Open('{').Text("id", l.ID).Text("title", l.Title).Text("group", l.Group).Text("summary", l.Summary)
		j.Key("params").Open('[')
		for i := range l.Params {
			AppendParam(j.Open('{'), &l.Params[i])
			j.Close('}')
		}
		j.Close(']').Key("actions").Open('[')
		for i := range l.Actions {
			AppendAction(j.Open('{'), &l.Actions[i])
			j.Close('}')
		}
		j.Close(']').Key("presets").Open('[')
		for _, p := range l.Presets {
			j.Open('{').Text("name", p.Name).Text("link", p.Link).Close('}')
		}
		j.Close(']').Text("guide", l.Guide).Close('}')
	}
	j.Close(']')
}

// AppendParam writes the members of a parameter's declaration into an open
// object. Numbers stand as numbers; what a kind does not have is null.
func AppendParam(j *JSON, p *Param) {
	number := p.Kind == Int || p.Kind == Float
	j.Text("key", p.Key).Text("label", p.Label).Text("group", p.Group).Text("kind", p.Kind.String())
	j.Key("default")
	if number {
		appendRaw(j, p.Default)
	} else {
		j.String(p.Default)
	}
	for _, bound := range []struct {
		name  string
		value float64
	}{{"min", p.Min}, {"max", p.Max}, {"step", p.Step}} {
		if j.Key(bound.name); number {
			j.Number(bound.value)
		} else {
			j.Null()
		}
	}
	scale := "linear"
	if p.Log {
		scale = "log"
	}
	j.Text("scale", scale).Text("unit", p.Unit).Key("options").Open('[')
	for _, o := range p.Options {
		j.Open('{').Text("value", o.Value).Text("label", o.Label).Close('}')
	}
	j.Close(']').Text("help", p.Help).Key("initial").Bool(p.Initial).Text("form", p.Form)
}

// appendRaw writes a text that is a number already.
func appendRaw(j *JSON, number string) {
	j.sep()
	j.buf = append(j.buf, number...)
	j.comma = true
}

// AppendAction writes the members of an action's declaration into an open object.
func AppendAction(j *JSON, a *ActionSpec) {
	j.Text("name", a.Name).Text("label", a.Label).Text("help", a.Help)
	j.Text("target", [...]string{"", "part", "new"}[a.Target])
	j.Key("args").Open('[')
	for i := range a.Args {
		AppendParam(j.Open('{'), &a.Args[i])
		j.Close('}')
	}
	j.Close(']')
}
