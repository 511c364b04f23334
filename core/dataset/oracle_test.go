package dataset_test

import (
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/dataset"
)

// counted is what a file should come to: keys in the order in which they first
// came, and how often each did.
type counted struct {
	keys   []string
	counts map[string]int
}

func count(keys []string) counted {
	c := counted{counts: map[string]int{}}
	for _, key := range keys {
		if key == "" {
			continue
		}
		if c.counts[key]++; c.counts[key] == 1 {
			c.keys = append(c.keys, key)
		}
	}
	return c
}

// packed writes the packed form with what the standard library has.
func (c counted) packed() (packed []byte) {
	for _, key := range c.keys {
		packed = append(binary.AppendUvarint(packed, uint64(len(key))), key...)
		packed = binary.AppendUvarint(packed, uint64(c.counts[key]))
	}
	return packed
}

func (c counted) check(t require.TestingT, keys *dataset.Keys) {
	require.Equal(t, len(c.keys), keys.Len())
	lines := 0
	for i, key := range c.keys {
		require.Equal(t, key, keys.Key(i))
		require.Equal(t, c.counts[key], keys.Count(i))
		lines += keys.Count(i)
		found, ok := keys.Find(key)
		require.True(t, ok)
		require.Equal(t, i, found)
	}
	require.Equal(t, lines, keys.Lines())
	packed, next := keys.AppendPacked(nil, 0, 1<<30)
	require.Equal(t, keys.Len(), next)
	require.Equal(t, c.packed(), packed)
	require.Equal(t, len(packed), keys.PackedLen())
	require.Regexp(t, "^[0-9a-f]{16}$", keys.Digest())
	sum := binary.BigEndian.AppendUint64(nil, xxhash.Sum64(packed))
	require.Equal(t, sum, unhex(keys.Digest()))
}

func unhex(digits string) (bytes []byte) {
	for i := 0; i < len(digits); i += 2 {
		bytes = append(bytes, byte(strings.IndexByte(hexDigits, digits[i])<<4|strings.IndexByte(hexDigits, digits[i+1])))
	}
	return bytes
}

const hexDigits = "0123456789abcdef"

// inPieces reads a file that is cut in places that are drawn.
func inPieces(t *rapid.T, w io.Writer, file string) {
	for len(file) > 0 {
		n := rapid.IntRange(0, min(len(file), 20)).Draw(t, "piece")
		_, err := io.WriteString(w, file[:n])
		if err != nil {
			_, again := w.Write([]byte("x"))
			require.Equal(t, err, again, "a failed reader keeps failing")
			return
		}
		file = file[n:]
	}
}

// readBoth reads a file at once and in pieces, which must come to the same.
func readBoth(t *rapid.T, o dataset.Options, file string) (*dataset.Keys, error) {
	whole, pieces := dataset.NewReader(o), dataset.NewReader(o)
	whole.Write([]byte(file))
	inPieces(t, pieces, file)
	keys, err := whole.Close()
	other, otherErr := pieces.Close()
	require.Equal(t, err, otherErr)
	if err == nil {
		require.Equal(t, keys.Digest(), other.Digest())
		require.Equal(t, keys.Lines(), pieces.Lines())
	}
	return keys, err
}

// letters is text of a few letters that mean something to some format.
func letters(of string) *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune(of)), 0, 60, -1)
}

func linesOf(file string) (lines []string) {
	for _, line := range strings.Split(strings.TrimPrefix(file, "\ufeff"), "\n") {
		lines = append(lines, strings.TrimSuffix(line, "\r"))
	}
	return lines
}

func TestLinesAreWhatSplittingGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file := rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark") + letters("ab\n\r \té😀").Draw(t, "file")
		var keys []string
		for _, line := range linesOf(file) {
			if strings.Trim(line, " \t") != "" {
				keys = append(keys, line)
			}
		}
		got, err := readBoth(t, dataset.Options{}, file)
		if len(keys) == 0 {
			require.EqualError(t, err, "there are no keys in it; expected UTF-8 text, one key a line")
			return
		}
		require.NoError(t, err)
		count(keys).check(t, got)
	})
}

