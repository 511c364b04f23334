package scene

func advance(r rune, bold bool) int {
	if bold {
		return 760
	}
	return 680
}
