package ringlab

import (
	"sort"

	"headroom/core/hash"
	"headroom/core/placement"
)

// maxSectors bounds how finely the circle is drawn: a quarter of a degree.
const maxSectors = 1440

// sector is a run of the circle, in turns clockwise from the top, that belongs
// to the node with an id.
type sector struct {
	from, to float64
	id       uint16
}

// circleOfPoints is what the methods with virtual nodes offer.
type circleOfPoints interface {
	Points() int
	Point(i int) (hash.Position, int)
}

// cut divides the circle among the nodes as the method does: by the points,
// by the entries of Maglev's table, or else into one sector for each node.
func (a *arrangement) cut() {
	switch p := a.place.(type) {
	case circleOfPoints:
		a.cutPoints(p)
	case *placement.Maglev:
		n := min(p.TableSize(), maxSectors)
		for i := range n {
			entry := hash.Position{Hi: uint64(i * p.TableSize() / n)} // of a key that meets it
			a.sectors = append(a.sectors, sector{float64(i) / float64(n), float64(i+1) / float64(n), a.live[p.Owner(entry)]})
		}
		a.ticks = p.TableSize() == n
	default:
		for _, id := range a.live {
			a.sectors = append(a.sectors, sector{a.start[id], a.start[id] + a.width[id], id})
		}
	}
}

// cutPoints makes a sector of what leads up to each point. Of a circle with
// too many points it looks at so many places.
func (a *arrangement) cutPoints(c circleOfPoints) {
	n := c.Points()
	if n > maxSectors {
		for i := range maxSectors {
			turn := (float64(i) + 0.5) / maxSectors
			next := sort.Search(n, func(k int) bool {
				p, _ := c.Point(k)
				return p.Turn() > turn
			})
			_, slot := c.Point(next % n)
			a.sectors = append(a.sectors, sector{float64(i) / maxSectors, float64(i+1) / maxSectors, a.live[slot]})
		}
		return
	}
	last, _ := c.Point(n - 1)
	from := last.Turn() - 1
	for i := range n {
		p, slot := c.Point(i)
		a.sectors = append(a.sectors, sector{from, p.Turn(), a.live[slot]})
		from = p.Turn()
	}
	a.ticks = true
}