// rowsOf reads CSV by the standard library. It is unsure about quotes within a
// field that does not begin with one, which it refuses.
func rowsOf(file string, o dataset.Options) (keys []string, sure bool, err error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	r.Comma, r.FieldsPerRecord = rune(o.Delimiter), -1
	for first := true; ; first = false {
		row, err := r.Read()
		switch {
		case err == io.EOF:
			return keys, true, nil
		case err != nil:
			return nil, !errors.Is(err, csv.ErrBareQuote), err
		case len(row) <= o.Column:
			return nil, true, errors.New("too few columns")
		case !first || !o.Header:
			keys = append(keys, row[o.Column])
		}
	}
}

func TestCSVIsWhatTheStandardLibraryReads(t *testing.T) {
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		o := dataset.Options{Format: dataset.CSV, Column: rapid.IntRange(0, 2).Draw(t, "column"),
			Header: rapid.Bool().Draw(t, "header"), Delimiter: rapid.SampledFrom([]byte(",;\t|")).Draw(t, "delimiter")}
		cell := letters("ab\"\n\r é" + string(rune(o.Delimiter)))
		var file strings.Builder
		if rapid.Bool().Draw(t, "wild") {
			file.WriteString(cell.Draw(t, "file"))
		} else {
			w := csv.NewWriter(&file)
			w.Comma, w.UseCRLF = rune(o.Delimiter), rapid.Bool().Draw(t, "CRLF")
			require.NoError(t, w.WriteAll(rapid.SliceOf(rapid.SliceOfN(cell, 2, 4)).Draw(t, "rows")))
		}
		keys, sure, err := rowsOf(file.String(), o)
		got, gotErr := readBoth(t, o, file.String())
		switch {
		case !sure:
		case err != nil || len(count(keys).keys) == 0:
			require.Error(t, gotErr)
		default:
			require.NoError(t, gotErr)
			count(keys).check(t, got)
			read++
		}
	})
	require.Greater(t, read, 10, "most files are fine")
}

// fieldOf reads a field of a JSON text by the standard library.
func fieldOf(line, path string) (key string, err error) {
	var object map[string]any
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	if err := decoder.Decode(&object); err != nil {
		return "", err
	}
	if _, err := decoder.Token(); err != io.EOF {
		return "", errors.New("more than one value")
	}
	var at any = object
	for _, name := range strings.Split(path, ".") {
		within, _ := at.(map[string]any)
		at = within[name]
	}
	switch at := at.(type) {
	case string:
		if strings.Contains(at, "\x00") {
			return "", errors.New("a zero in the key")
		}
		return at, nil
	case json.Number:
		return at.String(), nil
	}
	return "", errors.New("neither text nor number")
}

// jsonLines draws lines that are mostly JSON: with members of few names, values
// of all kinds, and now and then a byte that does not belong there.
func jsonLines() *rapid.Generator[string] {
	var value *rapid.Generator[string]
	object := rapid.Custom(func(t *rapid.T) string {
		var members []string
		for range rapid.IntRange(0, 3).Draw(t, "members") {
			name := rapid.SampledFrom([]string{`"user"`, `"id"`, ` "i\u0064" `, `"x"`, `"users"`, `"u"`, `""`, `"\u0000"`}).Draw(t, "name")
			members = append(members, name+":"+value.Draw(t, "value"))
		}
		return "{" + strings.Join(members, ",") + "}"
	})
	value = rapid.Deferred(func() *rapid.Generator[string] {
		return rapid.OneOf(
			rapid.SampledFrom([]string{"true", "false", "null", "[]", "[1, {\"id\":2}]", ` "" `, `"a"`, `"b"`, `"\"\\\/\b\f\n\r\t"`,
				`"\ud83d\ude00"`, `"\ud83d"`, `"\ude00x"`, `"\ud83d\n"`, `"\ud83d\u00e9"`, `"\u0000"`, `"\ud83d\u0000b"`, `"😀é"`, "01", "-", "1.", "1e", ".5", "+1", "nul", `"\x"`, `"\u12g4"`}),
			rapid.Map(rapid.Float64(), func(x float64) string { b, _ := json.Marshal(x); return string(b) }),
			rapid.Map(rapid.String(), func(s string) string { b, _ := json.Marshal(s); return string(b) }),
			object)
	})
	return rapid.Custom(func(t *rapid.T) string {
		whole := rapid.Custom(func(t *rapid.T) string {
			beside := rapid.SampledFrom([]string{"1", `"\u0000"`, `{"\u0000":"\ud83d\u0000"}`}).Draw(t, "beside")
			id := rapid.SampledFrom([]string{"a", "é", "1", "-2.5e+3"}).Draw(t, "id")
			return `{"x":` + beside + `, "user":{"id":"` + id + `"}, "id":` + `"7"}` + "\r"
		})
		lines := rapid.SliceOfN(rapid.OneOf(object, whole), 1, 4).Draw(t, "lines")
		file := strings.Join(lines, "\n")
		if rapid.IntRange(0, 9).Draw(t, "damage") == 0 && len(file) > 0 {
			at := rapid.IntRange(0, len(file)-1).Draw(t, "at")
			file = strings.ToValidUTF8(file[:at]+letters(`{}[]":,\1 `+"\n").Draw(t, "by")+file[at+1:], "")
		}
		return file
	})
}

