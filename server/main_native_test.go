//go:build !js

package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// onDisk writes the small site into a folder.
func onDisk(t *testing.T) string {
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, site()))
	return folder
}

func noEnvironment(string) string { return "" }

// started runs the command on a free port and returns its address and what ends it.
func started(t *testing.T, args ...string) (address string, stop func() error) {
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, append([]string{"-port", "0"}, args...), noEnvironment, in, io.Discard)
		in.Close()
	}()
	line := make([]byte, 200)
	n, err := out.Read(line)
	require.NoError(t, err)
	address = regexp.MustCompile(`http://\S+`).FindString(string(line[:n]))
	require.NotEmpty(t, address)
	return address, func() error { cancel(); return <-ended }
}

func TestTheCommandServesTheFolderUntilItIsStopped(t *testing.T) {
	address, stop := started(t, "-dist", onDisk(t))
	res, err := http.Get(address + assetPath + "app.js")
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode)
	require.NoError(t, stop())
	_, err = net.Dial("tcp", address[len("http://"):])
	require.Error(t, err, "nobody listens any more")
}

func TestStoppingLetsRequestsUnderWayFinish(t *testing.T) {
	begun, hold := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-hold
		_, _ = io.WriteString(w, "whole")
	})
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	log := jsonLog(&records{})
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, newServer(slow, log), log) }()

	body := make(chan string, 1)
	go func() {
		res, err := http.Get("http://" + listener.Addr().String())
		if err != nil {
			body <- err.Error()
			return
		}
		defer res.Body.Close()
		all, _ := io.ReadAll(res.Body)
		body <- string(all)
	}()
	<-begun
	cancel()
	close(hold)
	require.Equal(t, "whole", <-body)
	require.NoError(t, <-ended)
}

func TestEveryPhaseOfAConnectionIsBounded(t *testing.T) {
	server := newServer(nil, jsonLog(&records{}))
	require.Positive(t, server.ReadHeaderTimeout)
	require.Positive(t, server.ReadTimeout)
	require.Positive(t, server.WriteTimeout)
	require.Positive(t, server.IdleTimeout)
	require.Positive(t, server.MaxHeaderBytes)
	require.Positive(t, shutdownTimeout)
}

func TestATakenPortIsNamedWithTheWayOut(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	for name, err := range map[string]error{
		"by flag": run(t.Context(), []string{"-dist", onDisk(t), "-port", strconv.Itoa(port)}, noEnvironment, io.Discard, io.Discard),
		"by PORT": run(t.Context(), []string{"-dist", onDisk(t)}, func(string) string { return strconv.Itoa(port) }, io.Discard, io.Discard),
	} {
		require.ErrorContains(t, err, "port "+strconv.Itoa(port)+" is taken by another program", name)
		require.ErrorContains(t, err, "PORT="+strconv.Itoa(port+1)+" make run", name)
	}
}

func TestMistakesOnTheCommandLineAreExplained(t *testing.T) {
	for want, args := range map[string][]string{
		"a port is a number from 0 to 65535": {"-port", "70000"},
		"-h lists the flags":                 {"-prot", "1"},
		`"extra" was not expected`:           {"extra"},
		"run `make build` first":             {"-dist", filepath.Join(t.TempDir(), "dist")},
		"there is no index.html":             {"-dist", t.TempDir()},
	} {
		require.ErrorContains(t, run(t.Context(), args, noEnvironment, io.Discard, io.Discard), want)
	}
	err := run(t.Context(), nil, func(string) string { return "http" }, io.Discard, io.Discard)
	require.ErrorContains(t, err, `PORT is "http"`)
}

func TestHelpIsNoMistake(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-h"}, noEnvironment, &out, io.Discard))
	for _, flag := range []string{"-port", "-host", "-dist"} {
		require.Contains(t, out.String(), flag)
	}
}

func TestALinkInTheFolderLeadsNowhereOutside(t *testing.T) {
	folder := onDisk(t)
	secret := filepath.Join(t.TempDir(), "secret.txt")
	require.NoError(t, os.WriteFile(secret, []byte("secret"), 0o600))
	require.NoError(t, os.Symlink(secret, filepath.Join(folder, "open.txt")))
	h, err := openHandler(folder, jsonLog(&records{}))
	require.NoError(t, err)
	require.Equal(t, http.StatusNotFound, ask(h, "GET", "/open.txt").StatusCode)
}
