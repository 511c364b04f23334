package lab_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"headroom/core/dataset"
)

const digest = "0123456789abcdef"

func TestALinkNamesData(t *testing.T) {
	sc, notices := parse(t, "?lab=ring&data="+digest+":48210:visitors%2Ccopy:2.csv&nodes=3")
	require.Empty(t, notices)
	require.Equal(t, &dataset.Ref{Name: "visitors,copy:2.csv", Keys: 48210, Digest: digest}, sc.Data)
	require.Equal(t, "?lab=ring&v=1&data="+digest+":48210:visitors,copy:2.csv&nodes=3", sc.Format())
}

func TestANameOfDataSurvivesTheLink(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sc, _ := parse(t, "?lab=ring")
		ref := dataset.Ref{Name: dataset.CleanName(rapid.String().Draw(t, "name")), Keys: rapid.IntRange(1, dataset.MaxKeys).Draw(t, "keys"), Digest: digest}
		sc.Data = &ref
		again, notices := parse(t, sc.Format())
		require.Empty(t, notices)
		require.Equal(t, &ref, again.Data)
	})
}

func TestDataThatCannotBeReadIsIgnoredWithANotice(t *testing.T) {
	for _, bad := range []string{"", "x", digest, digest + ":0:a", digest + ":1000001:a", strings.ToUpper(digest) + ":1:a", digest + ":1:", "0123:1:a", digest + ":+1:a"} {
		sc, notices := parse(t, "?lab=ring&nodes=3&data="+bad)
		require.Nil(t, sc.Data, bad)
		require.Len(t, notices, 1)
		require.Contains(t, notices[0], "data ")
		require.Equal(t, "?lab=ring&v=1&nodes=3", sc.Format())
	}
	_, notices := parse(t, "?lab=toy&data="+digest+":1:a")
	require.Equal(t, []string{"data was ignored: the lab toy takes none"}, notices)
}

func TestWhatConcernsWhoeverShowsALinkIsNoPartOfIt(t *testing.T) {
	sc, notices := parse(t, "?lab=ring&show=nodes,add&theme=dark&width=900&height=a&autoload=visible&theme=light&nodes=3")
	require.Empty(t, notices)
	require.Equal(t, "?lab=ring&v=1&nodes=3", sc.Format())
}

func TestAPinnedLinkNamesEveryParameter(t *testing.T) {
	for _, link := range []string{"?lab=toy", "?lab=old", "?lab=ring&nodes=3&seed=9&do=1s:add:x&t=2s&data=" + digest + ":2:a"} {
		sc, _ := parse(t, link)
		pinned := sc.Pinned()
		for i := range sc.Lab.Params {
			require.Contains(t, pinned, "&"+sc.Lab.Params[i].Key+"=")
		}
		require.Contains(t, pinned, "&m=")
		require.Contains(t, pinned, "&seed=")
		again, _ := parse(t, pinned)
		require.Equal(t, sc.Format(), again.Format(), "it means the same")
	}
}

func TestOtherDataMakeAnotherExperiment(t *testing.T) {
	one, _ := parse(t, "?lab=ring&data="+digest+":2:a")
	for link, same := range map[string]bool{
		"?lab=ring": false,
		"?lab=ring&data=" + digest + ":2:renamed":    true,
		"?lab=ring&data=" + digest[1:] + "0:2:a":     false,
		"?lab=ring&data=" + digest + ":2:a&speed=2":  true,
		"?lab=ring&data=" + digest + ":2:a&seed=2":   false,
		"?lab=ring&data=" + digest + ":2:a&t=1s&n=":  true,
		"?lab=ring&data=" + digest + ":2:a&nodes=77": false,
	} {
		other, _ := parse(t, link)
		require.Equal(t, same, one.SameExperiment(&other), link)
		require.Equal(t, same, other.SameExperiment(&one), link)
	}
}
