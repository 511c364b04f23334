package balancinglab

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"headroom/core/graph"
	"headroom/core/lab"
	"headroom/core/system"
)

// Do carries out an action.
func (r *rules) Do(w *graph.World, a lab.Action) error {
	name, last := a.Fields[0], a.Fields[len(a.Fields)-1]
	x, _ := strconv.ParseFloat(last, 64) // canonical where it is a number
	switch a.Name {
	case "reconnect":
		w.Say(lab.FormatCount(int(x)) + " clients reconnect")
		return w.System().Burst(w.Now(), clientsName, int(x))
	case "add":
		w.Say(name + " joined")
		return r.add(name)
	}
	i := r.find(name)
	if i < 0 {
		return errors.New(`there is no server "` + name + `"; ` + r.roll())
	}
	sys, now := w.System(), w.Now()
	switch a.Name {
	case "slow":
		w.Say(name + " works at " + lab.FormatFixed(x, -1) + " of its speed")
		return sys.Slow(now, name, x)
	case "kill":
		w.Say(name + " died")
		return sys.Crash(now, name)
	case "restore":
		w.Say(name + " is restored")
		return sys.Restore(now, name)
	case "drain":
		w.Say(name + " drains")
		return sys.Drain(now, name)
	case "split":
		w.Say(name + " is split off")
		return sys.Split(now, name)
	case "pause":
		w.Say(name + " pauses for " + last + " ms")
		return sys.Freeze(now, name, time.Duration(x)*time.Millisecond)
	case "weight":
		return r.weigh(w, i, int(x))
	case "remove":
		if len(r.servers) == 1 {
			return errors.New("the last server must stay, or the balancer would have none")
		}
		w.Say(name + " left")
		r.servers, r.document = append(r.servers[:i:i], r.servers[i+1:]...), nil
		return nil
	}
	panic("balancinglab: no action " + a.Name)
}

func (r *rules) add(name string) error {
	const longest = system.MaxName - len(linkPrefix)
	switch {
	case len(r.servers) == MaxServers:
		return errors.New("there are " + strconv.Itoa(MaxServers) + " servers already, which is the most")
	case len(name) > longest:
		return errors.New(name + " is too long: a server's name has at most " + strconv.Itoa(longest) + " characters")
	}
	for _, wanted := range [...]string{name, linkPrefix + name} {
		for i := range r.Document().Parts {
			if r.document.Parts[i].Name == wanted {
				return errors.New("there is a part " + wanted + " already; choose another name")
			}
		}
	}
	r.join(name)
	return nil
}

func (r *rules) weigh(w *graph.World, i, weight int) error {
	if !r.weighted() {
		return errors.New(lab.Lower(r.label()) + " knows no weights; weighted round robin, weighted least connections and weighted random do")
	}
	r.servers[i].weight, r.document = weight, nil
	w.Say(r.servers[i].name + " has weight " + strconv.Itoa(weight))
	return nil
}

// weighted tells whether the algorithm knows weights.
func (r *rules) weighted() bool {
	return strings.Contains(r.text("algorithm"), "weighted")
}

// label is the algorithm's name for people.
func (r *rules) label() string { return labels[r.balancer().Config.Policy] }

// roll names the first few servers.
func (r *rules) roll() string {
	names := make([]string, len(r.servers))
	for i := range names {
		names[i] = r.servers[i].name
	}
	return lab.Roll(names)
}

// PartActions returns the names of the actions that a part offers now.
func (r *rules) PartActions(w *graph.World, part string) []string {
	if r.find(part) < 0 {
		return nil
	}
	p, link := r.state(w, part), r.state(w, linkPrefix+part)
	var all []string
	for _, offer := range []struct {
		name string
		can  bool
	}{
		{"slow", !p.Down}, {"kill", !p.Down}, {"restore", r.trouble(&p, &link) != ""}, {"drain", !p.Draining}, {"split", !link.Split},
		{"pause", !p.Down}, {"weight", r.weighted()}, {"remove", len(r.servers) > 1},
	} {
		if offer.can {
			all = append(all, offer.name)
		}
	}
	return all
}

// state is what can be seen of a part now.
func (r *rules) state(w *graph.World, part string) system.PartState {
	return w.System().Part(w.System().Index(part), w.Moment())
}

// trouble says what was done to a server, or "".
func (r *rules) trouble(p, link *system.PartState) string {
	switch i := r.find(p.Name); {
	case p.Down:
		return "down"
	case p.Frozen:
		return "paused"
	case link.Split:
		return "split off"
	case p.Draining:
		return "draining"
	case p.Speed < r.power(i):
		return "slowed"
	case p.Speed > r.power(i):
		return "sped up"
	}
	return ""
}
