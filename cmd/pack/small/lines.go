package small

import (
	"bytes"
	"encoding/binary"
)

// functionTable begins what Go's runtime knows about functions: the format of Go 1.20 and later, instructions of
// one byte, pointers of eight (debug/gosym reads the same). A Go with another format keeps its lines.
const functionTable = "\xf1\xff\xff\xff\x00\x00\x01\x08"

// Where things lie in the record of a function (runtime._func), in bytes.
const (
	stackTable = 16 // then those of files and lines, and how many others follow the record
	fileTable  = 20
	unitIndex  = 32 // where its files are listed, and behind it the line that it begins at
	kind       = 40
	others     = 44
)

// withoutLines takes out which line of which file each instruction came from, a tenth of the download. Nothing
// but the traces of a program that has failed reads it: those keep the names of functions, and have a question
// mark where file and line would be, as the runtime has it for functions without these tables. Memory in which
// the tables are not found stays as it is.
func withoutLines(memory []byte) []byte {
	start := bytes.Index(memory, []byte(functionTable))
	if start < 0 {
		return memory
	}
	r := reader{body: memory[start:], at: len(functionTable)}
	functions, _, _, _, units, _, tables, records := r.long(), r.long(), r.long(), r.long(), r.long(), r.long(), r.long(), r.long()
	if r.err != nil || units < r.at || units > tables || tables > records || records > len(r.body) {
		return memory
	}
	out := bytes.Clone(memory)
	made := out[start:]
	clear(made[units:tables])
	lines, kept := map[int]bool{}, map[int]bool{}
	for i := 0; i < functions && r.err == nil; i++ {
		r.seek(records + 8*i + 4)
		record := records + r.word()
		r.seek(record + stackTable)
		kept[r.word()], lines[r.word()], lines[r.word()] = true, true, true
		count := r.word()
		r.seek(record + others)
		for ; count > 0 && r.err == nil; count-- {
			kept[r.word()] = true
		}
		if r.err == nil {
			clear(made[record+fileTable : record+fileTable+8])
			clear(made[record+unitIndex : record+kind])
		}
	}
	for table := range lines {
		r.seek(tables + table)
		r.steps()
		if r.at > records {
			return memory
		}
		if !kept[table] && table != 0 && r.err == nil {
			clear(made[tables+table : r.at])
		}
	}
	if r.err != nil {
		return memory
	}
	return out
}

// steps goes to the end of a table: pairs of numbers up to one whose first is zero and that is not the first.
func (r *reader) steps() {
	for first := true; ; first = false {
		if value, _ := r.digits(); value == 0 && !first || r.err != nil {
			return
		}
		r.digits()
	}
}

func (r *reader) seek(at int) {
	if at < 0 || at > len(r.body) {
		r.fail("an address lies outside")
		return
	}
	r.at = at
}

func (r *reader) word() int {
	if four := r.bytes(4); four != nil {
		return int(binary.LittleEndian.Uint32(four))
	}
	return 0
}

// long reads eight bytes; what no memory has room for becomes a failure.
func (r *reader) long() int {
	low := r.word()
	if r.word() != 0 {
		r.fail("a number has more than 32 bits")
	}
	return low
}
