package bolt

import (
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		what string
		said testimony
		want verdict
	}{
		{"closed well", testimony{"id", 7, clean}, verdict{}},
		{"nobody closed it", testimony{"id", 7, running}, verdict{unclean: true}},
		{"it went on since", testimony{"id", 6, running}, verdict{unclean: true}},
		{"it went on unseen", testimony{"id", 6, clean}, verdict{unclean: true}},
		{"it went back", testimony{"id", 8, clean}, verdict{unclean: true, lost: true}},
		{"it went back in use", testimony{"id", 8, running}, verdict{unclean: true, lost: true}},
		{"another file", testimony{"other", 8, clean}, verdict{unclean: true}},
		{"nothing", testimony{}, verdict{unclean: true}},
	} {
		if got := c.said.judge("id", 7); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.what, got, c.want)
		}
	}
}

// FuzzTestimony reads any line: either it says nothing, or it is what String writes.
func FuzzTestimony(f *testing.F) {
	f.Add(testimony{"ABC", 1234567, clean}.String())
	f.Add(testimony{"ABC", 1234567, running}.String())
	f.Add("ambassador witness A 00000000000000000001 clean   00000000\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, line string) {
		if got := parseTestimony(line); got != (testimony{}) && got.String() != line {
			t.Errorf("%q was read as %+v", line, got)
		}
	})
}

// TestOlderFile puts an older copy in the place of the database.
func TestOlderFile(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 10)
	closeDB(t, db)
	copyFile(t, path, path+".old")
	db, _ = reopen(t, path)
	count(t, db, 10, 20)
	closeDB(t, db)
	copyFile(t, path+".old", path)

	db, log := reopen(t, path)
	if !strings.Contains(log, "older than when it was last used") {
		t.Errorf("an older file was taken for the newest:\n%s", log)
	}
	counted(t, db, 10)
	closeDB(t, db)
	db, log = reopen(t, path) // said once is enough
	if log != "" {
		t.Errorf("the next time, it said:\n%s", log)
	}
	closeDB(t, db)
}

// TestUncleanEnd looks at a copy of a database that is in use, as it is after a crash.
func TestUncleanEnd(t *testing.T) {
	path := newPath(t)
	db := fresh(t, path)
	count(t, db, 0, 10)
	crashed := newPath(t)
	closeDB(t, fresh(t, crashed)) // for its directory
	copyFile(t, path, crashed)
	copyFile(t, path+".witness", crashed+".witness")
	closeDB(t, db)

	db, log := reopen(t, crashed)
	if !strings.Contains(log, "so it was checked") || strings.Contains(log, "older") {
		t.Errorf("the log says:\n%s", log)
	}
	counted(t, db, 10)
	closeDB(t, db)

	if err := os.WriteFile(crashed+".witness", []byte("ambassador witness"), 0o600); err != nil {
		t.Fatal(err)
	}
	db, log = reopen(t, crashed)
	if !strings.Contains(log, "so it was checked") {
		t.Errorf("without a witness, the log says:\n%s", log)
	}
	closeDB(t, db)
}

// TestWitnessEachMinute lets a minute pass, and expects the witness to know the last commit then.
func TestWitnessEachMinute(t *testing.T) {
	path := newPath(t)
	synctest.Test(t, func(t *testing.T) {
		db := fresh(t, path)
		defer closeDB(t, db)
		before := onDisk(t, path).txid
		count(t, db, 0, 10)
		time.Sleep(testifyEvery - time.Second)
		synctest.Wait()
		if got := onDisk(t, path); got.txid != before {
			t.Errorf("the witness was written before its time: %+v", got)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := onDisk(t, path); got.txid != before+10 || got.state != running {
			t.Errorf("after a minute the witness says %+v, want commit %d", got, before+10)
		}
	})
}

// onDisk returns what the witness of the database at path says.
func onDisk(t *testing.T, path string) testimony {
	t.Helper()
	line, err := os.ReadFile(path + ".witness")
	if err != nil {
		t.Fatal(err)
	}
	return parseTestimony(string(line))
}
