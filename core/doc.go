// Package core is the map of Headroom's core; start here.
//
// The core is pure Go. It reads no clock, starts no goroutine, draws randomness
// only from seeds it is given, and touches neither files nor the network, so it
// runs natively, in tests and in a browser, with the same bits everywhere.
//
// A link becomes a picture on this way:
//
//	lab.Parse      reads the link: a lab, its parameters, a seed, timed actions
//	Lab.New        makes the world at time zero
//	session        plays it to a moment, and back: World.Run, World.Apply, World.Clone
//	World.Draw     draws the moment on a scene.Scene
//	scene.AppendWire, svg.Append   hand it to the canvas or write it as SVG
//
// The packages, from the bottom up:
//
//	exact        logarithm, exponential, power, sine, generator: the same bits everywhere
//	hash         MD5 ring position, xxHash64, Murmur3, FNV-1a
//	placement    who holds a key: ring, bounded loads, ketama, rendezvous, jump, Maglev, modulo
//	balancer     who serves a request: turns, weights, active counts, draws, hashes; health, sticky sessions
//	resilience   retries and their budgets, hedging, breaker, bulkhead, shedding, deadlines
//	dataset      keys that a person brought along, named by digest
//	sim          virtual time, event queue, distributions, a queueing station
//	stats        histograms, moments, rates, series, fingerprints
//	capacity     Erlang, M/M/c, M/G/1 and their kin: what theory expects
//	system       clients, links, balancers, servers and pools, joined by a document and simulated
//	scene        drawing operations with roles, marks, the wire; svg/ writes the same as SVG
//	lab          what a lab declares, scenarios as links, what a world must do
//	graph        the world of every lab that is a system: its picture, charts, words and stories
//	lab/...lab   the labs: ringlab with a world of its own, balancinglab as rules for core/graph
//	session      play, pause, step, seek, edit, undo, fork, compare; a person's own data
//	catalog      the one list of labs
//
// Pattern packages such as placement know no simulator and can be used alone:
// time and randomness are arguments, never fetched. Imports point down; the tests
// in tests/house hold the tree to that.
package core
