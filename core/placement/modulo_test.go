package placement_test

import (
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/hash"
	"headroom/core/placement"
)

func TestModuloDividesTheWholeDigestOfMD5AndTheUpperHalfOtherwise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 200).Draw(t, "nodes")
		p := drawPosition(t)
		whole := new(big.Int).SetUint64(p.Hi)
		whole.Lsh(whole, 64).Or(whole, new(big.Int).SetUint64(p.Lo))
		rest := int(whole.Mod(whole, big.NewInt(int64(n))).Int64())
		for f, want := range map[hash.Func]int{hash.MD5: rest, hash.XXHash64: int(p.Hi % uint64(n))} {
			m := placement.NewModulo(f)
			require.NoError(t, m.AddAll(even(numbered("shard-", n)...)...))
			require.Equal(t, want, m.Owner(p), "%v", f)
			require.Equal(t, want, m.Explain(p).Index)
		}
	})
}

func TestANodeThatGoesFromALineMovesThoseBehindItUp(t *testing.T) {
	m := placement.NewModulo(hash.XXHash64)
	require.NoError(t, m.AddAll(even("d", "c", "b", "a")...))
	require.NoError(t, m.Remove("c"))
	require.NoError(t, m.Add(even("e")[0])) // takes the slot of c, at the end of the line
	for number, name := range []string{"d", "b", "a", "e"} {
		require.Equal(t, name, m.Name(m.Owner(hash.Position{Hi: uint64(number)})))
	}
}
