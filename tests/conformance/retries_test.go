package conformance

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/exact"
	"headroom/core/resilience"
	"headroom/core/sim"
	"headroom/core/stats"
)

// contentionRow is a row of the AWS blog's model of clients that contend for one record.
type contentionRow struct {
	Clients   int
	Algorithm string
	Calls     int     // lock step
	Finish    float64 `json:"finish_ms"`
	MeanTime  float64 `json:"mean_time_ms"`
	MeanCalls float64 `json:"mean_calls"`
	SDCalls   float64 `json:"sd_calls"`
	Reps      int
}

// algorithms are what the blog's program calls them.
var algorithms = map[string]resilience.Algorithm{
	"None": resilience.Immediate, "Exponential": resilience.Exponential, "FullJitter": resilience.FullJitter,
	"EqualJitter": resilience.EqualJitter, "Decorr": resilience.Decorrelated,
}

// contention is the model: each client reads the record and then writes it, which succeeds when nobody
// has written in between; otherwise it waits and starts over. Each message is under way for a while.
type contention struct {
	backoff   resilience.Backoff
	mean, dev float64 // of a message's time, in ms
	rand      exact.Rand
	queue     sim.Queue
	version   int
	clients   []client
	calls     int
	finish    time.Duration
}

// client is how far one of them is.
type client struct {
	seen, retries int
	last          time.Duration
}

// Kinds of the events: where a message arrives.
const (
	readAtServer int32 = iota
	readBack
	writeAtServer
	accepted
	refused
	start
)

// newContention takes the settings from the header's sentences.
func newContention(t *testing.T, model, backoff string, algorithm string, clients int, seed uint64, dev *float64) *contention {
	times := regexp.MustCompile(`\|N\(([\d.]+),([\d.]+)\)\| ms`).FindStringSubmatch(model)
	require.NotNil(t, times, "the header gives no times of messages: %q", model)
	limits := regexp.MustCompile(`e = min\(([\d.]+), ([\d.]+)\*2\^k\) ms with k = 1 for the first`).FindStringSubmatch(backoff)
	require.NotNil(t, limits, "the header gives no backoff: %q", backoff)
	number := func(text string) float64 {
		x, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err)
		return x
	}
	known, ok := algorithms[algorithm]
	require.True(t, ok, algorithm)
	c := &contention{
		backoff: resilience.Backoff{
			Algorithm: known, Cap: seconds(number(limits[1]) / 1000), Base: seconds(number(limits[2]) / 1000),
			Attempts: resilience.MaxAttempts,
		},
		mean: number(times[1]), dev: number(times[2]), rand: exact.NewRand(seed, 0),
		queue: sim.NewQueue(clients), clients: make([]client, clients),
	}
	if dev != nil {
		c.dev = *dev
	}
	require.NoError(t, c.backoff.Check())
	return c
}

// message is the time of one: normal by the method of Box and Muller, and never negative.
func (c *contention) message() time.Duration {
	_, cos := exact.SinCos(c.rand.Float64())
	return seconds(math.Abs(c.mean+c.dev*math.Sqrt(2*c.rand.Exp())*cos) / 1000)
}

func (c *contention) run(t *testing.T) {
	send := func(who, kind int32, after time.Duration) {
		require.NoError(t, c.queue.Push(c.queue.Now()+after, who, kind, 0))
	}
	for who := range c.clients {
		send(int32(who), start, 0)
	}
	for {
		e, ok := c.queue.Pop(sim.Forever)
		if !ok {
			return
		}
		who := &c.clients[e.Target]
		switch e.Kind {
		case start:
			send(e.Target, readAtServer, c.message())
		case readAtServer:
			who.seen = c.version
			send(e.Target, readBack, c.message())
		case readBack:
			send(e.Target, writeAtServer, c.message())
		case writeAtServer:
			c.calls++
			answer := refused
			if who.seen == c.version {
				c.version++
				answer = accepted
			}
			send(e.Target, answer, c.message())
		case accepted:
			c.finish = e.Time
		case refused:
			who.retries++
			var why resilience.Reason
			who.last, why = c.backoff.Next(who.retries, who.last, c.rand.Uint64())
			require.True(t, why.OK(), "%v", why)
			send(e.Target, start, who.last)
		}
	}
}

type backoffFile struct {
	Header   struct{ What, Backoff string }
	Lockstep []contentionRow `json:"lockstep_exact"`
	Rows     []contentionRow
}

