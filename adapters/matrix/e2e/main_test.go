package e2e

import (
	"fmt"
	"net"
	"os"
	"testing"
	"time"
)

// patience is how long anything may take that a test waits for. Everything is far faster; a busy machine is not.
const patience = 30 * time.Second

// homeserverVariable tells the tests where the homeserver is that they share.
const homeserverVariable = "AMBASSADOR_E2E_HOMESERVER"

// homeserver is the address of the homeserver that all tests share.
func homeserver() string { return os.Getenv(homeserverVariable) }

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run builds what is needed and runs the tests on one homeserver.
func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "ambassador-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(folder)
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	d, err := startDendrite(folder)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer d.stop()
	os.Setenv(homeserverVariable, d.url)
	code := m.Run()
	if code != 0 {
		fmt.Fprintf(os.Stderr, "--- the homeserver's log ends with:\n%s\n", d.log.tail(40))
	}
	return code
}

// freeAddress is one on this machine where nothing listens.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// within waits for something that another process does and that nobody tells us about: there is nothing else to wait
// on than the clock. It says whether it happened.
func within(d time.Duration, so func() bool) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for began := time.Now(); !so(); <-tick.C {
		if time.Since(began) > d {
			return false
		}
	}
	return true
}

// until is within a test's patience.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	if !within(patience, so) {
		t.Fatalf("not %s within %s", what, patience)
	}
}
