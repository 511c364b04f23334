package small_test

import (
	"bytes"
	"debug/gosym"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/cmd/pack/small"
)

const preamble = "\x00asm\x01\x00\x00\x00"

// functionTable begins the table of functions of Go 1.20 and later.
const functionTable = "\xf1\xff\xff\xff\x00\x00\x01\x08"

// section writes one with a length of its own bytes.
func section(id byte, content string) string {
	return string(binary.AppendUvarint([]byte{id}, uint64(len(content)))) + content
}

// memory is a section: a memory of one page.
var memory = section(5, "\x01\x00\x01")

// segment goes to an address below 64.
func segment(at byte, body string) string {
	return "\x00\x41" + string(at) + "\x0b" + string(rune(len(body))) + body
}

func data(segments ...string) string {
	return section(11, string(rune(len(segments)))+strings.Join(segments, ""))
}

// image reads what the memory begins with, in the plainest way: each segment in its turn.
func image(t testing.TB, program string) (memory []byte, segments int) {
	t.Helper()
	number := func(from string) (uint64, string) {
		n, length := binary.Uvarint([]byte(from))
		require.Positive(t, length)
		return n, from[length:]
	}
	for rest := program[len(preamble):]; rest != ""; {
		id := rest[0]
		length, after := number(rest[1:])
		content := after[:length]
		rest = after[length:]
		if id != 11 {
			continue
		}
		var count, at uint64
		for count, content = number(content); count > 0; count-- {
			at, content = number(content[2:]) // no address here has its sign bit set
			length, content = number(content[1:])
			memory = append(memory, make([]byte, max(0, int(at+length)-len(memory)))...)
			copy(memory[at:], content[:length])
			content = content[length:]
			segments++
		}
	}
	return memory, segments
}

func makeProgram(t *testing.T, program string) string {
	t.Helper()
	made, err := small.Make("headroom.wasm", []byte(program))
	require.NoError(t, err)
	return string(made)
}

func TestSegmentsAreJoined(t *testing.T) {
	code := section(10, "\x00")
	for _, row := range []struct{ what, data, want string }{
		{"zeros lie between", data(segment(1, "ab"), segment(5, "c")), data(segment(1, "ab\x00\x00c"))},
		{"in any order", data(segment(9, "c"), segment(1, "ab"), segment(3, "x")), data(segment(1, "abx\x00\x00\x00\x00\x00c"))},
		{"one alone", data(segment(1, "ab")), data(segment(1, "ab"))},
		{"none", data(), data()},
		{"far apart", data(segment(1, "a"), "\x00\x41\x82\xa0\x00\x0b\x01b", "\x00\x41\x84\xc0\x00\x0b\x01c"),
			data("\x00\x41\x01\x0b\x82\x20a"+strings.Repeat("\x00", 4096)+"b", "\x00\x41\x84\xc0\x00\x0b\x01c")},
	} {
		program := preamble + memory + code + row.data + section(0, "\x04name")
		require.Equal(t, preamble+memory+code+row.want+section(0, "\x04name"), makeProgram(t, program), row.what)
	}
}

func TestAProgramWhoseSegmentsMeanMoreStaysWhole(t *testing.T) {
	two := data(segment(1, "a"), segment(4, "b"))
	for what, program := range map[string]string{
		"its code may name segments":      memory + section(12, "\x02") + two,
		"its memory comes from elsewhere": two,
		"a segment waits to be asked for": memory + data(segment(1, "a"), "\x01\x01b"),
		"a segment for another memory":    memory + data(segment(1, "a"), "\x02\x01\x41\x04\x0b\x01b"),
		"the address is a variable":       memory + data(segment(1, "a"), "\x00\x23\x00\x0b\x01b"),
		"the address is reckoned":         memory + data(segment(1, "a"), "\x00\x41\x04\x41\x01\x6a\x0b\x01b"),
		"the address is above 2 GB":       memory + data(segment(1, "a"), "\x00\x41\x7f\x0b\x01b"),
		"the order counts":                memory + data(segment(1, "abcd"), segment(3, "x")),
		"there is no data":                memory,
		"functions are told of otherwise": memory + data(segment(1, functionTable+"\x01"+strings.Repeat("\x00", 40))),
	} {
		require.Equal(t, preamble+program, makeProgram(t, preamble+program), what)
	}
}