func TestClientsInLockStepCollideAsTheyDoInTheModel(t *testing.T) {
	var file backoffFile
	vectors(t, "aws_backoff", &file)
	require.NotEmpty(t, file.Lockstep)
	for _, row := range file.Lockstep {
		none := 0.0
		c := newContention(t, file.Header.What, file.Header.Backoff, row.Algorithm, row.Clients, 1, &none)
		c.run(t)
		require.Equal(t, row.Calls, c.calls, "%+v", row)
		require.Equal(t, row.Clients*(row.Clients+1)/2, c.calls)
		require.Equal(t, seconds(row.Finish/1000), c.finish, "%+v", row)
	}
}

// The rows are means of so many runs of another program, with a standard error of their own. That of
// the times is not given; it is the same model, so that of our runs serves.
func TestBackoffWithJitterTakesTheCallsAndTheTimeOfTheModel(t *testing.T) {
	var file backoffFile
	vectors(t, "aws_backoff", &file)
	require.NotEmpty(t, file.Rows)
	calls := map[int]map[string]float64{}
	for _, row := range file.Rows {
		t.Run(fmt.Sprint(row.Algorithm, " with ", row.Clients), func(t *testing.T) {
			var called, took stats.Moments
			for seed := uint64(1); seed <= 40 || called.StandardError() > 0.01*row.MeanCalls || took.StandardError() > 0.01*row.MeanTime; seed++ {
				c := newContention(t, file.Header.What, file.Header.Backoff, row.Algorithm, row.Clients, seed, nil)
				c.run(t)
				called.Add(float64(c.calls))
				took.Add(c.finish.Seconds() * 1000)
			}
			reps := float64(row.Reps)
			require.InDelta(t, row.MeanCalls, called.Mean(), 4*math.Hypot(called.StandardError(), row.SDCalls/math.Sqrt(reps)), "calls")
			require.InDelta(t, row.MeanTime, took.Mean(), 4*math.Hypot(took.StandardError(), math.Sqrt(took.Variance()/reps)), "time")
			if calls[row.Clients] == nil {
				calls[row.Clients] = map[string]float64{}
			}
			calls[row.Clients][row.Algorithm] = called.Mean()
		})
	}
	for clients, by := range calls {
		if clients < 50 || len(by) < len(algorithms) {
			continue
		}
		require.Less(t, by["FullJitter"], by["EqualJitter"], "%d clients", clients)
		require.Less(t, by["EqualJitter"], by["Decorr"], "%d clients", clients)
		require.Less(t, by["Decorr"], by["Exponential"], "%d clients", clients)
		require.Less(t, by["Exponential"], by["None"], "%d clients", clients)
	}
}

func TestTheRetryThrottleCountsItsTokensAsGRPCDoes(t *testing.T) {
	var file struct {
		MaxTokens  int
		TokenRatio float64
		Trace      []struct {
			RPC     string
			Tokens  float64 `json:"token_count"`
			Allowed bool    `json:"retry_allowed"`
		}
	}
	vectors(t, "grpc_retry_throttle", &file)
	require.NotEmpty(t, file.Trace)
	throttle, err := resilience.NewThrottle(file.MaxTokens, file.TokenRatio)
	require.NoError(t, err)
	for i, step := range file.Trace {
		if step.RPC == "F" {
			throttle.Failed()
		} else {
			throttle.Succeeded()
		}
		require.Equal(t, math.Round(1000*step.Tokens), float64(throttle.Tokens()), "step %d", i)
		require.Equal(t, step.Allowed, throttle.Retry().OK(), "step %d", i)
	}
}

// tailRow is a row about hedging: a quantile of single calls, or, without one, the median of the
// slowest of many that go out together.
type tailRow struct {
	Service  string
	Delay    string `json:"hedge_delay"`
	Quantile float64
	Unhedged float64
	Hedged   float64
	Extra    float64 `json:"extra_requests"`
}

// latencies are those of calls that take an exponential time of mean 1, with and without hedging.
type latencies struct {
	hedger resilience.Hedger
	dist   sim.Dist
	seed   uint64
	calls  uint64
	copies int
}

func newLatencies(t *testing.T, c resilience.HedgeConfig, seed uint64) *latencies {
	hedger, err := resilience.NewHedger(c)
	require.NoError(t, err)
	return &latencies{hedger: hedger, dist: sim.Exponential(time.Second), seed: seed}
}

// call returns how long one takes alone, and how long with a copy once it is late.
func (l *latencies) call() (single, hedged time.Duration) {
	l.calls++
	single = l.dist.At(exact.Draw(l.seed, 0, l.calls, 0, 0))
	hedged = single
	if delay := l.hedger.Request(0); single > delay && l.hedger.Send(0, 1).OK() {
		l.copies++
		hedged = min(single, delay+l.dist.At(exact.Draw(l.seed, 0, l.calls, 1, 0)))
	}
	l.hedger.Observe(hedged)
	return single, hedged
}

