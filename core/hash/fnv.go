package hash

// FNV is written out here because the standard library's wants an interface and
// a byte slice, which costs a short key more than the hash itself.

func fnv1a64(key string) uint64 {
	sum := uint64(0xcbf29ce484222325)
	for i := 0; i < len(key); i++ {
		sum = (sum ^ uint64(key[i])) * 0x100000001b3
	}
	return sum
}

// FNV1a32 returns the 32-bit FNV-1a hash of a key, which some protocols number
// their partitions by.
func FNV1a32(key string) uint32 {
	sum := uint32(0x811c9dc5)
	for i := 0; i < len(key); i++ {
		sum = (sum ^ uint32(key[i])) * 0x01000193
	}
	return sum
}
