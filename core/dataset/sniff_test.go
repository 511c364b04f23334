package dataset_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/dataset"
)

func TestLayoutsAreGuessed(t *testing.T) {
	wide := strings.Repeat("x,", 600) + "x\n"
	for _, row := range []struct{ says, name, sample, want string }{
		{"nothing", "", "", `lines []`},
		{"words", "keys.txt", "ann\nbob\n", `lines []`},
		{"one line", "", "ann", `lines []`},
		{"a comma here and there", "", "ann\nbob, and more\ncarl\n", `lines []`},
		{"one line with a comma", "", "Doe, Jane", `lines []`},
		{"addresses", "", "[::1]:80\n[::2]:80\n", `lines []`},
		{"rows", "", "ann,1\nbob,2\n", `csv , 0 false ["column 1" "column 2"]`},
		{"rows that go on", "", "ann;1\nbob;2\ncarl;3;and ha", `csv ; 0 false ["column 1" "column 2"]`},
		{"a header by its words", "x.tsv", "when\tuser_id\nMon\tann\nTue\tbob\n", `csv '\t' 1 true ["when" "user_id"]`},
		{"a header by what is below", "", "city|visits\nRome|12\n", `csv | 0 true ["city" "visits"]`},
		{"no header", "", "Rome|ann\nOslo|bob\n", `csv | 0 false ["column 1" "column 2"]`},
		{"a byte order mark and quotes", "A.CSV", "\ufeff\"user;id\";n\r\n\"ann;b\";1\r\n", `csv ; 0 true ["user;id" "n"]`},
		{"one column by its name", "a.csv", "user\nann\n", `csv , 0 true ["user"]`},
		{"one row by its name", "a.csv", "1;2", `csv ; 0 false ["column 1" "column 2"]`},
		{"uneven rows by their name", "a.csv", "a;b;c,d\n1;2\n", `csv ; 0 true ["a" "b" "c,d"]`},
		{"the likelier column", "a.csv", "name,userId,cacheKey,email\n", `csv , 2 true ["name" "userId" "cacheKey" "email"]`},
		{"no word but an end of one", "a.csv", "madrid,paid,user\n", `csv , 2 true ["madrid" "paid" "user"]`},
		{"a name that is missing", "a.csv", "n,,id\n1,2,3\n", `csv , 2 true ["n" "column 2" "id"]`},
		{"more delimiters of one kind", "", "1,2;x;y\n3,4;x;y\n", `csv ; 0 false ["column 1" "column 2" "column 3"]`},
		{"an open quote", "a.csv", "a,\"b\n1,2\n", `csv ; 0 true ["a,\"b"]`},
		{"objects", "", ` {"at":1,"user":{"id":"a","tags":[{"id":1}]},"ok":true}` + "\n" + `{"at":2,"to":"b"}` + "\n" + `{"ha`, `json-lines user.id ["at" "user.id" "to"]`},
		{"objects by their name", "a.ndjson", `{"x":"1"}`, `json-lines x ["x"]`},
		{"values by their name", "a.jsonl", "1\n2\n", `json-lines  []`},
		{"an object that is none", "a.txt", "{ann}\n", `json-lines  []`},
		{"a binary file", "a.csv", "\x89PNG\r\n\x1a\n\x00", `csv []`},
		{"UTF-16", "", "\xff\xfea\x00,\x00b\x00\n\x00", `lines []`},
	} {
		t.Run(row.says, func(t *testing.T) {
			s := dataset.Sniff([]byte(row.sample), row.name)
			got := s.Format.String()
			switch {
			case s.Format == dataset.JSONLines:
				got += " " + s.Field
			case s.Format == dataset.CSV && s.Delimiter == '\t':
				got += fmt.Sprintf(" %q %d %v", s.Delimiter, s.Column, s.Header)
			case s.Format == dataset.CSV && s.Delimiter != 0:
				got += fmt.Sprintf(" %c %d %v", s.Delimiter, s.Column, s.Header)
			}
			require.Equal(t, row.want, got+fmt.Sprintf(" %q", s.Columns))
		})
	}
	require.Len(t, dataset.Sniff([]byte(wide+wide), "").Columns, 500)
	require.Len(t, dataset.Sniff([]byte(strings.Repeat("ann,b\n", 20_000)), "").Columns, 2, "only the beginning is looked at")
}
