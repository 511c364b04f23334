package sim

import "strconv"

// Admission is what a station does with a request that arrives.
type Admission uint8

// A request that arrives is served at once, waits in line, or is refused.
const (
	Served Admission = iota
	Waits
	Refused
)

// Station is a number of equal servers with one line before them, first come, first served. It knows
// who is where and nothing of time: the part that owns it draws the demands and schedules the ends.
type Station struct {
	line    []int32 // a ring of waiting requests; its length is a power of two
	head, n int
	room    int
	servers int
	busy    int
}

// NewStation returns an idle station with a number of servers and room for so many to wait; 0 makes
// it a loss system. It panics unless servers > 0 and room >= 0.
func NewStation(servers, room int) Station {
	if servers <= 0 || room < 0 {
		panic("sim: a station cannot have " + strconv.Itoa(servers) + " servers and room for " + strconv.Itoa(room))
	}
	return Station{servers: servers, room: room}
}

// Arrive takes in a request.
func (s *Station) Arrive(request int32) Admission {
	if s.busy < s.servers {
		s.busy++
		return Served
	}
	if s.n >= s.room {
		return Refused
	}
	if s.n == len(s.line) {
		s.grow()
	}
	s.line[(s.head+s.n)&(len(s.line)-1)] = request
	s.n++
	return Waits
}

// grow doubles the ring and straightens it.
func (s *Station) grow() {
	line := make([]int32, max(16, 2*len(s.line)))
	n := copy(line, s.line[s.head:])
	copy(line[n:], s.line[:s.head])
	s.line, s.head = line, 0
}

// Leave says that a server has finished. When somebody waits, it turns to the next, which it
// returns with true; otherwise it falls idle. It panics when no server was busy.
func (s *Station) Leave() (next int32, ok bool) {
	if s.busy == 0 {
		panic("sim: a request left a station that serves none")
	}
	if s.n == 0 {
		s.busy--
		return -1, false
	}
	next = s.line[s.head]
	s.head = (s.head + 1) & (len(s.line) - 1)
	s.n--
	return next, true
}

// Busy returns how many servers are serving.
func (s *Station) Busy() int { return s.busy }

// Waiting returns how many requests wait in line.
func (s *Station) Waiting() int { return s.n }

// Clone returns an independent copy.
func (s *Station) Clone() Station {
	c := *s
	c.line = append([]int32(nil), s.line...)
	return c
}
