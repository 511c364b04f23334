package session_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/dataset"
	"headroom/core/lab"
	"headroom/core/scene"
	"headroom/core/scene/svg"
	"headroom/core/session"
)

func own(t *testing.T, lines ...string) *dataset.Keys {
	t.Helper()
	r := dataset.NewReader(dataset.Options{Format: dataset.Lines})
	_, err := r.Write([]byte(strings.Join(lines, "\n")))
	require.NoError(t, err)
	keys, err := r.Close()
	require.NoError(t, err)
	return keys
}

func openWith(t *testing.T, link string, shelf *dataset.Shelf) *session.Session {
	t.Helper()
	s, err := session.Open(link, catalog.Labs(), shelf)
	require.NoError(t, err)
	s.Settle()
	return s
}

func TestALinkAboutOnesOwnKeysOpensWhereTheyAre(t *testing.T) {
	keys, shelf := own(t, "a", "b", "b", "c"), &dataset.Shelf{}
	s := openWith(t, "?lab=ring&nodes=3&t=1s", shelf)
	require.NoError(t, s.Use(keys, "mine.txt"))
	s.Settle()
	require.Equal(t, 3.0, metric(t, s, "keys"))
	require.Contains(t, s.Link(), "&data="+keys.Digest()+":3:mine.txt")
	again := openWith(t, s.Link(), shelf)
	_, missing := again.Missing()
	require.False(t, missing)
	require.Equal(t, s.Fingerprint(), again.Fingerprint())
	require.Equal(t, s.Link(), again.Link())
}

func TestALinkWithoutItsKeysShowsANeutralFrame(t *testing.T) {
	keys := own(t, "a", "b", "b", "c")
	link := "?lab=ring&data=" + keys.Digest() + ":3:" + "a%3Cb%3E.txt&t=1s"
	s := openWith(t, link, nil)
	ref, missing := s.Missing()
	require.True(t, missing)
	require.Equal(t, dataset.Ref{Name: "a<b>.txt", Keys: 3, Digest: keys.Digest()}, ref)
	s.Play()
	require.False(t, s.Playing(), "there is nothing to play")
	for _, size := range [][2]float64{{884, 566}, {390, 506}, {10, 10}} {
		on := scene.New()
		s.Draw(on, size[0], size[1])
		picture := string(svg.Append(nil, on, svg.Options{}))
		require.Contains(t, picture, "private data")
		require.NotContains(t, picture, "cache-a")
		require.NotContains(t, picture, "<b>")
	}
	s.Point(400, 300)
	require.False(t, s.Hovering())
	require.NoError(t, s.Use(keys, "a<b>.txt"))
	s.Settle()
	_, missing = s.Missing()
	require.False(t, missing)
	require.False(t, s.Undo(), "filling in what was missing is no edit")
	require.Equal(t, 3.0, metric(t, s, "keys"))
}

func TestOtherDataThanTheLinksIsAnEdit(t *testing.T) {
	first, second := own(t, "a", "b"), own(t, "x", "y", "z")
	s := openWith(t, "?lab=ring&do=1s:add:cache-f&t=2s", nil)
	made := s.Fingerprint()
	require.NoError(t, s.Use(first, "first"))
	s.Settle()
	require.NoError(t, s.Use(first, "first"))
	require.NoError(t, s.Use(second, "second"))
	s.Settle()
	require.Equal(t, 3.0, metric(t, s, "keys"))
	require.Equal(t, 6.0, metric(t, s, "nodes"), "what was done stays")
	require.True(t, s.Undo())
	s.Settle()
	require.Equal(t, 2.0, metric(t, s, "keys"))
	s.Generate()
	s.Settle()
	require.Equal(t, made, s.Fingerprint())
	require.NotContains(t, s.Link(), "data=")
	require.True(t, s.Undo())
	require.True(t, s.Undo())
	s.Settle()
	require.Equal(t, made, s.Fingerprint())
	require.False(t, s.Undo(), "the same again was no edit")
	require.True(t, s.Redo())
	s.Settle()
	require.Equal(t, 2.0, metric(t, s, "keys"))
}

