package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// packedFile is a file with its compressed forms; a form that would not be
// smaller is nil.
type packedFile struct {
	file
	gzip, brotli []byte
}

// forms lists what is written for the file.
func (p packedFile) forms() []file {
	all := []file{p.file}
	if p.brotli != nil {
		all = append(all, file{p.name + ".br", p.brotli})
	}
	if p.gzip != nil {
		all = append(all, file{p.name + ".gz", p.gzip})
	}
	return all
}

// least is the smallest number of bytes that a browser fetches for the file.
func (p packedFile) least() int {
	if p.brotli != nil {
		return len(p.brotli)
	}
	return len(p.body)
}

// compressAll compresses at the slowest levels, several files at a time. The
// WebAssembly takes as long as all the rest, so the largest begin first.
func compressAll(site []file) []packedFile {
	packed := make([]packedFile, len(site))
	order := make([]int, len(site))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(site[b].body), len(site[a].body)) })
	var all sync.WaitGroup
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, i := range order {
		places <- struct{}{}
		all.Go(func() {
			packed[i] = compress(site[i])
			<-places
		})
	}
	all.Wait()
	return packed
}

func compress(f file) packedFile {
	return packedFile{
		file:   f,
		brotli: ifSmaller(f.body, brotliOf(f.body)),
		gzip:   ifSmaller(f.body, gzipOf(f.body)),
	}
}

func ifSmaller(body, compressed []byte) []byte {
	if len(compressed) < len(body) {
		return compressed
	}
	return nil
}

func brotliOf(body []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	must(w.Write(body))
	must(0, w.Close())
	return out.Bytes()
}

// gzipOf leaves name and time out of the header, so that the bytes depend on the
// content alone.
func gzipOf(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	must(0, err)
	must(w.Write(body))
	must(0, w.Close())
	return out.Bytes()
}

// must states that compressing into memory cannot fail.
func must(_ int, err error) {
	if err != nil {
		panic("compressing into a buffer failed: " + err.Error())
	}
}

// sizes are the bytes of a file or of several.
type sizes struct{ raw, gzip, brotli int }

func (s *sizes) add(f packedFile) {
	s.raw += len(f.body)
	s.brotli += f.least()
	if f.gzip != nil {
		s.gzip += len(f.gzip)
	} else {
		s.gzip += len(f.body)
	}
}

// table lists the bytes of each file, those of the pictures together, and in the
// last line what the playground costs when everything is fetched.
func table(packed []packedFile) string {
	rows := [][4]string{{"file", "raw", "gzip", "brotli"}}
	row := func(name string, s sizes) {
		rows = append(rows, [4]string{name, thousands(s.raw), thousands(s.gzip), thousands(s.brotli)})
	}
	var all, pictures sizes
	for _, f := range packed {
		if strings.HasPrefix(f.name, picturesPrefix) {
			pictures.add(f)
			continue
		}
		var one sizes
		one.add(f)
		row(f.name, one)
		all.add(f)
	}
	row("pictures of presets", pictures)
	row("everything but pictures", all)
	return columns(rows)
}

func columns(rows [][4]string) string {
	width := 0
	for _, row := range rows {
		width = max(width, len(row[0]))
	}
	var out strings.Builder
	for _, row := range rows {
		out.WriteString(row[0] + strings.Repeat(" ", width-len(row[0])))
		for _, figure := range row[1:] {
			out.WriteString(strings.Repeat(" ", 12-len(figure)) + figure)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
