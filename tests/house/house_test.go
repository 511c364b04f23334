package house

import (
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// tree reads the repository once for all tests.
var tree = sync.OnceValues(func() (*Tree, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	return Load(os.DirFS(root))
})

func repository(t *testing.T) (*Tree, string) {
	root, err := Root()
	require.NoError(t, err)
	all, err := tree()
	require.NoError(t, err)
	return all, root
}

// report fails the test with every refusal, one to a line.
func report(t *testing.T, refusals []Refusal) {
	t.Helper()
	for _, refusal := range refusals {
		t.Error(refusal)
	}
}

func TestTheTreeKeepsTheRules(t *testing.T) {
	all, _ := repository(t)
	for _, rule := range Rules {
		t.Run(rule.Name, func(t *testing.T) { report(t, rule.Check(all)) })
	}
}

func TestTheCoreKeepsTheRulesAboutTypes(t *testing.T) {
	all, root := repository(t)
	refusals, err := CheckTyped(root, all)
	require.NoError(t, err)
	report(t, refusals)
}
