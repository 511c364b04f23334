package ringlab_test

import (
	"testing"
	"time"

	"headroom/core/lab/ringlab"
	"headroom/tests/golden"
)

func TestPicturesOfEveryPreset(t *testing.T) {
	golden.Presets(t, ringlab.New(), 1500*time.Millisecond)
}
