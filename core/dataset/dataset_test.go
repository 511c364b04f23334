package dataset_test

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/dataset"
)

func readText(o dataset.Options, file string) (*dataset.Keys, error) {
	r := dataset.NewReader(o)
	r.Write([]byte(file))
	return r.Close()
}

func csvOf(column int) dataset.Options {
	return dataset.Options{Format: dataset.CSV, Column: column, Header: true}
}

func jsonOf(field string) dataset.Options {
	return dataset.Options{Format: dataset.JSONLines, Field: field}
}

func TestBadInputNamesTheLineAndWhatWasExpected(t *testing.T) {
	long := strings.Repeat("x", dataset.MaxKey+1)
	for _, row := range []struct {
		says    string
		options dataset.Options
		file    string
		line    int
		want    string
	}{
		{"nothing", dataset.Options{}, "", 0, "there are no keys in it; expected UTF-8 text, one key a line"},
		{"nothing but blank lines", dataset.Options{}, "\ufeff\r\n \t\n", 0, "there are no keys in it; expected UTF-8 text, one key a line"},
		{"nothing under the header", csvOf(0), "user\n", 0, "there are no keys in it; expected UTF-8 text, columns with a delimiter between"},
		{"no value in the column", csvOf(1), "a,b\n1,\n2,\"\"\n", 0, "there are no keys in it; expected UTF-8 text, columns with a delimiter between"},
		{"a zero", dataset.Options{}, "a\nb\nsixteen letters.\x00\n", 3, "line 3 is not text: byte 17 is 0x0; expected UTF-8 text, one key a line"},
		{"another alphabet's bytes", csvOf(0), "\ufeffn\xe9e\n", 1, "line 1 is not text: byte 5 is 0xe9; expected UTF-8 text, columns with a delimiter between"},
		{"half a letter", dataset.Options{}, "a\n\xf0\x9f\x98", 2, "line 2 is not text: byte 1 is 0xf0; expected UTF-8 text, one key a line"},
		{"UTF-16, the small end first", dataset.Options{}, "\xff\xfea\x00\n\x00", 1, "line 1 begins as UTF-16 does: save the file as UTF-8; expected UTF-8 text, one key a line"},
		{"UTF-16, the big end first", csvOf(0), "\xfe\xff\x00a", 1, "line 1 begins as UTF-16 does: save the file as UTF-8; expected UTF-8 text, columns with a delimiter between"},
		{"UTF-16 without an end", dataset.Options{}, "\xff\xfe" + strings.Repeat("a\x00", 40_000), 1, "line 1 begins as UTF-16 does: save the file as UTF-8; expected UTF-8 text, one key a line"},
		{"an overlong line", csvOf(0), "a\n" + strings.Repeat("b,", 32_768) + "c\n", 2, "line 2 is longer than 65,536 bytes; expected UTF-8 text, columns with a delimiter between"},
		{"an overlong line without an end", dataset.Options{}, strings.Repeat("b", 70_000), 1, "line 1 is longer than 65,536 bytes; expected UTF-8 text, one key a line"},
		{"an overlong key", dataset.Options{}, "a\n" + long, 2, "line 2 has a key longer than 1,024 bytes; expected UTF-8 text, one key a line"},
		{"an overlong cell", csvOf(1), "a,b\n1," + long + "\n", 2, "line 2 has a key longer than 1,024 bytes; expected UTF-8 text, columns with a delimiter between"},
		{"a missing column", csvOf(2), "when,from,user_id\n1,2,3\n4,5\n", 3, "line 3 has 2 columns and the key is in column 3 (user_id); give another column, or mend the line"},
		{"no such column", csvOf(1), "user\nann\n", 1, "line 1 has 1 column and the key is in column 2; give another column, or mend the line"},
		{"a row of several lines", csvOf(2), "a,b,c\n1,2,3\n\"x\ny\",z\n1,2,3\n", 3, "line 3 has 2 columns and the key is in column 3 (c); give another column, or mend the line"},
		{"a quote that stays open", csvOf(0), "user,note\nann,\"hello\n\nbob,\n", 2, "line 2 opens a quote that is never closed; close it, or double it where it belongs to the text"},
		{"a quote that stays open around a key", csvOf(0), "user\n\"" + strings.Repeat("ann\n", 400), 2, "line 2 has a key longer than 1,024 bytes; expected UTF-8 text, columns with a delimiter between"},
		{"more after a quote", csvOf(0), "user,note\nann,\"say \"hello\"\"\n", 2, "line 2 goes on after a closing quote; double the quotes that belong to the text"},
		{"a list", jsonOf("user"), `[{"user":"ann"}]`, 1, `line 1 is not a JSON object; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`},
		{"an object on several lines", jsonOf("user"), "{\n\"user\":\"ann\"}", 1, `line 1 is not JSON from byte 2 on; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`},
		{"two objects on one", jsonOf("user"), `{"user":1} {"user":2}`, 1, `line 1 is not JSON from byte 12 on; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`},
		{"plain text", jsonOf("user"), "{\"user\":1}\n\nann", 3, `line 3 is not JSON from byte 4 on; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`},
		{"a zero in the key", jsonOf("user"), `{"user":"x"}` + "\n" + `{"user":"a\u0000b"}`, 2, `line 2 has \u0000 in "user"; expected a text without it or a number: give another field, or mend the line`},
		{"no digits in an escape", jsonOf("user"), `{"user":"x","n":"\u00g0"}`, 1, `line 1 is not JSON from byte 24 on; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`},
		{"deep nesting", jsonOf("user"), strings.Repeat("[", 60_000), 1, `line 1 is not JSON from byte 102 on; expected UTF-8 text, one JSON object a line, such as {"user":"4711"}`},
		{"a missing field", jsonOf("user.id"), "{\"user\":{\"id\":1}}\n{\"id\":2,\"user\":3}", 2, `line 2 has nothing in "user.id"; expected a text or a number: give another field, or mend the line`},
		{"an object", jsonOf("user"), `{"user":{"id":1}}`, 1, `line 1 has an object in "user"; expected a text or a number: give another field, or mend the line`},
		{"a list in the field", jsonOf("user"), `{"user":[1]}`, 1, `line 1 has a list in "user"; expected a text or a number: give another field, or mend the line`},
		{"nothing in the field", jsonOf("user"), `{"user":null}`, 1, `line 1 has null in "user"; expected a text or a number: give another field, or mend the line`},
	} {
		t.Run(row.says, func(t *testing.T) {
			_, err := readText(row.options, row.file)
			var wrong *dataset.Error
			require.ErrorAs(t, err, &wrong)
			require.Equal(t, row.want, wrong.Text)
			require.Equal(t, row.line, wrong.Line)
			r := dataset.NewReader(row.options)
			for _, b := range []byte(row.file) { // byte by byte it is the same
				r.Write([]byte{b})
			}
			_, one := r.Close()
			require.Equal(t, err, one)
		})
	}
}

