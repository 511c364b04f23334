package graph

import (
	"slices"
	"strings"

	"headroom/core/lab"
	"headroom/core/system"
)

// Possible tries an action on a copy.
func (w *World) Possible(a lab.Action) error { return w.clone().act(a) }

// Apply carries out an action.
func (w *World) Apply(a lab.Action) error {
	next := w.clone()
	if err := next.act(a); err != nil {
		return err
	}
	*w = *next
	return nil
}

// act carries out an action on a world that is thrown away where it cannot be done.
func (w *World) act(a lab.Action) error {
	w.now, w.said = a.At, ""
	if a.Name == lab.Set {
		w.rules.Set(a.Fields[0], a.Fields[1])
	} else if err := w.rules.Do(w, a); err != nil {
		return err
	}
	if err := w.become(w.rules.Document()); err != nil {
		return err
	}
	w.acts++
	if w.said == "" {
		w.said = strings.Join(append([]string{a.Name}, a.Fields...), " ")
	}
	return nil
}

// become turns the system into the one of a document, part by part.
func (w *World) become(d *system.Document) error {
	if err := d.Check(); err != nil {
		return err
	}
	old := w.sys.Document()
	if err := w.join(old, d); err != nil {
		return err
	}
	var gone []string // at once: a server without the link that leads to it would be a fault
	for i := range old.Parts {
		if name := old.Parts[i].Name; find(d, name) < 0 {
			gone = append(gone, name)
		}
	}
	if gone != nil {
		if err := w.sys.Leave(w.now, gone...); err != nil {
			return err
		}
	}
	var others []system.Part
	for i := range d.Parts {
		p := &d.Parts[i]
		if is := find(w.sys.Document(), p.Name); is >= 0 && !same(&w.sys.Document().Parts[is], p) {
			others = append(others, *p)
		}
	}
	if others == nil {
		return nil
	}
	return w.sys.Change(w.now, others...)
}

// join brings in the parts that a document has beyond another: below each balancer that both have, what
// is new there with the links that lead to it.
func (w *World) join(old, d *system.Document) error {
	for i := range d.Parts {
		p := &d.Parts[i]
		b, balancer := p.Spec.(system.Balancer)
		if !balancer || find(old, p.Name) < 0 {
			continue
		}
		for k, to := range p.To {
			chain := newcomers(old, d, to, nil)
			if len(chain) == 0 {
				continue
			}
			weight := 1
			if k < len(b.Weights) {
				weight = b.Weights[k]
			}
			if err := w.sys.Join(w.now, p.Name, weight, chain...); err != nil {
				return err
			}
		}
	}
	return nil
}

// newcomers appends the part of a name, and what it leads to, as far as they are new.
func newcomers(old, d *system.Document, name string, chain []system.Part) []system.Part {
	at := find(d, name)
	if find(old, name) >= 0 || slices.ContainsFunc(chain, func(p system.Part) bool { return p.Name == name }) {
		return chain
	}
	chain = append(chain, d.Parts[at])
	for _, to := range d.Parts[at].To {
		chain = newcomers(old, d, to, chain)
	}
	return chain
}

func find(d *system.Document, name string) int {
	return slices.IndexFunc(d.Parts, func(p system.Part) bool { return p.Name == name })
}

// same tells whether two parts of a name are set alike, by the line that a document writes for each.
func same(a, b *system.Part) bool { return line(a) == line(b) }

func line(p *system.Part) string {
	d := system.Document{Version: system.Version, Parts: []system.Part{*p}}
	return d.String()
}
