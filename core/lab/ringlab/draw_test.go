package ringlab

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
)

// anyWorld draws a world to which a few things have happened.
func anyWorld(t *rapid.T) (*world, time.Duration) {
	link := "table-size=251&arrival-rate=" + rapid.SampledFrom([]string{"0", "30", "20000"}).Draw(t, "rate")
	link += "&keys=" + strconv.Itoa(rapid.SampledFrom([]int{1, 2, 50, 700, 5000}).Draw(t, "keys"))
	link += "&nodes=" + strconv.Itoa(rapid.SampledFrom([]int{1, 2, 5, 13, 14, 15, 40, 300}).Draw(t, "nodes"))
	link += "&method=" + rapid.SampledFrom(methods).Draw(t, "method") + "&popularity=" + rapid.SampledFrom([]string{"zipf", "uniform"}).Draw(t, "popularity")
	w, now := start(t, link), time.Duration(0)
	for range rapid.IntRange(0, 3).Draw(t, "deeds") {
		now += 100 * time.Millisecond
		run(w, now-1)
		_ = anything(t, w, now)
	}
	now += time.Duration(rapid.IntRange(0, 2000).Draw(t, "ms")) * time.Millisecond
	run(w, now)
	return w, now
}

func anyLook(t *rapid.T, now time.Duration) lab.Look {
	ids := rapid.SampledFrom([]string{"", "key:user:0", "key:user:4999", "key:hello world", "key:" + strings.Repeat("w", 200), "key:", "node:cache-a", "node:gone", "nonsense"})
	return lab.Look{Width: float64(rapid.IntRange(0, 2500).Draw(t, "width")), Height: float64(rapid.IntRange(0, 1800).Draw(t, "height")), Now: now,
		Hover: ids.Draw(t, "hover"), Selected: ids.Draw(t, "selected")}
}

func TestAnyWorldCanBeDrawnAtAnySize(t *testing.T) {
	canvas := scene.New()
	rapid.Check(t, func(t *rapid.T) {
		w, now := anyWorld(t)
		look := anyLook(t, now)
		if rapid.Bool().Draw(t, "compared") {
			look.Other, _ = anyWorld(t)
		}
		canvas.Reset(look.Width, look.Height)
		before := w.Fingerprint()
		w.Draw(canvas, look)
		require.Equal(t, before, w.Fingerprint(), "looking changes nothing")
		_, err := scene.Decode(canvas.AppendWire(nil))
		require.NoError(t, err)
		requireMarks(t, w, canvas)
		requireXML(t, svg.Append(nil, canvas, svg.Options{}))
		w.Pick(look, look.Width/3, look.Height/3)
		w.Charts()
		w.Metrics(now)
	})
}

func TestTheOtherSideIsOutlined(t *testing.T) {
	w, other := start(t, "nodes=3"), start(t, "nodes=4&virtual-nodes=1")
	do(t, other, time.Second, "kill", "cache-b")
	draw := func(ghost lab.World) string {
		canvas := scene.New()
		canvas.Reset(880, 600)
		w.Draw(canvas, lab.Look{Width: 880, Height: 600, Other: ghost})
		return string(svg.Append(nil, canvas, svg.Options{}))
	}
	alone, compared := draw(nil), draw(other)
	require.NotContains(t, alone, "outlined: the other side")
	require.Contains(t, compared, "outlined: the other side")
	require.Equal(t, 2, strings.Count(compared, "<rect")-strings.Count(alone, "<rect"), "cache-a and cache-c are up on both")
}

// requireMarks wants a row in the table for each node.
func requireMarks(t *rapid.T, w *world, canvas *scene.Scene) {
	names := map[string]bool{}
	for i, m := range canvas.Marks() {
		if m.Kind == "node" {
			require.Equal(t, "node:"+m.Label, m.ID)
			require.NotEmpty(t, canvas.Values(i))
			names[m.Label] = true
		}
	}
	require.Len(t, names, len(w.nodes))
}

func requireXML(t *rapid.T, picture []byte) {
	decoder := xml.NewDecoder(strings.NewReader(string(picture)))
	for {
		_, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}
