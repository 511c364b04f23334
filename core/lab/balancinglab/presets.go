package balancinglab

import "headroom/core/lab"

// presets open just before the interesting moment, and play from there. Each is about one idea.
func presets() []lab.Preset {
	const (
		link    = "?lab=balancing&"
		unequal = link + "powers=1,1,2,4&rate=1000&do=5s:set:rate:2000&"
		trying  = link + "rate=1300&timeout=200&retries=3&"
		stumble = "do=5s:slow:server-3:0.25&do=8s:restore:server-3&speed=0.1&t=4.9s"
	)
	return []lab.Preset{
		{Name: "one server saturates", Link: link + "servers=1&rate=300&do=10s:set:rate:600&speed=0.05&t=9.9s"},
		{Name: "round robin over unequal servers", Link: unequal + "speed=0.05&t=4.9s"},
		{Name: "weights mend it", Link: unequal + "do=7s:set:algorithm:smooth-weighted&speed=0.05&t=6.9s"},
		{Name: "one slow server", Link: link + "do=30s:slow:server-3:0.5&speed=0.05&t=29.9s"},
		{Name: "least connections", Link: link + "do=30s:slow:server-3:0.25&do=32s:set:algorithm:least-connections&speed=0.05&t=31.9s"},
		{Name: "two choices against random", Link: link + "algorithm=two-choices&servers=10&slots=4&rate=500&do=5s:set:rate:900&b.algorithm=random&speed=0.05&t=4.9s"},
		{Name: "IP hash behind one NAT", Link: link + "algorithm=ip-hash&do=5s:set:shared:0.5&speed=0.05&t=4.9s"},
		{Name: "ten thousand clients reconnect at once", Link: link + "rate=400&room=3000&do=5s:reconnect:10000&t=4.98s"},
		{Name: "retries without a budget", Link: trying + stumble},
		{Name: "retries with a budget", Link: trying + "retry-budget=0.1&" + stumble},
		{Name: "connections that a new server never gets", Link: link + "per-connection=500&rate=1520&addresses=200&do=5s:add:server-5&b.per-connection=1&speed=0.05&t=4.9s"},
	}
}
