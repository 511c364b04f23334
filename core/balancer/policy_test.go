package balancer_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"headroom/core/balancer"
)

func TestPoliciesAreReadAsTheyAreWritten(t *testing.T) {
	everyPolicy(t, func(t *testing.T, policy balancer.Policy) {
		read, err := balancer.ParsePolicy(policy.String())
		require.NoError(t, err)
		require.Equal(t, policy, read)
	})
	_, err := balancer.ParsePolicy("magic")
	require.EqualError(t, err, `unknown policy "magic": use round-robin, smooth-weighted, least-connections, `+
		`weighted-least-connections, random, weighted-random, ip-hash, consistent-hash, bounded-loads, two-choices or peak-ewma`)
	require.Equal(t, "policy(99)", balancer.Policy(99).String())
	require.Equal(t, "state(99)", balancer.State(99).String())
	require.Equal(t, "gone", balancer.Left.String())
}

func FuzzParsePolicy(f *testing.F) {
	for policy := range balancer.Policy(balancer.Policies) {
		f.Add(policy.String())
	}
	f.Add("Round-Robin")
	f.Fuzz(func(t *testing.T, name string) {
		policy, err := balancer.ParsePolicy(name)
		if err == nil {
			require.Equal(t, name, policy.String())
		} else {
			require.Contains(t, err.Error(), "use round-robin, ")
		}
	})
}

func TestAConfigurationThatCannotBeIsRefusedAndNothingChanges(t *testing.T) {
	p := pool(t, balancer.Config{}, even(2)...)
	before := p.Config()
	for says, c := range map[string]balancer.Config{
		"no policy has number 11":                                                                    {Policy: balancer.Policies},
		"no hash has number 9":                                                                       {Hash: 9},
		"Choices is 9: it is 0 to 8, and 0 means 2":                                                  {Choices: 9},
		"Choices is -1: it is 0 to 8, and 0 means 2":                                                 {Choices: -1},
		"VirtualNodes is 65537: it is 0 to 65536, and 0 means 160":                                   {VirtualNodes: 65537},
		"Requests is 1048577: it is 0 to 1048576, and 0 means 1":                                     {Requests: 1<<20 + 1},
		"Connections is -1: it is 0 to 1048576, and 0 means 65536":                                   {Connections: -1},
		"EjectPercent is 101: it is 0 to 100, and 0 means 10":                                        {EjectPercent: 101},
		"Decay is -1s: it is 0 or more, and 0 means 10s":                                             {Decay: -time.Second},
		"Epsilon is NaN: bounded loads take 1e-9 to 1000, such as 0.25 for a quarter over the mean":  {Epsilon: math.NaN()},
		"Epsilon is 1001: bounded loads take 1e-9 to 1000, such as 0.25 for a quarter over the mean": {Epsilon: 1001},
	} {
		require.EqualError(t, p.Configure(c), says)
		_, err := balancer.New(c)
		require.EqualError(t, err, says)
	}
	require.Equal(t, before, p.Config())
	require.Equal(t, balancer.Config{Choices: 2, Requests: 1, Decay: 10 * time.Second, VirtualNodes: 160, Epsilon: 0.25, Fall: 3, Rise: 2,
		EjectFor: 30 * time.Second, MaxEjectFor: 300 * time.Second, EjectInterval: 10 * time.Second, EjectPercent: 10}, before)
	crowd := pool(t, balancer.Config{}, even(100)...)
	require.ErrorContains(t, crowd.Configure(balancer.Config{Policy: balancer.BoundedLoads, VirtualNodes: 1 << 16}),
		"pass its limit of 4194304 points")
	require.Equal(t, balancer.RoundRobin, crowd.Config().Policy)
}

func TestAnotherPolicyKeepsWhatIsActive(t *testing.T) {
	p := pool(t, balancer.Config{}, even(3)...)
	require.Equal(t, []int{0, 1, 2, 0, 1}, picks(t, p, 5))
	require.NoError(t, p.Configure(balancer.Config{Policy: balancer.LeastConnections}))
	require.Equal(t, 2, pick(t, p, request(1)))
	require.NoError(t, p.Configure(balancer.Config{Policy: balancer.ConsistentHash}))
	pick(t, p, request(1))
	require.Contains(t, words(p), "hash of 10.0.0.7 belongs to")
}
