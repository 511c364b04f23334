package system

// insertInOrder sorts a list and keeps the order of equals. Its time grows with the square of the length: it is
// for lists that are short or nearly in order. slices.SortStableFunc is ten times the code for each type.
func insertInOrder[E any](list []E, before func(a, b E) bool) {
	for i := 1; i < len(list); i++ {
		e, j := list[i], i
		for ; j > 0 && before(e, list[j-1]); j-- {
			list[j] = list[j-1]
		}
		list[j] = e
	}
}
