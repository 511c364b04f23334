package exact

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The outputs below are what the C programs xoshiro256plusplus.c and splitmix64.c print, which their
// authors publish at prng.di.unimi.it.

func TestXoshiroGivesThePublishedNumbers(t *testing.T) {
	r := Rand{s: [4]uint64{1, 2, 3, 4}}
	for _, want := range []uint64{
		41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
		9973669472204895162, 14011001112246962877, 12406186145184390807, 15849039046786891736,
		10450023813501588000,
	} {
		require.Equal(t, want, r.Uint64())
	}
}

func TestSplitmixGivesThePublishedNumbers(t *testing.T) {
	state := uint64(1234567)
	for _, want := range []uint64{
		6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
		16408922859458223821,
	} {
		state += golden
		require.Equal(t, want, mix(state))
	}
}

func TestStreamZeroIsXoshiroSeededBySplitmixAlone(t *testing.T) {
	for _, row := range []struct {
		seed, first, second, millionthNext uint64
	}{
		{0, 0x53175d61490b23df, 0x61da6f3dc380d507, 0x81d43898da23f0f1},
		{1, 0xcfc5d07f6f03c29b, 0xbf424132963fe08d, 0x022160f4cb080159},
		{1234567, 0x0610e053dd55ab68, 0x70c979e26e27fbac, 0x477800347c8d2648},
	} {
		r := NewRand(row.seed, 0)
		require.Equal(t, row.first, r.Uint64())
		require.Equal(t, row.second, r.Uint64())
		for range 1_000_000 - 2 {
			r.Uint64()
		}
		require.Equal(t, row.millionthNext, r.Uint64())
	}
}
