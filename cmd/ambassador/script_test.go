package main

import (
	"log/slog"
	"os"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"ambassador/store/bolt"
)

// TestMain makes the test binary the program itself, under the name that scripts call.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ambassador": main})
}

// TestScripts plays the scripts below testdata: what people and other programs type.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:             "testdata/script",
		ContinueOnError: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TZ", "Europe/Berlin")
			env.Values[running{}] = new(func())
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"hold": hold, "live": live, "mode": mode, "quit": quit},
	})
}

// hold keeps the database of a data directory open until the script ends, as a running bot does.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	db, err := bolt.Open(databaseFile(ts.MkAbs(args[0])), bolt.Options{Create: true})
	ts.Check(err)
	ts.Defer(func() { db.Close() })
}

// live opens the data of a configuration as a running bot does, which answers on its control socket, until quit or the end.
func live(ts *testscript.TestScript, _ bool, args []string) {
	c, problems := loadConfig(ts.MkAbs(args[0]), noEnv)
	if len(problems) > 0 {
		ts.Fatalf("%v", problems)
	}
	_, end, err := openForLong(c, slog.New(slog.DiscardHandler))
	ts.Check(err)
	once := sync.OnceFunc(func() { ts.Check(end()) })
	ts.Defer(once)
	*ts.Value(running{}).(*func()) = once
}

// running is the key of what ends the bot of a script.
type running struct{}

// quit ends what live began.
func quit(ts *testscript.TestScript, _ bool, _ []string) { (*ts.Value(running{}).(*func()))() }

// mode fails unless the file's permissions are the given octal number.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := info.Mode().Perm().String(); got != args[1] {
		ts.Fatalf("%s has mode %s, want %s", args[0], got, args[1])
	}
}