func TestKeysStandInManyWays(t *testing.T) {
	for _, row := range []struct {
		says    string
		options dataset.Options
		file    string
		want    string
	}{
		{"lines as they are", dataset.Options{}, "b\n a \r\n\na\n\tb\na", "b:1  a :1 a:2 \tb:1"},
		{"a column past others", csvOf(1), "n,\"the,user\"\n1,ann\n2,\"b\"\"o\nb\"\n\n3,ann", "ann:2 b\"o\nb:1"},
		{"a quote within a field", csvOf(0), "size\n5\" pipe\n\"\"\n", `5" pipe:1`},
		{"no header", dataset.Options{Format: dataset.CSV, Column: 1, Delimiter: ';'}, "1;ann,a\n2;ann,a", "ann,a:2"},
		{"a header without a name there", csvOf(1), "n,\n1,ann\n", "ann:1"},
		{"a delimiter that is no letter", dataset.Options{Format: dataset.CSV, Column: -3, Delimiter: 0xc3}, "é,b\n", "é:1"},
		{"texts and numbers", jsonOf("user"), "{\"user\":\"ann\"}\n{\"user\": -4.0e1 }\n{\"id\":1,\"user\":\"\\u00e9\\ud83d\\ude00\"}", "ann:1 -4.0e1:1 é😀:1"},
		{"within objects", jsonOf("user.id"), "{\"user\":{\"name\":\"ann\",\"id\":7}}\n{\"user.id\":7}", "7:2"},
		{"the last of several", jsonOf("id"), `{"id":1,"id":2}`, "2:1"},
		{"zeros beside the key", jsonOf("user"), `{"user":"x","n":"\u0000","\u0000":["a\u0000b"]}`, "x:1"},
		{"values alone", jsonOf(""), "\"ann\"\n7 \n \t\n\"a\\u006en\"", "ann:2 7:1"},
	} {
		t.Run(row.says, func(t *testing.T) {
			keys, err := readText(row.options, row.file)
			require.NoError(t, err)
			var got []string
			for i := range keys.Len() {
				got = append(got, fmt.Sprintf("%s:%d", keys.Key(i), keys.Count(i)))
			}
			require.Equal(t, row.want, strings.Join(got, " "))
			_, found := keys.Find("nobody")
			require.False(t, found)
		})
	}
}

