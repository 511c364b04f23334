package dataset_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/dataset"
)

func TestReferencesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, _ := someKeys(t)
		r := keys.Ref(rapid.String().Draw(t, "name"))
		require.Equal(t, keys.Digest(), r.Digest)
		require.Equal(t, keys.Len(), r.Keys)
		parsed, err := dataset.ParseRef(r.String())
		require.NoError(t, err)
		require.Equal(t, r, parsed)
	})
	r, err := dataset.ParseRef("00a1b2c3d4e5f607:12:a: b:c.txt")
	require.NoError(t, err)
	require.Equal(t, dataset.Ref{Name: "a: b:c.txt", Keys: 12, Digest: "00a1b2c3d4e5f607"}, r)
}

func TestWrongReferencesSayWhatIsExpected(t *testing.T) {
	for _, text := range []string{"", "x", "00a1b2c3d4e5f607", "00a1b2c3d4e5f607:12", "00a1b2c3d4e5f607:12:", "00A1b2c3d4e5f607:12:a",
		"0a1b2c3d4e5f607:12:a", "000a1b2c3d4e5f607:12:a", "+0a1b2c3d4e5f607:12:a", "00a1b2c3d4e5f607:0:a", "00a1b2c3d4e5f607:012:a", "00a1b2c3d4e5f607:1000001:a",
		"00a1b2c3d4e5f607:+12:a", "00a1b2c3d4e5f607:12: a", "00a1b2c3d4e5f607:12:a\x00", "00a1b2c3d4e5f607:12:\xff", "00a1b2c3d4e5f607:12:" + strings.Repeat("n", 61)} {
		_, err := dataset.ParseRef(text)
		require.ErrorContains(t, err, "was ignored: it takes <digest>:<keys>:<name>, with 16 hexadecimal digits, 1 to 1,000,000 keys and a name of at most 60 bytes", text)
	}
}

func TestNamesAreShortAndCanBePrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := dataset.CleanName(rapid.OneOf(rapid.String(), letters(" é😀\u202e\t\xffa")).Draw(t, "file"))
		require.True(t, utf8.ValidString(name))
		require.NotEmpty(t, name)
		require.LessOrEqual(t, len(name), 60)
		require.NotContains(t, name, "\u202e")
		require.Equal(t, -1, strings.IndexFunc(name, unicode.IsControl))
		require.Equal(t, name, dataset.CleanName(name))
	})
	require.Equal(t, "orders (2).csv", dataset.CleanName(" orders (2).csv\n"))
	require.Equal(t, "data", dataset.CleanName("\x00\u202e"))
	require.Equal(t, strings.Repeat("é", 30), dataset.CleanName(strings.Repeat("é", 40)))
	require.Equal(t, "a"+strings.Repeat("é", 29), dataset.CleanName("a"+strings.Repeat("é", 40)))
}

func TestTheShelfKeepsWhatWasUsedLast(t *testing.T) {
	var none *dataset.Shelf
	require.Nil(t, none.Get("00a1b2c3d4e5f607"))
	var shelf dataset.Shelf
	var all []*dataset.Keys
	for _, text := range []string{"a", "b", "c", "d", "e", "f"} {
		keys, err := readText(dataset.Options{}, text)
		require.NoError(t, err)
		all = append(all, keys)
	}
	there := func() (names string) {
		copied := shelf
		for _, keys := range all {
			if copied.Get(keys.Digest()) == keys {
				names += keys.Key(0)
			}
		}
		return names
	}
	for _, row := range []struct {
		put, get int
		want     string
	}{{0, 0, "a"}, {1, 1, "ab"}, {1, 1, "ab"}, {2, 2, "abc"}, {3, 0, "abcd"}, {4, 4, "acde"}, {0, 2, "acde"}, {5, 5, "acef"}, {3, 3, "acdf"}} {
		shelf.Put(all[row.put])
		require.Same(t, all[row.get], shelf.Get(all[row.get].Digest()))
		require.Equal(t, row.want, there())
	}
	require.Nil(t, shelf.Get(""))
}
