package system

// layering is a document in layers: what stands on the page, and the ways between.
type layering struct {
	*Document
	nodes  []spot
	ways   []thread
	layers [][]int // nodes, in order across
	pairs  [][2]int
}

// spot is a box, the place where ways join in a link, or the place where a long way passes a layer. Its
// place is u along the ways and v across them.
type spot struct {
	part           int // -1 for where a way passes
	layer, at      int // and place in it
	u, v           float64
	along, across  float64 // its extent
	rank, position int     // in a layer that is a grid
}

// thread is an edge before it has a place.
type thread struct {
	from, to, link int
	nodes          []int
	twins          int // ways before this one that join the same two parts
}

// layering takes links for what joins boxes. Those that several ways lead to, or that follow another
// link, are nodes too, so that each link is one way.
func (d *Document) layering() *layering {
	g := &layering{Document: d}
	index := d.index(new(faults))
	entries := make([]int, len(d.Parts))
	for i := range d.Parts {
		for _, to := range d.Parts[i].To {
			entries[index[to]]++
			if d.Parts[i].Spec.Kind() == LinkKind {
				entries[index[to]]++
			}
		}
	}
	nodeOf := make([]int, len(d.Parts))
	for i := range d.Parts {
		nodeOf[i] = -1
		if d.Parts[i].Spec.Kind() != LinkKind || entries[i] > 1 {
			nodeOf[i] = len(g.nodes)
			g.nodes = append(g.nodes, spot{part: i})
		}
	}
	for i := range d.Parts {
		if nodeOf[i] < 0 {
			continue
		}
		for _, name := range d.Parts[i].To {
			to, link := index[name], -1
			if d.Parts[i].Spec.Kind() == LinkKind {
				link = i
			} else if nodeOf[to] < 0 {
				to, link = index[d.Parts[to].To[0]], to
			}
			g.join(i, to, link, nodeOf)
		}
	}
	g.layer()
	g.sort()
	return g
}

func (g *layering) join(from, to, link int, nodeOf []int) {
	w := thread{from: from, to: to, link: link, nodes: []int{nodeOf[from], nodeOf[to]}}
	for i := len(g.ways) - 1; i >= 0 && g.ways[i].from == from; i-- {
		if g.ways[i].to == to {
			w.twins++
		}
	}
	g.ways = append(g.ways, w)
}

// layer puts each node behind all that lead to it, and a node into each layer that a way passes.
func (g *layering) layer() {
	for range g.nodes {
		moved := false
		for i := range g.ways {
			from, to := &g.nodes[g.ways[i].nodes[0]], &g.nodes[g.ways[i].nodes[1]]
			if to.layer <= from.layer {
				to.layer, moved = from.layer+1, true
			}
		}
		if !moved {
			break
		}
	}
	for i := range g.ways {
		w := &g.ways[i]
		from, to := w.nodes[0], w.nodes[1]
		w.nodes = w.nodes[:1:1]
		for layer := g.nodes[from].layer + 1; layer < g.nodes[to].layer; layer++ {
			w.nodes = append(w.nodes, len(g.nodes))
			g.nodes = append(g.nodes, spot{part: -1, layer: layer})
		}
		w.nodes = append(w.nodes, to)
		for j := range w.nodes[1:] {
			g.pairs = append(g.pairs, [2]int{w.nodes[j], w.nodes[j+1]})
		}
	}
	for i := range g.nodes {
		for len(g.layers) <= g.nodes[i].layer {
			g.layers = append(g.layers, nil)
		}
		list := &g.layers[g.nodes[i].layer]
		g.nodes[i].at = len(*list)
		*list = append(*list, i)
	}
}

// sort orders each layer so that few ways cross: by the mean place of the neighbours above, then of those
// below, and so on, keeping the best ("barycentre method", Sugiyama, Tagawa and Toda, 1981). Where it
// makes no difference the document's order stays.
func (g *layering) sort() {
	if len(g.pairs) > 600 {
		return // a tangle in any order, and slow to count
	}
	best, fewest := g.order(), g.crossings()
	for sweep := 0; sweep < 8 && fewest > 0; sweep++ {
		for i := range g.layers {
			if sweep%2 == 1 {
				i = len(g.layers) - 1 - i
			}
			g.sortLayer(g.layers[i], sweep%2)
		}
		if n := g.crossings(); n < fewest {
			best, fewest = g.order(), n
		}
	}
	for i := range g.nodes {
		g.layers[g.nodes[i].layer][best[i]] = i
		g.nodes[i].at = best[i]
	}
}

func (g *layering) order() []int {
	at := make([]int, len(g.nodes))
	for i := range g.nodes {
		at[i] = g.nodes[i].at
	}
	return at
}

// sortLayer orders a layer by the neighbours on one side: 0 above, 1 below.
func (g *layering) sortLayer(list []int, side int) {
	mean := g.means(side, func(n *spot) float64 { return float64(n.at) })
	insertInOrder(list, func(a, b int) bool { return mean[a] < mean[b] })
	for at, i := range list {
		g.nodes[i].at = at
	}
}

// means returns for each node the mean of something of its neighbours on one side, and its own where it
// has none.
func (g *layering) means(side int, of func(n *spot) float64) []float64 {
	mean, count := make([]float64, len(g.nodes)), make([]float64, len(g.nodes))
	for _, pair := range g.pairs {
		i := pair[1-side]
		mean[i] += of(&g.nodes[pair[side]])
		count[i]++
	}
	for i := range mean {
		if mean[i] /= max(1, count[i]); count[i] == 0 {
			mean[i] = of(&g.nodes[i])
		}
	}
	return mean
}

func (g *layering) crossings() int {
	n := 0
	for i, a := range g.pairs {
		for _, b := range g.pairs[:i] {
			first, second := g.nodes[a[0]].at-g.nodes[b[0]].at, g.nodes[a[1]].at-g.nodes[b[1]].at
			if g.nodes[a[0]].layer == g.nodes[b[0]].layer && first*second < 0 {
				n++
			}
		}
	}
	return n
}
