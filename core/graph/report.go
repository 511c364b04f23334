package graph

import (
	"time"

	"headroom/core/lab"
	"headroom/core/scene"
)

func (w *World) Draw(s *scene.Scene, look lab.Look)                     {}
func (w *World) Pick(look lab.Look, x, y float64) string                { return "" }
func (w *World) Explain(id string) (lab.Selection, bool)                { return lab.Selection{}, false }
func (w *World) Find(text string) (string, error)                       { return "", nil }
func (w *World) RoleOf(part string) scene.Role                          { return scene.Danger }
func (w *World) Metrics(now time.Duration) []lab.Metric                 { return w.rules.Metrics(w, now) }
func (w *World) Caption(now time.Duration) lab.Caption                  { return w.rules.Caption(w, now) }
func (w *World) Charts() []lab.Chart                                    { return nil }
func (w *World) Parts() lab.Parts                                       { return lab.Parts{} }
func (w *World) Position(now time.Duration, played, actions int) string { return "" }
func (w *World) Happened() string                                       { return w.sys.Happened() }
func (w *World) Slowest() (id string, at time.Duration, ok bool)        { return "", 0, false }
func (w *World) Bottleneck() (id, text string)                          { return "", "" }
func (w *World) Said() (n int, text string)                             { return w.acts, w.said }
