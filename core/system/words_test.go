package system_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/system"
)

func TestRequestsAreCalledByWhoSentThem(t *testing.T) {
	for number, want := range map[uint64]string{
		1: "request 1", 4711: "request 4,711", 12_000_000_003: "request 3 of user 12", 1_000_000_000_009_901: "request 9,901 of a burst",
	} {
		require.Equal(t, want, system.RequestName(number))
	}
}
