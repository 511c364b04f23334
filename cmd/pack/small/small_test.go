package small_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/cmd/pack/small"
)

func TestScriptsAndStylesLoseTheirComments(t *testing.T) {
	for _, row := range []struct{ name, body, want string }{
		{"room.js", "/** What it is. */\nexport function room(/** @type {number} */ doors) {\n  return doors + 1; // and a window\n}\n", "export function room(o){return o+1}\n"},
		{"styles.css", "/* why */\nbody {\n  margin: 0;\n}\n", "body{margin:0}\n"},
		{"vendor/uplot/uPlot.js", "// as it is\n", "// as it is\n"},
		{"index.html", "<!-- as it is -->", "<!-- as it is -->"},
	} {
		got, err := small.Make(row.name, []byte(row.body))
		require.NoError(t, err)
		require.Equal(t, row.want, string(got))
	}
	_, err := small.Make("room.js", []byte("let x = 1;\nlet = ;\n"))
	require.ErrorContains(t, err, "room.js:2: ")
}
