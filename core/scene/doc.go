// Package scene is a picture as data: a short list of drawing operations with roles instead of
// colours, and marks that name what can be pointed at.
//
// A view builds one scene per frame. From then on everything reads the same scene: the page paints
// its bytes on a canvas (web/paint.js), package svg writes it as a document for the server and for
// golden tests, and the table for screen readers is read from its marks. Nobody but the view knows
// what is drawn, and the view knows nothing of canvases, colours or themes.
//
// # Drawing
//
//	s := scene.New()                 // once; reuse it for every frame
//	s.Reset(884, 624)                // starts a frame of that size in CSS pixels
//	s.SetTitle("Hash ring")
//	s.Arc(442, 312, 220, 0, 0.25, scene.Style{Stroke: scene.Series(0), Width: 16})
//	s.Text(442, 320, "14.7%", scene.TextStyle{Size: 30, Bold: true, Role: scene.Ink, Anchor: scene.Middle})
//	s.Mark(scene.Mark{ID: "node:cache-a", Kind: "node", Label: "cache-a", Listed: true, W: 90, H: 20})
//	s.Value("Keys", "25,221")
//	s.Layer(scene.Live)              // what moves every frame
//	s.Dots(2.5, scene.Series(0), 0.7, points)
//	wire = s.AppendWire(wire[:0])
//
// Coordinates are CSS pixels from the top left, y downwards; angles are turns, clockwise from
// twelve o'clock. What is drawn later lies on top, with two exceptions that make painting fast:
// the whole Live layer lies above the Base layer, and within Live dots (of up to
// 16 pixels) lie beneath the rest. A run
// of arcs, or of lines, with nothing between is painted grouped by style, the style seen first
// lowest; so that parts of a run that overlap should be of one style.
//
// # Cost
//
// Operations are encoded as they are drawn, at about 50 ns each (200 in a browser), into buffers that are kept: after
// the first few frames building and encoding allocate nothing. Text is cleaned and cut while it is
// encoded, by a table of widths that is shipped with the program, and so every painter shows the
// same letters. Geometry is rounded to 1/64 pixel, whence the same picture has the same bytes
// on every platform.
//
// # Errors
//
// Drawing returns no errors: a coordinate that is no number, a group left open or a frame beyond
// the limits of wire.go is a fault of the view and panics with the fact. Decode, which reads bytes
// that may come from anywhere, returns errors and never panics.
package scene
