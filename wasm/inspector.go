//go:build js && wasm

package main

import (
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"headroom/core/scene"
	"headroom/core/session"
)

// inspector shows the scene's listed marks as a real table beside the canvas: a
// row for each, a column for each value, and a button that selects it.
type inspector struct {
	box     *dom.BasicElement
	caption *dom.BasicElement
	head    *dom.BasicElement
	body    *dom.BasicElement
	columns []string
	rows    []inspectorRow
	lastMs  float64
}

type inspectorRow struct {
	id     string
	row    *dom.BasicElement
	button *dom.BasicElement
	texts  []string
	cells  []*dom.BasicElement
}

// Limits of the table.
const (
	inspectorRows    = 100 // further marks are counted
	inspectorEveryMs = 250 // so that a screen reader can follow
)

func (in *inspector) attach(id string) {
	in.box = byID(id)
	if in.box == nil {
		return
	}
	table := create("table")
	in.caption, in.head, in.body = create("caption"), create("tr"), create("tbody")
	head := create("thead")
	put(head, in.head)
	put(table, in.caption)
	put(table, head)
	put(table, in.body)
	put(in.box, table)
}

var document = js.Global().Get("document")

// element wraps what the document answers. The library's own constructors
// choose among all element types there are, which costs 60 KB of download.
func element(v js.Value) *dom.BasicElement {
	if !v.Truthy() {
		return nil
	}
	return &dom.BasicElement{BasicNode: &dom.BasicNode{Value: v}}
}

func byID(id string) *dom.BasicElement { return element(document.Call("getElementById", id)) }

func create(tag string) *dom.BasicElement { return element(document.Call("createElement", tag)) }

// put makes an element the last child of another. As arguments of the library's
// AppendChild they would become interfaces, which keeps all that their methods
// mention in the program: events, and with them the formatting of dates.
func put(parent, child *dom.BasicElement) { parent.Call("appendChild", child.Value) }

// update brings the table up to date. Only what differs is touched, so that
// focus stays where it is.
func (in *inspector) update(s *session.Session, nowMs float64) {
	if in.box == nil || nowMs-in.lastMs < inspectorEveryMs && nowMs >= in.lastMs {
		return
	}
	in.lastMs = nowMs
	on := s.Canvas()
	listed, row := 0, 0
	for i, m := range on.Marks() {
		if !m.Listed {
			continue
		}
		listed++
		if row == inspectorRows {
			continue
		}
		if row == 0 {
			in.setColumns(on.Values(i))
		}
		in.setRow(row, m, on.Values(i))
		row++
	}
	for len(in.rows) > row {
		last := len(in.rows) - 1
		in.rows[last].row.Call("remove")
		in.rows = in.rows[:last]
	}
	caption := on.Title() + ". " + on.Desc()
	if listed > row {
		caption += " The table lists the first of them."
	}
	if in.caption.TextContent() != caption {
		in.caption.SetTextContent(caption)
	}
}

func (in *inspector) setColumns(values []scene.Value) {
	same := len(values) == len(in.columns)
	for i := 0; same && i < len(values); i++ {
		same = values[i].Name == in.columns[i]
	}
	if same {
		return
	}
	in.columns = in.columns[:0]
	in.head.SetTextContent("")
	in.body.SetTextContent("")
	in.rows = in.rows[:0]
	in.addHeading("Name")
	for _, v := range values {
		in.columns = append(in.columns, v.Name)
		in.addHeading(v.Name)
	}
}

func (in *inspector) addHeading(text string) {
	cell := create("th")
	cell.SetAttribute("scope", "col")
	cell.SetTextContent(text)
	put(in.head, cell)
}

func (in *inspector) setRow(i int, m scene.Mark, values []scene.Value) {
	if i == len(in.rows) {
		in.rows = append(in.rows, in.newRow(i))
	}
	r := &in.rows[i]
	if r.id != m.ID {
		r.id = m.ID
		r.button.SetTextContent(m.Label)
	}
	for k, v := range values[:min(len(values), len(r.cells))] {
		if text := string(v.Text); r.texts[k] != text {
			r.texts[k] = text
			r.cells[k].SetTextContent(text)
		}
	}
}

func (in *inspector) newRow(i int) inspectorRow {
	r := inspectorRow{row: create("tr"), button: create("button"), texts: make([]string, len(in.columns))}
	r.button.SetAttribute("type", "button")
	name := create("th")
	name.SetAttribute("scope", "row")
	put(name, r.button)
	put(r.row, name)
	for range in.columns {
		cell := create("td")
		put(r.row, cell)
		r.cells = append(r.cells, cell)
	}
	r.button.Call("addEventListener", "click", js.FuncOf(func(js.Value, []js.Value) any {
		defer guard()
		program.session.Select(in.rows[i].id)
		return nil
	}))
	put(in.body, r.row)
	return r
}
