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
	page, err := (&desks{}).page(t.Context(), "")
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
			page, err := (&desks{}).page(t.Context(), strings.TrimPrefix(preset.Link, "?"))
			require.NoError(t, err, preset.Link)
			require.Less(t, len(page.Wide)+len(page.Narrow), maxPicture, preset.Link)
		}
	}
}

func TestAnotherMomentIsAnotherPicture(t *testing.T) {
	at := func(query string) string {
		page, err := (&desks{}).page(t.Context(), query)
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
	_, err := (&desks{}).page(ctx, "lab=ring&keys=1000000&t=29s")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestAPageKnowsWhatItIsAboutEvenWithoutAPicture(t *testing.T) {
	page, err := (&desks{}).page(t.Context(), "lab=ring&nodes=1000&method=rendezvous&keys=1000000")
	require.ErrorIs(t, err, errTooMuch)
	require.Equal(t, "Hash ring", page.Title)
	require.Equal(t, "?lab=ring&v=1&method=rendezvous&nodes=1000&keys=1000000", page.Link)
	require.Equal(t, catalog.Labs()[0].Summary, page.Summary)
	require.Empty(t, page.Wide)
}

func TestAPresetIsCalledByItsName(t *testing.T) {
	lab := catalog.Labs()[0]
	for query, want := range map[string]string{
		strings.TrimPrefix(lab.Presets[1].Link, "?"):           lab.Presets[1].Name,
		strings.TrimPrefix(lab.Presets[1].Link, "?") + "&t=3s": lab.Presets[1].Name,
		"lab=ring&nodes=7": "",
	} {
		page, err := (&desks{}).page(t.Context(), query)
		require.NoError(t, err)
		require.Equal(t, want, page.Heading, query)
	}
}

func TestADeskIsUsedAgainUnlessItsMemoryGrewLarge(t *testing.T) {
	all := &desks{}
	first := all.take()
	all.free = append(all.free, first)
	_, err := all.page(t.Context(), "lab=ring")
	require.NoError(t, err)
	require.Equal(t, []*desk{first}, all.free)
	_, err = all.page(t.Context(), "lab=ring&keys=1000000")
	require.NoError(t, err)
	require.Empty(t, all.free, "what it remembers of a million keys goes with it")
	require.Panics(t, func() { _ = all.at(func(*desk) error { panic("lost") }) })
	require.Empty(t, all.free, "nobody knows in what state it is left")
}

func TestAUsedDeskDrawsWhatANewOneDraws(t *testing.T) {
	used := &desks{}
	for _, lab := range catalog.Labs() {
		for _, preset := range lab.Presets {
			ask, err := parseStill(preset.Link[1:])
			require.NoError(t, err)
			again, err := used.still(t.Context(), ask)
			require.NoError(t, err)
			fresh, err := (&desks{}).still(t.Context(), ask)
			require.NoError(t, err)
			require.Equal(t, string(fresh), string(again), preset.Link)
		}
	}
}
