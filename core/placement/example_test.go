package placement_test

import (
	"fmt"

	"headroom/core/hash"
	"headroom/core/placement"
)

// A fifth cache joins a ring of four: it takes a slice from each of them, and
// nothing moves between the others.
func Example() {
	ring := placement.NewRing(hash.XXHash64, 160)
	for _, name := range []string{"cache-a", "cache-b", "cache-c", "cache-d"} {
		if err := ring.Add(placement.Node{Name: name, Weight: 1}); err != nil {
			fmt.Println(err)
		}
	}
	before := ring.Clone()
	if err := ring.Add(placement.Node{Name: "cache-e", Weight: 1}); err != nil {
		fmt.Println(err)
	}

	name, _ := ring.Lookup("user:4711")
	fmt.Println("user:4711 is on", name)
	keys := make([]hash.Position, 100_000)
	for i := range keys {
		keys[i] = hash.XXHash64.Position(fmt.Sprint("user:", i))
	}
	moved := placement.Moves(before, ring, keys)
	fmt.Printf("%.1f%% of keys moved, %d more than had to\n",
		100*float64(moved.Keys)/float64(moved.Total), moved.Keys-moved.Least)
	// Output:
	// user:4711 is on cache-e
	// 21.1% of keys moved, 0 more than had to
}

// What modulo would have moved.
func ExampleMoves() {
	modulo := placement.NewModulo(hash.XXHash64)
	for _, name := range []string{"cache-a", "cache-b", "cache-c", "cache-d"} {
		if err := modulo.Add(placement.Node{Name: name, Weight: 1}); err != nil {
			fmt.Println(err)
		}
	}
	before := modulo.Clone()
	if err := modulo.Add(placement.Node{Name: "cache-e", Weight: 1}); err != nil {
		fmt.Println(err)
	}
	keys := make([]hash.Position, 100_000)
	for i := range keys {
		keys[i] = hash.XXHash64.Position(fmt.Sprint("user:", i))
	}
	moved := placement.Moves(before, modulo, keys)
	fmt.Printf("%.0f%% moved, %.0f%% had to\n",
		100*float64(moved.Keys)/float64(moved.Total), 100*float64(moved.Least)/float64(moved.Total))
	// Output:
	// 80% moved, 20% had to
}

// Three copies of a key go to three distinct nodes, the owner first.
func ExampleRing_Successors() {
	ring := placement.NewRing(hash.MD5, 50)
	for _, name := range []string{"server-1", "server-2", "server-3", "server-4"} {
		if err := ring.Add(placement.Node{Name: name, Weight: 1}); err != nil {
			fmt.Println(err)
		}
	}
	var slots [3]int
	for _, slot := range ring.Successors(hash.MD5.Position("user:4711"), 3, slots[:0]) {
		fmt.Println(ring.Name(slot))
	}
	// Output:
	// server-1
	// server-3
	// server-2
}

// Why a key is where it is, as plain data.
func ExampleRing_Explain() {
	ring := placement.NewRing(hash.MD5, 50)
	for _, name := range []string{"server-1", "server-2", "server-3"} {
		if err := ring.Add(placement.Node{Name: name, Weight: 1}); err != nil {
			fmt.Println(err)
		}
	}
	why := ring.Explain(hash.MD5.Position("user:4711"))
	fmt.Printf("user:4711 stands at %.4f of a turn\n", why.Key.Turn())
	fmt.Printf("the next point, at %.4f, is virtual node %d of %s\n",
		why.Point.Turn(), why.VirtualNode, ring.Name(why.Slot))
	// Output:
	// user:4711 stands at 0.6876 of a turn
	// the next point, at 0.6938, is virtual node 1 of server-1
}

// Keys are put one after another; none of the nodes gets more than a quarter over
// the mean.
func ExampleBounded() {
	bounded, err := placement.NewBounded(hash.XXHash64, 10, 0.25)
	if err != nil {
		fmt.Println(err)
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		if err := bounded.Add(placement.Node{Name: name, Weight: 1}); err != nil {
			fmt.Println(err)
		}
	}
	bounded.Plan(1000)
	for i := range 1000 {
		bounded.Assign(hash.XXHash64.Position(fmt.Sprint("user:", i)))
	}
	for slot := range bounded.Slots() {
		fmt.Println(bounded.Name(slot), bounded.Load(slot), "of", bounded.Capacity())
	}
	// Output:
	// a 225 of 313
	// b 313 of 313
	// c 149 of 313
	// d 313 of 313
}

// A table that is not a prime is refused, with one that is.
func ExampleNewMaglev() {
	_, err := placement.NewMaglev(hash.XXHash64, 65536)
	fmt.Println(err)
	// Output:
	// a Maglev table of 65536 entries: the size must be a prime, such as 65537
}
