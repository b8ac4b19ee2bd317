package matrix_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// issued are the messages of the issue: its words, and the names of its files.
const (
	issued = "The issue.\n\nFile: 2026-12.md\n\nFile: 2026-12.html"
	first  = "2026-12.md"
	second = "2026-12.html"
	sorry  = "\n\nI could not send 2026-12.md: "
)

// TestFiles: files follow their words, each in a message of its own, into the thread where there is one.
func TestFiles(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall, dm := o.hall(), o.alone("anna")
		o.says("anna", dm, "issue")
		o.heard(dm, issued, first, second)
		said := o.Said(dm, "m.room.message")
		data, err := json.Marshal(said[2].Content)
		o.must(err)
		url, _ := said[2].Content["url"].(string)
		want := `{"ambassador.deed":"` + field(said[2].Content, "ambassador.deed").(string) + `","body":"2026-12.html","filename":"2026-12.html",` +
			`"info":{"mimetype":"text/html; charset=utf-8","size":14},"m.mentions":{},"msgtype":"m.file","url":"` + url + `"}`
		if string(data) != want || !strings.HasPrefix(url, "mxc://") {
			t.Errorf("shown %s, want %s", data, want)
		}
		if html := said[0].Content["formatted_body"]; !strings.Contains(html.(string), "<p>File: <code>2026-12.md</code></p>") {
			t.Errorf("named as %v", html)
		}
		asked := o.says("anna", hall, "!ambassador echo x")
		o.sends("anna", hall, object{"msgtype": "m.text", "body": "!ambassador issue", "m.relates_to": object{"rel_type": "m.thread", "event_id": asked}})
		o.heard(hall, "You said: x", issued, first, second)
		for _, e := range o.Said(hall, "m.room.message")[1:] {
			if field(e.Content, "m.relates_to", "event_id") != asked {
				t.Errorf("in the thread: %v", e.Content)
			}
		}
	})
}

// TestFilesFail: whatever fails, the words are there once, each file at most once, and what is missing is named.
func TestFilesFail(t *testing.T) {
	busy, gone, send := matrixfake.Fault{Status: 429, RetryAfterMS: 30_000}, matrixfake.Fault{Status: 502, Garbage: true}, "send"
	ok := matrixfake.Fault{}
	const upload = "media/upload"
	const never = sorry + "the homeserver does not take it; whoever runs me finds the reason in the log."
	later := sorry + "the homeserver did not take it just now; please ask again in a few minutes."
	for name, c := range map[string]struct {
		call   string
		faults []matrixfake.Fault
		want   []string
	}{
		"refused":              {upload, []matrixfake.Fault{{Status: 403, Errcode: "M_FORBIDDEN"}}, []string{issued + never, second}},
		"too large there":      {upload, []matrixfake.Fault{{Status: 413, Garbage: true}}, []string{issued + sorry + "it is too large for the homeserver.", second}},
		"busy":                 {upload, []matrixfake.Fault{ok, busy}, []string{issued, first, second}},
		"gone once":            {upload, []matrixfake.Fault{gone}, []string{issued, first, second}},
		"gone twice":           {upload, []matrixfake.Fault{gone, gone}, []string{issued + later, second}},
		"cut":                  {upload, []matrixfake.Fault{{Cut: true}, {LoseAnswer: true}}, []string{issued + later, second}},
		"hangs":                {upload, []matrixfake.Fault{{Slow: time.Minute}}, []string{issued + later + strings.ReplaceAll(later, first, second)}},
		"busy behind words":    {send, []matrixfake.Fault{ok, busy}, []string{issued, first, second}},
		"cut behind words":     {send, []matrixfake.Fault{ok, {Cut: true}, ok, ok, {Cut: true}}, []string{issued, first, second}},
		"unheard behind words": {send, []matrixfake.Fault{ok, {LoseAnswer: true}, ok, {LoseAnswer: true}}, []string{issued, first, second}},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, func(t *testing.T, o *office) {
				dm := o.alone("anna")
				o.Fail(c.call, c.faults...)
				o.says("anna", dm, "issue")
				if name == "busy" {
					time.Sleep(20 * time.Second)
					o.heard(dm)
				}
				time.Sleep(10 * time.Minute)
				o.heard(dm, c.want...)
				if o.Early() > 0 {
					t.Errorf("%d calls inside the time to wait", o.Early())
				}
			})
		})
	}
}

// TestFilesInDoubt: what an earlier attempt has said is not said again, whether the homeserver knows the transactions or has
// forgotten them, and what it has not said comes.
func TestFilesInDoubt(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		dm := o.alone("anna")
		e := bot.Envelope{Key: "issue/2026-12", To: matrixfake.Account("anna"), Reply: bot.Say("The issue.")}
		send := func() {
			t.Helper()
			_, err := o.adapter.Send(t.Context(), e)
			o.must(err)
		}
		send() // the program ends here
		e.Reply, e.Doubt = issue(), true
		send()
		o.heard(dm, "The issue.", first, second)
		e.Doubt = false // the transactions are known
		send()
		o.heard(dm, "The issue.", first, second)
		o.forget() // and now they are not
		e.Doubt = true
		send()
		o.heard(dm, "The issue.", first, second)
		o.Fail("media/upload", matrixfake.Fault{Status: 403})
		send()
		if got := o.bodies(dm); len(got) != 4 || !strings.HasPrefix(got[3], strings.TrimSpace(sorry)) {
			t.Errorf("what is missing is not told below words that are there: %q", got)
		}
	})
}
