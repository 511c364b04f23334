package lab

import "strings"

// Lower lets a label stand within a sentence: "round robin", but "IP hash".
func Lower(label string) string {
	if len(label) > 1 && label[1] >= 'a' {
		return strings.ToLower(label[:1]) + label[1:]
	}
	return label
}

// Roll names the first few of a list, for errors that say what there is: "there are
// cache-a, cache-b and 7 more".
func Roll(names []string) string {
	const most = 8
	text := "there are " + strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		text += " and " + FormatCount(more) + " more"
	}
	return text
}
