// Package small makes scripts, style sheets and the program smaller for their way to a browser.
package small

import (
	"fmt"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Make takes comments and white space out of a script or a style sheet of the page's own and shortens names
// that do not leave it, and writes the memory that a program begins with in one piece, without numbers of lines.
// Other files, and those in vendor/, stay as they are. The error names the file, the line or the byte, and what cannot be read there.
func Make(name string, body []byte) ([]byte, error) {
	if path.Ext(name) == ".wasm" {
		program, err := smaller(body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		return program, nil
	}
	loader := map[string]api.Loader{".js": api.LoaderJS, ".css": api.LoaderCSS}[path.Ext(name)]
	if loader == api.LoaderNone || strings.HasPrefix(name, "vendor/") {
		return body, nil
	}
	done := api.Transform(string(body), api.TransformOptions{
		Loader: loader, Sourcefile: name, MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		LegalComments: api.LegalCommentsNone, Target: api.ES2022, Charset: api.CharsetUTF8,
	})
	if len(done.Errors) > 0 {
		first := done.Errors[0]
		return nil, fmt.Errorf("%s:%d: %s", name, first.Location.Line, first.Text)
	}
	return done.Code, nil
}
