package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// check is a published number and the run that reproduces it. Services have a mean of 10 ms, so that
// numbers in mean service times are hundredths of a second.
type check struct {
	name   string
	link   string
	metric string
	want   float64 // in the metric's unit
	error  float64 // standard error of want, or what its header allows; 0 of a closed form
	length time.Duration
	exact  bool // equal to the last digit that is printed
}

const (
	unit      = 0.01 // s: the mean service time
	anybody   = "&latency=fixed:0s&timeout=0&room=1000000"
	readme    = "../../tests/conformance/README.md"
	longLimit = 5_000_000 // requests in all seeds: what takes longer is for make conformance-long
	seeds     = 8
)

var rewrite = flag.Bool("update", false, "write tests/conformance/README.md anew")

// balancing returns the link of n servers with c slots each under a load.
func balancing(n, c int, rho float64, more string) string {
	return fmt.Sprintf("?lab=balancing&servers=%d&slots=%d&rate=%s", n, c, trim(rho*float64(n*c)/unit)) + more + anybody
}

func trim(x float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.4f", x), "0"), ".")
}

func readVectors(t *testing.T, name string, into any) {
	t.Helper()
	folder := os.Getenv("HEADROOM_VECTORS")
	if folder == "" {
		folder = "../../tests/conformance/testdata/vectors"
	}
	data, err := os.ReadFile(filepath.Join(folder, name+".json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into))
}

// requests estimates how many requests in all bring the standard error of the mean wait of M/G/c to
// 1%: from the asymptotic variance of M/M/1 (D. Daley, 1968), scaled by how few wait and by the
// service's variation. With eight seeds the error itself is known to a quarter, hence a third more.
func requests(rho, waits, scv float64) float64 {
	return 1.3e4 * (2 + rho*(5-rho*(4-rho))) / (waits * (1 - rho) * (1 - rho)) * (1 + scv) / 2
}

// last returns how long each of the runs is that make so many requests together.
func last(requests, rate float64) time.Duration {
	seconds := max(20, requests/seeds/rate)
	return time.Duration(math.Ceil(seconds/10)) * 10 * time.Second // so that a tenth more is whole as well
}

func queueChecks(t *testing.T) (all []check) {
	var file struct {
		MMC []struct {
			C               int
			Rho, P_wait, Wq float64
		}
		MG1 []struct {
			Rho, SCV, Wq float64
			Service      string
		}
	}
	readVectors(t, "erlang_mmc", &file)
	planned := map[int]bool{1: true, 2: true, 5: true, 10: true, 50: true}
	loads := map[float64]bool{.5: true, .8: true, .9: true, .95: true, .99: true}
	for _, r := range file.MMC {
		if !planned[r.C] || !loads[r.Rho] || r.P_wait < 1e-3 {
			continue
		}
		link := balancing(1, r.C, r.Rho, "&service=exp:10ms")
		length := last(requests(r.Rho, r.P_wait, 1), r.Rho*float64(r.C)/unit)
		name := fmt.Sprintf("M/M/%d, load %g", r.C, r.Rho)
		all = append(all, check{name + ": share that waits", link, "p-wait", r.P_wait, 0, length, false},
			check{name + ": mean wait", link, "wait-mean", r.Wq * unit, 0, length, false})
	}
	services := map[string]string{"deterministic": "fixed:10ms", "erlang4": "erlang:4:10ms", "erlang2": "erlang:2:10ms",
		"hyperexp_scv4": "hyper:10ms:4", "hyperexp_scv10": "hyper:10ms:10"}
	for _, r := range file.MG1 {
		if service := services[r.Service]; service != "" && loads[r.Rho] {
			all = append(all, check{fmt.Sprintf("M/G/1, %s, load %g: mean wait", service, r.Rho),
				balancing(1, 1, r.Rho, "&service="+service), "wait-mean", r.Wq * unit, 0,
				last(requests(r.Rho, r.Rho, r.SCV), r.Rho/unit), false})
		}
	}
	return all
}

func policyChecks(t *testing.T) (all []check) {
	var closed struct {
		RoundRobin []struct {
			N                            int
			Rho, W_round_robin, W_random float64
		} `json:"round_robin"`
	}
	readVectors(t, "balancer_response", &closed)
	for _, r := range closed.RoundRobin {
		if r.N != 2 && r.N != 10 || r.Rho == .99 {
			continue
		}
		length := last(requests(r.Rho, r.Rho, 1)/2, float64(r.N)*r.Rho/unit)
		all = append(all,
			check{fmt.Sprintf("random over %d, load %g: mean response", r.N, r.Rho), balancing(r.N, 1, r.Rho, "&algorithm=random&service=exp:10ms"),
				"latency-mean", r.W_random * unit, 0, 2 * length, false},
			check{fmt.Sprintf("round robin over %d, load %g: mean response", r.N, r.Rho), balancing(r.N, 1, r.Rho, "&algorithm=round-robin&service=exp:10ms"),
				"latency-mean", r.W_round_robin * unit, 0, length, false})
	}
	var simulated struct {
		Rows []struct {
			Policy              string
			N                   int
			Rho, Mean_resp, Sem float64
		}
	}
	readVectors(t, "sim_balancers", &simulated)
	policies := map[string]string{"jsq": "least-connections", "p2c": "two-choices&draws=replacement", "rr": "round-robin", "random": "random"}
	varies := map[string]float64{"jsq": .15, "p2c": .25, "rr": .5, "random": 1} // their queues, against random ones
	for _, r := range simulated.Rows {
		all = append(all, check{fmt.Sprintf("%s over %d, load %g: mean response (simulated elsewhere)", r.Policy, r.N, r.Rho),
			balancing(r.N, 1, r.Rho, "&algorithm="+policies[r.Policy]+"&service=exp:10ms"),
			"latency-mean", r.Mean_resp * unit, r.Sem * unit, last(varies[r.Policy]*requests(r.Rho, r.Rho, 1), float64(r.N)*r.Rho/unit), false})
	}
	return all
}

func choiceChecks(t *testing.T) (all []check) {
	type row struct {
		D, N, Runs       int
		Lambda, Mean, Sd float64
	}
	var file struct {
		With     []row `json:"supermarket_sim_with_replacement"`
		Distinct []row `json:"supermarket_sim_distinct"`
	}
	readVectors(t, "two_choices", &file)
	for i, rows := range [][]row{file.With, file.Distinct} {
		draws := [...]string{"replacement", "distinct"}[i]
		for _, r := range rows {
			allowed := .01 // the header's tolerance
			if r.Lambda == .99 {
				allowed = .04
			}
			all = append(all, check{fmt.Sprintf("%d choices of %d, %s, load %g: mean response", r.D, r.N, draws, r.Lambda),
				balancing(r.N, 1, r.Lambda, fmt.Sprintf("&algorithm=two-choices&choices=%d&draws=%s&service=exp:10ms", r.D, draws)),
				"latency-mean", r.Mean * unit, allowed * r.Mean * unit / 4, last(1.5e5/(1-r.Lambda), float64(r.N)*r.Lambda/unit), false})
		}
	}
	return all
}

// sizeChecks are the one big server, the shared queue and the split one.
func sizeChecks(t *testing.T) (all []check) {
	var file struct {
		Rows []struct {
			C                                                   int
			Rho, W_vertical, W_shared_queue_MMc, W_split_random float64
		} `json:"vertical_horizontal"`
	}
	readVectors(t, "closed_forms", &file)
	for _, r := range file.Rows {
		if r.C != 10 || r.Rho != .9 {
			continue
		}
		length := last(requests(r.Rho, r.Rho, 1), float64(r.C)*r.Rho/unit)
		big := balancing(1, 1, r.Rho*float64(r.C), "&powers=10&service=exp:10ms")
		all = append(all,
			check{"one server ten times as fast, load 0.9: mean response", big, "latency-mean", r.W_vertical * unit, 0, length, false},
			check{"ten servers with a shared queue, load 0.9: mean response", balancing(1, r.C, r.Rho, "&service=exp:10ms"), "latency-mean", r.W_shared_queue_MMc * unit, 0, length / 4 / 10 * 10, false},
			check{"ten servers, split at random, load 0.9: mean response", balancing(r.C, 1, r.Rho, "&algorithm=random&service=exp:10ms"), "latency-mean", r.W_split_random * unit, 0, length, false})
	}
	return all
}

// littleChecks end empty, since nobody arrives any more: then Little's law is an identity.
func littleChecks() (all []check) {
	for _, more := range []string{"random&service=exp:10ms", "least-connections&service=lognormal:10ms:4", "two-choices&powers=1,2&service=pareto:10ms:2.2"} {
		algorithm, _, _ := strings.Cut(more, "&") // rows are known by their names
		all = append(all, check{"Little's law from empty to empty, " + algorithm + ": in the system over rate times stay",
			balancing(4, 2, .8, "&algorithm="+more) + "&do=60s:set:rate:0", "little", 1, 0, 120 * time.Second, true})
	}
	return all
}

func (c *check) args() []string {
	if c.exact {
		return []string{"-seeds", strconv.Itoa(seeds), "-until", c.length.String()}
	}
	warmup := c.length / 10
	return []string{"-seeds", strconv.Itoa(seeds), "-warmup", warmup.String(), "-until", (warmup + c.length).String()}
}

var untilFlag = regexp.MustCompile(`-until (\S+?)` + "`")

// lasts takes the length of a check's runs from its row of the README, where there is one.
func (c *check) lasts(row string) {
	found := untilFlag.FindStringSubmatch(row)
	if found == nil || c.exact {
		return
	}
	if until, err := time.ParseDuration(found[1]); err == nil {
		c.length = until * 10 / 11
	}
}

// long tells whether a run takes longer than a test should.
func (c *check) long() bool {
	_, after, _ := strings.Cut(c.link, "&rate=")
	rate, _, _ := strings.Cut(after, "&")
	perSecond, _ := strconv.ParseFloat(rate, 64)
	return perSecond*c.length.Seconds()*seeds > longLimit
}

// came is what a metric came to over the seeds.
type came struct{ Value, SE float64 }

// runs are those that have been played: several checks may look at one.
type runs map[string]map[string]came

// metric plays the runs of a check, unless that has been done, and returns its metric.
func (r runs) metric(t *testing.T, c *check) came {
	t.Helper()
	args := append([]string{"run", c.link}, c.args()...)
	key := strings.Join(args, " ")
	if r[key] == nil {
		out, errs, code := call(args...)
		require.Zero(t, code, errs)
		var got struct{ Metrics map[string]came }
		require.NoError(t, json.Unmarshal([]byte(out), &got))
		r[key] = got.Metrics
	}
	m, ok := r[key][c.metric]
	require.True(t, ok, "%s measures no %s", c.link, c.metric)
	return m
}

// lengthen makes the runs of a check as long as it takes to say something.
func (r runs) lengthen(t *testing.T, c *check) {
	for !c.exact && r.metric(t, c).SE > .01*c.want {
		c.length = (c.length + c.length/2).Round(10 * time.Second)
	}
}

// line holds what the runs measured to what is published, and returns the row of the README.
func (r runs) line(t *testing.T, c *check) string {
	m := r.metric(t, c)
	if c.exact {
		require.Equal(t, c.want, m.Value)
		require.Zero(t, m.SE)
	} else {
		require.LessOrEqual(t, m.SE, .01*c.want, "too short to say anything")
		require.LessOrEqual(t, math.Abs(m.Value-c.want), 4*math.Hypot(m.SE, c.error))
	}
	return fmt.Sprintf("| %s | %s | %.5g | %.5g | %.2g | `%s` `%s` |", c.name, c.metric, c.want, m.Value, m.SE, c.link, strings.Join(c.args(), " "))
}

// TestPublishedNumbersByTheCommandLine plays the links of tests/conformance/README.md, whose rows are what
// this test writes: the same digits come out on every machine.
func TestPublishedNumbersByTheCommandLine(t *testing.T) {
	checks := append(append(queueChecks(t), policyChecks(t)...), append(choiceChecks(t), append(sizeChecks(t), littleChecks()...)...)...)
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	head, rows, _ := strings.Cut(string(text), "|---|---|---|---|---|---|\n")
	known := map[string]string{}
	for _, row := range strings.Split(strings.TrimRight(rows, "\n"), "\n") {
		name, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		require.NotContains(t, known, name, "two rows of one name")
		known[name] = row
	}
	written, played := head+"|---|---|---|---|---|---|\n", runs{}
	for _, c := range checks {
		row := known[c.name]
		long := c.long()
		c.lasts(row)
		if os.Getenv("HEADROOM_LONG") != "" || !long {
			t.Run(c.name, func(t *testing.T) {
				if *rewrite {
					played.lengthen(t, &c)
				}
				now := played.line(t, &c)
				if !*rewrite && os.Getenv("HEADROOM_VECTORS") == "" {
					require.Equal(t, row, now, "tests/conformance/README.md says otherwise; -update writes it anew")
				}
				row = now
			})
		}
		if row != "" { // of the long ones those that have been played
			written += row + "\n"
		}
	}
	if *rewrite {
		require.NoError(t, os.WriteFile(readme, []byte(written), 0o644))
		return
	}
	if os.Getenv("HEADROOM_VECTORS") != "" {
		return // others than those of the README
	}
	require.Equal(t, written, string(text), "the README has other rows than there are checks")
}
