package sim_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/sim"
)

var distTexts = []string{
	"fixed:5ms", "fixed:0s", "exp:20ms", "erlang:4:20ms", "hyper:20ms:4", "lognormal:20ms:1.5", "pareto:20ms:2.2",
	"empirical:5ms,7ms,30ms", "exp:1.234567ms", "exp:250us", "exp:999ns", "exp:90s", "exp:1.000000007s", "lognormal:1s:0",
}

var profileTexts = []string{
	"steady:700", "steady:0", "ramp:100:900:60s", "ramp:900:0.5:1.5ms", "bursty:100:1000:8s:2s", "daily:100.1:900.3:86400s",
	"drawn:0s@100,30s@900,60s@100", "drawn:0s@1,1s@1,1s@9",
}

func TestTextsOfDistributionsAndProfilesComeBackAsTheyWent(t *testing.T) {
	for _, text := range distTexts {
		d, err := sim.ParseDist(text)
		require.NoError(t, err)
		require.Equal(t, text, d.String())
	}
	for _, text := range profileTexts {
		p, err := sim.ParseProfile(text)
		require.NoError(t, err)
		require.Equal(t, text, p.String())
	}
}

func TestOtherSpellingsAreWrittenTheShortWay(t *testing.T) {
	for given, want := range map[string]string{
		"exp:1m30s": "exp:90s", "fixed:0.005s": "fixed:5ms", "erlang:04:1ms": "erlang:4:1ms", "hyper:1s:4e0": "hyper:1s:4",
		"exp:20µs": "exp:20us", "empirical:3s,1s": "empirical:1s,3s", "lognormal:1s:-0": "lognormal:1s:0",
	} {
		d := must(sim.ParseDist(given))
		require.Equal(t, want, d.String())
	}
	p := must(sim.ParseProfile("drawn:5s@10,9s@3"))
	require.Equal(t, "drawn:0s@10,5s@10,9s@3", p.String())
	none := sim.Dist{}
	require.Equal(t, "fixed:0s", none.String())
	nobody := sim.Profile{}
	require.Equal(t, "steady:0", nobody.String())
	recorded := must(sim.Recorded([]time.Duration{1}))
	require.Equal(t, "recorded", recorded.String())
}

func TestErrorsNameWhatWasGivenAndWhatIsAccepted(t *testing.T) {
	for text, want := range map[string]string{
		"gamma:20ms":      `sim: "gamma:20ms" is no distribution: there are ` + sim.DistForms,
		"":                `sim: "" is no distribution: there are ` + sim.DistForms,
		"exp":             `sim: "exp" has 0 values after the name: exp takes 1`,
		"exp:1s:2":        `sim: "exp:1s:2" has 2 values after the name: exp takes 1`,
		"exp:20":          `sim: "exp:20" has a mean of "20": it takes a time from 0s to 78h11m14.976710656s, such as 20ms`,
		"fixed:-1s":       `sim: "fixed:-1s" has a mean of "-1s": it takes a time from 0s to 78h11m14.976710656s, such as 20ms`,
		"erlang:17:1s":    `sim: "erlang:17:1s" has phases of "17": it takes a number from 1 to 16`,
		"erlang:1.5:1s":   `sim: "erlang:1.5:1s" has phases of "1.5": it takes a whole number from 1 to 16`,
		"hyper:1s:0.5":    `sim: "hyper:1s:0.5" has a squared variation of "0.5": it takes a number from 1 to 1000`,
		"lognormal:1s:x":  `sim: "lognormal:1s:x" has a squared variation of "x": it takes a number from 0 to 1000`,
		"pareto:1s:NaN":   `sim: "pareto:1s:NaN" has a shape of "NaN": it takes a number from 1.1 to 100`,
		"empirical:1s,":   `sim: "empirical:1s," has a duration of "": it takes a time from 0s to 78h11m14.976710656s, such as 20ms`,
		"empirical:1s:2s": `sim: "empirical:1s:2s" has 2 values after the name: empirical takes 1`,
	} {
		_, err := sim.ParseDist(text)
		require.EqualError(t, err, want)
	}
	for text, want := range map[string]string{
		"lumpy:7":             `sim: "lumpy:7" is no profile of arrivals: there are ` + sim.ProfileForms,
		"recorded":            `sim: "recorded" is no profile of arrivals: there are ` + sim.ProfileForms,
		"steady:-1":           `sim: "steady:-1" has a rate of "-1": it takes a number from 0 to 10000000`,
		"ramp:1:2":            `sim: "ramp:1:2" has 2 values after the name: ramp takes 3`,
		"ramp:1:2:0s":         `sim: "ramp:1:2:0s" has a time of "0s": it takes a time from 1ns to 1000h0m0s, such as 20ms`,
		"bursty:1:2:1s:2000h": `sim: "bursty:1:2:1s:2000h" has a burst's time of "2000h": it takes a time from 1ns to 1000h0m0s, such as 20ms`,
		"daily:1:2:x":         `sim: "daily:1:2:x" has a period of "x": it takes a time from 1ns to 1000h0m0s, such as 20ms`,
		"drawn:1s":            `sim: "drawn:1s" has a point of "1s": it takes a time and a rate joined by @, such as 30s@900`,
		"drawn:2s@1,1s@1":     `sim: a point of a rate is at 1s: times are from 0s to 1000h0m0s, in order`,
	} {
		_, err := sim.ParseProfile(text)
		require.EqualError(t, err, want)
	}
	_, err := sim.ParseDist(string(make([]byte, 20_000)))
	require.ErrorContains(t, err, "has 20000 bytes, more than 16384")
}

func FuzzParseDist(f *testing.F) {
	for _, text := range distTexts {
		f.Add(text, uint64(1))
	}
	f.Fuzz(func(t *testing.T, text string, u uint64) {
		d, err := sim.ParseDist(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		draw := d.At(u)
		require.True(t, draw >= 0 && d.Mean() >= 0 && d.SCV() >= 0)
		again, err := sim.ParseDist(d.String())
		require.NoError(t, err)
		require.Equal(t, d, again)
	})
}

func FuzzParseProfile(f *testing.F) {
	for _, text := range profileTexts {
		f.Add(text, uint64(1))
	}
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		p, err := sim.ParseProfile(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		again, err := sim.ParseProfile(p.String())
		require.NoError(t, err)
		require.Equal(t, p, again)
		flow, last := sim.NewFlow(seed, 0, p), time.Duration(0)
		for range 20 {
			_, at := flow.Next()
			require.GreaterOrEqual(t, at, last)
			last = at
		}
	})
}

func TestRecordingsAreTheSameWhereTheyAreOne(t *testing.T) {
	times := []time.Duration{1, 2}
	a, b, c := must(sim.Recorded(times)), must(sim.Recorded(times)), must(sim.Recorded([]time.Duration{1, 2}))
	steady, faster := must(sim.Steady(1)), must(sim.Steady(2))
	require.True(t, a.Same(&b))
	require.False(t, a.Same(&c), "which looks at no arrival")
	require.False(t, a.Same(&steady))
	require.True(t, steady.Same(&steady))
	require.False(t, steady.Same(&faster))
}
