package system

import "time"

// Outcome is how a request ended. Each request has exactly one.
type Outcome uint8

// The outcomes of requests.
const (
	UnderWay Outcome = iota // not ended yet
	OK
	Refused  // the last attempt was turned away: a full queue, nobody to send it to, a deadline too near
	Failed   // the last attempt was cut off by a crash
	TimedOut // no answer in time, and no attempt left
	Lost     // a message was lost, and nobody waits with a clock for its answer
)

// String returns the outcome in words: "timed out".
func (o Outcome) String() string {
	return [...]string{"under way", "ok", "refused", "failed", "timed out", "lost"}[o]
}

// Phase is what an attempt is doing.
type Phase uint8

// What an attempt may be doing, at the part that its Flight names.
const (
	Going      Phase = iota // on a link, on its way down
	Waiting                 // in the queue of a server or pool
	Serving                 // in a slot
	Returning               // on a link, on its way back
	BackingOff              // at the clients, waiting to be sent again
)

// Flight is where an attempt of a request is. It is valid during the visit.
type Flight struct {
	Request uint64 // number, from 1; unique within the clients that sent it
	Clients int    // index of the part that sent it
	Attempt int    // 0 for the first; hedges count on
	Part    int    // index of the part it is at
	Phase   Phase
	// Since is when the phase began, and Until when it ends, Forever where that is not known.
	Since, Until time.Duration
	Place        int     // Waiting: how many are before it. Serving: the slot
	Abandoned    bool    // its client no longer waits for it
	Answer       Outcome // Returning: what it brings back
}

// Ended is an attempt that came to nothing lately.
type Ended struct {
	Request uint64
	Clients int
	Part    int // where: a link that lost it, a server that refused it, clients that gave up
	At      time.Duration
	Outcome Outcome
}

// PartState is what can be seen of a part.
type PartState struct {
	Name string
	Kind Kind
	// Of servers and pools.
	Slots, Busy, Waiting, Room int
	Speed                      float64       // as set by Slow, 1 is as documented, times the document's speed
	Warm                       float64       // share of it that is reached, below 1 while it warms up
	Down, Frozen               bool          // crashed; paused
	Split                      bool          // links: nothing gets through
	Draining                   bool          // its balancer sends it nothing new
	OutOfRotation              bool          // its balancer takes it for dead
	Share                      float64       // busy share of its slots over the last second or so
	MeanBusy, MeanWaiting      float64       // busy slots and requests waiting, on average since the start or Measure; NaN where InSystem is
	MeanSlots                  float64       // slots on average, without those there were before it joined
	P50, P99                   time.Duration // its responses lately; 0 while there are none
	// Totals since the start or Measure.
	// Of servers and pools TimedOut is what they dropped since its deadline had passed, and Wasted what
	// they served for a client that no longer waited, which is part of OK. Lost is of links.
	Arrived, OK, Refused, Failed, TimedOut, Lost, Wasted uint64
	// Lately is how many came to a server or pool in the last second or so, and Queue the mean number waiting then.
	Lately uint64
	Queue  float64
	// Passed counts the messages that entered a link on their way down, since the very start.
	Passed uint64
	// Active is how many requests a balancer has sent and not heard of.
	Active int
	// Open is how many connections are open: through a balancer, or to a part that balancers choose.
	Open int
}

// Totals are the requests of all clients, since the start or Measure. Sent is the sum of the outcomes
// and of those under way.
type Totals struct {
	Sent, OK, Refused, Failed, TimedOut, Lost, UnderWay uint64
	Attempts, Retries, Hedges                           uint64 // attempts are the first ones, retries and hedges
	Waited                                              uint64 // of OK: stood in a queue
	Kept, Repeat                                        uint64 // attempts whose address was served by the same server last time, of those that had a last time
}

// Sample is a step of the history: what happened in it.
type Sample struct {
	Sent, OK, Bad uint32        // requests: meant to be sent, answered, ended otherwise
	Attempts      uint32        // that were sent: requests with their retries and copies
	P50, P99      time.Duration // of those that ended OK in it
	Waiting       float64       // mean number waiting in all queues
	Busy          float64       // mean number of busy slots
}

// Step is a step of a request's story, in words.
type Step struct {
	At   time.Duration
	Part string // as people call it
	Text string // "two choices drew server-2 with 5 active and server-4 with 3"
}

// Story is what happened to a request, from the moment it was meant to be sent.
type Story struct {
	Request   uint64
	Clients   string
	Address   string // its client's
	Sent      time.Duration
	Ended     time.Duration // where Outcome is not UnderWay
	Outcome   Outcome
	Steps     []Step
	Forgotten int // attempts before the first that is told
}
