// Package house holds the architecture of Headroom to its plan. Its tests read
// the whole tree and refuse what would quietly undo a property that everything
// else stands on: imports that point up, a clock in the core, an order that a map
// decides, a function that no longer fits a screen, a kilobyte too many.
//
// A rule is a function from the tree to refusals, and each refusal says what to
// use instead. Exceptions stand in tables beside the rule, each with its reason.
// Every rule is tried on a small bad sample too: a rule that cannot refuse is no
// rule.
package house

import "strconv"

// Refusal is one thing that has to change.
type Refusal struct {
	Path    string
	Line    int // 0 when it is about the whole file or folder
	What    string
	Instead string
}

// String writes the refusal the way compilers do, so that editors jump to it.
func (r Refusal) String() string {
	at := r.Path
	if r.Line > 0 {
		at += ":" + strconv.Itoa(r.Line)
	}
	return at + ": " + r.What + "; instead: " + r.Instead
}

// Rule is one sentence of the plan that can be checked on the sources.
type Rule struct {
	Name  string
	Check func(*Tree) []Refusal
}

// Rules are all that need nothing but the sources.
var Rules = []Rule{
	{"imports point down", importsPointDown},
	{"the core imports only what is pure", coreImportsArePure},
	{"the browser's program imports nothing heavy", browserImportsAreLight},
	{"libraries stay in their places", librariesStayInPlace},
	{"the core knows no clock and no goroutine", coreIsPure},
	{"the core has the same bits everywhere", coreMathIsExact},
	{"functions fit a screen", functionsFitAScreen},
	{"files stay readable", filesStayReadable},
	{"packages say what they are", packagesSayWhatTheyAre},
	{"exported names are documented", exportedNamesAreDocumented},
	{"packages export little", packagesExportLittle},
	{"nothing is left for later", nothingIsLeftForLater},
	{"the page has nothing inline", pageHasNothingInline},
	{"scripts respect the policy", scriptsRespectThePolicy},
	{"what is vendored says where it is from", vendoredIsNamed},
	{"the lock file names no host", lockFileNamesNoHost},
}
