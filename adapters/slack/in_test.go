package slack

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"ambassador/bot"
)

// quiet is a receipt for deliveries that only are read.
func quiet() *receipt { return newReceipt(func(any, bool) error { return nil }) }

// came is when the deliveries of testdata arrive.
var came = time.Date(2026, 4, 1, 9, 0, 1, 0, time.UTC)

// readFile reads the delivery of a golden file.
func readFile(t *testing.T, a *Adapter, path string) (*exchange, error) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := archive.Files[0]
	return a.read(&delivery{kind: kind(f.Name), payload: f.Data, came: came, ack: quiet()})
}

// TestIn holds what deliveries become against golden files.
func TestIn(t *testing.T) {
	files, err := filepath.Glob("testdata/in/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	a := New(Options{Name: "Ambassador", Welcome: true, Listen: true})
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			x, err := readFile(t, a, path)
			got := map[string]any{}
			switch {
			case err != nil:
				got["error"] = err.Error()
			case x != nil:
				if x.place == spoken {
					x.called("UBOT")
				}
				got["message"], got["place"] = x.m, x.place
			}
			golden(t, path, "message.json", got)
		})
	}
}

// TestSlashForm: a form over HTTP is the same message as JSON over a socket, but for its id.
func TestSlashForm(t *testing.T) {
	a := New(Options{Name: "Ambassador"})
	d := &delivery{came: came, stamp: "1775034000", ack: quiet()}
	body := "team_id=T1&channel_id=C9&user_id=U7&command=%2Fambassador&text=is+%3C%40U42%7Canna%3E&trigger_id=13.37.aa&response_url=https%3A%2F%2Fhooks.example.org%2F1"
	if !d.reads("application/x-www-form-urlencoded", []byte(body)) {
		t.Fatal("the form is not read")
	}
	x, err := a.read(d)
	if err != nil {
		t.Fatal(err)
	}
	want, err := readFile(t, a, "testdata/in/slash.txtar")
	if err != nil {
		t.Fatal(err)
	}
	want.m.ID += "@1775034000"
	if got, want := mustJSON(t, x.m), mustJSON(t, want.m); got != want {
		t.Errorf("the form becomes %s, want %s", got, want)
	}
}

func mustJSON(t *testing.T, m bot.Message) string {
	t.Helper()
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// FuzzRead: whatever arrives is read or refused, and nothing panics.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/in/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range files {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Name, archive.Files[0].Data)
	}
	a := New(Options{Name: "Ambassador", Welcome: true, Listen: true})
	f.Fuzz(func(t *testing.T, what string, payload []byte) {
		x, err := a.read(&delivery{kind: kind(what), payload: payload, came: came, ack: quiet()})
		if err == nil && x != nil {
			x.called("UBOT")
			_, _ = json.Marshal(x.m)
			if x.m.From.User == "" || x.m.From.Platform != Platform {
				t.Fatalf("a message from %+v", x.m.From)
			}
		}
		d := &delivery{ack: quiet()}
		d.reads("application/json", payload)
		d.reads(what, payload)
	})
}
