package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
)

// call runs a command line and returns what it prints and its exit code.
func call(args ...string) (out, errs string, code int) {
	var stdout, stderr bytes.Buffer
	code = exit(command(args, &stdout, &stderr), &stderr)
	return stdout.String(), stderr.String(), code
}

func TestTheCommandLineIsExplained(t *testing.T) {
	for _, help := range []string{"-h", "--help", "help"} {
		out, errs, code := call(help)
		require.Zero(t, code)
		require.Empty(t, errs)
		require.Contains(t, out, "headroom run '<link>' [flags]")
		require.Contains(t, out, "Exit codes: 0 done, 1 it could not be done, 2 the command line was wrong.")
	}
	for command, word := range map[string]string{"run": "-seeds", "render": "-theme", "labs": "presets", "study": "columns"} {
		_, errs, code := call(command, "-h")
		require.Zero(t, code)
		require.Contains(t, errs, "headroom "+command)
		require.Contains(t, errs, word)
		if command == "run" || command == "render" {
			require.Contains(t, errs, "-data FILE\n")
			require.Contains(t, errs, "-column NAME\n")
			require.Contains(t, errs, "-field NAME\n")
		}
	}
}

func TestAWrongCommandLineSaysWhatIsRight(t *testing.T) {
	link := "?lab=ring&keys=10"
	for _, row := range []struct {
		says string
		args []string
		want string
	}{
		{"nothing at all", nil, "headroom plays the scenarios of the playground"},
		{"an unknown command", []string{"play", link}, `there is no command "play"; the commands are labs, run, render and study`},
		{"an argument to labs", []string{"labs", "ring"}, "takes no arguments"},
		{"a flag to labs", []string{"labs", "-x"}, "flag provided but not defined: -x"},
		{"no link", []string{"run"}, "takes one link in quotes, such as '?lab=ring&nodes=3'; 0 were given"},
		{"two links", []string{"run", link, link}, "2 were given"},
		{"a link that lost its quotes", []string{"run", "?lab=ring", "-seeds", "2", "nodes=3"}, "2 were given"},
		{"an unknown flag", []string{"run", link, "-sneeze"}, "flag provided but not defined: -sneeze"},
		{"a flag that is no number", []string{"run", "-seeds", "many", link}, `invalid value "many" for flag -seeds`},
		{"too few seeds", []string{"run", "-seeds", "-1", link}, "-seeds -1: takes 0 to 100000"},
		{"too many seeds", []string{"run", "-seeds", "100001", link}, "-seeds 100001: takes 0 to 100000"},
		{"a warm-up before the start", []string{"run", "-warmup", "-1s", link}, "-warmup -1s: takes 0 to 1000h0m0s"},
		{"an end before the start", []string{"run", "-until", "-1s", link}, "-until -1s: takes 0 to 1000h0m0s"},
		{"an end beyond all times", []string{"run", "-until", "1001h", link}, "-until 1001h0m0s: takes 0 to 1000h0m0s"},
		{"a study without an id", []string{"study", link}, "takes a link in quotes and the id of a study"},
		{"a flag to study", []string{"study", "-x", link, "best-for"}, "flag provided but not defined: -x"},
		{"no file for the picture", []string{"render", link}, "say where the picture goes, such as -o ring.svg"},
		{"an unknown theme", []string{"render", link, "-o", "-", "-theme", "pink"}, `-theme "pink": takes light, dark or auto`},
		{"a column of no file", []string{"run", link, "-column", "user"}, "-column and -field say where the keys are in a file; give it with -data FILE"},
		{"a field of no file", []string{"render", link, "-o", "-", "-field", "user"}, "-column and -field say where the keys are in a file; give it with -data FILE"},
		{"a column and a field", []string{"run", link, "-data", "a.csv", "-column", "1", "-field", "user"}, "-column is for CSV and -field for JSON lines; give one of them"},
		{"a picture that is too small", []string{"render", link, "-o", "-", "-width", "279"}, "279 x 600: width takes 280 to 4000 pixels, height 200 to 4000"},
		{"a picture that is too high", []string{"render", link, "-o", "-", "-height", "4001"}, "880 x 4001: width takes 280 to 4000 pixels, height 200 to 4000"},
	} {
		t.Run(row.says, func(t *testing.T) {
			out, errs, code := call(row.args...)
			require.Equal(t, 2, code)
			require.Empty(t, out)
			require.Contains(t, errs, row.want)
		})
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	for _, row := range []struct {
		says string
		args []string
		want string
	}{
		{"an unknown lab", []string{"run", "?lab=rings"}, `headroom: there is no lab "rings"; the labs are ring`},
		{"a study of no lab", []string{"study", "?lab=rings", "best-for"}, `headroom: there is no lab "rings"`},
		{"an unknown study", []string{"study", "?lab=ring", "best-for"}, `headroom: the lab ring has no study "best-for"; it has none`},
		{"a link that is too long", []string{"render", "-o", "-", "?lab=ring&name=" + strings.Repeat("x", 20_000)}, "and a link has at most 16,384"},
		{"a warm-up that outlasts the run", []string{"run", "?lab=ring&keys=10&t=2s", "-warmup", "3s"}, "-warmup 3s is longer than the run, which ends at 2s; give a later -until or t="},
		{"a warm-up that outlasts the events", []string{"run", "?lab=ring&keys=10&do=1s:add:x&arrival-rate=0&n=1", "-warmup", "3s", "-seeds", "2"}, "-warmup 3s is longer than the run, which ends at 1s"},
		{"a file that cannot be written", []string{"render", "?lab=ring&keys=10", "-o", filepath.Join(t.TempDir(), "no", "where.svg")}, "where.svg"},
	} {
		t.Run(row.says, func(t *testing.T) {
			out, errs, code := call(row.args...)
			require.Equal(t, 1, code)
			require.Empty(t, out)
			require.Contains(t, errs, row.want)
		})
	}
}

func TestAComparisonPrintsBothSides(t *testing.T) {
	link := "?lab=ring&keys=1000&do=1s:add:x&b.method=modulo&t=2s"
	var got struct {
		Metrics map[string]struct{ Value float64 }
		B       struct {
			Metrics map[string]struct {
				Value float64
				SE    *float64
			}
		}
		Compare *struct {
			Side, Verdict string
			A, B          struct{ Name string }
			Divergence    struct{ Text string }
		}
	}
	out, _, code := call("run", link)
	require.Zero(t, code)
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Less(t, got.Metrics["moved"].Value, 0.5)
	require.Greater(t, got.B.Metrics["moved"].Value, 0.5)
	require.Nil(t, got.B.Metrics["moved"].SE)
	require.Equal(t, "a", got.Compare.Side)
	require.Equal(t, "Modulo", got.Compare.B.Name)
	require.Contains(t, got.Compare.Verdict, "with modulo against")
	require.Equal(t, "from the start", got.Compare.Divergence.Text)

	out, _, code = call("run", link, "-seeds", "3")
	require.Zero(t, code)
	got.Compare = nil
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.NotNil(t, got.B.Metrics["moved"].SE)
	require.Nil(t, got.Compare, "which is about one run")
}

func TestAPipeThatClosesIsAnError(t *testing.T) {
	for _, args := range [][]string{{"labs"}, {"run", "?lab=ring&keys=10"}, {"render", "-o", "-", "?lab=ring&keys=10"}} {
		require.ErrorContains(t, command(args, shut{}, &bytes.Buffer{}), "nobody listens")
	}
}

type shut struct{}

func (shut) Write([]byte) (int, error) { return 0, errors.New("nobody listens") }

func TestLabsPrintsTheCatalog(t *testing.T) {
	out, errs, code := call("labs")
	require.Zero(t, code)
	require.Empty(t, errs)
	var got []struct {
		ID, Title string
		Params    []struct {
			Key, Label, Kind, Unit, Help string
			Default                      any
			Min, Max, Step               *float64
			Options                      []struct{ Value, Label string }
		}
		Actions []map[string]any
		Presets []struct{ Name, Link string }
	}
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	require.Len(t, got, len(catalog.Labs()))
	ring := got[0]
	require.Equal(t, "ring", ring.ID)
	require.Equal(t, "Hash ring", ring.Title)
	require.Equal(t, "method", ring.Params[0].Key)
	require.Equal(t, "enum", ring.Params[0].Kind)
	require.Len(t, ring.Params[0].Options, 7)
	require.Nil(t, ring.Params[0].Min)
	require.Equal(t, "virtual-nodes", ring.Params[2].Key)
	require.Equal(t, 1.0, *ring.Params[2].Min)
	require.Equal(t, 2000.0, *ring.Params[2].Max)
	require.Len(t, ring.Actions, 5)
	for _, p := range ring.Presets {
		require.Regexp(t, `^\?lab=ring&`, p.Link)
		require.NotEmpty(t, p.Name)
	}
}

// result is what run prints.
type printed struct {
	Link, Fingerprint string
	Metrics           map[string]struct {
		Value *float64
		Unit  string
		SE    *float64
	}
}

func play(t *testing.T, args ...string) (printed, string) {
	t.Helper()
	out, errs, code := call(append([]string{"run"}, args...)...)
	require.Zero(t, code, errs)
	require.True(t, strings.HasSuffix(out, "\n"))
	var p printed
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(&p))
	require.Regexp(t, `^[0-9a-f]{16}$`, p.Fingerprint)
	for name, m := range p.Metrics {
		require.Regexp(t, kebab, name)
		require.NotNil(t, m.Value, name)
		require.NotEmpty(t, m.Unit, name)
	}
	return p, errs
}

