package main

import (
	"os"
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
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"hold": hold, "mode": mode},
	})
}

// hold keeps the database of a data directory open until the script ends, as a running bot does.
func hold(ts *testscript.TestScript, _ bool, args []string) {
	db, err := bolt.Open(databaseFile(ts.MkAbs(args[0])), bolt.Options{Create: true})
	ts.Check(err)
	ts.Defer(func() { db.Close() })
}

// mode fails unless the file's permissions are the given octal number.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := info.Mode().Perm().String(); got != args[1] {
		ts.Fatalf("%s has mode %s, want %s", args[0], got, args[1])
	}
}
