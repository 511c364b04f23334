package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// file writes a file of a test's own and returns where it is.
func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

const quiet = "?lab=ring&hash=md5&virtual-nodes=50&nodes=3&name=server&arrival-rate=0"

// sameKeys are the notebook's thousand keys.
func sameKeys(format string) string {
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, format, i)
	}
	return text.String()
}

func TestAFileTakesThePlaceOfTheKeys(t *testing.T) {
	for _, row := range []struct {
		name, text string
		flags      []string
		said       string
	}{
		{"keys.txt", sameKeys("user:%d\n"), nil, "one a line"},
		{"keys.csv", "n,user_id\n" + sameKeys("7,user:%d\n"), nil, `the column "user_id" of CSV`},
		{"keys.csv", "user_id;note\n" + sameKeys("x;user:%d\n"), []string{"-column", "note"}, `the column "note" of CSV`},
		{"keys.txt", sameKeys("7|x|user:%d\n"), []string{"-column", "3"}, "column 3 of CSV"},
		{"keys.txt", "a|7|b\n" + sameKeys("b|user:%d|a\n"), []string{"-column", "7"}, ""},
		{"keys", sameKeys(`{"id":1,"user":{"id":"user:%d"}}` + "\n"), []string{"-field", "user.id"}, `the field "user.id" of JSON lines`},
		{"keys.log", sameKeys(`{"at":1,"user":"user:%d"}` + "\n"), nil, `the field "user" of JSON lines`},
	} {
		path := file(t, row.name, row.text)
		args := append([]string{"run", quiet, "-data", path}, row.flags...)
		if row.said == "" {
			_, errs, code := call(args...)
			require.Equal(t, 1, code)
			require.Contains(t, errs, "line 1 has 3 columns and the key is in column 7; give another column, or mend the line")
			continue
		}
		got, errs := play(t, args[1:]...)
		require.Equal(t, "headroom: note: "+path+": 1,000 keys, 1,000 with repeats, "+row.said+"\n", errs)
		require.Equal(t, 390.0, *got.Metrics["keys-server-1"].Value)
		require.Equal(t, 1000.0, *got.Metrics["keys"].Value)
		require.Contains(t, got.Link, "&data=2b418b06bd8e5211:1000:"+row.name+"&")
	}
}

func TestTheLinkThatIsPrintedPlaysTheSame(t *testing.T) {
	path := file(t, "visits.txt", strings.Repeat("ann\nbob\nann\ncarl\n", 50))
	args := []string{"?lab=ring&nodes=4&do=1s:add:new-one&t=3s", "-data", path}
	want, _ := play(t, args...)
	require.Contains(t, want.Link, ":3:visits.txt&")
	require.Contains(t, want.Link, "&t=3s#d=1.")
	again, errs := play(t, want.Link)
	require.Empty(t, errs)
	require.Equal(t, want, again)

	named, _, _ := strings.Cut(want.Link, "#")
	again, _ = play(t, named, "-data", path)
	require.Equal(t, want, again, "a link that names the keys, and their file")
	_, errs, code := call("run", named)
	require.Equal(t, 1, code)
	require.Regexp(t, `^headroom: the link is about the data "visits.txt" \(3 keys, digest [0-9a-f]{16}\), and does not carry them; give the file with -data FILE\n$`, errs)

	several, _ := play(t, append(args, "-seeds", "2")...)
	require.Contains(t, several.Link, "#d=1.")
	again, _ = play(t, want.Link, "-seeds", "2")
	require.Equal(t, several.Metrics, again.Metrics)
}

func TestOtherDataIsRefused(t *testing.T) {
	link, _ := play(t, quiet, "-data", file(t, "mine.txt", "ann\nbob\n"))
	other := file(t, "other.txt", "ann\nbob\nbob\n")
	for _, command := range [][]string{{"run"}, {"render", "-o", "-"}} {
		out, errs, code := call(append(command, link.Link, "-data", other)...)
		require.Equal(t, 1, code)
		require.Empty(t, out)
		require.Regexp(t, `headroom: the link is about the data "mine.txt" \(2 keys, digest [0-9a-f]{16}\), and -data gives the data "other.txt" \(2 keys, digest [0-9a-f]{16}\); give that file, or a link without data=\n$`, errs)
	}
	// The name does not matter, the keys do.
	again, _ := play(t, link.Link, "-data", file(t, "renamed.csv", "user\nann\nbob\n"))
	require.Equal(t, link.Fingerprint, again.Fingerprint)
}