var kebab = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

const demo = "?lab=ring&hash=md5&virtual-nodes=50&nodes=3&name=server&keys=1000&arrival-rate=0"

func TestRunPrintsTheNotebooksNumbers(t *testing.T) {
	got, errs := play(t, demo)
	require.Empty(t, errs)
	for name, want := range map[string]float64{"keys-server-1": 390, "keys-server-2": 329, "keys-server-3": 281, "keys": 1000, "nodes": 3} {
		require.Equal(t, want, *got.Metrics[name].Value, name)
		require.Nil(t, got.Metrics[name].SE, "one run has no standard error")
	}
	require.Equal(t, "keys", got.Metrics["keys-server-1"].Unit)
	require.Equal(t, "ratio", got.Metrics["busiest-node"].Unit)
	require.Equal(t, strings.Replace(demo, "lab=ring", "lab=ring&v=1", 1), got.Link)
}

func TestLinksComeInManyForms(t *testing.T) {
	want, _ := play(t, "?lab=ring&keys=500&do=1s:add:x&t=2s")
	for _, link := range []string{"lab=ring&keys=500&do=1s:add:x&t=2s", "https://example.org/play?lab=ring&keys=500&do=1s:add:x&t=2s#top",
		"http://localhost:8080/?lab=ring&keys=500&do=1s%3Aadd%3Ax&t=2000ms"} {
		got, _ := play(t, link)
		require.Equal(t, want, got)
	}
}

