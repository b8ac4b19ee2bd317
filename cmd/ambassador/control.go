package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store/bolt"
)

// A database belongs to one process at a time. What another one wants done with it meanwhile, it asks
// for through a socket beside the database, which only the owner of the data directory can reach.

// controlSocket is where the process that has a data directory open can be asked.
func controlSocket(dir string) string { return filepath.Join(dir, "control.sock") }

// errNobody says that no process answers on the control socket.
var errNobody = errors.New("nobody has the data open")

// listenControl answers on the control socket of the configured data directory until stop is called. Whoever has the
// database open may take the socket of a process that crashed.
func listenControl(c Config, db *bolt.DB, log *slog.Logger) (stop func(), err error) {
	path := controlSocket(c.DataDir)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("control: %w", err)
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("control: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("control: %w", err), listener.Close())
	}
	// HTTP over the socket, since both sides know it and an answer carries success or words.
	mux := http.NewServeMux()
	mux.HandleFunc("POST /backup", func(w http.ResponseWriter, r *http.Request) {
		to := r.FormValue("to")
		if err := plainly(to, stripped(db.Backup(r.Context(), to))); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	mux.HandleFunc("POST /export", func(w http.ResponseWriter, r *http.Request) {
		var rows bytes.Buffer // whole or not at all: once bytes are out, an answer cannot turn into words
		h, err := furnish(c, db, bot.Limit{}, log)
		if err == nil {
			err = h.export(r.Context(), &rows, r.FormValue("kind"), sheet.Format(r.FormValue("format")))
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		rows.WriteTo(w) // whoever has gone meanwhile needs no answer
	})
	mux.HandleFunc("POST /schedule", func(w http.ResponseWriter, r *http.Request) {
		var plan bytes.Buffer
		days, err := strconv.Atoi(r.FormValue("days"))
		if err == nil {
			var h *house
			if h, err = furnish(c, db, bot.Limit{}, log); err == nil {
				err = h.schedule(r.Context(), &plan, outlook{c, time.Now(), min(days, mostDays), r.FormValue("json") == "true"})
			}
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		plan.WriteTo(w)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		server.Serve(listener) // ends with the Shutdown below, which is all it can tell
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), drainTime)
		defer cancel()
		server.Shutdown(ctx)
		<-ended
	}, nil
}

// askBackup has the process that has the data directory open write a backup. The error is errNobody
// where there is none.
func askBackup(ctx context.Context, dir, to string) error {
	to, err := filepath.Abs(to) // the other process stands in a folder of its own
	if err != nil {
		return err
	}
	return askControl(ctx, dir, "backup", url.Values{"to": {to}}, io.Discard)
}

// askExport has that process write an export to w, all of it or nothing.
func askExport(ctx context.Context, dir, kind string, format sheet.Format, w io.Writer) error {
	return askControl(ctx, dir, "export", url.Values{"kind": {kind}, "format": {string(format)}}, w)
}

// askSchedule has that process write what check-ins will send.
func askSchedule(ctx context.Context, dir string, days int, json bool, w io.Writer) error {
	return askControl(ctx, dir, "schedule", url.Values{"days": {strconv.Itoa(days)}, "json": {strconv.FormatBool(json)}}, w)
}

// askControl asks the process that has the data directory open for a deed, and copies to w what it answers. The error is
// errNobody where there is none, or else what it says.
func askControl(ctx context.Context, dir, deed string, form url.Values, w io.Writer) error {
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", controlSocket(dir))
		},
	}}
	defer client.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://control/"+deed, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := client.Do(req)
	// No socket, or one that a crashed process left: either way there is nobody to ask.
	var refused *net.OpError
	if errors.As(err, &refused) && refused.Op == "dial" {
		return errNobody
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		_, err := io.Copy(w, resp.Body)
		return err
	}
	why, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	return errors.Join(err, errors.New(strings.TrimSpace(string(why))))
}
