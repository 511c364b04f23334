package conformance

import (
	"encoding/hex"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/hash"
)

func TestHashPrimitivesGiveTheirPublishedSums(t *testing.T) {
	type sum struct{ In, Hex string }
	var file struct {
		MD5              []sum
		FNV1a32, FNV1a64 []sum
		XXH64            []sum `json:"xxh64"`
	}
	vectors(t, "hashes", &file)
	require.NotEmpty(t, file.MD5)
	require.NotEmpty(t, file.FNV1a32)
	require.NotEmpty(t, file.FNV1a64)
	require.NotEmpty(t, file.XXH64)
	for _, row := range file.MD5 {
		digest := hash.MD5Sum(row.In)
		require.Equal(t, row.Hex, hex.EncodeToString(digest[:]), "MD5 of %q", row.In)
	}
	for _, row := range file.FNV1a32 {
		require.Equal(t, number(t, row.Hex), uint64(hash.FNV1a32(row.In)), "FNV-1a 32 of %q", row.In)
	}
	for _, row := range file.FNV1a64 {
		require.Equal(t, number(t, row.Hex), hash.FNV1a.Sum64(row.In), "FNV-1a 64 of %q", row.In)
	}
	for _, row := range file.XXH64 {
		require.Equal(t, number(t, row.Hex), hash.XXHash64.Sum64(row.In), "xxHash64 of %q", row.In)
	}
}

func number(t *testing.T, text string) uint64 {
	t.Helper()
	value, err := strconv.ParseUint(text, 16, 64)
	require.NoError(t, err)
	return value
}
