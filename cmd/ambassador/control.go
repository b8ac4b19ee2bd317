package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ambassador/store/bolt"
)

// A database belongs to one process at a time. What another one wants done with it meanwhile, it asks
// for through a socket beside the database, which only the owner of the data directory can reach.

// controlSocket is where the process that has a data directory open can be asked.
func controlSocket(dir string) string { return filepath.Join(dir, "control.sock") }

// errNobody says that no process answers on the control socket.
var errNobody = errors.New("nobody has the data open")

// listenControl answers on the control socket until stop is called. Whoever has the database open may
// take the socket of a process that crashed.
func listenControl(dir string, db *bolt.DB) (stop func(), err error) {
	path := controlSocket(dir)
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
	client := &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", controlSocket(dir))
		},
	}}
	defer client.CloseIdleConnections()
	form := strings.NewReader(url.Values{"to": {to}}.Encode())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://control/backup", form)
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
		return nil
	}
	why, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	return errors.Join(err, errors.New(strings.TrimSpace(string(why))))
}