func TestJSONLinesAreWhatTheStandardLibraryReads(t *testing.T) {
	read := 0
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.SampledFrom([]string{"user.id", "id", "user"}).Draw(t, "field")
		file := jsonLines().Draw(t, "file")
		var keys []string
		var wrong error
		for _, line := range linesOf(file) {
			if strings.Trim(line, " \t\r") == "" {
				continue
			}
			key, err := fieldOf(line, field)
			if wrong = err; err != nil {
				break
			}
			keys = append(keys, key)
		}
		got, err := readBoth(t, dataset.Options{Format: dataset.JSONLines, Field: field}, file)
		if wrong != nil || len(count(keys).keys) == 0 {
			require.Error(t, err)
			return
		}
		require.NoError(t, err)
		count(keys).check(t, got)
		read++
	})
	require.Greater(t, read, 10, "many files are fine")
}

// someKeys draws a dataset and what it should be.
func someKeys(t *rapid.T) (*dataset.Keys, counted) {
	lines := rapid.SliceOfN(rapid.StringMatching(`[a-c]{1,3}|x{120,300}`), 1, 40).Draw(t, "keys")
	keys, err := readBoth(t, dataset.Options{}, strings.Join(lines, "\n"))
	require.NoError(t, err)
	return keys, count(lines)
}

func TestThePackedFormComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, want := someKeys(t)
		var packed []byte
		for next := 0; next < keys.Len(); {
			before, from := len(packed), next
			packed, next = keys.AppendPacked(packed, next, rapid.IntRange(1, 400).Draw(t, "limit"))
			require.Greater(t, next, from)
			require.Greater(t, len(packed), before)
		}
		l := dataset.NewLoader(keys.Ref("keys.txt"), keys.Lines())
		inPieces(t, l, string(packed))
		loaded, err := l.Close()
		require.NoError(t, err)
		want.check(t, loaded)
		require.Equal(t, keys.Lines(), l.Lines())
		unpacked, err := dataset.Unpack(packed)
		require.NoError(t, err)
		want.check(t, unpacked)
	})
}

func TestDamagedPackedKeysAreRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, _ := someKeys(t)
		packed, _ := keys.AppendPacked(nil, 0, 1<<20)
		cut := packed[:rapid.IntRange(0, len(packed)-1).Draw(t, "cut")]
		l := dataset.NewLoader(keys.Ref("keys.txt"), keys.Lines())
		inPieces(t, l, string(cut))
		_, err := l.Close()
		require.ErrorContains(t, err, "the packed keys are damaged")
		_, again := l.Write(packed)
		require.Equal(t, err, again)

		l = dataset.NewLoader(keys.Ref("keys.txt"), keys.Lines())
		l.Write(packed)
		_, err = l.Write(packed)
		require.ErrorContains(t, err, "the packed keys are damaged", "more keys than there should be")
		_, err = dataset.Unpack(append(packed, packed...))
		require.ErrorContains(t, err, "the packed keys are damaged", "keys that come twice")
	})
}
