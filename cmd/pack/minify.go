package main

import (
	"fmt"
	"path"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// minify takes comments and white space out of a script or a style sheet of the page's own and shortens
// names that do not leave it. All else stays as it is.
func minify(f file) (file, error) {
	loader := map[string]api.Loader{".js": api.LoaderJS, ".css": api.LoaderCSS}[path.Ext(f.name)]
	if loader == api.LoaderNone || strings.HasPrefix(f.name, "vendor/") {
		return f, nil
	}
	done := api.Transform(string(f.body), api.TransformOptions{
		Loader: loader, Sourcefile: f.name, MinifyWhitespace: true, MinifySyntax: true, MinifyIdentifiers: true,
		LegalComments: api.LegalCommentsNone, Target: api.ES2022, Charset: api.CharsetUTF8,
	})
	if len(done.Errors) > 0 {
		first := done.Errors[0]
		return f, fmt.Errorf("%s:%d: %s", f.name, first.Location.Line, first.Text)
	}
	return file{f.name, done.Code}, nil
}
