package lab_test

import (
	"strings"

	"github.com/stretchr/testify/require"

	"headroom/core/catalog"
	"headroom/core/lab"
)

// toy has one of each kind of parameter and action.
func toy() *lab.Lab {
	return &lab.Lab{ID: "toy", Title: "Toy", Group: "Tests", Revision: 1,
		Params: []lab.Param{
			{Key: "count", Label: "Count", Kind: lab.Int, Default: "5", Min: 0, Max: 10_000, Step: 1, Unit: "things", Zero: "No things"},
			{Key: "ratio", Label: "Ratio", Kind: lab.Float, Default: "0.5", Min: -1, Max: 1, Step: 0.1},
			{Key: "mode", Label: "Mode", Kind: lab.Enum, Default: "plain", Options: []lab.Option{{Value: "plain", Label: "Plain"}, {Value: "a:b:c", Label: "With colons"}, {Value: "é & co", Label: "Abroad"}}},
			{Key: "label", Label: "Label", Kind: lab.Text, Default: "", Optional: true},
			{Key: "start", Label: "Start", Kind: lab.Int, Default: "0", Min: 0, Max: 9, Initial: true},
		},
		Actions: []lab.ActionSpec{
			{Name: "reset", Label: "Reset"},
			{Name: "spawn", Label: "Spawn", Target: lab.NewTarget},
			{Name: "slow", Label: "Slow", Target: lab.PartTarget, Args: []lab.Param{
				{Key: "factor", Label: "Factor", Kind: lab.Float, Default: "0.5", Min: 0, Max: 1},
				{Key: "how", Label: "How", Kind: lab.Enum, Default: "gently", Options: []lab.Option{{Value: "gently"}, {Value: "at:once"}}},
			}},
		},
	}
}

// old is a lab whose model has changed twice.
func old() *lab.Lab {
	return &lab.Lab{ID: "old", Title: "Old", Revision: 3}
}

var labs = append([]*lab.Lab{toy(), old()}, catalog.Labs()...)

// labNames lists the labs as errors do.
func labNames() string {
	var ids []string
	for _, l := range labs {
		ids = append(ids, l.ID)
	}
	return strings.Join(ids, ", ")
}

// parse reads a link that can be opened.
func parse(t require.TestingT, link string) (lab.Scenario, []string) {
	sc, notices, err := lab.Parse(link, labs)
	require.NoError(t, err, link)
	return sc, notices
}
