package graph

import (
	"slices"
	"strconv"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/system"
)

// maxParts bounds the list of servers.
const maxParts = 100

// Parts lists servers and pools with what can be done to them.
func (w *World) Parts() lab.Parts {
	all := lab.Parts{Title: "Servers"}
	parts, now := w.sys.Document().Parts, w.Moment()
	for i := range parts {
		switch {
		case parts[i].Spec.Kind() < system.ServerKind:
		case len(all.Rows) == maxParts:
			all.More++
		default:
			p := w.sys.Part(i, now)
			all.Rows = append(all.Rows, w.row(i, &p))
		}
	}
	return all
}

func (w *World) row(i int, p *system.PartState) lab.Part {
	row := lab.Part{ID: p.Name, Name: p.Name, State: "up", Note: load(p), Role: scene.Series1, Actions: w.rules.PartActions(w, p.Name)}
	if what := w.trouble(i, p); what != "" {
		row.State, row.Role = what, scene.Danger
		if p.Down {
			row.Note = what
		}
	}
	if weight, ok := w.sys.Weight(i); ok && slices.Contains(row.Actions, "weight") {
		row.Values = []lab.Row{{Name: "weight", Text: strconv.Itoa(weight)}}
	}
	return row
}
