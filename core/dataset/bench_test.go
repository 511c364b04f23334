package dataset_test

import (
	"fmt"
	"testing"

	"headroom/core/dataset"
)

// million is a file of a million lines; at gives line i.
func million(at func(dst []byte, i int) []byte) []byte {
	var file []byte
	for i := range 1_000_000 {
		file = append(at(file, i), '\n')
	}
	return file
}

// key is text of 29 bytes, different for each of the first so many.
func key(i, different int) string {
	i %= different
	return fmt.Sprintf("tenant-%08d:user:%08d", i%977, i)
}

func BenchmarkReader(b *testing.B) {
	plain := func(different int) []byte {
		return million(func(dst []byte, i int) []byte { return append(dst, key(i, different)...) })
	}
	for _, row := range []struct {
		says    string
		options dataset.Options
		file    []byte
	}{
		{"a million lines", dataset.Options{}, plain(1_000_000)},
		{"ten thousand keys a hundred times", dataset.Options{}, plain(10_000)},
		{"CSV", dataset.Options{Format: dataset.CSV, Column: 1}, million(func(dst []byte, i int) []byte {
			return fmt.Appendf(dst, "%d,%s,Rome", i, key(i, 1_000_000))
		})},
		{"JSON lines", dataset.Options{Format: dataset.JSONLines, Field: "user"}, million(func(dst []byte, i int) []byte {
			return fmt.Appendf(dst, `{"at":%d,"user":"%s"}`, i, key(i, 1_000_000))
		})},
	} {
		b.Run(row.says, func(b *testing.B) {
			b.SetBytes(int64(len(row.file)))
			b.ReportAllocs()
			for b.Loop() {
				read(b, row.options, row.file, 1<<16)
			}
		})
	}
}

func BenchmarkLoader(b *testing.B) {
	keys := read(b, dataset.Options{}, million(func(dst []byte, i int) []byte { return append(dst, key(i, 1_000_000)...) }), 1<<16)
	b.SetBytes(int64(keys.PackedLen()))
	b.ReportAllocs()
	var piece []byte
	for b.Loop() {
		l := dataset.NewLoader(keys.Ref("keys"), keys.Lines())
		for next := 0; next < keys.Len(); {
			piece, next = keys.AppendPacked(piece[:0], next, 1<<20)
			if _, err := l.Write(piece); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// read reads a file in pieces of a size.
func read(t testing.TB, o dataset.Options, file []byte, size int) *dataset.Keys {
	t.Helper()
	r := dataset.NewReader(o)
	for len(file) > 0 {
		n := min(size, len(file))
		if _, err := r.Write(file[:n]); err != nil {
			t.Fatal(err)
		}
		file = file[n:]
	}
	keys, err := r.Close()
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func BenchmarkFind(b *testing.B) {
	keys := read(b, dataset.Options{}, million(func(dst []byte, i int) []byte { return append(dst, key(i, 1_000_000)...) }), 1<<16)
	last := keys.Key(keys.Len() - 1)
	b.ReportAllocs()
	for b.Loop() {
		if i, ok := keys.Find(last); !ok || i != keys.Len()-1 {
			b.Fatal("not found")
		}
	}
}