// requireShare checks that so many of n are a share of p.
func requireShare(t *testing.T, p float64, found, n int, what string, args ...any) {
	t.Helper()
	require.InDelta(t, p, float64(found)/float64(n), 4*math.Sqrt(p*(1-p)/float64(n)), fmt.Sprintf(what, args...))
}

func TestHedgingAtTheP95CutsTheTailForATwentiethMoreCalls(t *testing.T) {
	var file struct{ Hedge []tailRow }
	vectors(t, "closed_forms", &file)
	require.NotEmpty(t, file.Hedge)
	single := regexp.MustCompile(`^Exp\(1\)$`)
	together := regexp.MustCompile(`^Exp\(1\), fan-out (\d+), median of max$`)
	late := regexp.MustCompile(`^p(\d+)=`)
	delay := time.Duration(0)
	for _, row := range file.Hedge {
		if found := late.FindStringSubmatch(row.Delay); found != nil { // else that of the row before
			percent, _ := strconv.ParseFloat(found[1], 64)
			delay = seconds(-math.Log(1 - percent/100))
		}
		q, each := row.Quantile, 1
		if found := together.FindStringSubmatch(row.Service); found != nil {
			each, _ = strconv.Atoi(found[1])
			q = 0.5
		} else {
			require.Regexp(t, single, row.Service)
		}
		if 1-q < 1e-3-1e-12 {
			continue
		}
		// As many that the standard error of the share above the quantile is 1% of it.
		n := int(math.Ceil(1e4 * q / (1 - q)))
		l := newLatencies(t, resilience.HedgeConfig{Delay: delay, Extra: 1}, 1)
		slow, slowHedged := 0, 0
		for range n {
			var worst, worstHedged time.Duration
			for range each {
				a, b := l.call()
				worst, worstHedged = max(worst, a), max(worstHedged, b)
			}
			if worst.Seconds() > row.Unhedged {
				slow++
			}
			if worstHedged.Seconds() > row.Hedged {
				slowHedged++
			}
		}
		if each == 1 && row.Unhedged < delay.Seconds() {
			require.Equal(t, slow, slowHedged, "up to the delay nothing changes")
		}
		requireShare(t, 1-q, slow, n, "%+v alone", row)
		requireShare(t, 1-q, slowHedged, n, "%+v with a copy", row)
		requireShare(t, row.Extra, l.copies, int(l.calls), "%+v: copies", row)
	}
}

// A hedger that learns its p95 from what it sees, copies and all, sends the same twentieth.
func TestAHedgerLearnsTheP95OfItsOwnCalls(t *testing.T) {
	var extra stats.Moments
	for seed := range uint64(8) {
		l := newLatencies(t, resilience.HedgeConfig{Delay: time.Second, Quantile: 0.95, Extra: 1}, seed+1)
		for range 2000 {
			l.call()
		}
		l.calls, l.copies = 1<<32, 0
		for range 100_000 {
			l.call()
		}
		extra.Add(float64(l.copies) / 100_000)
	}
	require.InEpsilon(t, 0.05, extra.Mean(), 0.05)
}

func TestOneSlowCallOfManyMakesTheWholeSlow(t *testing.T) {
	var file struct {
		FanOut []struct {
			Servers int
			Slow    float64 `json:"p_slow"`
			Any     float64 `json:"P_any_slow"`
		}
	}
	vectors(t, "closed_forms", &file)
	require.NotEmpty(t, file.FanOut)
	dist := sim.Exponential(time.Second)
	for _, row := range file.FanOut {
		if row.Any < 1e-3 || 1-row.Any < 1e-3 {
			continue
		}
		limit := seconds(-math.Log(row.Slow))
		n := int(1e4*(1-row.Any)/row.Any) + 8 // a standard error of 1%
		if n*row.Servers > 2e7 && os.Getenv("HEADROOM_LONG") == "" {
			continue
		}
		if runtime.GOARCH == "wasm" { // the same bits, so a sample will do
			n = n/20 + 8
		}
		slow := 0
		for i := range uint64(n) {
			for hop := range uint64(row.Servers) {
				if dist.At(exact.Draw(1, 0, i, 0, hop)) > limit {
					slow++
					break
				}
			}
		}
		requireShare(t, row.Any, slow, n, "%+v", row)
	}
}
