package balancinglab

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/resilience"
	"headroom/core/sim"
	"headroom/core/system"
)

// rules are the lab's own state: where the controls stand and which servers there are.
type rules struct {
	values    lab.Values
	servers   []server         // in the order they joined
	document  *system.Document // that these make; nil when it has to be made anew
	recording *recording       // when the requests come, where a person has brought that; shared
}

// server is one of the servers. What the controls say of power and weight goes by its number.
type server struct {
	name   string
	number int
	weight int // -1: as the control says
}

func newRules(v lab.Values) *rules {
	r := &rules{values: v}
	r.resize(v.Int("servers"))
	return r
}

// Clone returns an independent copy. Documents never change.
func (r *rules) Clone() graph.Rules {
	c := *r
	c.servers = slices.Clone(r.servers)
	return &c
}

// Set moves a control.
func (r *rules) Set(key, value string) {
	if key != "arrivals" || r.recording == nil {
		r.values, r.document = r.values.With(key, value), nil
	}
	switch key {
	case "servers":
		r.resize(r.whole(key))
	case "weights": // said for all of them
		for i := range r.servers {
			r.servers[i].weight = -1
		}
	}
}

// Value returns the number of servers, which actions change.
func (r *rules) Value(key string) (string, bool) {
	return strconv.Itoa(len(r.servers)), key == "servers"
}

func (r *rules) find(name string) int {
	return slices.IndexFunc(r.servers, func(s server) bool { return s.name == name })
}

// join adds a server with the next number.
func (r *rules) join(name string) {
	number := 0
	for _, s := range r.servers {
		number = max(number, s.number+1)
	}
	r.servers, r.document = append(r.servers, server{name, number, -1}), nil
}

// resize adds servers at the end, or takes them from the end, to have n.
func (r *rules) resize(n int) {
	for len(r.servers) < n {
		r.join(r.NextName(func(string) bool { return false }))
	}
	r.servers = r.servers[:n:n]
}

// NextName returns the next name of the series that no server has and no other action brings in.
func (r *rules) NextName(taken func(name string) bool) string {
	for i := len(r.servers) + 1; ; i++ {
		if name := "server-" + strconv.Itoa(i); r.find(name) < 0 && !taken(name) {
			return name
		}
	}
}

// The parts beside the servers. The link to a server has its name with a prefix.
const (
	clientsName  = "clients"
	uplinkName   = "to-balancer"
	balancerName = "balancer"
	linkPrefix   = "to-"
)

// Document returns the system that controls and actions make.
func (r *rules) Document() *system.Document {
	if r.document == nil {
		r.document = r.build()
	}
	return r.document
}

func (r *rules) build() *system.Document {
	link := system.Link{Latency: r.dist("latency"), Loss: r.number("loss")}
	each := system.Server{Slots: r.whole("slots"), Room: r.whole("room"), Service: r.dist("service"), WarmUp: r.milliseconds("warm-up")}
	if every := r.number("pauses"); every > 0 {
		each.PauseEvery = sim.Exponential(max(time.Duration(every*float64(time.Second)), time.Millisecond))
		each.PauseFor = sim.Fixed(r.milliseconds("pause-length"))
	}
	b, to := r.balancer(), []string(nil)
	var below []system.Part
	for i, s := range r.servers {
		each.Speed = r.power(i)
		to, b.Weights = append(to, linkPrefix+s.name), append(b.Weights, r.weight(i))
		below = append(below, system.Part{Name: linkPrefix + s.name, To: []string{s.name}, Spec: link}, system.Part{Name: s.name, Spec: each})
	}
	return &system.Document{Version: system.Version, Parts: append([]system.Part{
		{Name: clientsName, To: []string{uplinkName}, Spec: r.clients()},
		{Name: uplinkName, To: []string{balancerName}, Spec: link},
		{Name: balancerName, To: to, Spec: b},
	}, below...)}
}

// text, number and whole read a control. They are called rather than copied, for the bytes of them.
//
//go:noinline
func (r *rules) text(key string) string { return r.values.Text(key) }

//go:noinline
func (r *rules) number(key string) float64 { return r.values.Float(key) }

//go:noinline
func (r *rules) whole(key string) int { return r.values.Int(key) }

