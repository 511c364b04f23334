//go:build js && wasm

package main

import (
	"errors"
	"math"
	"unsafe"

	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/session"
)

// task is work that is done in pieces: what comes in is written, and what came of
// it is read. In between whoever drives it tells progress, or drops it.
type task interface {
	// write takes the next bytes, which it does not keep, and returns how many
	// lines there were so far.
	write(p []byte) (lines int, err error)
	// rest says that everything has been written, does a part of what is left to
	// do, some milliseconds of it, and answers whether that was all, or how large
	// a share is done.
	rest(j *lab.JSON)
	// end answers what came of it, and does before what rest has left.
	end(j *lab.JSON) error
	// read appends the next piece of what came of it to dst, nothing at the end.
	read(dst []byte) []byte
}

// newTask begins the task that a request names.
func newTask(r *request) (task, error) {
	switch name := r.text("task"); name {
	case "import":
		o, err := options(r)
		return &keysTask{in: dataset.NewReader(o)}, err
	case "load":
		keys, lines := r.number("keys", 1, dataset.MaxKeys), r.number("lines", 1, dataset.MaxLines)
		ref := dataset.Ref{Digest: r.text("digest"), Keys: int(keys)}
		return &keysTask{in: dataset.NewLoader(ref, int(lines))}, r.err
	case "study":
		link, id := r.text("link"), r.text("study")
		if r.err != nil {
			return nil, r.err
		}
		study, err := session.StartStudy(link, id, program.labs, program.shelf)
		return studyTask{study}, err
	default:
		return nil, errors.New(`there is no task "` + name + `"; expected import, load or study`)
	}
}

// keysTask makes keys out of bytes and hands out their packed form.
type keysTask struct {
	in interface {
		Write(p []byte) (int, error)
		Lines() int
		Close() (*dataset.Keys, error)
	}
	keys    *dataset.Keys
	next    int // the key to go on reading with
	checked int // how many were looked at
}

func (t *keysTask) write(p []byte) (lines int, err error) {
	_, err = t.in.Write(p)
	return t.in.Lines(), err
}

// restBytes takes a browser some milliseconds.
const restBytes = 4 << 20

func (t *keysTask) rest(j *lab.JSON) {
	r, reads := t.in.(*dataset.Reader)
	j.Bool(!reads || r.Sum(restBytes))
}

func (t *keysTask) end(j *lab.JSON) error {
	if err := t.close(); err != nil {
		return err
	}
	describeKeys(j, t.keys).Close('}')
	return nil
}

func (t *keysTask) close() (err error) {
	if t.keys == nil {
		t.keys, err = t.in.Close()
	}
	return err
}

// checkedKeys take a browser some milliseconds.
const checkedKeys = 2048

// check goes on making sure that the keys are what the lab takes, and answers how
// large a share of them has been looked at; 1 is all.
func (t *keysTask) check(j *lab.JSON) error {
	if err := t.close(); err != nil {
		return err
	}
	done, err := program.session.Check(t.keys, checkedKeys)
	share := 1.0
	if t.checked += checkedKeys; !done {
		share = min(float64(t.checked)/float64(t.keys.Len()), 0.99)
	}
	j.Number(share)
	return err
}

func (t *keysTask) read(dst []byte) []byte {
	if t.keys != nil {
		dst, t.next = t.keys.AppendPacked(dst, t.next, pieceLength)
	}
	return dst
}

// studyTask fills the table of a study. Nothing is written to it or read.
type studyTask struct{ *session.Study }

// studyUnits take a browser some milliseconds.
const studyUnits = 20_000

func (t studyTask) write([]byte) (int, error) { return 0, nil }

func (t studyTask) read([]byte) []byte { return nil }

func (t studyTask) rest(j *lab.JSON) {
	t.Work(studyUnits)
	j.Number(t.Progress())
}

func (t studyTask) end(j *lab.JSON) error {
	for !t.Work(math.MaxInt32) {
	}
	t.AppendJSON(j)
	return nil
}

func describeKeys(j *lab.JSON, keys *dataset.Keys) *lab.JSON {
	j.Open('{').Key("keys").Int(keys.Len()).Key("lines").Int(keys.Lines()).Text("digest", keys.Digest())
	return j.Key("inline").Bool(keys.PackedLen() <= dataset.MaxInline)
}

// A piece has so many bytes at most. What is read goes a record over it.
const (
	pieceLength = 1 << 20
	overhang    = dataset.MaxKey + 16
)

// job is the task that goes on, or that has ended last, and the buffer that its
// bytes come and go by.
var job struct {
	task   task
	buffer []byte
}

// taskBuffer returns where so many bytes, 1 MB at most, can be put for the
// program to read, or 0 when they are too many.
//
//go:wasmexport taskBuffer
func taskBuffer(n uint32) (address uint32) {
	if program.fault || n > pieceLength {
		return 0
	}
	defer guard()
	if job.buffer == nil {
		job.buffer = make([]byte, pieceLength+overhang)
	}
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(job.buffer))))
}

