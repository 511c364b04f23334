// Package catalog is the one list of labs. Whatever shows, plays or draws labs
// takes them from here.
package catalog

import (
	"headroom/core/lab"
	"headroom/core/lab/balancinglab"
	"headroom/core/lab/ringlab"
)

// Labs returns all labs in the order in which they are offered. The first one
// opens when a link names none.
func Labs() []*lab.Lab {
	return []*lab.Lab{
		ringlab.New(),
		balancinglab.New(),
	}
}
