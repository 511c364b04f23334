package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var allCodings = []string{brotliCoding, gzipCoding, identityCoding}

func TestNegotiationFollowsTheWeights(t *testing.T) {
	for _, row := range []struct {
		accept, want, why string
	}{
		{"br, gzip", "br", "equal wishes go to the smaller form"},
		{"gzip, br", "br", "order says nothing"},
		{"gzip;q=1.0, br;q=0.9", "gzip", "the higher weight wins"},
		{"br;q=0.001", "br", "the smallest wish is one"},
		{"br;q=0", "identity", "zero is a refusal"},
		{"br;q=0.000, gzip;q=0.0", "identity", "zero has many spellings"},
		{"*", "br", "a star takes anything"},
		{"*;q=0.5, br;q=0.1", "gzip", "what is named does not fall under the star"},
		{"*;q=0, gzip", "gzip", "a star refuses what is not named"},
		{"identity, br;q=0.5", "identity", "identity may be wanted most"},
		{"identity;q=0.5, br;q=0.5", "br", "equal wishes go to the smaller form, identity too"},
		{"GZip", "gzip", "names have no case"},
		{"x-gzip", "gzip", "the older name of gzip"},
		{" br ; Q=0.3 , gzip ; q=0.2 ", "br", "blanks are allowed"},
		{"", "identity", "an empty header wants nothing"},
		{"zstd, deflate", "identity", "others are not here"},
		{"br;q=2, gzip", "gzip", "a weight past one is no weight"},
		{"br;q=0.1234, gzip;q=0.1", "gzip", "three decimals at most"},
		{"br;q=1.001, gzip;q=0.1", "gzip", "one is the most"},
		{"br;q=-1, gzip;q=0.1", "gzip", "no sign"},
		{"br;level=11, gzip;q=0.1", "gzip", "only q is known"},
		{"br;q, gzip;q=0.1", "gzip", "a weight needs a number"},
		{"br;q=0., gzip;q=0", "identity", "a bare point is legal"},
		{"br;q=1., gzip", "br", "a bare point is legal"},
		{",,;q=1,", "identity", "empty items are skipped"},
	} {
		got, ok := negotiate([]string{row.accept}, allCodings)
		require.True(t, ok, row.accept)
		require.Equal(t, row.want, got, "%q: %s", row.accept, row.why)
	}
}

func TestSeveralHeaderLinesAreOneList(t *testing.T) {
	got, ok := negotiate([]string{"br;q=0.1", "gzip"}, allCodings)
	require.True(t, ok)
	require.Equal(t, "gzip", got)
}

func TestRefusingEverythingIsPossible(t *testing.T) {
	for _, accept := range []string{"identity;q=0", "*;q=0", "zstd, identity;q=0", "br;q=0, *;q=0"} {
		_, ok := negotiate([]string{accept}, allCodings)
		require.False(t, ok, accept)
	}
	_, ok := negotiate([]string{"br, identity;q=0"}, []string{identityCoding})
	require.False(t, ok, "nothing else on offer")
}

// FuzzNegotiate holds whatever arrives against two facts: an answer is on offer,
// and a client that names nothing but refusals is never sent what it refused.
func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"br, gzip;q=0.5", "*;q=0", "identity;q=0", ";;,=", "br;q=0.123,*;q=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		got, ok := negotiate([]string{accept}, allCodings)
		require.Equal(t, ok, got != "")
		if ok {
			require.Contains(t, allCodings, got)
		}
		for _, coding := range allCodings {
			refused, _ := negotiate([]string{accept + "," + coding + ";q=0"}, allCodings)
			require.NotEqual(t, coding, refused, "the last word on a coding counts")
			wanted, _ := negotiate([]string{strings.ReplaceAll(accept, "1", "0") + "," + coding + ";q=1"}, []string{coding})
			require.Equal(t, coding, wanted, "a wish for the only form is granted")
		}
	})
}
