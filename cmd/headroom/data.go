package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"headroom/core/catalog"
	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/session"
)

// own is the data that a person gives beside the link.
type own struct{ file, column, field string }

func (o *own) flags(fs *flag.FlagSet) {
	fs.StringVar(&o.file, "data", "", "play with the keys of `FILE`, or with the timestamps of it as requests: one a line, CSV or JSON lines, which is found out by itself")
	fs.StringVar(&o.column, "column", "", "they are in this column of CSV: its `NAME`, or its number from 1")
	fs.StringVar(&o.field, "field", "", "they are in this field of JSON lines: its `NAME`, with dots into objects")
}

func (o *own) check() error {
	switch {
	case o.file == "" && (o.column != "" || o.field != ""):
		return errors.New("-column and -field say where the keys are in a file; give it with -data FILE")
	case o.column != "" && o.field != "":
		return errors.New("-column is for CSV and -field for JSON lines; give one of them")
	}
	return nil
}

// open opens a link, brings the data that it is about, and says what of the link
// was ignored and what was read of the file.
func (o *own) open(link string, errs io.Writer) (*session.Session, error) {
	query, _, _ := strings.Cut(link, "#")
	s, err := session.Open(query, catalog.Labs(), nil)
	if err != nil {
		return nil, err
	}
	for _, n := range s.Notices() {
		note(errs, n)
	}
	if o.file == "" {
		return s, carried(s, link, errs)
	}
	spec := specOf(s)
	keys, said, err := o.read(spec)
	if err != nil {
		return nil, err
	}
	note(errs, said)
	name := filepath.Base(o.file)
	if missing, ok := s.Missing(); ok && missing.Digest != keys.Digest() {
		return nil, fmt.Errorf("the link is about %s, and -data gives %s; give that file, or a link without data=", describe(spec, missing), describe(spec, keys.Ref(name)))
	}
	return s, use(s, keys, name)
}

// specOf is what the lab says of data; one that takes none refuses it later.
func specOf(s *session.Session) *lab.DataSpec {
	if spec := s.Scenario().Lab.Data; spec != nil {
		return spec
	}
	return &lab.DataSpec{One: "key"}
}

// carried brings the data that the link itself carries.
func carried(s *session.Session, link string, errs io.Writer) error {
	keys, err := keysIn(link)
	if err != nil {
		return err
	}
	missing, about := s.Missing()
	spec := specOf(s)
	switch {
	case about && keys == nil:
		return fmt.Errorf("the link is about %s, and does not carry them; give the file with -data FILE", describe(spec, missing))
	case about && keys.Digest() != missing.Digest:
		return fmt.Errorf("the link is about %s, and carries others: %s; copy it again, or give the file with -data FILE", describe(spec, missing), describe(spec, keys.Ref(missing.Name)))
	case about:
		return use(s, keys, missing.Name)
	case keys != nil:
		note(errs, "the keys in the link were ignored: it has no data= that names them")
	}
	return nil
}

// use plays with these keys, to the moment that the link is about.
func use(s *session.Session, keys *dataset.Keys, name string) error {
	moment := s.Moment()
	if err := s.Use(keys, name); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.Go(moment)
	return nil
}

func note(errs io.Writer, text string) { fmt.Fprintln(errs, "headroom: note:", text) }

func describe(spec *lab.DataSpec, r dataset.Ref) string {
	return fmt.Sprintf("the data %q (%s, digest %s)", r.Name, spec.Count(r.Keys), r.Digest)
}

// sampleLen is how much of a file is looked at to find out its format.
const sampleLen = 64 << 10

// read reads the keys of the file, piece by piece, and says what was read.
func (o *own) read(spec *lab.DataSpec) (keys *dataset.Keys, said string, err error) {
	f, err := os.Open(o.file)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	sample := make([]byte, sampleLen)
	n, err := io.ReadFull(f, sample)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, "", err
	}
	options, where, err := o.layout(sample[:n], spec)
	if err != nil {
		return nil, "", err
	}
	r := dataset.NewReader(options)
	if _, err = r.Write(sample[:n]); err == nil {
		_, err = io.Copy(r, f)
	}
	if err == nil {
		keys, err = r.Close()
	}
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", o.file, err)
	}
	return keys, fmt.Sprintf("%s: %s, %s with repeats, %s", o.file, spec.Count(keys.Len()), lab.FormatCount(keys.Lines()), where), nil
}

// layout finds out where the keys are, and says it.
func (o *own) layout(sample []byte, spec *lab.DataSpec) (options dataset.Options, where string, err error) {
	name := o.file
	switch { // what is asked for counts for more than how the file is called
	case o.column != "":
		name = "a.csv"
	case o.field != "":
		name = "a.jsonl"
	}
	s := dataset.Sniff(sample, name, spec.Columns...)
	s.Cut = spec.Cut
	switch {
	case o.field != "":
		s.Field = o.field
	case o.column != "":
		if s.Column, err = columnOf(s.Columns, o.column); err != nil {
			return s.Options, "", fmt.Errorf("%s: %w", o.file, err)
		}
	}
	switch {
	case s.Format == dataset.Lines:
		where = "one a line"
	case s.Format == dataset.JSONLines:
		where = fmt.Sprintf("the field %.60q of JSON lines", s.Field)
	case s.Column < len(s.Columns) && s.Header:
		where = fmt.Sprintf("the column %.60q of CSV", s.Columns[s.Column])
	default:
		where = fmt.Sprintf("column %d of CSV", s.Column+1)
	}
	return s.Options, where, nil
}

// columnOf finds a column by its name or its number.
func columnOf(columns []string, given string) (int, error) {
	if i := slices.Index(columns, given); i >= 0 {
		return i, nil
	}
	if n, err := strconv.Atoi(given); err == nil && n >= 1 {
		return n - 1, nil // whether each row has it is for the reader to see
	}
	return 0, fmt.Errorf("there is no column %q; give the number of one, from 1, or one of the names %s", given, list(columns))
}

// list writes a few names.
func list(names []string) string {
	const most = 20
	quoted := make([]string, 0, most)
	for _, name := range names[:min(len(names), most)] {
		quoted = append(quoted, fmt.Sprintf("%.60q", name))
	}
	if len(names) > most {
		quoted = append(quoted, fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(quoted, ", ")
}
