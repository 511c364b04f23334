// Package placement decides which node a key belongs to.
//
// Whoever spreads keys over nodes (caches, shards, partitions, backends) wants
// two things that pull apart: even shares, and few keys that move when a node
// joins or leaves. The methods here are the well-known answers:
//
//	method      even?                  a node joins             a lookup costs   weights
//	Modulo      as dice are            nearly all keys move     a division       no
//	Ring        by virtual nodes       the fewest               a probe or two   yes
//	Ketama      like 160 of them       the fewest, if equal     a probe or two   yes
//	Rendezvous  as dice are            the fewest               every node       yes
//	Jump        as dice are            the fewest, at the end   ln(n) steps      no
//	Maglev      to one table entry     a little over            a table entry    yes
//	Bounded     never over a bound     a few more               a walk           no
//
// Take Ring when nothing speaks for another: with 160 virtual nodes a node's share
// varies by 8% of the mean (one standard deviation). Take Maglev where evenness matters
// more than the last moved key, Rendezvous for few nodes and exact weights, Jump
// for numbered shards that only grow, Bounded where no node may ever be
// overloaded, and Ketama or Ring on MD5 where other programs must agree.
//
// All of them are a [Placement]. Keys are given as a [hash.Position], so that a
// key that is placed many times is hashed once; each type's Lookup does both
// steps for a string. [Moves] and [Tally] say what a change moved beside the
// fewest keys that could have moved.
//
// The order in which nodes are added decides nothing but their slots, except on
// Modulo and Jump, which number them. Nothing allocates during a lookup, and every
// outcome is the same on every platform. None of the types locks: readers may
// share one, a writer may not share it with anybody. Clone is cheap, since what is
// large is shared, so the usual way is to change a copy and swap it in.
package placement
