package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"ambassador/bot/ticket"
)

// tracked is a configuration with a kind whose stage is passed on to HOOK, and feedback that goes there, too.
const tracked = `
tickets:
  hooks:
    tracker: {url: HOOK/in, secret: "${TRACKER}", allow_private: true}
  feedback: {hook: tracker}
  kinds:
    hardware:
      summary: ask for hardware for a lab
      stages: [{name: ordered, tell: It is ordered., forward: tracker}]
      fields:
        - {name: what, label: "What do you need?", kind: long}
        - {name: language, label: "In which language?", kind: language, optional: true}
`

// TestForward runs the program as people do, and receives what it passes on as docs/tickets.md says that others should.
func TestForward(t *testing.T) {
	key := []byte(strings.Repeat("k", 24))
	var got []ticket.Forwarded
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mac := hmac.New(sha256.New, key)
		io.WriteString(mac, r.Header.Get("Webhook-Id")+"."+r.Header.Get("Webhook-Timestamp")+"."+string(body))
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header.Get("Webhook-Signature") != want {
			t.Errorf("signature %q, want %q", r.Header.Get("Webhook-Signature"), want)
		}
		var f ticket.Forwarded
		if err := json.Unmarshal(body, &f); err != nil || strings.Contains(string(body), "console") {
			t.Errorf("body %s: %v, or an account in it", body, err)
		}
		got = append(got, f)
	}))
	defer receiver.Close()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(tracked, "HOOK", receiver.URL)), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	sh := shell{
		env: func(name string) (string, bool) { return string(key), name == "TRACKER" },
		in: strings.NewReader("contact hardware \"Two small boards\" language=German\nticket move AMB-1001 ordered\n" +
			"feedback \"The guide skips a step\"\nticket move AMB-1002 forwarded\n"),
		out: &out, err: t.Output(),
	}
	if code := run(t.Context(), []string{"console", "--as", "coordinator", "--config", path, "--at", "2026-03-02T09:00:00Z"}, sh); code != done {
		t.Fatalf("exit code %d\n%s", code, out.String())
	}
	if len(got) != 2 {
		t.Fatalf("received %+v, want two; the bot said\n%s", got, out.String())
	}
	want := map[string]string{"what": "Two small boards", "language": "German"}
	if f := got[0]; f.Reference != "AMB-1001" || f.Kind != "hardware" || f.Stage != "ordered" || f.Voices != 1 || !reflect.DeepEqual(f.Values, want) {
		t.Errorf("received %+v", f)
	}
	if f := got[1]; f.Kind != "feedback" || f.Stage != "forwarded" || f.Title != "The guide skips a step" {
		t.Errorf("received %+v", f)
	}
}