func TestFlagsStandBeforeAndAfterTheLink(t *testing.T) {
	link := "?lab=ring&keys=500&arrival-rate=50"
	want, _ := play(t, link+"&t=3s")
	for _, args := range [][]string{{"-until", "3s", link}, {link, "-until", "3s"}, {"-until=3s", link, "-warmup", "0s"}, {link + "&t=9s", "--until", "3s"}, {link + "&n=7", "-until", "3s"}} {
		got, _ := play(t, args...)
		require.Equal(t, want.Fingerprint, got.Fingerprint)
		require.Equal(t, want.Link, got.Link)
	}
}

func TestNoticesGoToStandardError(t *testing.T) {
	got, errs := play(t, "?lab=ring&keys=500&colour=blue&nodes=0")
	require.Equal(t, "headroom: note: \"colour\" was ignored: the lab ring has no such parameter\n"+
		"headroom: note: nodes \"0\" was ignored: it takes a whole number from 1 to 1,000\n", errs)
	require.Equal(t, "?lab=ring&v=1&keys=500", got.Link)
	for _, flags := range [][]string{nil, {"-seeds", "2"}} {
		_, errs, code := call(append([]string{"run", "?lab=balancing&do=5s:kill:server-9&t=6s"}, flags...)...)
		require.Zero(t, code)
		require.Equal(t, "headroom: note: Kill server-9 at 5s was not done: there is no server \"server-9\"; there are server-1, server-2, server-3, server-4\n", errs)
	}
}

