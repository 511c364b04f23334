package main

import (
	"fmt"
	"io"
	"math"

	"headroom/core/catalog"
	"headroom/core/lab"
	"headroom/core/session"
)

const studyHelp = `headroom study '<link>' <id>

Fills a table of runs that start from a scenario and prints it as JSON: {id, title, columns,
rows: [{label, help, metric, unit, more, cells: [{value, text, link, best, behind}]}]}. The studies of
a lab are named by its page; an id that there is not lists them.

`

func study(args []string, out, errs io.Writer) error {
	fs := flags("study", studyHelp, errs)
	if err := fs.Parse(args); err != nil {
		return usageOf(err)
	}
	if fs.NArg() != 2 {
		fmt.Fprintln(errs, "headroom study: takes a link in quotes and the id of a study, such as '?lab=balancing' best-for")
		return errUsage
	}
	t, err := session.StartStudy(fs.Arg(0), fs.Arg(1), catalog.Labs(), nil)
	if err != nil {
		return err
	}
	for !t.Work(math.MaxInt32) {
	}
	var j lab.JSON
	t.AppendJSON(&j)
	_, err = out.Write(append(j.Bytes(), '\n'))
	return err
}
