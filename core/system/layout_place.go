package system

import "math"

// spacing are distances at a level of detail.
type spacing struct {
	gap   float64 // between boxes of a layer, at least
	loose float64 // and at most
	rank  float64 // between the ranks of a layer that is a grid
	apart float64 // between layers, at least
	ranks int     // that a layer from left to right may have
}

var spacings = [...]spacing{{14, 40, 18, 72, 2}, {10, 24, 14, 48, 4}, {6, 10, 10, 36, MaxParts}}

const (
	wideFrom = 620
	// laneWidth is what a way takes that passes a layer.
	laneWidth = 16
)

// placing is a layering that is given its place at a level, in one direction.
type placing struct {
	*layering
	spacing
	wide    bool
	level   int
	margin  float64
	along   float64 // extent along the ways that it needs at least, with margins
	across  float64 // extent across that there is, without margins
	needed  float64 // and that a box with its lanes needs
	columns []tier
}

// tier is a layer on the page; a row, where the direction is downward.
type tier struct {
	u, extent   float64 // along
	ranks, per  int     // how it is a grid: one rank is the usual layer
	cell, depth float64 // of a grid's box, across and along
	lane        float64
	lanes       int
	start       float64 // across, of a grid
	total       float64 // across, with gaps
	boxes       int
}

// fit returns the plan with the fullest level that fits into the options' width and height.
func (g *layering) fit(o *LayoutOptions) *placing {
	tiniest := len(spacings) - 1
	if limit := o.Height; o.Width >= wideFrom {
		if limit == 0 {
			limit = 0.75 * o.Width
		}
		for level := range spacings {
			if p := g.plan(o, true, level, limit); p.fits(o.Width, limit) {
				return p
			}
		}
		for range 30 { // higher than asked for
			limit *= 1.25
			if p := g.plan(o, true, tiniest, limit); p.fits(o.Width, limit) {
				return p
			}
		}
	}
	limit := o.Height
	if limit == 0 {
		limit = max(600, 2.2*o.Width)
	}
	for level := range spacings {
		if p := g.plan(o, false, level, o.Width); level == tiniest || p.fits(limit, o.Width) {
			return p
		}
	}
	return nil // not reached
}

func (p *placing) fits(along, across float64) bool {
	if p.along > along || p.wide && p.needed > across-2*p.margin {
		return false
	}
	for i := range p.columns {
		if p.wide && p.columns[i].ranks > p.ranks {
			return false
		}
	}
	return true
}

// plan spacing the layers where there is so much room across.
func (g *layering) plan(o *LayoutOptions, wide bool, level int, across float64) *placing {
	p := &placing{layering: g, spacing: spacings[level], wide: wide, level: level, margin: 16}
	if wide {
		p.margin = 24
	}
	p.across = across - 2*p.margin
	p.columns = make([]tier, len(g.layers))
	p.along = 2*p.margin + float64(p.apart*float64(len(g.layers)-1))
	for i, list := range g.layers {
		p.size(o, list)
		p.columns[i] = p.measure(list)
		p.along += p.columns[i].extent
	}
	return p
}

// size asks how large the boxes of a layer are.
func (p *placing) size(o *LayoutOptions, list []int) {
	for _, i := range list {
		n := &p.nodes[i]
		n.along, n.across = 0, 0
		if n.part < 0 || p.Parts[n.part].Spec.Kind() == LinkKind {
			continue
		}
		n.along, n.across = o.Size(&p.Parts[n.part], p.level)
		if !p.wide {
			n.along, n.across = n.across, n.along
		}
	}
}

// measure says how a layer goes across: in one rank, or as a grid of as many as it takes.
func (p *placing) measure(list []int) tier {
	c := tier{ranks: 1}
	for _, i := range list {
		if p.nodes[i].part < 0 {
			c.lanes++
		}
	}
	c.boxes, c.lane = len(list)-c.lanes, min(laneWidth, p.across/4/float64(max(1, c.lanes)))
	lanes := c.lane * float64(c.lanes)
	c.total = float64(lanes) + float64(p.gap*float64(max(0, c.boxes-1)))
	for _, i := range list {
		n := &p.nodes[i]
		if n.part < 0 {
			n.across = c.lane
			continue
		}
		if !p.wide {
			n.across = min(n.across, p.across-float64(lanes))
		}
		c.total += n.across
		c.cell, c.depth = max(c.cell, n.across), max(c.depth, n.along)
	}
	p.needed = max(p.needed, c.cell+float64(lanes))
	c.extent, c.per = c.depth, len(list)
	if c.total > p.across && c.boxes > 1 {
		fit := int((p.across - float64(lanes) + p.gap) / (c.cell + p.gap))
		c.ranks = (c.boxes-1)/max(1, fit) + 1
		c.per = (c.boxes-1)/c.ranks + 1
		c.ranks = (c.boxes-1)/c.per + 1
		c.total = float64(lanes) - p.gap + float64(float64(c.per)*(c.cell+p.gap))
		c.extent = -p.rank + float64(float64(c.ranks)*(c.depth+p.rank))
	}
	return c
}

