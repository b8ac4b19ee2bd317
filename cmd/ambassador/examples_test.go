package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestExamples types every example of the help into a shell, in the order of the help, in a folder that
// has the files they name.
func TestExamples(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("SKIPPED: no shell here")
	}
	dir := t.TempDir()
	config, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.yaml"), config, 0o600); err != nil {
		t.Fatal(err)
	}
	typed := func(line string) (code int, output string) {
		cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), string(out)
	}
	for _, line := range []string{
		"mkdir docs", "ambassador console --data ./data", "ambassador export groups --out groups.csv",
		"ambassador export people --out people.csv", "ambassador export all --out state.jsonl",
		"ambassador export faq --out faq.yaml",
	} {
		if code, out := typed(line); code != done {
			t.Fatalf("%s: exit code %d\n%s", line, code, out)
		}
	}
	// These say no, in this folder: nothing is configured, nothing runs, and a database is there.
	refused := []string{"serve", "health", "restore"}
	for _, c := range subcommands() {
		for _, line := range c.examples {
			code, out := typed(line)
			if code == misuse || code == failed && !slices.Contains(refused, c.name) {
				t.Errorf("%s: exit code %d\n%s", line, code, out)
			}
		}
	}
}