// given returns the first n bytes of the buffer.
func given(n uint32) []byte { return job.buffer[:min(int(n), pieceLength, len(job.buffer))] }

// taskWrite gives the task the first n bytes of the buffer. It returns how many
// lines there were so far, or -1 when something is wrong, which task-end says.
//
//go:wasmexport taskWrite
func taskWrite(n uint32) (lines int32) {
	if program.fault || job.task == nil {
		return -1
	}
	lines = -1
	defer guard()
	if count, err := job.task.write(given(n)); err == nil {
		lines = int32(count)
	}
	return lines
}

// taskRead puts the next piece of what came of the task into the buffer and
// returns its length, 0 at the end.
//
//go:wasmexport taskRead
func taskRead() (n uint32) {
	if program.fault || job.task == nil || job.buffer == nil {
		return 0
	}
	defer guard()
	return uint32(len(job.task.read(job.buffer[:0])))
}

// work answers a request about tasks and data and reports whether it was one.
func work(op string, r *request, j *lab.JSON) (ok bool, err error) {
	switch op {
	case "task":
		next, err := newTask(r)
		if err != nil {
			return true, err
		}
		job.task = next
		j.Bool(true)
	case "task-rest":
		if job.task == nil {
			j.Bool(true)
		} else {
			job.task.rest(j)
		}
	case "task-end":
		if job.task == nil {
			return true, errors.New("there is no task to end")
		}
		return true, job.task.end(j)
	case "task-check":
		t, _ := job.task.(*keysTask)
		if t == nil {
			return true, errNoKeys
		}
		return true, t.check(j)
	case "task-cancel":
		job.task, job.buffer = nil, nil
		j.Bool(true)
	case "sniff":
		name, n, spec := r.text("name"), r.number("length", 0, pieceLength), spec(r)
		if r.err == nil {
			describeSniffed(j, dataset.Sniff(given(uint32(n)), name, spec.Columns...))
		}
	case "preview":
		return true, preview(r, j)
	case "unpack":
		return true, unpack(r, j)
	default:
		return false, nil
	}
	return true, r.err
}

// options reads how a file is laid out.
func options(r *request) (o dataset.Options, err error) {
	format, delimiter := r.text("format"), r.text("delimiter")
	o.Cut = spec(r).Cut
	o.Column, o.Header, o.Field = int(r.number("column", 0, math.MaxInt32)), r.flag("header"), r.text("field")
	if len(delimiter) == 1 {
		o.Delimiter = delimiter[0]
	} else {
		r.wants("delimiter", "one character")
	}
	if o.Format, err = dataset.ParseFormat(format); r.err != nil {
		err = r.err
	}
	return o, err
}

// spec is what the lab of a request says of data: a worker has no session to go by.
func spec(r *request) *lab.DataSpec {
	id := r.text("lab")
	for _, l := range program.labs {
		if l.ID == id && l.Data != nil {
			return l.Data
		}
	}
	r.wants("lab", "the id of one that takes data")
	return &lab.DataSpec{}
}

func describeSniffed(j *lab.JSON, s dataset.Sniffed) {
	delimiter := s.Delimiter
	if delimiter == 0 {
		delimiter = ','
	}
	j.Open('{').Text("format", s.Format.String()).Key("column").Int(s.Column).Key("header").Bool(s.Header)
	j.Text("delimiter", string(rune(delimiter))).Text("field", s.Field).Key("columns").Open('[')
	for _, name := range s.Columns {
		j.String(name)
	}
	j.Close(']').Close('}')
}

// unpack takes the data that a link carries in its fragment, so that a scenario
// which names it finds it.
func unpack(r *request, j *lab.JSON) error {
	n := r.number("length", 0, pieceLength)
	if r.err != nil {
		return r.err
	}
	keys, err := dataset.Unpack(given(uint32(n)))
	if err != nil {
		return err
	}
	program.shelf.Put(keys)
	describeKeys(j, keys).Close('}')
	return nil
}

// preview answers what the beginning of a file comes to.
func preview(r *request, j *lab.JSON) error {
	n := r.number("length", 0, pieceLength)
	o, err := options(r)
	if err != nil {
		return err
	}
	in := dataset.NewReader(o)
	in.Write(given(uint32(n))) // Close returns its error
	keys, err := in.Close()
	if err == nil {
		_, err = program.session.Check(keys, math.MaxInt)
	}
	if err != nil {
		return err
	}
	describeKeys(j, keys).Key("first").Open('[')
	for i := range min(previewed, keys.Len()) {
		j.String(keys.Key(i))
	}
	j.Close(']').Close('}')
	return nil
}

// previewed is how many keys a preview shows.
const previewed = 6

var errNoKeys = errors.New("there are no keys to use: a task that reads them comes first")

// use makes the keys that a task came to those of the scenario.
func use(r *request) error {
	name := r.text("name")
	t, _ := job.task.(*keysTask)
	switch {
	case r.err != nil:
		return r.err
	case t == nil || t.keys == nil:
		return errNoKeys
	}
	return program.session.Use(t.keys, name)
}