//go:noinline
func (r *rules) dist(key string) sim.Dist {
	d, err := sim.ParseDist(r.text(key))
	if err != nil {
		panic("balancinglab: " + err.Error()) // checked
	}
	return d
}

//go:noinline
func (r *rules) milliseconds(key string) time.Duration {
	return time.Duration(r.whole(key)) * time.Millisecond
}

func (r *rules) balancer() system.Balancer {
	policy, err := balancer.ParsePolicy(r.text("algorithm"))
	if err != nil {
		panic("balancinglab: " + err.Error()) // an option
	}
	return system.Balancer{CheckEvery: r.milliseconds("health-check"), Config: balancer.Config{
		Policy: policy, Choices: r.whole("choices"), Replacement: r.text("draws") == "replacement",
		Epsilon: r.number("load-bound"), SlowStart: r.milliseconds("slow-start"), EjectAfter: r.whole("eject-after"),
		Sessions: r.whole("sticky"), Requests: r.whole("per-connection"),
	}}
}

func (r *rules) clients() system.Clients {
	c := system.Clients{
		Addresses: r.whole("addresses"), Shared: r.number("shared"),
		Timeout: r.milliseconds("timeout"), Deadline: r.milliseconds("deadline"),
	}
	r.arrivals(&c)
	if retries := r.whole("retries"); retries > 0 {
		base := r.milliseconds("backoff-base")
		c.Budget = r.number("retry-budget")
		c.Retry = resilience.Backoff{Base: base, Cap: 32 * base, Attempts: retries + 1}
		for c.Retry.Algorithm.String() != r.text("backoff") {
			c.Retry.Algorithm++
		}
	}
	if percent, found := strings.CutPrefix(r.text("hedge"), "p"); found {
		quantile, _ := strconv.ParseFloat("0."+percent, 64) // an option
		c.Hedge = resilience.HedgeConfig{Delay: time.Second, Quantile: quantile, Extra: 1, Share: 2 * (1 - quantile), Window: 10 * time.Second}
	}
	return c
}

// cycle is how long the rates take that change: a burst comes every twelfth of it.
const cycle = time.Minute

// arrivals sets when requests come. All rates that change have the same mean.
func (r *rules) arrivals(c *system.Clients) {
	rate := r.number("rate")
	var err error
	switch r.text("arrivals") {
	case "closed":
		c.Users, c.Think = r.whole("users"), r.dist("think")
	case recorded:
		c.Profile = r.recording.profile
	case "drawn":
		c.Profile, err = sim.ParseProfile(r.text("profile"))
	case "bursty":
		c.Profile, err = sim.Bursty(rate/2, 3*rate, 4*cycle/60, cycle/60)
	case "ramp":
		c.Profile, err = sim.Ramp(0, 2*rate, cycle)
	case "daily":
		c.Profile, err = sim.Daily(rate/4, rate*7/4, cycle)
	case "even":
		if rate > 0.001 {
			c.Gap = sim.Fixed(time.Duration(float64(time.Second) / rate))
			break
		}
		fallthrough
	default:
		c.Profile, err = sim.Steady(rate)
	}
	if err != nil {
		panic("balancinglab: " + err.Error()) // within their ranges
	}
}

// power is how fast the i-th server is.
func (r *rules) power(i int) float64 {
	all := numbers(r.text("powers"))
	return all[r.servers[i].number%len(all)]
}

// powers is the power of all servers together.
func (r *rules) powers() float64 {
	sum := 0.0
	for i := range r.servers {
		sum += r.power(i)
	}
	return sum
}

// weight is that of the i-th server: set by an action, given, or as its power.
func (r *rules) weight(i int) int {
	if w := r.servers[i].weight; w >= 0 {
		return w
	}
	text := r.text("weights")
	if text == byPower {
		return int(math.Round(float64(r.power(i) * r.unit())))
	}
	all := numbers(text)
	return int(all[r.servers[i].number%len(all)])
}

// unit is what makes whole numbers of all powers: 1, or 10 or 100 where they are fractions.
func (r *rules) unit() float64 {
	unit := 1.0
	for _, x := range numbers(r.text("powers")) {
		for unit < 100 && math.Abs(float64(x*unit)-math.Round(float64(x*unit))) > 1e-9 {
			unit *= 10
		}
	}
	return unit
}
