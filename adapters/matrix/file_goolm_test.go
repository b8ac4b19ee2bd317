//go:build goolm

package matrix_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestFilesEncrypted: into an encrypted room nothing of a file goes in the open, neither its content nor its name.
func TestFilesEncrypted(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.open()
		defer func() { _ = o.close() }()
		time.Sleep(time.Minute)
		dm := o.alone("anna")
		o.Encrypt(dm)
		time.Sleep(time.Second) // the bot hears of it
		var bodies []string
		o.front.change(func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				if strings.Contains(r.URL.Path, "/upload") && r.Header.Get("Content-Type") != "application/octet-stream" {
					t.Errorf("uploaded as %s", r.Header.Get("Content-Type"))
				}
				if strings.Contains(r.URL.Path, "/upload") || strings.Contains(r.URL.Path, "/send/") {
					bodies = append(bodies, string(body)+r.URL.String())
				}
				r.Body = io.NopCloser(bytes.NewReader(body))
				h.ServeHTTP(w, r)
			})
		})
		o.must(o.outbox.Post(t.Context(), bot.Envelope{Key: "issue/1", To: matrixfake.Account("anna"), Reply: issue()}))
		time.Sleep(time.Minute)
		if n := len(o.Said(dm, "m.room.encrypted")); n != 3 || len(bodies) != 5 {
			t.Errorf("%d events in %d calls, want the words and two files", n, len(bodies))
		}
		for _, body := range bodies {
			if strings.Contains(body, "News") || strings.Contains(body, "2026-12") {
				t.Errorf("in the open: %.200q", body)
			}
		}
	})
}
