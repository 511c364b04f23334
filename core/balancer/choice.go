package balancer

import "strconv"

// Choice is a picked backend and why it was picked: plain data, of which Words makes
// a sentence when somebody asks. Which fields mean something depends on the policy:
//
//	RoundRobin                Value Of: which turn it was, of how many
//	SmoothWeighted            Value Of: the current weight that won, and the sum of weights
//	LeastConnections          Value Of Ties: the load before this request, of how
//	                          many backends it is the least, and how many have as little
//	WeightedLeastConnections  the same, for each unit of weight
//	Random                    Of: the backends in rotation
//	WeightedRandom            Value Of: its weight, and the sum of weights
//	IPHash                    Value Of: the remainder, and the number of backends
//	ConsistentHash            Drawn[0]: whose client it is on the ring
//	BoundedLoads              the same, and Value Of: the load before this request, and
//	                          the bound
//	TwoChoices, PeakEWMA      Draws Drawn: what was drawn, in that order
//
// Load is active requests, or open connections where the pool has those. While somebody
// starts slowly, weights are in tenths of what was given.
type Choice struct {
	Slot   int // the backend, -1 where there is none
	Policy Policy
	Draws  uint8 // how many of Drawn there are

	Connection bool // the request goes over a connection
	Connected  bool // which was open, and decided: Value Of are which of its requests it is, of how many
	Ties       int32
	Value      int64
	Of         int64

	Session  bool  // the request belongs to a sticky session
	Bound    bool  // which decided; the policy had no say
	WasState State // of the backend that it was bound to: Left where that is no more
	UsedUp   bool  // the last connection of the client had no request left
	WasBound int32 // the slot of that, -1 where it was bound to none or that is no more

	SkippedState State // what keeps the first of those out that are not in rotation
	CutOff       bool  // the last connection of the client was cut off
	Skipped      int32 // its slot, -1 where all take requests; on a ring, the owner's only
	SkippedMore  int32 // how many more there are

	WasConnected int32 // the slot that the last connection led to, -1 for none or where that backend is no more

	Drawn [MaxChoices]Candidate
}

// Candidate is a backend that was looked at, and its load then: its active requests or
// open connections, or under PeakEWMA the response time to expect in microseconds, -1 where it has
// not been tried.
type Candidate struct {
	Slot uint16
	Load int32
}

// Words says why in a sentence, such as "two choices drew server-2 with 5 active
// and server-4 with 3". Name gives the names of slots, as Pool.Name does; client and
// session are what the request was hashed from.
func (c Choice) Words(name func(slot int) string, client, session string) string {
	if c.Slot < 0 {
		return "nothing to choose from" + c.others(name)
	}
	if c.Connected {
		return "its connection to " + name(c.Slot) + " is open: request " + strconv.FormatInt(c.Value, 10) +
			" of " + strconv.FormatInt(c.Of, 10)
	}
	text := c.closed(name)
	if c.Bound {
		return text + "sticky: session " + session + " is bound to " + name(c.Slot)
	}
	return text + c.lost(name, session) + c.reason(name, client) + c.others(name)
}

// closed says what became of the last connection.
func (c *Choice) closed(name func(int) string) string {
	if !c.Connection {
		return ""
	}
	last := "a backend that is gone"
	if c.WasConnected >= 0 {
		last = name(int(c.WasConnected))
	}
	switch {
	case c.UsedUp:
		return "its connection to " + last + " is used up; "
	case c.CutOff:
		return "its connection to " + last + " was cut off; "
	}
	return "it has no connection yet; "
}

// load writes how much a backend has, and what that is.
func (c *Choice) load(n int64) string {
	text := strconv.FormatInt(n, 10)
	if c.Connection {
		return text + " open"
	}
	return text + " active"
}

// lost says where a session was bound before.
func (c *Choice) lost(name func(int) string, session string) string {
	switch {
	case !c.Session:
		return ""
	case c.WasBound >= 0:
		return "sticky: session " + session + " was bound to " + name(int(c.WasBound)) +
			", which is " + c.WasState.String() + "; "
	case c.WasState == Left:
		return "sticky: session " + session + " was bound to a backend that is gone; "
	}
	return "sticky: session " + session + " is new; "
}

func (c *Choice) reason(name func(int) string, client string) string {
	value, of := strconv.FormatInt(c.Value, 10), strconv.FormatInt(c.Of, 10)
	switch c.Policy {
	case RoundRobin:
		return "round robin: turn " + value + " of " + of
	case SmoothWeighted:
		return "smooth weighted: current weight " + value + " of " + of
	case LeastConnections:
		return "least connections: " + c.load(c.Value) + ", the fewest of " + of + c.tied()
	case WeightedLeastConnections:
		return "weighted least connections: " + c.load(c.Value) + ", the fewest of " + of + " by weight" + c.tied()
	case Random:
		return "random: one of " + of
	case WeightedRandom:
		return "weighted random: weight " + value + " of " + of
	case IPHash:
		return "hash of " + client + " leaves " + value + " when divided by " + of + ": " + name(c.Slot)
	case TwoChoices:
		return c.drew(name)
	case PeakEWMA:
		return c.expected(name)
	}
	owner := int(c.Drawn[0].Slot)
	text := "hash of " + client + " belongs to " + name(owner)
	if c.Policy == BoundedLoads && c.Skipped < 0 && owner != c.Slot {
		text += ", which is full with " + c.load(int64(c.Drawn[0].Load)) + " of " + of
	}
	if owner != c.Slot {
		text += "; next is " + name(c.Slot)
	}
	return text
}

func (c *Choice) tied() string {
	if c.Ties < 2 {
		return ""
	}
	return ", its turn among " + strconv.Itoa(int(c.Ties))
}

var numbers = [MaxChoices + 1]string{"no choices", "one choice", "two choices", "three choices",
	"four choices", "five choices", "six choices", "seven choices", "eight choices"}

func (c *Choice) drew(name func(int) string) string {
	text := numbers[min(c.Draws, MaxChoices)] + " drew "
	for k, drawn := range c.Drawn[:min(c.Draws, MaxChoices)] {
		text += c.separator(k) + name(int(drawn.Slot)) + " with "
		if k == 0 {
			text += c.load(int64(drawn.Load))
		} else {
			text += strconv.Itoa(int(drawn.Load))
		}
	}
	return text
}

func (c *Choice) expected(name func(int) string) string {
	text := "peak EWMA drew "
	for k, drawn := range c.Drawn[:min(c.Draws, MaxChoices)] {
		text += c.separator(k) + name(int(drawn.Slot))
		if drawn.Load < 0 {
			text += ", not tried yet"
		} else {
			text += " at " + milliseconds(drawn.Load)
		}
	}
	return text
}

func (c *Choice) separator(k int) string {
	switch k {
	case 0:
		return ""
	case int(c.Draws) - 1:
		return " and "
	}
	return ", "
}

// milliseconds writes microseconds with three digits or more.
func milliseconds(micro int32) string {
	decimals := 0
	for limit := int32(100_000); micro < limit && decimals < 3; limit /= 10 {
		decimals++
	}
	return strconv.FormatFloat(float64(micro)/1000, 'f', decimals, 64) + " ms"
}

// others says who was left out.
func (c *Choice) others(name func(int) string) string {
	if c.Skipped < 0 {
		return ""
	}
	text := "; skipped " + name(int(c.Skipped)) + ": " + c.SkippedState.String()
	if c.SkippedMore > 0 {
		text += ", and " + strconv.Itoa(int(c.SkippedMore)) + " more"
	}
	return text
}
