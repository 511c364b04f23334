package conformance

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/placement"
)

func TestJumpHashGivesEveryPublishedBucket(t *testing.T) {
	var file struct {
		Vectors []struct {
			Key string
			N   []int
			Out []int
		}
		Sequences []struct {
			Key     string
			Buckets []int `json:"buckets_1_to_64"`
		}
	}
	vectors(t, "jump_hash", &file)
	require.NotEmpty(t, file.Vectors)
	require.NotEmpty(t, file.Sequences)
	for _, v := range file.Vectors {
		require.Len(t, v.Out, len(v.N))
		for i, n := range v.N {
			require.Equal(t, v.Out[i], placement.JumpHash(key64(t, v.Key), n), "key %s of %d", v.Key, n)
		}
	}
	for _, s := range file.Sequences {
		for i, want := range s.Buckets {
			require.Equal(t, want, placement.JumpHash(key64(t, s.Key), i+1), "key %s of %d", s.Key, i+1)
		}
	}
}

func key64(t *testing.T, decimal string) uint64 {
	t.Helper()
	key, err := strconv.ParseUint(decimal, 10, 64)
	require.NoError(t, err)
	return key
}
