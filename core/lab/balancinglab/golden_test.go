package balancinglab

import (
	"testing"
	"time"

	"headroom/tests/golden"
)

func TestPicturesOfEveryPreset(t *testing.T) {
	golden.Presets(t, New(), 1237*time.Millisecond)
}
