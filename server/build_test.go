//go:build !js

package main

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
)

// packed has the build pack a page of no weight, with the pictures of all presets.
func packed(t *testing.T) string {
	folder := t.TempDir()
	for name, body := range map[string]string{
		"web/index.html": indexHTML + `<script src="assets/app.js"></script>`, "web/embed.html": embedHTML + `<script src="assets/app.js"></script>`,
		"web/embed.js": "0", "web/_headers": "", "web/app.js": "0", "wasm": "\x00asm\x01\x00\x00\x00", "exec": "0",
	} {
		name = filepath.Join(folder, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(body), 0o644))
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	out, err := exec.Command("go", "run", "../cmd/pack", "-web", at("web"), "-wasm", at("wasm"), "-exec", at("exec"), "-out", at("dist")).CombinedOutput()
	require.NoError(t, err, string(out))
	return at("dist")
}

// TestAPresetIsTheSameFromTheBuildAndDrawn takes what the build has made, and the
// same links from a server that has nothing but the page.
func TestAPresetIsTheSameFromTheBuildAndDrawn(t *testing.T) {
	dist := os.DirFS(packed(t))
	never := Options{Still: func(_ context.Context, ask still) ([]byte, error) {
		t.Errorf("%s is drawn though it is a preset", ask.key())
		return nil, nil
	}}
	made, err := NewHandler(dist, never)
	require.NoError(t, err)
	draws, _ := serving(t, Options{}.drawing())
	presets := 0
	for _, lab := range catalog.Labs() {
		for _, preset := range lab.Presets {
			for theme := range themes {
				path := "/render.svg" + preset.Link + "&theme=" + theme
				fromBuild, drawn := ask(made, "GET", path), ask(draws, "GET", path)
				require.Equal(t, http.StatusOK, fromBuild.StatusCode, path)
				require.Equal(t, read(t, drawn), read(t, fromBuild), path)
				presets++
			}
		}
	}
	require.GreaterOrEqual(t, presets, 30)
}