func TestBadFilesSayWhatIsWrong(t *testing.T) {
	for _, row := range []struct {
		says, name, text string
		flags            []string
		want             string
	}{
		{"nothing", "a.txt", "", nil, "a.txt: there are no keys in it; expected UTF-8 text, one key a line"},
		{"a picture", "a.png", "\x89PNG\r\n\x1a\n\x00", nil, "a.png: line 1 is not text: byte 1 is 0x89"},
		{"UTF-16", "a.csv", "\xff\xfea\x00", nil, "a.csv: line 1 begins as UTF-16 does: save the file as UTF-8"},
		{"late in the file", "a.txt", strings.Repeat("ann\n", 50_000) + "\x00", nil, "a.txt: line 50,001 is not text: byte 1 is 0x0"},
		{"an unknown column", "a.csv", "user,n\nann,1\n", []string{"-column", "id"}, `a.csv: there is no column "id"; give the number of one, from 1, or one of the names "user", "n"`},
		{"an unknown column of many", "a.csv", strings.Repeat("n,", 30) + "user\n", []string{"-column", "0"}, `"n", and 11 more`},
		{"a missing column", "a.csv", "user,n\nann,1\nbob\n", []string{"-column", "2"}, "a.csv: line 3 has 1 column and the key is in column 2 (n); give another column, or mend the line"},
		{"a missing field", "a.jsonl", `{"user":1}`, []string{"-field", "id"}, `a.jsonl: line 1 has nothing in "id"; expected a text or a number`},
	} {
		t.Run(row.says, func(t *testing.T) {
			out, errs, code := call(append([]string{"run", quiet, "-data", file(t, row.name, row.text)}, row.flags...)...)
			require.Equal(t, 1, code)
			require.Empty(t, out)
			require.Contains(t, errs, row.want)
		})
	}
	for _, path := range []string{filepath.Join(t.TempDir(), "none.txt"), t.TempDir()} {
		_, errs, code := call("run", quiet, "-data", path)
		require.Equal(t, 1, code)
		require.Contains(t, errs, path)
	}
}

func TestRenderDrawsOwnKeys(t *testing.T) {
	path := file(t, "keys.txt", sameKeys("user:%d\n"))
	made, _, _ := call("render", "-o", "-", quiet+"&keys=1000")
	own, errs, code := call("render", "-o", "-", quiet, "-data", path)
	require.Zero(t, code, errs)
	require.True(t, made == own, "the same keys give the same picture, wherever they come from")
	other, _, _ := call("render", "-o", "-", quiet, "-data", file(t, "keys.txt", "ann\n"))
	require.False(t, own == other)
}

func TestAFileOfTimestampsIsPlayed(t *testing.T) {
	const line = `203.0.113.9 - - [24/Nov/2026:10:00:0%d +0000] "GET / HTTP/1.1" 200 612` + "\n"
	path := file(t, "access.log", fmt.Sprintf(line+line+line, 3, 1, 3))
	got, errs := play(t, "?lab=balancing&t=9s", "-data", path)
	require.Equal(t, "headroom: note: "+path+": 2 timestamps, 3 with repeats, one a line\n", errs)
	require.Equal(t, 3.0, *got.Metrics["sent"].Value)
	require.NotContains(t, got.Link, "203", "only the times travel")
	again, _ := play(t, got.Link)
	require.Equal(t, got, again)

	column := file(t, "visits.csv", "user_id,timestamp\n7,2026-11-24 10:00:03\n8,2026-11-24 10:00:01\n9,2026-11-24 10:00:03\n")
	table, errs := play(t, "?lab=balancing&t=9s", "-data", column)
	require.Contains(t, errs, `the column "timestamp" of CSV`)
	require.Equal(t, got.Fingerprint, table.Fingerprint, "the same times, in another kind of file")

	_, errs, code := call("run", "?lab=balancing", "-data", file(t, "names.txt", "ann\n"))
	require.Equal(t, 1, code)
	require.Contains(t, errs, `names.txt: there is "ann", which is no time that a request came at; expected seconds such as 0.125`)
}
