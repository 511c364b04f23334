// Package dataset holds keys that a person brought along: the lines of a text,
// one column of a CSV file, or one field of JSON lines.
//
// A dataset is a list of different keys in the order in which they first came,
// each with how often it came, so repeats become popularity. It never changes
// once it is made, which is why worlds and their copies can share it, and it is
// named by what it holds: [Keys.Digest] is the same on every machine for the same
// keys, whatever file and format they came from. A link carries that name
// ([Ref]), and whoever opens the link can tell the right file from another one.
//
// [Sniff] guesses how a file is laid out from its beginning, and a [Reader] takes
// the file piece by piece, in pieces of any size, and gives the [Keys]:
//
//	sniffed := dataset.Sniff(beginning, "orders.csv")
//	r := dataset.NewReader(sniffed.Options)
//	io.Copy(r, file)
//	keys, err := r.Close()
//
// Everything is bounded: at most [MaxKeys] different keys of at most [MaxKey]
// bytes each, [MaxText] bytes of text, and lines of at most [MaxLine] bytes. What
// is beyond them, or is no text at all, is an [Error] that names the line, what
// was expected there and what to do about it. A million different lines of 30
// bytes take about a quarter of a second, half a second in a browser, and are 40 MB
// in the end.
//
// The packed form is the keys one after the other: the length of the text as a
// varint, the text, and the count as a varint. The digest is taken over it, links
// carry small datasets in it (at most [MaxInline] bytes, read by [Unpack], which
// trusts nothing), and a worker hands a dataset over in it (read by a [Loader],
// which looks for no repeats).
//
// Sources: RFC 4180 (CSV), RFC 8259 (JSON), Collet's xxHash specification.
package dataset
