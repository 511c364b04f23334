package dataset

import "slices"

// shelfLen is how many datasets are kept at hand: a few, since each may be large.
const shelfLen = 4

// Shelf keeps the datasets that were used last, so that undoing an import finds
// what was there before. A nil shelf is empty.
type Shelf struct{ kept []*Keys } // the one used last comes first

// Put lays keys on the shelf, in the place of the ones used longest ago where it
// is full.
func (s *Shelf) Put(keys *Keys) {
	s.Get(keys.digest)
	if len(s.kept) > 0 && s.kept[0].digest == keys.digest {
		s.kept[0] = keys
		return
	}
	s.kept = slices.Insert(s.kept, 0, keys)
	if len(s.kept) > shelfLen {
		s.kept = slices.Delete(s.kept, shelfLen, len(s.kept)) // and forget it
	}
}

// Get returns the keys of that digest, or nil where they are not on the shelf.
func (s *Shelf) Get(digest string) *Keys {
	if s == nil {
		return nil
	}
	for i, keys := range s.kept {
		if keys.digest == digest {
			copy(s.kept[1:], s.kept[:i])
			s.kept[0] = keys
			return keys
		}
	}
	return nil
}
