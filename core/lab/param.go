package lab

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Kind is the type of a parameter's value.
type Kind uint8

// The kinds of parameters.
const (
	Int Kind = iota
	Float
	Enum
	Text
)

// String returns the kind's name as the catalog gives it.
func (k Kind) String() string { return [...]string{"int", "float", "enum", "text"}[k] }

// Param declares a value that a person can set.
type Param struct {
	Key   string // kebab-case; the name in links and in the catalog
	Label string
	Group string // heading in the panel
	Help  string // one or two sentences: what it does
	Kind  Kind
	// Default is the canonical text of the value when a link says nothing.
	Default string
	// Min, Max and Step are for numbers, which are rounded to a millionth; the
	// step is the control's and does not bind links.
	Min, Max, Step float64
	// Log asks for a control whose steps are ratios.
	Log  bool
	Unit string
	// Zero, of a number, is what 0 is called where it means that there is none:
	// "No time-out". It stands alone.
	Zero string
	// Options are the accepted values of an Enum.
	Options []Option
	// Optional says that a Text may be empty. Otherwise texts match
	// [a-z0-9-]+ and have at most MaxText characters.
	Optional bool
	// Check, of a Text, accepts other texts than names: it returns the canonical
	// form of one, or an error that says what was given and what is accepted.
	Check func(text string) (string, error)
	// Form says how a Text with a Check is best edited: "dist", "profile", "numbers".
	Form string
	// Initial parameters hold from the start: setting one later edits the
	// scenario's beginning instead of adding an action.
	Initial bool
	// Made parameters shape the data that the lab makes up, and mean nothing
	// where a person's own take its place.
	Made bool
	// Shown says whether the parameter means anything beside these values;
	// nil is always.
	Shown func(Values) bool
}

// Option is one accepted value of an Enum.
type Option struct{ Value, Label string }

// MaxText is the longest value of a Text parameter, in bytes.
const MaxText = 40

// Canonical checks a value and returns it as links write it, or an error that
// names the parameter, what was given and what is accepted.
func (p *Param) Canonical(text string) (string, error) {
	switch p.Kind {
	case Int, Float:
		return p.canonicalNumber(text)
	case Enum:
		for _, o := range p.Options {
			if o.Value == text {
				return text, nil
			}
		}
	case Text:
		switch {
		case text == "" && p.Optional:
			return text, nil
		case p.Check != nil:
			canonical, err := p.Check(text)
			if err != nil {
				return "", errors.New(p.Key + " was ignored: " + err.Error())
			}
			return canonical, nil
		case ValidName(text):
			return text, nil
		}
	}
	return "", invalid(p.Key, text, p.accepts())
}

func (p *Param) canonicalNumber(text string) (string, error) {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(x) || x < p.Min || x > p.Max || p.Kind == Int && x != math.Trunc(x) {
		return "", invalid(p.Key, text, p.accepts())
	}
	const grain = 1_000_000 // keeps 1e-300 from filling a link with digits
	x = math.Floor(float64(x*grain)+0.5) / grain
	return formatNumber(x + 0), nil // + 0 turns -0 into 0
}

// accepts says in words which values are accepted.
func (p *Param) accepts() string {
	switch p.Kind {
	case Int:
		return "a whole number from " + groupDigits(formatNumber(p.Min)) + " to " + groupDigits(formatNumber(p.Max))
	case Float:
		return "a number from " + groupDigits(formatNumber(p.Min)) + " to " + groupDigits(formatNumber(p.Max))
	case Enum:
		values := make([]string, len(p.Options))
		for i, o := range p.Options {
			values[i] = o.Value
		}
		return "one of " + strings.Join(values, ", ")
	}
	return "up to " + strconv.Itoa(MaxText) + " small letters, digits and hyphens"
}

// Show returns a value as a person reads it: "14 per node".
func (p *Param) Show(value string) string {
	switch p.Kind {
	case Enum:
		for _, o := range p.Options {
			if o.Value == value {
				return o.Label
			}
		}
		return value
	case Text:
		return value
	}
	if value == "0" && p.Zero != "" {
		return p.Zero
	}
	text := groupDigits(value)
	if p.Unit != "" {
		text += " " + p.Unit
	}
	return text
}

// ValidName reports whether s can name a part: [a-z0-9-]+, at most MaxText bytes.
func ValidName(s string) bool {
	if s == "" || len(s) > MaxText {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// maxEcho is how much of a bad value an error repeats.
const maxEcho = 60

// echo returns what a person gave, or its beginning.
func echo(given string) string {
	if len(given) > maxEcho {
		return strings.ToValidUTF8(given[:maxEcho], "") + "…"
	}
	return given
}

func invalid(name, given, accepted string) error {
	return errors.New(name + ` "` + echo(given) + `" was ignored: it takes ` + accepted)
}

// Values holds a canonical text for every parameter of a lab, in its order.
// It is a value: With returns a copy.
type Values struct {
	params []Param
	texts  []string
}

// Defaults returns the defaults of a lab's parameters.
func Defaults(params []Param) Values {
	texts := make([]string, len(params))
	for i := range params {
		texts[i] = params[i].Default
	}
	return Values{params, texts}
}

// Text returns the canonical text of a parameter; an unknown key is a
// programmer's error.
func (v Values) Text(key string) string { return v.texts[v.index(key)] }

// Int returns the value of an Int parameter.
func (v Values) Int(key string) int { return int(v.Float(key)) }

// Float returns the value of a number.
func (v Values) Float(key string) float64 {
	x, err := strconv.ParseFloat(v.Text(key), 64)
	if err != nil {
		panic("lab: parameter " + key + " is not a number")
	}
	return x
}

// With returns the values with one of them set to a canonical text.
func (v Values) With(key, canonical string) Values {
	texts := append([]string(nil), v.texts...)
	texts[v.index(key)] = canonical
	return Values{v.params, texts}
}

func (v Values) equal(o Values) bool {
	for i := range v.texts {
		if v.texts[i] != o.texts[i] {
			return false
		}
	}
	return len(v.texts) == len(o.texts)
}

func (v Values) index(key string) int {
	for i := range v.params {
		if v.params[i].Key == key {
			return i
		}
	}
	panic("lab: no parameter " + key)
}

// Param returns the declaration of a parameter, or nil.
func (l *Lab) Param(key string) *Param {
	for i := range l.Params {
		if l.Params[i].Key == key {
			return &l.Params[i]
		}
	}
	return nil
}

// Action returns the declaration of an action, or nil.
func (l *Lab) Action(name string) *ActionSpec {
	for i := range l.Actions {
		if l.Actions[i].Name == name {
			return &l.Actions[i]
		}
	}
	return nil
}
