package conformance

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"flag"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/dataset"
	"headroom/core/session"
)

const linksFile = "links.txt"

// update writes the fingerprints anew, and the presets that are missing. It
// takes the reason, which goes into the head of the file.
var update = flag.String("update", "", "write links.txt anew, for this `reason`")

// corpus is links.txt: a head of comments, then a fingerprint and a link a line.
type corpus struct {
	head         []string
	fingerprints []string
	links        []string
}

func readCorpus(t *testing.T) *corpus {
	t.Helper()
	data, err := os.ReadFile(linksFile)
	require.NoError(t, err)
	var c corpus
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "#") {
			require.Empty(t, c.links, "comments stand in the head")
			c.head = append(c.head, line)
			continue
		}
		fingerprint, link, found := strings.Cut(line, " ")
		require.True(t, found, "a fingerprint and a link: %q", line)
		c.add(fingerprint, link)
	}
	return &c
}

func (c *corpus) add(fingerprint, link string) {
	c.fingerprints, c.links = append(c.fingerprints, fingerprint), append(c.links, link)
}

func (c *corpus) write(t *testing.T) {
	text := strings.Join(c.head, "\n") + "\n"
	for i, link := range c.links {
		text += c.fingerprints[i] + " " + link + "\n"
	}
	require.NoError(t, os.WriteFile(linksFile, []byte(text), 0o644))
}

// fingerprint plays a link to its moment.
func fingerprint(t *testing.T, link string) (print, again string) {
	t.Helper()
	s, err := session.Open(link, catalog.Labs(), shelfOf(t, link))
	require.NoError(t, err, link)
	_, missing := s.Missing()
	require.False(t, missing, "the data is in the link: %s", link)
	s.Settle()
	text := strconv.FormatUint(s.Fingerprint(), 16)
	return strings.Repeat("0", 16-len(text)) + text, s.Link()
}

// shelfOf holds the data that a link carries in its fragment.
func shelfOf(t *testing.T, link string) *dataset.Shelf {
	t.Helper()
	_, text, found := strings.Cut(link, "#d=1.")
	if !found {
		return nil
	}
	deflated, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err, link)
	packed, err := io.ReadAll(flate.NewReader(bytes.NewReader(deflated)))
	require.NoError(t, err, link)
	keys, err := dataset.Unpack(packed)
	require.NoError(t, err, link)
	shelf := &dataset.Shelf{}
	shelf.Put(keys)
	return shelf
}

func presets() []string {
	var links []string
	for _, l := range catalog.Labs() {
		for _, p := range l.Presets {
			links = append(links, p.Link)
		}
	}
	return links
}

func TestLinksKeepWorkingAndPlayToTheSameBits(t *testing.T) {
	c := readCorpus(t)
	if *update != "" {
		rewrite(t, c)
	}
	require.Subset(t, c.links, presets(), "every preset stands in links.txt: -update 'a new preset' adds it")
	for i, link := range c.links {
		print, again := fingerprint(t, link)
		require.Equal(t, c.fingerprints[i], print, link)
		_, fragment, _ := strings.Cut(link, "#")
		copied, stays := fingerprint(t, again+"#"+fragment)
		require.Equal(t, print, copied, "the link that is copied from %s", link)
		require.Equal(t, again, stays)
	}
}

func rewrite(t *testing.T, c *corpus) {
	for _, link := range presets() {
		if !slices.Contains(c.links, link) {
			c.add("", link)
		}
	}
	for i, link := range c.links {
		c.fingerprints[i], _ = fingerprint(t, link)
	}
	c.head = append(c.head, "#   "+*update)
	c.write(t)
}
