package e2e

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tick is the unit of processor time in /proc, which Linux never changes: USER_HZ.
const tick = 10 * time.Millisecond

// cpu is the processor time that a program has had so far.
func (p *program) cpu(t *testing.T) time.Duration {
	t.Helper()
	// The name of the program, in brackets, may contain anything; what follows is numbers. User and system time are
	// fields 14 and 15 of the whole line (man 5 proc_pid_stat), so 12 and 13 behind the bracket.
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	_, behind, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(behind)
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		t.Fatal(err)
	}
	system, err := strconv.Atoi(fields[12])
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(user+system) * tick
}

// memory is what a program occupies, now and at its highest, in megabytes.
func (p *program) memory(t *testing.T) (now, most float64) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(line, ":")
		kilobytes, _ := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 64)
		switch name {
		case "VmRSS":
			now = kilobytes / 1024
		case "VmHWM":
			most = kilobytes / 1024
		}
	}
	return now, most
}
