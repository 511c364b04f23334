//go:build !js

// Command server serves the playground: the files that `make build` leaves in
// dist/, compressed ahead, and for each link a page that already holds its
// picture.
//
//	server                    the folder dist/ at http://localhost:8080
//	server -port 9000         another port (or PORT=9000)
//	server -host 0.0.0.0      for everybody, not only this machine
//	server -dist /srv/site    another folder
//
// It keeps no state. Requests are logged to standard error, one JSON object a
// line. SIGINT or SIGTERM lets requests under way finish, for at most ten
// seconds, and ends it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// Every phase of a connection has a bound, so that slow or silent clients cannot
// collect. Writing has the longest: the whole playground at 10 KB a second.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	writeTimeout      = 90 * time.Second
	idleTimeout       = 120 * time.Second
	shutdownTimeout   = 10 * time.Second
	maxHeaderBytes    = 64 << 10
	defaultPort       = 8080
)

const usage = `Serves the playground from the folder that make build wrote, until Ctrl-C.

`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, "headroom: "+err.Error())
		os.Exit(1)
	}
}

// settings are what the command line and the environment say.
type settings struct {
	host, dist string
	port       int
}

// run serves until the context ends. It returns nil after a graceful stop.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	set, err := parseSettings(args, getenv, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(stderr, nil))
	handler, err := openHandler(set.dist, log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(set.host, strconv.Itoa(set.port)))
	if err != nil {
		return explainListen(err, set)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	fmt.Fprintf(stdout, "Headroom is at http://%s (stop it with Ctrl-C)\n",
		net.JoinHostPort(set.host, strconv.Itoa(port)))
	log.Info("listening", slog.String("address", listener.Addr().String()), slog.String("dist", set.dist))
	return serve(ctx, listener, newServer(handler, log), log)
}

func parseSettings(args []string, getenv func(string) string, stdout io.Writer) (settings, error) {
	set := settings{port: defaultPort}
	if given := getenv("PORT"); given != "" {
		port, err := strconv.Atoi(given)
		if err != nil {
			return set, fmt.Errorf("PORT is %q, but a port is a number from 0 to 65535", given)
		}
		set.port = port
	}
	flags := flag.NewFlagSet("server", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // mistakes come back as errors
	flags.IntVar(&set.port, "port", set.port, "the port to listen on; 0 takes any free one (PORT in the environment sets it too)")
	flags.StringVar(&set.host, "host", "localhost", "the address to listen on; 0.0.0.0 is all of this machine's")
	flags.StringVar(&set.dist, "dist", "dist", "the folder that `make build` wrote")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return set, err
	} else if err != nil {
		return set, fmt.Errorf("%w (-h lists the flags)", err)
	}
	if flags.NArg() > 0 {
		return set, fmt.Errorf("%q was not expected: there are only flags, see -h", flags.Arg(0))
	}
	if set.port < 0 || set.port > 65535 {
		return set, fmt.Errorf("the port is %d, but a port is a number from 0 to 65535", set.port)
	}
	return set, nil
}

// openHandler reads the folder through an os.Root, so that a symbolic link in it
// cannot lead out.
func openHandler(dist string, log *slog.Logger) (http.Handler, error) {
	root, err := os.OpenRoot(dist)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s to serve: run `make build` first, or name the folder it wrote with -dist", dist)
	}
	if err != nil {
		return nil, fmt.Errorf("opening what is to be served: %w", err)
	}
	defer root.Close()
	return NewHandler(root.FS(), Options{Log: log}.drawing())
}

func explainListen(err error, set settings) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		other := set.port%65535 + 1
		return fmt.Errorf("port %d is taken by another program: stop that one, or choose another port "+
			"with `PORT=%d make run` or -port %d", set.port, other, other)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("port %d may not be used by this account: choose one above 1023, with PORT or -port", set.port)
	}
	return fmt.Errorf("listening on port %d: %w", set.port, err)
}

func newServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// serve runs until the context ends, then lets what is under way finish.
func serve(ctx context.Context, listener net.Listener, server *http.Server, log *slog.Logger) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	log.Info("stopping", slog.Duration("grace", shutdownTimeout))
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close()
		return fmt.Errorf("some requests were cut off after %v: %w", shutdownTimeout, err)
	}
	log.Info("stopped")
	return nil
}
