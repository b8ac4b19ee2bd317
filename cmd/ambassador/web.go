package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"runtime"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// serveHTTP answers health checks, metrics and whatever platforms ask until ctx is done, then finishes the requests in hand.
func (h *house) serveHTTP(ctx context.Context, listener net.Listener, log *slog.Logger, adapters []bot.Adapter) error {
	// A client that opens a connection and says nothing must not hold it for ever.
	server := &http.Server{
		Handler:           h.web(adapters),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	drained := make(chan error, 1)
	defer context.AfterFunc(ctx, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		drained <- server.Shutdown(last)
	})()
	// Serve returns as soon as Shutdown begins; the requests in hand end with Shutdown itself.
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-drained
}

// readier is an adapter that knows when it can neither hear nor speak.
type readier interface{ Ready() error }

// counter is an adapter that counts what it does, by name.
type counter interface{ Counts() map[string]int64 }

// web is what can be asked over HTTP: whether the process lives, whether it can read its store and reach its platforms,
// and figures in the text format of Prometheus. What platforms send goes to their hooks.
func (h *house) web(adapters []bot.Adapter) http.Handler {
	mux := http.NewServeMux()
	for path, hook := range h.hooks {
		mux.Handle(path, hook)
	}
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "alive") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := h.view(r.Context(), func(store.Tx) error { return nil }); err != nil {
			http.Error(w, "the store cannot be read", http.StatusServiceUnavailable)
			return
		}
		for _, a := range adapters {
			if r, ok := a.(readier); ok {
				if err := r.Ready(); err != nil { // asked once: it may be well a moment later
					http.Error(w, err.Error(), http.StatusServiceUnavailable)
					return
				}
			}
		}
		fmt.Fprintln(w, "ready")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) { metrics(w, adapters) })
	return mux
}

// metrics writes what the process uses, and what the adapters count.
func metrics(w http.ResponseWriter, adapters []bot.Adapter) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintf(w, "# TYPE go_goroutines gauge\ngo_goroutines %d\n", runtime.NumGoroutine())
	fmt.Fprintf(w, "# TYPE go_memstats_heap_inuse_bytes gauge\ngo_memstats_heap_inuse_bytes %d\n", m.HeapInuse)
	for _, a := range adapters {
		c, ok := a.(counter)
		if !ok {
			continue
		}
		counts := c.Counts()
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			fmt.Fprintf(w, "# TYPE ambassador_%[1]s_total counter\nambassador_%[1]s_total %[2]d\n", name, counts[name])
		}
	}
}
