package conformance

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/sim"
	"headroom/core/stats"
)

// queueRow is a row of the tables of M/M/c and M/G/1, in mean service times.
type queueRow struct {
	C       int
	Rho     float64
	SCV     *float64 // of the service, where it is not exponential
	Waits   *float64 `json:"P_wait"`
	Wq      float64
	ErlangB float64
}

func (r queueRow) String() string {
	if r.SCV != nil {
		return fmt.Sprintf("M/G/1, variation %v, load %v", *r.SCV, r.Rho)
	}
	return fmt.Sprintf("M/M/%d, load %v", r.C, r.Rho)
}

func queueRows(t *testing.T) []queueRow {
	var file struct{ MMC, MG1 []queueRow }
	vectors(t, "erlang_mmc", &file)
	require.NotEmpty(t, file.MMC)
	require.NotEmpty(t, file.MG1)
	for i := range file.MG1 {
		row := &file.MG1[i]
		row.C, row.Waits = 1, &row.Rho // a Poisson arrival finds one server busy with the load
	}
	return append(file.MMC, file.MG1...)
}

// Estimates of how many requests a row takes, and how many fit into a test that somebody waits for.
const (
	second     = 3e6
	tenSeconds = 20e6
)

// mostRequests is how long a row may be to be played here. The rows of the plan may take ten
// seconds; of the others those that take one show that nothing hangs on the choice. WebAssembly gives
// the same bits, which the fingerprints of core/sim prove, so there a sample will do. Whatever takes
// longer is played by make conformance-long.
func (r queueRow) mostRequests() float64 {
	planned := slices.Contains([]int{1, 2, 5, 10, 50}, r.C) && slices.Contains([]float64{.5, .8, .9, .95}, r.Rho)
	switch {
	case os.Getenv("HEADROOM_LONG") != "":
		return math.Inf(1)
	case runtime.GOARCH == "wasm":
		return second / 6
	case planned:
		return tenSeconds
	}
	return second
}

// requests estimates how many requests bring the standard error of the mean wait to 1%: for M/M/1
// from the asymptotic variance (D. Daley, 1968), for others scaled by how few wait and by how much
// the service varies.
func (r queueRow) requests() float64 {
	rho, scv := r.Rho, 1.0
	if r.SCV != nil {
		scv = *r.SCV
	}
	return 1e4 * (2 + rho*(5-rho*(4-rho))) / (*r.Waits * (1 - rho) * (1 - rho)) * (1 + scv) / 2
}

// service returns the distribution with the row's variation.
func (r queueRow) service(t *testing.T) sim.Dist {
	switch {
	case r.SCV == nil || *r.SCV == 1:
		return sim.Exponential(time.Second)
	case *r.SCV == 0:
		return sim.Fixed(time.Second)
	case *r.SCV > 1:
		return sim.Hyperexponential(*r.SCV, time.Second)
	}
	phases := math.Round(1 / *r.SCV)
	require.InDelta(t, *r.SCV, 1/phases, 1e-9, "no Erlang distribution varies so")
	return sim.Erlang(int(phases), time.Second)
}

// seeds is how many runs with seeds of their own make an estimate: enough that four standard errors
// of their mean are hardly ever passed by chance.
const seeds = 64

func (r queueRow) systems(t *testing.T, room int) []*sim.Multiserver {
	gap := sim.Exponential(time.Duration(math.Round(1e9 / (r.Rho * float64(r.C)))))
	all := make([]*sim.Multiserver, seeds)
	for i := range all {
		all[i] = sim.NewMultiserver(sim.Config{Seed: uint64(i + 1), Servers: r.C, Room: room, Gap: gap, Service: r.service(t)})
	}
	return all
}

// memory is how long such a queue remembers, in mean service times: its relaxation time.
func (r queueRow) memory() float64 {
	slack := 1 - math.Sqrt(r.Rho)
	if r.SCV != nil {
		slack /= math.Sqrt((1 + *r.SCV) / 2)
	}
	return 1 + 1/(float64(r.C)*slack*slack)
}

// measure is a number that theory knows.
type measure struct {
	name string
	want float64
	of   func(*sim.Tally) float64
}

// compare plays systems that differ in their seeds until the standard error of each measure is at most
// 1% of what theory says, and then looks how far they are from theory. Times are in mean service
// times: the warm-up that is left out, and how long it may take.
func compare(t *testing.T, systems []*sim.Multiserver, warmUp, span float64, measures ...measure) {
	for _, m := range systems {
		m.Run(seconds(warmUp))
		m.Forget()
	}
	found, precise := make([]stats.Moments, len(measures)), false
	for part := 0.4; !precise; part *= 1.2 {
		clear(found)
		for _, m := range systems {
			m.Run(seconds(warmUp + part*span))
			for i, what := range measures {
				found[i].Add(what.of(m.Tally()))
			}
		}
		precise = true
		for i, what := range measures {
			precise = precise && found[i].StandardError() <= 0.01*what.want
		}
	}
	for i, what := range measures {
		require.InDelta(t, what.want, found[i].Mean(), 4*found[i].StandardError(), what.name)
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func TestWaitsAreThoseOfErlangAndOfPollaczekAndKhinchine(t *testing.T) {
	played := 0
	for _, row := range queueRows(t) {
		if *row.Waits < 1e-3 || row.requests() > row.mostRequests() {
			continue
		}
		played++
		t.Run(row.String(), func(t *testing.T) {
			t.Parallel()
			span := row.requests() / seeds / (row.Rho * float64(row.C))
			compare(t, row.systems(t, sim.Roomy), 10*row.memory(), span,
				measure{"share that waits", *row.Waits, func(s *sim.Tally) float64 {
					return float64(s.Waited) / float64(s.Arrived)
				}},
				measure{"mean wait", row.Wq, func(s *sim.Tally) float64 {
					wait := s.Wait.Means()
					return wait.Mean()
				}})
		})
	}
	require.NotZero(t, played)
}

// Without room to wait the same system loses the share of Erlang's B, whatever the load.
func TestLossesAreThoseOfErlang(t *testing.T) {
	played := 0
	for _, row := range queueRows(t) {
		// Losses come in bunches, in which servers are freed and taken again.
		requests := 3e4 * (1/row.ErlangB + float64(row.C)/2)
		if row.SCV != nil || row.ErlangB < 1e-3 || requests > row.mostRequests() {
			continue
		}
		played++
		t.Run(row.String(), func(t *testing.T) {
			t.Parallel()
			compare(t, row.systems(t, 0), 20, requests/seeds/(row.Rho*float64(row.C)),
				measure{"share lost", row.ErlangB, func(s *sim.Tally) float64 {
					return float64(s.Refused) / float64(s.Arrived)
				}})
		})
	}
	require.NotZero(t, played)
}
