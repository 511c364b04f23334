package house

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingHeavyIsLinkedForTheBrowser(t *testing.T) {
	_, root := repository(t)
	linked, err := dependencies(root, "./wasm")
	require.NoError(t, err)
	brought, err := dependencies(root, chosen...)
	require.NoError(t, err)
	report(t, linkedIsLight(linked, brought))
}

func TestAHeavyPackageIsRefusedHoweverDeep(t *testing.T) {
	linked := []string{"errors", "bufio", "reflect", "fmt", "encoding/json", "internal/fmtsort"}
	said := texts(linkedIsLight(linked, []string{"bufio", "encoding/json"}))
	require.Contains(t, said, "wasm: links fmt")
	require.Contains(t, said, "wasm: links reflect", "nobody of the chosen brings it")
	require.Contains(t, said, "wasm: links encoding/json", "too heavy whoever brings it")
	require.NotContains(t, said, "links bufio", "a chosen library brings it")
	require.NotContains(t, said, "links internal/fmtsort")
	require.Empty(t, linkedIsLight([]string{"errors", "strconv", "bufio"}, []string{"bufio"}))
}

func TestNothingBuiltIsTracked(t *testing.T) {
	_, root := repository(t)
	names, err := trackedFiles(root)
	require.NoError(t, err)
	report(t, noProductsTracked(names, func(name string) int64 {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			return 0 // removed and not yet committed
		}
		return info.Size()
	}))
}

func TestABuildProductIsRefused(t *testing.T) {
	size := func(name string) int64 {
		if name == "web/film.png" {
			return maxTracked + 1
		}
		return 1
	}
	for _, name := range []string{"dist/index.html", "a/headroom.wasm", "tests/node_modules/x/a.js", "web/film.png", "server.test"} {
		require.Len(t, noProductsTracked([]string{name}, size), 1, name)
	}
	require.Empty(t, noProductsTracked([]string{"web/app.js", "core/doc.go", "cmd/pack/main.go", "tests/wasm/a.test.mjs"}, size))
}
