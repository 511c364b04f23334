package house

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// goBlocks returns the Go programs of a Markdown text.
func goBlocks(markdown string) []string {
	var programs []string
	for _, m := range regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(markdown, -1) {
		programs = append(programs, m[1])
	}
	return programs
}

func TestTheProgramsInTheReadmeRun(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	programs := goBlocks(string(readme))
	require.NotEmpty(t, programs)
	for _, program := range programs {
		out, err := runProgram(t, root, program)
		require.NoError(t, err, out)
		require.NotEmpty(t, out)
	}
}

func TestAProgramThatDoesNotBuildIsRefused(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	_, err = runProgram(t, root, "package main\n\nfunc main() { missing() }\n")
	require.Error(t, err)
}

// runProgram runs a program as if it stood in the module.
func runProgram(t *testing.T, root, program string) (output string, err error) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "main.go")
	require.NoError(t, os.WriteFile(file, []byte(program), 0o600))
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(root, "readme", "main.go"): file}})
	require.NoError(t, err)
	list := filepath.Join(dir, "overlay.json")
	require.NoError(t, os.WriteFile(list, overlay, 0o600))
	cmd := exec.Command("go", "run", "-overlay", list, "./readme")
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// TestThePictureInTheReadmeIsWhatItsAddressDraws draws what the text says that the
// picture below it is.
func TestThePictureInTheReadmeIsWhatItsAddressDraws(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	require.NoError(t, err)
	found := regexp.MustCompile("(?s)`/render\\.svg(\\?[^`]*)&width=(\\d+)&height=(\\d+)`.*?<img src=\"([^\"]*)\" alt=\"[^\"]*?([0-9.]+%)").FindStringSubmatch(string(readme))
	require.NotNil(t, found, "README.md gives a picture and its address")
	draw := exec.Command("go", "run", "./cmd/headroom", "render", found[1], "-theme", "auto", "-width", found[2], "-height", found[3], "-o", "-")
	draw.Dir, draw.Stderr = root, os.Stderr
	drawn, err := draw.Output()
	require.NoError(t, err)
	kept, err := os.ReadFile(filepath.Join(root, found[4]))
	require.NoError(t, err)
	require.Equal(t, string(drawn), string(kept), "headroom render makes it anew")
	require.Contains(t, string(kept), found[5], "what its description says")
}
