package hash_test

import (
	"fmt"

	"headroom/core/hash"
)

// A key's place is a fraction of one turn, the same on every machine.
func Example() {
	for _, f := range []hash.Func{hash.MD5, hash.XXHash64, hash.Murmur3, hash.FNV1a} {
		fmt.Printf("%-8v %.6f\n", f, f.Position("user:4711").Turn())
	}
	// Output:
	// md5      0.687644
	// xxhash   0.748138
	// murmur3  0.008945
	// fnv-1a   0.294359
}
