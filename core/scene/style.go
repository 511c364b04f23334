package scene

// A Style says how a shape is painted. The zero Style paints nothing.
type Style struct {
	Fill   Role    // the inside
	Stroke Role    // the outline; lines, polylines and arcs have nothing else
	Alpha  float64 // 0 to 1, for both; 0 means 1
	Width  float64 // of the stroke in pixels, up to 1023; 0 means 1
	Dash   float64 // length of dashes and of the gaps between them; 0 is an unbroken line
	Arrow  bool    // an arrowhead at the end of a Line or Polyline
}

// An Anchor says which part of a text stands at its x.
type Anchor uint8

const (
	// Start puts the beginning of the text at x.
	Start Anchor = iota
	// Middle centres the text on x.
	Middle
	// End puts the end of the text at x.
	End
)

// A TextStyle says how a text is painted.
type TextStyle struct {
	Size   float64 // of the font in pixels, up to 1023
	Bold   bool
	Role   Role
	Alpha  float64 // 0 to 1; 0 means 1
	Anchor Anchor
	Max    float64 // the width in pixels at which the text is cut with …; 0 cuts nothing
}
