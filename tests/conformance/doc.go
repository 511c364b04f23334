// Package conformance holds the core to numbers that nobody here invented: owners
// that other programs found, tables from papers, closed forms. The figures are in
// testdata/vectors, each file with a header that says where it comes from.
//
// Set HEADROOM_VECTORS to a folder with other files of the same format to run the
// same tests on those. The tests take everything from the files, names, prefixes
// and counts as well, so that nothing is proved about one choice of them only.
package conformance
