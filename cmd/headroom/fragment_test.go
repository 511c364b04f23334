package main

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/dataset"
)

func keysOf(t testing.TB, text string) *dataset.Keys {
	r := dataset.NewReader(dataset.Options{})
	r.Write([]byte(text))
	keys, err := r.Close()
	require.NoError(t, err)
	return keys
}

// fragmentHolding deflates anything.
func fragmentHolding(packed []byte) string {
	var deflated bytes.Buffer
	w, _ := flate.NewWriter(&deflated, 9)
	w.Write(packed)
	w.Close()
	return "#d=1." + base64.RawURLEncoding.EncodeToString(deflated.Bytes())
}

func TestSmallDataComesBackFromAFragment(t *testing.T) {
	keys := keysOf(t, "ann\nbob\nann\n")
	fragment := fragmentOf(keys)
	require.Regexp(t, `^#d=1\.[-_0-9A-Za-z]+$`, fragment)
	back, err := keysIn("?lab=ring" + fragment)
	require.NoError(t, err)
	require.Equal(t, keys.Digest(), back.Digest())

	var text strings.Builder
	for i := 0; text.Len() < dataset.MaxInline-4*1024; i++ {
		fmt.Fprintf(&text, "%016x\n", uint64(i)*0x9e3779b97f4a7c15)
	}
	keys = keysOf(t, text.String())
	back, err = keysIn(fragmentOf(keys))
	require.NoError(t, err)
	require.Equal(t, keys.Digest(), back.Digest())
	require.Empty(t, fragmentOf(keysOf(t, strings.ReplaceAll(text.String(), "\n", " and more\n"))), "too many for a link")
}

func TestLinksWithoutDataHaveNone(t *testing.T) {
	for _, link := range []string{"", "?lab=ring", "?lab=ring#top", "?lab=ring&d=1.x", "#", "#x&d=1.a"} {
		keys, err := keysIn(link)
		require.NoError(t, err)
		require.Nil(t, keys)
	}
}

// about is the query of a link about the keys.
func about(keys *dataset.Keys) string {
	return quiet + "&data=" + strings.ReplaceAll(keys.Ref("keys.txt").String(), " ", "+")
}

func TestWrongFragmentsSayWhatToDo(t *testing.T) {
	keys, others := keysOf(t, "ann\nbob\n"), keysOf(t, "carl\n")
	fragment := fragmentOf(keys)
	packed, _ := keys.AppendPacked(nil, 0, 1000)
	noise := make([]byte, 20_000)
	for i := range noise {
		noise[i] = byte(i * i >> 5)
	}
	const damaged = "headroom: the keys in the link cannot be read: the link was cut off or changed on its way; copy it again, or give the file with -data FILE\n"
	const tooMuch = "headroom: the keys in the link come to more than 16384 bytes, which is the most that a link carries; give the file with -data FILE\n"
	for _, row := range []struct{ says, fragment, want string }{
		{"a later version", "#d=2.abc", "headroom: the keys in the link are written as version \"2\", and this program reads version 1; use a newer one, or give the file with -data FILE\n"},
		{"no version", "#d=abc", damaged},
		{"nothing", "#d=1.", damaged},
		{"no base64", "#d=1.a*c", damaged},
		{"cut off", fragment[:len(fragment)-5], damaged},
		{"something after it", "#d=1." + base64.RawURLEncoding.EncodeToString(append(deflatedIn(t, fragment), "more"...)), damaged},
		{"a record cut off", fragmentHolding(packed[:len(packed)-1]), damaged},
		{"no keys", fragmentHolding(nil), damaged},
		{"a key twice", fragmentHolding(append(packed, packed...)), damaged},
		{"a bomb", fragmentHolding(make([]byte, 10<<20)), tooMuch},
		{"a little too much", fragmentHolding(make([]byte, dataset.MaxInline+1)), tooMuch},
		{"a long one", "#d=1." + strings.Repeat("a", 30_000), tooMuch},
		{"noise", fragmentHolding(noise[:1000]), damaged},
		{"other keys", fragmentOf(others), "headroom: the link is about the data \"keys.txt\" (2 keys, digest " + keys.Digest() + "), and carries others: the data \"keys.txt\" (1 key, digest " +
			others.Digest() + "); copy it again, or give the file with -data FILE\n"},
	} {
		t.Run(row.says, func(t *testing.T) {
			out, errs, code := call("run", about(keys)+row.fragment)
			require.Equal(t, 1, code)
			require.Empty(t, out)
			require.Equal(t, row.want, errs)
		})
	}
	_, errs := play(t, quiet+fragment)
	require.Equal(t, "headroom: note: the keys in the link were ignored: it has no data= that names them\n", errs)
	_, errs = play(t, about(keys)+"#d=2.abc", "-data", file(t, "keys.txt", "ann\nbob\n"))
	require.Contains(t, errs, "2 keys", "the file will do")
}

func deflatedIn(t *testing.T, fragment string) []byte {
	deflated, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(fragment, "#d=1."))
	require.NoError(t, err)
	return deflated
}

func FuzzKeysIn(f *testing.F) {
	f.Add(fragmentOf(keysOf(f, "ann\nbob\n")))
	f.Add(fragmentHolding(make([]byte, 1<<20)))
	f.Add("?lab=ring#d=2.a")
	f.Fuzz(func(t *testing.T, link string) {
		keys, err := keysIn(link)
		if err != nil || keys == nil {
			return
		}
		if keys.PackedLen() > dataset.MaxInline {
			t.Fatal("more than a link may carry")
		}
		again, err := keysIn(fragmentOf(keys))
		if err != nil || again.Digest() != keys.Digest() {
			t.Fatal("it does not come back:", err)
		}
	})
}

// FuzzInflated goes on from where the deflate is sound.
func FuzzInflated(f *testing.F) {
	f.Add([]byte("\x03ann\x02\x03bob\x01"))
	f.Fuzz(func(t *testing.T, packed []byte) {
		keys, err := keysIn(fragmentHolding(packed))
		if err == nil && keys.PackedLen() != len(packed) {
			t.Fatal("other keys")
		}
	})
}
