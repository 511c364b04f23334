package house

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"
)

// inline is what the policy of the server refuses in a page: anything that runs
// or styles without being a file of its own.
var inline = []struct {
	pattern       *regexp.Regexp
	what, instead string
}{
	{regexp.MustCompile(`(?i)<style\b`), "a <style> element", "web/styles.css"},
	{regexp.MustCompile(`(?i)\sstyle\s*=`), "a style attribute", "a class in web/styles.css"},
	{regexp.MustCompile(`(?i)\son[a-z]+\s*=`), "an event attribute", "addEventListener in a module"},
	{regexp.MustCompile(`(?i)javascript:`), "a javascript: address", "a button and addEventListener in a module"},
	{regexp.MustCompile(`(?i)(src|href)\s*=\s*["']?(https?:)?//`), "an address of another host", "a vendored file with its licence"},
}

var scriptTag = regexp.MustCompile(`(?is)<script\b([^>]*)>(.*?)</script>`)

func pageHasNothingInline(t *Tree) []Refusal {
	var found []Refusal
	for _, name := range sortedKeys(t.Texts) {
		if path.Ext(name) != ".html" || !inFolder(name, "web") {
			continue
		}
		text := t.Texts[name]
		for line, each := range numbered(text) {
			for _, ban := range inline {
				if ban.pattern.MatchString(each) {
					found = append(found, Refusal{name, line, ban.what, ban.instead})
				}
			}
		}
		for _, tag := range scriptTag.FindAllStringSubmatchIndex(text, -1) {
			attributes, body := text[tag[2]:tag[3]], text[tag[4]:tag[5]]
			if !strings.Contains(attributes, "src") || strings.TrimSpace(body) != "" {
				line := 1 + strings.Count(text[:tag[0]], "\n")
				found = append(found, Refusal{name, line, "a script written into the page", "a file in web/ and src="})
			}
		}
	}
	return found
}

// refused is what the policy stops in a script, or what lets a stranger's text
// become markup.
var refused = []struct {
	pattern       *regexp.Regexp
	what, instead string
}{
	{regexp.MustCompile(`\beval\s*\(|\bnew\s+Function\b`), "text run as code", "a function"},
	{regexp.MustCompile(`\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write`), "text turned into markup",
		"createElement and textContent"},
	{regexp.MustCompile(`setAttribute\(\s*["']style["']|\.cssText\b`), "a style attribute, which the policy drops",
		"a class, or one property of element.style"},
	{regexp.MustCompile(`setTimeout\(\s*["']|setInterval\(\s*["']`), "text run as code", "a function"},
	{regexp.MustCompile(`["'](https?:)?//[a-z]`), "an address of another host", "a vendored file with its licence"},
}

const svgNamespace = "http://www.w3.org/2000/svg"

func scriptsRespectThePolicy(t *Tree) []Refusal {
	var found []Refusal
	for _, name := range sortedKeys(t.Texts) {
		if !isScript(name) || !inFolder(name, "web") {
			continue
		}
		for line, text := range numbered(t.Texts[name]) {
			text = strings.ReplaceAll(text, svgNamespace, "") // a name, not an address
			for _, ban := range refused {
				if ban.pattern.MatchString(text) {
					found = append(found, Refusal{name, line, ban.what, ban.instead})
				}
			}
		}
	}
	return found
}

var versionText = regexp.MustCompile(`\d+\.\d+\.\d+`)

// vendoredIsNamed wants of each folder in web/vendor a licence and a README that
// names the version, which has to be the one that the code itself names.
func vendoredIsNamed(t *Tree) []Refusal {
	var found []Refusal
	folders := map[string][]string{}
	for _, name := range sortedKeys(t.Texts) {
		if rest, ok := strings.CutPrefix(name, "web/vendor/"); ok {
			folder, file, _ := strings.Cut(rest, "/")
			folders[folder] = append(folders[folder], file)
		}
	}
	if len(folders) == 0 {
		return []Refusal{{Path: "web/vendor", What: "nothing vendored was found", Instead: "web/vendor/uplot with LICENSE and README.md"}}
	}
	for _, folder := range sortedKeys(folders) {
		at := "web/vendor/" + folder
		if t.Texts[at+"/LICENSE"] == "" {
			found = append(found, Refusal{Path: at, What: "no licence", Instead: "the project's own licence as LICENSE"})
		}
		version := versionText.FindString(t.Texts[at+"/README.md"])
		if version == "" {
			found = append(found, Refusal{Path: at, What: "no version", Instead: "README.md with name, version and home page"})
			continue
		}
		for _, file := range folders[folder] {
			head, _, _ := strings.Cut(t.Texts[at+"/"+file], "\n")
			if said := versionText.FindString(head); path.Ext(file) == ".js" && said != version {
				found = append(found, Refusal{Path: at + "/" + file, Line: 1, What: "opens with version \"" + said + "\" where README.md says " + version,
					Instead: "both from the same release"})
			}
		}
	}
	return found
}

// lockFileNamesNoHost keeps the lock file valid behind any registry, and the
// versions of what the tests need exact.
func lockFileNamesNoHost(t *Tree) []Refusal {
	const lock, wanted = "tests/package-lock.json", "tests/package.json"
	var found []Refusal
	for line, text := range numbered(t.Texts[lock]) {
		if strings.Contains(text, `"resolved"`) {
			found = append(found, Refusal{lock, line, "names a registry's host",
				"npm install --omit-lockfile-registry-resolved; the integrity digests stay"})
		}
	}
	var packages struct {
		DevDependencies map[string]string `json:"devDependencies"`
	}
	if err := json.Unmarshal([]byte(t.Texts[wanted]), &packages); err != nil {
		return append(found, Refusal{Path: wanted, What: "is not JSON: " + err.Error(), Instead: "a list of exact versions"})
	}
	for _, name := range sortedKeys(packages.DevDependencies) {
		if version := packages.DevDependencies[name]; version == "" || versionText.FindString(version) != version {
			found = append(found, Refusal{Path: wanted, What: name + " is asked for as \"" + version + "\"", Instead: "an exact version"})
		}
	}
	return found
}