func TestWhatIsNoProgramIsRefused(t *testing.T) {
	for program, want := range map[string]string{
		"":                        "byte 0: 8 bytes are announced here, and 0 are left",
		"<!doctype html>":         `byte 0: a program begins with "\x00asm\x01\x00\x00\x00", and this with "<!doctyp"`,
		preamble + "\x05":         "byte 9: 1 bytes are announced here, and 0 are left",
		preamble + "\x05\x03\x01": "byte 10: 3 bytes are announced here, and 1 are left",
		preamble + "\x05\xff\xff\xff\xff\xff\x01":                                   "byte 14: a number has more than five digits of seven bits",
		preamble + "\x05\xff\xff\xff\xff\x7f":                                       "byte 14: a number has more than 32 bits",
		preamble + memory + section(11, "\x01\x00\x41\x80\x80\x80\x80\x08\x0b\x00"): "a number has more than 32 bits",
		preamble + memory + section(11, "\x02"+segment(1, "a")):                     "1 bytes are announced here, and 0 are left",
		preamble + memory + section(11, "\x01"+segment(1, "a")+"b"):                 "the data section goes on after its last segment",
		preamble + memory + section(11, "\x01\x00\x41\x01\x0b\x09ab"):               "9 bytes are announced here, and 2 are left",
	} {
		_, err := small.Make("headroom.wasm", []byte(program))
		require.ErrorContains(t, err, "headroom.wasm: byte ")
		require.ErrorContains(t, err, want)
	}
}

// TestARealProgramBeginsWithTheSameMemory holds what this Go makes against what is left of it: only the lines of
// functions and the names of files are zero, and whoever reads the table of functions finds them all.
func TestARealProgramBeginsWithTheSameMemory(t *testing.T) {
	folder := t.TempDir()
	source, built := filepath.Join(folder, "main.go"), filepath.Join(folder, "main.wasm")
	require.NoError(t, os.WriteFile(source, []byte("package main\n\nfunc main() { println(\"so small\") }\n"), 0o600))
	build := exec.Command("go", "build", "-o", built, source)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	program, err := os.ReadFile(built)
	require.NoError(t, err)
	made := makeProgram(t, string(program))
	before, segmentsBefore := image(t, string(program))
	after, segmentsAfter := image(t, made)
	require.Greater(t, segmentsBefore, 1000)
	require.Less(t, segmentsAfter, 10)
	require.Equal(t, made, makeProgram(t, made), "there is nothing left to take")
	require.Contains(t, string(before), "runtime/panic.go")
	require.NotContains(t, string(after), "runtime/panic.go")
	table := bytes.Index(before, []byte(functionTable))
	offset := func(at int) int { return table + int(binary.LittleEndian.Uint64(before[table+at:])) }
	require.Len(t, after, len(before))
	for i := range before {
		if before[i] != after[i] {
			require.Zero(t, after[i])
			require.GreaterOrEqual(t, i, offset(40), "names of functions stay")
		}
	}
	require.Equal(t, functions(t, before[table:]), functions(t, after[table:]))
}

// function is what Go's own reader finds in a record.
type function struct {
	name       string
	entry, end uint64
	frame      int
}

func functions(t *testing.T, table []byte) (all []function) {
	t.Helper()
	read, err := gosym.NewTable(nil, gosym.NewLineTable(table, 0))
	require.NoError(t, err)
	for _, f := range read.Funcs {
		all = append(all, function{f.Name, f.Entry, f.End, f.FrameSize})
	}
	require.Greater(t, len(all), 500)
	require.True(t, slices.ContainsFunc(all, func(f function) bool { return f.name == "main.main" }))
	return all
}

func FuzzProgram(f *testing.F) {
	f.Add([]byte(preamble + memory + data(segment(1, "ab"), segment(5, "c"))))
	f.Add([]byte(preamble + memory + data(segment(9, "c"), segment(1, "ab"), "\x01\x01b") + section(0, "\x04name")))
	f.Add([]byte(preamble + section(12, "\x02") + "\x05\xff\xff\xff\xff\x7f"))
	table := functionTable + "\x01" + strings.Repeat("\x00", 31) + "\x48\x00\x00\x00\x00\x00\x00\x00"
	table += strings.Repeat(table[40:], 3) + strings.Repeat("\x05\x04\x03\x02", 5)
	f.Add([]byte(preamble + memory + data(segment(1, table))))
	f.Fuzz(func(t *testing.T, program []byte) {
		made, err := small.Make("headroom.wasm", program)
		if err != nil {
			return
		}
		again, err := small.Make("headroom.wasm", made)
		require.NoError(t, err)
		require.Len(t, again, len(made), "there is nothing left to join")
	})
}
