package system

// setPool gives a pool its settings. Equal servers that take from one queue are one station with the slots of
// all of them: whoever is free takes the next, and which server that is changes nothing.
func (s *System) setPool(number int32, spec Pool) {
	s.setStation(&s.stations[number], spec.Servers*spec.Slots, spec.Room, spec.Service, spec.Speed)
}
