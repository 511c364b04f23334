package scene

import "strconv"

// A Role says what a colour means; the theme says which colour that is. The zero Role paints
// nothing. The numbers are part of the wire format and of the page's protocol.
type Role uint8

// The roles. Faint is for marks only, never for words: it has too little contrast to be read.
const (
	None Role = iota
	Background
	Panel
	Hairline
	Border
	Ink
	Muted
	Faint
	Accent
	AccentSoft
	OK
	Warn
	Danger
	Series1
	Series2
	Series3
	Series4
	Series5
	Series6
	Series7
	Series8
)

// Roles is the number of roles, None among them: valid roles are those below it.
const Roles = int(Series8) + 1

// Series returns the colour of the i-th of several things that are told apart, counting from 0.
// There are eight; the ninth has the colour of the first again.
func Series(i int) Role {
	const n = int(Series8-Series1) + 1
	return Series1 + Role(((i%n)+n)%n)
}

// String returns the role's name as the page's custom properties and classes spell it: "ink",
// "accent-soft", "series-1".
func (r Role) String() string {
	if int(r) >= Roles {
		return "role-" + strconv.Itoa(int(r))
	}
	return roleNames[r]
}

// Color returns the literal colour of the role, "#rrggbb", in the light or the dark theme, and ""
// for None.
func (r Role) Color(dark bool) string {
	if int(r) >= Roles {
		return ""
	}
	if dark {
		return darkColors[r]
	}
	return lightColors[r]
}

var roleNames = [Roles]string{
	None: "none", Background: "background", Panel: "panel", Hairline: "hairline", Border: "border",
	Ink: "ink", Muted: "muted", Faint: "faint", Accent: "accent", AccentSoft: "accent-soft",
	OK: "ok", Warn: "warn", Danger: "danger",
	Series1: "series-1", Series2: "series-2", Series3: "series-3", Series4: "series-4",
	Series5: "series-5", Series6: "series-6", Series7: "series-7", Series8: "series-8",
}

var lightColors = [Roles]string{
	Background: "#FAFAF7", Panel: "#FFFFFF", Hairline: "#E7E5DF", Border: "#D6D3CA",
	Ink: "#1A1E24", Muted: "#5F6773", Faint: "#8A919C", Accent: "#2B59E0", AccentSoft: "#E8EEFD",
	OK: "#0B7A67", Warn: "#8F5F00", Danger: "#C23530",
	Series1: "#3568D4", Series2: "#C9641A", Series3: "#12907A", Series4: "#8A55CF",
	Series5: "#C4467F", Series6: "#94760F", Series7: "#2C88BC", Series8: "#8F6340",
}

var darkColors = [Roles]string{
	Background: "#0E1116", Panel: "#151920", Hairline: "#242A33", Border: "#343C48",
	Ink: "#E8EBF0", Muted: "#98A2B0", Faint: "#6F7A8A", Accent: "#86A6FF", AccentSoft: "#1C2740",
	OK: "#3CC3A6", Warn: "#E7B04A", Danger: "#F1716B",
	Series1: "#7BA0F5", Series2: "#F2A062", Series3: "#3CC3A6", Series4: "#B48AF0",
	Series5: "#EE86BA", Series6: "#E0BE4E", Series7: "#7CC8F0", Series8: "#C79A73",
}