func TestThereIsALimitToEverything(t *testing.T) {
	r := dataset.NewReader(dataset.Options{})
	var err error
	for i := 0; err == nil && i <= 2*dataset.MaxKeys; i++ {
		_, err = fmt.Fprintf(r, "key %d\n", i)
	}
	require.EqualError(t, err, "line 1,000,001 brings the 1,000,001st different key; at most 1,000,000 can be read: give the first part of it, or another column")

	r = dataset.NewReader(dataset.Options{})
	same := []byte(strings.Repeat("a\n", 100_000))
	for range dataset.MaxLines / 100_000 {
		_, err := r.Write(same)
		require.NoError(t, err)
	}
	_, err = r.Write([]byte("\na\n"))
	require.EqualError(t, err, "line 10,000,002 brings the 10,000,001st key; at most 10,000,000 can be read: give the first part of it")

	r = dataset.NewReader(dataset.Options{})
	err = nil
	for i := 0; err == nil && i <= dataset.MaxText/1000; i++ {
		_, err = fmt.Fprintf(r, "%01024d\n", i)
	}
	require.EqualError(t, err, "line 65,537 brings more than 67,108,864 bytes of different keys; give the first part of it, or another column")
}

func TestTheLongestKeysAndManySegmentsComeBack(t *testing.T) {
	r := dataset.NewReader(dataset.Options{})
	want := counted{counts: map[string]int{}}
	for i := range 5_000 {
		key := fmt.Sprintf("%0*d", 1+(i*37)%dataset.MaxKey, i)
		if want.counts[key]++; want.counts[key] == 1 {
			want.keys = append(want.keys, key)
		}
		fmt.Fprintln(r, key)
	}
	keys, err := r.Close()
	require.NoError(t, err)
	require.Greater(t, keys.PackedLen(), 2<<20)
	for i, key := range want.keys {
		require.Equal(t, key, keys.Key(i))
		require.Equal(t, want.counts[key], keys.Count(i))
	}
	packed, _ := keys.AppendPacked(nil, 0, 1<<30)
	require.Equal(t, want.packed(), packed)
	require.Zero(t, testing.AllocsPerRun(10, func() { keys.Key(keys.Len() - 1) }))
	_, err = dataset.Unpack(packed)
	require.ErrorContains(t, err, "bytes; expected at most 16,384")
}

func TestNothingCanBeAddedToKeysThatAreMade(t *testing.T) {
	r := dataset.NewReader(dataset.Options{})
	r.Write([]byte("ann\n"))
	keys, err := r.Close()
	require.NoError(t, err)
	_, err = r.Write([]byte("bob\n"))
	require.EqualError(t, err, "the file has ended: nothing can be added to its keys")
	_, err = r.Close()
	require.Error(t, err)
	require.Equal(t, 1, keys.Len())
	l := dataset.NewLoader(keys.Ref("a"), 1)
	packed, _ := keys.AppendPacked(nil, 0, 100)
	l.Write(packed)
	loaded, err := l.Close()
	require.NoError(t, err)
	_, err = l.Write(packed)
	require.Error(t, err)
	require.Equal(t, 1, loaded.Len())
}

