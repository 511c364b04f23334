package dataset

// Shelf keeps the four datasets that were used last, so that undoing an import
// finds what was there before; more would be dear, since each may be large. A nil
// shelf is empty.
type Shelf struct{ kept [4]*Keys } // the one used last comes first

// Put lays keys on the shelf, in the place of the ones used longest ago where it
// is full.
func (s *Shelf) Put(keys *Keys) {
	next := keys
	for i, old := range s.kept {
		s.kept[i], next = next, old
		if old == nil || old.digest == keys.digest {
			return
		}
	}
}

// Get returns the keys of that digest, or nil where they are not on the shelf.
func (s *Shelf) Get(digest string) *Keys {
	if s == nil {
		return nil
	}
	for _, keys := range s.kept {
		if keys != nil && keys.digest == digest {
			s.Put(keys)
			return keys
		}
	}
	return nil
}
