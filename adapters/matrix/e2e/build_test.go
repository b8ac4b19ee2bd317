package e2e

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// bin is where built programs are kept, because the homeserver takes minutes the first time.
const bin = "bin"

// root is the folder of the repository, seen from here.
const root = "../../.."

// programVariable names a program to test instead of the one that is built from this repository, such as a released one.
const programVariable = "AMBASSADOR_E2E_PROGRAM"

// ambassador is the path of the bot under test.
func ambassador() string { return cmp.Or(os.Getenv(programVariable), built("ambassador")) }

// build makes the homeserver, where it is older than the versions asked for; and always the bot and the echo bot, which
// Go itself skips where nothing changed. Where the bot cannot be built, the tests that need none run all the same.
func build() error {
	here, err := filepath.Abs(bin)
	if err != nil {
		return err
	}
	if stale(filepath.Join(bin, "dendrite"), "go.sum") {
		began := time.Now()
		if err := compile(".", "build", "-o", here+"/", "tool"); err != nil {
			return err
		}
		fmt.Printf("the homeserver is built, in %s\n", time.Since(began).Round(time.Second))
	}
	if err := compile(".", "build", "-tags", "goolm", "-o", here+"/", "./echo"); err != nil {
		return err
	}
	if os.Getenv(programVariable) != "" {
		return nil
	}
	bot := filepath.Join(here, "ambassador")
	if err := compile(root, "build", "-trimpath", "-tags", "goolm", "-ldflags", "-s -w", "-o", bot, "ambassador/cmd/ambassador"); err != nil {
		_ = os.Remove(bot) // rather none than yesterday's
		fmt.Fprintln(os.Stderr, "e2e: the bot is not built:", err)
	}
	return nil
}

// stale says whether a file is missing, or older than what it is made from.
func stale(made, from string) bool {
	m, err := os.Stat(made)
	if err != nil {
		return true
	}
	f, err := os.Stat(from)
	return err != nil || f.ModTime().After(m.ModTime())
}

// compile runs the go command in a folder. All we build is static.
func compile(folder string, words ...string) error {
	cmd := exec.Command("go", words...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", words[len(words)-1], err, said)
	}
	return nil
}
