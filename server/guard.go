package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// observed is the frame around every request: it adds what every answer has,
// turns a panic into a notice, so that one request cannot cut off its neighbours
// on the connection, and writes one record when the answer is complete.
func observed(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		answer := &observedWriter{ResponseWriter: w, status: http.StatusOK}
		everyAnswer.set(answer.Header())
		defer func() { logRequest(log, r, answer, time.Since(start)) }()
		defer recoverFault(log, answer, r)
		next.ServeHTTP(answer, r)
	})
}

// recoverFault answers for a handler that panicked. Once a part of its answer is
// out, only breaking off tells the client that the rest is missing.
func recoverFault(log *slog.Logger, answer *observedWriter, r *http.Request) {
	fault := recover()
	if fault == nil {
		return
	}
	log.LogAttrs(r.Context(), slog.LevelError, "panic",
		slog.String("path", clip(r.URL.Path)), slog.String("query", clip(r.URL.RawQuery)),
		slog.String("fault", fmt.Sprint(fault)), slog.String("stack", string(debug.Stack())))
	if answer.started {
		panic(http.ErrAbortHandler)
	}
	writeNotice(answer, r, noticeFault)
}

func logRequest(log *slog.Logger, r *http.Request, answer *observedWriter, took time.Duration) {
	log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("method", clip(r.Method)),
		slog.String("path", clip(r.URL.Path)),
		slog.String("query", clip(r.URL.RawQuery)),
		slog.Int("status", answer.status),
		slog.Int64("bytes", answer.bytes),
		slog.String("encoding", answer.Header().Get("Content-Encoding")),
		slog.Float64("ms", float64(took.Microseconds())/1000),
		slog.String("remote", r.RemoteAddr),
		slog.String("agent", clip(r.UserAgent())))
}

// observedWriter remembers what was answered.
type observedWriter struct {
	http.ResponseWriter
	started bool
	status  int
	bytes   int64
}

func (w *observedWriter) WriteHeader(status int) {
	w.started, w.status = true, status
	w.ResponseWriter.WriteHeader(status)
}

func (w *observedWriter) Write(p []byte) (int, error) {
	w.started = true
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *observedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// maxLogged bounds each text of a log record; a request line may be much longer.
const maxLogged = 300

func clip(text string) string {
	if len(text) <= maxLogged {
		return text
	}
	return strings.ToValidUTF8(text[:maxLogged], "") + "…"
}

func kilobytes(n int) string { return strconv.Itoa(n/1000) + " KB" }
