package hash_test

import (
	"crypto/md5"
	"hash/fnv"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
)

var everyFunc = []hash.Func{hash.MD5, hash.XXHash64, hash.Murmur3, hash.FNV1a}

// The digests of RFC 1321, appendix A.5.
var rfc1321 = []struct{ key, digest string }{
	{"", "d41d8cd98f00b204e9800998ecf8427e"},
	{"a", "0cc175b9c0f1b6a831c399e269772661"},
	{"abc", "900150983cd24fb0d6963f7d28e17f72"},
	{"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
	{"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
		"d174ab98d277d9f5a5611c2c9f419d9f"},
	{strings.Repeat("1234567890", 8), "57edf4a22be3c955ac49da2e2107b67a"},
}

func TestMD5EqualsTheDigestsOfTheRFC(t *testing.T) {
	for _, row := range rfc1321 {
		require.Equal(t, row.digest, hexOf(hash.MD5Sum(row.key)), "key %q", row.key)
	}
}

func TestMD5EqualsTheStandardLibraryAtEveryLengthAroundTheBlocks(t *testing.T) {
	text := strings.Repeat("abcdefghijklmnopqrstuvwxyz\x00\xff", 12)
	for n := range len(text) {
		require.Equal(t, md5.Sum([]byte(text[:n])), hash.MD5Sum(text[:n]), "length %d", n)
	}
}

func FuzzMD5EqualsTheStandardLibrary(f *testing.F) {
	for _, n := range []int{0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128} {
		f.Add(strings.Repeat("k", n))
	}
	f.Fuzz(func(t *testing.T, key string) {
		if md5.Sum([]byte(key)) != hash.MD5Sum(key) {
			t.Fatalf("MD5 of %q is %x, not %x", key, hash.MD5Sum(key), md5.Sum([]byte(key)))
		}
	})
}

func TestAnMD5PositionIsTheDigestReadAsOneBigEndianNumber(t *testing.T) {
	want := hash.Position{Hi: 0x900150983cd24fb0, Lo: 0xd6963f7d28e17f72}
	require.Equal(t, want, hash.MD5.Position("abc"))
	require.Equal(t, want.Hi, hash.MD5.Sum64("abc"))
}

// Published sums: xxHash's from its reference program, Murmur3's from Appleby's
// program, FNV's from Noll's page.
func TestTheSixtyFourBitHashesGiveTheirPublishedSums(t *testing.T) {
	for _, row := range []struct {
		f   hash.Func
		key string
		sum uint64
	}{
		{hash.XXHash64, "", 0xef46db3751d8e999},
		{hash.XXHash64, "a", 0xd24ec4f1a98c6e5b},
		{hash.XXHash64, "abc", 0x44bc2cf5ad770999},
		{hash.Murmur3, "", 0},
		{hash.Murmur3, "hello", 0xcbd8a7b341bd9b02},
		{hash.Murmur3, "The quick brown fox jumps over the lazy dog.", 0xcd99481f9ee902c9},
		{hash.FNV1a, "", 0xcbf29ce484222325},
		{hash.FNV1a, "foobar", 0x85944171f73967e8},
	} {
		require.Equal(t, row.sum, row.f.Sum64(row.key), "%v of %q", row.f, row.key)
		require.Equal(t, hash.Position{Hi: row.sum}, row.f.Position(row.key))
	}
	require.Equal(t, uint32(0xbf9cf968), hash.FNV1a32("foobar"))
}

func TestFNVEqualsTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.String().Draw(t, "key")
		wide, narrow := fnv.New64a(), fnv.New32a()
		wide.Write([]byte(key))
		narrow.Write([]byte(key))
		require.Equal(t, wide.Sum64(), hash.FNV1a.Sum64(key))
		require.Equal(t, narrow.Sum32(), hash.FNV1a32(key))
	})
}

// The seeded sums were made by the xxHash reference program.
func TestAPairBeginsWithTheHashItselfAndItsHalvesDiffer(t *testing.T) {
	for _, f := range everyFunc {
		for _, key := range []string{"a", "user:1", strings.Repeat("x", 1000)} {
			first, second := f.Pair(key)
			require.Equal(t, f.Sum64(key), first, "%v", f)
			require.NotEqual(t, first, second, "%v", f)
		}
	}
	_, second := hash.XXHash64.Pair("")
	require.Equal(t, uint64(0xd5afba1336a3be4b), second)
}

func TestNoHashAllocates(t *testing.T) {
	var sink uint64
	for _, f := range everyFunc {
		for _, key := range []string{"", "user:4711", strings.Repeat("long key ", 500)} {
			allocations := testing.AllocsPerRun(100, func() {
				first, second := f.Pair(key)
				sink += f.Position(key).Hi + f.Sum64(key) + first + second
			})
			require.Zero(t, allocations, "%v of %d bytes", f, len(key))
		}
	}
}

func TestAHashIsParsedFromTheNameItPrints(t *testing.T) {
	for _, f := range everyFunc {
		parsed, err := hash.ParseFunc(f.String())
		require.NoError(t, err)
		require.Equal(t, f, parsed)
	}
	_, err := hash.ParseFunc("sha1")
	require.EqualError(t, err, `unknown hash "sha1": use md5, xxhash, murmur3 or fnv-1a`)
	require.Equal(t, "hash(9)", hash.Func(9).String())
	require.Panics(t, func() { hash.Func(9).Sum64("a") })
}

func TestMixIsOneToOneOnSmallNumbersAndReachesEveryBit(t *testing.T) {
	seen := map[uint64]bool{}
	for i := range uint64(1 << 16) {
		seen[hash.Mix(i)] = true
	}
	require.Len(t, seen, 1<<16)
	var all uint64
	for i := range 64 {
		all |= hash.Mix(0) ^ hash.Mix(1<<i)
	}
	require.Equal(t, uint64(math.MaxUint64), all)
}

func TestPositionsOrderClockwiseAndSubtractAllTheWayRound(t *testing.T) {
	top, first := hash.Position{}, hash.Position{Lo: 1}
	half, last := hash.Position{Hi: 1 << 63}, hash.Position{Hi: math.MaxUint64, Lo: math.MaxUint64}
	ordered := []hash.Position{top, first, half, last}
	for i, p := range ordered {
		for j, q := range ordered {
			require.Equal(t, i < j, p.Less(q))
			require.Equal(t, min(1, max(-1, i-j)), p.Compare(q))
			require.Equal(t, p, p.Sub(q).Sub(top.Sub(q)))
		}
	}
	require.Equal(t, hash.Position{Lo: 2}, first.Sub(last))
	require.Equal(t, 0.0, top.Turn())
	require.Equal(t, 0.5, half.Turn())
	require.Less(t, last.Turn(), 1.0)
}

func hexOf(digest [16]byte) string {
	const digits = "0123456789abcdef"
	var text []byte
	for _, b := range digest {
		text = append(text, digits[b>>4], digits[b&15])
	}
	return string(text)
}

func BenchmarkPosition(b *testing.B) {
	for _, f := range everyFunc {
		b.Run(f.String(), func(b *testing.B) {
			b.ReportAllocs()
			var sink uint64
			for b.Loop() {
				sink += f.Position("user:4711").Hi
			}
		})
	}
}
