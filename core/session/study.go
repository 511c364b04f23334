package session

import (
	"errors"
	"math"
	"slices"

	"headroom/core/dataset"
	"headroom/core/lab"
)

// Study is the table of a [lab.Study] being filled: a run for each cell, row by row.
type Study struct {
	study *lab.Study
	from  *lab.Scenario
	shelf *dataset.Shelf
	cells []cell
	run   *play // of the next cell, or nil
	warm  bool  // it is being measured
}

// cell is what came of a run.
type cell struct {
	link          string
	metric, first *lab.Metric // nil where there is no such metric
}

// StartStudy begins the study with this id of a link's lab, from the link's
// scenario, or says which studies there are.
func StartStudy(link, id string, labs []*lab.Lab, shelf *dataset.Shelf) (*Study, error) {
	sc, _, err := lab.Parse(link, labs)
	if err != nil {
		return nil, err
	}
	if shelf == nil {
		shelf = &dataset.Shelf{}
	}
	known := "; it has none"
	for i := range sc.Lab.Studies {
		study := &sc.Lab.Studies[i]
		if study.ID == id {
			return &Study{study: study, from: sc.Copy(), shelf: shelf}, nil
		}
		known = "; there is " + study.ID
	}
	return nil, errors.New("the lab " + sc.Lab.ID + ` has no study "` + id + `"` + known)
}

// Work goes on for about so many units and reports whether the table is full.
func (t *Study) Work(units int) bool {
	for ; units > 0 && len(t.cells) < t.size(); units-- {
		if t.run == nil {
			t.begin()
		}
		if units -= t.run.run(units); t.run.pending() {
			break
		}
		if t.warm {
			t.end()
			continue
		}
		t.warm = true
		t.run.head.world.Measure(t.run.head.at)
		t.run.goal.At = t.study.Until
	}
	return len(t.cells) == t.size()
}

func (t *Study) size() int { return len(t.study.Rows) * len(t.study.Columns) }

// begin starts the run of the next cell.
func (t *Study) begin() {
	columns := len(t.study.Columns)
	sc := t.study.Cell(*t.from.Copy(), len(t.cells)/columns, len(t.cells)%columns)
	sc.Moment = lab.When{At: t.study.Until}
	t.run = &play{sc: &sc, shelf: t.shelf, changes: new(uint32), goal: lab.When{At: t.study.Warmup}, probing: true}
	t.run.start()
	t.warm = false
}

// end takes down what the run of a cell came to.
func (t *Study) end() {
	p, row := t.run, &t.study.Rows[len(t.cells)/len(t.study.Columns)]
	metrics := p.drawn().Metrics(p.head.at)
	t.cells = append(t.cells, cell{p.sc.Format(), find(metrics, row.Metric), find(metrics, t.study.First.Metric)})
	t.run = nil
}

// Progress returns how much of the table has been filled, from 0 to 1.
func (t *Study) Progress() float64 {
	done := float64(len(t.cells))
	if t.run != nil {
		done += float64(t.run.head.at) / float64(t.study.Until)
	}
	return done / float64(t.size())
}

// AppendJSON writes the table as far as it has been filled, row by row. The best
// cells of a row are marked, unless all are as good. Those that are behind in what
// comes first are not among them, and say it.
func (t *Study) AppendJSON(j *lab.JSON) {
	columns := len(t.study.Columns)
	j.Open('{').Text("id", t.study.ID).Text("title", t.study.Title).Key("columns").Open('[')
	for _, name := range t.study.Columns {
		j.String(name)
	}
	j.Close(']').Key("rows").Open('[')
	for i := range len(t.cells) / columns {
		t.appendRow(j, &t.study.Rows[i], t.cells[i*columns:(i+1)*columns])
	}
	j.Close(']').Close('}')
}

func (t *Study) appendRow(j *lab.JSON, row *lab.StudyRow, cells []cell) {
	from, to, _ := within(cells, func(c *cell) *lab.Metric { return c.first })
	if t.study.First.More {
		from = to - t.study.First.Grain
	} else {
		to = from + t.study.First.Grain
	}
	behind := func(c *cell) bool { return c.first != nil && !(from <= c.first.Value && c.first.Value <= to) }
	least, most, unit := within(cells, func(c *cell) *lab.Metric {
		if behind(c) {
			return nil
		}
		return c.metric
	})
	best := least
	if row.More {
		best = most
	}
	if least == most && !slices.ContainsFunc(cells, func(c cell) bool { return behind(&c) }) {
		best = math.NaN()
	}
	j.Open('{').Text("label", row.Label).Text("help", row.Help)
	j.Text("metric", row.Metric).Text("unit", unit).Key("more").Bool(row.More).Key("cells").Open('[')
	for i := range cells {
		c, value, text := &cells[i], math.NaN(), "–"
		if c.metric != nil {
			value, text = c.metric.Value, c.metric.Text
		}
		last := behind(c)
		j.Open('{').Key("value").Number(value).Text("text", text).Text("link", c.link).Key("best").Bool(value == best && !last).Key("behind")
		if last {
			j.String(c.first.Text + " " + lab.Lower(c.first.Label))
		} else {
			j.Null()
		}
		j.Close('}')
	}
	j.Close(']').Close('}')
}

// within returns the least and the most of a metric of some cells, and its unit.
func within(cells []cell, of func(*cell) *lab.Metric) (least, most float64, unit string) {
	least, most = math.Inf(1), math.Inf(-1)
	for i := range cells {
		if m := of(&cells[i]); m != nil && m.Value == m.Value {
			least, most, unit = min(least, m.Value), max(most, m.Value), m.Unit
		}
	}
	return least, most, unit
}
