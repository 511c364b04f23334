//go:build js && wasm

package main

import (
	"slices"
	"strings"
	"syscall/js"

	"honnef.co/go/js/dom/v2"

	"headroom/core/scene"
	"headroom/core/session"
)

// inspector shows the scene's listed marks as real tables beside the canvas, one
// for each kind: a row for each mark, a column for each value, and a button that
// selects it.
type inspector struct {
	box     *dom.BasicElement
	caption *dom.BasicElement
	tables  []*inspectorTable
	lastMs  float64
}

type inspectorTable struct {
	kind    string
	table   *dom.BasicElement
	head    *dom.BasicElement
	body    *dom.BasicElement
	columns []string
	rows    []inspectorRow
	used    int
}

type inspectorRow struct {
	id     string
	row    *dom.BasicElement
	button *dom.BasicElement
	texts  []string
	cells  []*dom.BasicElement
}

// Limits of the tables.
const (
	inspectorRows    = 100 // further marks are counted
	inspectorEveryMs = 250 // so that a screen reader can follow
)

func (in *inspector) attach(id string) {
	in.box = byID(id)
	if in.box == nil {
		return
	}
	in.caption = create("p")
	put(in.box, in.caption)
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

// update brings the tables up to date. Only what differs is touched, so that
// focus stays where it is. Where time has come to rest there may be no next frame.
func (in *inspector) update(s *session.Session, nowMs float64) {
	moving := s.Playing() || s.Pending()
	if in.box == nil || moving && nowMs-in.lastMs < inspectorEveryMs && nowMs >= in.lastMs {
		return
	}
	in.lastMs = nowMs
	on := s.Canvas()
	listed := 0
	for i, m := range on.Marks() {
		if !m.Listed {
			continue
		}
		if listed++; listed <= inspectorRows {
			in.table(m.Kind).setRow(m, on.Values(i))
		}
	}
	in.tables = slices.DeleteFunc(in.tables, (*inspectorTable).trim)
	caption := on.Title() + ". " + on.Desc()
	if listed > inspectorRows {
		caption += " The table lists the first of them."
	}
	if in.caption.TextContent() != caption {
		in.caption.SetTextContent(caption)
	}
}

// table returns the table of a kind, which is the last one if it is new.
func (in *inspector) table(kind string) *inspectorTable {
	for _, t := range in.tables {
		if t.kind == kind {
			return t
		}
	}
	t := &inspectorTable{kind: kind, table: create("table"), head: create("tr"), body: create("tbody")}
	head := create("thead")
	put(head, t.head)
	put(t.table, head)
	put(t.table, t.body)
	put(in.box, t.table)
	in.tables = append(in.tables, t)
	return t
}

// trim removes the rows that were not used, and says whether the whole table has gone.
func (t *inspectorTable) trim() (gone bool) {
	for _, r := range t.rows[t.used:] {
		r.row.Call("remove")
	}
	t.rows = t.rows[:t.used]
	if t.used == 0 {
		t.table.Call("remove")
		return true
	}
	t.used = 0
	return false
}

func (t *inspectorTable) setColumns(values []scene.Value) {
	same := len(values) == len(t.columns)
	for i := 0; same && i < len(values); i++ {
		same = values[i].Name == t.columns[i]
	}
	if same {
		return
	}
	t.columns = t.columns[:0]
	t.head.SetTextContent("")
	t.body.SetTextContent("")
	t.rows = t.rows[:0]
	t.addHeading(strings.ToUpper(t.kind[:1]) + t.kind[1:])
	for _, v := range values {
		t.columns = append(t.columns, v.Name)
		t.addHeading(v.Name)
	}
}

func (t *inspectorTable) addHeading(text string) {
	cell := create("th")
	cell.SetAttribute("scope", "col")
	cell.SetTextContent(text)
	put(t.head, cell)
}

func (t *inspectorTable) setRow(m scene.Mark, values []scene.Value) {
	if t.used == 0 {
		t.setColumns(values)
	}
	if t.used == len(t.rows) {
		t.rows = append(t.rows, t.newRow(t.used))
	}
	r := &t.rows[t.used]
	t.used++
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

func (t *inspectorTable) newRow(i int) inspectorRow {
	r := inspectorRow{row: create("tr"), button: create("button"), texts: make([]string, len(t.columns))}
	r.button.SetAttribute("type", "button")
	name := create("th")
	name.SetAttribute("scope", "row")
	put(name, r.button)
	put(r.row, name)
	for range t.columns {
		cell := create("td")
		put(r.row, cell)
		r.cells = append(r.cells, cell)
	}
	r.button.Call("addEventListener", "click", js.FuncOf(func(js.Value, []js.Value) any {
		defer guard()
		program.session.Select(t.rows[i].id)
		return nil
	}))
	put(t.body, r.row)
	return r
}
