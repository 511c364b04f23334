package system

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"headroom/core/balancer"
	"headroom/core/hash"
	"headroom/core/resilience"
	"headroom/core/sim"
)

// maxText is the longest text of a document, in bytes.
const maxText = 1 << 18

// String returns a document that Check has no fault with as [ParseDocument] reads it: a line for each
// part, with the settings that differ from the usual ones. Only recorded arrivals, and empirical distributions beyond the 16 KB
// that sim.ParseDist reads, have no text that can be read back.
//
//	system 1
//	clients web profile=steady:700 timeout=1s attempts=3 backoff=full base=50ms cap=1s > lb
//	balancer lb policy=two-choices check=1s > lan server-2
//	link lan latency=fixed:5ms > server-1
//	server server-1 slots=16 room=100
//	server server-2 slots=16 room=100 speed=0.5
func (d *Document) String() string {
	text := append([]byte("system "), strconv.Itoa(d.Version)...)
	text = append(text, '\n')
	for i := range d.Parts {
		text = d.Parts[i].append(text)
	}
	return string(text)
}

func (p *Part) append(text []byte) []byte {
	s, usual := new(specs), usual()
	s.take(p.Spec)
	kind := p.Spec.Kind()
	text = append(append(append(text, kind.String()...), ' '), p.Name...)
	list, others := s.fields(kind), usual.fields(kind)
	for i := range list {
		if value := list[i].text(); value != others[i].text() {
			text = append(append(append(append(text, ' '), list[i].key...), '='), value...)
		}
	}
	if len(p.To) > 0 {
		text = append(append(text, " > "...), strings.Join(p.To, " ")...)
	}
	return append(text, '\n')
}

// ParseDocument reads a document and checks it. Lines are as [Document.String] writes them, in the order
// in which parts are to be shown; after a # comes a comment. What is not understood is an error that names its line and what is
// understood there; for all else see [Document.Check].
func ParseDocument(text string) (*Document, error) {
	if len(text) > maxText {
		return nil, errors.New("the document has " + strconv.Itoa(len(text)) + " bytes: it may have " + strconv.Itoa(maxText))
	}
	var d Document
	number := 0
	for line := range strings.Lines(text) {
		number++
		line, _, _ = strings.Cut(line, "#")
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if err := d.read(words); err != nil {
			return nil, errors.New("line " + strconv.Itoa(number) + ": " + err.Error())
		}
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	return &d, nil
}

// read takes in a line. The first is the version's.
func (d *Document) read(words []string) error {
	if d.Version == 0 {
		if len(words) != 2 || words[0] != "system" || words[1] != strconv.Itoa(Version) {
			return errors.New("it begins with " + quote(strings.Join(words, " ")) + ": a document begins with \"system " +
				strconv.Itoa(Version) + "\"")
		}
		d.Version = Version
		return nil
	}
	kind := ClientsKind
	for kind.String() != words[0] {
		if kind == PoolKind {
			return errors.New(quote(words[0]) + " is no kind of part: there are clients, link, balancer, server and pool")
		}
		kind++
	}
	if len(words) == 1 {
		return errors.New("the name is missing: write it after " + words[0])
	}
	p := Part{Name: words[1]}
	if len(d.Parts) == MaxParts {
		return errors.New(quote(p.Name) + " is one part too many: there may be " + strconv.Itoa(MaxParts))
	}
	if err := p.read(kind, words[2:]); err != nil {
		return errors.New(clip(p.Name) + " has " + err.Error())
	}
	d.Parts = append(d.Parts, p)
	return nil
}

// read takes in the settings of a part, and where it leads.
func (p *Part) read(kind Kind, words []string) error {
	s := usual()
	list := s.fields(kind)
	seen := make([]bool, len(list))
	for i, word := range words {
		if word == ">" {
			p.To = append(p.To, words[i+1:]...)
			break
		}
		key, value, given := strings.Cut(word, "=")
		at := 0
		for at < len(list) && list[at].key != key {
			at++
		}
		switch {
		case !given:
			return errors.New(quote(word) + ": settings are written key=value, and the parts that it leads to come after a >")
		case at == len(list):
			return errors.New(quote(word) + ": there is no such setting of " + kind.String() + ", there are " + keys(list))
		case seen[at]:
			return errors.New(quote(key) + " twice: it is written once")
		}
		seen[at] = true
		if err := list[at].set(value); err != nil {
			return errors.New(quote(word) + ": " + err.Error())
		}
	}
	p.Spec = s.give(kind)
	return nil
}

func keys(list []field) string {
	text := list[0].key
	for _, each := range list[1:] {
		text += ", " + each.key
	}
	return text
}

// set takes in a value as text returns it. What is out of range is left to Check.
func (f *field) set(text string) (err error) {
	switch at := f.at.(type) {
	case *sim.Profile:
		*at, err = sim.ParseProfile(text)
		return err
	case *sim.Dist:
		*at, err = sim.ParseDist(text)
		return err
	case *balancer.Policy:
		*at, err = balancer.ParsePolicy(text)
		return err
	case *hash.Func:
		*at, err = hash.ParseFunc(text)
		return err
	case *resilience.Algorithm:
		for *at = 0; at.String() != text; *at++ {
			if *at == resilience.Decorrelated {
				return errors.New("use none, exponential, full, equal or decorrelated")
			}
		}
	case *bool:
		*at, err = strconv.ParseBool(text)
	case *int:
		*at, err = strconv.Atoi(text)
	case *float64:
		*at, err = strconv.ParseFloat(text, 64)
		*at += 0 // of -0 comes 0
	case *time.Duration:
		*at, err = time.ParseDuration(text)
	case *[]int:
		for each := range strings.SplitSeq(text, ",") {
			weight, bad := strconv.Atoi(each)
			if bad != nil {
				err = bad
			}
			*at = append(*at, weight)
		}
	}
	if err != nil {
		return errors.New(f.takes())
	}
	return nil
}

func quote(text string) string { return strconv.Quote(clip(text)) }