func TestTheDigestCanBeWorkedOutInPieces(t *testing.T) {
	var text strings.Builder
	for i := range 30_000 {
		text.WriteString("key " + strconv.Itoa(i%20_000) + "\n")
	}
	text.WriteString("the last line has no end")
	at := func(bytes int) (digest string, pieces int) {
		r := dataset.NewReader(dataset.Options{})
		_, err := r.Write([]byte(text.String()))
		require.NoError(t, err)
		for bytes > 0 && !r.Sum(bytes) {
			pieces++
		}
		keys, err := r.Close()
		require.NoError(t, err)
		require.Equal(t, 20_001, keys.Len())
		return keys.Digest() + strconv.Itoa(keys.PackedLen()), pieces
	}
	want, _ := at(0)
	whole, none := at(1 << 30)
	pieced, many := at(1)
	require.Equal(t, []string{want, want}, []string{whole, pieced})
	require.Zero(t, none)
	require.Greater(t, many, 5)
	r := dataset.NewReader(dataset.Options{})
	require.True(t, r.Sum(1), "nothing is left to do of nothing")
	_, err := r.Close()
	require.ErrorContains(t, err, "there are no keys in it")
	_, err = r.Write([]byte("late"))
	require.Error(t, err)
}

func TestThereAreNoKeysToLoad(t *testing.T) {
	for _, ref := range []dataset.Ref{{Keys: 0}, {Keys: -1}, {Keys: 1}} {
		_, err := dataset.NewLoader(ref, ref.Keys).Close()
		require.ErrorContains(t, err, "the packed keys are damaged")
	}
}

// A record that claims to be long costs what it is, not what it claims.
func TestClaimsCostNothing(t *testing.T) {
	for _, claim := range []string{"\xff\xff\xff\x7f", "\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "\xff\x07ab", "\x80\x80\x80\x00", "\x00", "\x01a\x00", "\x01a\xff\xff\xff\x7f"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		l := dataset.NewLoader(dataset.Ref{Keys: dataset.MaxKeys}, dataset.MaxLines)
		l.Write([]byte(claim))
		_, err := l.Close()
		_, other := dataset.Unpack([]byte(claim))
		runtime.ReadMemStats(&after)
		require.ErrorContains(t, err, "the packed keys are damaged")
		require.ErrorContains(t, other, "the packed keys are damaged")
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(100_000))
	}
}

func TestStrangersKeysAreChecked(t *testing.T) {
	for says, packed := range map[string]string{
		"nothing": "", "a zero": "\x01\x00\x01", "no UTF-8": "\x01\xff\x01", "a repeat": "\x01a\x01\x01a\x01",
		"a longer way to say one": "\x01a\x81\x00", "no count": "\x01a", "too often": "\x01a\x81\xad\xe2\x04",
		"often in all": "\x01a\xff\xac\xe2\x04\x01b\xff\xac\xe2\x04",
	} {
		_, err := dataset.Unpack([]byte(packed))
		require.EqualError(t, err, "the packed keys are damaged: some of them are missing or no keys; give the file again", says)
	}
	keys, err := dataset.Unpack([]byte("\x01a\x80\xad\xe2\x04"))
	require.NoError(t, err)
	require.Equal(t, dataset.MaxLines, keys.Count(0))
}

func TestFormatsHaveNames(t *testing.T) {
	for _, f := range []dataset.Format{dataset.Lines, dataset.CSV, dataset.JSONLines} {
		parsed, err := dataset.ParseFormat(f.String())
		require.NoError(t, err)
		require.Equal(t, f, parsed)
	}
	_, err := dataset.ParseFormat("xml")
	require.EqualError(t, err, `unknown format "xml": use lines, csv or json-lines`)
}
