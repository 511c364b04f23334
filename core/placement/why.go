package placement

import "headroom/core/hash"

// Why is how a method came to an owner, as plain data. Which fields mean
// something depends on the method:
//
//	ring      Point Index Of VirtualNode: the first point clockwise of Key
//	ketama    the same; Key is the key's 32-bit place, in the upper bits
//	bounded   the same, and Path: the slots of the full nodes walked past
//	modulo    Index Of: the remainder and the number of nodes
//	jump      Path Of: the buckets jumped through; Index: the last of them
//	maglev    Index Of: the entry and the size of the table
//	rendezvous Score Second SecondScore Of: the best score and the runner-up's
type Why struct {
	Slot        int           // the owner, -1 where there are no nodes
	Key         hash.Position // where the key stands
	Point       hash.Position // where the point stands that decided
	Index       int           // which point, table entry, remainder or bucket decided
	Of          int           // of how many
	VirtualNode int           // which of its node's virtual nodes the point is, from 0
	Path        []int         // what was passed on the way, in order
	Second      int           // the slot that would be next, -1 where there is none
	Score       float64       // of the owner: -weight/ln(u), the highest of all
	SecondScore float64
}
