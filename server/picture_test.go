package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
)

func TestTheFirstLabIsDrawnForAnEmptyLink(t *testing.T) {
	page, err := drawPicture(t.Context(), "")
	require.NoError(t, err)
	require.Equal(t, catalog.Labs()[0].Title, page.Title)
	require.NotEmpty(t, page.Caption)
	require.NotEqual(t, string(page.Wide), string(page.Narrow))
	for _, svg := range [][]byte{page.Wide, page.Narrow} {
		require.Regexp(t, `^<svg [^>]*viewBox=`, string(svg))
		require.Contains(t, string(svg), "</svg>")
		for _, banned := range []string{"<style", "style=", "<script", " id=", "#FFFFFF"} {
			require.NotContains(t, string(svg), banned, "the page's policy and theme decide")
		}
	}
}

func TestEveryPresetHasItsPictureWithinTheBounds(t *testing.T) {
	for _, lab := range catalog.Labs() {
		for _, preset := range lab.Presets {
			page, err := drawPicture(t.Context(), strings.TrimPrefix(preset.Link, "?"))
			require.NoError(t, err, preset.Link)
			require.Less(t, len(page.Wide)+len(page.Narrow), maxPicture, preset.Link)
		}
	}
}

func TestAnotherMomentIsAnotherPicture(t *testing.T) {
	at := func(query string) string {
		page, err := drawPicture(t.Context(), query)
		require.NoError(t, err)
		return string(page.Wide)
	}
	early, late := at("lab=ring&do=2s:kill:cache-a&t=1s"), at("lab=ring&do=2s:kill:cache-a&t=3s")
	require.NotEqual(t, early, late)
	require.Equal(t, early, at("lab=ring&do=2s:kill:cache-a&t=1s"), "the same link is the same picture")
}

func TestDrawingStopsWhenItsTimeIsUp(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	_, err := drawPicture(ctx, "lab=ring&keys=1000000&t=29s")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}