// place gives every node its place.
func (p *placing) place(o *LayoutOptions) {
	length := o.Width
	if !p.wide {
		length = o.Height
	} else if o.Height == 0 {
		p.shrink()
	}
	p.spread(max(p.along, length))
	for i := range p.columns {
		p.columns[i].start = p.margin + (p.across-p.columns[i].total)/2
		if p.columns[i].ranks > 1 {
			p.grid(i)
		} else {
			p.settle(i, nil)
		}
	}
	for sweep := range 5 { // ends with each above the middle of what is below it
		side := 1 - sweep%2
		for k := range p.columns {
			if side == 1 {
				k = len(p.columns) - 1 - k
			}
			if p.columns[k].ranks == 1 {
				p.settle(k, p.means(side, (*spot).middle))
			}
		}
	}
	for i := range p.nodes { // whole numbers make sharp lines
		n := &p.nodes[i]
		n.u, n.v = math.Round(n.u), math.Round(n.v)
	}
}

func (n *spot) middle() float64 { return n.v + n.across/2 }

// shrink takes no more room across than the layers need when they stand loosely.
func (p *placing) shrink() {
	need := 0.0
	for i := range p.columns {
		c := &p.columns[i]
		more := 0.0
		if c.ranks == 1 {
			more = (p.loose - p.gap) * float64(max(0, c.boxes-1))
		}
		need = max(need, c.total+float64(more))
	}
	p.across = min(p.across, need)
}

// spread shares the room along among the gaps between layers, more to those where ways fan out.
func (p *placing) spread(length float64) {
	most, weights := 64.0, 0.0
	if p.wide {
		most = 260
	}
	weight := func(i int) float64 {
		if p.columns[i].boxes > 1 {
			return 5
		}
		return 3
	}
	for i := 1; i < len(p.columns); i++ {
		weights += weight(i)
	}
	spare, u := length-p.along, p.margin
	for i := range p.columns {
		if i > 0 {
			share := spare * weight(i) / weights
			u += max(p.apart, min(most, p.apart+share))
		}
		p.columns[i].u = u
		u += p.columns[i].extent
	}
	shift := math.Floor(max(0, length-p.margin-u) / 2)
	for i := range p.columns {
		p.columns[i].u += shift
	}
	p.along = u + p.margin + 2*shift
}

// grid places a layer of several ranks, and beside it the ways that pass.
func (p *placing) grid(k int) {
	c := &p.columns[k]
	boxes, lanes := 0, 0
	for _, i := range p.layers[k] {
		n := &p.nodes[i]
		if n.part < 0 {
			n.u, n.v = c.u, c.start+c.total-float64(c.lane*float64(lanes+1))
			lanes++
			continue
		}
		n.rank, n.position = boxes/c.per, boxes%c.per
		n.u = c.u + float64(float64(n.rank)*(c.depth+p.rank)) + (c.depth-n.along)/2
		n.v = c.start + float64(float64(n.position)*(c.cell+p.gap)) + (c.cell-n.across)/2
		boxes++
	}
}

// height is what the whole takes from top to bottom.
func (p *placing) height() float64 {
	if p.wide {
		return math.Ceil(p.across + 2*p.margin)
	}
	return math.Ceil(p.along)
}

// box is where a node is on the page.
func (p *placing) box(n *spot) Box {
	if p.wide {
		return Box{n.u, n.v, n.along, n.across}
	}
	return Box{n.v, n.u, n.across, n.along}
}

// settle places a layer of one rank as near to where its nodes want their middles as their order and
// the gaps between them allow, by least squares ("pool adjacent violators"). Without wishes all want the middle.
func (p *placing) settle(k int, want []float64) {
	c, list := &p.columns[k], p.layers[k]
	gap := min(p.loose, p.gap+(p.across-c.total)/float64(c.boxes+1))
	type block struct{ sum, count float64 }
	offsets, blocks := make([]float64, len(list)), make([]block, 0, len(list))
	end := 0.0
	for j, i := range list {
		n := &p.nodes[i]
		if j > 0 && n.part >= 0 && p.nodes[list[j-1]].part >= 0 {
			end += gap
		}
		offsets[j] = end
		wish := p.margin + p.across/2
		if want != nil {
			wish = want[i]
		}
		blocks = append(blocks, block{wish - n.across/2 - end, 1})
		end += n.across
		for m := len(blocks) - 1; m > 0 && blocks[m].sum/blocks[m].count < blocks[m-1].sum/blocks[m-1].count; m-- {
			blocks[m-1] = block{blocks[m-1].sum + blocks[m].sum, blocks[m-1].count + blocks[m].count}
			blocks = blocks[:m]
		}
	}
	j := 0
	for _, b := range blocks {
		v := max(p.margin, min(b.sum/b.count, p.margin+p.across-end))
		for range int(b.count) {
			n := &p.nodes[list[j]]
			n.u, n.v = c.u+(c.extent-n.along)/2, v+offsets[j]
			j++
		}
	}
}