func TestSeveralSeedsGiveMeansWithStandardErrors(t *testing.T) {
	link := "?lab=ring&keys=500&arrival-rate=50&t=4s"
	sum, squares := 0.0, 0.0
	for _, seed := range []string{"1", "2", "3"} {
		one, _ := play(t, link+"&seed="+seed)
		x := *one.Metrics["arrivals-per-second"].Value
		sum, squares = sum+x, squares+x*x
	}
	got, _ := play(t, link+"&seed=77", "-seeds", "3")
	mean := sum / 3
	require.InDelta(t, mean, *got.Metrics["arrivals-per-second"].Value, 1e-9)
	require.InDelta(t, math.Sqrt((squares/3-mean*mean)/2), *got.Metrics["arrivals-per-second"].SE, 1e-9)
	require.Equal(t, 0.0, *got.Metrics["nodes"].SE)
	again, _ := play(t, link, "-seeds", "3")
	require.Equal(t, got, again, "the link's own seed is not one of them")
	single, _ := play(t, link, "-seeds", "1")
	require.Nil(t, single.Metrics["nodes"].SE)
}

func TestTheWarmUpIsLeftOut(t *testing.T) {
	link := "?lab=ring&keys=100&arrival-rate=0&do=5s:set:arrival-rate:100&t=25s"
	all, _ := play(t, link)
	require.InDelta(t, 80, *all.Metrics["arrivals-per-second"].Value, 8)
	warm, _ := play(t, link, "-warmup", "5s")
	require.InDelta(t, 100, *warm.Metrics["arrivals-per-second"].Value, 9)
	require.Equal(t, all.Fingerprint, warm.Fingerprint, "which changes nothing that happens")
	several, _ := play(t, link, "-warmup", "5s", "-seeds", "4")
	require.InDelta(t, 100, *several.Metrics["arrivals-per-second"].Value, 6)
}

func TestRenderDrawsAPicture(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ring.svg")
	out, errs, code := call("render", demo, "-o", file)
	require.Zero(t, code, errs)
	require.Empty(t, out)
	light, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(light[:100]), "<svg ")
	require.Contains(t, string(light), "server-1")

	out, _, code = call("render", "-o", "-", "-theme", "dark", demo)
	require.Zero(t, code)
	require.NotEqual(t, string(light), out)
	require.Equal(t, len(light), len(out), "only the colours differ")
	out, _, code = call("render", "-o", "-", "-theme", "auto", demo)
	require.Zero(t, code)
	require.Contains(t, out, "prefers-color-scheme")

	small, _, code := call("render", "-o", "-", "-width", "390", "-height", "500", demo)
	require.Zero(t, code)
	require.Contains(t, small, `viewBox="0 0 390 `)
	wide, _, _ := call("render", "-o", "-", "-width", "1200", "-height", "800", demo)
	require.Contains(t, wide, `viewBox="0 0 1200 800"`)
}

func TestRenderDrawsTheMomentOfTheLink(t *testing.T) {
	before, _, _ := call("render", "-o", "-", "?lab=ring&keys=500&do=2s:add:zebra&t=1s")
	after, _, _ := call("render", "-o", "-", "?lab=ring&keys=500&do=2s:add:zebra&t=3s")
	require.NotContains(t, before, "zebra")
	require.Contains(t, after, "zebra")
}
