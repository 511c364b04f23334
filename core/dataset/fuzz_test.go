package dataset_test

import (
	"testing"

	"headroom/core/dataset"
)

// sound fails unless keys can be walked through, and come back from their packed
// form with the same digest.
func sound(t *testing.T, keys *dataset.Keys, err error) {
	if err != nil {
		if err.Error() == "" || keys != nil {
			t.Fatal("an error without a text, or with keys")
		}
		return
	}
	total := 0
	for i := range keys.Len() {
		if n := len(keys.Key(i)); n == 0 || n > dataset.MaxKey {
			t.Fatal("a key of", n, "bytes")
		}
		total += keys.Count(i)
	}
	packed, _ := keys.AppendPacked(nil, 0, 1<<30)
	if total != keys.Lines() || len(packed) != keys.PackedLen() {
		t.Fatal("the counts do not add up")
	}
	if len(packed) > dataset.MaxInline {
		return
	}
	if again, err := dataset.Unpack(packed); err != nil || again.Digest() != keys.Digest() {
		t.Fatal("the packed form does not come back:", err)
	}
}

func FuzzReader(f *testing.F) {
	for _, seed := range []string{"ann\nbob\r\n\n", "\xff\xfea", "a,b\n\"x\ny\",\"z\"\"\"\n", `{"a":{"b":"\ud83d\ude00"},"c":[1e5,null]}` + "\n{}", "\x00"} {
		f.Add([]byte(seed), uint8(1), uint8(1), "a.b", uint8(3))
		f.Add([]byte(seed), uint8(2), uint8(0), "", uint8(1))
	}
	f.Fuzz(func(t *testing.T, file []byte, format, column uint8, field string, size uint8) {
		o := dataset.Options{Format: dataset.Format(format % 3), Column: int(column % 4), Header: column&4 > 0, Delimiter: column, Field: field}
		whole, pieces := dataset.NewReader(o), dataset.NewReader(o)
		whole.Write(file)
		keys, err := whole.Close()
		sound(t, keys, err)
		for rest := file; len(rest) > 0; {
			n := min(int(size)+1, len(rest))
			pieces.Write(rest[:n])
			rest = rest[n:]
		}
		other, otherErr := pieces.Close()
		if (err == nil) != (otherErr == nil) || err == nil && keys.Digest() != other.Digest() || err != nil && err.Error() != otherErr.Error() {
			t.Fatal("in pieces it is another file:", err, otherErr)
		}
	})
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("user,n\nann,1\n"), "a.csv")
	f.Add([]byte(`{"user":{"id":1}}`), "")
	f.Fuzz(func(t *testing.T, sample []byte, name string) {
		s := dataset.Sniff(sample, name)
		if len(s.Columns) > 0 && (s.Column < 0 || s.Column >= len(s.Columns)) {
			t.Fatal("a column that is not there")
		}
		r := dataset.NewReader(s.Options)
		r.Write(sample)
		keys, err := r.Close()
		sound(t, keys, err)
	})
}

func FuzzUnpack(f *testing.F) {
	f.Add([]byte("\x03ann\x02\x03bob\x01"))
	f.Add([]byte("\xff\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, packed []byte) {
		keys, err := dataset.Unpack(packed)
		sound(t, keys, err)
	})
}

func FuzzLoader(f *testing.F) {
	f.Add([]byte("\x03ann\x02\x03bob\x01"), 2, 3, uint8(1))
	f.Add([]byte("\xff\xff\xff\xff\x7f"), 1<<40, -1, uint8(255))
	f.Fuzz(func(t *testing.T, packed []byte, keys, lines int, size uint8) {
		l := dataset.NewLoader(dataset.Ref{Keys: keys, Name: "a", Digest: "00a1b2c3d4e5f607"}, lines)
		for rest := packed; len(rest) > 0; {
			n := min(int(size)+1, len(rest))
			l.Write(rest[:n])
			rest = rest[n:]
		}
		loaded, err := l.Close()
		if err != nil {
			return
		}
		if loaded.Len() != keys || loaded.Lines() != lines || loaded.PackedLen() != len(packed) {
			t.Fatal("another number of keys than was said")
		}
		for i := range loaded.Len() {
			_ = loaded.Key(i)
		}
	})
}
