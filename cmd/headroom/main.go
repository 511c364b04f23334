// Command headroom plays scenarios without a browser: a link in, numbers or a
// picture out.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

const usage = `headroom plays the scenarios of the playground without a browser.

  headroom labs                     the catalog of labs, as JSON
  headroom run '<link>' [flags]     play a scenario to its moment; numbers as JSON
  headroom render '<link>' -o FILE  draw a scenario at its moment as SVG
  headroom study '<link>' <id>      fill a table of many runs; JSON

A link is what the playground's Copy link gives, or just its query:

  headroom run '?lab=ring&hash=md5&virtual-nodes=50&nodes=3&name=server&keys=1000&arrival-rate=0'

Quote it, or the shell takes the & for its own. What a link says that cannot be
is ignored with a notice on standard error. headroom run -h and headroom render -h
list the flags. With -data FILE the keys are your own:

  headroom run '?lab=ring&nodes=8' -data visits.csv -column user_id

A link about your own keys carries them behind its # where they are few; otherwise it
names them, and whoever plays it gives the file with -data.

Exit codes: 0 done, 1 it could not be done, 2 the command line was wrong.
`

// errUsage says that the command line was wrong; what is wrong has been said.
var errUsage = errors.New("usage")

func main() { os.Exit(exit(command(os.Args[1:], os.Stdout, os.Stderr), os.Stderr)) }

// exit says what went wrong, unless that has been said, and returns the exit code.
func exit(err error, errs io.Writer) int {
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	}
	fmt.Fprintln(errs, "headroom:", err)
	return 1
}

func command(args []string, out, errs io.Writer) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	switch name {
	case "labs":
		return labs(args[1:], out, errs)
	case "run":
		return run(args[1:], out, errs)
	case "render":
		return render(args[1:], out, errs)
	case "study":
		return study(args[1:], out, errs)
	case "-h", "--help", "help":
		_, err := io.WriteString(out, usage)
		return err
	case "":
		io.WriteString(errs, usage)
		return errUsage
	}
	fmt.Fprintf(errs, "headroom: there is no command %q; the commands are labs, run, render and study (headroom -h tells more)\n", name)
	return errUsage
}

// parse reads flags before and after the one link and returns the link.
func parse(fs *flag.FlagSet, args []string) (link string, err error) {
	var links []string
	for {
		if err := fs.Parse(args); err != nil {
			return "", usageOf(err)
		}
		if fs.NArg() == 0 {
			break
		}
		links = append(links, fs.Arg(0))
		args = fs.Args()[1:]
	}
	if len(links) != 1 {
		fmt.Fprintf(fs.Output(), "headroom %s: takes one link in quotes, such as '?lab=ring&nodes=3'; %d were given\n", fs.Name(), len(links))
		return "", errUsage
	}
	return links[0], nil
}

// usageOf is what a flag set, which has said what is wrong, comes to.
func usageOf(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	return errUsage
}

func flags(name, help string, errs io.Writer) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(errs)
	fs.Usage = func() {
		fmt.Fprint(errs, help)
		fs.PrintDefaults()
	}
	return fs
}
