package conformance

import (
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/capacity"
)

// exactly is how close closed forms have to come, relative.
const exactly = 1e-9

func TestErlangsFormulas(t *testing.T) {
	var file struct {
		MMC []struct {
			C       int
			Rho     float64
			Waits   float64 `json:"P_wait"`
			Wq, W   float64
			Lq, L   float64
			P95     float64 `json:"wait_p95"`
			P99     float64 `json:"wait_p99"`
			ErlangB float64
		}
	}
	vectors(t, "erlang_mmc", &file)
	require.NotEmpty(t, file.MMC)
	for _, row := range file.MMC {
		q := capacity.Queue{Servers: row.C, Rate: row.Rho * float64(row.C), Service: 1}
		for name, pair := range map[string][2]float64{
			"P(wait)": {row.Waits, q.Waits()}, "Wq": {row.Wq, q.Wait()}, "W": {row.W, q.Sojourn()},
			"Lq": {row.Lq, q.Waiting()}, "L": {row.L, capacity.Little(q.Rate, q.Sojourn())},
			"p95": {row.P95, q.WaitQuantile(.95)}, "p99": {row.P99, q.WaitQuantile(.99)},
			"B": {row.ErlangB, capacity.ErlangB(row.C, q.Load())},
		} {
			within(t, exactly, pair[0], pair[1], "M/M/%d at %v: "+name, row.C, row.Rho)
		}
	}
}

// For a fixed surplus of beta times the square root of the load, the share that waits tends to a limit;
// the file has exact values on the way there.
func TestManyServersAreNearHalfinAndWhitt(t *testing.T) {
	var file struct {
		Rows []struct {
			Beta  float64
			Exact [][3]float64
		} `json:"halfin_whitt"`
	}
	vectors(t, "erlang_mmc", &file)
	require.NotEmpty(t, file.Rows)
	for _, row := range file.Rows {
		for _, e := range row.Exact {
			within(t, exactly, e[2], capacity.ErlangC(int(e[1]), e[0]), "beta %v, %v erlangs on %v servers", row.Beta, e[0], e[1])
		}
	}
}

func TestPollaczekAndKhinchinesFormula(t *testing.T) {
	var file struct {
		MG1 []struct{ Rho, SCV, Wq, W, Lq, L float64 }
	}
	vectors(t, "erlang_mmc", &file)
	require.NotEmpty(t, file.MG1)
	for _, row := range file.MG1 {
		wait := capacity.PollaczekKhinchine(row.Rho, 1, row.SCV)
		within(t, exactly, row.Wq, wait, "Wq at %v, variation %v", row.Rho, row.SCV)
		within(t, exactly, row.W, wait+1, "W")
		within(t, exactly, row.Lq, capacity.Little(row.Rho, wait), "Lq")
		within(t, exactly, row.L, capacity.Little(row.Rho, wait+1), "L")
	}
}

func TestResponseOfBalancedServers(t *testing.T) {
	var file struct {
		Supermarket []struct {
			D         int
			Lambda, T float64
		}
		RoundRobin []struct {
			N          int
			Rho        float64
			RoundRobin float64 `json:"W_round_robin"`
			Random     float64 `json:"W_random"`
		} `json:"round_robin"`
	}
	vectors(t, "balancer_response", &file)
	require.NotEmpty(t, file.Supermarket)
	require.NotEmpty(t, file.RoundRobin)
	for _, row := range file.Supermarket {
		within(t, exactly, row.T, capacity.Supermarket(row.D, row.Lambda, 1), "%d choices at %v", row.D, row.Lambda)
	}
	for _, row := range file.RoundRobin {
		within(t, exactly, row.RoundRobin, capacity.RoundRobin(row.N, row.Rho, 1), "in turn to %d at %v", row.N, row.Rho)
		within(t, exactly, row.Random, capacity.Queue{Servers: 1, Rate: row.Rho, Service: 1}.Sojourn(), "at random at %v", row.Rho)
	}
}

// One fast server, several behind one line, several with a line each.
func TestOneBigServerAgainstManySmallOnes(t *testing.T) {
	var file struct {
		Rows []struct {
			C      int
			Rho    float64
			Big    float64 `json:"W_vertical"`
			Shared float64 `json:"W_shared_queue_MMc"`
			Split  float64 `json:"W_split_random"`
		} `json:"vertical_horizontal"`
	}
	vectors(t, "closed_forms", &file)
	require.NotEmpty(t, file.Rows)
	for _, row := range file.Rows {
		c := float64(row.C)
		big := capacity.Queue{Servers: 1, Rate: row.Rho * c, Service: 1 / c}
		shared := capacity.Queue{Servers: row.C, Rate: row.Rho * c, Service: 1}
		split := capacity.Queue{Servers: 1, Rate: row.Rho, Service: 1}
		within(t, exactly, row.Big, big.Sojourn(), "one server %d times as fast at %v", row.C, row.Rho)
		within(t, exactly, row.Shared, shared.Sojourn(), "%d servers and one line at %v", row.C, row.Rho)
		within(t, exactly, row.Split, split.Sojourn(), "%d servers with a line each at %v", row.C, row.Rho)
	}
}
