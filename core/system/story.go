package system

// Story tells what happened to a request: one under way, one of the last that ended, or the slowest.
func (s *System) Story(clients int, request uint64) (Story, bool) { return Story{}, false }

// Happened says in words what the last event or change did; "" when there was none.
func (s *System) Happened() string { return "" }