func TestDataThatFellOffTheShelfIsMissingAgain(t *testing.T) {
	shelf := &dataset.Shelf{}
	s := openWith(t, "?lab=ring", shelf)
	require.NoError(t, s.Use(own(t, "a"), "first"))
	require.NoError(t, s.Use(own(t, "b"), "second"))
	for _, key := range []string{"c", "d", "e", "f"} {
		shelf.Put(own(t, key))
	}
	s.Play()
	require.True(t, s.Undo())
	s.Settle()
	ref, missing := s.Missing()
	require.True(t, missing)
	require.Equal(t, "first", ref.Name)
	require.False(t, s.Playing(), "time rests")
	s.Generate()
	s.Settle()
	_, missing = s.Missing()
	require.False(t, missing)
}

func TestALabThatTakesNoDataSaysSo(t *testing.T) {
	s := clockAt(t, "")
	require.EqualError(t, s.Use(own(t, "a"), "mine"), "the lab Clockwork makes up its own data and takes none")
	_, notices, err := lab.Parse("?lab=clockwork&data="+own(t, "a").Digest()+":1:mine", []*lab.Lab{clockwork})
	require.NoError(t, err)
	require.Equal(t, []string{"data was ignored: the lab clockwork takes none"}, notices)
}

func TestTheStateTellsOfTheData(t *testing.T) {
	type state struct {
		TakesData *struct{ Label, Example string }
		Data      *struct {
			Name, Digest    string
			Keys, Lines     int
			Missing, Inline bool
		}
		Params []struct {
			Key   string
			Shown bool
		}
	}
	read := func(s *session.Session) (st state) {
		var j lab.JSON
		s.AppendState(&j)
		require.NoError(t, json.Unmarshal(j.Bytes(), &st))
		return st
	}
	s := openWith(t, "?lab=ring", nil)
	require.Nil(t, read(s).Data)
	require.Equal(t, "Keys", read(s).TakesData.Label)
	keys := own(t, "a", "b", "b")
	require.NoError(t, s.Use(keys, "mine"))
	st := read(s)
	require.Equal(t, "mine", st.Data.Name)
	require.Equal(t, 2, st.Data.Keys)
	require.Equal(t, 3, st.Data.Lines)
	require.True(t, st.Data.Inline)
	require.False(t, st.Data.Missing)
	for _, p := range st.Params {
		switch p.Key {
		case "keys", "popularity", "zipf-exponent", "arrival-rate":
			require.False(t, p.Shown, p.Key)
		}
	}
	require.True(t, read(openWith(t, s.Link(), nil)).Data.Missing)
}

func TestDataOfOneLabIsNoneOfAnother(t *testing.T) {
	takes := func(s *session.Session) bool {
		var j lab.JSON
		s.AppendState(&j)
		var state struct {
			TakesData *struct{ One string }
			Data      *struct{ Name string }
		}
		require.NoError(t, json.Unmarshal(j.Bytes(), &state))
		return state.TakesData != nil
	}
	keys, shelf := own(t, "a", "b", "b", "c"), &dataset.Shelf{}
	s := openWith(t, "?lab=ring&nodes=3&b.lab=balancing&t=1s", shelf)
	require.True(t, takes(s))
	require.NoError(t, s.Use(keys, "mine.txt"))
	s.Settle()
	require.Contains(t, s.Link(), "&data="+keys.Digest()+":3:mine.txt")
	_, missing := s.Missing()
	require.False(t, missing, "side B makes up its own")
	again := openWith(t, s.Link(), shelf)
	require.Equal(t, s.Fingerprint(), again.Fingerprint())
	require.Equal(t, s.Link(), again.Link())

	require.ErrorContains(t, s.Swap(), "side A runs on mine.txt, which a link could not carry for a side B of another lab; go back to made-up keys first")
	require.NoError(t, s.Side("b"))
	require.False(t, takes(s), "there is nothing to press that would be refused")
	require.ErrorContains(t, s.Use(own(t, "2026-01-01T00:00:00Z"), "log.txt"), "bring side A to the front, or swap the sides first")
	require.NoError(t, s.Side("a"))
	s.Generate()
	require.NoError(t, s.Swap())
	require.Contains(t, s.Link(), "?lab=balancing")
	require.NotContains(t, s.Link(), "data=")

	require.NoError(t, s.Compare(openWith(t, "?lab=ring&nodes=3&data="+keys.Digest()+":3:mine.txt", shelf).Link()))
	require.NotContains(t, s.Link(), "data=", "keys are no timestamps")
}
